"""How much was written on what and when, as far as the library holds it; what comes up and what grows quiet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from kb.model import Concept, Event, Lang, Work
from kb.ties import Ties
from kb.tree import live

RECENT = 3
"""Years, up to the newest of the data, that are compared with those before."""
LEAST = 8
"""Dated works that a concept needs for a change to be told."""
LIFT = 1.5
"""From so many times the share on, a concept comes up; below its inverse, it has grown quiet."""
_EARLY = 0.01  # of the works lie before the years that are drawn


class Year(NamedTuple):
    """A year, its works, and how many of them belong to each group."""

    year: int
    works: int
    counts: Mapping[str, int]

    def share(self, group: str) -> float:
        """Return the part of the year's works that belong to a group (0..1)."""
        return self.counts[group] / self.works if self.works else 0.0


class Change(NamedTuple):
    """A concept with its works of the recent years and of those before, and how many times the share it has now."""

    concept: Concept
    recent: int
    before: int
    lift: float


class First(NamedTuple):
    """A concept, the earliest work tied to it, and the work that coined it by its timeline."""

    concept: Concept
    work: Work | None
    coined: Work | None


def span(ties: Ties) -> tuple[int, int]:
    """Return the years worth drawing: from where all but a hundredth of the works begin, to the newest; zeros if none.

    The newest year is that of the data, never that of a clock.
    """
    years = sorted(ties.years.values())
    return (years[int(len(years) * _EARLY)], years[-1]) if years else (0, 0)


def yearly(ties: Ties, groups: Mapping[str, Collection[str]], start: int, end: int) -> list[Year]:
    """Count the works of each year, and those in each group of works (a work may be in several)."""
    whole = Counter(ties.years.values())
    counts = {name: Counter(ties.years[work] for work in works if work in ties.years) for name, works in groups.items()}
    return [
        Year(year, whole[year], {name: counted[year] for name, counted in counts.items()})
        for year in range(start, end + 1)
    ]


def changes(ties: Ties) -> list[Change]:
    """Return the concepts with `LEAST` dated works, those that come up first.

    The lift is the concept's share among the works of the last `RECENT` years over its share among those before, with
    one work added to each of the four counts, so that nothing is divided by zero.
    """
    since = span(ties)[1] - RECENT + 1
    new = {work for work, year in ties.years.items() if year >= since}
    old = ties.years.keys() - new
    found = []
    for concept in live(ties.taxonomy):
        works = ties.within[concept.id]
        recent, before = len(works & new), len(works & old)
        if recent + before >= LEAST:
            lift = (recent + 1) / (len(new) + 1) / ((before + 1) / (len(old) + 1))
            found.append(Change(concept, recent, before, lift))
    return sorted(found, key=lambda change: (-change.lift, change.concept.id))


def emerging(found: Iterable[Change], most: int) -> list[Change]:
    """Return the concepts whose share has grown most."""
    return [change for change in found if change.lift >= LIFT][:most]


def quiet(found: Iterable[Change], most: int) -> list[Change]:
    """Return the concepts whose share has shrunk most."""
    return [change for change in reversed([*found]) if change.lift <= 1 / LIFT][:most]


def first_works(ties: Ties) -> dict[str, str]:
    """Map each concept to the earliest of the works tied to itself (among those of a year, the first by id)."""
    dated = {ident: [work for work in works if work in ties.years] for ident, works in ties.of.items()}
    return {ident: min(works, key=lambda work: (ties.years[work], work)) for ident, works in dated.items() if works}


def coined(concept: Concept) -> str | None:
    """Return the id of the work that coined a concept by its timeline."""
    return next((milestone.work for milestone in concept.timeline if milestone.event is Event.COINED), None)


def firsts(ties: Ties, works: Mapping[str, Work]) -> list[First]:
    """Return when each concept is first seen, the earliest first, those without a year last.

    ``works`` holds at least those that `first_works` and `coined` name.
    """
    seen = first_works(ties)
    found = [
        First(concept, works.get(seen.get(concept.id, "")), works.get(coined(concept) or ""))
        for concept in live(ties.taxonomy)
    ]
    return sorted(found, key=lambda first: (_year(first), first.concept.id))


def _year(first: First) -> int:
    return min((work.year for work in first[1:] if isinstance(work, Work) and work.year), default=9999)


def year_records(years: Iterable[Year], names: Mapping[str, str]) -> list[dict[str, object]]:
    """Return years as records of a table: the counts, then the shares; ``names`` are the groups' headings."""
    return [
        {"year": year.year, "works": year.works}
        | {name: year.counts[group] for group, name in names.items()}
        | {f"{name} (share)": round(year.share(group), 4) for group, name in names.items()}
        for year in years
    ]


def change_records(found: Iterable[Change], lang: Lang) -> list[dict[str, object]]:
    """Return changes as records of a table."""
    return [
        {
            "id": change.concept.id,
            "concept": change.concept.pref_label.best(lang),
            "recent": change.recent,
            "before": change.before,
            "lift": round(change.lift, 3),
        }
        for change in found
    ]


def first_records(found: Iterable[First], lang: Lang) -> list[dict[str, object]]:
    """Return first works as records of a table; what is not known is None."""
    return [
        {
            "id": first.concept.id,
            "concept": first.concept.pref_label.best(lang),
            "first_year": first.work.year if first.work else None,
            "first_work": first.work.title if first.work else None,
            "coined_year": first.coined.year if first.coined else None,
            "coined_by": first.coined.byline() if first.coined else None,
        }
        for first in found
    ]
