"""Crosswalk: how others divide the field, beside our concepts; ``?id=`` opens one scheme."""

import streamlit as st

from kb.crosswalk import COLUMNS, Crosswalk, Row, records
from kb.export import to_csv
from kb.model import Item, Match
from kb.phrases import MATCHES
from ui import found, knowledge, layers, links, parts, reach, state
from ui.text import plain
from ui.words import language, t


def _name(item: Item) -> str:
    return f":gray[{plain(item.id)}] {plain(item.label.best(language()))}"


def _size(walk: Crosswalk) -> str:
    return t("crosswalk.size", items=len(walk.rows), matched=len(walk.rows) - len(walk.alone))


def _all() -> None:
    """Draw every scheme with how much of it is matched."""
    st.title(t("page.crosswalk"), anchor=False)
    st.markdown(t("crosswalk.lead"))
    walks = layers.crosswalks(atlas)
    if not walks:
        parts.empty(t("crosswalk.empty"))
        return
    grid = st.grid(2, min_column_width=320, gap="small", border=True)
    for walk in walks.values():
        with grid.cell():
            state.link("crosswalk", f"**{plain(walk.scheme.title.best(language()))}**", id=walk.scheme.id)
            st.caption(_size(walk))


def _source(walk: Crosswalk) -> None:
    """Draw where the scheme stands."""
    scheme = walk.scheme
    works = atlas.catalogue.works([scheme.work])
    if scheme.work in works:
        st.markdown(links.entry(works[scheme.work]))
    if scheme.url:
        st.link_button(plain(scheme.url), scheme.url, icon=":material/open_in_new:", help=t("paper.leaves"))


def _row(row: Row) -> list[str]:
    """Return the lines of the table for one item: one for each type of match."""
    if not row.matches:
        return [f"| {_name(row.item)} | :gray[–] | :gray[{t('crosswalk.nothing')}] |"]
    lines = []
    for place, (match, concepts) in enumerate(row.matches):
        name = "" if place else _name(row.item)
        lines.append(f"| {name} | {plain(MATCHES[match].get(language()))} | {links.row(concepts)} |")
    return lines


def _table(walk: Crosswalk) -> None:
    """Draw items beside our concepts, and what the types of match mean."""
    kinds = [
        t("crosswalk.kind", kind=MATCHES[match].get(language()), count=count)
        for match in Match
        if (count := walk.count(match))
    ]
    parts.heading(t("crosswalk.table"), t("crosswalk.table.help"))
    if kinds:
        st.caption(plain(" · ".join(kinds)))
    head = f"| {t('crosswalk.theirs')} | {t('crosswalk.match')} | {t('crosswalk.ours')} |\n| --- | --- | --- |"
    st.markdown("\n".join([head, *(line for row in walk.rows for line in _row(row))]))
    parts.download(t("crosswalk.csv"), f"{walk.scheme.id}.csv", lambda: to_csv(records(walk), COLUMNS))


def _unmatched(walk: Crosswalk) -> None:
    """Draw what is unmatched on either side; ours by family."""
    key = "crosswalk.alone" if walk.alone else "crosswalk.alone.none"
    parts.heading(t("crosswalk.alone.title"), t(key, count=len(walk.alone)))
    st.markdown("\n".join(f"- {_name(item)}" for item in walk.alone))
    key = "crosswalk.unmatched" if walk.unmatched else "crosswalk.unmatched.none"
    parts.heading(t("crosswalk.unmatched.title"), t(key, count=len(walk.unmatched)))
    for family in atlas.taxonomy.families:
        members = [concept for concept in walk.unmatched if concept.family == family.id]
        if members:
            name, rows = st.columns([1, 4])
            name.markdown(f"**{plain(family.label.best(language()))}**")
            rows.markdown(links.row(members))


atlas = knowledge.atlas()
chosen = found.one_of(layers.crosswalks(atlas), "crosswalk")
if chosen:
    state.link("crosswalk", t("crosswalk.all"), icon="arrow_back")
    reach.name(t("page.crosswalk"), chosen.scheme.title.best(language()))
    st.title(plain(chosen.scheme.title.best(language())), anchor=False)
    st.caption(_size(chosen))
    _source(chosen)
    _table(chosen)
    _unmatched(chosen)
else:
    _all()
