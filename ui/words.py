"""Every string of the interface, in both languages."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import streamlit as st

from kb.model import Lang
from kb.values import from_json

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@cache
def table(lang: Lang) -> dict[str, str]:
    """Return the strings of one language by key."""
    return from_json((Path(__file__).parent / "locale" / f"{lang.value}.json").read_bytes(), dict[str, str])


def language() -> Lang:
    """Return the language of this session."""
    return Lang(st.session_state.get("lang", Lang.EN.value))


def t(key: str, **values: object) -> str:
    """Return a string of the interface in the session's language; an unknown key is a bug and raises KeyError.

    Where ``count`` is one and there is a string for it (``key.one``), that is taken.
    """
    strings, one = table(language()), f"{key}.one"
    return strings[one if values.get("count") in {1, "1"} and one in strings else key].format(**values)


def known(key: str, raw: str) -> str:
    """Return a string of the interface where there is one, else what the data say (for open sets)."""
    return table(language()).get(key, raw)


def day(moment: str, lang: Lang | None = None) -> str:
    """Return the day of a moment (ISO 8601) as a language (else the session's) says it; what is no date stays."""
    try:
        found = date.fromisoformat(moment[:10])
    except ValueError:
        return moment
    lang = lang or language()
    if lang is Lang.ZH:
        return f"{found.year}年{found.month}月{found.day}日"
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"
