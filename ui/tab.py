"""What a browser's tab and a screen reader are told of a page: its name and its language."""

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
    """Name the tab after a page and, in front, what it shows (both as text)."""
    shown = shorten(" ".join(thing.split()), _THING)
    st.set_page_config(page_title=" · ".join(filter(None, (shown, page, "Alignment Atlas"))))


def speak() -> None:
    """Say which language the page is in: Streamlit's document says English for good."""
    _component()(key="tab", data={"lang": language().value}, height=0)


@cache
def _component() -> Callable[..., Any]:
    """Register the script once a process."""
    script = (Path(__file__).parent / "tab.js").read_text(encoding="utf-8")
    return st.components.v2.component("atlas_tab", js=script)
