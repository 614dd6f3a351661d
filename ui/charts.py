"""Chart specifications; colour means facet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from math import ceil, degrees
from typing import Any, NamedTuple

from kb.evaluation.published import Refusals
from kb.model import Event, Facet, Family, Lang, Work
from kb.phrases import EVENTS
from kb.tree import Branch, Place, prune
from ui.theme import FACET_COLOURS, PICKED, QUIET

_RINGS = (6, 29, 53, 73, 84, 90, 94, 97, 99)  # borders of the rings, families first, in % of the radius
_LINES = FACET_COLOURS[Facet.APPROACH], FACET_COLOURS[Facet.RISK]  # read in light and dark; dashes tell them apart, too
SUNBURST = 720  # height in pixels; a phone shows it as high as it is wide (look.css)
_WORDS, _RADIUS, _LINE = 15, 340, 13  # % from which a ring has labels; radius and height of a line in pixels
_TITLE = 160  # letters of a title in a tooltip
THIRD = {"formatter": "{@[2]}", "confine": True, "extraCssText": "max-width: 20rem; white-space: normal;"}
"""A tooltip that shows the third value of a point as text; ``{b}`` would replace ``{c}`` and ``$&`` within a title."""


class Sunburst(NamedTuple):
    """An ECharts specification, and what each sector stands for in pre-order (``family``, id) or (``concept``, id)."""

    spec: dict[str, Any]
    sectors: list[tuple[str, str]]


def sunburst(
    trees: Iterable[tuple[Family, tuple[Branch, ...]]], wanted: Collection[str], lang: Lang, chosen: str = ""
) -> Sunburst:
    """Return families as the inner ring and their concepts outside; other families' concepts are not repeated.

    ``chosen`` is the id of a concept that has a border of its own.
    """
    data: list[dict[str, Any]] = []
    sectors: list[tuple[str, str]] = []
    for family, tree in trees:
        own = prune([branch for branch in tree if branch.place != Place.FOREIGN], wanted)
        if own:
            sectors.append(("family", family.id))
            sectors += [("concept", branch.concept.id) for branch in own]
            children = _nested(own, wanted, lang, chosen)
            data.append({"name": family.label.best(lang), "itemStyle": {"color": QUIET}, "children": children})
    return Sunburst(_spec(data), sectors)


def timeline(events: Sequence[tuple[Event, Work]], facet: Facet, lang: Lang) -> dict[str, Any]:
    """Return an ECharts specification of events by year: a row a kind of event, from the first kind at the top."""
    kinds = [event for event in Event if any(event is kind for kind, _ in events)]
    years = [work.year or 0 for _, work in events]
    axis = _years(years)
    data = [[str(work.year or 0), kinds.index(event), work.byline()] for event, work in events]
    quiet = {"show": False}
    return {
        "animation": False,
        "tooltip": THIRD,
        "grid": {"left": 8, "right": 8, "top": 8, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "category",
            "data": axis,
            "axisLabel": {"hideOverlap": True},
            "axisTick": quiet,
            "splitLine": quiet,
        },
        "yAxis": {
            "type": "category",
            "data": [EVENTS[kind].get(lang) for kind in kinds],
            "inverse": True,
            "axisTick": quiet,
            "axisLine": quiet,
            "splitLine": {"show": True},
        },
        "series": [{"type": "scatter", "symbolSize": 13, "itemStyle": {"color": FACET_COLOURS[facet]}, "data": data}],
    }


def nearness(
    points: Iterable[tuple[Work, float, Facet | None]], axes: tuple[str, str], here: tuple[int, str] | None = None
) -> dict[str, Any]:
    """Return an ECharts specification of works by year (x, each must have one) and nearness 0..1 (y).

    ``here`` is the year of what they are near to, and its name: a line is drawn there.
    """
    points = [*points]
    data = [
        {
            "value": [str(work.year), round(near, 3), work.title[:_TITLE]],
            "itemStyle": {"color": FACET_COLOURS[facet] if facet else QUIET},
        }
        for work, near, facet in points
    ]
    years = [*(work.year or 0 for work, _, _ in points), *([here[0]] if here else [])]
    named = {"nameLocation": "middle", "splitLine": {"show": True}}
    return {
        "animation": False,
        "tooltip": THIRD,
        "grid": {"left": 28, "right": 16, "top": 12, "bottom": 28, "containLabel": True},
        "xAxis": named
        | {
            "type": "category",
            "data": _years(years),
            "name": axes[0],
            "nameGap": 26,
            "axisLabel": {"hideOverlap": True},
        },
        "yAxis": named | {"type": "value", "scale": True, "name": axes[1], "nameGap": 38},
        "series": [{"type": "scatter", "symbolSize": 13, "selectedMode": "single", "data": data} | _line(here)],
    }


def _line(here: tuple[int, str] | None) -> dict[str, Any]:
    """Return a vertical line at a year, with its name."""
    if here is None:
        return {}
    label = {"formatter": here[1], "position": "insideEndTop", "color": QUIET}
    style = {"color": QUIET, "type": "dashed"}
    data = [{"xAxis": str(here[0])}]
    return {"markLine": {"silent": True, "symbol": "none", "data": data, "label": label, "lineStyle": style}}


def _years(years: Collection[int]) -> list[str]:
    """Return the years of an axis as words: a number would read 2,019."""
    return [str(year) for year in range(min(years) - 1, max(years) + 2)]


def _nested(tree: Iterable[Branch], wanted: Collection[str], lang: Lang, chosen: str) -> list[dict[str, Any]]:
    """Turn a pre-order list into nested nodes; a leaf counts one, what only leads to a wanted concept is pale."""
    top: list[dict[str, Any]] = []
    path: list[list[dict[str, Any]]] = [top]
    for branch in tree:
        ident = branch.concept.id
        style = {"color": FACET_COLOURS[branch.concept.facet], "opacity": 1 if ident in wanted else 0.35}
        style |= {"borderColor": PICKED, "borderWidth": 4} if ident == chosen else {}
        node: dict[str, Any] = {"name": branch.concept.pref_label.best(lang), "itemStyle": style}
        del path[branch.depth + 1 :]
        path[branch.depth].append(node)
        node["children"] = []
        path.append(node["children"])
    _count_leaves(top)
    return top


def _count_leaves(nodes: list[dict[str, Any]]) -> None:
    for node in nodes:
        if node["children"]:
            _count_leaves(node["children"])
        else:
            del node["children"]
            node["value"] = 1


def _spec(data: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "animation": False,
        "tooltip": {"formatter": "{b}"},
        "media": [{"query": {"maxWidth": 560}, "option": {"series": [{"levels": [{}, *_rings(words=False)]}]}}],
        "series": [
            {
                "type": "sunburst",
                "data": data,
                "nodeClick": False,
                "selectedMode": "single",
                "sort": None,
                "emphasis": {"focus": "ancestor"},
                "itemStyle": {"borderWidth": 1},
                "label": {
                    "overflow": "truncate",
                    "minAngle": 5,
                    "fontSize": 11,
                    "color": "#ffffff",
                    "textBorderWidth": 0,
                },
                "levels": [{}, *_rings()],
            }
        ],
    }


def _rings(*, words: bool = True) -> list[dict[str, Any]]:
    """Return where the rings lie; what is too thin for words (all of it on a phone) has them in the tooltip."""
    rings = []
    for inner, outer in pairwise(_RINGS):
        pixels = (inner + outer) / 200 * _RADIUS
        label = {"width": int((outer - inner) * _RADIUS / 100) - 8, "minAngle": round(degrees(_LINE / pixels))}
        fits = words and outer - inner > _WORDS
        rings.append({"r0": f"{inner}%", "r": f"{outer}%", "label": label if fits else {"show": False}})
    return rings


def refusals(curves: Mapping[str, Refusals], axes: tuple[str, str]) -> dict[str, Any]:
    """Return an ECharts specification of refused real queries (x) and refused nonsense (y) in percent, a line each.

    The point in use is the large one.
    """
    series = [
        {
            "type": "line",
            "name": name,
            "step": "end",
            "symbol": "circle",
            "lineStyle": {"type": kind, "width": 2, "color": colour},
            "itemStyle": {"color": colour},
            "data": [
                {"value": [100 * real, 100 * nonsense], "symbolSize": 14 if step == curve.threshold else 5}
                for step, nonsense, real in curve.points
            ],
        }
        for (name, curve), kind, colour in zip(curves.items(), ("solid", "dashed"), _LINES, strict=False)
    ]
    share = {"type": "value", "min": 0, "nameLocation": "middle", "axisLabel": {"formatter": "{value}%"}}
    most = max((100 * real for curve in curves.values() for _, _, real in curve.points), default=0)
    return {
        "animation": False,
        "legend": {"top": 0},
        "grid": {"left": 28, "right": 16, "top": 32, "bottom": 28, "containLabel": True},
        "xAxis": share | {"name": axes[0], "nameGap": 28, "max": min(100, max(10, ceil(most / 10) * 10))},
        "yAxis": share | {"name": axes[1], "nameGap": 48, "max": 100},
        "series": series,
    }
