"""The paper page over the invented data."""

from __future__ import annotations

import pytest

from kb.similar import Similar
from kb.work_view import WorkView
from tests.fakes import a_work
from tests.ui.conftest import Open
from tests.ui.prose import captions, linked, prose, words
from tests.ui.reading import links
from ui import details

both = pytest.mark.parametrize("lang", ["en", "zh"])
EXPECTED = {
    "en": {
        "heads": ["Concepts", "Where the Atlas cites it", "Cites", "Cited by", "Similar papers"],
        "facts": "Year: 2010 · Venue: Journal of Invented Tea · Type: journal article · Language: English "
        "· Citekey: kettle2010slow",
        "provenance": "All facts come from mini/works/tea.bib.",
        "ties": ["introduces", "Slow steeping"],
        "cited": "Definition of Slow steeping §2\n"
        "Slow steeping draws flavour out of leaves with warm water and patience.\n\n"
        "Stage of research on Slow steeping\nempirical\n\n"
        "Slow steeping addresses Bitterness §4",
        "count": "3 statements rest on this paper.",
        "why": "close in meaning (0.70) · both about Slow steeping",
        "unknown": "No paper has the id, citekey, DOI or arXiv id “slow tea steeping”.",
        "none": "This page shows one paper. Search for it, or come from a concept.",
    },
    "zh": {
        "heads": ["相关概念", "本站引用之处", "引用的文献", "被引用于", "相似文献"],
        "facts": "年份：2010 · 发表处：Journal of Invented Tea · 类型：期刊论文 · 语言：英文 · 引用键：kettle2010slow",
        "provenance": "以上信息均来自 mini/works/tea.bib。",
        "ties": ["提出", "慢泡"],
        "cited": "慢泡的定义 §2\n慢泡用温水和耐心把茶叶的味道慢慢泡出来。\n\n"
        "慢泡的研究阶段\n实证研究\n\n慢泡针对苦涩 §4",
        "count": "共有 3 条陈述以该文献为据。",
        "why": "语义接近（0.70） · 都涉及慢泡",
        "unknown": "没有编号、引用键、DOI 或 arXiv 编号为“slow tea steeping”的文献。",
        "none": "本页展示单篇文献。请先搜索，或从概念页进入。",
    },
}


@both
def test_facts(open_page: Open, lang: str) -> None:
    test, expected = open_page("paper", lang, id="arxiv:1001.00001"), EXPECTED[lang]
    assert [words(title.value) for title in test.main.title] == ["Slow steeping with SST: a résumé"]
    assert [words(head.value) for head in test.main.header] == expected["heads"]
    assert prose(test)[:2] == ["Kim Kettle, Lena Leaf, Institute of Tea", expected["facts"]]
    assert expected["provenance"] in captions(test)


@both
def test_concepts_and_citing_statements(open_page: Open, lang: str) -> None:
    test, expected = open_page("paper", lang, id="kettle2010slow"), EXPECTED[lang]
    assert prose(test)[2:5] == [*expected["ties"], expected["cited"]]
    assert expected["count"] in captions(test)
    assert linked(test)[0][1:4] == ("concept", "steeping", lang)


@both
def test_similar_papers_say_why(open_page: Open, lang: str) -> None:
    similar = prose(open_page("paper", lang, id="kettle2010slow"))[7].split("\n\n")
    assert similar == [f"Against slow steeping\nPia Pot · 2015\n{EXPECTED[lang]['why']}"]


