"""The page Path over the invented data."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from kb.model import Lang
from tests.ui.conftest import Open
from tests.ui.prose import linked, picture, prose, words
from tests.ui.reading import links, walked
from ui import details
from ui.words import table

ENGLISH = (
    "1. Porcelain cup is part of Tasting ceremony\n{source}\n2. Tasting ceremony evaluates Slow steeping\nPot (2015)"
)
CHINESE = "1. 瓷杯是品鉴会的组成部分\n{source}\n2. 品鉴会用于评测慢泡\nPot (2015)"
SOURCE = {"en": "Leaf & O'Pot (2001), §8", "zh": "Leaf & O'Pot (2001), §8"}
ROW = {"en": "Porcelain cup\u2003 Tasting ceremony\u2003 Slow steeping", "zh": "瓷杯\u2003 品鉴会\u2003 慢泡"}
both = pytest.mark.parametrize("lang", ["en", "zh"])


def way(open_page: Open, lang: str = "en", **ends: str) -> AppTest:
    return open_page("path", lang, **{{"start": "from", "goal": "to"}[name]: ref for name, ref in ends.items()})


def say(lang: str, key: str, **values: object) -> str:
    return table(Lang(lang))[key].format(**values)


def notes(test: AppTest) -> list[str]:
    return [words(note.value) for note in [*test.main.info, *test.main.warning]]


@both
def test_sentences_in_both_languages_and_a_picture(open_page: Open, lang: str) -> None:
    test = way(open_page, lang, start="cup", goal="SST")
    assert test.main.title[0].value == say(lang, "page.path")
    assert [box.value for box in test.selectbox] == ["cup", "steeping"]
    own, beside = (ENGLISH, CHINESE) if lang == "en" else (CHINESE, ENGLISH)
    assert prose(test)[2:] == [own.format(source=SOURCE[lang]), beside.format(source=SOURCE[lang]), ROW[lang]]
    drawn = picture(test)
    assert [(node["id"], node["x"], round(node["y"], 9)) for node in drawn["nodes"]] == [
        ("cup", -1.0, 0.5),
        ("ceremony", 0.0, -0.5),
        ("steeping", 1.0, 0.5),
    ]
    named = {"en": ["part of", "evaluates"], "zh": ["属于", "评测对象"]}[lang]
    assert [(edge["from"], edge["to"]) for edge in drawn["edges"]] == [("cup", "ceremony"), ("ceremony", "steeping")]
    assert [edge["label"] for edge in drawn["edges"]] == named
    assert drawn["label"] == say(lang, "path.label", concepts=3)
    assert links(test, "compare") == [(say(lang, "path.compare"), f"concept=cup&concept=steeping&lang={lang}")]
    assert {link.id for link in linked(test) if link.page == "concept"} == {"cup", "ceremony", "steeping"}


def test_swap(open_page: Open) -> None:
    test = way(open_page, start="cup", goal="SST")
    test.button[0].click().run()
    assert {name: test.query_params[name] for name in ("from", "to")} == {"from": "steeping", "to": "cup"}
    assert [node["id"] for node in picture(test)["nodes"]] == ["steeping", "ceremony", "cup"]


def test_an_end_is_chosen_from_a_list_and_kept_in_the_address(open_page: Open) -> None:
    test = way(open_page, start="cup")
    test.selectbox[1].set_value("ceremony").run()
    assert test.query_params["to"] == "ceremony"
    assert prose(test)[-1] == "Porcelain cup\u2003 Tasting ceremony"


def test_a_click_on_a_concept_leaves_for_it(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.graph.draw", lambda *_, **__: "ceremony")
    assert walked(way(open_page, start="cup", goal="steeping")) == ["concept?id=ceremony&lang=en"]


@both
def test_the_ways_that_are_none(open_page: Open, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert notes(way(open_page, lang, start="tea", goal="tea")) == [say(lang, "path.same")]
    unknown = say(lang, "path.unknown", ref="<b>nope")
    assert notes(way(open_page, lang, start="<b>nope", goal="tea")) == [unknown]
    monkeypatch.setattr(details, "way", lambda *_: None)
    assert notes(way(open_page, lang, start="tea", goal="cup")) == [say(lang, "path.none")]


@both
def test_between_papers_through_their_concepts(open_page: Open, lang: str) -> None:
    test = way(open_page, lang, start="pot2015against", goal="1001.00001")
    tie = {"en": ("criticises Slow steeping", "introduces Slow steeping"), "zh": ("批评 慢泡", "提出 慢泡")}[lang]
    assert prose(test)[3] == (
        f"1. Against slow steeping · {tie[0]}\nPot (2015)\n"
        f"2. Slow steeping with SST: a résumé · {tie[1]}\nKettle et al. (2010)"
    )
    assert [query for _, query in links(test, "compare")] == [
        f"work=arxiv%3A1502.00002&work=arxiv%3A1001.00001&lang={lang}"
    ]
    assert [box.value for box in test.selectbox] == ["arxiv:1502.00002", "arxiv:1001.00001"]


def test_from_a_paper_to_a_concept(open_page: Open) -> None:
    test = way(open_page, start="pot2015against", goal="bitterness")
    assert prose(test)[2] == (
        "1. Against slow steeping · criticises Slow steeping\nPot (2015)\n"
        "2. Slow steeping addresses Bitterness\nKettle et al. (2010), §4"
    )
    assert links(test, "compare") == []


@both
def test_nothing_chosen_and_the_way_here(open_page: Open, lang: str) -> None:
    test = open_page("path", lang)
    assert [box.value for box in test.selectbox] == ["", ""]
    assert notes(test) == []
    found = links(open_page("concept", lang, id="cup"), "path")
    assert found == [(say(lang, "path.start"), f"from=cup&lang={lang}")]
