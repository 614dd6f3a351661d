"""The papers of a concept by role and level, with filters that stand in the address, and what is shown to take away."""

from __future__ import annotations

import streamlit as st

from kb.concept_papers import Papers, Wanted, chosen, works
from kb.concept_view import ConceptView
from kb.model import Lang, Level, Role
from kb.phrases import LEVELS, ROLES
from ui import choices, links, parts
from ui.mentions import Prose
from ui.text import plain
from ui.words import t

_FEW = 4  # fewer papers are read faster than filtered


def draw(view: ConceptView, lang: Lang, write: Prose) -> None:
    """Draw the filters, what they leave by role, and the downloads of that."""
    parts.heading(t("concept.papers"), t("concept.papers.help" if view.papers else "concept.papers.none"))
    shown = chosen(view.papers, _wanted(view.papers, lang)) if len(works(view.papers)) >= _FEW else view.papers
    for role, pairs in shown:
        name, rows = st.columns([1, 4])
        name.markdown(f"**{plain(ROLES[role].get(lang))}**")
        rows.markdown("\n\n".join(links.entry(work, write=write) for _, work in pairs))
    found = works(shown)
    if found:
        label = t("search.export", works=parts.counted("works", len(found)))
        with st.popover(label, icon=":material/download:"):
            parts.exports(lambda: found, view.concept.id)
    elif view.papers:
        parts.empty(t("concept.papers.unfit"))


def _wanted(papers: Papers, lang: Lang) -> Wanted:
    """Draw a filter for what papers differ in."""
    held = works(papers)
    roles = {role.value: ROLES[role].get(lang) for role, _ in papers}
    levels = {level.value: LEVELS[level].get(lang) for level in Level if any(work.level is level for work in held)}
    years = [work.year for work in held if work.year is not None]
    with st.container(horizontal=True, gap="medium"):
        role = choices.pills("role", t("concept.papers.role"), roles) if len(roles) > 1 else []
        level = choices.pills("level", t("concept.papers.level"), levels) if levels else []
    first, last = choices.years(t("concept.papers.years"), years)
    return Wanted(frozenset(map(Role, role)), frozenset(map(Level, level)), first, last)
