"""The quality page over the invented data."""

from __future__ import annotations

import pytest
import streamlit as st

from ingest import folder
from kb import __version__
from kb.catalogue import Catalogue
from kb.checks import CHECKS
from kb.checks.problem import Problem
from kb.evaluation import judged
from kb.evaluation.published import MEASURES, Answered, Kind, Mean, Measured, Published, Refusals
from kb.model import Failure, Lang, Run, SourceReport
from kb.quality import SHARES, quality
from tests.fakes import MINI, some_contents
from tests.ui.conftest import Open
from tests.ui.prose import captions, prose
from tests.ui.reading import bare, links
from ui import layers
from ui.words import table

SAID = {
    "en": {
        "title": "Quality",
        "heads": ["Coverage", "Checks", "How well the search finds", "What was brought in", "What was built"],
        "families": ["Cups", "Tea", "All families"],
        "metrics": ["Core", "Bilingual", "Two sources", "Introduced", "Evaluated", "Timeline", "Debated"],
        "clean": "No check finds a problem.",
        "check": "| Two things with the same id | 0 |",
        "built": ["| Documents in the search index | 8 |", "| Works | 3 |", "| Learning paths | 1 |"],
        "csv": "Download as CSV",
        "figures": ["Download the figures as CSV", "Download the figures as JSON"],
    },
    "zh": {
        "title": "质量",
        "heads": ["覆盖情况", "检查", "检索效果", "导入情况", "构建信息"],
        "families": ["茶杯", "茶", "全部概念族"],
        "metrics": ["核心概念", "双语", "双重来源", "有提出文献", "有评测", "有发展脉络", "有争论"],
        "clean": "所有检查均未发现问题。",
        "check": "| 编号重复 | 0 |",
        "built": ["| 检索索引中的文档 | 8 |", "| 文献 | 3 |", "| 学习路径 | 1 |"],
        "csv": "下载 CSV",
        "figures": ["下载检索效果 CSV", "下载检索效果 JSON"],
    },
}


def means(ndcg: float, other: float) -> dict[str, Mean]:
    """Return the means of a system; all measures but the first are alike."""
    return {name: Mean(ndcg if name == "ndcg@10" else other, 0.0, 1.0) for name in MEASURES}


both = pytest.mark.parametrize("lang", ["en", "zh"])


@both
def test_coverage_by_family(open_page: Open, lang: str) -> None:
    test, said = open_page("quality", lang), SAID[lang]
    assert test.main.title[0].value == said["title"]
    assert [head.value for head in test.main.header] == said["heads"]
    assert [metric.label for metric in test.metric] == said["metrics"]
    # of 5 concepts: steeping is core, double-sourced, introduced, dated and debated; ceremony and steeping evaluated
    assert [metric.value for metric in test.metric] == ["20.0%", "100.0%", "20.0%", "20.0%", "40.0%", "20.0%", "20.0%"]
    shown = test.main.dataframe[0].value
    assert list(shown["family"]) == said["families"]
    assert list(shown["concepts"]) == [2, 3, 5]
    assert list(shown["evaluated_share"]) == [0.5, 0.333, 0.4]
    assert list(shown["evaluated"]) == [1, 1, 2]


@both
def test_checks_and_what_was_built(open_page: Open, lang: str) -> None:
    test, said = open_page("quality", lang), SAID[lang]
    tables = [text.splitlines() for text in prose(test) if text.startswith("| ")]
    checks, built, used = tables[0], tables[-2], tables[-1]
    assert len(checks) == len(CHECKS) + 2
    assert checks[2] == said["check"]
    assert set(said["built"]) <= set(built)
    assert used[2].endswith(f"| {__version__} |")
    assert used[3].endswith(f"| {folder.digest(MINI)[:12]} |")
    assert f"| streamlit | {st.__version__} |" in used
    assert bare(test.success[0].value) == said["clean"]
    assert [button.proto.label for button in test.main.get("download_button")] == [said["csv"], *said["figures"]]


