"""Everything that one work shows: the concepts it is tied to, the statements that cite it, and works like it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from kb.graph import Edge
from kb.graph_text import step
from kb.merging import provenance
from kb.model import Concept, Lang, Link, Role, Source, Work
from kb.similar import Similar, like_work
from kb.snippets import Piece, Pieces
from kb.text import clean
from kb.tree import live

if TYPE_CHECKING:
    from kb.atlas import Atlas

_SIMILAR = 24  # works like this one


class Statement(StrEnum):
    """What sort of statement cites a work."""

    DEFINITION = "definition"
    MATURITY = "maturity"
    RELATION = "relation"


class Citation(NamedTuple):
    """A statement of the Atlas that cites a work: the concept it is about, its words, and the place in the work."""

    kind: Statement
    concept: Concept
    text: str
    locator: str


class WorkView(NamedTuple):
    """A work and what belongs to it; ``provenance`` names the source that each of its fields was taken from."""

    work: Work
    ties: tuple[tuple[Role, tuple[tuple[Link, Concept], ...]], ...]
    citations: tuple[Citation, ...]
    similar: tuple[Similar, ...]
    cites: tuple[Work, ...] = ()
    cited_by: tuple[Work, ...] = ()
    provenance: Mapping[str, str] = MappingProxyType({})


def work_view(atlas: Atlas, work: Work, lang: Lang) -> WorkView:
    """Gather what a work shows, with the statements in one language."""
    roles = list(Role)
    ties = sorted(atlas.concepts_of(work.id), key=lambda tie: roles.index(tie[0].role))
    cites, cited_by = (_by_year(atlas, ids) for ids in atlas.catalogue.citations(work.id))
    return WorkView(
        work=work,
        ties=tuple((role, tuple(group)) for role, group in groupby(ties, key=lambda tie: tie[0].role)),
        citations=citations(atlas, work.id, lang),
        similar=like_work(atlas, work, _SIMILAR),
        cites=cites,
        cited_by=cited_by,
        provenance=provenance(atlas.catalogue.records(work.id)),
    )


def citations(atlas: Atlas, work_id: str, lang: Lang) -> tuple[Citation, ...]:
    """Return the definitions (of one language), stages and relations that cite a work, concept by concept."""
    found = []
    alive = {concept.id: concept for concept in live(atlas.taxonomy)}
    for concept in alive.values():
        for definition in concept.definitions:
            if definition.lang is lang:
                found += _cited(Statement.DEFINITION, concept, definition.text, definition.sources, work_id)
        if concept.maturity:
            found += _cited(Statement.MATURITY, concept, concept.maturity.stage, concept.maturity.sources, work_id)
    for relation in atlas.taxonomy.relations:
        if not {relation.subject, relation.object} <= alive.keys():
            continue
        words = step(atlas, Edge(relation.subject, relation.type.value, relation.object, relation), lang).sentence
        found += _cited(Statement.RELATION, alive[relation.subject], words, relation.sources, work_id)
    order = {ident: place for place, ident in enumerate(alive)}
    return tuple(sorted(found, key=lambda citation: order[citation.concept.id]))


def evidenced(abstract: str, evidence: Iterable[str]) -> Pieces:
    """Return an abstract as one clean line, cut where it holds a sentence of the evidence word for word (matched)."""
    abstract = clean(abstract)
    said = {sentence for sentence in map(clean, evidence) if sentence}
    places = sorted((at, at + len(one)) for one in said if (at := abstract.find(one)) >= 0)
    pieces, end = [], 0
    for first, last in places:
        if first >= end:
            pieces += [Piece(abstract[end:first]), Piece(abstract[first:last], True)]
            end = last
    return tuple(piece for piece in (*pieces, Piece(abstract[end:])) if piece.text)


def _by_year(atlas: Atlas, ids: tuple[str, ...]) -> tuple[Work, ...]:
    return tuple(sorted(atlas.catalogue.works(ids).values(), key=lambda work: (work.year or 0, work.title)))


def _cited(kind: Statement, concept: Concept, text: str, sources: tuple[Source, ...], work_id: str) -> list[Citation]:
    return [Citation(kind, concept, text, source.locator) for source in sources if source.work == work_id]
