"""The command that finds more like something."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from kb.cli import base as cli_base
from tests.conftest import Run
from tests.fakes import build_mini

SLOW = "arxiv:1001.00001"
AGAINST = "arxiv:1502.00002"


@pytest.fixture
def kb(run: Run, mini_home: Path) -> Run:
    """Run a command on the built home."""
    return lambda *arguments: run("--home", mini_home, *arguments)


def test_like_a_work(kb: Run) -> None:
    (found,) = kb("similar", "kettle2010slow", "--json").json["results"]
    assert list(found) == ["id", "title", "year", "authors", "score", "cosine", "band", "concepts", "words"]
    assert (found["id"], found["title"], found["year"]) == (AGAINST, "Against slow steeping", 2015)
    assert (found["authors"], found["band"], found["concepts"]) == (["Pia Pot"], "close", ["steeping"])
    assert 0 < found["score"] <= 1


def test_like_a_concept_or_a_text(kb: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kb("similar", "慢泡", "--json").json == {"results": []}
    (tmp_path / "draft.txt").write_text("\ufeffWhat slow steeping does.", encoding="utf-8")
    found = kb("similar", "--text", tmp_path / "draft.txt", "--json").json["results"]
    assert {one["id"] for one in found} == {SLOW, AGAINST}
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO("慢泡".encode())))
    found = kb("similar", "--text", "-", "-k", 1, "--json").json["results"]
    assert [one["concepts"] for one in found] == [["steeping"]]


def test_as_a_table(kb: Run) -> None:
    out = kb("similar", SLOW).out
    assert "Against slow steeping" in out
    assert "close (0.70); concepts: Slow steeping" in out
    assert "concepts: 慢泡" in kb("--lang", "zh", "similar", SLOW).out
    assert kb("similar", "SST").out == "Nothing like it is known.\n"


def test_without_vectors_it_says_so(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_mini(tmp_path / "h")
    monkeypatch.setattr(cli_base, "from_environment", lambda: None)
    out = run("--home", tmp_path / "h", "similar", SLOW).out
    assert "concepts: Slow steeping" in out
    assert out.endswith("Compared by concepts and words only: there are no vectors to compare.\n")


@pytest.mark.parametrize("arguments", [(), ("SST", "--text", "-")])
def test_one_thing_at_a_time(kb: Run, arguments: tuple[str, ...]) -> None:
    outcome = kb("similar", *arguments)
    assert outcome.code == 2
    assert "one of the two" in outcome.err


def test_errors_say_what_and_where(kb: Run, tmp_path: Path) -> None:
    missing, empty, latin = (tmp_path / name for name in ("none.txt", "empty.txt", "latin.txt"))
    empty.write_text(" \n")
    latin.write_bytes(b"th\xe9")
    errors = {
        missing: f"The text in {missing} cannot be read: No such file or directory.\n",
        empty: f"There is no text in {empty}.\n",
        latin: f"The text in {latin} is not UTF-8; save it as plain text in UTF-8.\n",
    }
    for path, error in errors.items():
        outcome = kb("similar", "--text", path)
        assert (outcome.code, outcome.err) == (1, error)
    unknown = kb("similar", "slow steepin")
    assert (unknown.code, unknown.err) == (
        1,
        "No work or concept is called “slow steepin”. Near matches: Slow steeping, pot-steeping.\n",
    )
