"""The chart of works by year and how near they are to something; a click on one opens it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb.model import Facet, Work
from ui import charts, parts, state
from ui.words import t

_HEIGHT = 260


def draw(
    points: Sequence[tuple[Work, float, Facet | None]], *, key: str, axis: str, alt: str, here: int | None = None
) -> None:
    """Draw works that have a year with their nearness (0..1) and colour, and what the colours mean.

    ``axis`` names the nearness, ``here`` is the year of the paper that they are near to. The list beside it has to say
    the same in words.
    """
    clicks = st.session_state.setdefault("_clicks", 0)  # a new chart after each: a selected point takes no click
    key = f"{key}.{clicks}"

    def clicked() -> None:
        chosen = st.session_state[key].selection.selected
        st.session_state["_clicks"] = clicks + 1
        if chosen and chosen[0]["data_indices"]:
            st.session_state["_point"] = points[chosen[0]["data_indices"][0]][0].id

    own = (here, t("paper.map.here")) if here else None
    spec = charts.nearness(points, (t("related.map.year"), axis), own)
    st.echarts_chart(spec, height=_HEIGHT, key=key, on_select=clicked, alt=alt)
    parts.legend(facet for _, _, facet in points if facet)
    point = st.session_state.pop("_point", "")
    if point:
        state.go("paper", id=point)
