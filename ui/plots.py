"""Chart specifications of the library as a whole: works by year, and the map; colour means family."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from kb.landscape import Landscape, Region
from kb.layout import SPAN
from kb.model import Facet, Lang
from kb.positions import Place
from kb.trends import Year
from ui.theme import FACET_COLOURS, FAMILY_COLOURS, QUIET, family_colours

_SYMBOLS = ("circle", "rect", "triangle", "diamond", "roundRect", "pin", "arrow")
_LARGE = 2000  # points of one family from which they are drawn at one stroke
_TITLE = 90  # letters of a title in a tooltip
_PALE = 0.2  # of what is not highlighted
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


def landscape(
    land: Landscape, groups: Mapping[str, Sequence[Place]], lit: Collection[str], regions: Sequence[Region], lang: Lang
) -> dict[str, Any]:
    """Return an ECharts specification of works as points, a series for each group (family, or empty for none).

    ``lit`` works stand out from the others, if there are any. The wheel zooms, dragging moves.
    """
    families = land.ties.taxonomy.families
    names = {family.id: family.label.best(lang) for family in families}
    colours = family_colours(names)
    high = max((abs(place.y) for place in land.places), default=SPAN)
    across, along = (
        {"show": False, "type": "value", "min": -_ROOM * most, "max": _ROOM * most} for most in (SPAN, high)
    )
    zoom = {"type": "inside", "filterMode": "none", "preventDefaultMouseMove": False}
    series = [_cloud(places, names.get(group, ""), colours.get(group, QUIET), lit) for group, places in groups.items()]
    return {
        "animation": False,
        "tooltip": {"formatter": "{b}", "confine": True, "extraCssText": "max-width: 20rem; white-space: normal;"},
        "grid": {"left": 4, "right": 4, "top": 4, "bottom": 4},
        "xAxis": across,
        "yAxis": along,
        "dataZoom": [zoom | {"xAxisIndex": 0}, zoom | {"yAxisIndex": 0}],
        "series": [*series, _names(regions, lang)],
    }


def grouped(land: Landscape, places: Sequence[Place], lit: Collection[str]) -> dict[str, list[Place]]:
    """Return works by family, in the order of the families and last those of none, the lit ones at the end of each."""
    order = {**dict.fromkeys(family.id for family in land.ties.taxonomy.families), "": None}
    groups: dict[str, list[Place]] = {family: [] for family in order}
    for place in sorted(places, key=lambda place: place.work in lit):
        groups[land.family(place)].append(place)
    return {family: found for family, found in groups.items() if found}


def _cloud(places: Sequence[Place], name: str, colour: str, lit: Collection[str]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "symbolSize": 8,
        "selectedMode": "single",
        "large": len(places) > _LARGE and not lit,
        "largeThreshold": _LARGE,
        "itemStyle": {"color": colour, "opacity": 0.75},
        "data": [_point(place, bool(lit), place.work in lit) for place in places],
    }


def _point(place: Place, sifted: bool, lit: bool) -> dict[str, Any]:
    name = f"{place.title[:_TITLE]} ({place.year})" if place.year else place.title[:_TITLE]
    point: dict[str, Any] = {"name": name, "value": [place.x, place.y]}
    if lit:
        return point | {"symbolSize": 14, "itemStyle": {"opacity": 1}}
    return point | {"itemStyle": {"opacity": _PALE}} if sifted else point


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
