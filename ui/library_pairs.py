"""The library page's duplicates: pairs of records side by side, to be called the same work or not."""

from __future__ import annotations

import streamlit as st

from kb import intake
from kb.atlas import Atlas
from kb.model import Record
from kb.model.record import CURATED
from kb.progress import Progress
from ui import choices, parts
from ui.desk import desk
from ui.text import plain, shorten
from ui.words import t

_PART, _MOST, _LATER = 5, 600, "library.later"


def draw(atlas: Atlas) -> None:
    """Draw the pairs that are in doubt, some at a time, then those that were decided."""
    later: set[tuple[str, str]] = st.session_state.setdefault(_LATER, set())
    open_ = atlas.catalogue.doubts()
    shown = [pair for pair in open_ if (pair[0].digest, pair[1].digest) not in later]
    parts.heading(t("library.pairs"), t("library.pairs.help") if open_ else "")
    if not open_:
        parts.empty(t("library.pairs.none"))
    part = choices.part("pairs", -(-len(shown) // _PART))
    for one, other in shown[(part - 1) * _PART : part * _PART]:
        _pair(atlas, one, other)
    if len(shown) < len(open_):
        st.caption(t("library.pairs.later", count=len(open_) - len(shown)))
        st.button(t("library.pairs.again"), key="library.again", on_click=later.clear)
    _decided(atlas)


def decide(atlas: Atlas, one: str, other: str, same: bool | None) -> None:
    """Start what follows from a decision on two records (None takes it back)."""

    def work(progress: Progress) -> None:
        intake.decide(atlas.home, (one, other), same, atlas.encoder, progress)

    desk().start("decide", work)


def _pair(atlas: Atlas, one: Record, other: Record) -> None:
    key = f"{one.digest}.{other.digest}"
    with st.container(border=True, key=f"library-pair-{one.digest}-{other.digest}"):
        st.markdown(table(one, other))
        with st.container(horizontal=True, gap="small"):
            for name, same in (("same", True), ("different", False)):
                st.button(
                    t(f"library.{name}"),
                    key=f"library.{name}.{key}",
                    help=t(f"library.{name}.help"),
                    on_click=decide,
                    args=(atlas, one.digest, other.digest, same),
                    disabled=desk().busy,
                )
            later = t("library.later")
            st.button(later, key=f"library.later.{key}", on_click=_put_off, args=(one.digest, other.digest))


def _put_off(one: str, other: str) -> None:
    st.session_state[_LATER].add((one, other))


def _decided(atlas: Atlas) -> None:
    """Draw what people decided, with the way back."""
    said = atlas.catalogue.decided()
    if not said:
        return
    with choices.fold("decided", t("library.decided", count=len(said))):
        for one, other, same in said:
            with st.container(key=f"library-pair-{one.digest}-{other.digest}"):
                st.markdown(table(one, other))
            st.markdown(f"**{t('library.same' if same else 'library.different')}**")
            st.button(
                t("library.take_back"),
                key=f"library.back.{one.digest}.{other.digest}",
                on_click=decide,
                args=(atlas, one.digest, other.digest, None),
                disabled=desk().busy,
            )


def table(one: Record, other: Record) -> str:
    """Return two records side by side as Markdown; what differs is marked and bold."""
    lines = [f"| {t('library.pairs.field')} | {_cell(source(one))} | {_cell(source(other))} |", "| --- | --- | --- |"]
    for name, left in _facts(one).items():
        right = _facts(other)[name]
        if left or right:
            differs = left != right
            cells = [f"**{_cell(value)}**" if differs and value else _cell(value) for value in (left, right)]
            head = f"{plain(t(f'library.field.{name}'))}{' ≠' if differs else ''}"
            lines.append(f"| {head} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)


def source(record: Record) -> str:
    """Return which file or service said it, and in which run."""
    if record.run == CURATED:
        return " · ".join(filter(None, (record.source, t("paper.said.curated"))))
    return " · ".join((record.source, t("paper.said.run", run=record.run)))


def _facts(record: Record) -> dict[str, str]:
    work = record.work
    return {
        "title": work.title,
        "authors": ", ".join(work.names()),
        "year": str(work.year or ""),
        "venue": work.venue,
        "identifiers": ", ".join(f"{name} {value}" for name, value in work.identifiers.items()),
        "abstract": work.abstract,
    }


def _cell(text: str) -> str:
    return plain(shorten(text, _MOST)) or "—"
