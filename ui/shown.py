"""What pages show, computed once for each loaded knowledge base and shared by all sessions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from kb import browse, hits, overview, tree
from kb.atlas import Atlas
from kb.browse import Browsed
from kb.documents import Kind
from kb.hits import Excerpt, Sort
from kb.lexical import Filter
from kb.model import Concept, Facet, Lang, Role, Work
from kb.overview import Figures, Summary
from kb.results import Request, Results
from kb.tree import Branch
from kb.values import replace
from ui import charts
from ui.charts import Sunburst


@lru_cache(maxsize=4)
def figures(atlas: Atlas) -> Figures:
    """Return the figures of a knowledge base."""
    return overview.figures(atlas)


@lru_cache(maxsize=4)
def families(atlas: Atlas) -> tuple[Summary, ...]:
    """Return the families with their counts."""
    return overview.families(atlas)


@lru_cache(maxsize=4)
def works(atlas: Atlas) -> dict[str, int]:
    """Map each concept that has works to their number."""
    return {concept: len(ids) for concept, ids in overview.works_by_concept(atlas).items()}


@lru_cache(maxsize=4)
def forest(atlas: Atlas) -> dict[str, tuple[Branch, ...]]:
    """Map each family to its tree."""
    return {family.id: tree.branches(atlas.taxonomy, family) for family in atlas.taxonomy.families}


@lru_cache(maxsize=2048)
def below(atlas: Atlas, concept: str) -> int:
    """Count the live concepts below a concept."""
    return sum(1 for ident in atlas.taxonomy.descendants(concept) if not atlas.taxonomy.by_id[ident].replaced_by)


@lru_cache(maxsize=64)
def selected(atlas: Atlas, text: str, facets: frozenset[Facet], family: str | None) -> tuple[Concept, ...]:
    """Return the concepts that a filter leaves."""
    return tree.select(atlas.taxonomy, text, facets, family)


@lru_cache(maxsize=16)
def rows(atlas: Atlas, concepts: tuple[Concept, ...], lang: Lang) -> list[dict[str, str | int]]:
    """Return concepts as rows of a table."""
    return overview.rows(atlas, concepts, lang)


@lru_cache(maxsize=32)
def sunburst(atlas: Atlas, concepts: tuple[Concept, ...], chosen: str, lang: Lang) -> Sunburst:
    """Return the sunburst of concepts, one of them marked."""
    trees = [(family, forest(atlas)[family.id]) for family in atlas.taxonomy.families]
    return charts.sunburst(trees, {concept.id for concept in concepts}, lang, chosen)


@lru_cache(maxsize=4)
def concept_labels(atlas: Atlas, lang: Lang) -> dict[str, str]:
    """Map the live concepts to their labels, in the order of the labels."""
    labels = {concept.id: concept.pref_label.best(lang) for concept in tree.live(atlas.taxonomy)}
    return dict(sorted(labels.items(), key=lambda pair: pair[1].casefold()))


@lru_cache(maxsize=32)
def values(atlas: Atlas, field: str) -> dict[str, int]:
    """Map the values that a search can be limited to, to how many documents have them, the most frequent first."""
    return atlas.index.values(field)


class Answer(NamedTuple):
    """The answer to a query, and what is shown of its hits: concepts, works, excerpts, what ties works to names."""

    results: Results
    concepts: Mapping[str, Concept]
    works: Mapping[str, Work]
    excerpts: tuple[Excerpt, ...]
    ties: Mapping[str, tuple[Role, Concept]]


@lru_cache(maxsize=256)
def answer(atlas: Atlas, request: Request, kind: Kind | None) -> Answer:
    """Answer a query for one kind of document, or for all."""
    request = replace(request, kind=kind)
    found, lang = atlas.search(request), request.lang
    works = atlas.catalogue.works(hit.id for hit in found.results if hit.kind == Kind.WORK)
    shown, ties = hits.excerpts(atlas, found, lang), hits.ties(atlas, found, lang)
    return Answer(found, atlas.taxonomy.by_id, works, shown, ties)


@lru_cache(maxsize=4)  # up to 7 MB each
def browsed(atlas: Atlas, where: Filter, by: Sort) -> Browsed:
    """Return the works that filters alone leave."""
    return browse.browse(atlas, where, by)


@lru_cache(maxsize=64)
def counts(atlas: Atlas, where: Filter) -> dict[str, dict[str, int]]:
    """Count the values of the works that filters alone leave."""
    return atlas.index.counts(where._replace(kind=Kind.WORK))


def ordered(found: Answer, by: Sort) -> Answer:
    """Return an answer with its hits in another order."""
    places = hits.order(found.results.results, found.works, by)
    results = replace(found.results, results=tuple(found.results.results[place] for place in places))
    return found._replace(results=results, excerpts=tuple(found.excerpts[place] for place in places))
