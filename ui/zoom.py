"""Keep what the reader has zoomed to in a chart."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st


@cache
def _component() -> Callable[..., Any]:
    """Register the script once a process."""
    script = (Path(__file__).parent / "zoom.js").read_text(encoding="utf-8")
    return st.components.v2.component("atlas_zoom", js=script)


def keep(name: str, chart: str) -> None:
    """Keep the zoom of the chart in the container with a key; a later one of the same name begins with it.

    The parts of the chart that zoom must have ids.
    """
    _component()(key=f"zoom.{chart}", data={"name": name, "chart": chart}, height=0)
