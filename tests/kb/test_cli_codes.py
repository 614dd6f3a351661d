"""Exit codes, any query and reference, and what a plain command does not load."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.fakes import MINI, ROOT


@pytest.fixture
def kb(run: Run, mini_home: Path) -> Run:
    """Run a command on the built home."""
    return lambda *arguments: run("--home", mini_home, *arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("concept", "slow stepping"), "No concept is called “slow stepping”. Near matches: Slow steeping"),
        (("concept", "qqqq"), "No concept is called “qqqq”."),
        (("work", "against steeping"), "Near matches: pot2015against (Against slow steeping)"),
        (("path", "tea", "qqqq"), "No concept is called “qqqq”."),
        (("search", "tea", "--concept", "bitternes"), "No concept is called “bitternes”. Near matches: Bitterness"),
        (
            ("search", "tea", "--venue", "Jurnal of Tea"),
            "called “Jurnal of Tea”. Near matches: Journal of Invented Tea.",
        ),
        (("search", "tea", "--type", "x"), "No entry type is called “x”. The most frequent are: article, book, misc."),
        (("search", "tea", "--source", "my.bib"), "No source is called “my.bib”. The most frequent are: curated."),
    ],
)
@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_unknown_references_are_code_1(
    kb: Run, arguments: tuple[str, ...], message: str, as_json: tuple[str, ...]
) -> None:
    outcome = kb(*arguments, *as_json)
    assert (outcome.code, outcome.out) == (1, "")
    assert message in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("search",),
        ("search", "x", "-k", "0"),
        ("search", "x", "--mode", "magic"),
        ("search", "x", "--facet", "magic"),
        ("brew",),
        ("--lang", "fr", "stats"),
        ("search", "x", "--year-from", "soon"),
        ("search", "x", "--year-from", "2024", "--year-to", "2020"),
    ],
)
def test_misuse_is_code_2(kb: Run, arguments: tuple[str, ...]) -> None:
    assert kb(*arguments).code == 2


@pytest.mark.parametrize(
    "query", ["", "AND (title:", "[bold]x[/bold]", "🍵", "x" * 10_000, "\udcff\udcfe", "--", "\x00"], ids=repr
)
def test_any_query_is_printed(kb: Run, query: str) -> None:
    found = kb("search", "--json", "--", query)
    assert found.code == 0
    assert found.json["query"] == query.replace("\udcff", "?").replace("\udcfe", "?")
    assert kb("search", "--", query).code == 0


@pytest.mark.parametrize("command", ["concept", "work"])
@pytest.mark.parametrize("ref", ["", "\udcff", "[/bold]", "x" * 10_000, "\x00"], ids=repr)
def test_any_reference_is_answered(kb: Run, command: str, ref: str) -> None:
    assert kb(command, "--", ref).code == 1


@pytest.mark.parametrize("year", ["99999999999999999999999", "-99999999999999999999999"])
def test_far_years(kb: Run, year: str) -> None:
    assert kb("search", "steeping", "--year-from", year).code == 0
    assert kb("search", "steeping", "--year-to", year).code == 0


def test_help_names_every_command(run: Run) -> None:
    out = run("--help").out
    assert all(command in out for command in ("build", "search", "concept", "work", "path", "check", "stats"))


# --- what a plain command does not load ---

HEAVY = ("torch", "sentence_transformers", "transformers", "faiss", "streamlit", "networkx")
WATCH = f"""
import sys
from kb.cli.app import main
try:
    main(sys.argv[1:])
finally:
    print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [("search", "SST", "--mode", "lexical", "--json"), ("concept", "SST"), ("stats",), ("build", "--data", MINI)],
)
def test_plain_commands_load_nothing_heavy(mini_home: Path, arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-c", WATCH, "--home", mini_home, *arguments]
    process = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert process.returncode == 0, process.stderr
    assert process.stderr.splitlines()[-1] == "[]"


def test_the_module_runs(mini_home: Path) -> None:
    command = [sys.executable, "-m", "kb", "--home", mini_home, "concept", "slow stepping"]
    process = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr.startswith("No concept is called “slow stepping”. Near matches: Slow steeping")
