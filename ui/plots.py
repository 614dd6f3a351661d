"""Chart specifications of the library as a whole: works by year, and the map; colour means family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kb.landscape import Landscape, Region, Rows, View
from kb.layout import SPAN
from kb.model import Facet, Lang
from kb.trends import Year
from ui.charts import THIRD
from ui.theme import FACET_COLOURS, FAMILY_COLOURS, QUIET, family_colours

_SYMBOLS = ("circle", "rect", "triangle", "diamond", "roundRect", "pin", "arrow")
_LARGE = 2000  # above so many points they are small, and those of a family are drawn at one stroke
_TITLE = 90  # letters of a title in a tooltip
_CLEAR, _PALE = 0.75, 0.2  # opacity: usually, and where others stand out
_POINT, _SMALL, _LIT = 8, 5, 14  # pixels
_ROOM, _EDGE = 1.04, 0.6  # how far the axes reach, and from where a name points inwards, in parts of the span


def years(found: Sequence[Year], groups: Mapping[str, str], colours: Sequence[str], *, share: bool) -> dict[str, Any]:
    """Return an ECharts specification of works by year: a line for each group (id to name), or bars of all."""
    unit = 100 if share else 1
    series = [
        {
            "type": "line",
            "name": name,
            "symbol": _SYMBOLS[place % len(_SYMBOLS)],
            "symbolSize": 8,
            "lineStyle": {"width": 2, "color": colours[place % len(colours)]},
            "itemStyle": {"color": colours[place % len(colours)]},
            "data": [round(unit * year.share(group), 1) if share else year.counts[group] for year in found],
        }
        for place, (group, name) in enumerate(groups.items())
    ]
    bars = {"type": "bar", "itemStyle": {"color": FACET_COLOURS[Facet.APPROACH]}, "data": [y.works for y in found]}
    return {
        "animation": False,
        "tooltip": {"trigger": "axis", "confine": True},
        "legend": {"type": "scroll", "top": 0} if series else {"show": False},
        "grid": {"left": 8, "right": 16, "top": 40 if series else 12, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": [str(y.year) for y in found], "axisLabel": {"hideOverlap": True}},
        "yAxis": {"type": "value", "min": 0, "axisLabel": {"formatter": "{value}%" if share else "{value}"}},
        "series": series or [bars],
    }


def concept_colours(count: int) -> list[str]:
    """Return colours for so many concepts side by side, far from each other in the palette."""
    return [FAMILY_COLOURS[place * 5 % len(FAMILY_COLOURS)] for place in range(count)]


Groups = Mapping[tuple[str, bool], Rows]
"""Works of the map by family (empty: none), those that stand out apart."""


def grouped(land: Landscape, view: View) -> Groups:
    """Return what is drawn in the order in which it covers: works of no family, of each family, and what stands out."""
    names = [family.id for family in land.ties.taxonomy.families]
    drawn, lit = land.families[view.drawn], np.isin(view.drawn, view.lit)
    groups = {
        (name, bright): view.drawn[(drawn == place) & (lit == bright)]
        for bright in (False, True)
        for place, name in enumerate(("", *names), -1)
    }
    return {group: rows for group, rows in groups.items() if len(rows)}


def landscape(
    land: Landscape, groups: Groups, titles: Mapping[str, str], regions: Sequence[Region], lang: Lang
) -> dict[str, Any]:
    """Return an ECharts specification of works as points, a series for each group; ``titles`` are at least theirs.

    The wheel zooms, dragging moves.
    """
    names = {"": "", **{family.id: family.label.best(lang) for family in land.ties.taxonomy.families}}
    colours = {**family_colours(list(names)[1:]), "": QUIET}
    high = float(np.abs(land.places.points[:, 1]).max(initial=0)) or SPAN
    across, along = (
        {"show": False, "type": "value", "min": -_ROOM * most, "max": _ROOM * most} for most in (SPAN, high)
    )
    zoom = {"type": "inside", "filterMode": "none", "preventDefaultMouseMove": False}
    small = sum(map(len, groups.values())) > _LARGE
    pale = any(lit for _, lit in groups)
    series = [
        {
            "type": "scatter",
            "name": names[family],
            "symbolSize": _LIT if lit else _SMALL if small else _POINT,
            "selectedMode": "single",
            "large": small,
            "largeThreshold": 0,
            "itemStyle": {"color": colours[family], "opacity": 1 if lit else _PALE if pale else _CLEAR},
            "data": _points(land, rows, titles),
        }
        for (family, lit), rows in groups.items()
    ]
    return {
        "animation": False,
        "tooltip": THIRD,
        "grid": {"left": 4, "right": 4, "top": 4, "bottom": 4},
        "xAxis": across,
        "yAxis": along,
        "dataZoom": [zoom | {"id": "x", "xAxisIndex": 0}, zoom | {"id": "y", "yAxisIndex": 0}],
        "series": [*series, _names(regions, lang)],
    }


def _points(land: Landscape, rows: Rows, titles: Mapping[str, str]) -> list[list[float | str]]:
    """Return works as x, y and what the tooltip says."""
    works, points, years, _ = land.places
    columns = rows.tolist(), points[rows].tolist(), years[rows].tolist()
    return [
        [round(x, 1), round(y, 1), titles.get(works[row], works[row])[:_TITLE] + (f" ({year})" if year else "")]
        for row, (x, y), year in zip(*columns, strict=True)
    ]


def _names(regions: Sequence[Region], lang: Lang) -> dict[str, Any]:
    """Return names without points; those that would cover another are left out until there is room."""
    return {
        "type": "scatter",
        "symbolSize": 0.1,
        "silent": True,
        "z": 5,
        "label": {
            "show": True,
            "formatter": "{b}",
            "fontSize": 12,
            "opacity": 1,
            "padding": [2, 5],
            "borderRadius": 4,
            "color": "#1d2730",  # the same on light and dark
            "backgroundColor": "rgba(243, 246, 248, 0.88)",
        },
        "labelLayout": {"hideOverlap": True},
        "data": [
            {
                "name": region.concept.pref_label.best(lang),
                "value": [round(region.x, 1), round(region.y, 1)],
                "label": {"position": _side(region.x)},
            }
            for region in regions
        ],
    }


def _side(x: float) -> str:
    """Return where a name stands, so that the border of the map does not cut it."""
    return "inside" if abs(x) <= _EDGE * SPAN else "left" if x > 0 else "right"
