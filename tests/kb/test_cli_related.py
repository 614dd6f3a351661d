"""The command that finds related work: what it takes and what it prints."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from ingest import bibtex
from tests.conftest import Outcome, Run
from tests.kb.reports import put

TEA, SLOW, AGAINST = "url:https://example.org/tea", "arxiv:1001.00001", "arxiv:1502.00002"
TEXT = "What slow steeping does to leaves."
BIB = """\
@article{mine:slow, title = {Slow steeping with SST: a résumé}, author = {Kettle, Kim and Leaf, Lena}, year = {1999},
  eprint = {1001.00001}, archiveprefix = {arXiv}}
@misc{pot2015against, title = {A work of nobody's}, author = {Nobody, N.}, year = {2001}}
"""
Pipe = Callable[[bytes], None]


@pytest.fixture
def kb(run: Run, mini_home: Path) -> Run:
    """Run the command on the built home."""
    return lambda *arguments: run("--home", mini_home, "related", *arguments)


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Pipe:
    """Give bytes to standard input."""
    return lambda data: monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))


def ids(outcome: Outcome) -> list[str]:
    return [one["id"] for one in outcome.json["results"]]


def concepts(outcome: Outcome) -> dict[str, float]:
    return {one["id"]: one["weight"] for one in outcome.json["concepts"]}


# --- what it prints


def test_the_shape_of_the_answer(kb: Run, tmp_path: Path) -> None:
    bib = put(tmp_path / "mine.bib", BIB)
    answer = kb("--bib", bib, "-k", 1, "--json").json
    (result,) = answer["results"]
    score, why = result.pop("score"), result.pop("why")
    assert answer | {"results": [result]} == {
        "concepts": [{"id": "steeping", "weight": 1.0, "evidence": []}],
        "results": [
            {
                "id": AGAINST,
                "title": "Against slow steeping",
                "year": 2015,
                "role": "critiques",
                "concepts": ["steeping"],
            }
        ],
        "missing": [
            {
                "concept": "steeping",
                "work": AGAINST,
                "title": "Against slow steeping",
                "role": "critiques",
                "level": None,
                "why": "Criticises Slow steeping; you do not cite it.",
            }
        ],
        "suspect": [
            {
                "citekey": "mine:slow",
                "reason": "The year differs from the library's; 1999 in your list, 2010 in the library.",
            },
            {
                "citekey": "mine:slow",
                "reason": "There is a later version; “Slow steeping with SST: a résumé” Kettle et al. (2010).",
            },
        ],
    }
    assert [*answer] == ["concepts", "results", "missing", "suspect"]
    assert 0 < score <= 1
    assert why.startswith("Criticises Slow steeping, which your work is about; ")
    assert "; cites Kettle et al. (2010)" in why


def test_the_order_of_the_fields(kb: Run, tmp_path: Path) -> None:
    answer = kb("--bib", put(tmp_path / "mine.bib", BIB), "--json").json
    assert [*answer["results"][0]] == ["id", "title", "year", "score", "role", "concepts", "why"]
    assert [*answer["missing"][0]] == ["concept", "work", "title", "role", "level", "why"]


def test_a_work_without_a_topic_in_common_and_a_must_know(kb: Run) -> None:
    answer = kb("--work", AGAINST, "--add", "tea", "--json").json
    tea = next(one for one in answer["results"] if one["id"] == TEA)
    assert (tea["year"], tea["role"], tea["concepts"]) == (2001, "surveys", ["tea"])
    assert answer["missing"][0] == {
        "concept": "tea",
        "work": TEA,
        "title": "Tea for Everyone",
        "role": "surveys",
        "level": "start-here",
        "why": "A survey that covers Tea craft; you do not cite it.",
    }


def test_in_chinese(kb: Run, run: Run, mini_home: Path, tmp_path: Path) -> None:
    answer = run(
        "--home", mini_home, "--lang", "zh", "related", "--bib", put(tmp_path / "mine.bib", BIB), "--json"
    ).json
    assert answer["missing"][0]["why"] == "批评慢泡；你没有引用。"
    assert answer["results"][0]["why"].startswith("批评慢泡（你的工作涉及此概念）；")


def test_as_tables(kb: Run, tmp_path: Path) -> None:
    out = kb("--bib", put(tmp_path / "mine.bib", BIB)).out
    for said in ("What it is about", "What to read", "What is missing", "What to check in your list"):
        assert said in out
    for said in ("1.00", "Slow steeping", "Against slow steeping", "Pot (2015)", AGAINST, "mine:slow"):
        assert said in out
    assert out.index("What it is about") < out.index("What to read") < out.index("What is missing")


def test_where_nothing_is_related_it_says_so(kb: Run, pipe: Pipe) -> None:
    pipe(b"zebra")
    outcome = kb("--text", "-")
    assert (outcome.code, outcome.out, outcome.err) == (0, "Nothing related is known.\n", "")
    pipe(b"zebra")
    assert kb("--text", "-", "--json").json == {"concepts": [], "results": [], "missing": [], "suspect": []}
    pipe(b"zebra")
    assert kb("--text", "-", "--bibtex").out == ""


def test_bibtex_has_no_key_of_the_reader_s(kb: Run, tmp_path: Path) -> None:
    bib = put(tmp_path / "mine.bib", BIB)
    out = kb("--bib", bib, "--bibtex").out
    parsed = {one.citekey: one.title for one in bibtex.parse(out.encode(), "out.bib").records}
    assert parsed == {"pot2015againsta": "Against slow steeping", "leaf2001tea": "Tea for Everyone"}
    assert kb("--bib", bib, "--bibtex").out == out


def test_bibtex_of_a_text_keeps_the_keys_of_the_library(kb: Run, tmp_path: Path) -> None:
    out = kb("--text", put(tmp_path / "draft.txt", TEXT), "--bibtex").out
    assert "@article{kettle2010slow," in out
    assert "@misc{pot2015against," in out


def test_the_outline_cites_by_the_same_keys(kb: Run, tmp_path: Path) -> None:
    out = kb("--bib", put(tmp_path / "mine.bib", BIB), "--markdown").out
    assert out.startswith("# Related work\n\n## Slow steeping\n\n### What criticises it\n\n- **Against ")
    assert "[@pot2015againsta]" in out
    assert "[@pot2015against]" not in out
    assert "## Missing\n\n### Slow steeping\n\n- **Against slow steeping**" in out
    assert "## Check these entries\n\n- **mine:slow**: " in out


# --- what it takes


def test_a_text_from_a_file_or_from_standard_input(kb: Run, tmp_path: Path, pipe: Pipe) -> None:
    from_file = kb("--text", put(tmp_path / "draft.txt", f"\ufeff{TEXT}"), "--json").json
    assert [one["evidence"] for one in from_file["concepts"]] == [[TEXT]]
    pipe(TEXT.encode())
    assert kb("--text", "-", "--json").json == from_file


def test_a_list_from_standard_input(kb: Run, tmp_path: Path, pipe: Pipe) -> None:
    pipe(BIB.encode())
    assert kb("--bib", "-", "--json").json == kb("--bib", put(tmp_path / "mine.bib", BIB), "--json").json


@pytest.mark.parametrize(
    "ref",
    [SLOW, "1001.00001", "https://arxiv.org/abs/1001.00001", "10.9999/tea.7", "kettle2010slow", " kettle2010slow"],
)
def test_a_work_by_any_of_its_names(kb: Run, ref: str) -> None:
    outcome = kb("--work", ref, "--json")
    assert concepts(outcome) == {"steeping": 1.0}
    assert ids(outcome) == [AGAINST, TEA]


def test_several_works(kb: Run) -> None:
    outcome = kb("--work", SLOW, "--work", AGAINST, "--work", SLOW, "--json")
    assert concepts(outcome) == {"steeping": 1.0, "ceremony": 0.5}
    assert ids(outcome) == [TEA]


def test_any_mixture(kb: Run, tmp_path: Path) -> None:
    draft = put(tmp_path / "draft.md", "# A cup of mine\n\nA porcelain cup keeps the scent [@mine:slow].\n")
    outcome = kb("--text", draft, "--bib", put(tmp_path / "mine.bib", BIB), "--work", TEA, "--json")
    assert {*concepts(outcome)} == {"cup", "steeping", "tea"}
    assert concepts(outcome)["steeping"] == concepts(outcome)["tea"] == 0.5
    assert ids(outcome) == [AGAINST]
    assert {"citekey": "pot2015against", "reason": "It stands in your list, but your text does not cite it."} in (
        outcome.json["suspect"]
    )


def test_a_draft_in_latex(kb: Run, tmp_path: Path) -> None:
    draft = put(
        tmp_path / "draft.tex",
        r"\documentclass{article}\begin{document}Slow steeping \cite{mine:slow,no}.\end{document}",
    )
    outcome = kb("--text", draft, "--bib", put(tmp_path / "mine.bib", BIB), "--json")
    assert "steeping" in concepts(outcome)
    assert SLOW not in ids(outcome)
    assert [one["citekey"] for one in outcome.json["suspect"]] == ["mine:slow", "mine:slow", "pot2015against", "no"]


def test_concepts_added_and_struck(kb: Run, tmp_path: Path) -> None:
    draft = put(tmp_path / "draft.txt", TEXT)
    added = kb("--text", draft, "--add", "瓷杯", "--add", "old-steeping", "--json")
    assert concepts(added) == {"cup": 1.0, "steeping": 1.0}
    struck = kb("--text", draft, "--strike", "SST", "--json")
    assert (struck.json["concepts"], struck.json["missing"]) == ([], [])
    assert kb("--add", "Slow steeping", "--json").json["concepts"] == [
        {"id": "steeping", "weight": 1.0, "evidence": []}
    ]


def test_as_many_as_are_wanted(kb: Run, tmp_path: Path) -> None:
    draft = put(tmp_path / "draft.txt", TEXT)
    every = kb("--text", draft, "--json")
    assert len(ids(every)) == 3
    assert ids(kb("--text", draft, "-k", 2, "--json")) == ids(every)[:2]
    assert ids(kb("--text", draft, "--top-k", 100, "--json")) == ids(every)
