"""The command that finds related work, given what is wrong, empty, huge or hostile."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from ingest.formats import BY_NAME
from tests.conftest import Run
from tests.kb.reports import put

BIB = "@misc{slow, title = {Slow steeping with SST: a résumé}, author = {Kettle, Kim}, eprint = {1001.00001}}\n"
FORMATS = ", ".join(BY_NAME)
Pipe = Callable[[bytes], None]


@pytest.fixture
def kb(run: Run, mini_home: Path) -> Run:
    """Run the command on the built home."""
    return lambda *arguments: run("--home", mini_home, "related", *arguments)


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Pipe:
    """Give bytes to standard input."""
    return lambda data: monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give a text with --text, papers with --work"),
        (("--strike", "tea"), "give a text with --text, papers with --work"),
        (("--add", "tea", "--json", "--bibtex"), "take one of --json, --bibtex and --markdown"),
        (("--add", "tea", "--markdown", "--bibtex"), "take one of --json, --bibtex and --markdown"),
        (("--add", "tea", "-k", "0"), "greater than or equal to 1"),
        (("--add", "tea", "-k", "101"), "less than or equal to 100"),
        (("--add", "tea", "-k", "many"), "valid int"),
    ],
)
def test_a_wrong_use_is_told(kb: Run, arguments: tuple[str, ...], said: str) -> None:
    outcome = kb(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in " ".join(outcome.err.replace("│", " ").split())


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--work", "pot2016against"), "No work is called “pot2016against”."),
        (("--work", ""), "No work is called “”."),
        (("--work", "\udcff"), "No work is called “”."),
        (("--add", "slow steepin"), "No concept is called “slow steepin”. Near matches: Slow steeping, pot-steeping."),
        (("--add", "tea", "--strike", "zebra"), "No concept is called “zebra”."),
        (("--add", "x" * 5000), f"No concept is called “{'x' * 200}”."),
        (("--text", "/nowhere/draft.txt"), "The file /nowhere/draft.txt cannot be read: No such file or directory."),
        (("--bib", "/"), "The file / cannot be read: Is a directory."),
        (("--text", "a\0b"), "cannot be read: embedded null byte."),
    ],
)
def test_what_is_not_there_is_told(kb: Run, arguments: tuple[str, ...], error: str) -> None:
    outcome = kb(*arguments)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.rstrip("\n").endswith(error) if "\0" in arguments[1] else outcome.err == f"{error}\n"


FOREIGN = f"not a format that is read here; known are {FORMATS}"
UNREADABLE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\t\r\n", "the file is empty"),
    "binary": (bytes(range(256)) * 40, FOREIGN),
    "zeros": (b"\0" * 100_000, FOREIGN),
    "image": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), FOREIGN),
    "office": (b"PK\x03\x04" + b"\0" * 100, "an office document or e-book; save it as text or PDF"),
    "huge": (b"slow steeping " * 1_500_000, "larger than 20 MB; split the file"),
}


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("option", ["--text", "--bib"])
def test_what_cannot_be_read_is_told(kb: Run, tmp_path: Path, pipe: Pipe, option: str, name: str) -> None:
    data, reason = UNREADABLE[name]
    path = put(tmp_path / "draft", data)
    outcome = kb(option, path)
    assert (outcome.code, outcome.out, outcome.err) == (1, "", f"Nothing could be read: {path}: {reason}\n")
    pipe(data)
    assert kb(option, "-").err == f"Nothing could be read: standard input: {reason}\n"


def test_what_has_no_end_is_not_read_to_it(kb: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless:
        def read(self, size: int) -> bytes:
            assert size == 256_000_001
            return b"slow steeping " * 1_500_000

    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=Endless()))
    outcome = kb("--text", "-")
    assert (outcome.code, outcome.err) == (
        1,
        "Nothing could be read: standard input: larger than 20 MB; split the file\n",
    )


def test_markup_without_a_word_is_no_text(kb: Run, tmp_path: Path) -> None:
    outcome = kb(
        "--text", put(tmp_path / "draft.tex", "\\documentclass{article}\n\\begin{document}\n\\end{document}\n")
    )
    assert (outcome.code, outcome.err) == (1, "There is no text and no reference in it.\n")


def test_what_could_not_be_read_is_told_beside_the_answer(kb: Run, tmp_path: Path) -> None:
    bib = put(tmp_path / "mine.bib", f"{BIB}@misc{{bad, year = {{2001}}}}\n")
    outcome = kb("--bib", bib, "--text", put(tmp_path / "empty.txt", ""), "--json")
    assert outcome.code == 0
    assert [one["title"] for one in outcome.json["results"]] == ["Against slow steeping", "Tea for Everyone"]
    assert f"{bib.parent / 'empty.txt'}: the file is empty" in outcome.err
    assert "the entry has no title; add a field title" in outcome.err


HOSTILE = "</script><img onerror=alert(1)> [x](javascript:alert(1)) [red]slow steeping[/red] {} $x$ \x1b[31m \x00\u202e"


def test_hostile_text_is_text(kb: Run, tmp_path: Path) -> None:
    draft = put(tmp_path / "draft.txt", HOSTILE)
    answer = kb("--text", draft, "--json").json
    assert [one["id"] for one in answer["concepts"]] == ["steeping"]
    assert not {"\x1b", "\x00", "\u202e"} & {*json.dumps(answer, ensure_ascii=False)}
    out = kb("--text", draft).out
    assert "[red]slow" in out
    assert "\u202e" not in out
    assert "\x1b[31m" not in out


def test_hostile_entries_are_text(kb: Run, tmp_path: Path) -> None:
    people = "author = {Kettle, Kim and Leaf, Lena}, eprint = {1001.00001}, year = {1900}"
    bib = put(
        tmp_path / "evil.bib", f"@misc{{k[red]</b>, title = {{Slow steeping with SST: a [bold]résumé}}, {people}}}"
    )
    for form in ((), ("--markdown",), ("--bibtex",), ("--json",)):
        outcome = kb("--bib", bib, *form)
        assert (outcome.code, outcome.err) == (0, "")
    assert "k[red]</b>" in kb("--bib", bib).out


def test_without_a_built_home_it_says_what_to_do(run: Run, tmp_path: Path) -> None:
    outcome = run("--home", tmp_path / "none", "related", "--add", "tea")
    assert outcome.code == 1
    assert "python -m kb" in outcome.err
