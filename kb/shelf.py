"""The works of a catalogue within one transaction: records go in or out, and the works that they make up follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from kb import tables
from kb.clusters import Cluster, Decisions, Pile
from kb.database import among, delete_where, insert_whole
from kb.model import Outcome, Record, Work
from kb.model.record import CURATED, record
from kb.values import from_json, to_json


class Shelf:
    """What changes works; ``changed`` says whether anything did, and is to be stored as the given revision."""

    def __init__(self, connection: Connection, revision: int) -> None:
        self._db, self._revision = connection, revision
        self._next = int(connection.scalar(select(func.max(tables.records.c.position))) or 0) + 1
        self._bodies: dict[str, bytes] = {}  # of the works that are loaded, as they are stored
        self._origins: dict[str, set[str]] = {}  # where these works came from
        self._keys: dict[str, list[str]] = {}  # of these works
        self._homes: dict[str, str] = {}  # the works of the records that are loaded
        self.changed = False

    def put(self, run: int, said: Sequence[tuple[str, Work]]) -> list[Outcome]:
        """Add what sources of a run say (source and work); returns what became of each, in their order."""
        found = [record(work, run, self._next + i, source) for i, (source, work) in enumerate(said)]
        self._next += len(found)
        known = self._known([r.digest for r in found])
        pile = self._around([r for r in found if r.digest not in known])
        outcomes = []
        for new in found:
            outcomes.append(Outcome.UNCHANGED if new.digest in known else pile.place(new))
            known.add(new.digest)
        self._keep(pile)
        return outcomes

    def curate(self, works: Sequence[tuple[Work, str]]) -> None:
        """Make the curated records exactly these (work and source); what was ingested is tied to them anew."""
        wanted = {r.digest: r for r in (record(work, CURATED, 0, source) for work, source in works)}
        t = tables.records
        have = {
            row.digest: row.work for row in self._db.execute(select(t.c.digest, t.c.work).where(t.c.run == CURATED))
        }
        stale = [digest for digest in have if digest not in wanted]
        fresh = [new for digest, new in wanted.items() if digest not in have]
        if stale or fresh:
            self._rearrange(stale, {have[digest] for digest in stale}, fresh)

    def drop(self, run: int) -> int:
        """Take back what a run brought; returns the number of its records."""
        t = tables.records
        rows = self._db.execute(select(t.c.digest, t.c.work).where(t.c.run == run)).all()
        self._rearrange([row.digest for row in rows], {row.work for row in rows}, [])
        return len(rows)

    def decide(self, one: str, other: str, same: bool | None) -> None:
        """Keep what a person decided of two records (None: take the decision back), and rearrange their works."""
        one, other = sorted((one, other))
        t = tables.decisions
        self._db.execute(delete(t).where(t.c.one == one, t.c.other == other))
        if same is not None:
            self._db.execute(insert(t).values(one=one, other=other, same=same))
        r = tables.records
        touched = set(self._db.scalars(select(r.c.work).where(r.c.digest.in_([one, other]))))
        self._rearrange([], touched, [])

    def _rearrange(self, stale: Iterable[str], touched: set[str], fresh: list[Record]) -> None:
        """Remove records, dissolve the works they were part of, and place again what remains with what is new."""
        stale = set(stale)
        left = [r for records in self._records(touched).values() for r in records if r.digest not in stale]
        again = {r.digest for r in left}
        pile = self._around([*left, *fresh], also=touched)
        for work in touched:
            pile.dissolve(work)
        for each in sorted((*fresh, *left), key=lambda r: (r.run != CURATED, r.position)):
            pile.place(each, again=each.digest in again)
        for column in (tables.records.c.digest, tables.doubts.c.one, tables.doubts.c.other):
            delete_where(self._db, column, stale)
        self._keep(pile)

    def _known(self, digests: Collection[str]) -> set[str]:
        t = tables.records.c.digest
        return set(self._db.scalars(select(t).where(among(t, digests))))

    def _around(self, records: Sequence[Record], also: Iterable[str] = ()) -> Pile:
        """Load the works that may be the same as some of these, or that people decided to be."""
        decisions = self._decisions()
        pile = Pile(decisions)
        t, r = tables.keys.c, tables.records.c
        near = {*self._db.scalars(select(t.work).where(among(t.key, pile.keys_of(records)))), *also}
        partners = {other for record in records for other in decisions.get(record.digest, ())}
        if partners:
            near |= set(self._db.scalars(select(r.work).where(among(r.digest, partners))))
        said = self._records(near)
        works = tables.works.c
        for row in self._db.execute(select(works.id, works.body).where(among(works.id, near)).order_by(works.id)):
            self._bodies[row.id] = row.body
            self._keys[row.id] = pile.keys_of(said[row.id])
            self._origins[row.id] = {r.origin for r in said[row.id]}
            pile.know(from_json(row.body, Work), said[row.id])
        return pile

    def _decisions(self) -> Decisions:
        found: Decisions = defaultdict(dict)
        for row in self._db.execute(select(tables.decisions)):
            found[row.one][row.other] = found[row.other][row.one] = row.same
        return found

    def _records(self, works: Collection[str]) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = defaultdict(list)
        t = tables.records
        query = select(t).where(among(t.c.work, works)).order_by(t.c.run != CURATED, t.c.position)
        for row in self._db.execute(query):
            self._homes[row.digest] = row.work
            found[row.work].append(Record(row.digest, row.run, row.position, row.source, from_json(row.body, Work)))
        return found

    def _keep(self, pile: Pile) -> None:
        """Store what a pile changed; works that came out as they were, from the same sources, keep their revision."""
        after = {i: pile.clusters[i] for i in pile.changed}
        bodies = {i: to_json(cluster.work) for i, cluster in after.items()}
        origins = {i: {r.origin for r in cluster.records} for i, cluster in after.items()}
        fresh = [i for i in after if (bodies[i], origins[i]) != (self._bodies.get(i), self._origins.get(i))]
        lost = [i for i in pile.gone if i in self._bodies]
        known = [i for i in after if i in self._bodies]
        self.changed = self.changed or bool(fresh or lost)
        delete_where(self._db, tables.works.c.id, [*(i for i in fresh if i in self._bodies), *lost])
        insert_whole(self._db, tables.works, [self._work_row(after[i].work, bodies[i]) for i in fresh])
        self._forget([*known, *lost])
        delete_where(self._db, tables.gone.c.work, [*after, *lost])
        insert_whole(self._db, tables.gone, [(i, self._revision) for i in lost])
        self._keep_records(pile, after, bodies)
        insert_whole(self._db, tables.doubts, self._new_doubts(pile.doubts))
        self._bodies.clear()
        self._origins.clear()
        self._keys.clear()
        self._homes.clear()

    def _forget(self, ids: list[str]) -> None:
        """Delete the keys and references of works as they were."""
        stale = [{"k": key, "w": i} for i in ids for key in self._keys[i]]
        if stale:
            t = tables.keys
            self._db.execute(delete(t).where(t.c.key == bindparam("k"), t.c.work == bindparam("w")), stale)
        delete_where(self._db, tables.cites.c.work, ids)

    def _keep_records(self, pile: Pile, clusters: dict[str, Cluster], bodies: dict[str, bytes]) -> None:
        placed = [(i, record) for i, cluster in clusters.items() for record in cluster.records]
        moved = [{"d": r.digest, "w": i} for i, r in placed if self._homes.get(r.digest, i) != i]
        if moved:
            t = tables.records
            self._db.execute(update(t).where(t.c.digest == bindparam("d")).values(work=bindparam("w")), moved)
        fresh = [(i, r) for i, r in placed if r.digest not in self._homes]
        insert_whole(self._db, tables.records, [_record_row(i, r, clusters[i].work, bodies[i]) for i, r in fresh])
        keyed = [(key, i) for i, cluster in clusters.items() for key in pile.keys_of(cluster.records)]
        insert_whole(self._db, tables.keys, keyed)
        cited = [(i, ref) for i, cluster in clusters.items() for ref in cluster.work.references]
        insert_whole(self._db, tables.cites, cited)

    def _new_doubts(self, doubts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        pairs = {(min(pair), max(pair)) for pair in doubts}
        if not pairs:
            return []
        t = tables.doubts
        held = self._db.execute(select(t).where(among(t.c.one, {one for one, _ in pairs})))
        known = {(row.one, row.other) for row in held}
        return sorted(pairs - known)

    def _work_row(self, work: Work, body: bytes) -> tuple[Any, ...]:
        return work.id, work.citekey, work.year, self._revision, body


def _record_row(ident: str, kept: Record, work: Work, body: bytes) -> tuple[Any, ...]:
    """Return the row of a record of a work; most works are what their one record says, and are encoded once."""
    raw = body if kept.work is work else to_json(kept.work)
    return kept.digest, kept.run, kept.position, kept.source, ident, raw
