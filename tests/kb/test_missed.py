"""The queries that found no good match: what is kept of them, how long, and that keeping never hurts."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from kb import clock
from kb import missed as module
from kb.documents import Kind
from kb.errors import HomeError
from kb.home import Home
from kb.missed import Missed, missed, record
from kb.model import Lang
from kb.results import Mode, Request, Results
from tests.conftest import Run
from tests.fakes import MINI, ROOT, UNSURE, HashEncoder, build_mini

DAYS = [f"2026-11-{day:02}T08:00:00+00:00" for day in range(1, 31)]


@pytest.fixture(autouse=True)
def _kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KB_MISSED")


@pytest.fixture
def place(tmp_path: Path) -> Home:
    (tmp_path / "home").mkdir()
    return Home(tmp_path / "home")


def keep(home: Home, query: str, at: str = DAYS[0], good: bool = False, **asked: object) -> None:
    request = Request(query, **asked)  # type: ignore[arg-type]
    record(home, request, Results(query, (), not good, 1.0, (), UNSURE), at)


def test_each_query_is_kept_once(place: Home) -> None:
    assert missed(place) == []
    assert not place.missed.exists()
    keep(place, "koala", DAYS[0], year_from=10**30)
    keep(place, " zebra\t", DAYS[1], mode=Mode.LEXICAL, kind=Kind.WORK, concept="tea", year_to=2010)
    keep(place, "Koala", DAYS[2], lang=Lang.ZH, year_to=-5)
    keep(place, "tea", DAYS[3], good=True)
    keep(place, " \u202e\n", DAYS[3])
    assert missed(place) == [
        Missed("koala", 2, DAYS[0], DAYS[2], "zh", "hybrid", {"year_to": "-5"}),
        Missed("zebra", 1, DAYS[1], DAYS[1], "en", "lexical", {"kind": "work", "year_to": "2010", "concept": "tea"}),
    ]
    assert [path.name for path in place.path.iterdir()] == ["missed.db"]


def test_the_most_frequent_comes_first_then_the_latest(place: Home) -> None:
    for query, day in (("a", 0), ("b", 1), ("c", 1), ("a", 2), ("d", 3)):
        keep(place, query, DAYS[day])
    assert [one.query for one in missed(place)] == ["a", "d", "b", "c"]


def test_the_oldest_make_room(place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert module.MOST == 1000
    monkeypatch.setattr(module, "MOST", 3)
    for day, query in enumerate(["a", "b", "c", "a", "d", "e"]):
        keep(place, query, DAYS[day])
    assert {one.query: one.count for one in missed(place)} == {"a": 2, "d": 1, "e": 1}


def test_a_query_is_cleaned_and_cut(place: Home) -> None:
    keep(place, "慢\x00泡\u202e\ud800 ' ); DROP TABLE missed; --" + "x" * 300)
    (one,) = missed(place)
    assert one.query == ("慢 泡 ' ); DROP TABLE missed; --" + "x" * 300)[:200]
    keep(place, "a" * 199 + " b")
    assert "a" * 199 in {one.query for one in missed(place)}


def test_it_is_switched_off(place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_MISSED", "0")
    keep(place, "koala")
    assert not place.missed.exists()
    monkeypatch.setenv("KB_MISSED", "1")
    keep(place, "koala")
    assert [one.query for one in missed(place)] == ["koala"]


def test_a_home_that_cannot_be_written_keeps_nothing(place: Home, tmp_path: Path) -> None:
    keep(Home(tmp_path / "nowhere"), "koala")
    assert not (tmp_path / "nowhere").exists()
    place.missed.mkdir()
    keep(place, "koala")
    with pytest.raises(HomeError, match=r"^The list of missed queries .*missed\.db cannot be read \(unable to open"):
        missed(place)


@pytest.mark.parametrize("damage", [b"not a database" * 99, b"SQLite format 3\0", b""])
def test_a_damaged_list_is_told_and_dropped(place: Home, damage: bytes) -> None:
    keep(place, "koala")
    place.missed.write_bytes(damage)
    if damage:
        with pytest.raises(HomeError, match=r"drop it with `python -m kb missed --clear`\.$"):
            missed(place)
        keep(place, "zebra")
        (place.path / "missed.db-journal").write_bytes(b"of before")
        module.clear(place)
        assert list(place.path.iterdir()) == []
    keep(place, "zebra")
    assert [one.query for one in missed(place)] == ["zebra"]


def test_a_strange_row_is_told(place: Home) -> None:
    keep(place, "koala")
    with module._opened(place) as connection:
        connection.execute("UPDATE missed SET filters = '[1]'")
    with pytest.raises(HomeError, match="cannot be read"):
        missed(place)


def test_while_another_process_writes_the_query_is_let_go(place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WAIT_SECONDS", 0.01)
    keep(place, "koala")
    with module._opened(place) as connection:
        connection.execute("UPDATE missed SET count = 7")
        keep(place, "zebra")
    assert [(one.query, one.count) for one in missed(place)] == [("koala", 7)]


WRITER = """
import sys
from pathlib import Path
from kb import missed
from kb.home import Home
from kb.results import Request, Results
from tests.fakes import UNSURE
missed._WAIT_SECONDS = 60
for number in range(50):
    for query in ("koala", sys.argv[2] + str(number)):
        missed.record(Home(Path(sys.argv[1])), Request(query), Results(query, (), True, 1.0, (), UNSURE), "2026-11-23")
