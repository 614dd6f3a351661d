"""Mentions of concepts in the texts of the pages, over the invented data."""

from __future__ import annotations

import pytest

from kb.concept_view import ConceptView
from kb.model import Debate, Link, Method, Role, Text, Work
from kb.similar import Similar
from kb.work_view import WorkView
from tests.fakes import a_concept, a_work
from tests.ui.conftest import Open
from tests.ui.prose import captions, linked, prose, words
from ui import details

both = pytest.mark.parametrize("lang", ["en", "zh"])
HOSTILE = "</script><img src=x onerror=alert(1)> $x$ **b** [x](javascript:1)"


@both
def test_another_concept_in_a_definition_is_a_link_with_its_gist(open_page: Open, lang: str) -> None:
    found = linked(open_page("concept", lang, id="ceremony"))
    view = {
        "en": ("Slow steeping", "Leaves rest in warm water for a long time."),
        "zh": ("慢泡", "茶叶在温水中长时间浸泡。"),
    }
    label, gist = view[lang]
    assert (label, "concept", "steeping", lang, gist) in found


@both
def test_mentions_in_any_text_of_a_concept(open_page: Open, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Text("Pot-steeping beats a bitter taste.", "慢速冲泡胜过苦涩。")
    concept = a_concept("bitterness", gist=said, scope_note=said, disagreement=said, debates=(Debate(said, ()),))
    work = a_work(summary=said)
    papers = ((Role.DISCUSSES, ((_link(work), work),)),)
    view = ConceptView(concept, (), (), (), (), (), (), papers, {})
    monkeypatch.setattr(details, "concept", lambda *_: view)
    test = open_page("concept", lang, id="bitterness")
    label = {"en": "Pot-steeping", "zh": "慢速冲泡"}[lang]
    assert [link[:3] for link in linked(test)].count((label, "concept", "steeping")) == 3  # gist, debate, summary
    assert f"[{label}](concept?id=steeping" in test.main.info[0].value.replace("\\", "")
    assert any(f"[{label}](concept?id=steeping" in one.value.replace("\\", "") for one in test.main.caption)


def _link(work: Work, evidence: str = "") -> Link:
    return Link(work.id, "steeping", Role.DISCUSSES, Method.LEXICAL, 0.9, evidence)


@both
def test_evidence_is_marked_where_it_stands_in_the_abstract(
    open_page: Open, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence = "We study slow steeping."
    work = a_work(abstract=f"Tea is old. {evidence} {HOSTILE}")
    view = WorkView(work, ((Role.DISCUSSES, ((_link(work, evidence), a_concept("steeping")),)),), (), ())
    monkeypatch.setattr(details, "work", lambda *_: view)
    test = open_page("paper", lang, id="pot2015against")
    (abstract,) = [one.value for one in test.main.markdown if "Tea is old" in words(one.value)]
    assert abstract.startswith(r"Tea is old\. :primary-background[We study [slow steeping](concept?id=steeping&lang=")
    assert words(abstract).endswith(f"We study slow steeping. {HOSTILE}")
    help_ = {"en": "Marked: the sentences by which concepts were found.", "zh": "高亮部分是据以找到相关概念的句子。"}
    assert help_[lang] in captions(test)
    tie = next(one for one in test.main.markdown if "90%" in one.value)
    assert ":primary-background[We study [slow steeping]" in tie.value


def test_the_map_of_similar_papers_shows_hostile_titles_as_text(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    near = tuple(
        Similar(a_work(id=f"doi:10.9999/{place}", title=HOSTILE * 90, year=year), 0.4, 0.5, (), ("tea",))
        for place, year in enumerate((2011, None, 2019, *range(2000, 2009)))
    )
    monkeypatch.setattr(details, "work", lambda *_: WorkView(a_work(), (), (), near))
    test = open_page("paper", id="pot2015against")
    (chart,) = test.main.get("echarts_chart")
    assert "11 papers by year and likeness to this one" in chart.proto.alt
    assert [one.label for one in test.main.expander] == ["4 more"]
    assert prose(test)[-2].startswith((HOSTILE * 90)[:299] + "…\nPia Pot")


def test_a_very_long_title_is_cut_in_the_heading_and_whole_below(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = HOSTILE * 90
    monkeypatch.setattr(details, "work", lambda *_: WorkView(a_work(title=title), (), (), ()))
    test = open_page("paper", id="pot2015against")
    assert words(test.main.title[0].value) == title[:299] + "…"
    assert captions(test)[0] == f"Full title: {title}"
