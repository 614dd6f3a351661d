"""The papers of a concept, their filters, and what can be taken away, over invented data."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from kb.concept_papers import by_role
from kb.concept_view import ConceptView
from kb.model import Level, Link, Method, Role
from tests.fakes import a_concept, a_work
from tests.ui.conftest import Open
from tests.ui.prose import prose, words
from ui import details

both = pytest.mark.parametrize("lang", ["en", "zh"])


@both
def test_papers_show_level_survey_and_summary(open_page: Open, lang: str) -> None:
    marks, summary = {
        "en": ("start here · survey", "A book on everything about tea."),
        "zh": ("入门 · 综述", "一本讲述茶的方方面面的书。"),
    }[lang]
    shown = f"Tea for Everyone\nLena Leaf, Paul O'Pot · 2001 · Cup House · {marks}\n{summary}"
    assert prose(open_page("concept", lang, id="tea"))[-1] == shown


@both
def test_copy_and_export(open_page: Open, lang: str) -> None:
    test = open_page("concept", lang, id="steeping")
    link, citation, markdown = (code.value for code in test.main.code)
    assert parse_qs(link.partition("?")[2]) == {"id": ["steeping"], "lang": [lang]}
    assert citation.startswith(
        {
            "en": "“Slow steeping” (concept steeping). Alignment Atlas, version ",
            "zh": "“慢泡”（概念 steeping），Alignment Atlas，版本 ",
        }[lang]
    )
    after = {
        "en": "Definitions after Kettle et al. (2010); Leaf & O'Pot (2001).",
        "zh": "定义依据：Kettle et al. (2010)；Leaf & O'Pot (2001)。",
    }
    assert after[lang] in citation
    assert citation.endswith(link)
    assert markdown.startswith({"en": "# Slow steeping\n\nLeaves rest", "zh": "# 慢泡\n\n茶叶"}[lang])
    labels = [button.proto.label for button in test.main.get("download_button")]
    assert labels == ["BibTeX", "RIS", "CSL-JSON", "CSV", "Markdown"]
    assert {"en": "Download 2 papers", "zh": "下载 2 篇文献"}[lang] in [
        one.proto.popover.label for one in test.main.get("popover")
    ]


def five_papers() -> ConceptView:
    """Return a concept with five papers that differ in role, level and year."""
    facts = (
        ("A", Role.INTRODUCES, 2017, Level.CORE),
        ("B", Role.INTRODUCES, 2019, None),
        ("C", Role.INTRODUCES, 2020, Level.START_HERE),
        ("D", Role.CRITIQUES, 2021, Level.CORE),
        ("E", Role.CRITIQUES, None, None),
    )
    pairs = [
        (Link(name, "x", role, Method.CURATED), a_work(id=name, title=f"Title {name}", year=year, level=level))
        for name, role, year, level in facts
    ]
    return ConceptView(a_concept("x"), (), (), (), (), (), (), by_role(pairs), {})


@pytest.fixture
def five(monkeypatch: pytest.MonkeyPatch) -> None:
    view = five_papers()
    monkeypatch.setattr(details, "concept", lambda *_: view)


def titles(test: AppTest) -> str:
    lines = [line for text in prose(test) for line in text.splitlines()]
    return "".join(line.removeprefix("Title ") for line in lines if line.startswith("Title "))


def export(test: AppTest) -> str:
    return str(test.main.get("popover")[-1].proto.popover.label)


@pytest.mark.usefixtures("five")
def test_filters_of_the_address_narrow_what_is_shown_and_exported(open_page: Open) -> None:
    test = open_page("concept", id="bitterness")
    assert (titles(test), export(test)) == ("CABDE", "Download 5 papers")
    test = open_page("concept", id="bitterness", role="critiques")
    assert (titles(test), export(test)) == ("DE", "Download 2 papers")
    test = open_page("concept", id="bitterness", level=["core", "nonsense"])
    assert (titles(test), export(test)) == ("AD", "Download 2 papers")
    test = open_page("concept", id="bitterness", **{"from": "2019", "to": "2020"})
    assert (titles(test), export(test)) == ("CB", "Download 2 papers")


@both
@pytest.mark.usefixtures("five")
def test_a_choice_is_written_to_the_address(open_page: Open, lang: str) -> None:
    test = open_page("concept", lang, id="bitterness")
    names = {"en": ["introduces", "criticises"], "zh": ["提出", "批评"]}[lang]
    roles, levels = test.main.button_group[-2:]
    assert [words(option.content) for option in roles.proto.options] == names
    roles.set_value(["critiques"]).run()
    assert test.query_params["role"] == "critiques"
    test.main.select_slider[0].set_range(2020, 2021).run()
    assert test.query_params["from"] == "2020"
    assert titles(test) == "D"
    assert len(levels.proto.options) == 2


@both
@pytest.mark.usefixtures("five")
def test_nothing_fits(open_page: Open, lang: str) -> None:
    test = open_page("concept", lang, id="bitterness", role="critiques", level="start-here")
    said = {
        "en": "No paper fits these filters. Choose fewer, or wider years.",
        "zh": "没有符合这些筛选条件的文献。请减少条件或放宽年份。",
    }
    assert said[lang] in [words(one.value) for one in test.main.info]
    assert titles(test) == ""
