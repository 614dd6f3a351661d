"""Our scripts in the browser: components that draw nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st


@cache
def script(name: str) -> Callable[..., Any]:
    """Register a script of this folder (``name.js``) once a process; what is returned runs it in the page."""
    source = (Path(__file__).parent / f"{name}.js").read_text(encoding="utf-8")
    return st.components.v2.component(f"atlas_{name}", js=source)
