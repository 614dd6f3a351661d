"""The commands about collections."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from kb import clock, intake
from kb.home import Home
from tests.conftest import Run
from tests.fakes import HashEncoder, silent
from tests.library import paper, take

AT = "2026-11-23T08:00:00+00:00"
SLOW = "arxiv:1001.00001"
LATE = paper("Careful kettles in quiet kitchens", "Pot, Pia")
STARRED = {"id": 1, "name": "", "created": "", "changed": "", "dropped": "", "size": 0}


@pytest.fixture
def kb(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command about collections on a home of this test's own."""
    monkeypatch.setattr(clock, "now", lambda: AT)
    return lambda *arguments: run("--home", home, "collection", *arguments)


def test_a_collection_from_its_beginning_to_its_end(kb: Run) -> None:
    assert kb("--json").json == [STARRED]
    mine = {"id": 2, "name": "Read first", "created": AT, "changed": AT, "dropped": "", "size": 0}
    assert kb("create", "Read first", "--json").json == mine
    assert kb("add", "read first", "慢泡", "kettle2010slow", "--json").json == mine | {"size": 2}
    assert kb("rename", "2", "Later", "--json").json == mine | {"name": "Later", "size": 2}
    noted = kb("note", "Later", "SST", "[b]why[/b]", "--json").json
    concept = {"kind": "concept", "id": "steeping", "title": "Slow steeping", "year": None}
    assert noted == concept | {"note": "[b]why[/b]", "added": AT, "gone": False}
    title = "Slow steeping with SST: a résumé"
    work = {"kind": "work", "id": SLOW, "title": title, "year": 2010, "note": "", "added": AT, "gone": False}
    shown = kb("show", "Later", "--order", "year", "--json").json
    assert shown == mine | {"name": "Later", "size": 2, "items": [work, noted]}
    assert kb("remove", "Later", "SST", "--json").json["size"] == 1
    assert kb("add", "Later", "SST", "--json").json["size"] == 2
    assert kb("show", "Later", "--json").json["items"] == [noted, work]
    assert kb("delete", "Later", "--json").json["dropped"] == AT
    assert [one["name"] for one in kb("--json").json] == ["", "Later"]
    assert kb("show", "Later").code == 1
    assert kb("restore", "Later", "--json").json == mine | {"name": "Later", "size": 2}


def test_as_tables(kb: Run) -> None:
    kb("add", "starred", SLOW, "SST")
    kb("note", "starred", SLOW, "[b]why[/b]")
    out = kb("show", "Starred").out
    assert "Slow steeping with SST: a résumé (2010)" in out
    assert "[b]why[/b]" in out
    assert "Starred" in kb().out
    kb("create", "[b]")
    assert "deleted 2026-11-23" in kb("delete", "[b]").out
    kb("create", "Empty")
    assert kb("show", "Empty").out == "There is nothing in it yet.\n"


def test_exports(kb: Run) -> None:
    kb("add", "starred", SLOW, "SST")
    kb("note", "starred", "SST", "=why")
    assert kb("export", "starred", "--form", "bib").out.startswith("@article{kettle2010slow,")
    rows = [*csv.DictReader(io.StringIO(kb("export", "starred", "--form", "csv").out.removeprefix("\ufeff")))]
    assert [(row["kind"], row["id"], row["note"]) for row in rows] == [
        ("work", SLOW, ""),
        ("concept", "steeping", "'=why"),
    ]
    assert kb("export", "starred").out.startswith("# Starred\n\n## Concepts\n\n- **Slow steeping** (慢泡): ")


def test_what_is_gone_is_shown_exported_and_taken_out(kb: Run, home: Path) -> None:
    take(home, [LATE], encoder=HashEncoder())
    kb("add", "starred", LATE.id)
    intake.undo(Home(home), 1, HashEncoder(), silent)
    (one,) = kb("show", "starred", "--json").json["items"]
    assert (one["id"], one["title"], one["gone"]) == (LATE.id, LATE.title, True)
    assert f"{LATE.title} (2020) [gone]" in kb("show", "starred").out
    assert LATE.title in kb("export", "starred", "--form", "bib").out
    assert kb("remove", "starred", LATE.title, "--json").json["size"] == 0


def test_errors_say_what_and_where(kb: Run, run: Run, tmp_path: Path) -> None:
    kb("create", "Read first")
    errors = {
        ("show", "Read frist"): "No collection is called “Read frist”. Near matches: Read first.\n",
        ("create", "READ FIRST"): "There is a collection “READ FIRST” already; choose another name.\n",
        ("delete", "starred"): "What is starred has one place, which is neither renamed nor deleted.\n",
        ("add", "starred", "slow steepin"): (
            "No work or concept is called “slow steepin”. Near matches: Slow steeping, pot-steeping.\n"
        ),
        ("remove", "starred", "SST"): "No work or concept in this collection is called “SST”.\n",
    }
    for arguments, error in errors.items():
        outcome = kb(*arguments)
        assert (outcome.code, outcome.out, outcome.err) == (1, "", error)
    nowhere = run("--home", tmp_path / "nowhere", "collection")
    assert nowhere.code == 1
    assert "There is no knowledge base in" in nowhere.err
