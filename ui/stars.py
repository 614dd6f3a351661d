"""Stars and collections where works and concepts are shown: a click changes the home, only the star is drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import streamlit as st

from kb import clock
from kb.atlas import Atlas
from kb.collection import contents, store
from kb.collection.values import MOST_NAME, STARRED, Collection
from kb.documents import Key
from kb.errors import AtlasError
from kb.model import Concept, Work
from ui import knowledge, parts, state
from ui.reasons import localized
from ui.text import plain
from ui.words import t

Held = dict[Key, frozenset[int]]
"""Things, and the numbers of the collections that they are in."""
_SAID, _DONE = "collections.said", "collections.done"


@lru_cache(maxsize=4)
def settle(atlas: Atlas) -> None:
    """Find again, once for each loaded knowledge base, what has another id than when it was put aside."""
    contents.settle(atlas)


def name(held: Collection) -> str:
    """Return what a collection is called (as text)."""
    return held.name or t("collections.starred")


def attempt(place: str, change: Callable[[], None]) -> bool:
    """Make a change in a callback; where that cannot be, `said` tells why at this place. Returns whether it could."""
    try:
        change()
    except AtlasError as error:
        st.session_state[_SAID] = place, str(error)
        return False
    return True


def said(place: str) -> None:
    """Draw why the last change that was begun here could not be made."""
    if st.session_state.get(_SAID, ("",))[0] == place:
        st.warning(plain(localized(st.session_state.pop(_SAID)[1])), icon=":material/warning:")


def holding(things: Iterable[Concept | Work]) -> Held | None:
    """Ask once which collections the things of a list are in; None, after a sentence why, where they cannot be read."""
    atlas = knowledge.atlas()
    try:
        settle(atlas)
        return store.holding(atlas.home, map(contents.key_of, things))
    except AtlasError as error:
        st.caption(plain(localized(str(error))))
        return None


@st.fragment
def star(thing: Concept | Work, held: Held | None) -> None:
    """Draw the star of something in a list, of which ``held`` is what `holding` said; after a click it asks itself."""
    key = contents.key_of(thing)
    if held is not None and key not in held:
        held = holding([thing])
    if held is not None:
        _star(thing, held.pop(key))
        said(_place(thing))


@st.fragment
def control(thing: Concept | Work) -> None:
    """Draw the star of a page's subject, and the collections that it is in."""
    found = holding([thing])
    if found is None:
        return
    held = found[contents.key_of(thing)]
    named = [one for one in store.collections(knowledge.atlas().home) if one.id != STARRED]
    count = sum(one.id in held for one in named)
    with st.container(horizontal=True, gap="small"):
        _star(thing, held)
        label = t("stars.in", count=count) if count else t("stars.collections")
        with st.popover(label, icon=":material/bookmarks:"):
            for one in named:
                key = f"stars.{_place(thing)}.{one.id}"
                st.session_state[key] = one.id in held
                st.checkbox(plain(one.name), key=key, on_change=_toggle, args=(thing, one.id, one.id not in held))
            _new(t("stars.new"), _place(thing), [thing])
            state.link("collections", t("stars.all"), icon="arrow_forward")
    said(_place(thing))


@st.fragment
def add_all(things: Sequence[Work], place: str) -> None:
    """Draw what puts all that is shown into a collection, an old one or a new one; ``place`` tells lists apart."""
    with st.popover(t("stars.add", works=parts.counted("works", len(things))), icon=":material/bookmark_add:"):
        try:
            held = store.collections(knowledge.atlas().home)
        except AtlasError as error:
            st.warning(plain(localized(str(error))), icon=":material/warning:")
            return
        _told(place, held, len(things))  # first: on a phone the foot of a long list lies below the window
        for one in held:
            key = f"stars.add.{place}.{one.id}"
            st.button(plain(name(one)), key=key, icon=":material/add:", on_click=_add, args=(place, one.id, things))
        _new(t("stars.new"), place, things)
        said(place)


def _told(place: str, held: Sequence[Collection], count: int) -> None:
    """Say what the last addition from a list came to."""
    if st.session_state.get(_DONE, ("",))[0] == place:
        _, ident, new = st.session_state.pop(_DONE)
        into = next((name(one) for one in held if one.id == ident), "")
        st.success(plain(t("stars.added", new=new, there=count - new, name=into)), icon=":material/check:")
        state.link("collections", t("stars.open"), icon="arrow_forward", id=str(ident))


def _star(thing: Concept | Work, held: frozenset[int]) -> None:
    on = STARRED in held
    st.button(
        t("stars.on" if on else "stars.off"),
        key=f"stars.star.{_place(thing)}",
        icon=f":material/{'check' if on else 'star'}:",
        type="tertiary",
        on_click=_toggle,
        args=(thing, STARRED, not on),
    )


def _new(label: str, place: str, things: Sequence[Concept | Work]) -> None:
    """Draw a box for the name of a new collection that is to hold something."""
    key = f"stars.new.{place}"
    with st.form(f"{key}.form", border=False):
        st.text_input(t("collections.create"), key=key, max_chars=MOST_NAME)
        st.form_submit_button(label, icon=":material/create_new_folder:", on_click=_begin, args=(key, place, things))


def _begin(key: str, place: str, things: Sequence[Concept | Work]) -> None:
    """Make a collection of something, called as the box says."""

    def change() -> None:
        new = store.create(knowledge.atlas().home, st.session_state[key], clock.now())
        _put(place, new, things)
        st.session_state[key] = ""

    attempt(place, change)


def _add(place: str, collection: int, things: Sequence[Concept | Work]) -> None:
    attempt(place, lambda: _put(place, collection, things))


def _put(place: str, collection: int, things: Sequence[Concept | Work]) -> None:
    kept = [contents.kept(thing) for thing in things]
    new = store.add(knowledge.atlas().home, collection, kept, clock.now())
    st.session_state[_DONE] = place, collection, new


def _toggle(thing: Concept | Work, collection: int, on: bool) -> None:
    """Put something into a collection or take it out; added again, it has the note that it had."""
    home, at = knowledge.atlas().home, clock.now()

    def change() -> None:
        if on:
            store.add(home, collection, [contents.kept(thing)], at)
        else:
            store.remove(home, collection, [contents.key_of(thing)], at)

    attempt(_place(thing), change)


def _place(thing: Concept | Work) -> str:
    return str(contents.key_of(thing))
