"""The things of a collection: their facts, their notes, and what can be done with each."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb import clock
from kb.atlas import Atlas
from kb.collection import store
from kb.collection.contents import Entry, Order, moved
from kb.collection.values import MOST_NOTE, Collection
from kb.model import Concept, Work
from ui import choices, links, parts, stars
from ui.collection_actions import PLACE, take_out
from ui.text import plain, shorten
from ui.words import day, language, t

_PART, _TITLE = 20, 300  # things at a time; letters of a title that is no link


def draw(atlas: Atlas, shown: Collection, whole: Sequence[Entry], found: Sequence[Entry], order: Order) -> None:
    """Draw what was found of a collection, some at a time; in its own order, as a whole, things can be moved."""
    st.caption(t("collections.count", count=len(found), total=len(whole)))
    part = choices.part(f"collections.{shown.id}", -(-len(found) // _PART))
    movable = order is Order.OWN and len(found) == len(whole) > 1
    for one in found[(part - 1) * _PART : part * _PART]:
        with st.container(border=True, gap="xsmall"):
            st.markdown(_facts(one))
            if one.note:
                st.markdown("  \n".join(map(plain, one.note.splitlines())))
            _actions(atlas, shown, whole, one, movable)


def _facts(one: Entry) -> str:
    """Return something as Markdown: what it is, its facts, and when it was put here."""
    added = t("collections.added", date=day(one.added))
    thing = one.thing
    if isinstance(thing, Concept):
        facts = parts.facet_name(thing.facet)
        return links.lines(
            f"**{links.dotted(thing)}**",
            links.quiet(f"{facts} · {added}"),
            links.small(plain(thing.gist.best(language()))),
        )
    if isinstance(thing, Work):
        facts = " · ".join(filter(None, (parts.byline(thing), *parts.marks(thing), added)))
        return links.lines(f"**{links.work(thing)}**", links.quiet(facts))
    byline = parts.byline(one.shown) if isinstance(one.shown, Work) else ""
    facts = " · ".join(filter(None, (byline, added)))
    title = plain(shorten(one.title(language()), _TITLE))
    return links.lines(f"**{title}**", links.quiet(facts), links.small(plain(t("collections.gone"))))


def _actions(atlas: Atlas, shown: Collection, whole: Sequence[Entry], one: Entry, movable: bool) -> None:
    key = f"{shown.id}.{one.key}"
    with st.container(horizontal=True, gap="small"):
        _note(atlas, shown, one, f"collections.note.{key}")
        if movable:
            for way, by, icon in (("up", -1, "arrow_upward"), ("down", 1, "arrow_downward")):
                st.button(
                    t(f"collections.{way}"),
                    key=f"collections.{way}.{key}",
                    icon=f":material/{icon}:",
                    type="tertiary",
                    on_click=_move,
                    args=(atlas, shown, whole, one, by),
                )
        st.button(
            t("collections.remove"),
            key=f"collections.remove.{key}",
            icon=":material/close:",
            type="tertiary",
            on_click=take_out,
            args=(atlas, shown, one.key, one.title(language())),
        )


def _note(atlas: Atlas, shown: Collection, one: Entry, key: str) -> None:
    label = t("collections.note.edit" if one.note else "collections.note.add")
    with st.popover(label, icon=":material/edit_note:", type="tertiary"), st.form(f"{key}.form", border=False):
        st.text_area(t("collections.note"), value=one.note, key=key, max_chars=MOST_NOTE)
        st.form_submit_button(t("collections.note.go"), on_click=_annotate, args=(atlas, shown, one, key))


def _annotate(atlas: Atlas, shown: Collection, one: Entry, box: str) -> None:
    note = st.session_state[box]
    stars.attempt(PLACE, lambda: store.annotate(atlas.home, shown.id, one.key, note, clock.now()))


def _move(atlas: Atlas, shown: Collection, whole: Sequence[Entry], one: Entry, by: int) -> None:
    keys = moved(whole, one.key, by)
    stars.attempt(PLACE, lambda: store.arrange(atlas.home, shown.id, keys, clock.now()))
