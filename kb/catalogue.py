"""The catalogue: concepts, works, links and cached embeddings of a home."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Table, delete, func, insert, select

from kb import derived, ledger, tables
from kb.citations import Pairs, made_by, made_of
from kb.database import Database, among, note, remember, revision
from kb.documents import Document, Documents
from kb.model import Concept, Family, LearningPath, Link, Record, Relation, Run, Scheme, Taxonomy, Work
from kb.model.contents import Contents
from kb.model.record import CURATED, SHIPPED
from kb.model.run import Brought
from kb.shelf import Shelf
from kb.values import from_json, to_json

_PART = 2000
_NAMED = ("concepts", "works", "relations", "links")
_CURATED = select(tables.records.c.work).where(tables.records.c.run == CURATED)


class Catalogue:
    """The source of truth of a home; every change is one transaction, every change of content one revision."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open or create the catalogue at a path; raises HomeError where that is impossible."""
        return cls(Database.open(path))

    def close(self) -> None:
        """Release the connections."""
        self.database.close()

    @property
    def revision(self) -> int:
        """The number of changes of content so far; 0 means that nothing was ever built."""
        return int(self.note("revision") or 0)

    @property
    def taxonomy_revision(self) -> int:
        """The revision of the last change of concepts or of their curated links, which touches every document."""
        return int(self.note("taxonomy_revision") or 0)

    def note(self, key: str) -> str | None:
        """Return a remembered value, such as the digest of the data that were last built."""
        with self.database.transaction() as connection:
            return note(connection, key)

    def replace(self, contents: Contents, digest: str) -> bool:
        """Make the curated part exactly these contents; returns whether anything changed (that is a new revision)."""
        taxonomy = contents.taxonomy
        rows: dict[Table, list[dict[str, Any]]] = {
            tables.families: [_body(f, position=i, id=f.id) for i, f in enumerate(taxonomy.families)],
            tables.concepts: [_body(c, position=i, id=c.id) for i, c in enumerate(taxonomy.concepts)],
            tables.relations: [_body(r, position=i) for i, r in enumerate(taxonomy.relations)],
            tables.links: [derived.row(link) for link in contents.links],
            tables.paths: [_body(p, position=i, id=p.id) for i, p in enumerate(contents.paths)],
            tables.schemes: [_body(s, position=i, id=s.id) for i, s in enumerate(contents.schemes)],
            tables.citations: [{"citing": citing, "cited": cited} for citing, cited in contents.citations],
        }
        with self.database.transaction() as connection:
            new = revision(connection) + 1
            shelf = Shelf(connection, new)
            shelf.curate([(work, contents.files.get(work.id, "")) for work in contents.works])
            derived.follow(connection, new)
            changed = [_replace_rows(connection, table, wanted) for table, wanted in rows.items()]
            if any(changed):
                remember(connection, "taxonomy_revision", str(new))
            if any(changed) or shelf.changed:
                remember(connection, "revision", str(new))
            remember(connection, "digest", digest)
        return any(changed) or shelf.changed

    def taxonomy(self) -> Taxonomy:
        """Load families, concepts and relations."""
        with self.database.transaction() as connection:

            def bodies(table: Table) -> list[bytes]:
                return list(connection.scalars(select(table.c.body).order_by(table.c.position)))

            return Taxonomy(
                tuple(from_json(raw, Family) for raw in bodies(tables.families)),
                tuple(from_json(raw, Concept) for raw in bodies(tables.concepts)),
                tuple(from_json(raw, Relation) for raw in bodies(tables.relations)),
            )

    def paths(self) -> list[LearningPath]:
        """Return the learning paths, in their order."""
        with self.database.transaction() as connection:
            query = select(tables.paths.c.body).order_by(tables.paths.c.position)
            return [from_json(raw, LearningPath) for raw in connection.scalars(query)]

    def schemes(self) -> list[Scheme]:
        """Return the schemes of others with their matches, in their order."""
        with self.database.transaction() as connection:
            query = select(tables.schemes.c.body).order_by(tables.schemes.c.position)
            return [from_json(raw, Scheme) for raw in connection.scalars(query)]

    def citations(self, work: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the ids of the works that a work cites, and of those that cite it."""
        cites, cited_by = self.cited_pairs([work])
        return tuple(sorted(cited for _, cited in cites)), tuple(sorted(citing for citing, _ in cited_by))

    def cited_pairs(self, works: Collection[str]) -> tuple[Pairs, Pairs]:
        """Return the pairs of citing and cited work that begin with one of the works, and those that end with one."""
        with self.database.transaction() as connection:
            return made_by(connection, works), made_of(connection, works)

    def contents(self) -> Contents:
        """Return everything that was built, as `replace` took it (works and links in the order of their ids).

        What was ingested is left out; what it says of a curated work is not.
        """
        with self.database.transaction() as connection:
            citing, cited = tables.citations.c.citing, tables.citations.c.cited
            pairs = tuple((row.citing, row.cited) for row in connection.execute(select(citing, cited)))
            curated = select(tables.works.c.body).where(tables.works.c.id.in_(_CURATED)).order_by(tables.works.c.id)
            works = tuple(from_json(raw, Work) for raw in connection.scalars(curated))
        links, paths, schemes = tuple(self.curated_links()), tuple(self.paths()), tuple(self.schemes())
        return Contents(self.taxonomy(), works, links, paths, schemes, tuple(sorted(pairs)))

    def works(self, ids: Iterable[str]) -> dict[str, Work]:
        """Return the works that exist among the ids."""
        t = tables.works.c
        with self.database.transaction() as connection:
            rows = connection.execute(select(t.id, t.body).where(among(t.id, ids)))
            return {row.id: from_json(row.body, Work) for row in rows}

    def all_works(self) -> list[Work]:
        """Return every work, by id."""
        return [work for part in self._works_in_parts(None) for work in part]

    def documents(self, since: int | None) -> Iterator[Document]:
        """Yield what is to be searched, concepts first; with ``since`` only works that changed after that revision."""
        maker = Documents(self.taxonomy())
        if since is None:
            yield from maker.concepts()
        for part in self._works_in_parts(since):
            ids = [work.id for work in part]
            yield from maker.works(part, self.links(works=ids), self.sources(ids))

    def sources(self, works: Iterable[str]) -> dict[str, frozenset[str]]:
        """Map works to where they came from: ``curated``, and the sources of ingests."""
        t = tables.records.c
        found: dict[str, set[str]] = {}
        with self.database.transaction() as connection:
            for row in connection.execute(select(t.work, t.run, t.source).where(among(t.work, works))):
                found.setdefault(row.work, set()).add(SHIPPED if row.run == CURATED else row.source)
        return {work: frozenset(names) for work, names in found.items()}

    def gone_since(self, since: int) -> list[str]:
        """Return the ids of the works that were taken away after a revision."""
        with self.database.transaction() as connection:
            return list(connection.scalars(select(tables.gone.c.work).where(tables.gone.c.revision > since)))

    def _works_in_parts(self, since: int | None) -> Iterator[list[Work]]:
        """Yield works by id, some thousand at a time, so that a large library never lies in memory whole."""
        t = tables.works.c
        last = ""
        while True:
            query = select(t.body).where(t.id > last).order_by(t.id).limit(_PART)
            if since is not None:
                query = query.where(t.revision > since)
            with self.database.transaction() as connection:
                part = [from_json(raw, Work) for raw in connection.scalars(query)]
            if not part:
                return
            last = part[-1].id
            yield part

    def find_work(self, ids: Iterable[str], citekey: str) -> Work | None:
        """Return the first work with one of the ids or identifiers (``scheme:value``), else with this citekey."""
        wanted = list(ids)
        with self.database.transaction() as connection:
            named = select(tables.keys.c.key, tables.keys.c.work).where(among(tables.keys.c.key, wanted))
            owners = {i: i for i in wanted} | {row.key: row.work for row in connection.execute(named)}
            keyed = connection.scalar(select(tables.works.c.id).where(tables.works.c.citekey == citekey))
        order = [*wanted, *(owners[i] for i in wanted), *filter(None, (keyed,))]  # an id outranks what others say of it
        known = self.works(order)
        return next((known[i] for i in order if i in known), None)

    def links(
        self, work: str | None = None, concept: str | None = None, works: Iterable[str] | None = None
    ) -> list[Link]:
        """Return the links of a work, of a concept, of several works, or all, curated ones before found ones."""
        with self.database.transaction() as connection:
            return derived.links(connection, work, None if concept is None else [concept], works)

    def curated_links(self, *concepts: str) -> list[Link]:
        """Return the links of the data folder (or those of some concepts), by work, concept and role."""
        with self.database.transaction() as connection:
            return derived.links(connection, concepts=concepts or None, curated_only=True)

    def found_links(self, *concepts: str, start: int, most: int) -> dict[str, tuple[int, list[Link]]]:
        """Map concepts to how many works were found for them beside the curated ones, and some of their links."""
        with self.database.transaction() as connection:
            return derived.found_of(connection, concepts, start, most)

    def runs(self) -> list[Run]:
        """Return the ingests with their reports, the last one first."""
        with self.database.transaction() as connection:
            return [
                from_json(raw, Run)
                for raw in connection.scalars(select(tables.runs.c.body).order_by(tables.runs.c.id.desc()))
            ]

    def records(self, work: str) -> list[Record]:
        """Return what the sources said of a work, the curated record first, then in the order in which they came."""
        t = tables.records
        with self.database.transaction() as connection:
            rows = connection.execute(select(t).where(t.c.work == work).order_by(t.c.run != CURATED, t.c.position))
            return [ledger.record_of(row) for row in rows]

    def record(self, digest: str) -> Record | None:
        """Return the record with a digest."""
        t = tables.records
        with self.database.transaction() as connection:
            row = connection.execute(select(t).where(t.c.digest == digest)).one_or_none()
            return ledger.record_of(row) if row else None

    def doubts(self) -> list[tuple[Record, Record]]:
        """Return the pairs of records that may be of one work and that nobody has decided on."""
        with self.database.transaction() as connection:
            return ledger.doubts(connection)

    def decided(self, work: str | None = None) -> list[tuple[Record, Record, bool]]:
        """Return the pairs of records that people decided on (or those of a work) with whether they are the same."""
        with self.database.transaction() as connection:
            return ledger.decided(connection, work)

    def brought(self, run: int) -> Brought:
        """Return how much would go if a run were taken back."""
        with self.database.transaction() as connection:
            return ledger.brought(connection, run)

    def counts(self) -> dict[str, int]:
        """Return the number of curated concepts, works, relations and links, and of ingested works and found links."""
        works = tables.works.c.id
        counted = {
            **{name: select(func.count()).select_from(tables.metadata.tables[name]) for name in _NAMED},
            "works": select(func.count(works)).where(works.in_(_CURATED)),
            "ingested": select(func.count(works)).where(works.not_in(_CURATED)),
            "found": select(func.count()).select_from(tables.derived),
        }
        with self.database.transaction() as connection:
            return {name: connection.scalar(query) or 0 for name, query in counted.items()}

    def years(self) -> tuple[int, ...]:
        """Return the years that works, ingested ones too, are of; in their order."""
        year = tables.works.c.year
        with self.database.transaction() as connection:
            return tuple(connection.scalars(select(year).distinct().where(year.is_not(None)).order_by(year)))

    def embeddings(self, encoder: str, hashes: Iterable[str]) -> dict[str, bytes]:
        """Return the cached vectors (float32, little-endian) of texts by hash."""
        t = tables.embeddings.c
        with self.database.transaction() as connection:
            query = select(t.text_hash, t.vector).where(t.encoder == encoder, among(t.text_hash, hashes))
            return {row.text_hash: row.vector for row in connection.execute(query)}

    def add_embeddings(self, encoder: str, vectors: dict[str, bytes]) -> None:
        """Cache vectors by text hash, in one transaction."""
        rows = [{"encoder": encoder, "text_hash": key, "vector": vector} for key, vector in vectors.items()]
        with self.database.transaction() as connection:
            known = delete(tables.embeddings).where(
                tables.embeddings.c.encoder == encoder, among(tables.embeddings.c.text_hash, vectors)
            )
            connection.execute(known)
            connection.execute(insert(tables.embeddings), rows)


def _body(value: Any, **columns: Any) -> dict[str, Any]:
    return {**columns, "body": to_json(value)}


def _replace_rows(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> bool:
    """Replace the rows of a table where they differ; returns whether they did."""
    keys = [column.name for column in table.primary_key]
    old = {tuple(row[k] for k in keys): dict(row) for row in connection.execute(select(table)).mappings()}
    new = {tuple(row[k] for k in keys): row for row in rows}
    if old == new:
        return False
    connection.execute(delete(table))
    if rows:
        connection.execute(insert(table), list(new.values()))
    return True
