"""Which works belong to which concepts, as plain sets: what is counted over the whole library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from kb import derived
from kb.atlas import Atlas
from kb.model import Taxonomy
from kb.tree import live


class Ties:
    """Works by concept.

    ``years`` maps each work that is tied to a concept to its year, where it has one; ``of`` each concept in use to the
    works tied to itself.
    """

    def __init__(self, taxonomy: Taxonomy, years: Mapping[str, int], of: Mapping[str, frozenset[str]]) -> None:
        self.taxonomy, self.years, self.of = taxonomy, years, of

    @cached_property
    def within(self) -> dict[str, frozenset[str]]:
        """Map each concept to the works tied to it or to anything below it."""
        below = {ident: (ident, *self.taxonomy.descendants(ident)) for ident in self.of}
        return {ident: _union(self.of.get(each, frozenset()) for each in ids) for ident, ids in below.items()}

    @cached_property
    def families(self) -> dict[str, frozenset[str]]:
        """Map each family to the works tied to its concepts."""
        by_id = self.taxonomy.by_id
        return {
            family.id: _union(works for ident, works in self.of.items() if by_id[ident].family == family.id)
            for family in self.taxonomy.families
        }

    @cached_property
    def family(self) -> dict[str, str]:
        """Map each work to the family of most of its concepts; among equals, the first in the order of families."""
        order = {family.id: -place for place, family in enumerate(self.taxonomy.families)}
        counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for ident, works in self.of.items():
            family = self.taxonomy.by_id[ident].family
            for work in works:
                counts[work][family] += 1
        return {
            work: max(held, key=lambda family: (held[family], order.get(family, 0))) for work, held in counts.items()
        }


def ties(atlas: Atlas, *, found: bool) -> Ties:
    """Return the ties of the data, with ``found`` also those that were found in what was ingested."""
    alive = {concept.id: set[str]() for concept in live(atlas.taxonomy)}
    with atlas.catalogue.database.transaction() as connection:
        pairs, years = derived.pairs(connection, curated_only=not found)
    for work, concept in pairs:
        if concept in alive:
            alive[concept].add(work)
    tied = _union(alive.values())
    of = {concept: frozenset(works) for concept, works in alive.items()}
    return Ties(atlas.taxonomy, {work: year for work, year in years.items() if work in tied}, of)


def _union(sets: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)
