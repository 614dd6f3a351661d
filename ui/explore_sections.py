"""The three views of Explore, which share filters and one chosen concept, all of them in the address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

import streamlit as st

from kb.atlas import Atlas
from kb.export import to_csv
from kb.model import Concept, Facet
from kb.overview import COLUMNS
from kb.tree import Branch, Place, prune
from kb.values import to_json
from ui import charts, choices, links, parts, shown
from ui.text import plain
from ui.theme import FACET_COLOURS
from ui.words import language, t

_CHOICE = "explore.choice"  # counts what takes a choice away: a view drawn anew forgets its own mark
_ALL, _NONE = "all", "none"  # of the families, in the address


def card(atlas: Atlas, concept: Concept) -> None:
    """Draw the chosen concept: its gist, what it stands under, how much is below it, and how to let go of it.

    It stays at the foot of the window (look.css), so that no view jumps at a choice.
    """
    lang, works = language(), shown.works(atlas).get(concept.id, 0)
    family = next((f.label.best(lang) for f in atlas.taxonomy.families if f.id == concept.family), concept.family)
    below = shown.below(atlas, concept.id)
    facts = (
        parts.facet_badge(concept.facet),
        plain(family),
        plain(t("parts.below", count=below)) if below else "",
        plain(parts.counted("works", works)) if works else "",
    )
    with st.container(border=True, gap="xsmall", key="choice"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            parts.concept_row(concept)
            st.button(t("explore.let_go"), icon=":material/close:", type="tertiary", on_click=_let_go)
        st.markdown(plain(concept.gist.best(lang)))
        st.markdown(links.small(" · ".join(filter(None, facts))))
        if concept.broader:
            above = links.row(atlas.taxonomy.by_id[parent] for parent in concept.broader)
            st.markdown(links.small(f"{t('explore.above')} {above}"))


def tree(atlas: Atlas, family: str, wanted: Collection[str] | None, chosen: str) -> None:
    """Draw the families with a sentence each; those that are open have their tree as a list, a click chooses from it.

    ``wanted`` is None where nothing is filtered out; ``chosen`` (empty: none) is marked wherever it stands.
    """
    trees = {
        summary: whole if wanted is None else prune(whole, wanted)
        for summary in shown.families(atlas)
        if family in ("", summary.family.id)
        for whole in (shown.forest(atlas)[summary.family.id],)
    }
    drawn = {summary: found for summary, found in trees.items() if found}
    home = atlas.taxonomy.by_id[chosen].family if chosen else ""
    usual = [s.family.id for s in drawn if family or wanted is not None or s.family.id == home]
    opened = _opened({summary.family.id for summary in shown.families(atlas)}, [s.family.id for s in drawn], usual)
    choose = partial(links.choice, address=_here(family, opened))
    _unfold(drawn_all=len(opened) == len(drawn))
    st.caption(t("explore.tree_help"))
    for summary, found in drawn.items():
        ident = summary.family.id
        hits = "" if wanted is None else t("explore.hits", count=_hits(found, wanted))
        counts = parts.counts(summary.concepts, summary.works)
        about = " · ".join(filter(None, (hits, counts, summary.family.gist.best(language()))))
        label = f"**{plain(summary.family.label.best(language()))}** {links.quiet(about)}"
        with _expander(label, ident, opened, usual):
            if ident in opened:
                with st.container(key=f"tree-{ident}"):
                    st.markdown("\n".join(_line(atlas, branch, chosen, choose) for branch in found))


def sunburst(atlas: Atlas, concepts: tuple[Concept, ...], chosen: str) -> None:
    """Draw the sunburst; a click on a sector chooses the concept, or narrows to the family and back."""
    drawn = shown.sunburst(atlas, concepts, chosen, language())
    key = f"sunburst.{_drawing(concepts)}"

    def clicked() -> None:
        picked = st.session_state[key].selection.selected
        choose(drawn.sectors[picked[0]["data_indices"][0] - 1] if picked and picked[0]["data_indices"] else None)

    st.caption(t("explore.sunburst_help"))
    alt = t("explore.sunburst_alt", concepts=len(concepts))
    with st.container(key="sunburst"):
        st.echarts_chart(drawn.spec, height=charts.SUNBURST, key=key, on_select=clicked, alt=alt)


def choose(sector: tuple[str, str] | None) -> None:
    """Write to the address what a sector stands for; None, or the family that is shown alone, takes it out."""
    kind, ident = sector or ("concept", "")
    put = None if (kind, ident) == ("family", choices.text("family")) else ident
    choices.put(kind, put)


def table(atlas: Atlas, concepts: tuple[Concept, ...], chosen: str) -> None:
    """Draw the concepts as a table that can be sorted; a tick chooses the concept."""
    rows = shown.rows(atlas, concepts, language())
    key = f"table.{_drawing(concepts)}"

    def ticked() -> None:
        ticks = st.session_state[key].selection.rows
        choices.put("concept", concepts[ticks[0]].id if ticks else None)

    st.caption(t("explore.table_help"))
    st.dataframe(
        [row | {"facet": [row["facet"]]} for row in rows],
        column_order=[column for column in COLUMNS if column != "id"],
        column_config=_columns(),
        hide_index=True,
        height=560,
        on_select=ticked,
        selection_mode="single-row",
        selection_default={"selection": {"rows": [i for i, one in enumerate(concepts) if one.id == chosen]}},
        key=key,
        alt=t("explore.table_alt"),
    )
    with st.container(horizontal=True, gap="small"):
        parts.download(t("explore.csv"), "concepts.csv", lambda: to_csv(rows, COLUMNS))
        parts.download(t("explore.json"), "concepts.json", lambda: to_json(rows))


def _let_go() -> None:
    choices.put("concept", None)
    st.session_state[_CHOICE] = st.session_state.get(_CHOICE, 0) + 1


def _drawing(concepts: tuple[Concept, ...]) -> str:
    """Name what a view draws: another filter or language is another drawing, another choice is not."""
    return f"{language()}.{hash(tuple(concept.id for concept in concepts))}.{st.session_state.get(_CHOICE, 0)}"


def _here(family: str, opened: list[str]) -> dict[str, str | list[str]]:
    """Return what the address says of the tree but for the choice; the open families stay open."""
    facets: list[str] = choices.several("facet", tuple(Facet))
    said: dict[str, str | list[str]] = {"q": choices.text("q"), "family": family, "facet": facets, "open": opened}
    return {name: value for name, value in said.items() if value}


def _opened(known: Collection[str], drawn: list[str], usual: list[str]) -> list[str]:
    """Return the families that are open: those of the address that are drawn, else the usual ones."""
    named = choices.several("open", (_ALL, _NONE, *known))
    if _ALL in named or _NONE in named:
        return drawn if _ALL in named else []
    return [ident for ident in named if ident in drawn] or usual


def _unfold(*, drawn_all: bool) -> None:
    """Draw the switch that opens or closes all families."""
    key = f"unfold.{language()}"
    st.session_state[key] = drawn_all
    st.toggle(
        t("explore.unfold"),
        key=key,
        on_change=lambda: choices.put("open", _ALL if st.session_state[key] else _NONE),
    )


def _expander(label: str, ident: str, opened: list[str], usual: list[str]) -> Any:
    """Draw a family's expander; opening or closing it is written to the address."""
    key = f"family.{ident}"
    st.session_state[key] = ident in opened

    def turned() -> None:
        now = [*(one for one in opened if one != ident), *([ident] if st.session_state[key] else [])]
        choices.put("open", None if sorted(now) == sorted(usual) else now or _NONE)

    return st.expander(label, key=key, on_change=turned)


