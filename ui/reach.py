"""What readers without eyes or a mouse need of a page: its name, its language, the focus where something opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from ui.text import shorten
from ui.words import language

_THING = 80  # characters of what is shown


def name(page: str, thing: str = "") -> None:
    """Name the browser's tab after a page and, in front, what it shows (both as text)."""
    shown = shorten(" ".join(thing.split()), _THING)
    st.set_page_config(page_title=" · ".join(filter(None, (shown, page, "Alignment Atlas"))))


def apply() -> None:
    """Say which language the page is in, and lead the keyboard into what it opens: Streamlit does neither."""
    _component()(key="reach", data={"lang": language().value}, height=0)


@cache
def _component() -> Callable[..., Any]:
    """Register the script once a process."""
    script = (Path(__file__).parent / "reach.js").read_text(encoding="utf-8")
    return st.components.v2.component("atlas_reach", js=script)
