"""The chart of works by year and how near they are to something; a click on one opens it."""

from __future__ import annotations

from collections.abc import Sequence

from kb.model import Facet, Work
from ui import charts, clicks, parts
from ui.words import t

_HEIGHT = 260


def draw(
    points: Sequence[tuple[Work, float, Facet | None]], *, key: str, axis: str, alt: str, here: int | None = None
) -> None:
    """Draw works that have a year with their nearness (0..1) and colour, and what the colours mean.

    ``axis`` names the nearness, ``here`` is the year of the paper that they are near to. The list beside it has to say
    the same in words.
    """
    own = (here, t("paper.map.here")) if here else None
    spec = charts.nearness(points, (t("related.map.year"), axis), own)
    clicks.chart(spec, lambda _series, place: points[place][0].id, key=key, height=_HEIGHT, alt=alt)
    parts.legend(facet for _, _, facet in points if facet)
