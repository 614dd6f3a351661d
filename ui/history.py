"""What was searched for in this session: kept with the session, nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ui import state
from ui.text import plain, shorten
from ui.words import t

_KEY, _MOST, _SHOWN = "search.history", 10, 80
Address = Mapping[str, str]
"""The parameters of one search: its query as ``q``, its filters and choices."""


def remember(asked: Address) -> None:
    """Put a search in front of the others; the same query, in any case, is kept once, as it was asked last."""
    others = [one for one in _kept() if one["q"].casefold() != asked["q"].casefold()]
    st.session_state[_KEY] = [dict(asked), *others][: _MOST + 1]


def draw(now: str) -> None:
    """Draw the earlier searches (but the one of ``now``) as links behind a button, and the way to forget them."""
    earlier = [one for one in _kept() if one["q"].casefold() != now.casefold()][:_MOST]
    if not earlier:
        return
    with st.popover(t("search.history", count=len(earlier)), icon=":material/history:"):
        for one in earlier:
            limits = len(one.keys() - {"q", "show", "sort", "most", "mode"})
            words = plain(shorten(one["q"], _SHOWN)) + (f" :gray[{plain(t('search.limits'))}]" if limits else "")
            state.link("search", words, icon="history", **one)
        st.button(t("search.forget"), icon=":material/delete:", type="tertiary", on_click=_forget)


def _kept() -> list[Address]:
    found: list[Address] = st.session_state.get(_KEY, [])
    return found


def _forget() -> None:
    st.session_state.pop(_KEY, None)
