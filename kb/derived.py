"""Links that were found and not curated: stored apart from curated ones, read together with them.

A link of a *run* rests on a sentence of a source and goes when the run is taken back; it belongs to a record and
follows it from work to work. A *computed* link (run 0) rests on the work's own text and goes with the work.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, groupby
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, exists, func, select, update

from kb import tables
from kb.database import among, delete_where, insert_rows
from kb.model import Link, Method, Role

COMPUTED = 0
"""The run of the links that are computed from the works themselves."""


def store(connection: Connection, links: Iterable[Link], revision: int, run: int = COMPUTED, record: str = "") -> int:
    """Add found links (of a record that a run is about), each concept once; returns how many were new.

    The works get the revision, for the index holds the concepts of each. Computed links of works are first deleted:
    `delete_links(connection, revision, works=…)`.
    """
    best: dict[tuple[str, str], Link] = {}
    for link in sorted(links, key=lambda link: -link.confidence):
        best.setdefault((link.work, link.concept), link)
    t = tables.derived.c
    here = and_(among(t.work, {work for work, _ in best}), t.run == run, t.record == record)
    known = {(held.work, held.concept) for held in connection.execute(select(t.work, t.concept).where(here))}
    new = [{**row(link), "run": run, "record": record} for key, link in best.items() if key not in known]
    insert_rows(connection, tables.derived, new)
    _touch(connection, {each["work"] for each in new}, revision)
    return len(new)


def delete_links(connection: Connection, revision: int, run: int = COMPUTED, works: Iterable[str] | None = None) -> int:
    """Delete the links of a run (of some works, or all of it); returns the number of works that lost any."""
    t = tables.derived.c
    where = t.run == run if works is None else and_(t.run == run, among(t.work, works))
    lost = set(connection.scalars(select(t.work).where(where)))
    connection.execute(delete(tables.derived).where(where))
    _touch(connection, lost, revision)
    return len(lost)


def follow(connection: Connection, revision: int) -> None:
    """Tie the links of runs to the works that their records are part of now; links of works that are gone go."""
    t, r = tables.derived.c, tables.records.c
    query = select(t.record, t.work, r.work.label("now")).join_from(
        tables.derived, tables.records, t.record == r.digest, isouter=True
    )
    found = connection.execute(query.where(t.run > COMPUTED))
    moved = {(held.record, held.now) for held in found if held.work != held.now}
    for record, now in moved:
        if now is not None:
            connection.execute(update(tables.derived).where(t.record == record).values(work=now))
    delete_where(connection, t.record, [record for record, now in moved if now is None])
    _touch(connection, {now for _, now in moved if now is not None}, revision)
    gone = select(tables.gone.c.work).where(tables.gone.c.revision == revision)
    connection.execute(delete(tables.derived).where(t.run == COMPUTED, t.work.in_(gone)))


def links(
    connection: Connection,
    work: str | None = None,
    concepts: Iterable[str] | None = None,
    works: Iterable[str] | None = None,
    curated_only: bool = False,
) -> list[Link]:
    """Return the links of a work, of some concepts, of several works, or all; by work, concept and role.

    Of a work and a concept there are the curated links or, without any, the surest one that was found.
    """
    sources = [tables.links] if curated_only else [tables.links, tables.derived]
    found = (_read(connection, source, work, concepts, works) for source in sources)
    ordered = sorted(chain.from_iterable(found), key=_order)
    return [link for _, same in groupby(ordered, key=lambda link: (link.work, link.concept)) for link in _best(same)]


def pairs(connection: Connection, *, curated_only: bool) -> tuple[list[tuple[str, str]], dict[str, int]]:
    """Return the pairs of work and concept that are tied, each once or more, and the years of these works, if dated."""
    sources = [tables.links] if curated_only else [tables.links, tables.derived]
    work = tables.works.c
    found = [tuple(row) for t in sources for row in connection.execute(select(t.c.work, t.c.concept)).all()]
    named = among(work.id, {tied for tied, _ in found})
    dated = connection.execute(select(work.id, work.year).where(work.year.is_not(None), named)).all()
    return found, {row[0]: row[1] for row in dated}


def found_of(
    connection: Connection, concepts: Iterable[str], start: int, most: int
) -> dict[str, tuple[int, list[Link]]]:
    """Map concepts to how many works were found for them that no curator tied to them, and some of their links.

    The surest come first, each work once; concepts for which nothing was found are left out.
    """
    t, curated = tables.derived.c, tables.links.c
    tied = exists().where(curated.work == t.work, curated.concept == t.concept)
    several = select(t.concept, func.count(t.work.distinct()).label("works")).where(among(t.concept, concepts), ~tied)
    counts = {row.concept: row.works for row in connection.execute(several.group_by(t.concept))}
    surest = func.max(t.confidence).label("confidence")  # SQLite takes the other columns from the row of the maximum
    query = select(t.work, t.concept, t.role, t.method, surest, t.evidence).where(~tied).group_by(t.work)
    query = query.order_by(surest.desc(), t.work).offset(start).limit(most)
    return {
        concept: (count, [_link(row) for row in connection.execute(query.where(t.concept == concept))])
        for concept, count in counts.items()
    }


def _best(same: Iterable[Link]) -> list[Link]:
    """Return the curated ones of the links between a work and a concept, or the first of the others."""
    ordered = list(same)
    return [link for link in ordered if link.method is Method.CURATED] or ordered[:1]


def _order(link: Link) -> tuple[str, str, bool, float, str]:
    return link.work, link.concept, link.method is not Method.CURATED, -link.confidence, link.role


def _read(
    connection: Connection, table: Any, work: str | None, concepts: Iterable[str] | None, works: Iterable[str] | None
) -> list[Link]:
    t = table.c
    query: Select[Any] = select(t.work, t.concept, t.role, t.method, t.confidence, t.evidence)
    if work is not None:
        query = query.where(t.work == work)
    if concepts is not None:
        query = query.where(among(t.concept, concepts))
    if works is not None:
        query = query.where(among(t.work, works))
    if table is tables.derived:  # a concept may have left the data since
        known = tables.concepts.c.id  # not IN, which SQLite would try for each work with each concept
        query = query.where(exists().where(known == t.concept))
    return [_link(held) for held in connection.execute(query)]


def _link(held: Any) -> Link:
    return Link(held.work, held.concept, Role(held.role), Method(held.method), held.confidence, held.evidence)


def row(link: Link) -> dict[str, Any]:
    """Return a link as a row of its table."""
    return {
        "work": link.work,
        "concept": link.concept,
        "role": link.role.value,
        "method": link.method.value,
        "confidence": link.confidence,
        "evidence": link.evidence,
    }


def _touch(connection: Connection, works: Iterable[str], revision: int) -> None:
    """Note that the documents of works have changed."""
    connection.execute(update(tables.works).where(among(tables.works.c.id, works)).values(revision=revision))
