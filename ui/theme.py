"""Colour means facet, everywhere the same; on the map and in the trends, where families are compared, family."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle

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

FAMILY_COLOURS = (
    "#c03c78",
    "#fc5484",
    "#e4600c",
    "#9c903c",
    "#9c6030",
    "#00a800",
    "#008454",
    "#009cd8",
    "#3c60f0",
    "#8484fc",
    "#9054c0",
    "#d860e4",
    "#b4849c",
)
"""By the order of the families. Of all colours with 3:1 on both backgrounds, the thirteen that differ most (OKLab)."""


def family_colours(families: Iterable[str]) -> dict[str, str]:
    """Map families, in their order, to their colours."""
    return dict(zip(families, cycle(FAMILY_COLOURS), strict=False))


PICKED = "#c77d00"
"""For the border of what is chosen in a picture: it has a contrast of 3:1 with both backgrounds."""
