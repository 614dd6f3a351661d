"""Where works lie on the map: kept in the catalogue, so that a work stays where it was when others are added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Text, cast, delete, func, select

from kb import layout, tables
from kb.catalogue import Catalogue
from kb.database import among, insert_rows, remember
from kb.documents import Key, Kind
from kb.encoder import Vectors
from kb.index import FolderIndex
from kb.layout import Points
from kb.model.record import CURATED
from kb.progress import Progress

_MOST = 2000  # works that are laid out by what they are to each other: the time grows with the square
_PART = 5000  # works that are placed and kept at a time
_CURATED = select(tables.records.c.work).where(tables.records.c.run == CURATED)


class Places(NamedTuple):
    """Works on the map as columns, by id: their points (n, 2) within ±`kb.layout.SPAN`, years (0: none), origin."""

    works: tuple[str, ...]
    points: Points
    years: NDArray[np.int32]
    curated: NDArray[np.bool_]


def settle(catalogue: Catalogue, index: FolderIndex | None, progress: Progress) -> None:
    """Give each work without a position one, and take away those of works that are gone; without vectors, do nothing.

    The curated works (`_MOST` at most) are laid out together, once for an encoder: these are the anchors. All others
    are placed among the anchors, so that it does not matter in which order they come. Only where most anchors would be
    new, as after another data folder, is all laid out again.
    """
    if index is None or not index.manifest.encoder or index.manifest.pending:
        return
    state = f"{index.manifest.encoder} {index.manifest.revision}"
    if catalogue.note("settled") == state:
        return
    _forget(catalogue)
    progress("map", 0, 1)
    anchors = _anchors(catalogue, index)
    if anchors:
        known, points = _vectors(index, anchors), np.array([*anchors.values()], dtype=np.float32)
        for part in _parts(_unplaced(catalogue, index.manifest.encoder)):
            placed = layout.place(part, _vectors(index, part), known, points)
            _keep(catalogue, index.manifest.encoder, part, placed, anchor=False)
    with catalogue.database.transaction() as connection:
        remember(connection, "settled", state)
    progress("map", 1, 1)


def places(catalogue: Catalogue, encoder: str) -> Places:
    """Return the works that have a position by an encoder's vectors."""
    p, w = tables.positions.c, tables.works.c
    query = select(p.work, p.x, p.y, func.coalesce(w.year, 0)).join_from(tables.positions, tables.works, p.work == w.id)
    with catalogue.database.transaction() as connection:
        rows = connection.execute(query.where(p.encoder == encoder).order_by(p.work)).all()
        ours = set(connection.scalars(_CURATED))
    works, x, y, years = zip(*rows, strict=True) if rows else ((), (), (), ())
    points = np.column_stack((np.array(x, np.float32), np.array(y, np.float32)))
    return Places(works, points, np.array(years, np.int32), np.array([work in ours for work in works], np.bool_))


def titles(catalogue: Catalogue, works: Iterable[str]) -> dict[str, str]:
    """Map works to their titles, without reading all of them."""
    w = tables.works.c
    query = select(w.id, func.json_extract(cast(w.body, Text), "$.title")).where(among(w.id, works))
    with catalogue.database.transaction() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def _forget(catalogue: Catalogue) -> None:
    """Take away the positions of works that are gone."""
    work = tables.positions.c.work
    with catalogue.database.transaction() as connection:
        connection.execute(delete(tables.positions).where(work.not_in(select(tables.works.c.id))))


def _anchors(catalogue: Catalogue, index: FolderIndex) -> dict[str, tuple[float, float]]:
    """Return the anchors with their points; lays them out where fewer than half of those wanted are there."""
    p, encoder = tables.positions.c, index.manifest.encoder
    with catalogue.database.transaction() as connection:
        held = connection.execute(select(p.work, p.x, p.y).where(p.encoder == encoder, p.anchor).order_by(p.work))
        anchors = {row.work: (row.x, row.y) for row in held}
        wanted = sorted(connection.scalars(_CURATED), key=layout.lot)[:_MOST]
        if len(anchors) * 2 >= len(wanted):
            return anchors
        connection.execute(delete(tables.positions).where(p.encoder == encoder))
    wanted.sort()
    points = layout.arrange(_vectors(index, wanted))
    _keep(catalogue, encoder, wanted, points, anchor=True)
    return {work: (float(x), float(y)) for work, (x, y) in zip(wanted, points, strict=True)}


def _unplaced(catalogue: Catalogue, encoder: str) -> list[str]:
    placed = select(tables.positions.c.work).where(tables.positions.c.encoder == encoder)
    work = tables.works.c.id
    with catalogue.database.transaction() as connection:
        return list(connection.scalars(select(work).where(work.not_in(placed)).order_by(work)))


def _vectors(index: FolderIndex, works: Iterable[str]) -> Vectors:
    """Return the vectors of works, a row each."""
    keys = [Key(Kind.WORK, work) for work in works]
    found = index.vectors_of(keys)
    return np.stack([found[key] for key in keys])


def _keep(catalogue: Catalogue, encoder: str, works: Sequence[str], points: Points, anchor: bool) -> None:
    rows = [
        {"encoder": encoder, "work": work, "x": round(float(x), 2), "y": round(float(y), 2), "anchor": anchor}
        for work, (x, y) in zip(works, points, strict=True)
    ]
    with catalogue.database.transaction() as connection:
        insert_rows(connection, tables.positions, rows)


def _parts(works: Iterable[str]) -> Iterable[list[str]]:
    left = iter(works)
    while part := list(islice(left, _PART)):
        yield part