@both
def test_similar_papers_whose_meaning_was_not_compared(
    open_page: Open, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = WorkView(a_work(), (), (), (Similar(a_work(title="Near"), 0.4, None, (), ("teas", "<b>")),))
    monkeypatch.setattr(details, "work", lambda *_: view)
    test = open_page("paper", lang, id="pot2015against")
    said = {
        "en": ("Likest in concepts and words; their meaning was not compared.", "rare words of both: teas, <b>"),
        "zh": ("在概念与用词上最为相近；未比较语义。", "共有的少见词：teas、<b>"),
    }
    assert said[lang][0] in captions(test)
    assert prose(test)[-1] == f"Near\nPia Pot · 2015\n{said[lang][1]}"


@both
def test_cites_and_cited_by(open_page: Open, lang: str) -> None:
    test = open_page("paper", lang, id="kettle2010slow")
    tea = "Tea for Everyone\nLena Leaf, Paul O'Pot · 2001 · Cup House"
    assert prose(test)[5:7] == [tea, "Against slow steeping\nPia Pot · 2015"]
    assert ("paper", "arxiv:1502.00002", lang) in {link[1:4] for link in linked(test)}
    none = {"en": "No work of the Atlas is known to be cited here.", "zh": "尚不知该文献引用了本站的哪些文献。"}
    assert none[lang] in captions(open_page("paper", lang, id="leaf2001tea"))


@pytest.mark.parametrize(
    ("lang", "facts", "head", "summary"),
    [
        (
            "en",
            "Survey · Level: start here · Year: 2001 · ",
            "Our summary",
            ["A book on everything about tea.", "一本讲述茶的方方面面的书。"],
        ),
        (
            "zh",
            "综述文献 · 难度：入门 · 年份：2001 · ",
            "本站摘要",
            ["一本讲述茶的方方面面的书。", "A book on everything about tea."],
        ),
    ],
)
def test_our_summary_in_both_languages(open_page: Open, lang: str, facts: str, head: str, summary: list[str]) -> None:
    test = open_page("paper", lang, id="leaf2001tea")
    assert test.main.header[0].value == head
    assert prose(test)[1].startswith(facts)
    assert prose(test)[2:4] == summary


def test_a_long_list_of_references_is_folded(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    works = tuple(a_work(id=f"doi:10.9999/{place}", title=f"Title {place}") for place in range(11))
    monkeypatch.setattr(details, "work", lambda *_: WorkView(a_work(), (), (), (), works))
    test = open_page("paper", id="pot2015against")
    assert [expander.label for expander in test.main.expander] == ["3 more"]
    assert test.main.expander[0].markdown[0].value.count("\n\n") == 2


def test_identifiers_lead_out(open_page: Open) -> None:
    buttons = open_page("paper", id="kettle2010slow").main.get("link_button")
    assert [(words(b.proto.label), b.proto.url) for b in buttons] == [
        ("arXiv: 1001.00001", "https://arxiv.org/abs/1001.00001"),
        ("DOI: 10.9999/tea.7", "https://doi.org/10.9999/tea.7"),
    ]


@both
def test_what_can_be_copied_and_downloaded(open_page: Open, lang: str) -> None:
    test = open_page("paper", lang, id="pot2015against")
    link, citation, bibtex, markdown = (code.value for code in test.main.code)
    assert link == f"?id=arxiv%3A1502.00002&lang={lang}"
    assert citation == "Pia Pot (2015). Against slow steeping. https://arxiv.org/abs/1502.00002"
    assert markdown == "Pia Pot (2015). [Against slow steeping](<https://arxiv.org/abs/1502.00002>)."
    assert bibtex == (
        "@misc{pot2015against,\n\ttitle = {Against slow steeping},\n\tauthor = {Pot, Pia},\n\tyear = {2015},\n"
        "\teprint = {1502.00002},\n\tarchiveprefix = {arXiv}\n}"
    )
    labels = [button.proto.label for button in test.main.get("download_button")]
    assert labels == ["BibTeX", "RIS", "CSL-JSON", "CSV", "Markdown"]


@pytest.mark.parametrize("ref", ["1001.00001", "10.9999/TEA.7", "https://doi.org/10.9999/tea.7", "kettle2010slow"])
def test_any_name_of_the_paper_will_do(open_page: Open, ref: str) -> None:
    title = open_page("paper", id=ref).main.title[0].value
    assert words(title) == "Slow steeping with SST: a résumé"


@both
def test_unknown_paper(open_page: Open, lang: str) -> None:
    test = open_page("paper", lang, id="slow tea steeping")
    assert prose(test)[0] == EXPECTED[lang]["unknown"]
    found = links(test, "paper")
    assert ("Slow steeping with SST: a résumé", f"id=arxiv%3A1001.00001&lang={lang}") in found


@both
def test_no_paper_named(open_page: Open, lang: str) -> None:
    assert [words(info.value) for info in open_page("paper", lang).main.info] == [EXPECTED[lang]["none"]]


def test_nothing_known_but_hostile_facts(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = "</script><img src=x onerror=alert(1)> $x$ **b** [x](javascript:1)"
    work = a_work(
        title=hostile,
        venue=hostile,
        abstract=hostile,
        entry_type="zine",
        language="eo",
        identifiers={},
    )
    view = WorkView(work, (), (), (), provenance={"title": "a.bib", "year": "b.bib"})
    monkeypatch.setattr(details, "work", lambda *_: view)
    test = open_page("paper", id="pot2015against")
    assert words(test.main.title[0].value) == hostile
    assert prose(test)[1] == f"Year: 2015 · Venue: {hostile} · Type: zine · Language: eo · Citekey: pot2015against"
    assert prose(test)[2] == hostile
    assert captions(test)[:2] == ["title: from a.bib", "year: from b.bib"]
    assert "This paper is not tied to a concept yet." in captions(test)
    assert "No definition or relation cites this paper yet." in captions(test)
    assert "No similar paper is known yet." in captions(test)
