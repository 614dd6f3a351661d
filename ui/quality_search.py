"""How well the search finds: the section of the quality page with the published figures."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from kb.evaluation import published
from kb.evaluation.published import MEASURES, Answered, Mean, Published, Refusals
from kb.export import to_csv
from kb.model import Lang
from kb.values import to_json
from ui import charts, choices, parts
from ui.text import plain
from ui.words import day, known, language, t

_SYSTEMS = ("lexical", "semantic", "concept", "hybrid")


def draw(found: Published) -> None:
    """Draw the figures of the sets, how readers are answered, what is refused, and how to measure it again."""
    parts.heading(
        t("figures.title"),
        t("figures.note", date=day(found.date), concepts=f"{found.concepts:,}", works=f"{found.works:,}"),
    )
    st.markdown(t("figures.lead"))
    names = {measure: t(f"figures.{measure}") for measure in MEASURES}
    measure = choices.segments("measure", t("figures.measure"), names)
    st.caption(t(f"figures.{measure}.help"))
    st.markdown(_sets(found, measure))
    for answered in found.answered:
        _kinds(answered)
        _refusals(answered)
    st.caption(t("figures.again", encoder=plain(found.encoder)))
    st.code(found.command, language="bash", wrap_lines=True)
    with st.container(horizontal=True, gap="small"):
        parts.download(t("figures.csv"), "search-figures.csv", lambda: to_csv(published.rows(found), published.COLUMNS))
        parts.download(t("figures.json"), "search-figures.json", lambda: to_json(found))


def _sets(found: Published, measure: str) -> str:
    """Return the table of sets and systems for one measure; the best of a set is bold."""
    lines = []
    for one in found.sets:
        means = {system: one.systems[system][measure] for system in _SYSTEMS if system in one.systems}
        best = max((mean.mean for mean in means.values()), default=0.0)
        cells = (_mean(means.get(system), best) for system in _SYSTEMS)
        about = known(f"figures.set.{one.name}", "")
        lines.append((f"**{plain(one.name)}**" + (f" {plain(about)}" if about else ""), str(one.queries), *cells))
    head = (t("figures.set"), t("figures.queries"), *(t(f"figures.system.{system}") for system in _SYSTEMS))
    return _table(head, lines)


def _mean(mean: Mean | None, best: float) -> str:
    if mean is None:
        return "–"
    return f"**{mean.mean:.3f}**" if mean.mean == best else f"{mean.mean:.3f}"


def _kinds(answered: Answered) -> None:
    """Draw how queries of each kind and language are answered."""
    st.subheader(t("figures.kinds", name=plain(answered.name)), anchor=False)
    st.caption(t("figures.kinds.help"))
    columns = ("kind", "lang", "queries", "first", "first_three", "refused")
    lines = [
        (
            plain(known(f"figures.kind.{row.kind}", row.kind)),
            plain(known(f"figures.lang.{row.lang}", row.lang)),
            str(row.queries),
            *(_percent(value) for value in (row.first, row.first_three, row.refused)),
        )
        for row in answered.kinds
    ]
    st.markdown(_table([t(f"figures.{name}") for name in columns], lines, words=2))


def _refusals(answered: Answered) -> None:
    """Draw how much nonsense and how many real queries are refused at each threshold, as a chart and in words."""
    curves = {_asked(one): one for one in answered.refusals}
    if not curves:
        return
    st.subheader(t("figures.refusals"), anchor=False)
    st.caption(t("figures.refusals.help"))
    told = [_used(name, one) for name, one in curves.items()]
    st.markdown("\n".join(f"- {line}" for line in told))
    axes = t("figures.refused_real"), t("figures.refused_nonsense")
    key = f"refusals.{answered.name}.{language()}"
    st.echarts_chart(charts.refusals(curves, axes), height=300, key=key, alt=" ".join(told))
    with choices.fold(f"points.{answered.name}", t("figures.points")):
        head = (t("figures.lang"), t("figures.threshold"), t("figures.refused_nonsense"), t("figures.refused_real"))
        rows = [
            (
                plain(name),
                f"**{step:.3f}**" if step == one.threshold else f"{step:.3f}",
                _percent(right),
                _percent(wrong),
            )
            for name, one in curves.items()
            for step, right, wrong in one.points
        ]
        st.markdown(_table(head, rows))


def _used(name: str, one: Refusals) -> str:
    right, wrong = one.used
    return t(
        "figures.used",
        asked=name,
        threshold=f"{one.threshold:.2f}",
        right=f"{right:.0%}",
        wrong=f"{wrong:.0%}",
        nonsense=one.nonsense,
        real=one.real,
    )


def _asked(one: Refusals) -> str:
    return t(f"figures.lang.{Lang.ZH if one.chinese else Lang.EN}")


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _table(head: Iterable[str], lines: Iterable[Iterable[str]], words: int = 1) -> str:
    """Return a table as Markdown; all columns but the first ones are numbers."""
    names = list(head)
    rule = ["---" if place < words else "---:" for place in range(len(names))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (names, rule, *lines))
