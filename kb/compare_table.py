"""Concepts or works as the lines of a table, a cell for each of them, and the same as CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kb.citations import Pairs
from kb.concept_view import timeline
from kb.export import to_csv
from kb.model import Concept, Event, Lang, Level, Link, Stage, Text, Work
from kb.phrases import EVENTS, FACETS, LEVELS

if TYPE_CHECKING:
    from kb.atlas import Atlas

NONE = "–"
"""What stands in an empty cell."""
_NAMES = 6  # authors in a cell
_YES = Text("yes", "是")
_STAGES = {Stage.CONCEPTUAL: Text("conceptual", "以理论探讨为主"), Stage.EMPIRICAL: Text("empirical", "已有实证研究")}
_HEAD = "compared"


class Row(NamedTuple):
    """A line of the table: what is compared, and a cell for each of those compared."""

    name: Text
    cells: tuple[str, ...]


def concept_rows(
    atlas: Atlas,
    concepts: Sequence[Concept],
    tied: Sequence[Sequence[tuple[Link, Work]]],
    cited: Mapping[str, Work],
    lang: Lang,
) -> tuple[Row, ...]:
    """Return the table of concepts; ``tied`` are the works of each, ``cited`` has those that date its events."""
    families = {family.id: family.label.best(lang) for family in atlas.taxonomy.families}
    beside = Lang.EN if lang is Lang.ZH else Lang.ZH
    dates = [timeline(concept, cited) for concept in concepts]
    events = [
        Row(
            Text(EVENTS[event].en.capitalize(), EVENTS[event].zh),
            tuple("; ".join(w.byline() for e, w in dated if e is event) or NONE for dated in dates),
        )
        for event in Event
    ]
    return (
        _row("In the other language", "另一语言名称", (c.pref_label.get(beside) for c in concepts)),
        _row("Also called", "别名", ("; ".join(c.alt_label.get(lang)) for c in concepts)),
        _row("Facet", "类别", (FACETS[c.facet].get(lang) for c in concepts)),
        _row("Family", "概念族", (families.get(c.family, c.family) for c in concepts)),
        _row("Core concept", "核心概念", (_YES.get(lang) if c.core else "" for c in concepts)),
        _row(
            "Research so far", "研究现状", (_STAGES[c.maturity.stage].get(lang) if c.maturity else "" for c in concepts)
        ),
        *(event for event in events if {*event.cells} != {NONE}),
        _row("To learn first", "须先学的概念", (len(atlas.graph.learn_first(c.id)) for c in concepts)),
        _row("Unlocks", "之后可学的概念", (len(atlas.graph.unlocks(c.id)) for c in concepts)),
        _row("Papers", "文献", (len({work.id for _, work in pairs}) for pairs in tied)),
        _row("Must-knows by level", "各难度的必读文献", (_levels(pairs, lang) for pairs in tied)),
    )


def work_rows(
    works: Sequence[Work], ties: Mapping[str, Collection[str]], cites: Pairs, cited_by: Pairs, lang: Lang
) -> tuple[Row, ...]:
    """Return the table of works; ``ties`` are the concepts of each, by id."""
    out, into = Counter(citing for citing, _ in cites), Counter(cited for _, cited in cited_by)
    return (
        _row("Authors", "作者", (_authors(work) for work in works)),
        _row("Year", "年份", (work.year for work in works)),
        _row("Venue", "出处", (work.venue for work in works)),
        _row("Level", "难度", (LEVELS[work.level].get(lang) if work.level else "" for work in works)),
        _row("Survey", "综述", (_YES.get(lang) if work.survey else "" for work in works)),
        _row("Concepts", "涉及的概念", (len(ties[work.id]) for work in works)),
        _row("Works of the Atlas that it cites", "引用的本站文献", (out[work.id] for work in works)),
        _row("Works of the Atlas that cite it", "引用它的本站文献", (into[work.id] for work in works)),
    )


def table_csv(names: Sequence[str], rows: Iterable[Row], lang: Lang) -> bytes:
    """Return the table as CSV, a column for each of those compared; equal names are told apart by a number."""
    columns = [name if name not in names[:place] else f"{name} ({place + 1})" for place, name in enumerate(names)]
    lines = [{_HEAD: row.name.get(lang)} | dict(zip(columns, row.cells, strict=True)) for row in rows]
    return to_csv(lines, [_HEAD, *columns])


def _row(en: str, zh: str, cells: Iterable[str | int | None]) -> Row:
    return Row(Text(en, zh), tuple(NONE if cell in {"", None} else str(cell) for cell in cells))


def _levels(pairs: Iterable[tuple[Link, Work]], lang: Lang) -> str:
    """Count the must-knows of a concept by level."""
    held = {work.id: work.level for _, work in pairs}
    counts = Counter(held.values())
    return " · ".join(f"{LEVELS[level].get(lang)} {counts[level]}" for level in Level if counts[level])


def _authors(work: Work) -> str:
    names = work.names()
    return "; ".join(names[:_NAMES]) + (" …" if len(names) > _NAMES else "")
