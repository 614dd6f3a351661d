"""One concept: gist, definitions side by side, learning order, picture, relations and papers."""

from __future__ import annotations

import streamlit as st

from kb import __version__
from kb.atlas import Atlas
from kb.concept_view import ConceptView
from ui import concept_history, concept_sections, details, found, knowledge, neighbourhood, parts, stars, state
from ui.sources import own_link, take_away
from ui.words import language, t


def onward(view: ConceptView) -> None:
    """Draw the ways on: to compare it, to go from it to another, to learn what comes after it."""
    ident = view.concept.id
    with st.container(horizontal=True, gap="medium"):
        state.link("compare", t("compare.with"), icon="compare", concept=ident)
        state.link("path", t("path.start"), icon="route", **{"from": ident})
        known = [*dict.fromkeys([*state.known(), ident])]
        state.link("learn", t("learn.after"), icon="school", view="next", known=known)


def copy_and_export(atlas: Atlas, view: ConceptView) -> None:
    """Draw the link, the citation and the papers of this concept."""
    concept, works = view.concept, tuple(work.id for work in concept_sections.works(view))
    link, label = own_link(concept.id), concept.pref_label.best(language())
    with st.popover(t("sources.title"), icon=":material/ios_share:"):
        take_away(link, t("concept.citation", label=label, id=concept.id, version=__version__, link=link))
        if works:
            st.caption(t("sources.papers"))
            parts.exports(lambda: details.listed(atlas, works), concept.id)


atlas = knowledge.atlas()
shown = found.concept(atlas)
view = details.concept(atlas, shown.id, language())
concept_sections.head(view, language())
with st.container(horizontal=True, gap="small"):
    stars.control(shown)
    copy_and_export(atlas, view)
onward(view)
concept_sections.definitions(view, language())
concept_sections.ladders(view)
neighbourhood.show(atlas, shown)
concept_sections.relations(atlas, view, language())
concept_sections.narrower(view)
concept_history.timeline(view)
concept_history.debates(view)
concept_history.elsewhere(atlas, shown)
concept_sections.papers(view, language())
concept_sections.found(atlas, shown)
concept_sections.similar(view)
