"""Search results as they are shown: what of their texts, and as records for a table or an export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from kb.asking import asked_for
from kb.lexical import query_terms
from kb.model import Concept, Lang, Level, Role, Work
from kb.phrases import tie
from kb.results import Hit, Results
from kb.snippets import Pieces, marked, passage
from kb.text import has_cjk

if TYPE_CHECKING:
    from kb.atlas import Atlas

_TITLE = 160  # characters of a title

COLUMNS = ("kind", "id", "title", "year", "authors", "score", "why")
"""What `rows` says of each hit."""


class Sort(StrEnum):
    """In which order hits are shown: the best, the newest, or what asks least of its reader first."""

    RELEVANCE = "relevance"
    YEAR = "year"
    LEVEL = "level"


class Excerpt(NamedTuple):
    """What is shown of a hit: its title, and the passage of its texts that holds most of the query's words."""

    title: Pieces
    passage: Pieces


def excerpts(atlas: Atlas, found: Results, lang: Lang) -> tuple[Excerpt, ...]:
    """Return what is shown of each hit, in their order, from the texts in the reader's language where there are any."""
    weights = {term: atlas.index.idf(term) for term in query_terms(asked_for(found.query))}
    works = atlas.catalogue.works(hit.id for hit in found.results)
    shown = (works.get(hit.id) or atlas.taxonomy.by_id.get(hit.id) for hit in found.results)
    return tuple(
        _excerpt(hit.title, _texts(of, lang) if of else [], weights)
        for hit, of in zip(found.results, shown, strict=True)
    )


def order(found: Sequence[Hit], works: Mapping[str, Work], by: Sort) -> list[int]:
    """Return the places (from 0) of hits in another order; the same rank keeps the order of relevance.

    What has no year, or no level, stands behind what has one: concepts always do.
    """
    if by is Sort.RELEVANCE:
        return list(range(len(found)))
    levels = list(Level)

    def rank(place: int) -> int:
        hit = found[place]
        if by is Sort.YEAR:
            return -(hit.year or 0)
        level = works[hit.id].level if hit.id in works else None
        return levels.index(level) if level else len(levels)

    return sorted(range(len(found)), key=rank)


def ties(atlas: Atlas, found: Results, lang: Lang) -> dict[str, tuple[Role, Concept]]:
    """Map what the reasons say of works that are tied to what a query names to the role and the concept."""
    concepts = [atlas.taxonomy.by_id[ident] for ident in found.searched_as]
    return {tie(role, concept, lang): (role, concept) for concept in concepts for role in Role}


def _excerpt(title: str, texts: Iterable[str], weights: Mapping[str, float]) -> Excerpt:
    """Words that the title shows already do not speak for a passage."""
    head = marked(title if len(title) <= _TITLE else title[: _TITLE - 1].rstrip() + "…", weights.keys())
    told: AbstractSet[str] = {term for piece in head if piece.matched for term in query_terms(piece.text)}
    return Excerpt(head, passage(texts, {term: 0.0 if term in told else w for term, w in weights.items()}))


def _texts(of: Concept | Work, lang: Lang) -> list[str]:
    if isinstance(of, Concept):
        return [of.gist.best(lang), *(definition.text for definition in of.definitions if definition.lang is lang)]
    texts = [text for text in (of.summary.best(lang), of.abstract) if text]
    return [text for text in texts if has_cjk(text) == (lang is Lang.ZH)] or texts


def rows(hits: Iterable[Hit]) -> list[dict[str, object]]:
    """Return hits as records, in their order; ``why`` joins the reasons as ``leg: detail``."""
    return [
        {
            "kind": hit.kind.value,
            "id": hit.id,
            "title": hit.title,
            "year": hit.year,
            "authors": "; ".join(hit.authors),
            "score": hit.score,
            "why": "; ".join(f"{reason.leg}: {reason.detail}" for reason in hit.why),
        }
        for hit in hits
    ]
