"""What is laid over the concepts and how good all of it is, computed once for each loaded knowledge base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from kb import crosswalk, learning, positions, quality, trends
from kb import landscape as landscape_
from kb import ties as ties_
from kb.atlas import Atlas
from kb.crosswalk import Crosswalk
from kb.data import SHIPPED
from kb.evaluation import published
from kb.evaluation.published import Published
from kb.landscape import Landscape, View
from kb.learning import Next, Stop
from kb.model import Concept, Item, Lang, LearningPath, Match
from kb.quality import Quality
from kb.ties import Ties
from kb.trends import Change, First
from ui import plots
from ui.plots import Groups


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


@lru_cache(maxsize=2)
def landscape(atlas: Atlas) -> Landscape:
    """Return the map of the works."""
    return landscape_.landscape(atlas)


class Scene(NamedTuple):
    """What the map shows of some works, these by family, and the picture."""

    view: View
    groups: Groups
    picture: dict[str, Any]


@lru_cache(maxsize=8)
def scene(  # noqa: PLR0913, PLR0917 (what can be chosen)
    atlas: Atlas, families: tuple[str, ...], concept: str, start: int | None, end: int | None, whole: bool, lang: Lang
) -> Scene:
    """Return what the map shows; no families, concept or years do not restrict."""
    land = landscape(atlas)
    view = landscape_.view(land, landscape_.select(land, families, start, end, whole=whole), concept)
    groups = plots.grouped(land, view)
    titles = _titles(atlas, [land.places.works[row] for row in view.drawn])
    named = [region for region in land.regions if not families or region.concept.family in families]
    return Scene(view, groups, plots.landscape(land, groups, titles, named, lang))


def _titles(atlas: Atlas, works: Sequence[str]) -> Mapping[str, str]:
    """Return the titles of at least some works: those that were asked for before are kept."""
    known = _known_titles(atlas)
    known |= positions.titles(atlas.catalogue, [work for work in works if work not in known])
    return known


@lru_cache(maxsize=2)
def _known_titles(atlas: Atlas) -> dict[str, str]:
    return {}


@lru_cache(maxsize=4)
def ties(atlas: Atlas, whole: bool) -> Ties:
    """Return which works belong to which concepts: those of the data, or of the whole library."""
    return ties_.ties(atlas, found=whole)


@lru_cache(maxsize=4)
def changes(atlas: Atlas, whole: bool) -> list[Change]:
    """Return which concepts come up, and which grow quiet."""
    return trends.changes(ties(atlas, whole))


@lru_cache(maxsize=4)
def firsts(atlas: Atlas, whole: bool) -> list[First]:
    """Return when each concept is first seen."""
    held = ties(atlas, whole)
    named = {*trends.first_works(held).values(), *filter(None, map(trends.coined, atlas.taxonomy.concepts))}
    return trends.firsts(held, atlas.catalogue.works(named))
