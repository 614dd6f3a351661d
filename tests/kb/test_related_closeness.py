"""Closeness by citations, worked by hand."""

from __future__ import annotations

from collections.abc import Collection

from kb.citations import Pairs
from kb.related.closeness import Close, closeness

CITED = {("survey", "seed"), ("survey", "other"), ("survey", "third"), ("seed", "root"), ("heir", "seed")}


class Citations:
    def cited_pairs(self, works: Collection[str]) -> tuple[Pairs, Pairs]:
        return frozenset(p for p in CITED if p[0] in works), frozenset(p for p in CITED if p[1] in works)


def test_cited_beside_cited_by_and_citing() -> None:
    found = closeness(Citations(), {"seed", "far"})
    assert found == {
        "other": Close(1 / 3, beside=("seed",)),  # one of the survey's three references is a seed
        "third": Close(1 / 3, beside=("seed",)),
        "survey": Close(1 / 2, cites=("seed",)),  # one of the two seeds
        "heir": Close(1 / 2, cites=("seed",)),
        "root": Close(1 / 2, cited_by=("seed",)),
    }


def test_without_seeds_nothing_is_near() -> None:
    assert closeness(Citations(), set()) == {}
