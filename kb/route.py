"""The way from one concept or work to another: the chain of statements that leads there, and what ties works to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kb.graph_text import step
from kb.model import Concept, Lang, Link, Method, Role, Source, Work
from kb.phrases import tie

if TYPE_CHECKING:
    from kb.atlas import Atlas
    from kb.graph import Edge

EXAMPLES = (("debate", "rlhf"), ("mesa-optimizer", "reward-hacking"), ("corrigibility", "interpretability"))
"""Pairs of concepts with a telling way between them, where the data have them."""
_TRIED = 6  # concepts of a work, the surest and most telling first, that a way may begin or end with


class Route(NamedTuple):
    """The concepts on the way in their order, and the statement between each two; ``edges`` are one fewer.

    ``first`` and ``last`` tie a work at either end to the concept there. ``cited`` has every work that is named.
    """

    concepts: tuple[Concept, ...]
    edges: tuple[Edge, ...]
    first: Link | None
    last: Link | None
    cited: dict[str, Work]


class Said(NamedTuple):
    """A sentence of the way, and what it rests on."""

    sentence: str
    sources: tuple[Source, ...]


def route(atlas: Atlas, start: Concept | Work, goal: Concept | Work) -> Route | None:
    """Return the shortest way between two concepts or works; None where nothing connects them.

    A work begins or ends a way by one of its concepts: of equally short ways, by the surest and most telling one.
    """
    found = [
        (edges, a, b)
        for a, first in _ends(atlas, start)
        for b, last in _ends(atlas, goal)
        if (edges := atlas.graph.path(first, last)) is not None
    ]
    if not found:
        return None
    edges, first, last = min(found, key=lambda way: len(way[0]))
    at = first.concept if first else start.id
    ids = [at, *(at := edge.object if edge.subject == at else edge.subject for edge in edges)]
    said = [source.work for edge in edges if edge.relation for source in edge.relation.sources]
    cited = atlas.catalogue.works([*said, *(link.work for link in (first, last) if link)])
    return Route(tuple(atlas.taxonomy.by_id[ident] for ident in ids), edges, first, last, cited)


def told(atlas: Atlas, way: Route, lang: Lang) -> tuple[Said, ...]:
    """Return the sentences of a way in their order, each with its sources."""
    steps = [Said(step(atlas, e, lang).sentence, e.relation.sources if e.relation else ()) for e in way.edges]
    ends = [
        [Said(f"{way.cited[link.work].title} · {tie(link.role, concept, lang)}", (Source(link.work),))] if link else []
        for link, concept in ((way.first, way.concepts[0]), (way.last, way.concepts[-1]))
    ]
    return (*ends[0], *steps, *ends[1])


def _ends(atlas: Atlas, end: Concept | Work) -> list[tuple[Link | None, str]]:
    """Return the concepts that a way may begin or end with, and what ties a work to each."""
    if isinstance(end, Concept):
        return [(None, end.id)]
    roles = list(Role)
    links = [link for link, concept in atlas.concepts_of(end.id) if concept.replaced_by is None]
    links.sort(key=lambda link: (link.method is not Method.CURATED, roles.index(link.role), -link.confidence))
    return [(link, link.concept) for link in links[:_TRIED]]
