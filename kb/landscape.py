"""The map of the works: which are drawn, and the names of the regions. Works are numbers, their place in `Places`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.atlas import Atlas
from kb.layout import SPAN, lot
from kb.model import Concept, Lang
from kb.positions import Places, places
from kb.ties import Ties, ties
from kb.tree import live

MOST = 10_000
"""Works that are drawn at a time."""
COLUMNS = ("id", "title", "year", "family", "x", "y")
"""What `records` says of each work."""
_LABELS, _LEAST = 28, 5  # names on the map; works that a named concept has
_COMPACT = 0.3  # of the span: half of a named concept's works lie as near to its name
_WIDE, _HIGH = 40.0, 7.0  # what a name takes up on the map

Rows = NDArray[np.intp]
"""Some works of the map, in an order."""
Mask = NDArray[np.bool_]
"""Which of all works of the map."""


class Region(NamedTuple):
    """A concept, the middle of its works on the map, and how many these are."""

    concept: Concept
    x: float
    y: float
    works: int


class Landscape:
    """The map: its works, its regions, and what ties works to concepts; what is asked again and again is kept."""

    def __init__(self, places: Places, regions: Iterable[Region], ties: Ties) -> None:
        self.places, self.regions, self.ties = places, tuple(regions), ties

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that works are of, in their order."""
        return tuple(np.unique(self.places.years[self.places.years > 0]).tolist())

    @cached_property
    def ingested(self) -> int:
        """How many of the works are not of the data."""
        return int(np.count_nonzero(~self.places.curated))

    @cached_property
    def families(self) -> NDArray[np.int8]:
        """The place of each work's family among those of the taxonomy; -1 where it is tied to no concept."""
        order = {family.id: place for place, family in enumerate(self.ties.taxonomy.families)}
        return np.array([order.get(self.ties.family.get(work, ""), -1) for work in self.places.works], np.int8)

    @cached_property
    def drawn(self) -> Rows:
        """All works: those of the data first, the others in an order by lot that is always the same."""
        lots = np.frombuffer(b"".join(lot(work)[:8] for work in self.places.works), ">u8")
        return np.lexsort((lots, ~self.places.curated))

    @cached_property
    def newest(self) -> Rows:
        """All works, the newest first and those without a year last; those of a year by id."""
        return np.argsort(-self.places.years, kind="stable")

    def within(self, concept: str) -> Mask:
        """Return the works tied to a concept or to one below it; none for no concept."""
        tied, works = self.ties.within.get(concept, frozenset()), self.places.works
        return np.array([work in tied for work in works], np.bool_) if tied else np.zeros(len(works), np.bool_)


class View(NamedTuple):
    """What filters leave: the works to list, the newest first; those to draw; those that stand out; how many there are.

    Where works stand out, they alone are listed.
    """

    listed: Rows
    drawn: Rows
    lit: Rows
    total: int


def landscape(atlas: Atlas) -> Landscape:
    """Return the map of a knowledge base; it is empty where the works have no vectors."""
    found, tied = places(atlas.catalogue, atlas.index.manifest.encoder), ties(atlas, found=True)
    curated = {found.works[row]: tuple(found.points[row].tolist()) for row in np.flatnonzero(found.curated)}
    return Landscape(found, regions(live(atlas.taxonomy), tied.of, curated), tied)


def select(
    land: Landscape,
    families: Collection[str] = (),
    start: int | None = None,
    end: int | None = None,
    *,
    whole: bool = True,
) -> Mask:
    """Return the works of some families and years; what is empty or None does not restrict.

    Without ``whole``, only those of the data.
    """
    years = land.places.years
    found = np.ones(len(years), np.bool_) if whole else land.places.curated.copy()
    if families:
        wanted = [place for place, family in enumerate(land.ties.taxonomy.families) if family.id in families]
        found &= np.isin(land.families, wanted)
    if start is not None:
        found &= years >= start
    if end is not None:
        found &= (years > 0) & (years <= end)
    return found


def view(land: Landscape, found: Mask, concept: str = "") -> View:
    """Return what to show of some works; those of the concept, or of one below it, stand out and are always drawn."""
    tied = found & land.within(concept)
    drawn = np.concatenate([land.drawn[mask[land.drawn]] for mask in (tied, found & ~tied)])[:MOST]
    lit = drawn[tied[drawn]]
    listed = tied if len(lit) else found
    return View(land.newest[listed[land.newest]], drawn, lit, int(np.count_nonzero(found)))


def regions(
    concepts: Iterable[Concept], of: Mapping[str, Collection[str]], points: Mapping[str, tuple[float, float]]
) -> list[Region]:
    """Return the concepts that name a region: with many works that lie together, and apart from each other's names.

    ``of`` holds the works of each concept, ``points`` where those that count lie.
    """
    middles = [
        _middle(concept, [points[work] for work in of.get(concept.id, ()) if work in points]) for concept in concepts
    ]
    named: list[Region] = []
    for region in sorted(filter(None, middles), key=lambda region: (-region.works, region.concept.id)):
        if all(abs(region.x - other.x) > _WIDE or abs(region.y - other.y) > _HIGH for other in named):
            named.append(region)
    return named[:_LABELS]


def _middle(concept: Concept, points: list[tuple[float, float]]) -> Region | None:
    if len(points) < _LEAST:
        return None
    x, y = median(x for x, _ in points), median(y for _, y in points)
    near = median(((px - x) ** 2 + (py - y) ** 2) ** 0.5 for px, py in points)
    return Region(concept, x, y, len(points)) if near <= _COMPACT * SPAN else None


def records(land: Landscape, found: Rows, titles: Mapping[str, str], lang: Lang) -> list[dict[str, object]]:
    """Return works on the map as records of a table; a work without a title was taken back since."""
    names = [*(family.label.best(lang) for family in land.ties.taxonomy.families), ""]
    works, points, years, _ = land.places
    return [
        {
            "id": works[row],
            "title": titles.get(works[row], works[row]),
            "year": int(years[row]) or None,
            "family": names[land.families[row]],
            "x": round(float(points[row, 0]), 2),
            "y": round(float(points[row, 1]), 2),
        }
        for row in found
    ]
