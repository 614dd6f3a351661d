"""What is laid over the concepts and how good all of it is, computed once for each loaded knowledge base."""

from __future__ import annotations

from functools import lru_cache

from kb import crosswalk, learning, quality
from kb.atlas import Atlas
from kb.crosswalk import Crosswalk
from kb.data import SHIPPED
from kb.evaluation import published
from kb.evaluation.published import Published
from kb.learning import Next, Stop
from kb.model import Concept, Item, LearningPath, Match
from kb.quality import Quality


@lru_cache(maxsize=4)
def paths(atlas: Atlas) -> dict[str, LearningPath]:
    """Map ids to the learning paths, in their order."""
    return {path.id: path for path in atlas.catalogue.paths()}


@lru_cache(maxsize=64)
def stops(atlas: Atlas, ident: str) -> tuple[Stop, ...]:
    """Return the steps of a learning path."""
    return learning.stops(atlas, paths(atlas)[ident])


@lru_cache(maxsize=512)
def paths_through(atlas: Atlas, concept: str) -> tuple[LearningPath, ...]:
    """Return the learning paths that have a concept as a step."""
    return learning.paths_through(tuple(paths(atlas).values()), concept)


@lru_cache(maxsize=128)
def open_to(atlas: Atlas, known: tuple[str, ...]) -> tuple[Concept, ...]:
    """Return the concepts that can be learnt next by who knows some."""
    return learning.open_to(atlas, known)


@lru_cache(maxsize=512)
def lesson(atlas: Atlas, concept: str) -> Next:
    """Return what a reader needs to know of a concept to come."""
    return learning.lesson(atlas, atlas.taxonomy.by_id[concept])


@lru_cache(maxsize=4)
def crosswalks(atlas: Atlas) -> dict[str, Crosswalk]:
    """Map ids to the schemes of others beside ours, in their order."""
    return {scheme.id: crosswalk.crosswalk(scheme, atlas.taxonomy) for scheme in atlas.catalogue.schemes()}


@lru_cache(maxsize=512)
def places(atlas: Atlas, concept: str) -> tuple[tuple[Crosswalk, Item, Match], ...]:
    """Return where a concept stands in the schemes of others."""
    return crosswalk.places(crosswalks(atlas).values(), concept)


@lru_cache(maxsize=1)
def figures() -> Published | None:
    """Return the published figures of the search."""
    return published.read(SHIPPED)


@lru_cache(maxsize=4)
def measured(atlas: Atlas) -> Quality:
    """Return coverage and problems of what was built."""
    return quality.quality(atlas.catalogue.contents())
