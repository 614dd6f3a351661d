"""The filters of a search: values to choose with their counts, what is active, and what each costs.

A field that is limited keeps the counts that it would have without its own limit, so that another value can be chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

import streamlit as st

from kb.atlas import Atlas
from kb.documents import Kind
from kb.model import Facet
from kb.model.record import SHIPPED
from kb.results import Request
from kb.values import replace
from ui import choices, parts, shown, state
from ui.text import plain, shorten
from ui.words import known, language, t

_FIELDS = {"concept": "concept", "facet": "facet", "type": "entry_type", "venue": "venue", "source": "source"}
"""The parameters of the address that hold a value, and their fields in a request."""
_KEPT = ("q", "show", "sort", "mode", "most", "from", "to", "summary", *_FIELDS)
NAMES = ("from", "to", "summary", *_FIELDS)
"""The parameters of all filters."""
_MOST, _SHOWN = 1000, 60  # values to choose from; characters of one


class Active(NamedTuple):
    """A filter that is set: its words (as text), its parameters in the address, and the request without it."""

    words: str
    names: tuple[str, ...]
    without: Request


def chosen(atlas: Atlas) -> dict[str, Any]:
    """Return the fields of a request that the address limits to a value; values that nothing has are left out."""
    found = {field: choices.one(name, shown.values(atlas, field), "") for name, field in _FIELDS.items()}
    return {field: Facet(value) if field == "facet" else value for field, value in found.items() if value}


def draw(atlas: Atlas, request: Request, kind: Kind | None) -> None:
    """Draw a list of values with their counts for each field, the most frequent first."""
    for name, field in _FIELDS.items():
        counts = _counts(atlas, request, kind, field)
        held = getattr(request, field)
        values = dict.fromkeys([*list(counts)[:_MOST], *([held] if held else [])])
        names = {value: _name(atlas, field, value) for value in values}
        twice = {text for text, count in Counter(names.values()).items() if count > 1}
        options = {
            value: f"{text}{f' · {value}' if text in twice else ''} ({counts.get(value, 0):,})"
            for value, text in names.items()
        }
        tip = t("search.concept_help") if name == "concept" else None
        choices.select(name, t(f"search.{name}"), options, empty=t(f"search.any_{name}"), tip=tip)


def active(atlas: Atlas, request: Request) -> list[Active]:
    """Return the filters that are set."""
    found = []
    start, end = request.year_from, request.year_to
    if start is not None or end is not None:
        text = "–".join(str(year or "…") for year in (start, end))
        without = replace(request, year_from=None, year_to=None)
        found.append(Active(t("search.active", name=t("search.years"), value=text), ("from", "to"), without))
    for name, field in _FIELDS.items():
        if value := getattr(request, field):
            words = t("search.active", name=t(f"search.{name}"), value=_name(atlas, field, value))
            found.append(Active(words, (name,), replace(request, **{field: None})))
    if request.summary:
        found.append(Active(t("search.summary"), ("summary",), replace(request, summary=False)))
    return found


def line(found: list[Active]) -> None:
    """Draw the active filters in a row, each a link that takes it away, and one that takes away all."""
    if not found:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f":gray[{t('search.limited')}]")
        for each in found:
            state.link("search", plain(each.words), tip=t("search.remove"), icon="close", **address(each.names))
        if len(found) > 1:
            state.link("search", plain(t("search.remove_all")), icon="filter_list_off", **address(NAMES))


def instead(atlas: Atlas, found: list[Active], kind: Kind | None) -> None:
    """Draw how many documents there would be without each of the filters, where there would be any."""
    for each in found:
        counts = shown.answer(atlas, each.without, kind).results.counts.get("kind", {})
        if counts:
            results = parts.counted("results", sum(counts.values()))
            words = t("search.without", filter=each.words, results=results)
            state.link("search", plain(words), icon="filter_list_off", **address(each.names))


def address(without: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the parameters of this search but some."""
    return {name: choices.text(name) for name in _KEPT if name not in without and choices.text(name)}


def _counts(atlas: Atlas, request: Request, kind: Kind | None, field: str) -> Mapping[str, int]:
    """Count the values of a field in what is found without limiting it; before anything is asked, in the library."""
    others = replace(request, **{field: None})
    if request.query:
        return shown.answer(atlas, others, kind).results.counts.get(field, {})
    return shown.counts(atlas, others.where).get(field, {}) if others.where.active else shown.values(atlas, field)


def _name(atlas: Atlas, field: str, value: str) -> str:
    """Return what a value is called (as text)."""
    if field == "concept" and value in atlas.taxonomy.by_id:  # an index of before may know others
        return atlas.label(value, language())
    if field == "facet":
        return parts.facet_name(Facet(value))
    if field == "entry_type":
        return known(f"paper.type.{value}", value)
    return t("search.curated") if (field, value) == ("source", SHIPPED) else shorten(value, _SHOWN)
