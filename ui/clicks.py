"""Charts of works: a click on a point opens its paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from ui import state, zoom

_COUNT, _PAPER = "_clicks", "_point"


def chart(spec: Mapping[str, Any], find: Callable[[int, int], str], *, key: str, height: int, alt: str) -> None:
    """Draw an echarts specification; ``find`` returns the id of the work at a place of a series (both from 0)."""
    clicks = st.session_state.setdefault(_COUNT, 0)  # a new chart after each: a selected point takes no click
    name, key = key, f"{key}-{clicks}"

    def clicked() -> None:
        chosen = st.session_state[key].selection.selected
        st.session_state[_COUNT] = clicks + 1
        if chosen and chosen[0]["data_indices"]:
            st.session_state[_PAPER] = find(chosen[0]["series_index"], chosen[0]["data_indices"][0])

    st.echarts_chart(dict(spec), height=height, key=key, on_select=clicked, alt=alt)
    if "dataZoom" in spec:
        zoom.keep(name, key)
    paper = st.session_state.pop(_PAPER, "")
    if paper:
        state.go("paper", id=paper)
