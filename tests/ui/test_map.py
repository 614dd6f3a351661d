"""The page Map over the invented data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb import landscape
from tests.fakes import HashEncoder, build_mini
from tests.library import STEEPING, take
from tests.ui.conftest import Open
from tests.ui.prose import captions, linked, prose, words
from tests.ui.reading import walked

LEAF, KETTLE, POT = "url:https://example.org/tea", "arxiv:1001.00001", "arxiv:1502.00002"
SAID = {
    "en": {
        "title": "Map",
        "count": "3 papers",
        "axes": "The axes mean nothing",
        "lit": "Slow steeping · 2 works stand out.",
        "unlit": "Bitterness · No work of it is among those shown.",
        "none": "No work matches these filters.",
        "sample": "2 of 3 works are drawn",
        "empty": "There is no map yet",
    },
    "zh": {
        "title": "地图",
        "count": "3 篇文献",
        "axes": "坐标轴没有含义",
        "lit": "慢泡 · 突出显示 2 篇文献。",
        "unlit": "苦涩 · 所示文献中没有与它关联的。",
        "none": "没有文献符合这些筛选条件。",
        "sample": "只画出 3 篇文献中的 2 篇",
        "empty": "还没有地图",
    },
}
both = pytest.mark.parametrize("lang", ["en", "zh"])


def works(test: object) -> list[str]:
    """Return the ids of the works of the list, in its order."""
    return [link.id for link in linked(test) if link.page == "paper"]  # type: ignore[arg-type]


@both
def test_all_works_as_a_picture_and_as_a_list(open_page: Open, lang: str) -> None:
    test, said = open_page("map", lang), SAID[lang]
    assert test.main.title[0].value == said["title"]
    assert len(test.main.get("echarts_chart")) == 1
    assert works(test) == [POT, KETTLE, LEAF]
    assert said["count"] in captions(test)
    assert any(text.startswith(said["axes"]) for text in captions(test))
    assert len(test.main.get("download_button")) == 6
    assert not test.main.toggle


@both
def test_a_concept_stands_out_and_families_and_years_narrow(open_page: Open, lang: str) -> None:
    said = SAID[lang]
    lit = open_page("map", lang, concept="steeping")
    assert said["lit"] in prose(lit)
    assert works(lit) == [POT, KETTLE]
    unlit = open_page("map", lang, concept="bitterness", family="cups")
    assert said["unlit"] in prose(unlit)
    assert works(unlit) == [POT]
    assert works(open_page("map", lang, to="2010")) == [KETTLE, LEAF]
    nothing = open_page("map", lang, family="cups", to="2001")
    assert [words(info.value) for info in nothing.main.info] == [said["none"]]


@both
def test_a_sample_is_called_one(open_page: Open, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landscape, "MOST", 2)
    test = open_page("map", lang)
    assert any(SAID[lang]["sample"] in text for text in captions(test))
    assert len(works(test)) == 3


def test_the_zoom_of_the_drawn_chart_is_kept(open_page: Open) -> None:
    test = open_page("map")
    (kept,) = [part.proto for part in test.get("bidi_component") if part.proto.component_name == "atlas_zoom"]
    assert json.loads(kept.json) == {"name": "map", "chart": "map-0"}
    assert test.main.get("echarts_chart")[0].proto.id.endswith("map-0")


def test_a_click_opens_the_paper(open_page: Open) -> None:
    test = open_page("map")
    assert walked(test) == []
    test.session_state["_point"] = POT
    test.run()
    assert walked(test) == ["paper?id=arxiv%3A1502.00002&lang=en"]


@both
def test_without_vectors_there_is_no_map_but_a_reason(
    open_page: Open, lang: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    build_mini(tmp_path)
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    monkeypatch.setattr("ui.knowledge.from_environment", lambda: None)
    test = open_page("map", lang)
    assert [words(info.value)[: len(SAID[lang]["empty"])] for info in test.main.info] == [SAID[lang]["empty"]]
    assert not test.main.get("echarts_chart")


def test_what_was_ingested_is_drawn_and_can_be_left_out(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    take(home, STEEPING[:1], encoder=HashEncoder())
    monkeypatch.setenv("KB_HOME", str(home))
    test = open_page("map")
    assert works(test) == ["arxiv:2001.00001", POT, KETTLE, LEAF]
    test.toggle(key="whole.en").set_value(False).run()
    assert test.query_params["whole"] == "0"
    assert works(test) == [POT, KETTLE, LEAF]
    assert works(open_page("map", whole="0")) == [POT, KETTLE, LEAF]
