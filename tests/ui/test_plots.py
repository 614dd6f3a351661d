"""Charts of the whole library: what they say, and colours that can be told from both backgrounds."""

from itertools import combinations

from kb.atlas import Atlas
from kb.landscape import Landscape, Region
from kb.model import Lang
from kb.positions import Place
from kb.ties import ties
from kb.trends import Year
from tests.fakes import a_concept
from ui import plots
from ui.theme import FAMILY_COLOURS, QUIET, family_colours

LEAF, KETTLE, POT = "url:https://example.org/tea", "arxiv:1001.00001", "arxiv:1502.00002"
FOUND = [Year(2001, 4, {"a": 1, "b": 0}), Year(2002, 0, {"a": 0, "b": 0})]
PLACES = (
    Place(LEAF, 1.5, 80.0, "</script><img onerror=x> {b}" + "e" * 200, 2001, True),
    Place(POT, -3.0, 2.0, "Against", None, True),
    Place("none", 0.0, -40.0, "No concept", 2020, False),
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
    groups = plots.grouped(land, PLACES, ())
    assert groups == {"cups": [PLACES[1]], "tea": [PLACES[0]], "": [PLACES[2]]}
    spec = plots.landscape(land, groups, (), land.regions, Lang.ZH)
    cups, tea, none, names = spec["series"]
    assert [series["name"] for series in (cups, tea, none)] == ["茶杯", "茶", ""]
    assert [series["itemStyle"]["color"] for series in (cups, tea, none)] == [*FAMILY_COLOURS[:2], QUIET]
    assert cups["data"] == [{"name": "Against", "value": [-3.0, 2.0]}]
    assert tea["data"][0]["name"] == PLACES[0].title[:90] + " (2001)"
    assert names["data"] == [{"name": "标签r", "value": [70.0, 3.0], "label": {"position": "left"}}]
    assert (names["silent"], spec["xAxis"]["max"], spec["yAxis"]["min"]) == (True, 104.0, -83.2)


def test_what_is_highlighted_lies_above_the_others(atlas: Atlas) -> None:
    places = (PLACES[0], PLACES[0]._replace(work=KETTLE))
    land = Landscape(places, (), ties(atlas, found=True))
    groups = plots.grouped(land, places, {LEAF})
    assert [place.work for place in groups["tea"]] == [KETTLE, LEAF]
    pale, bright = plots.landscape(land, groups, {LEAF}, (), Lang.EN)["series"][0]["data"]
    assert (pale["itemStyle"], bright["itemStyle"], bright["symbolSize"]) == ({"opacity": 0.2}, {"opacity": 1}, 14)


def test_very_many_points_are_drawn_at_one_stroke(atlas: Atlas) -> None:
    land = Landscape(PLACES, (), ties(atlas, found=True))
    many = {"tea": [PLACES[0]] * 2001, "cups": [PLACES[1]] * 2000}
    assert [s["large"] for s in plots.landscape(land, many, (), (), Lang.EN)["series"][:2]] == [True, False]