@pytest.mark.parametrize(
    ("lang", "none", "report"),
    [
        ("en", "Nothing was brought in yet: all works are those of the Atlas itself.", "Open the Library"),
        ("zh", "尚未导入任何内容：所有文献均为本站自带。", "打开“文库”"),
    ],
)
def test_what_was_brought_in(
    open_page: Open, lang: str, none: str, report: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert none in captions(open_page("quality", lang))
    sources = SourceReport("/home/<me>/a.bib", "bibtex", added=3, failures=(Failure("a.bib", 1, "raw", "why"),))
    runs = [
        Run(2, "2026-11-23T10:20:30Z", (sources, SourceReport("b.ris", "ris", merged=2))),
        Run(1, "2026-11-01T00:00:00Z", (), True),
    ]
    monkeypatch.setattr(Catalogue, "runs", lambda _: runs)
    test = open_page("quality", lang)
    shown = test.main.dataframe[1].value
    assert shown.iloc[0].to_dict() == {
        "run": "23 November 2026 10:20 UTC" if lang == "en" else "2026年11月23日 10:20 UTC",
        "path": "a.bib, b.ris" if lang == "en" else "a.bib、b.ris",
        "read": 6,
        "added": 3,
        "merged": 2,
        "unchanged": 0,
        "failed": 1,
        "undone": False,
    }
    assert list(shown["undone"]) == [False, True]
    assert (report, f"lang={lang}") in links(test, "library")


def test_problems_are_counted_and_can_be_taken_away(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    found = quality(some_contents())._replace(problems=(Problem("cycle", "x", "y"), Problem("cycle", "=x", "<b>")))
    monkeypatch.setattr(layers, "measured", lambda _: found)
    test = open_page("quality")
    assert "| A circle in the hierarchy or the learning order | 2 |" in prose(test)[1].splitlines()
    assert bare(test.warning[0].value) == "Problems in all: 2. The download says where each is and what to do."
    assert len(test.main.get("download_button")) == 4


def test_every_check_and_meter_has_its_words() -> None:
    needed = {f"quality.check.{check.__name__}" for check in CHECKS}
    needed |= {f"quality.{name}{suffix}" for name in SHARES for suffix in ("", ".help")}
    for lang in Lang:
        assert needed <= set(table(lang))


FIGURES = Published(
    date="2026-11-23",
    command="python -m kb eval tea --json",
    encoder="some|*encoder*",
    concepts=5,
    works=3,
    sets=(
        Measured("atlas-dev", 3, {"lexical": means(0.5, 0.25), "concept": means(0.1, 0.9), "hybrid": means(0.75, 0.5)}),
        Measured("<tea>|*", 1, {"lexical": means(0.5, 0.5), "hybrid": means(0.5, 0.25)}),
    ),
    answered=(
        Answered(
            "atlas-dev",
            (
                Kind("acronym", "en", 4, 0.0, 0.75, 1.0),
                Kind("<odd>", "xx", 1, 0.0, 0.0, 0.0),
                Kind("nonsense", "zh", 2, 0.5),
            ),
            (Refusals(True, 0.6, 2, 4, ((0.0, 0.0, 0.0), (0.6, 0.5, 0.25), (0.701, 1.0, 0.5))),),
        ),
        Answered("atlas-test", (), (Refusals(True, 0.6, 1, 1, ((0.0, 0.0, 0.0), (0.6, 1.0, 0.0))),)),
    ),
)
SHOWN = {
    "en": (
        "| **atlas-dev** our own questions, which the search was tuned on | 3 | 0.500 | – | 0.100 | **0.750** |",
        "| acronyms | English | 4 | 75% | 100% | 0% |",
        "| nonsense and off topic | Chinese | 2 | – | – | 50% |",
        "- Chinese: the threshold 0.60 refuses 50% of the nonsense (2 queries) and 25% of the real queries (4).",
        "| Chinese | **0.600** | 50% | 25% |",
    ),
    "zh": (
        "| **atlas-dev** 自编查询，用于调试检索 | 3 | 0.500 | – | 0.100 | **0.750** |",
        "| 缩写 | 英文 | 4 | 75% | 100% | 0% |",
        "| 无意义或无关 | 中文 | 2 | – | – | 50% |",
        "- 中文：阈值 0.60 拒答 50% 的无意义查询（共 2 条），误拒 25% 的真实查询（共 4 条）。",
        "| 中文 | **0.600** | 50% | 25% |",
    ),
}


@both
def test_the_published_figures(open_page: Open, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "figures", lambda: FIGURES)
    test = open_page("quality", lang)
    lines = [line for element in test.main.markdown for line in element.value.splitlines()]
    plain = [line.replace("\\", "") for line in lines]
    assert [line for line in SHOWN[lang] if line not in plain] == []
    assert r"| **\<tea\>\|\*** | 1 | **0.500** | – | – | **0.500** |" in lines
    assert r"| \<odd\> | xx | 1 | 0% | 0% | 0% |" in lines
    assert test.main.code[0].value == FIGURES.command
    assert any("some|*encoder*" in caption for caption in captions(test))


def test_another_measure_is_chosen_in_the_address(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "figures", lambda: FIGURES)
    test = open_page("quality", measure="mrr")
    lines = [line.replace("\\", "") for element in test.main.markdown for line in element.value.splitlines()]
    assert (
        "| **atlas-dev** our own questions, which the search was tuned on | 3 | 0.250 | – | **0.900** | 0.500 |"
        in lines
    )
    assert any(caption.startswith("MRR: 1 where the first result is right") for caption in captions(test))


def test_without_figures_there_is_no_section(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "figures", lambda: None)
    assert "How well the search finds" not in [head.value for head in open_page("quality").main.header]


def test_every_kind_of_our_own_sets_and_every_measure_has_its_words() -> None:
    kinds = {(row.kind, row.lang) for row in judged.read(judged.own()["atlas-dev"]).labelled.values()}
    needed = {f"figures.kind.{kind}" for kind, _ in kinds} | {f"figures.lang.{lang}" for _, lang in kinds}
    needed |= {f"figures.set.{name}" for name in judged.own()}
    needed |= {f"figures.{measure}{suffix}" for measure in MEASURES for suffix in ("", ".help")}
    for lang in Lang:
        assert needed <= set(table(lang))
