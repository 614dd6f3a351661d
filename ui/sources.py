"""What a reader may copy: the link of a page, how to cite it, and its text."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from ui import state
from ui.words import t


def own_link(ident: str) -> str:
    """Return the address that restores the page shown now."""
    return f"{st.context.url or ''}?{urlencode(state.address(id=ident))}"


def take_away(**texts: str) -> None:
    """Draw what can be copied: ``link``, ``citation``, ``bibtex`` or ``markdown``, each with a button to copy it."""
    for name, text in texts.items():
        st.caption(t(f"sources.{name}"))
        st.code(text, language=None, wrap_lines=True)
