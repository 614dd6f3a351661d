"""The first pane of the related work: what the reader brings, and what of it could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from kb.atlas import Atlas
from kb.model import Failure, Work
from kb.related.values import Asked, Related
from ui import brought, finder
from ui.reasons import localized
from ui.text import plain, shorten
from ui.words import t

_TEXT, _FILES, _SAID = "related.text", "related.files", "related.said"
_CHIP, _NAME, _HITS, _FAILURES = 60, 40, 5, 20  # letters of a title and of a file; unknown ones named; failures shown


def draw(atlas: Atlas) -> None:
    """Draw the ways in and what was brought."""
    held = brought.held()
    st.session_state.setdefault(_TEXT, held.text)  # Streamlit forgets it while another page is shown
    with st.form("related.form", border=False):
        st.text_area(t("related.text"), key=_TEXT, height=220, placeholder=t("related.text.example"))
        st.file_uploader(t("related.files"), accept_multiple_files=True, key=_uploader(), help=t("related.files.help"))
        st.form_submit_button(
            t("related.go"), type="primary", on_click=_take, args=(atlas,), help=t("related.go.help"), width="stretch"
        )
    said = st.session_state.pop(_SAID, "")
    if said:
        st.warning(plain(said), icon=":material/info:")
    st.caption(t("related.silent"))
    finder.draw(atlas, "related")
    _held(atlas)


def failures(found: Sequence[Failure]) -> None:
    """Draw what could not be read, each with its place and the reason."""
    if not found:
        return
    with st.expander(t("related.failures", count=len(found)), icon=":material/warning:"):
        said = (t("related.failure", place=_place(one), reason=localized(one.reason)) for one in found[:_FAILURES])
        st.markdown("\n".join(f"- {plain(line)}" for line in said))
        if len(found) > _FAILURES:
            st.caption(t("related.failures.more", count=len(found) - _FAILURES))


def listed(asked: Asked, answer: Related) -> None:
    """Say how many of the entries of the reader's list the library has."""
    entries = answer.known[: len(asked.draft.references)]
    if entries:
        have = sum(one.work is not None for one in entries)
        st.caption(t("related.listed", count=len(entries), have=have))


def fill(text: str) -> None:
    """Put a text into the box, and take it."""
    st.session_state[_TEXT] = text
    brought.held().add(text, [])


def _uploader() -> str:
    """Return the key of the uploader: a new one after each time, for what was taken is listed below."""
    return f"{_FILES}.{st.session_state.setdefault(_FILES, 0)}"


def _take(atlas: Atlas) -> None:
    """Take what was pasted and dropped; identifiers alone become picked works as far as the library has them."""
    held = brought.held()
    text: str = st.session_state[_TEXT]
    files = [(file.name, file.getvalue()) for file in st.session_state[_uploader()] or []]
    st.session_state[_FILES] += 1
    held.add(text, files)
    said = held.pasted
    if said.cited and not (said.text or said.references):
        unknown = brought.pick(atlas, said.cited)
        fill("\n".join(unknown))
        if unknown:
            names = t("parts.comma").join(shorten(one, _CHIP) for one in unknown[:_HITS])
            st.session_state[_SAID] = t("related.unknown", refs=names)
    elif not (text.strip() or held.files):
        st.session_state[_SAID] = t("related.nothing")


def _held(atlas: Atlas) -> None:
    """Draw the files and works that were brought, each with a way to take it out."""
    held, found = brought.held(), brought.picked(atlas)
    if found.unknown:
        names = t("parts.comma").join(shorten(one, _CHIP) for one in found.unknown)
        st.warning(plain(t("related.unknown", refs=names)), icon=":material/info:")
    if not (held.text or held.files or found.works):
        return
    with st.container(horizontal=True, gap="xsmall", key="related-brought"):
        for name in held.files:
            _chip(shorten(name, _NAME), f"related.file.{name}", held.drop, name)
        for work in found.works:
            _chip(_named(work), f"related.work.{work.id}", brought.unpick, atlas, work.id)
        st.button(t("related.forget"), icon=":material/delete_sweep:", help=t("related.forget.help"), on_click=_forget)


def _forget() -> None:
    brought.forget()
    st.session_state[_TEXT] = ""


def _chip(label: str, key: str, drop: Callable[..., None], *args: object) -> None:
    """Draw a button that takes something out."""
    st.button(plain(label), key=key, icon=":material/close:", help=t("related.take_out"), on_click=drop, args=args)


def _named(work: Work) -> str:
    return f"{shorten(work.title, _CHIP)} ({work.year})" if work.year else shorten(work.title, _CHIP)


def _place(failure: Failure) -> str:
    source = shorten(failure.source, _CHIP)
    return t("library.line", source=source, line=failure.line) if failure.line else source
