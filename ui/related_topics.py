"""The second pane of the related work: what the input is about, and the reader's hand in it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb.atlas import Atlas
from kb.related.values import Topic
from ui import brought, links, shown
from ui.text import plain, shorten
from ui.words import language, t

_SENTENCE, _CITED = 180, 6  # letters of a sentence; works named in a row
_ADD = "related.concept"


def draw(atlas: Atlas, topics: Sequence[Topic]) -> None:
    """Draw the topics with what shows them, those that were struck, and the list to add one from."""
    struck = brought.concepts(atlas, "without")
    if not (topics or struck):
        st.caption(t("related.topics.none"))
    for topic in topics:
        _topic(atlas, topic)
    if struck:
        _struck(atlas, struck)
    _add(atlas)


def _topic(atlas: Atlas, topic: Topic) -> None:
    """Draw a topic: its weight as a bar below its name, the sentences, the works cited for it, and the way out."""
    ident = topic.concept.id
    label = plain(topic.concept.pref_label.best(language()))
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            said = t("related.by_hand") if topic.by_hand else f"{topic.weight:.0%}"
            st.progress(min(1.0, max(0.0, topic.weight)), f"{links.dotted(topic.concept)} {links.quiet(said)}")
            st.button(
                t("related.strike", label=label),
                key=f"related.strike.{ident}",
                icon=":material/close:",
                type="tertiary",
                help=t("related.strike", label=label),
                on_click=brought.move,
                args=(atlas, ident, "" if topic.by_hand else "without"),
            )
        quotes = [links.quiet(t("library.quote", text=shorten(one, _SENTENCE))) for one in topic.evidence]
        cited = " · ".join(links.work(work, work.byline()) for work in topic.cited[:_CITED])
        more = t("related.cited.more", count=len(topic.cited) - _CITED) if len(topic.cited) > _CITED else ""
        listed = links.small(t("related.cited", works=f"{cited} {plain(more)}".strip())) if cited else ""
        st.markdown(links.lines(*quotes[:1], listed))
        if quotes[1:]:
            with st.expander(t("related.evidence", count=len(quotes) - 1)):
                st.markdown("\n\n".join(quotes[1:]))


def _struck(atlas: Atlas, struck: Sequence[str]) -> None:
    """Draw the concepts that were struck, each with the way back."""
    st.caption(t("related.struck"))
    with st.container(horizontal=True, gap="xsmall"):
        for ident in struck:
            label = plain(atlas.label(ident, language()))
            st.button(
                label,
                key=f"related.back.{ident}",
                icon=":material/undo:",
                help=t("related.back"),
                on_click=brought.move,
                args=(atlas, ident),
            )


def _add(atlas: Atlas) -> None:
    """Draw the list of concepts to add one from."""
    labels, key = shown.concept_labels(atlas, language()), f"{_ADD}.{language()}"
    there = set(brought.concepts(atlas, "concept"))

    def added() -> None:
        if st.session_state[key]:
            brought.move(atlas, st.session_state[key], "concept")
            st.session_state[key] = None

    st.selectbox(
        t("related.add"),
        [ident for ident in labels if ident not in there],
        index=None,
        format_func=lambda ident: labels[ident],
        key=key,
        on_change=added,
        placeholder=t("related.add.example"),
        help=t("related.add.help"),
    )
