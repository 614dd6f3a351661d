"""Colour means facet, everywhere the same."""

from __future__ import annotations

from kb.model import Facet

FACET_COLOURS: dict[Facet, str] = {
    Facet.FIELD: "#64748b",
    Facet.THESIS: "#8b6cc9",
    Facet.PROBLEM: "#d9534f",
    Facet.PROPERTY: "#0e8f8a",
    Facet.FAILURE_MODE: "#c2449a",
    Facet.RISK: "#b9622b",
    Facet.APPROACH: "#3b82c4",
    Facet.COMPONENT: "#5a8f3c",
    Facet.PHENOMENON: "#a0832a",
    Facet.EVALUATION: "#2f9e6e",
    Facet.GOVERNANCE: "#7a6a58",
    Facet.DIRECTION: "#5b74d6",
}
"""Each has a contrast of at least 3:1 with the light and the dark background (WCAG 1.4.11): one set serves both."""

QUIET = "#6b7785"
"""For what is not a concept (a family's sector)."""

PICKED = "#c77d00"
"""For the border of what is chosen in a picture: it has a contrast of 3:1 with both backgrounds."""
