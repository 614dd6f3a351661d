"""Choices kept in the address: the address is the truth, widgets are seeded from it and write back to it.

By hand and not with ``bind="query-params"``, which would put translated labels into links.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from ui import refused
from ui.words import language, t

T = TypeVar("T")
_LETTERS = 10_000  # of a value
_FAR = 9999  # the last year that can be asked for
_PART, _MANY = "part", 10**6  # of a long list: its parameter, and the most parts


def text(name: str) -> str:
    """Return a parameter of the address, stripped and cut at 10,000 characters."""
    return st.query_params.get(name, "")[:_LETTERS].strip()


def one(name: str, allowed: Collection[str], default: str) -> str:
    """Return a parameter of the address where its value is allowed, else the default, and say so."""
    asked = text(name)
    if asked and asked not in allowed:
        refused.note(name, st.query_params[name])
    return asked if asked in allowed else default


def several(name: str, allowed: Collection[str]) -> list[str]:
    """Return the allowed values of a repeated parameter, each once; of the others it is said that they are not here."""
    asked = dict.fromkeys(st.query_params.get_all(name))
    for value in asked:
        if value.strip() and value not in allowed:
            refused.note(name, value)
    return [value for value in asked if value in allowed]


def number(name: str, low: int, high: int, default: int) -> int:
    """Return a whole number of the address where it lies between two bounds, else the default, and say so."""
    asked = text(name)
    found = int(asked) if asked.isdecimal() and len(asked) < 10 else low - 1
    if asked and not low <= found <= high:
        refused.note(name, st.query_params[name])
    return found if low <= found <= high else default


def put(name: str, value: object) -> None:
    """Write a choice to the address, a list as repeated parameters; what is empty is taken out."""
    put_all({name: value})


def put_all(values: Mapping[str, object]) -> None:
    """Write choices to the address at once (one step of Back); what was refused there goes out with it."""
    held = refused.without({name: st.query_params.get_all(name) for name in st.query_params})
    for name, value in values.items():
        several = value if isinstance(value, list) else [value]
        held[name] = [] if value in (None, "") else [str(part) for part in several]
    refused.chosen()
    st.query_params.from_dict({name: some for name, some in held.items() if some})


def choose(values: Mapping[str, object]) -> None:
    """Write choices after which a list may be another one: its first part is shown."""
    put_all({_PART: None, **values})


def box(name: str, label: str, *, example: str = "", icon: str = "search") -> str:
    """Draw a box for text."""
    value = text(name)
    key, changed = _bind(name, value)
    st.text_input(label, key=key, on_change=changed, placeholder=example, icon=f":material/{icon}:", max_chars=_LETTERS)
    return value


def select(  # noqa: PLR0913 (the last two are rarely given)
    name: str, label: str, options: Mapping[str, str], *, empty: str, tip: str | None = None, value: str | None = None
) -> str:
    """Draw a list to choose one from (value to label, as text); ``empty`` is the label of no restriction.

    ``value`` is what the address means where it does not say the option itself (a label instead of an id).
    """
    value = one(name, options, "") if value is None else value
    key, changed = _bind(name, value)
    st.selectbox(
        label,
        ["", *options],
        format_func=lambda option: options.get(option, empty),
        key=key,
        on_change=changed,
        help=tip,
    )
    return value


def segments(  # noqa: PLR0913 (all but the first three are rarely given)
    name: str,
    label: str,
    options: Mapping[str, str],
    *,
    quiet: bool = False,
    tip: str | None = None,
    default: str = "",
) -> str:
    """Draw a switch (value to label, as Markdown); where none is named, the first option is the default."""
    default = default or next(iter(options))
    value = one(name, options, default)
    key, changed = _bind(name, value, default)
    st.segmented_control(
        label,
        list(options),
        format_func=lambda option: options[option],
        key=key,
        on_change=changed,
        required=True,
        label_visibility="collapsed" if quiet else "visible",
        help=tip,
    )
    return value


def pills(name: str, label: str, options: Mapping[str, str], *, tip: str | None = None) -> list[str]:
    """Draw pills to choose several from (value to label, as Markdown)."""
    value = several(name, options)
    key, changed = _bind(name, value)
    st.pills(
        label,
        list(options),
        selection_mode="multi",
        format_func=lambda option: options[option],
        key=key,
        on_change=changed,
        help=tip,
    )
    return value


def many(  # noqa: PLR0913 (the last two are rarely given)
    name: str, label: str, options: Mapping[str, str], most: int, *, value: list[str] | None = None, empty: str = ""
) -> list[str]:
    """Draw a list to choose up to ``most`` from by typing (value to label, as text).

    ``value`` is what the address means where it does not say the options themselves; ``empty`` stands in the empty box.
    """
    value = several(name, options)[:most] if value is None else value
    key, changed = _bind(name, value)
    st.multiselect(
        label,
        list(options),
        format_func=lambda option: options[option],
        key=key,
        on_change=changed,
        max_selections=most,
        select_all=False,
        placeholder=empty or t("parts.choose"),
    )
    return value


def toggle(name: str, label: str, *, default: bool) -> bool:
    """Draw a switch; the address says ``1`` or ``0`` where it differs from the default."""
    value = one(name, ("0", "1"), str(int(default))) == "1"
    key, changed = _bind(name, value, default, lambda on: str(int(on)))
    st.toggle(label, key=key, on_change=changed)
    return value


def part(owner: str, count: int) -> int:
    """Draw the choice of one of several parts of ``owner``'s long list; returns its number from 1, the last at most.

    Another choice of the reader leads back to the first one.
    """
    value = min(number(_PART, 1, _MANY, 1), max(1, count))
    if count > 1:
        key, changed = _bind(_PART, value, 1, owner=owner)
        st.pagination(count, key=key, on_change=changed)
    return value


def years(label: str, held: Collection[int], *, tip: str | None = None) -> tuple[int | None, int | None]:
    """Draw a range of years, kept as ``from`` and ``to``; an end that restricts nothing is None.

    To choose are the years that there is something of: one early work would else leave the others no room.
    """
    if len({*held}) < 2:
        return None, None
    low, high = min(held), max(held)
    first = max(low, number("from", 0, high, low))
    last = min(high, number("to", first, _FAR, high))
    key, _ = _bind("from", (first, last))

    def changed() -> None:
        start, end = st.session_state[key]
        choose({"from": start if start > low else None, "to": end if end < high else None})

    ends = (first, last)  # said twice: config.toml tells why
    st.select_slider(label, sorted({*held, first, last}), ends, key=key, on_change=changed, help=tip)
    return (first if first > low else None, last if last < high else None)


def fold(name: str, label: str) -> ExpanderContainer:
    """Draw a section that is closed until the reader opens it; the address names the open ones as ``open``."""
    held = name in st.query_params.get_all("open")
    key = f"open.{name}"
    st.session_state[key] = held

    def turned() -> None:
        rest = [one for one in st.query_params.get_all("open") if one != name]
        put("open", [*rest, name] if st.session_state[key] else rest)

    return st.expander(label, key=key, on_change=turned)


def _bind(
    name: str,
    value: T,
    default: object = None,
    written: Callable[[T], object] = lambda value: value,
    owner: str = "",
) -> tuple[str, Callable[[], None]]:
    """Give a widget the value of the address; returns its key and the callback that writes a change back."""
    key = _key(name, owner)
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value

    def changed() -> None:
        chosen = st.session_state[key]
        choose({name: None if chosen == default else written(chosen)})

    return key, changed


def _key(name: str, owner: str = "") -> str:
    """Return the key of a widget: it differs by language, for a choice travels to the server as its label."""
    return ".".join(filter(None, (name, owner, language())))
