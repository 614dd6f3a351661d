"""What the address of each page can say, with a value that is not the default and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.prose import linked, picture, prose, words
from tests.ui.test_concept_papers import five_papers, titles
from tests.ui.test_quality import FIGURES
from ui import (
    collection_rows,
    compare_sections,
    concept_sections,
    details,
    layers,
    learn_known,
    library_report,
    paper_sections,
    search_sections,
    trends_sections,
)

KETTLE, AGAINST, TEA = "arxiv:1001.00001", "arxiv:1502.00002", "url:https://example.org/tea"
Prepare = Callable[[pytest.MonkeyPatch], None]
Reader = Callable[[AppTest], Any]


NOTHING = object()


class Row(NamedTuple):
    """A parameter of a page: its value, what stands beside it, and what is read from the page then.

    ``held`` is what its widget has, where that is not the value; `NOTHING` where there is none of that name.
    """

    page: str
    name: str
    value: str | list[str]
    read: Reader
    shown: Any
    beside: dict[str, str | list[str]] = {}
    prepare: Prepare | None = None
    held: Any = None
    own: bool = False  # over a library that holds more than the data
    kept: bool = False  # by the session, too
    lang: str = "en"

    @property
    def address(self) -> dict[str, str | list[str]]:
        """Return all parameters."""
        return {**self.beside, self.name: self.value}


def set_to(module: Any, name: str, value: Any) -> Prepare:
    """Return what changes a module for a test."""
    return lambda monkeypatch: monkeypatch.setattr(module, name, value)


def named(test: AppTest) -> list[str]:
    """Return the ids that the texts of a page link to."""
    return [link.id for link in linked(test)]


def papers(test: AppTest) -> list[str]:
    """Return the works that the texts of a page link to."""
    return [link.id for link in linked(test) if link.page == "paper"]


def hits(test: AppTest) -> list[str]:
    """Return the hits of a search."""
    found = [(link.proto.page, link.proto.query_string) for link in test.main.get("page_link")]
    return [query.partition("&")[0].removeprefix("id=") for page, query in found if page in {"concept", "paper"}]


def heads(test: AppTest) -> list[str]:
    return [words(head.value) for head in test.main.header]


def by_year(test: AppTest) -> list[str]:
    """Return the first and the last line of the table of works by year."""
    lines = next(text for text in prose(test) if text.startswith("|")).splitlines()
    return [lines[0], lines[-1]]


def opened(test: AppTest) -> list[bool]:
    return [section.proto.expanded for section in test.main.expander]


def marked(test: AppTest) -> list[str]:
    """Return the nodes of the picture that are not hidden."""
    return [node["id"] for node in picture(test)["nodes"] if not node["hidden"]]


def year_count(test: AppTest) -> int:
    """Return how many years the table has."""
    return len(next(text for text in prose(test) if text.startswith("|")).splitlines()) - 2


def first_line(test: AppTest) -> str:
    """Return the first sentence of a way."""
    return next((text.splitlines()[0] for text in prose(test) if text.startswith("1.")), "")


def tables(test: AppTest) -> int:
    return len(test.main.dataframe)


def last_papers(test: AppTest) -> list[str]:
    """Return the works that the last text links to."""
    last = test.main.markdown[-1].value
    return [link.id for link in linked(test) if f"({link.page}?id={quote(link.id, safe='')}" in last]


def subheads(test: AppTest) -> list[str]:
    return [words(head.value) for head in test.main.subheader]


def topics(test: AppTest) -> list[str]:
    """Return the concepts that the related work is about."""
    return [words(bar.proto.text) for bar in test.main.get("progress")]


def figures(test: AppTest) -> str:
    """Return the line of the table of the published figures that is of one set."""
    (line,) = [one for text in prose(test) for one in text.splitlines() if one.startswith("| atlas-dev ")]
    return line


def raw(test: AppTest) -> list[str]:
    return [code.value for code in test.main.code]


def cold(test: AppTest) -> bool:
    """Say whether a concept is listed that a survey suggests."""
    return "Cold brewing · 冷泡 · CB" in prose(test)


def lit(test: AppTest) -> bool:
    """Say whether the works of a concept stand out on the map."""
    return "慢泡 · 突出显示 2 篇文献。" in prose(test)


def title(test: AppTest) -> str:
    return words(test.main.title[0].value)


def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare_sections, "_OWN", 1)


def five(monkeypatch: pytest.MonkeyPatch) -> None:
    view = five_papers()
    monkeypatch.setattr(details, "concept", lambda *_: view)


def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut lists short, so that the invented data have more than one part."""
    lists = (collection_rows, concept_sections, learn_known, library_report, paper_sections, search_sections)
    for module in (*lists, trends_sections):
        monkeypatch.setattr(module, "_PART", 1)
    monkeypatch.setattr(paper_sections, "_REFERENCES", 1)


