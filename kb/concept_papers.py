"""The papers of a concept: by role, within a role by level and year, and what is left of them by filters."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import groupby
from typing import NamedTuple

from kb.model import Level, Link, Role, Work

Papers = tuple[tuple[Role, tuple[tuple[Link, Work], ...]], ...]
"""The works of a concept with their links, by what they do for it."""


class Wanted(NamedTuple):
    """What papers are limited to: no roles or levels mean any, None an open end; years are inclusive."""

    roles: AbstractSet[Role] = frozenset()
    levels: AbstractSet[Level] = frozenset()
    first: int | None = None
    last: int | None = None

    def takes(self, work: Work) -> bool:
        """Say whether level and year of a work are wanted; what is not known is not."""
        if self.levels and work.level not in self.levels:
            return False
        if self.first is None and self.last is None:
            return True
        return work.year is not None and (self.first or 0) <= work.year <= (self.last or work.year)


def by_role(pairs: Iterable[tuple[Link, Work]]) -> Papers:
    """Group works by role; within a role by level (those without one last), then by year and title."""
    roles, levels = list(Role), [*Level, None]

    def order(pair: tuple[Link, Work]) -> tuple[int, int, int, str]:
        link, work = pair
        return roles.index(link.role), levels.index(work.level), work.year or 0, work.title

    found = groupby(sorted(pairs, key=order), key=lambda pair: pair[0].role)
    return tuple((role, tuple(group)) for role, group in found)


def chosen(papers: Papers, wanted: Wanted) -> Papers:
    """Return the papers that are wanted, without roles that have none."""
    kept = (
        (role, tuple(pair for pair in pairs if wanted.takes(pair[1])))
        for role, pairs in papers
        if not wanted.roles or role in wanted.roles
    )
    return tuple((role, pairs) for role, pairs in kept if pairs)


def works(papers: Papers) -> tuple[Work, ...]:
    """Return the works, each once, in their order."""
    return tuple({work.id: work for _, pairs in papers for _, work in pairs}.values())
