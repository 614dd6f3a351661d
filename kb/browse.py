"""Works by filters alone: for a reader who has no words yet, only limits."""

from __future__ import annotations

from typing import NamedTuple

from kb.atlas import Atlas
from kb.documents import Kind
from kb.hits import Sort
from kb.lexical import Filter
from kb.model import Level, Work

MOST = 2000
"""Works that are listed; of more, these are the newest."""
_LEVELS = list(Level)


class Browsed(NamedTuple):
    """Works in their order, and how many satisfy the filter."""

    works: tuple[Work, ...]
    total: int


def browse(atlas: Atlas, where: Filter, by: Sort) -> Browsed:
    """Return the works that satisfy a filter: the newest first, or by level (without one last) and then the newest."""
    where = where._replace(kind=Kind.WORK)
    held = atlas.catalogue.works(key.id for key in atlas.index.newest(where, MOST))

    def place(work: Work) -> tuple[int, int, str]:
        level = _LEVELS.index(work.level) if by is Sort.LEVEL and work.level else len(_LEVELS)
        return level, -(work.year or 0), work.id

    return Browsed(tuple(sorted(held.values(), key=place)), atlas.index.words.count(where))
