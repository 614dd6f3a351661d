"""Who cites whom: the citations of the data folder and those that ingested works state, read together."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from kb import tables
from kb.database import among

Pairs = frozenset[tuple[str, str]]
"""Citing and cited work, by id."""

_STATED = tables.cites.join(tables.keys, tables.cites.c.ref == tables.keys.c.key)


def made_by(connection: Connection, works: Collection[str]) -> Pairs:
    """Return the pairs whose citing work is one of the works."""
    return _pairs(connection, among(tables.citations.c.citing, works), among(tables.cites.c.work, works))


def made_of(connection: Connection, works: Collection[str]) -> Pairs:
    """Return the pairs whose cited work is one of the works."""
    return _pairs(connection, among(tables.citations.c.cited, works), among(tables.keys.c.work, works))


def _pairs(connection: Connection, curated: Any, stated: Any) -> Pairs:
    listed = select(tables.citations.c.citing, tables.citations.c.cited).where(curated)
    named = select(tables.cites.c.work, tables.keys.c.work).select_from(_STATED).where(stated)
    found = [*connection.execute(listed), *connection.execute(named)]
    return frozenset((citing, cited) for citing, cited in found if citing != cited)