"""


def test_two_processes_keep_all(place: Home) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, place.path, name], cwd=ROOT) for name in ("a", "b")]
    assert [writer.wait() for writer in writers] == [0, 0]
    found = {one.query: one.count for one in missed(place)}
    assert found == {"koala": 100} | {f"{name}{number}": 1 for name in "ab" for number in range(50)}


def test_a_rebuild_leaves_it_alone(home: Path, data: Path) -> None:
    keep(Home(home), "koala")
    cups = data / "concepts" / "cups.yaml"
    cups.write_text(cups.read_text().replace("Porcelain cup", "Bone china cup"))
    build_mini(home, HashEncoder(), data)
    assert [one.query for one in missed(Home(home))] == ["koala"]


# --- the command ---


def test_the_command_lists_what_searches_missed(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: DAYS[0])
    assert run("--home", home, "missed").out == "No missed queries are kept.\n"
    for query in ("SST", "[b]spaceship[/b] koala", "=koala"):
        run("--home", home, "--lang", "zh", "search", query, "--year-from", 2001, "--kind", "work", "--json")
    run("--home", home, "search", "=koala", "--mode", "lexical")
    rows = [
        ["=koala", 2, DAYS[0], DAYS[0], "en", "lexical", {}],
        ["[b]spaceship[/b] koala", 1, DAYS[0], DAYS[0], "zh", "hybrid", {"kind": "work", "year_from": "2001"}],
    ]
    assert run("--home", home, "missed", "--json").json == [dict(zip(module.COLUMNS, row, strict=True)) for row in rows]
    shown = run("--home", home, "missed").out
    assert "[b]spaceship[/b] koala" in shown
    assert "2026-11-01" in shown
    table = run("--home", home, "missed", "--csv").out
    assert list(csv.reader(io.StringIO(table.removeprefix("\ufeff")))) == [
        list(module.COLUMNS),
        ["'=koala", "2", DAYS[0], DAYS[0], "en", "lexical", ""],
        ["[b]spaceship[/b] koala", "1", DAYS[0], DAYS[0], "zh", "hybrid", "kind: work; year_from: 2001"],
    ]
    assert run("--home", home, "missed", "--clear").out == "No missed queries are kept.\n"
    assert run("--home", home, "missed", "--json").json == []


def test_measuring_keeps_nothing(run: Run, home: Path, tmp_path: Path) -> None:
    (tmp_path / "queries.jsonl").write_text('{"_id": "1", "text": "spaceship koala"}')
    (tmp_path / "qrels.tsv").write_text("1\ta\t1\n")
    (tmp_path / "corpus.jsonl").write_text('{"_id": "a", "title": "Tea"}')
    assert run("--home", home, "eval", "--beir", tmp_path, "--json").code == 0
    assert missed(Home(home)) == []


def test_a_list_that_cannot_be_dropped(run: Run, home: Path) -> None:
    Home(home).missed.mkdir()
    outcome = run("--home", home, "missed", "--clear")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith(f"The folder {home} cannot be used (")
    assert run("--home", home, "search", "spaceship koala").code == 0


def test_a_home_that_was_never_built(run: Run, tmp_path: Path) -> None:
    assert run("--home", tmp_path / "none", "missed", "--json").json == []
    assert run("--home", tmp_path / "none", "build", "--data", MINI).code == 0
