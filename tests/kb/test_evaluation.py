"""Judged queries: reading them, measuring rankings, and the command."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path

import pytest

from kb.errors import DataError
from kb.evaluation import judged, published
from kb.evaluation.figures import MEASURES, figure, p_value, per_query
from kb.evaluation.judged import Text
from tests.conftest import Outcome, Run

QUERIES = [
    {"_id": "1", "text": "slow tea"},
    {"_id": "2", "title": "Cups", "text": "of clay"},
    {"_id": "3", "text": "x"},
]
CORPUS = [
    {"_id": "a", "title": "Slow tea", "text": "Leaves steep.", "year": 2001},
    {"id": "b", "title": "Clay", "abstract": "Cups of clay."},
    {"_id": "c", "title": "Stars"},
]


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "eval" / "cups"
    write(place / "queries.jsonl", list(QUERIES))
    write(place / "corpus.jsonl", list(CORPUS))
    (place / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t2\n2\tc\t0\n")
    return place


def test_a_set_and_its_corpus(folder: Path) -> None:
    found = judged.read(folder)
    assert found.name == "cups"
    assert found.queries == {"1": "slow tea", "2": "Cups. of clay"}  # the third is not judged
    assert found.qrels == {"1": {"a": 1}, "2": {"b": 2, "c": 0}}
    assert found.corpus == folder / "corpus.jsonl"
    assert list(judged.texts(folder / "corpus.jsonl")) == [
        Text("a", "Slow tea", "Leaves steep.", 2001),
        Text("b", "Clay", "Cups of clay.", None),
        Text("c", "Stars", "", None),
    ]


def test_a_corpus_that_is_named_or_given(folder: Path, tmp_path: Path) -> None:
    (folder / "corpus.jsonl").rename(tmp_path / "some.jsonl")
    packed = tmp_path / "corpora" / "c.jsonl.gz"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress((tmp_path / "some.jsonl").read_bytes(), mtime=0))
    assert judged.read(folder).corpus is None
    (folder / "corpus.txt").write_text("corpora/c.jsonl.gz\n")
    assert judged.read(folder).corpus == packed
    assert [text.id for text in judged.texts(packed)] == ["a", "b", "c"]
    assert judged.read(folder, tmp_path / "some.jsonl").corpus == tmp_path / "some.jsonl"


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("queries.jsonl", '{"_id": "1"}', "queries.jsonl:1: a query has the fields _id and text"),
        ("queries.jsonl", "\n[1]", "queries.jsonl:2: not a JSON object"),
        ("queries.jsonl", "{", "queries.jsonl:1: not JSON (Expecting property name"),
        ("qrels.tsv", "1\ta\t1\n2 b 1\n", "qrels.tsv:2: a judgement is query, document and grade, with tabs"),
        ("qrels.tsv", "q\td\ts\n9\ta\t1\n", "cups: no query is judged in qrels.tsv"),
        ("corpus.txt", "nowhere.jsonl", "corpus.txt: there is no nowhere.jsonl here or above; name the file"),
    ],
)
def test_what_is_wrong_with_a_set(folder: Path, name: str, text: str, reason: str) -> None:
    (folder / "corpus.jsonl").unlink()
    (folder / name).write_text(text)
    with pytest.raises(DataError) as caught:
        judged.read(folder)
    assert reason in str(caught.value)


def test_measures_worked_by_hand() -> None:
    qrels = {"q": {"a": 1, "b": 2, "z": 0}, "p": {"a": 1}}
    found = {"q": ["c", "a", "b"], "p": []}
    values = per_query(qrels, found)
    dcg = 1 / math.log2(3) + 2 / math.log2(4)  # gains are the grades, at places 2 and 3
    best = 2 / math.log2(2) + 1 / math.log2(3)
    assert values["ndcg@10"] == [pytest.approx(dcg / best), 0.0]
    assert values["mrr"] == [0.5, 0.0]
    assert values["recall@20"] == values["recall@100"] == [1.0, 0.0]
    assert list(values) == list(MEASURES) == list(published.MEASURES)


def test_means_intervals_and_the_paired_test() -> None:
    assert (figure([0.5] * 10).mean, figure([0.5] * 10).low, figure([0.5] * 10).high) == (0.5, 0.5, 0.5)
    spread = figure([0.0, 1.0] * 50)
    assert spread.mean == 0.5
    assert (spread.low, spread.high) == pytest.approx((0.402, 0.598), abs=0.03)  # 0.5 ± 1.96 × 0.5 / √100
    assert p_value([0.5] * 10, [0.5] * 10) == 1.0
    assert p_value([1.0] * 20, [0.0] * 20) == pytest.approx(1 / 2001)
    # three pairs, all in favour: 2 of the 8 sign patterns reach the difference
    assert p_value([1.0] * 3, [0.0] * 3) == pytest.approx(0.25, abs=0.03)


def test_the_command_measures_a_foreign_set(run: Run, home: Path, folder: Path) -> None:
    def measured() -> Outcome:
        return run("--home", home, "eval", "--beir", folder, "--json")

    (found,) = measured().json["sets"]
    assert (found["set"], found["queries"]) == ("cups", 2)
    for system in ("lexical", "semantic", "hybrid"):
        assert found["systems"][system]["ndcg@10"] == 1.0
        assert found["systems"][system]["recall@100"] == 1.0
    assert found["systems"]["hybrid"]["interval"]["mrr"] == [1.0, 1.0]
    assert found["systems"]["lexical"]["p"] == 1.0
    kept = sorted(path.name for path in (home / "evaluation").iterdir())
    before = (home / "evaluation" / kept[0] / "manifest.json").stat().st_mtime_ns
    assert measured().json["sets"] == [found]
    assert (home / "evaluation" / kept[0] / "manifest.json").stat().st_mtime_ns == before
    assert "cups: 2 queries" in run("--home", home, "eval", "--beir", folder).out


def test_a_document_is_not_found_by_itself(run: Run, home: Path, folder: Path) -> None:
    def ranked() -> float:
        (found,) = run("--home", home, "eval", "--beir", folder, "--json").json["sets"]
        value: float = found["systems"]["lexical"]["mrr"]
        return value

    (folder / "qrels.tsv").write_text("1\tb\t1\n")
    write(folder / "queries.jsonl", [{"_id": "1", "text": "clay slow tea"}])
    assert ranked() == 0.5
    write(folder / "queries.jsonl", [{"_id": "1", "text": "clay slow tea", "doc": "a"}])
    assert ranked() == 1.0


def test_the_command_measures_the_atlas(run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "own" / "first" / "queries.jsonl", [{"_id": "1", "text": "SST"}, {"_id": "2", "text": "慢泡"}])
    (tmp_path / "own" / "first" / "qrels.tsv").write_text("1\tconcept:steeping\t1\n2\tconcept:steeping\t1\n")
    monkeypatch.setattr(judged, "OWN", tmp_path / "own")
    (found,) = run("--home", home, "eval", "first", "--json").json["sets"]
    assert found["systems"]["concept"]["mrr"] == found["systems"]["hybrid"]["mrr"] == 1.0
    assert run("--home", home, "eval", "second").code == 2


def test_a_set_that_is_not_there(run: Run, home: Path, tmp_path: Path) -> None:
    outcome = run("--home", home, "eval", "--beir", tmp_path / "none")
    assert (outcome.code, "none/queries.jsonl: cannot be read" in outcome.err.replace("\n", "")) == (1, True)
