"""What the detail pages show, computed once for each loaded knowledge base and shared by all sessions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from kb import compare, concept_view, route, work_view
from kb.atlas import Atlas
from kb.compare import Concepts, Works
from kb.concept_view import ConceptView
from kb.graph import Ego, among, only
from kb.model import Facet, Lang, Work
from kb.route import Route
from kb.work_view import WorkView
from ui import graph

MOST = 60  # nodes in a picture; more cannot be read


class Focus(NamedTuple):
    """What is shown of the surroundings of a concept: steps from it, relation types and facets (none mean all)."""

    depth: int = 1
    types: frozenset[str] = frozenset()
    facets: frozenset[Facet] = frozenset()


class Neighbourhood(NamedTuple):
    """The surroundings of a concept and their picture; ``total`` counts the nodes that were cut off, too."""

    ego: Ego
    picture: dict[str, Any]
    total: int


@lru_cache(maxsize=512)
def concept(atlas: Atlas, ident: str, lang: Lang) -> ConceptView:
    """Return what a concept shows."""
    return concept_view.concept_view(atlas, atlas.taxonomy.by_id[ident], lang)


@lru_cache(maxsize=512)
def work(atlas: Atlas, ident: str, lang: Lang) -> WorkView:
    """Return what a work shows."""
    return work_view.work_view(atlas, atlas.work(ident), lang)


@lru_cache(maxsize=512)
def kinds(atlas: Atlas, ident: str, depth: int) -> tuple[frozenset[str], frozenset[Facet]]:
    """Return the relation types and the facets that occur around a concept."""
    ego = atlas.graph.ego(ident, depth, MOST)
    facets = frozenset(atlas.taxonomy.by_id[node].facet for node in ego.nodes)
    return frozenset(edge.type for edge in ego.edges), facets


@lru_cache(maxsize=256)
def neighbourhood(atlas: Atlas, ident: str, focus: Focus, lang: Lang) -> Neighbourhood:
    """Return the surroundings of a concept. A filter does not move the nodes that stay."""
    ego = whole = atlas.graph.ego(ident, focus.depth, MOST)
    if focus.facets:
        ego = among(ego, [node for node in whole.nodes if atlas.taxonomy.by_id[node].facet in focus.facets])
    if focus.types:
        ego = only(ego, focus.types)
    total = len(atlas.graph.ego(ident, focus.depth, len(atlas.taxonomy.concepts)).nodes)
    return Neighbourhood(ego, graph.payload(atlas, whole, ego, lang), total)


@lru_cache(maxsize=128)
def concepts(atlas: Atlas, idents: tuple[str, ...], lang: Lang) -> Concepts:
    """Return concepts side by side."""
    return compare.compare_concepts(atlas, [atlas.taxonomy.by_id[ident] for ident in idents], lang)


@lru_cache(maxsize=128)
def works(atlas: Atlas, idents: tuple[str, ...], lang: Lang) -> Works:
    """Return works side by side."""
    return compare.compare_works(atlas, listed(atlas, idents), lang)


@lru_cache(maxsize=128)
def way(atlas: Atlas, start: str, goal: str) -> Route | None:
    """Return the way between two concepts or works, by id."""
    ends = [atlas.taxonomy.by_id.get(ident) or atlas.work(ident) for ident in (start, goal)]
    return route.route(atlas, ends[0], ends[1])


def listed(atlas: Atlas, works: Iterable[str]) -> list[Work]:
    """Return works by their ids, in their order."""
    idents = [*works]
    held = atlas.catalogue.works(idents)
    return [held[ident] for ident in idents if ident in held]
