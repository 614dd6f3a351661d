"""One concept: gist, definitions side by side, learning order, picture, relations and papers."""

from __future__ import annotations

import streamlit as st

from kb import __version__
from kb.atlas import Atlas
from kb.concept_text import defining, markdown
from kb.concept_view import ConceptView
from ui import (
    concept_history,
    concept_papers,
    concept_sections,
    details,
    found,
    knowledge,
    mentions,
    neighbourhood,
    parts,
    stars,
    state,
)
from ui.sources import own_link, take_away
from ui.words import language, t

_HEIGHT = 280  # of what stands first on the page, in pixels


def onward(view: ConceptView) -> None:
    """Draw the ways on: to compare it, to go from it to another, to learn what comes after it."""
    ident = view.concept.id
    with st.container(horizontal=True, gap="medium"):
        state.link("compare", t("compare.with"), icon="compare", concept=ident)
        state.link("path", t("path.start"), icon="route", **{"from": ident})
        known = [*dict.fromkeys([*state.known(), ident])]
        state.link("learn", t("learn.after"), icon="school", view="next", known=known)


def copy_and_export(atlas: Atlas, view: ConceptView) -> None:
    """Draw the link, the citation and the text of this concept."""
    concept, link = view.concept, own_link(view.concept.id)
    works = t("parts.semicolon").join(work.byline() for work in defining(view))
    after = t("concept.citation.after", works=works) if works else ""
    label = concept.pref_label.best(language())
    cited = t("concept.citation", label=label, id=concept.id, version=__version__, after=after, link=link)
    with st.popover(t("sources.title"), icon=":material/ios_share:"):
        text = markdown(view, atlas.taxonomy.by_id, language(), cited)
        take_away(link=link, citation=cited, markdown=text)


atlas = knowledge.atlas()
shown = found.concept(atlas)
with parts.slow(_HEIGHT):
    view = details.concept(atlas, shown.id, language())
    write = mentions.of_concept(atlas, shown)
    concept_sections.head(view, language(), write)
with st.container(horizontal=True, gap="small"):
    stars.control(shown)
    copy_and_export(atlas, view)
onward(view)
concept_sections.definitions(view, language(), write)
concept_sections.ladders(view)
neighbourhood.show(atlas, shown)
concept_sections.relations(atlas, view, language(), write)
concept_sections.narrower(view)
concept_history.timeline(view)
concept_history.debates(view, write)
concept_history.elsewhere(atlas, shown)
concept_papers.draw(view, language(), write)
concept_sections.found(atlas, shown, write)
concept_sections.similar(view)
