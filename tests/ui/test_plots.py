"""Charts of the whole library: what they say, and colours that can be told from both backgrounds."""

from itertools import combinations

import numpy as np
import pytest

from kb.atlas import Atlas
from kb.landscape import Landscape, Region, select, view
from kb.model import Lang
from kb.positions import Places
from kb.ties import ties
from kb.trends import Year
from tests.fakes import a_concept
from ui import plots
from ui.theme import FAMILY_COLOURS, QUIET, family_colours

LEAF, POT = "url:https://example.org/tea", "arxiv:1502.00002"
FOUND = [Year(2001, 4, {"a": 1, "b": 0}), Year(2002, 0, {"a": 0, "b": 0})]
TITLES = {POT: "Against", "none": "No concept", LEAF: "</script><img onerror=x> {b}" + "e" * 200}
PLACES = Places(
    (POT, "none", LEAF),
    np.array([(-3.04, 2.0), (0.0, -40.0), (1.5, 80.0)], np.float32),
    np.array([0, 2020, 2001], np.int32),
    np.array([True, False, True]),
)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def test_the_colours_of_families_differ_and_are_seen_on_light_and_dark() -> None:
    assert len({*FAMILY_COLOURS, QUIET}) == 14
    for colour in FAMILY_COLOURS:
        assert min(contrast(colour, ground) for ground in ("#ffffff", "#12181d")) >= 3
    for one, other in combinations((*FAMILY_COLOURS, QUIET), 2):
        assert sum(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) for at in (1, 3, 5)) >= 60
    named = family_colours(f"f{number}" for number in range(14))
    assert named["f0"] == named["f13"] == FAMILY_COLOURS[0]


def test_all_works_are_bars_and_groups_are_lines() -> None:
    bars = plots.years(FOUND, {}, [], share=False)
    assert [series["data"] for series in bars["series"]] == [[4, 0]]
    assert bars["xAxis"]["data"] == ["2001", "2002"]
    lines = plots.years(FOUND, {"a": "A", "b": "B"}, ["#111111", "#222222"], share=False)["series"]
    assert [(line["name"], line["data"], line["itemStyle"]["color"]) for line in lines] == [
        ("A", [1, 0], "#111111"),
        ("B", [0, 0], "#222222"),
    ]
    assert lines[0]["symbol"] != lines[1]["symbol"]
    shares = plots.years(FOUND, {"a": "A"}, ["#111111"], share=True)
    assert shares["series"][0]["data"] == [25.0, 0.0]
    assert shares["yAxis"]["axisLabel"]["formatter"] == "{value}%"
    assert len(set(plots.concept_colours(6))) == 6


def test_the_map_has_a_series_a_family_and_the_names(atlas: Atlas) -> None:
    region = Region(a_concept("r"), 70.04, 3.0, 9)
    land = Landscape(PLACES, (region,), ties(atlas, found=True))
    groups = plots.grouped(land, view(land, select(land)))
    assert [(group, rows.tolist()) for group, rows in groups.items()] == [
        (("", False), [1]),
        (("cups", False), [0]),
        (("tea", False), [2]),
    ]
    spec = plots.landscape(land, groups, TITLES, land.regions, Lang.ZH)
    none, cups, tea, names = spec["series"]
    assert [series["name"] for series in (none, cups, tea)] == ["", "茶杯", "茶"]
    styles = [{"color": colour, "opacity": 0.75} for colour in (QUIET, *FAMILY_COLOURS[:2])]
    assert [series["itemStyle"] for series in (none, cups, tea)] == styles
    assert cups["data"] == [[-3.0, 2.0, "Against"]]
    assert tea["data"] == [[1.5, 80.0, TITLES[LEAF][:90] + " (2001)"]]
    assert (tea["symbolSize"], tea["large"], spec["tooltip"]["formatter"]) == (8, False, "{@[2]}")
    assert names["data"] == [{"name": "标签r", "value": [70.0, 3.0], "label": {"position": "left"}}]
    assert names["silent"]
    assert (spec["xAxis"]["max"], spec["yAxis"]["min"]) == (104.0, -83.2)
    assert [zoom["id"] for zoom in spec["dataZoom"]] == ["x", "y"]  # by which ui/zoom.js knows them
    since = plots.landscape(land, groups, {}, land.regions, Lang.ZH)  # a run was taken back while the map is seen
    assert since["series"][1]["data"] == [[-3.0, 2.0, POT]]


def test_what_is_highlighted_lies_above_the_others(atlas: Atlas) -> None:
    land = Landscape(PLACES, (), ties(atlas, found=True))
    groups = plots.grouped(land, view(land, select(land), "steeping"))
    assert [*groups] == [("", False), ("tea", False), ("cups", True)]
    *pale, bright = plots.landscape(land, groups, TITLES, (), Lang.EN)["series"][:3]
    assert [series["itemStyle"]["opacity"] for series in pale] == [0.2, 0.2]
    assert (bright["itemStyle"]["opacity"], bright["symbolSize"]) == (1, 14)
    assert bright["data"] == [[-3.0, 2.0, "Against"]]


def test_very_many_points_are_small_and_drawn_at_one_stroke(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    land = Landscape(PLACES, (), ties(atlas, found=True))
    monkeypatch.setattr(plots, "_LARGE", 1)
    many = {("cups", False): np.array([0, 0]), ("tea", False): np.array([2])}
    cups, tea = plots.landscape(land, many, TITLES, (), Lang.EN)["series"][:2]
    assert [(series["large"], series["symbolSize"]) for series in (cups, tea)] == [(True, 5), (True, 5)]
