"""The page Compare over the invented data."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from kb.atlas import Atlas
from kb.compare import Works, compare_works
from kb.model import Lang
from tests.fakes import a_work
from tests.ui.conftest import Open
from tests.ui.prose import captions, linked, prose, words
from tests.ui.reading import links
from ui import compare_pick, details
from ui.words import table

TEA, SLOW, AGAINST = "url:https://example.org/tea", "arxiv:1001.00001", "arxiv:1502.00002"
CONCEPTS = {
    "en": {
        "heads": [
            "At a glance",
            "Definitions",
            "What is stated between them",
            "Relations to others",
            "Parents",
            "Papers",
        ],
        "first": "Slow steeping\nLeaves rest in warm water for a long time.",
        "row": "| Coined | Leaf & O'Pot (2001) | – |",
        "said": [
            "Others call any brew of more than ten minutes slow steeping.\n也有人把超过十分钟的冲泡都称为慢泡。\n"
            "Leaf & O'Pot (2001), p. 9",
            "Tasting ceremony evaluates Slow steeping\nPot (2015)\n\n"
            "Tasting ceremony is understood after Slow steeping\nLeaf & O'Pot (2001), §8",
            "addresses Bitterness\nKettle et al. (2010), §4\n\nlearn first Tea craft\nLeaf & O'Pot (2001)",
            "has part Porcelain cup\nLeaf & O'Pot (2001), §8",
            "Against slow steeping\nPot (2015) · criticises, evaluates",
        ],
        "only": "Only Slow steeping",
    },
    "zh": {
        "heads": ["一览", "定义", "彼此之间的关系", "与其他概念的关系", "上位概念", "文献"],
        "first": "慢泡\n茶叶在温水中长时间浸泡。",
        "row": "| 提出 | Leaf & O'Pot (2001) | – |",
        "said": [
            "也有人把超过十分钟的冲泡都称为慢泡。\nOthers call any brew of more than ten minutes slow steeping.\n"
            "Leaf & O'Pot (2001), p. 9",
            "品鉴会用于评测慢泡\nPot (2015)\n\n理解品鉴会须先了解慢泡\nLeaf & O'Pot (2001), §8",
            "针对 苦涩\nKettle et al. (2010), §4\n\n先学 茶艺\nLeaf & O'Pot (2001)",
            "包含 瓷杯\nLeaf & O'Pot (2001), §8",
            "Against slow steeping\nPot (2015) · 批评、评测",
        ],
        "only": "仅慢泡",
    },
}
WORKS = {
    "en": {
        "heads": ["At a glance", "Who cites whom", "Nearness in sense", "Concepts", "References in common"],
        "said": [
            "- Against slow steeping cites Slow steeping with SST: a résumé",
            "Slow steeping with SST: a résumé · Against slow steeping: close",
            "Slow steeping introduces, criticises",
            "Tasting ceremony evaluates",
            "Tea for Everyone\nLeaf & O'Pot (2001)",
        ],
        "row": "| Works of the Atlas that it cites | 1 | 2 |",
    },
    "zh": {
        "heads": ["一览", "相互引用", "语义远近", "概念", "共同引用的文献"],
        "said": [
            "- Against slow steeping引用了Slow steeping with SST: a résumé",
            "Slow steeping with SST: a résumé · Against slow steeping: 接近",
            "慢泡 提出、批评",
            "品鉴会 评测",
            "Tea for Everyone\nLeaf & O'Pot (2001)",
        ],
        "row": "| 引用的本站文献 | 1 | 2 |",
    },
}
both = pytest.mark.parametrize("lang", ["en", "zh"])


def say(lang: str, key: str, **values: object) -> str:
    return table(Lang(lang))[key].format(**values)


def heads(test: AppTest) -> list[str]:
    return [words(header.value) for header in test.main.header]


def notes(test: AppTest) -> list[str]:
    return [words(note.value) for note in [*test.main.info, *test.main.warning]]


def lines(test: AppTest) -> list[str]:
    """Return the lines of the table."""
    return next(text for text in prose(test) if text.startswith("|")).splitlines()


@both
def test_concepts_side_by_side(open_page: Open, lang: str) -> None:
    test, said = open_page("compare", lang, concept=["steeping", "ceremony"]), CONCEPTS[lang]
    assert test.main.title[0].value == say(lang, "page.compare")
    assert test.multiselect[0].value == ["steeping", "ceremony"]
    assert heads(test) == said["heads"]
    shown = prose(test)
    assert shown[1] == said["first"]
    assert said["row"] in lines(test)
    assert [text for text in said["said"] if text not in shown] == []
    assert captions(test).count(said["only"]) == 3
    assert say(lang, "compare.shared.none") in captions(test)
    assert links(test, "path") == []
    assert len(test.main.get("download_button")) == 2


@both
def test_the_way_is_offered_where_nothing_is_stated(open_page: Open, lang: str) -> None:
    test = open_page("compare", lang, concept=["bitterness", "cup", "steeping"])
    assert [query for _, query in links(test, "path")] == [
        f"from=bitterness&to=cup&lang={lang}",
        f"from=cup&to=steeping&lang={lang}",
    ]
    owners = {"en": "Bitterness, Slow steeping", "zh": "苦涩、慢泡"}[lang]
    assert any(text.endswith(owners) for text in prose(test))


@both
def test_works_side_by_side(open_page: Open, lang: str) -> None:
    test, said = open_page("compare", lang, work=["1001.00001", "pot2015against"]), WORKS[lang]
    assert heads(test) == said["heads"]
    assert [text for text in said["said"] if text not in prose(test)] == []
    assert said["row"] in lines(test)
    assert [query for _, query in links(test, "path")] == [f"from=arxiv%3A1001.00001&to=arxiv%3A1502.00002&lang={lang}"]
    assert len(test.main.get("download_button")) == 7


@both
def test_before_anything_is_chosen_there_are_examples(
    open_page: Open, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare_pick, "EXAMPLES", (("tea", "cup"), ("tea", "not-here")))
    monkeypatch.setattr(compare_pick, "_WORKS", (SLOW, AGAINST))
    test = open_page("compare", lang)
    assert heads(test) == [say(lang, "compare.try")]
    label = {"en": "Tea craft vs Porcelain cup", "zh": "茶艺 与 瓷杯"}[lang]
    assert links(test) == [(label, f"concept=tea&concept=cup&lang={lang}")]
    test = open_page("compare", lang, view="work")
    assert [query for _, query in links(test)] == [f"work=arxiv%3A1001.00001&work=arxiv%3A1502.00002&lang={lang}"]


def test_one_alone_wants_another_and_what_contrasts_with_it_is_offered(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare_pick, "_NEAR", ("evaluates",))
    test = open_page("compare", concept="SST")
    assert notes(test) == ["“Slow steeping” is chosen. Add at least one more to compare it with."]
    assert heads(test) == ["Often set against “Slow steeping”"]
    assert links(test) == [("Tasting ceremony", "concept=steeping&concept=ceremony&lang=en")]
    test = open_page("compare", work=SLOW)
    assert notes(test) == ["“Slow steeping with SST: a résumé” is chosen. Add at least one more to compare it with."]


def test_labels_retired_ids_doubles_unknown_and_too_many(open_page: Open) -> None:
    test = open_page("compare", concept=["SST", "old-steeping", "steeping", "<b>nope", "tea", "cup"])
    assert test.multiselect[0].value == ["steeping", "tea", "cup"]
    assert notes(test) == ["Not in the Atlas: <b>nope"]
    test = open_page("compare", concept=["steeping", "tea", "cup", "ceremony", "bitterness"])
    assert test.multiselect[0].value == ["steeping", "tea", "cup", "ceremony"]
    assert "The first 4 of 5 are shown." in captions(test)
    test = open_page("compare", work=["nope", SLOW, AGAINST])
    assert notes(test) == ["Not in the Atlas: nope"]


def test_choosing_is_kept_in_the_address(open_page: Open) -> None:
    test = open_page("compare", concept="tea")
    test.multiselect[0].set_value(["tea", "cup"]).run()
    assert test.query_params["concept"] == ["tea", "cup"]
    assert "Definitions" in heads(test)
    test.main.get("button_group")[0].set_value("work").run()
    assert test.query_params["view"] == "work"
    test.text_input[0].set_value("against").run()
    next(button for button in test.button if button.key == f"compare.add.{AGAINST}").click().run()
    assert test.query_params["work"] == AGAINST
    next(button for button in test.button if button.key == f"compare.work.{AGAINST}").click().run()
    assert "work" not in test.query_params
    assert not test.exception


@both
def test_concepts_and_papers_lead_here(open_page: Open, lang: str) -> None:
    label = say(lang, "compare.with")
    assert links(open_page("concept", lang, id="steeping"), "compare") == [(label, f"concept=steeping&lang={lang}")]
    found = links(open_page("paper", lang, id=SLOW), "compare")
    assert found == [(label, f"work=arxiv%3A1001.00001&lang={lang}")]


def test_concepts_in_a_comparison_are_links(open_page: Open) -> None:
    test = open_page("compare", "zh", concept=["steeping", "ceremony"])
    assert {(link.page, link.id, link.lang) for link in linked(test)} == {
        *(("concept", ident, "zh") for ident in ("steeping", "ceremony", "bitterness", "tea", "cup")),
        *(("paper", ident, "zh") for ident in (TEA, SLOW, AGAINST)),
    }


def test_hostile_titles_stay_in_their_place(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = a_work(title="a | b </td><script> [x](javascript:1) $x$", venue="|<img src=x onerror=1>|")

    def works(atlas: Atlas, *_: object) -> Works:
        return compare_works(atlas, [atlas.work(SLOW), hostile], Lang.EN)

    monkeypatch.setattr(details, "works", works)
    test = open_page("compare", work=[SLOW, AGAINST])
    assert "a | b </td><script> [x](javascript:1) $x$\nPia Pot · 2015 · |<img src=x onerror=1>|" in prose(test)
    (table_,) = (element.value for element in test.main.markdown if element.value.startswith("|"))
    assert {line.replace("\\|", "").count("|") for line in table_.splitlines()} == {4}
    assert "Only a | b </td><script> [x](javascript:1) $x$" in captions(test)
