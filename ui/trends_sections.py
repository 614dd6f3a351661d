"""The sections of the page of trends: works by year, what changes, and when each concept is first seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from kb import trends
from kb.atlas import Atlas
from kb.export import to_csv
from kb.model import Work
from kb.ties import Ties
from kb.trends import Change, First, Year
from kb.values import to_json
from ui import choices, links, parts, plots, shown
from ui.text import plain, shorten
from ui.theme import family_colours
from ui.words import language, t

_MOST, _ROWS, _PART = 6, 10, 25  # concepts side by side; rows of a list; and of a part of the long one


def by_year(atlas: Atlas, ties: Ties) -> None:
    """Draw the works by year, for families, concepts or all, as a chart and as a table."""
    parts.heading(t("trends.by_year"), t("trends.by_year.help"))
    badges = parts.family_badges(atlas.taxonomy.families)
    families = choices.pills("family", t("trends.families"), badges)
    concepts = choices.many("concept", t("trends.concepts"), shown.concept_labels(atlas, language()), _MOST)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        ways = {way: t(f"trends.{way}") for way in ("count", "share")}
        share = choices.segments("measure", t("trends.measure"), ways) == "share"
        low, high = trends.span(ties)
        start, end = choices.years(t("search.years"), range(low, high + 1))  # all, as on its axis
    names = {f.id: f.label.best(language()) for f in atlas.taxonomy.families if f.id in families}
    names |= {ident: atlas.label(ident, language()) for ident in concepts}
    groups = {ident: (ties.families if ident in families else ties.within)[ident] for ident in names}
    colours = family_colours(family.id for family in atlas.taxonomy.families)
    lines = [colours[ident] for ident in names if ident in families] + plots.concept_colours(len(concepts))
    found = trends.yearly(ties, groups, start or low, end or high)
    share = share and bool(names)
    st.echarts_chart(plots.years(found, names, lines, share=share), height=360, alt=t("trends.alt"))
    with choices.fold("table", t("trends.table")):
        _table(found, names, share)
    _take(trends.year_records(found, names), "works-by-year")


def changes(found: list[Change], pick: Callable[[list[Change], int], list[Change]], name: str, recent: str) -> None:
    """Draw the concepts whose share changed most one way."""
    few = pick(found, _ROWS)
    parts.heading(t(f"trends.{name}"))
    if not few:
        parts.empty(t("trends.none", least=trends.LEAST))
        return
    head = f"| {t('trends.concept')} | {plain(recent)} | {t('trends.before')} | {t('trends.lift')} |"
    rows = [f"| {links.dotted(c.concept)} | {c.recent} | {c.before} | ×{c.lift:.2g} |" for c in few]
    st.markdown("\n".join([head, "| --- | ---: | ---: | ---: |", *rows]))
    _take(trends.change_records(pick(found, len(found)), language()), name)


def firsts(found: list[First]) -> None:
    """Draw when each concept is first seen, some at a time."""
    parts.heading(t("trends.firsts"), t("trends.firsts.help"))
    part = choices.part("firsts", -(-len(found) // _PART))
    head = f"| {t('trends.concept')} | {t('trends.first')} | {t('trends.coined')} |\n| --- | --- | --- |"
    rows = [
        f"| {links.dotted(f.concept)} | {' | '.join(_dated(work) for work in (f.work, f.coined))} |"
        for f in found[(part - 1) * _PART : part * _PART]
    ]
    st.markdown("\n".join([head, *rows]))
    _take(trends.first_records(found, language()), "first-seen")


def _table(found: Sequence[Year], names: dict[str, str], share: bool) -> None:
    """Draw what the chart says as a table."""
    heads = [t("trends.year"), t("trends.all"), *map(plain, names.values())]
    lines = [f"| {' | '.join(heads)} |", f"| {' | '.join(['---:'] * len(heads))} |"]
    for year in found:
        cells = [f"{year.share(group):.1%}" if share else str(year.counts[group]) for group in names]
        lines.append(f"| {' | '.join([str(year.year), str(year.works), *cells])} |")
    st.markdown("\n".join(lines))


def _take(records: Sequence[dict[str, object]], name: str) -> None:
    """Draw the downloads of a list."""
    columns = [*(records[0] if records else {})]
    with st.container(horizontal=True, gap="small"):
        parts.download(t("trends.csv"), f"{name}.csv", lambda: to_csv(records, columns))
        parts.download(t("trends.json"), f"{name}.json", lambda: to_json(records))


def _dated(work: Work | None) -> str:
    return f"{work.year or '–'} · {links.work(work, shorten(work.title, 80))}" if work else "–"
