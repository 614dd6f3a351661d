"""How a reader is answered: places, refusals, and other thresholds."""

from __future__ import annotations

import json
from math import inf
from pathlib import Path

import pytest

from kb import search
from kb.atlas import Atlas
from kb.documents import Key, Kind
from kb.evaluation import judged
from kb.evaluation.answers import Answer, answers, record
from kb.evaluation.judged import Judged, Labelled
from tests.conftest import Run
from tests.fakes import PACKAGED, silent
from tests.kb.stubs import StubEncoder, searcher

BITTERNESS, CUP = Key(Kind.CONCEPT, "bitterness"), Key(Kind.CONCEPT, "cup")
AGAINST = Key(Kind.WORK, "arxiv:1502.00002")
SET = Judged(
    "some",
    {"1": "SST", "2": "zebra", "3": "quagga"},
    {"1": {"concept:bitterness": 2, "concept:steeping": 1}, "2": {"work:arxiv:1502.00002": 2}, "3": {"concept:cup": 2}},
    labelled={
        "1": Labelled("SST", "acronym", "en"),
        "2": Labelled("zebra", "paper", "en"),
        "3": Labelled("quagga", "paraphrase", "en"),
        "4": Labelled("斑马", "nonsense", "zh"),
    },
)


def test_a_query_is_asked_as_a_reader_does(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_GOOD_EN", 0.62)
    monkeypatch.setattr(search, "_GOOD_ZH", 0.65)
    stub = searcher(atlas, {}, {AGAINST: 0.64, BITTERNESS: 0.6, CUP: 0.5}, StubEncoder(reads_chinese=True))
    found = answers(stub, SET, silent)
    assert found == [
        Answer("acronym", "en", False, False, 2, False, inf, 0.62),  # of the concepts the second, after steeping
        Answer("paper", "en", False, False, 1, False, 0.64, 0.62),
        Answer("paraphrase", "en", False, False, 2, False, 0.64, 0.62),  # after bitterness
        Answer("nonsense", "zh", True, True, None, True, 0.64, 0.65),
    ]


def answer(place: int | None, value: float, *, nonsense: bool = False, lang: str = "en") -> Answer:
    kind = "nonsense" if nonsense else "label"
    return Answer(kind, lang, lang == "zh", nonsense, place, value < 0.5, value, 0.5)


def test_figures_worked_by_hand() -> None:
    real = [answer(1, inf), answer(2, 0.8), answer(4, 0.6), answer(None, 0.3)]
    nonsense = [answer(None, 0.2, nonsense=True), answer(None, 0.55, nonsense=True), answer(None, inf, nonsense=True)]
    found = record([*real, *nonsense, answer(1, 0.9, lang="zh")])
    assert found["kinds"] == [
        {"kind": "label", "lang": "en", "queries": 4, "first": 0.25, "first_three": 0.5, "refused": 0.25},
        {"kind": "label", "lang": "zh", "queries": 1, "first": 1.0, "first_three": 1.0, "refused": 0.0},
        {"kind": "nonsense", "lang": "en", "queries": 3, "first": None, "first_three": None, "refused": 0.3333},
    ]
    (swept,) = found["refusals"]  # of Chinese there is no nonsense
    assert (swept["chinese"], swept["threshold"], swept["nonsense"], swept["real"]) == (False, 0.5, 3, 4)
    assert swept["points"] == [(0.0, 0.0, 0.0), (0.201, 0.3333, 0.0), (0.5, 0.3333, 0.25), (0.551, 0.6667, 0.25)]


def test_the_command_tells_it(run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queries = [
        {"_id": "1", "text": "SST", "kind": "acronym", "lang": "en"},
        {"_id": "2", "text": "慢泡", "kind": "label", "lang": "zh"},
        {"_id": "3", "text": "zebra", "kind": "nonsense", "lang": "en"},
    ]
    folder = tmp_path / "own" / "first"
    folder.mkdir(parents=True)
    (folder / "queries.jsonl").write_text("".join(json.dumps(row) + "\n" for row in queries))
    (folder / "qrels.tsv").write_text("1\tconcept:steeping\t2\n2\tconcept:steeping\t2\n")
    monkeypatch.setattr(judged, "OWN", tmp_path / "own")
    found = run("--home", home, "eval", "first", "--json").json
    assert found["atlas"] == {"encoder": PACKAGED, "concepts": 6, "works": 3}
    (measured,) = found["sets"]
    assert measured["queries"] == 2
    assert [(row["kind"], row["first"], row["refused"]) for row in measured["answers"]["kinds"]] == [
        ("acronym", 1.0, 0.0),
        ("label", 1.0, 0.0),
        ("nonsense", None, 1.0),
    ]
    assert [(row["chinese"], row["nonsense"], row["real"]) for row in measured["answers"]["refusals"]] == [
        (False, 1, 1)
    ]
    out = run("--home", home, "eval", "first").out
    assert "first three" in out
    assert "100%" in out
