"""Concepts side by side, or works: what is said between them, what they share, what each has alone, and a table."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from kb.compare_table import Row, concept_rows, work_rows
from kb.concept_view import Pair, definition_pairs, relation_groups
from kb.documents import Key, Kind
from kb.model import Concept, Lang, RelationType, Role, Source, Work

if TYPE_CHECKING:
    from kb.atlas import Atlas
    from kb.graph import Edge

T = TypeVar("T", bound=Hashable)

MOST = 4
"""How many can stand side by side and still be read."""
EXAMPLES: tuple[tuple[str, ...], ...] = (
    ("outer-alignment", "inner-alignment"),
    ("rlhf", "debate", "iterated-distillation-and-amplification"),
    ("reward-hacking", "goal-misgeneralization", "deceptive-alignment"),
    ("mesa-optimizer", "base-optimizer"),
)
"""Concepts worth comparing, where the data have them."""


class Overlap(NamedTuple, Generic[T]):
    """What two or more of several have, with their places from 0, the most common first; and what only one has."""

    shared: tuple[tuple[T, tuple[int, ...]], ...]
    own: tuple[tuple[T, ...], ...]


class Tied(NamedTuple):
    """A relation as one of its ends has it: its type, whether the end is its object, and the other end."""

    type: RelationType
    inverse: bool
    other: str


class Concepts(NamedTuple):
    """Concepts side by side.

    ``between`` states something of two of them, and of those ``apart`` nothing is stated; ``relations`` lead to others.
    ``roles`` is by concept and work; ``cited`` has every work that is named.
    """

    concepts: tuple[Concept, ...]
    definitions: tuple[tuple[Pair, ...], ...]
    between: tuple[Edge, ...]
    apart: tuple[tuple[Concept, Concept], ...]
    relations: Overlap[Tied]
    parents: Overlap[str]
    works: Overlap[str]
    roles: Mapping[tuple[str, str], Role]
    sources: Mapping[Tied, tuple[Source, ...]]
    cited: Mapping[str, Work]
    rows: tuple[Row, ...]


class Nearness(NamedTuple):
    """How near two works are in sense: the cosine of their texts, None where one of them was not read."""

    one: Work
    other: Work
    cosine: float | None


class Works(NamedTuple):
    """Works side by side.

    ``between`` are pairs of citing and cited work; ``references`` are cited by them and ``citing`` cite them, as far as
    the library has these; ``roles`` is by work and concept; ``named`` has every other work.
    """

    works: tuple[Work, ...]
    between: tuple[tuple[Work, Work], ...]
    nearness: tuple[Nearness, ...]
    concepts: Overlap[str]
    roles: Mapping[tuple[str, str], Role]
    references: Overlap[str]
    citing: Overlap[str]
    named: Mapping[str, Work]
    rows: tuple[Row, ...]


def overlap(held: Sequence[Iterable[T]]) -> Overlap[T]:
    """Part what several hold into what they share and what each has alone; the order is that in which it is met."""
    owners: dict[T, list[int]] = {}
    for place, things in enumerate(held):
        for thing in dict.fromkeys(things):
            owners.setdefault(thing, []).append(place)
    shared = [(thing, tuple(places)) for thing, places in owners.items() if len(places) > 1]
    own = (tuple(thing for thing, places in owners.items() if places == [place]) for place in range(len(held)))
    return Overlap(tuple(sorted(shared, key=lambda pair: -len(pair[1]))), tuple(own))


def compare_concepts(atlas: Atlas, concepts: Sequence[Concept], lang: Lang) -> Concepts:
    """Lay concepts side by side; ``lang`` decides which definitions come first and what the table speaks."""
    ids = [concept.id for concept in concepts]
    between = _between(atlas, ids)
    stated = {frozenset((edge.subject, edge.object)) for edge in between}
    relations, sources = _relations(atlas, ids)
    tied = [atlas.works_of(ident) for ident in ids]
    works = overlap([[work.id for _, work in pairs] for pairs in tied])
    definitions = tuple(definition_pairs(concept, lang) for concept in concepts)
    said = [source for pairs in definitions for pair in pairs for source in pair.sources]
    said += [source for edge in between if edge.relation for source in edge.relation.sources]
    said += [source for found in sources.values() for source in found]
    dated = [milestone.work for concept in concepts for milestone in concept.timeline]
    cited = {work.id: work for pairs in tied for _, work in pairs}
    cited |= atlas.catalogue.works({*(source.work for source in said), *dated})
    return Concepts(
        concepts=tuple(concepts),
        definitions=definitions,
        between=between,
        apart=tuple((a, b) for a, b in combinations(concepts, 2) if frozenset((a.id, b.id)) not in stated),
        relations=relations,
        parents=overlap([concept.broader for concept in concepts]),
        works=works,
        roles={(link.concept, work.id): link.role for pairs in tied for link, work in reversed(pairs)},
        sources=sources,
        cited=cited,
        rows=concept_rows(atlas, concepts, tied, cited, lang),
    )


def compare_works(atlas: Atlas, works: Sequence[Work], lang: Lang) -> Works:
    """Lay works side by side."""
    held = {work.id: work for work in works}
    cites, cited_by = atlas.catalogue.cited_pairs(held)
    references = overlap([sorted(b for a, b in cites if a == ident and b not in held) for ident in held])
    citing = overlap([sorted(a for a, b in cited_by if b == ident and a not in held) for ident in held])
    ties = {ident: _ties(atlas, ident) for ident in held}
    named = atlas.catalogue.works(work for part in (references, citing) for work, _ in part.shared)
    return Works(
        works=tuple(works),
        between=tuple((held[a], held[b]) for a, b in sorted(cites) if b in held),
        nearness=_nearness(atlas, works),
        concepts=overlap([*ties.values()]),
        roles={(ident, concept): role for ident, found in ties.items() for concept, role in found.items()},
        references=references,
        citing=citing,
        named=named,
        rows=work_rows(works, ties, cites, cited_by, lang),
    )


def _between(atlas: Atlas, ids: Collection[str]) -> tuple[Edge, ...]:
    """Return what is stated of two of the concepts, each statement once, by the order of its subject."""
    found = (edge for ident in ids for edge in atlas.graph.edges_of(ident))
    return tuple({edge[:3]: edge for edge in found if edge.subject in ids and edge.object in ids}.values())


def _relations(atlas: Atlas, ids: Sequence[str]) -> tuple[Overlap[Tied], dict[Tied, tuple[Source, ...]]]:
    """Return the relations to others, and the sources of each, whichever concept has it."""
    held: list[list[Tied]] = []
    sources: dict[Tied, tuple[Source, ...]] = {}
    for ident in ids:
        held.append([])
        for group in relation_groups(atlas.taxonomy, ident):
            for relation in group.relations:
                other = relation.object if relation.subject == ident else relation.subject
                if other not in ids and atlas.taxonomy.by_id[other].replaced_by is None:
                    tied = Tied(group.type, group.inverse, other)
                    held[-1].append(tied)
                    sources[tied] = tuple(dict.fromkeys((*sources.get(tied, ()), *relation.sources)))
    return overlap(held), sources


def _ties(atlas: Atlas, work: str) -> dict[str, Role]:
    """Map the concepts of a work to its role for each, the most telling one, in the order of the roles."""
    roles = list(Role)
    links = sorted((link for link, _ in atlas.concepts_of(work)), key=lambda link: -roles.index(link.role))
    found = {link.concept: link.role for link in links}
    return dict(sorted(found.items(), key=lambda item: (roles.index(item[1]), item[0])))


def _nearness(atlas: Atlas, works: Sequence[Work]) -> tuple[Nearness, ...]:
    vectors = atlas.index.vectors_of(Key(Kind.WORK, work.id) for work in works)
    by_id = {key.id: vector for key, vector in vectors.items()}
    return tuple(
        Nearness(a, b, float(by_id[a.id] @ by_id[b.id]) if {a.id, b.id} <= by_id.keys() else None)
        for a, b in combinations(works, 2)
    )