SST: dict[str, str | list[str]] = {"q": "SST", "show": "work"}
SLOW: dict[str, str | list[str]] = {"id": "steeping"}
FIVE: dict[str, str | list[str]] = {"id": "bitterness"}
MINE: dict[str, str | list[str]] = {"id": "2"}
RUN: dict[str, str | list[str]] = {"id": "1"}
WORKS: dict[str, str | list[str]] = {"work": [AGAINST]}
FIRST, SECOND = "arxiv%3A1001.00001", "arxiv%3A1502.00002"  # as hits
STEP = "1. Porcelain cup is part of Tasting ceremony"
ATLAS = "| atlas-dev our own questions, which the search was tuned on | 3 | 0.250 | – | 0.900 | 0.500 |"
RUNS = "2 January 2026 03:04 UTC"
published = set_to(layers, "figures", lambda: FIGURES)
ROWS = (
    Row("home", "lang", "zh", lambda test: heads(test)[0], "浏览", kept=True),
    Row("explore", "q", "harsh", named, ["tea", "bitterness"], lang="zh"),
    Row("explore", "family", "cups", named, ["cup", "ceremony"]),
    Row("explore", "facet", ["field", "component"], named, ["cup", "tea"], {"open": "all"}, lang="zh"),
    Row("explore", "open", "cups", named, ["cup", "ceremony"], held=NOTHING),
    Row("explore", "concept", "ceremony", hits, ["ceremony"], {"open": "none"}, held=NOTHING, lang="zh"),
    Row("explore", "view", "table", tables, 1),
    Row("search", "q", "SST", hits, ["steeping", "steeping", FIRST, SECOND]),
    Row("search", "show", "work", hits, ["steeping", FIRST, SECOND], {"q": "SST"}, lang="zh"),
    Row("search", "sort", "year", hits, ["steeping", SECOND, FIRST], SST),
    Row("search", "from", "2011", hits, ["steeping", SECOND], SST, held=(2011, 2015), lang="zh"),
    Row("search", "to", "2012", hits, ["steeping", FIRST], SST, held=(2001, 2012)),
    Row("search", "summary", "1", hits, ["steeping"], SST, held=True, lang="zh"),
    Row("search", "mode", "semantic", hits, ["steeping", "bitterness", "ceremony", "cup", "tea"], {"q": "patience"}),
    Row("search", "most", "20", lambda test: len(hits(test)), 20, {"q": "steeping"}, own=True, lang="zh"),
    Row("search", "concept", "ceremony", hits, ["steeping", SECOND], SST),
    Row("search", "facet", "evaluation", hits, ["steeping", SECOND], SST, lang="zh"),
    Row("search", "type", "article", hits, ["steeping", FIRST], SST),
    Row("search", "venue", "Journal of Invented Tea", hits, ["steeping", FIRST], SST, lang="zh"),
    Row("search", "source", "curated", hits, [SECOND, FIRST], {"q": "steeping", "show": "work"}, own=True),
    Row("search", "part", "2", hits, [FIRST], {"source": "curated"}, brief, held=2, own=True, lang="zh"),
    Row("concept", "id", "SST", title, "慢泡 Slow steeping", held=NOTHING, lang="zh"),
    Row("concept", "depth", "2", marked, ["cup", "ceremony", "steeping", "tea"], {"id": "cup"}),
    Row("concept", "type", ["part-of"], marked, ["steeping", "ceremony", "cup"], SLOW | {"depth": "2"}, lang="zh"),
    Row("concept", "facet", ["problem"], marked, ["steeping", "bitterness"], SLOW),
    Row("concept", "open", "graph", opened, [True], SLOW, held=NOTHING, lang="zh"),
    Row("concept", "role", ["critiques"], titles, "DE", FIVE, five),
    Row("concept", "level", ["core"], titles, "AD", FIVE, five, lang="zh"),
    Row("concept", "from", "2020", titles, "CD", FIVE, five, held=(2020, 2021)),
    Row("concept", "to", "2019", titles, "AB", FIVE, five, held=(2017, 2019), lang="zh"),
    Row("concept", "part", "2", last_papers, ["fp:late"], SLOW, brief, held=2, own=True),
    Row("paper", "id", "pot2015against", title, "Against slow steeping", held=NOTHING, lang="zh"),
    Row("paper", "part", "2", named, ["tea", "cup", KETTLE, AGAINST], {"id": TEA}, brief, held=2),
    Row("paper", "open", "cites", opened, [True], {"id": AGAINST}, brief, held=NOTHING, lang="zh"),
    Row("compare", "concept", ["steeping", "ceremony"], lambda test: heads(test)[:2], ["At a glance", "Definitions"]),
    Row(
        "compare",
        "work",
        [KETTLE, AGAINST],
        lambda test: heads(test)[:2],
        ["一览", "相互引用"],
        held=NOTHING,
        lang="zh",
    ),
    Row("compare", "open", "papers.1", opened, [False, True], {"concept": ["steeping", "cup"]}, few, held=NOTHING),
    Row("compare", "view", "work", lambda test: len(test.main.text_input), 1),
    Row("path", "from", "cup", first_line, STEP, {"to": "steeping"}),
    Row("path", "to", "steeping", first_line, "1. 瓷杯是品鉴会的组成部分", {"from": "cup"}, lang="zh"),
    Row("collections", "id", "2", papers, [KETTLE, AGAINST], own=True),
    Row("collections", "show", "concept", named, ["steeping"], MINE, own=True, lang="zh"),
    Row("collections", "sort", "title", named, [AGAINST, "steeping", KETTLE], MINE, own=True),
    Row("collections", "q", "résumé", named, [KETTLE], MINE, own=True, lang="zh"),
    Row("collections", "part", "2", named, [AGAINST], MINE, brief, held=2, own=True),
    Row("collections", "open", "deleted", opened, [True], held=NOTHING, own=True, lang="zh"),
    Row("learn", "id", "from-leaf-to-judge", title, "从茶叶到评茶", held=NOTHING, lang="zh"),
    Row("learn", "view", "next", named, ["tea", TEA, "cup"]),
    Row("learn", "known", ["tea"], named, ["steeping", "tea", "bitterness", "tea", "cup"], {"view": "next"}, kept=True),
    Row("learn", "part", "2", named, ["cup"], {"view": "next"}, brief, held=2, lang="zh"),
    Row("trends", "family", ["tea"], by_year, ["| Year | All works | Tea |", "| 2015 | 1 | 1 |"]),
    Row("trends", "concept", ["cup"], by_year, ["| 年份 | 全部文献 | 瓷杯 |", "| 2015 | 1 | 1 |"], lang="zh"),
    Row(
        "trends",
        "measure",
        "share",
        by_year,
        ["| Year | All works | Tea |", "| 2015 | 1 | 100.0% |"],
        {"family": "tea"},
    ),
    Row("trends", "from", "2012", year_count, 4, held=(2012, 2015), lang="zh"),
    Row("trends", "to", "2009", by_year, ["| Year | All works |", "| 2009 | 0 |"], held=(2001, 2009)),
    Row("trends", "whole", "0", year_count, 15, own=True, held=False, lang="zh"),
    Row("trends", "part", "2", named, ["tea", TEA], prepare=brief, held=2),
    Row("trends", "open", "table", opened, [True], held=NOTHING, lang="zh"),
    Row("map", "family", ["cups"], papers, [AGAINST]),
    Row("map", "concept", "steeping", lit, True, lang="zh"),
    Row("map", "from", "2010", papers, [AGAINST, KETTLE], held=(2010, 2015)),
    Row("map", "to", "2010", papers, [KETTLE, TEA], held=(2001, 2010), lang="zh"),
    Row("map", "whole", "0", papers, [AGAINST, KETTLE, TEA], own=True, held=False),
    Row("map", "part", "2", lambda test: papers(test)[2:], [AGAINST, KETTLE, TEA], held=2, own=True, lang="zh"),
    Row("crosswalk", "id", "one", title, "人人喝茶", held=NOTHING, lang="zh"),
    Row("quality", "measure", "mrr", figures, ATLAS, prepare=published),
    Row("quality", "open", "points.atlas-dev", opened, [False, True, False], {}, published, held=NOTHING, lang="zh"),
    Row("related", "work", [AGAINST], papers, [AGAINST, AGAINST, KETTLE, TEA], held=NOTHING),
    Row("related", "concept", ["cup"], topics, ["瓷杯 由你补充"], held=NOTHING, lang="zh"),
    Row("related", "without", ["steeping"], papers, [AGAINST, KETTLE, TEA], WORKS, held=NOTHING),
    Row("related", "tab", "missing", papers, [AGAINST, AGAINST], WORKS, lang="zh"),
    Row("related", "group", "stance", subheads, ["Where it comes from", "Surveys"], WORKS),
    Row("related", "most", "40", lambda test: len({*papers(test)}), 24, {"work": [KETTLE]}, own=True, lang="zh"),
    Row("library", "view", "pairs", heads, ["疑似重复"], own=True, lang="zh"),
    Row("library", "id", "1", lambda test: heads(test)[1], f"Run 1 · {RUNS}", held=NOTHING, own=True),
    Row("library", "q", "k2", raw, ["@x{k2"], RUN, own=True, lang="zh"),
    Row("library", "part", "2", raw, ["@x{k1"], RUN, brief, held=2, own=True),
    Row("library", "show", "rejected", cold, False, {"view": "review"}, own=True, lang="zh"),
    Row("library", "open", "formats", opened, [True], held=NOTHING, own=True),
)
"""Each parameter of each page at least once, in one language or the other."""
