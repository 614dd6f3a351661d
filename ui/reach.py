"""What readers without eyes or a mouse need of a page: its name, its language, the focus where something opens."""

from __future__ import annotations

import streamlit as st

from ui.scripts import script
from ui.text import shorten
from ui.words import language

_THING = 80  # characters of what is shown


def name(page: str, thing: str = "") -> None:
    """Name the browser's tab after a page and, in front, what it shows (both as text)."""
    shown = shorten(" ".join(thing.split()), _THING)
    st.set_page_config(page_title=" · ".join(filter(None, (shown, page, "Alignment Atlas"))))


def apply() -> None:
    """Say which language the page is in, and lead the keyboard into what it opens: Streamlit does neither."""
    script("reach")(key="reach", data={"lang": language().value}, height=0)
