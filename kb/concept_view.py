"""Everything that one concept shows: its places, definitions, relations, learning order and papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from kb.concept_papers import Papers, by_role
from kb.model import Concept, Definition, Event, Lang, Relation, RelationType, Source, Taxonomy, Work
from kb.similar import Similar, like_concept

if TYPE_CHECKING:
    from kb.atlas import Atlas

_SIMILAR = 5  # works that are not tied to the concept


class Pair(NamedTuple):
    """One definition in the reader's language and the same in the other one, either of which may be missing."""

    own: Definition | None
    other: Definition | None

    @property
    def sources(self) -> tuple[Source, ...]:
        """What either of them cites, each source once."""
        return tuple(dict.fromkeys(s for definition in self if definition for s in definition.sources))


class Group(NamedTuple):
    """The relations of one type in one direction; ``inverse`` means that the concept is their object."""

    type: RelationType
    inverse: bool
    relations: tuple[Relation, ...]


class ConceptView(NamedTuple):
    """A concept and what belongs to it, in the order in which it is read."""

    concept: Concept
    trails: tuple[tuple[Concept, ...], ...]
    definitions: tuple[Pair, ...]
    learn_first: tuple[Concept, ...]
    unlocks: tuple[Concept, ...]
    groups: tuple[Group, ...]
    narrower: tuple[Concept, ...]
    papers: Papers
    cited: dict[str, Work]
    timeline: tuple[tuple[Event, Work], ...] = ()
    similar: tuple[Similar, ...] = ()


def concept_view(atlas: Atlas, concept: Concept, lang: Lang) -> ConceptView:
    """Gather what a concept shows; ``lang`` decides which definitions come first."""
    taxonomy, graph = atlas.taxonomy, atlas.graph

    def concepts(ids: Iterable[str]) -> tuple[Concept, ...]:
        return tuple(c for c in map(taxonomy.by_id.__getitem__, ids) if c.replaced_by is None)

    groups = relation_groups(taxonomy, concept.id)
    cited = atlas.catalogue.works([*(source.work for source in _sources(concept, groups)), *_named(concept)])
    return ConceptView(
        concept=concept,
        trails=tuple(concepts(trail) for trail in taxonomy.trails(concept.id)),
        definitions=definition_pairs(concept, lang),
        learn_first=concepts(graph.learn_first(concept.id)),
        unlocks=concepts(graph.unlocks(concept.id)),
        groups=groups,
        narrower=concepts(taxonomy.narrower[concept.id]),
        papers=by_role(atlas.works_of(concept.id)),
        cited=cited,
        timeline=timeline(concept, cited),
        similar=like_concept(atlas, concept, _SIMILAR),
    )


def definition_pairs(concept: Concept, lang: Lang) -> tuple[Pair, ...]:
    """Put definitions of both languages side by side: those that cite the same sources belong together."""
    own = [d for d in concept.definitions if d.lang is lang]
    rest = [d for d in concept.definitions if d.lang is not lang]
    pairs = []
    for definition in own:
        match = next((d for d in rest if d.sources == definition.sources), None)
        if match:
            rest.remove(match)
        pairs.append(Pair(definition, match))
    return (*pairs, *(Pair(None, definition) for definition in rest))


def relation_groups(taxonomy: Taxonomy, concept_id: str) -> tuple[Group, ...]:
    """Group a concept's relations by type and direction, its own first.

    Contrasts read the same both ways and form one group; what the concept unlocks is left out, being a list of its own.
    """
    found: dict[tuple[RelationType, bool], list[Relation]] = {}
    for relation in taxonomy.relations_of(concept_id):
        inverse = relation.subject != concept_id and relation.type is not RelationType.CONTRASTS_WITH
        found.setdefault((relation.type, inverse), []).append(relation)
    found.pop((RelationType.REQUIRES, True), None)
    order = list(RelationType)
    ranked = sorted(found.items(), key=lambda item: (item[0][1], order.index(item[0][0])))
    return tuple(Group(kind, inverse, tuple(relations)) for (kind, inverse), relations in ranked)


def timeline(concept: Concept, works: Mapping[str, Work]) -> tuple[tuple[Event, Work], ...]:
    """Return the events of a concept with the works that date them, by year, then in their usual order."""
    order = list(Event)
    found = [(m.event, works[m.work]) for m in concept.timeline if m.work in works and works[m.work].year is not None]
    return tuple(sorted(found, key=lambda pair: (pair[1].year or 0, order.index(pair[0]))))


def _named(concept: Concept) -> list[str]:
    """Return the works that the timeline and the debates of a concept name."""
    debated = [work for debate in concept.debates for work in (*debate.critics, *debate.repliers)]
    return [*(milestone.work for milestone in concept.timeline), *debated]


def _sources(concept: Concept, groups: tuple[Group, ...]) -> list[Source]:
    maturity = concept.maturity.sources if concept.maturity else ()
    defined = [s for definition in concept.definitions for s in definition.sources]
    related = [s for group in groups for relation in group.relations for s in relation.sources]
    return [*maturity, *defined, *related]
