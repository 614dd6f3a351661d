from kb.atlas import Atlas
from kb.evaluation.published import Refusals
from kb.model import Event, Facet, Lang
from kb.tree import branches
from tests.fakes import a_work
from ui.charts import nearness, refusals, sunburst, timeline
from ui.theme import FACET_COLOURS, PICKED, QUIET

ALL = {"tea", "steeping", "bitterness", "cup", "ceremony"}


def test_sectors_are_numbered_as_echarts_does_and_coloured_by_facet(atlas: Atlas) -> None:
    trees = [(family, branches(atlas.taxonomy, family)) for family in atlas.taxonomy.families]
    drawn = sunburst(trees, ALL, Lang.ZH)
    assert drawn.sectors == [
        ("family", "cups"),
        ("concept", "cup"),
        ("concept", "ceremony"),
        ("family", "tea"),
        ("concept", "tea"),
        ("concept", "steeping"),
        ("concept", "bitterness"),
    ]
    tea = drawn.spec["series"][0]["data"][1]
    assert tea["name"] == "茶"
    assert tea["children"][0]["name"] == "茶艺"
    assert [child["name"] for child in tea["children"][0]["children"]] == ["慢泡", "苦涩"]
    leaf = tea["children"][0]["children"][0]
    style = {"color": FACET_COLOURS[Facet.APPROACH], "opacity": 1}
    assert leaf == {"name": "慢泡", "itemStyle": style, "value": 1}


def test_a_filter_keeps_the_way_to_what_is_wanted_and_makes_it_pale(atlas: Atlas) -> None:
    trees = [(family, branches(atlas.taxonomy, family)) for family in atlas.taxonomy.families]
    drawn = sunburst(trees, {"bitterness"}, Lang.EN)
    assert drawn.sectors == [("family", "tea"), ("concept", "tea"), ("concept", "bitterness")]
    tea = drawn.spec["series"][0]["data"][0]["children"][0]
    assert (tea["itemStyle"]["opacity"], tea["children"][0]["itemStyle"]["opacity"]) == (0.35, 1)


def test_what_is_chosen_has_a_border_at_each_of_its_places(atlas: Atlas) -> None:
    trees = [(family, branches(atlas.taxonomy, family)) for family in atlas.taxonomy.families]
    tea = sunburst(trees, ALL, Lang.EN, "steeping").spec["series"][0]["data"][1]["children"][0]
    borders = {node["name"]: node["itemStyle"].get("borderColor") for node in (tea, *tea["children"])}
    assert borders == {"Tea craft": None, "Slow steeping": PICKED, "Bitterness": None}


def test_the_timeline_has_a_row_a_kind_of_event_and_every_year() -> None:
    early, late = a_work(year=2018), a_work(year=2021)
    spec = timeline([(Event.COINED, early), (Event.CRITICISED, late), (Event.CRITICISED, early)], Facet.RISK, Lang.ZH)
    assert spec["yAxis"]["data"] == ["提出", "受到批评"]
    assert spec["xAxis"]["data"] == ["2017", "2018", "2019", "2020", "2021", "2022"]
    (series,) = spec["series"]
    assert series["data"] == [["2018", 0, "Pot (2018)"], ["2021", 1, "Pot (2021)"], ["2018", 1, "Pot (2018)"]]
    assert series["itemStyle"] == {"color": FACET_COLOURS[Facet.RISK]}


def test_refusals_are_lines_in_percent_whose_point_in_use_is_large() -> None:
    curves = {
        "English": Refusals(False, 0.5, 4, 8, ((0.0, 0.0, 0.0), (0.5, 0.75, 0.125))),
        "Chinese": Refusals(True, 0.6, 2, 2, ((0.6, 1.0, 0.0),)),
    }
    spec = refusals(curves, ("real", "nonsense"))
    assert (spec["xAxis"]["name"], spec["xAxis"]["max"]) == ("real", 20)
    assert (spec["yAxis"]["name"], spec["yAxis"]["max"]) == ("nonsense", 100)
    english, chinese = spec["series"]
    assert english["data"] == [{"value": [0.0, 0.0], "symbolSize": 5}, {"value": [12.5, 75.0], "symbolSize": 14}]
    assert (english["lineStyle"]["type"], chinese["lineStyle"]["type"]) == ("solid", "dashed")
    assert chinese["data"] == [{"value": [0.0, 100.0], "symbolSize": 14}]


def test_nearness_is_by_year_with_a_line_where_the_paper_stands() -> None:
    hostile = "</script><img src=x onerror=alert(1)>" * 100
    points = [(a_work(title=hostile, year=2019), 0.51234, Facet.RISK), (a_work(title="Far", year=2021), 0.2, None)]
    spec = nearness(points, ("Year", "Likeness"), (2023, "here"))
    assert spec["xAxis"]["data"] == [str(year) for year in range(2018, 2025)]
    (series,) = spec["series"]
    assert [point["value"] for point in series["data"]] == [["2019", 0.512, hostile[:160]], ["2021", 0.2, "Far"]]
    assert [point["itemStyle"]["color"] for point in series["data"]] == [FACET_COLOURS[Facet.RISK], QUIET]
    assert spec["tooltip"]["formatter"] == "{@[2]}"  # which Streamlit escapes (see tests/browser/test_map.py)
    assert series["markLine"]["data"] == [{"xAxis": "2023"}]
    assert series["markLine"]["label"]["formatter"] == "here"
    assert "markLine" not in nearness(points, ("Year", "Likeness"))["series"][0]
