"""What can be done with a collection as a whole: take away, begin, rename, delete, and bring back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from ingest.collected import Collected, collected, filename
from ingest.exports import Form
from kb import clock
from kb.atlas import Atlas
from kb.collection import store
from kb.collection.contents import Entry
from kb.collection.values import MOST_NAME, STARRED, Collection
from kb.documents import Key
from ui import choices, parts, stars, state
from ui.text import plain, shorten
from ui.words import language, t

PLACE = "collections"
"""Where the page says why a change could not be made."""
_UNDO = "collections.undo"


def draw(atlas: Atlas, shown: Collection, found: Sequence[Entry]) -> None:
    """Draw the actions of a collection in a row."""
    with st.container(horizontal=True, gap="small"):
        if found:
            _export(stars.name(shown), found)
        _named("create", "create_new_folder", partial(_create, atlas))
        if shown.id != STARRED:
            _named("rename", "edit", partial(_rename, atlas, shown.id), shown.name)
            with st.popover(t("collections.delete"), icon=":material/delete:"):
                st.markdown(t("collections.delete.what", name=plain(shown.name), count=shown.size, days=store.DAYS))
                st.button(t("collections.delete.yes"), type="primary", on_click=_delete, args=(atlas, shown))


def ways() -> None:
    """Draw where there are things to collect."""
    with st.container(horizontal=True):
        for page, icon in (("search", "search"), ("explore", "account_tree"), ("related", "hub")):
            state.link(page, t(f"page.{page}"), icon=icon)


def offer_undo(what: str, back: Callable[[], None]) -> None:
    """Remember how the last change is taken back, and what it was (as text)."""
    st.session_state[_UNDO] = what, back


def undo(atlas: Atlas) -> None:
    """Draw what was taken out or deleted last, with the way back."""
    what, _ = st.session_state.get(_UNDO, ("", None))
    if what:
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key="collections-undo"):
            st.markdown(plain(what), width="content")
            st.button(t("collections.undo"), icon=":material/undo:", on_click=_take_back)


def deleted(atlas: Atlas) -> None:
    """Draw the deleted collections that can be brought back."""
    held = store.dropped(atlas.home)
    if held:
        with choices.fold("deleted", t("collections.deleted", count=len(held))):
            st.caption(t("collections.deleted.help", days=store.DAYS))
            for one in held:
                label = f"{plain(one.name)} ({one.size})"
                key = f"collections.restore.{one.id}"
                st.button(label, key=key, icon=":material/undo:", on_click=_restore, args=(atlas, one.id))


def _export(name: str, found: Sequence[Entry]) -> None:
    things = [Collected(one.shown, one.note) for one in found]
    with st.popover(t("collections.export"), icon=":material/download:"):
        st.caption(t("collections.export.help"))
        with st.container(horizontal=True, gap="small"):
            for form in Form:
                data = partial(_written, things, form, name)
                parts.download(t(f"export.{form.name.lower()}"), filename(name, form), data)


def _written(things: Sequence[Collected], form: Form, name: str) -> bytes:
    return collected(things, form, name, language()).data


def _named(action: str, icon: str, change: Callable[[str], None], name: str = "") -> None:
    """Draw an action that wants a name."""
    key = f"collections.{action}.{name}"
    with st.popover(t(f"collections.{action}"), icon=f":material/{icon}:"), st.form(f"{key}.form", border=False):
        st.text_input(t("collections.name"), value=name, key=key, max_chars=MOST_NAME)
        st.form_submit_button(t(f"collections.{action}.go"), on_click=_call, args=(key, change))


def _call(key: str, change: Callable[[str], None]) -> None:
    if stars.attempt(PLACE, lambda: change(st.session_state[key])):
        st.session_state.pop(_UNDO, None)


def _create(atlas: Atlas, name: str) -> None:
    choices.choose({"id": store.create(atlas.home, name, clock.now())})
    st.session_state["collections.create."] = ""


def _rename(atlas: Atlas, collection: int, name: str) -> None:
    store.rename(atlas.home, collection, name, clock.now())


def _delete(atlas: Atlas, shown: Collection) -> None:
    def change() -> None:
        store.delete(atlas.home, shown.id, clock.now())
        choices.choose({"id": None})
        offer_undo(t("collections.delete.done", name=shorten(shown.name, 60)), lambda: _back(atlas, shown.id))

    stars.attempt(PLACE, change)


def _restore(atlas: Atlas, collection: int) -> None:
    stars.attempt(PLACE, lambda: _back(atlas, collection))


def _back(atlas: Atlas, collection: int) -> None:
    store.restore(atlas.home, collection, clock.now())
    choices.choose({"id": collection})
    st.session_state.pop(_UNDO, None)


def _take_back() -> None:
    if stars.attempt(PLACE, st.session_state[_UNDO][1]):
        st.session_state.pop(_UNDO, None)


def take_out(atlas: Atlas, shown: Collection, key: Key, title: str) -> None:
    """Take something out of a collection, in a callback, and offer the way back."""

    def change() -> None:
        store.remove(atlas.home, shown.id, [key], clock.now())
        back = partial(store.put_back, atlas.home, shown.id, [key])
        offer_undo(t("collections.removed", title=shorten(title, 80)), lambda: back(clock.now()))

    stars.attempt(PLACE, change)
