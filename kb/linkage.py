"""Keeping the computed links of what was ingested up to date with works, concepts and encoder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from sqlalchemy import select

from kb import derived, tables
from kb.catalogue import Catalogue
from kb.database import remember, revision
from kb.documents import Documents, of_work
from kb.encoder import Vectors
from kb.linking import Linker
from kb.model import Link, Work
from kb.model.record import CURATED
from kb.progress import Progress
from kb.text import has_cjk
from kb.values import Value, from_json, to_json

_PART = 1000  # works that are linked and kept at a time


class Linked(Value, frozen=True):
    """Up to which revision works are linked, by which concepts, and with which encoder's vectors (or by words only)."""

    revision: int = 0
    taxonomy: int = 0
    encoder: str = ""


def relink(catalogue: Catalogue, encoder: str, progress: Progress) -> bool:
    """Link the works that are new, or all when concepts or encoder have changed; returns whether any link changed.

    Works of the data folder have the links that people gave them, and get no others. A change is a new revision.
    """
    raw = catalogue.note("linked")
    before = from_json(raw, Linked) if raw else Linked()
    goal = Linked(catalogue.revision, catalogue.taxonomy_revision, encoder)
    if before == goal:
        return False
    since = before.revision if (before.taxonomy, before.encoder) == (goal.taxonomy, encoder) else 0
    changed = False
    linker: Linker | None = None
    done = 0
    for works in _ingested(catalogue, since):
        linker = linker or Linker(catalogue.taxonomy(), _of_concepts(catalogue, encoder))
        links = [link for found in _links(catalogue, linker, encoder, works) for link in found]
        with catalogue.database.transaction() as connection:
            new = goal.revision + 1
            ids = [work.id for work in works]
            lost = derived.delete_links(connection, new, works=ids)
            won = derived.store(connection, links, new)
        changed = changed or bool(lost or won)
        done += len(works)
        progress("link", done, done)
    if not done:
        return False
    with catalogue.database.transaction() as connection:
        if changed:
            remember(connection, "revision", str(revision(connection) + 1))
        kept = Linked(revision(connection), goal.taxonomy, encoder)
        remember(connection, "linked", to_json(kept).decode())
    return changed


def _ingested(catalogue: Catalogue, since: int) -> Iterator[list[Work]]:
    """Yield the works that no data folder brought and that changed after a revision, some at a time."""
    t, r = tables.works.c, tables.records.c
    curated = select(r.work).where(r.run == CURATED)
    last = ""
    while True:
        query = select(t.body).where(t.revision > since, t.id > last, t.id.not_in(curated)).order_by(t.id).limit(_PART)
        with catalogue.database.transaction() as connection:
            part = [from_json(raw, Work) for raw in connection.scalars(query)]
        if not part:
            return
        last = part[-1].id
        yield part


def _of_concepts(catalogue: Catalogue, encoder: str) -> Mapping[str, Vectors]:
    documents = Documents(catalogue.taxonomy()).concepts()
    known = catalogue.embeddings(encoder, (d.text_hash for d in documents)) if encoder else {}
    return {d.key.id: np.frombuffer(known[d.text_hash], dtype="<f4") for d in documents if d.text_hash in known}


def _links(catalogue: Catalogue, linker: Linker, encoder: str, works: list[Work]) -> Iterator[list[Link]]:
    """Yield the links of works: by words and sense where there is a vector, else by words."""
    hashes = {work.id: of_work(work, [], frozenset()).text_hash for work in works}
    known = catalogue.embeddings(encoder, hashes.values()) if encoder else {}
    sensed = [work for work in works if hashes[work.id] in known and not has_cjk(work.title)]  # measured in English
    if sensed:
        rows = np.stack([np.frombuffer(known[hashes[work.id]], dtype="<f4") for work in sensed])
        yield from linker.links_of(sensed, rows)
    apart = {work.id for work in sensed}
    yield from linker.links_of([work for work in works if work.id not in apart])
