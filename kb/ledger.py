"""What was taken in and what people decided of it: pairs of records, and what a run brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select

from kb import tables
from kb.database import among
from kb.model import Record, Work
from kb.model.record import CURATED
from kb.model.run import Brought
from kb.values import from_json


def doubts(connection: Connection) -> list[tuple[Record, Record]]:
    """Return a pair of records for any two works that may be one and that nobody has decided on."""
    settled = {frozenset(works) for _, _, works in _pairs(connection, tables.decisions)}
    found: dict[frozenset[str], tuple[Record, Record]] = {}
    for one, other, works in _pairs(connection, tables.doubts):
        if works[0] != works[1] and frozenset(works) not in settled:
            found.setdefault(frozenset(works), (one, other))
    return list(found.values())


def decided(connection: Connection, work: str | None) -> list[tuple[Record, Record, bool]]:
    """Return the pairs of records that people decided on, of a work or all, with whether they are the same work."""
    said = tables.decisions.c
    found = _pairs(connection, tables.decisions)
    rows = connection.execute(select(said.one, said.other, said.same))  # one may have been taken back meanwhile
    same = {frozenset((row.one, row.other)): bool(row.same) for row in rows}
    pairs = ((a, b, frozenset((a.digest, b.digest))) for a, b, works in found if work is None or work in works)
    return [(a, b, same[pair]) for a, b, pair in pairs if pair in same]


def brought(connection: Connection, run: int) -> Brought:
    """Return how much would go if a run were taken back."""

    def count(query: Select[Any]) -> int:
        return int(connection.scalar(select(func.count()).select_from(query.subquery())) or 0)

    r, c = tables.records.c, tables.candidates.c
    touched = select(r.work).where(r.run == run).distinct()
    only = select(r.work).where(r.work.in_(touched)).group_by(r.work)
    only = only.having(func.min(r.run) == run, func.max(r.run) == run)
    records, candidates = select(r.digest).where(r.run == run), select(c.position).where(c.run == run)
    return Brought(count(records), count(only), count(candidates))


def owners(connection: Connection, wanted: Iterable[str]) -> dict[str, list[str]]:
    """Map keys (`kb.matching.keys`) to the ids of the works that have a record under them, in the order of the ids."""
    t = tables.keys.c
    found: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(select(t.key, t.work).where(among(t.key, wanted)).order_by(t.work)):
        found[row.key].append(row.work)
    return found


def said(connection: Connection, works: Iterable[str]) -> dict[str, list[Work]]:
    """Map works to what their records say, the curated one first, then in the order in which they came."""
    t = tables.records
    found: dict[str, list[Work]] = defaultdict(list)
    query = select(t.c.work, t.c.body).where(among(t.c.work, works)).order_by(t.c.run != CURATED, t.c.position)
    for row in connection.execute(query):
        found[row.work].append(from_json(row.body, Work))
    return found


def record_of(row: Any) -> Record:
    """Return the record of a row of its table."""
    digest, run, position, source, _work, body = row
    return Record(digest, run, position, source, from_json(body, Work))


def _pairs(connection: Connection, table: Table) -> list[tuple[Record, Record, tuple[str, str]]]:
    """Return pairs of records that a table names, the one that came first before the other, and their works."""
    one, other = tables.records.alias("a"), tables.records.alias("b")
    joined = table.join(one, one.c.digest == table.c.one).join(other, other.c.digest == table.c.other)
    query = select(one, other).select_from(joined).order_by(one.c.position, other.c.position)
    rows = connection.execute(query).all()
    found = []
    for row in rows:
        first, second = sorted((record_of(row[:6]), record_of(row[6:])), key=lambda r: (r.run != CURATED, r.position))
        found.append((first, second, (row[4], row[10])))
    return found
