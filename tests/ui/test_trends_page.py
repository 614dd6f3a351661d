"""The page Trends over the invented data."""

from __future__ import annotations

import pytest

from kb import trends
from kb.model import Taxonomy
from kb.ties import Ties
from tests.ui.conftest import Open
from tests.ui.prose import linked, prose, words
from ui import layers

SAID = {
    "en": {
        "title": "Trends",
        "heads": ["Works by year", "What changes", "Emerging", "Grown quiet", "First seen"],
        "covers": "These are the 3 papers of the shipped data that have a year: a canon chosen by hand, not the whole "
        "literature. A rise shows what was written and also what its editors chose. The newest year, 2015, has 1 and "
        "may be incomplete.",
        "table": ["| Year | All works | Tea | Tasting ceremony |", "| 2010 | 1 | 1 | 0 |", "| 2015 | 1 | 1 | 1 |"],
        "share": "| 2010 | 1 | 100.0% |",
        "emerging": ["| Concept | 2013–2015 | Before | Change |", "| Tasting ceremony | 1 | 0 | ×3 |"],
        "none": "No concept with at least 1 works has changed that much.",
        "first": "| Slow steeping | 2010 · Slow steeping with SST: a résumé | 2001 · Tea for Everyone |",
        "empty": "No work with a year is tied to a concept.",
    },
    "zh": {
        "title": "趋势",
        "heads": ["各年文献", "变化", "正在兴起", "归于沉寂", "首次出现"],
        "covers": "统计范围是随附数据中有年份的 3 篇文献：这是人工精选的文献，并非全部文献。数量上升既反映写作的增多，"
        "也反映编者的取舍。最新的 2015 年有 1 篇，可能尚不完整。",
        "table": ["| 年份 | 全部文献 | 茶 | 品鉴会 |", "| 2010 | 1 | 1 | 0 |", "| 2015 | 1 | 1 | 1 |"],
        "share": "| 2010 | 1 | 100.0% |",
        "emerging": ["| 概念 | 2013–2015 | 此前 | 变化 |", "| 品鉴会 | 1 | 0 | ×3 |"],
        "none": "没有文献不少于 1 篇且变化如此显著的概念。",
        "first": "| 慢泡 | 2010 · Slow steeping with SST: a résumé | 2001 · Tea for Everyone |",
        "empty": "没有带年份且与概念关联的文献。",
    },
}
both = pytest.mark.parametrize("lang", ["en", "zh"])


def table(found: list[str], head: str) -> list[str]:
    """Return the lines of the first table that begins so."""
    return next(text for text in found if text.startswith(head)).splitlines()


@both
def test_works_by_year_as_chart_and_as_table(open_page: Open, lang: str) -> None:
    test, said = open_page("trends", lang, family="tea", concept="ceremony"), SAID[lang]
    assert test.main.title[0].value == said["title"]
    assert [head.value for head in test.main.header] == said["heads"]
    assert words(test.main.info[0].value) == said["covers"]
    assert len(test.main.get("echarts_chart")) == 1
    head, first, last = said["table"]
    lines = table(prose(test), str(head))
    assert [lines[0], lines[-6], lines[-1]] == [head, first, last]
    assert (lines[2].split("|")[1:3], len(lines)) == ([" 2001 ", " 1 "], 17)
    assert not test.main.toggle  # nothing was ingested


@both
def test_shares_and_years_are_in_the_address(open_page: Open, lang: str) -> None:
    test = open_page("trends", lang, family="tea", measure="share", **{"from": "2010", "to": "2010"})
    assert table(prose(test), str(SAID[lang]["table"][0])[:6])[2:] == [SAID[lang]["share"]]
    test.button_group(key=f"family.{lang}").set_value([]).run()
    assert "family" not in test.query_params
    assert test.query_params["from"] == "2010"


@both
def test_what_changes_and_what_is_seen_first(open_page: Open, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trends, "LEAST", 1)
    monkeypatch.setattr(trends, "RECENT", 3)
    test, said = open_page("trends", lang), SAID[lang]
    found = prose(test)
    head, ceremony = said["emerging"]
    lines = table(found, str(head))
    assert ceremony.split("|")[1:4] == next(line for line in lines if ceremony.split("|")[1] in line).split("|")[1:4]
    assert said["first"] in "\n".join(found).splitlines()
    assert {("concept", "steeping", lang), ("paper", "url:https://example.org/tea", lang)} <= {
        link[1:4] for link in linked(test)
    }
    labels = [button.proto.label for button in test.main.get("download_button")]
    assert len(labels) % 2 == 0
    assert len(labels) >= 6


@both
def test_few_works_tell_no_change(open_page: Open, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "changes", lambda *_: [])
    monkeypatch.setattr(trends, "LEAST", 1)
    test = open_page("trends", lang)
    assert [words(info.value) for info in test.main.info][1:] == [SAID[lang]["none"]] * 2


@both
def test_no_works_no_trends(open_page: Open, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "ties", lambda *_: Ties(Taxonomy((), (), ()), {}, {}))
    test = open_page("trends", lang)
    assert [words(info.value) for info in test.main.info] == [SAID[lang]["empty"]]