def _hits(tree: Collection[Branch], wanted: Collection[str]) -> int:
    return len({branch.concept.id for branch in tree if branch.concept.id in wanted})


def _line(atlas: Atlas, branch: Branch, chosen: str, choose: Callable[[Concept], str]) -> str:
    """Return a concept at one of its places as an item of a list: what is below it, its papers, its other parents.

    The chosen one leads to its page.
    """
    concept, lang = branch.concept, language()
    works = shown.works(atlas).get(concept.id, 0)
    others = [atlas.label(parent, lang) for parent in concept.broader if parent != branch.parent]
    family = next((f.label.best(lang) for f in atlas.taxonomy.families if f.id == concept.family), concept.family)
    above = t("parts.comma").join(others)
    notes = (
        t("parts.below", count=branch.below) if branch.below else "",
        parts.counted("works", works) if works else "",
        t("parts.goes_on", family=family) if branch.place == Place.FOREIGN and branch.below else "",
        t("parts.listed_above") if branch.place == Place.AGAIN else "",
        t("parts.also_under" if branch.parent else "parts.under", parents=above) if others else "",
    )
    label = f":primary-background[**{links.dotted(concept)}**]" if concept.id == chosen else choose(concept)
    return f"{'  ' * branch.depth}- {label} {links.quiet(' · '.join(filter(None, notes)))}".rstrip()


def _columns() -> Mapping[str, Any]:
    """Return how the columns of the table are drawn: a facet in its colour, numbers narrow."""
    config = st.column_config
    widths: dict[str, Any] = {"en": 180, "zh": 110, "family": 130, "broader": 130, "below": 60, "works": 60}
    make: dict[str, Callable[..., Any]] = {
        "facet": partial(
            config.MultiselectColumn,
            options=[parts.facet_name(facet) for facet in Facet],
            color=[FACET_COLOURS[facet] for facet in Facet],
            width=105,
        )
    }
    return {
        name: make.get(name, partial(config.Column, width=widths.get(name, "medium")))(t(f"explore.column_{name}"))
        for name in COLUMNS
    }
