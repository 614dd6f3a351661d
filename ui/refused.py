"""What the address asks for that is not here: told to who came by it, taken out of it where a choice left it behind."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.text import plain, shorten
from ui.words import t

_REFUSED, _CHOSEN = "_refused", "_chosen"
_MOST, _LETTERS = 6, 60  # values told, and letters of one


def begin() -> None:
    """Forget what was refused when the page was drawn last."""
    st.session_state[_REFUSED] = {}


def note(name: str, value: str) -> None:
    """Remember that a parameter has a value that the page cannot follow."""
    st.session_state.setdefault(_REFUSED, {})[name, value] = None


def without(held: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the parameters of the address without the values that were refused."""
    found = st.session_state.get(_REFUSED, {})
    return {name: [one for one in some if (name, one) not in found] for name, some in held.items()}


def chosen() -> None:
    """Remember that the reader has changed the address by a choice."""
    st.session_state[_CHOSEN] = True


def settle(place: DeltaGenerator) -> None:
    """Tell at a place what was refused; what a choice of the reader left without meaning goes out of the address."""
    found: dict[tuple[str, str], None] = st.session_state.get(_REFUSED, {})
    if st.session_state.pop(_CHOSEN, False) and found:
        st.query_params.from_dict(without({name: st.query_params.get_all(name) for name in st.query_params}))
    elif found:
        what = t("parts.comma").join(_named(name, value) for name, value in [*found][:_MOST])
        what += " …" if len(found) > _MOST else ""
        place.warning(plain(t("address.refused", what=what)), icon=":material/info:")


def _named(name: str, value: str) -> str:
    return t("address.one", name=t(f"address.{name}"), value=shorten(value.strip(), _LETTERS))
