"""What a reader may copy: the link of a page, how to cite it, and its text."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from ui import state
from ui.words import t

_LANGUAGES = {"bibtex": "latex", "markdown": "markdown"}
_LONG, _HEIGHT = 600, 240  # characters of a text that scrolls in a box of so many pixels


def own_link(ident: str) -> str:
    """Return the address that restores the page shown now."""
    return f"{st.context.url or ''}?{urlencode(state.address(id=ident))}"


def take_away(**texts: str) -> None:
    """Draw what can be copied: ``link``, ``citation``, ``bibtex`` or ``markdown``, each with a button to copy it."""
    for name, text in texts.items():
        st.caption(t(f"sources.{name}"))
        box = st.container(height=_HEIGHT, border=False) if len(text) > _LONG else st.container()
        box.code(text, language=_LANGUAGES.get(name), wrap_lines=True)
