"""Queries without a good match are kept once each time they are asked, however often the page is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb import clock
from kb.home import Home
from kb.missed import Missed, missed
from tests.ui.conftest import Open

AT = "2026-11-23T08:00:00+00:00"


@pytest.fixture
def kept(open_page: Open, home: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open pages on a home that keeps missed queries."""
    monkeypatch.setenv("KB_HOME", str(home))
    monkeypatch.delenv("KB_MISSED")
    monkeypatch.setattr(clock, "now", lambda: AT)
    return open_page


def test_a_query_is_kept_once_however_often_it_is_drawn(kept: Open, home: Path) -> None:
    kept("search", q="SST")
    assert missed(Home(home)) == []
    page = kept("search", "zh", q="zebra", show="work", to="2010")
    page.run()
    page.run()
    assert missed(Home(home)) == [Missed("zebra", 1, AT, AT, "zh", "hybrid", {"kind": "work", "year_to": "2010"})]
    kept("search", q="zebra", mode="lexical")
    assert missed(Home(home)) == [Missed("zebra", 2, AT, AT, "en", "lexical", {})]


def test_apart_both_halves_have_to_miss(kept: Open, home: Path) -> None:
    page = kept("search", q="SST", show="apart", **{"from": "2011"})  # no concept has a year
    assert not page.exception
    kept("search", q="spaceship koala", show="apart")
    assert [(one.query, one.count, one.filters) for one in missed(Home(home))] == [("spaceship koala", 1, {})]


def test_a_home_that_cannot_be_written_is_searched_all_the_same(kept: Open, home: Path) -> None:
    Home(home).missed.mkdir()
    assert kept("search", q="zebra").warning
