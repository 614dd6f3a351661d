"""A box that finds works of the library by title and puts them into the address."""

from __future__ import annotations

import streamlit as st

from kb.atlas import Atlas
from kb.documents import Kind
from kb.results import Mode, Request
from ui import brought
from ui.text import plain, shorten
from ui.words import t

_TITLE, _HITS = 60, 5  # letters of a title; works found


def draw(atlas: Atlas, page: str) -> None:
    """Draw the box of a page, and what it found as buttons."""
    key = f"{page}.find"
    st.text_input(t(key), key=key, icon=":material/search:", max_chars=500, help=t("related.find.help"))
    query: str = st.session_state[key].strip()
    if not query:
        return
    hits = atlas.search(Request(query, top_k=_HITS, kind=Kind.WORK, mode=Mode.LEXICAL)).results
    works = atlas.catalogue.works(hit.id for hit in hits)
    for work in (works[hit.id] for hit in hits if hit.id in works):
        label = f"{plain(shorten(work.title, _TITLE))} :small[{plain(work.byline())}]"
        add = f"{page}.add.{work.id}"
        st.button(label, key=add, icon=":material/add:", on_click=_pick, args=(atlas, work.id, key))
    if not works:
        st.caption(t("related.find.none"))


def _pick(atlas: Atlas, ident: str, key: str) -> None:
    brought.pick(atlas, [ident])
    st.session_state[key] = ""
