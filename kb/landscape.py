"""The map of the works: which are drawn, and the names of the regions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from statistics import median
from typing import NamedTuple

from kb.atlas import Atlas
from kb.layout import SPAN, lot
from kb.model import Concept, Lang
from kb.positions import Place, places
from kb.ties import Ties, ties
from kb.tree import live

MOST = 10_000
"""Works that are drawn at a time."""
COLUMNS = ("id", "title", "year", "family", "x", "y")
"""What `records` says of each work."""
_LABELS, _LEAST = 28, 5  # names on the map; works that a named concept has
_COMPACT = 0.3  # of the span: half of a named concept's works lie as near to its name
_WIDE, _HIGH = 40.0, 7.0  # what a name takes up on the map


class Region(NamedTuple):
    """A concept, the middle of its works on the map, and how many these are."""

    concept: Concept
    x: float
    y: float
    works: int


class Landscape(NamedTuple):
    """The map: its works (those of the data first, the others in an order that is always the same), and its regions."""

    places: tuple[Place, ...]
    regions: tuple[Region, ...]
    ties: Ties

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year of a work; zeros if none has one."""
        found = [place.year for place in self.places if place.year]
        return (min(found), max(found)) if found else (0, 0)

    @property
    def ingested(self) -> int:
        """How many of the works are not of the data."""
        return sum(not place.curated for place in self.places)

    def family(self, place: Place) -> str:
        """Return the id of a work's family; empty where it is tied to no concept."""
        return self.ties.family.get(place.work, "")


class View(NamedTuple):
    """What filters leave: the works to list, the newest first; those to draw; those that stand out; how many there are.

    Where works stand out, they alone are listed.
    """

    listed: tuple[Place, ...]
    drawn: tuple[Place, ...]
    lit: frozenset[str]
    total: int


def landscape(atlas: Atlas) -> Landscape:
    """Return the map of a knowledge base; it is empty where the works have no vectors."""
    found = places(atlas.catalogue, atlas.index.manifest.encoder)
    found.sort(key=lambda place: (not place.curated, lot(place.work)))
    tied = ties(atlas, found=True)
    curated = [place for place in found if place.curated]
    return Landscape(tuple(found), tuple(regions(live(atlas.taxonomy), tied.of, curated)), tied)


def select(
    land: Landscape,
    families: Collection[str] = (),
    start: int | None = None,
    end: int | None = None,
    *,
    whole: bool = True,
) -> list[Place]:
    """Return the works of some families and years, in the map's order; what is empty or None does not restrict.

    Without ``whole``, only those of the data.
    """
    return [
        place
        for place in land.places
        if (whole or place.curated)
        and (not families or land.family(place) in families)
        and (start is None or (place.year or 0) >= start)
        and (end is None or (place.year is not None and place.year <= end))
    ]


def view(land: Landscape, found: Iterable[Place], concept: str = "") -> View:
    """Return what to show of some works; those of the concept, or of one below it, stand out and are always drawn."""
    tied = land.ties.within.get(concept, frozenset())
    ordered = sorted(found, key=lambda place: place.work not in tied)
    drawn = tuple(ordered[:MOST])
    lit = frozenset(place.work for place in drawn if place.work in tied)
    listed = [place for place in ordered if place.work in tied] if lit else ordered
    listed.sort(key=lambda place: (-(place.year or 0), place.title))
    return View(tuple(listed), drawn, lit, len(ordered))


def regions(concepts: Iterable[Concept], of: Mapping[str, Collection[str]], found: Iterable[Place]) -> list[Region]:
    """Return the concepts that name a region: with many works that lie together, and apart from each other's names."""
    points = {place.work: (place.x, place.y) for place in found}
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


def records(land: Landscape, found: Iterable[Place], lang: Lang) -> list[dict[str, object]]:
    """Return works on the map as records of a table."""
    names = {family.id: family.label.best(lang) for family in land.ties.taxonomy.families}
    return [
        {
            "id": place.work,
            "title": place.title,
            "year": place.year,
            "family": names.get(land.family(place), ""),
            "x": place.x,
            "y": place.y,
        }
        for place in found
    ]
