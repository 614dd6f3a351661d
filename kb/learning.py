"""Learning: paths as readers walk them, what can be learnt next given what is known, and how long reading may take."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from kb.model import Concept, LearningPath, Level, Text, Work
from kb.tree import live

if TYPE_CHECKING:
    from kb.atlas import Atlas
    from kb.graph import Graph

PAGE, SURVEY, BOOK = 4, 120, 600
"""Minutes to read a page, a survey and a book: our guess, and stated as one wherever it is shown."""
BY_LEVEL = {Level.START_HERE: 30, Level.CORE: 60, Level.ADVANCED: 90}
"""Minutes to read anything else, by level; what has none is taken as core."""
_PAGES = re.compile(r"(\d+)\s*[-\u2013\u2014]+\s*(\d+)")
_LONGEST = 300  # pages; more is no article but a range of something else


class Stop(NamedTuple):
    """One step of a path."""

    concept: Concept
    why: Text
    read: tuple[Work, ...]


def stops(atlas: Atlas, path: LearningPath) -> tuple[Stop, ...]:
    """Return the steps of a path; a retired concept stands for its heir."""
    works = atlas.catalogue.works(work for step in path.steps for work in step.read)
    return tuple(
        Stop(atlas.concept(step.concept), step.why, tuple(works[i] for i in step.read if i in works))
        for step in path.steps
    )


def readings(found: tuple[Stop, ...]) -> tuple[Work, ...]:
    """Return what is read on the way, each work once."""
    return tuple({work.id: work for stop in found for work in stop.read}.values())


def paths_through(paths: tuple[LearningPath, ...], concept_id: str) -> tuple[LearningPath, ...]:
    """Return the paths that have a concept as a step."""
    return tuple(path for path in paths if any(step.concept == concept_id for step in path.steps))


class Next(NamedTuple):
    """A concept that can be learnt next: what it directly needs, how much it opens, its must-knows, easiest first."""

    concept: Concept
    needs: tuple[Concept, ...]
    opens: int
    read: tuple[Work, ...]


def implied(graph: Graph, known: Iterable[str]) -> frozenset[str]:
    """Return what is known with everything that must be understood before it."""
    return frozenset(ident for concept in known for ident in (concept, *graph.learn_first(concept)))


def open_to(atlas: Atlas, known: Collection[str]) -> tuple[Concept, ...]:
    """Return the concepts not known yet whose prerequisites all are.

    Core concepts come first; among these, those that directly need one of ``known``, then those that open most.
    """
    held, graph = implied(atlas.graph, known), atlas.graph
    ready = [c for c in live(atlas.taxonomy) if c.id not in held and held.issuperset(graph.needs(c.id))]

    def order(concept: Concept) -> tuple[bool, bool, int, str]:
        near = not {*known}.isdisjoint(graph.needs(concept.id))
        return not concept.core, not near, -len(graph.opens(concept.id)), concept.pref_label.en

    return tuple(sorted(ready, key=order))


def lesson(atlas: Atlas, concept: Concept) -> Next:
    """Return what a reader needs to know of a concept to come."""
    levels = list(Level)
    works = {work.id: work for _, work in atlas.works_of(concept.id)}
    must = sorted(
        (work for work in works.values() if work.level), key=lambda work: levels.index(work.level or Level.CORE)
    )
    needs = tuple(atlas.taxonomy.by_id[ident] for ident in atlas.graph.needs(concept.id))
    return Next(concept, needs, len(atlas.graph.opens(concept.id)), tuple(must))


def minutes(work: Work) -> int:
    """Guess how long a work takes to read: by its pages where they are known, else by its kind or level."""
    if work.entry_type in {"book", "mvbook"}:
        return BOOK
    pages = _PAGES.fullmatch(work.details.get("pages", "").strip())
    if pages and 0 <= (count := int(pages[2]) - int(pages[1])) < _LONGEST:
        return PAGE * (count + 1)
    return SURVEY if work.survey else BY_LEVEL[work.level or Level.CORE]
