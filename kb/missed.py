"""Queries that found no good match, kept in the home for its maintainer and sent nowhere; ``KB_MISSED=0`` keeps none.

They lie in a small SQLite file of their own: a build leaves it alone, and nobody waits while the catalogue is written.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from kb.errors import HomeError
from kb.home import Home, sentence
from kb.lexical import Filter
from kb.results import Request, Results
from kb.text import clean
from kb.values import Value, convert, from_json, to_json, to_plain

MOST = 1000
"""Queries that are kept; the one that was not asked for the longest time makes room."""
_LONGEST = 200  # characters of a query
_WAIT_SECONDS = 0.5  # for another process that writes; then the query is let go
_SCHEMA = """
    CREATE TABLE IF NOT EXISTS missed (
        query TEXT PRIMARY KEY COLLATE NOCASE, count INTEGER, first TEXT, last TEXT, lang TEXT, mode TEXT, filters TEXT
    )"""
_KEEP = """
    INSERT INTO missed VALUES (?1, 1, ?2, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET
        count = count + 1, last = excluded.last, lang = excluded.lang, mode = excluded.mode, filters = excluded.filters
    """
_DROP = "DELETE FROM missed WHERE rowid NOT IN (SELECT rowid FROM missed ORDER BY last DESC, rowid DESC LIMIT ?)"


class Missed(Value, frozen=True):
    """A query, how often it was asked, when first and last, and how the last time: language, mode and filters."""

    query: str
    count: int
    first: str
    last: str
    lang: str
    mode: str
    filters: dict[str, str]


COLUMNS = Missed.__struct_fields__
"""What a row of the list says."""


def record(home: Home, request: Request, found: Results, at: str) -> None:
    """Keep a query that found no good match; ``at`` is the time in UTC.

    Never raises: where the home cannot be written, nothing is kept.
    """
    query = clean(clean(request.query)[:_LONGEST])
    if not found.no_good_match or not query or os.environ.get("KB_MISSED") == "0":
        return
    filters = to_json(_filters(request.where)).decode()
    try:
        with _opened(home) as connection:
            connection.execute(_KEEP, (query, at, request.lang.value, request.mode.value, filters))
            connection.execute(_DROP, (MOST,))
    except sqlite3.Error:
        return


def missed(home: Home) -> list[Missed]:
    """Return what is kept, the most frequent first, then the latest; raises HomeError where it cannot be read."""
    if not home.missed.exists():
        return []
    try:
        with _opened(home) as connection:
            rows = connection.execute("SELECT * FROM missed ORDER BY count DESC, last DESC, query").fetchall()
        return [_read(row) for row in rows]
    except (sqlite3.Error, ValueError) as error:
        raise HomeError(
            f"The list of missed queries {home.missed} cannot be read ({error}); drop it with "
            "`python -m kb missed --clear`."
        ) from error


def clear(home: Home) -> None:
    """Forget what is kept; raises HomeError where that is not allowed."""
    try:
        for path in (home.missed, home.missed.with_name(home.missed.name + "-journal")):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise HomeError(sentence(home.path, error)) from error


def plain(found: Missed) -> dict[str, object]:
    """Return a row of the list as a table holds it, the filters in one cell."""
    row: dict[str, object] = to_plain(found)
    return row | {"filters": "; ".join(f"{name}: {value}" for name, value in found.filters.items())}


@contextmanager
def _opened(home: Home) -> Iterator[sqlite3.Connection]:
    """Give the list within one transaction."""
    with closing(sqlite3.connect(home.missed, timeout=_WAIT_SECONDS)) as connection, connection:
        connection.execute(_SCHEMA)
        yield connection


def _read(row: tuple[object, ...]) -> Missed:
    held = dict(zip(COLUMNS, row, strict=True))
    return convert(held | {"filters": from_json(str(held["filters"]), dict[str, str])}, Missed)


def _filters(where: Filter) -> dict[str, str]:
    return {name: str(value) for name, value in where._asdict().items() if value != where._field_defaults[name]}
