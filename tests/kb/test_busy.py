"""What is seen of a home while another process is changing it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb import home as home_module
from kb.atlas import Atlas
from kb.errors import BusyError
from kb.home import Home
from kb.intake import ingest, undo
from kb.results import Request
from tests.fakes import HashEncoder, silent
from tests.library import AT, paper, source

OLD = paper("Leaves at rest", "Cup, Carl")
NEW = paper("Kettles at rest", "Cup, Carl")


@pytest.fixture
def behind(home: Path) -> Iterator[Home]:
    """A home whose index lacks a new work and holds one that is gone, while somebody is at work on it."""
    ours = Home(home)
    ingest(ours, [source("a.bib", [OLD])], AT, HashEncoder(), silent)
    kept = (home / "index").rename(home / "kept")
    undo(ours, 1, HashEncoder(), silent)
    ingest(ours, [source("b.bib", [NEW])], AT, None, silent, search=False)
    for path in sorted((home / "index").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (home / "index").rmdir()
    kept.rename(home / "index")
    with ours.locked():
        yield ours


def ids(atlas: Atlas) -> set[str]:
    return {hit.id for hit in atlas.search(Request("slow steeping of leaves and kettles at rest")).results}


@pytest.mark.parametrize("words_only", [False, True])
def test_the_index_of_before_answers_at_once(behind: Home, words_only: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home_module, "_LOCK_SECONDS", 0.0)  # whoever waits for the lock gets an error
    atlas = Atlas(behind, None if words_only else HashEncoder())
    assert behind.busy
    found = ids(atlas)
    assert found
    assert not found & {OLD.id, NEW.id}
    assert atlas.work(NEW.id).title == NEW.title
    atlas.catalogue.close()


def test_a_second_one_is_told_so(home: Path, behind: Home) -> None:
    elsewhere = Home(home)
    with pytest.raises(BusyError, match="Another process is changing"), elsewhere.locked(0):
        pass
    assert elsewhere.busy


def test_nobody_is_at_work(home: Path) -> None:
    ours = Home(home)
    assert not ours.busy
    ingest(ours, [source("b.bib", [NEW])], AT, None, silent, search=False)
    atlas = Atlas(ours, HashEncoder())
    assert NEW.id in ids(atlas)
    atlas.catalogue.close()
