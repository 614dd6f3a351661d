"""Pieces that several pages share: facet marks, rows of concepts and works, headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

import streamlit as st

from ingest.citekeys import NONE
from ingest.exports import KINDS, Form, export
from kb.model import Concept, Facet, Family, Link, Method, Work
from kb.phrases import FACETS, LEVELS
from ui import state
from ui.text import plain, shorten
from ui.theme import FACET_COLOURS, family_colours
from ui.words import language, t

_TITLE, _NAMES = 160, 3  # characters of a title and authors of a work in a row
_KINDS = {
    "csv": "text/csv",
    "json": "application/json",
    "yaml": "application/yaml",
    **{form.value: kind for form, kind in KINDS.items()},
}


def facet_mark(facet: Facet) -> str:
    """Return the coloured dot of a facet as Markdown; it never stands without a name beside it."""
    return f':color[●]{{foreground="{FACET_COLOURS[facet]}"}}'


def facet_name(facet: Facet) -> str:
    """Return the name of a facet in the session's language (as text, not Markdown)."""
    return FACETS[facet].get(language())


def facet_badge(facet: Facet) -> str:
    """Return dot and name of a facet as Markdown."""
    return f"{facet_mark(facet)} {plain(facet_name(facet))}"


def family_badges(families: Iterable[Family]) -> dict[str, str]:
    """Map families, in their order, to dot and name as Markdown."""
    families = [*families]
    colours = family_colours(family.id for family in families)
    return {
        family.id: f':color[●]{{foreground="{colours[family.id]}"}} {plain(family.label.best(language()))}'
        for family in families
    }


def legend(facets: Iterable[Facet]) -> None:
    """Draw what the colours mean, in the order of the facets."""
    shown = set(facets)
    badges = "\u2003".join(facet_badge(facet) for facet in Facet if facet in shown)
    if badges:
        st.markdown(f":small[{badges}]")  # no caption: that would pale the colours


def heading(text: str, note: str = "") -> None:
    """Draw the heading of a section (as text) and a quiet line below it."""
    st.header(plain(text), anchor=False)
    if note:
        st.caption(plain(note))


def concept_label(concept: Concept) -> str:
    """Return dot and preferred label of a concept as Markdown."""
    return f"{facet_mark(concept.facet)} {plain(concept.pref_label.best(language()))}"


def concept_row(concept: Concept, *, note: str = "", gist: bool = False) -> None:
    """Draw a concept as a link: dot, label, and the gist as a tooltip or, with ``gist``, as a line below.

    ``note`` is text shown below the link.
    """
    line = plain(concept.gist.best(language()))
    label = concept_label(concept)
    state.link("concept", f"**{label}**" if gist else label, tip=None if gist else line, id=concept.id)
    if gist:
        st.markdown(f":small[{line}]")
    if note:
        st.caption(plain(note))


def authors(work: Work) -> str:
    """Return the first authors of a work as text."""
    names = work.names()
    return ", ".join(names[:_NAMES]) + (t("parts.et_al") if len(names) > _NAMES else "")


def byline(work: Work) -> str:
    """Return authors, year and venue of a work as one line of text."""
    return " · ".join(filter(None, (authors(work), str(work.year or ""), shorten(work.venue, 80))))


def marks(work: Work) -> tuple[str, ...]:
    """Return what a reader should know before opening a work: its level, and whether it is a survey (as text)."""
    level = LEVELS[work.level].get(language()) if work.level else ""
    return tuple(filter(None, (level, t("parts.survey") if work.survey else "")))


def how(link: Link) -> str:
    """Say how a tie is known where it takes more than the editors' word (as text)."""
    return " ".join(filter(None, (found(link), t("paper.evidence", text=link.evidence) if link.evidence else "")))


def found(link: Link) -> str:
    """Say by what a tie was found, unless the editors made it (as text)."""
    if link.method is Method.CURATED:
        return ""
    return t("paper.found", method=t(f"paper.method.{link.method}"), confidence=f"{link.confidence:.0%}")


def work_row(work: Work, *, note: str = "", icon: str = "") -> None:
    """Draw a work as a link with its byline, and a note (as text) below."""
    state.link("paper", f"**{plain(shorten(work.title, _TITLE))}**", icon=icon, id=work.id)
    for text in filter(None, (byline(work), note)):
        st.caption(plain(text))


def chips(concepts: Iterable[Concept]) -> None:
    """Draw concepts as links in a row that wraps."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for concept in concepts:
            concept_row(concept)


def counted(what: str, count: int) -> str:
    """Return a number with its noun (``concepts``, ``works``, ``results``), in the singular where it is one."""
    return t(f"parts.{what}", count=f"{count:,}")


def counts(concepts: int, works: int) -> str:
    """Return the size of a family or of the whole."""
    return f"{counted('concepts', concepts)} · {counted('works', works)}"


def empty(text: str) -> None:
    """Draw what is shown where there is nothing to show (as text)."""
    st.info(plain(text), icon=":material/info:")


@contextmanager
def slow(height: int) -> Iterator[None]:
    """Give the place of what may take long, and of how it is computed; a skeleton (height in pixels) holds it.

    That comes after half a second and only where nothing stands yet (look.css): what is drawn again stays in sight.
    """
    with st.container(), st.skeleton(height):
        yield


def download(label: str, name: str, data: Callable[[], bytes | str]) -> None:
    """Draw a button that makes a file when it is clicked."""
    kind = _KINDS[name.rpartition(".")[2]]
    st.download_button(label, data, name, kind, icon=":material/download:", on_click="ignore", key=f"download.{name}")


def exports(works: Callable[[], Iterable[Work]], name: str, keys: Mapping[str, str] = NONE) -> None:
    """Draw a row of buttons, one for each form that works can be taken away in; the works are asked for on a click.

    ``keys`` are the reader's own citekeys by id of work.
    """
    with st.container(horizontal=True, gap="small"):
        for form in Form:
            data = partial(_exported, works, form, name, keys)
            download(t(f"export.{form.name.lower()}"), f"{name}.{form}", data)


def _exported(works: Callable[[], Iterable[Work]], form: Form, name: str, keys: Mapping[str, str]) -> bytes:
    return export(works(), form, name, keys).data
