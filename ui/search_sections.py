"""The sections of the search page: a hit and why it is there, and what was tried where nothing matches."""

from __future__ import annotations

import streamlit as st

from kb.bands import band
from kb.documents import Kind
from kb.hits import Excerpt
from kb.phrases import ROLES
from kb.results import Confidence, Hit, Mode, Reason, Request
from ui import choices, links, parts, stars, state
from ui.shown import Answer
from ui.text import highlighted, plain, shorten
from ui.words import language, t


def hit(found: Hit, excerpt: Excerpt, answer: Answer) -> None:
    """Draw a hit: its title, for a work the byline, the best passage, and why it is there."""
    title = highlighted(excerpt.title)
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if found.kind == Kind.CONCEPT:
                mark = parts.facet_mark(answer.concepts[found.id].facet)
                state.link("concept", f"**{mark} {title}**", id=found.id)
                stars.star(answer.concepts[found.id])
            else:
                state.link("paper", f"**{title}**", icon="article", id=found.id)
                stars.star(answer.works[found.id])
        if found.kind == Kind.WORK:
            st.caption(plain(parts.byline(answer.works[found.id])))
        if excerpt.passage:
            st.markdown(links.small(highlighted(excerpt.passage)))
        st.markdown(links.small(" · ".join(_reason(found, reason, answer) for reason in found.why), quiet=True))


def no_match(asked: Request, confidence: Confidence, filters: tuple[str, ...]) -> None:
    """Draw that nothing matches: what was tried, how near it came, and what to do."""
    st.warning(plain(t("search.no_match", query=shorten(asked.query, 80))), icon=":material/search_off:")
    st.markdown("\n".join([t("search.tried"), "", *(f"- {line}" for line in _tried(confidence, asked.mode))]))
    with st.container(horizontal=True, gap="small"):
        if any(choices.text(name) for name in filters):
            state.link("search", plain(t("search.widen")), icon="filter_list_off", q=asked.query)
        state.link("explore", plain(t("search.explore")), icon="account_tree")


def _reason(found: Hit, reason: Reason, answer: Answer) -> str:
    """Say as Markdown which leg of the search found a hit, and by what."""
    detail = plain(shorten(reason.detail, 120))
    if reason.leg == "semantic":
        return plain(t(f"parts.why.semantic.{band(float(reason.detail))}", detail=reason.detail))
    if reason.leg != "concept" or found.kind == Kind.CONCEPT:
        return t(f"parts.why.{reason.leg}", detail=detail)
    if reason.detail in answer.ties:
        role, concept = answer.ties[reason.detail]
        detail = f"{plain(ROLES[role].get(language()))} {links.concept(concept)}"
    return t("parts.why.link", detail=detail)


def _tried(confidence: Confidence, mode: Mode) -> list[str]:
    """Say as Markdown what names, words and meaning came to."""
    if confidence.good:
        return [t("search.tried.filtered")]
    names_and_words = [] if mode is Mode.SEMANTIC else [t("search.tried.names"), _words(confidence)]
    result = t("search.tried.match", value=f"{confidence.value:.2f}", threshold=f"{confidence.threshold:.2f}")
    return [*names_and_words, _meaning(confidence.cosine), result]


def _words(confidence: Confidence) -> str:
    if not confidence.words:
        return t("search.tried.no_words")
    words = plain(shorten(t("parts.comma").join(confidence.words), 120))
    return t("search.tried.words", words=words, share=f"{confidence.share:.0%}")


def _meaning(cosine: float | None) -> str:
    if cosine is None:
        return t("search.tried.no_meaning")
    return t(f"search.tried.meaning.{band(cosine)}", cosine=f"{cosine:.2f}")
