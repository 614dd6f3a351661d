"""What the address names on a detail page, or a helpful stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn, TypeVar

import streamlit as st

from kb.atlas import Atlas
from kb.documents import Kind
from kb.errors import NotFoundError
from kb.model import Concept, Work
from kb.results import Mode, Request
from ui import choices, parts, state
from ui.text import plain, shorten
from ui.words import t

T = TypeVar("T")

_SHOWN = 120  # characters of an unknown id


def concept(atlas: Atlas) -> Concept:
    """Return the concept that ``?id=`` names by id or label; else say so, offer near ones, and stop."""
    ref = choices.text("id")
    if not ref:
        _none("concept")
    try:
        return atlas.concept(ref)
    except NotFoundError as error:
        near = dict.fromkeys(ident for label in error.near for ident in atlas.labels.find(label))
        _sorry("concept.unknown", ref, near=bool(near))
        for ident in near:
            parts.concept_row(atlas.concept(ident), gist=True)
        _elsewhere(ref)


def work(atlas: Atlas) -> Work:
    """Return the work that ``?id=`` names by id, citekey, DOI or arXiv id; else say so, offer near ones, and stop."""
    ref = choices.text("id")
    if not ref:
        _none("paper")
    try:
        return atlas.work(ref)
    except NotFoundError:
        hits = atlas.search(Request(ref, top_k=3, kind=Kind.WORK, mode=Mode.LEXICAL)).results
        near = atlas.catalogue.works(hit.id for hit in hits if hit.kind is Kind.WORK)
        _sorry("paper.unknown", ref, near=bool(near))
        for each in near.values():
            parts.work_row(each)
        _elsewhere(ref)


def one_of(held: Mapping[str, T], page: str) -> T | None:
    """Return what ``?id=`` names on a page; None where it names nothing, after a sentence where it is unknown."""
    ref = choices.text("id")
    if ref and ref not in held:
        parts.empty(t(f"{page}.unknown", ref=shorten(ref, _SHOWN)))
    return held.get(ref)


def _none(page: str) -> NoReturn:
    st.title(t(f"page.{page}"), anchor=False)
    parts.empty(t(f"{page}.none"))
    _elsewhere("")


def _sorry(key: str, ref: str, *, near: bool) -> None:
    st.title(t("found.nothing"), anchor=False)
    st.markdown(t(key, ref=plain(shorten(ref, _SHOWN))))
    if near:
        st.markdown(t("found.near"))


def _elsewhere(ref: str) -> NoReturn:
    """Offer the search and the tree, and end the page."""
    with st.container(horizontal=True):
        state.link("search", t("found.search"), **({"q": ref} if ref else {}))
        state.link("explore", t("found.explore"))
    st.stop()
