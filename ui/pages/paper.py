"""One paper: facts, summary, its concepts, what the Atlas takes from it, papers like it."""

from __future__ import annotations

import streamlit as st

from ui import details, found, knowledge, mentions, paper_sections, parts, stars
from ui.words import language

_HEIGHT = 240  # of what stands first on the page, in pixels

atlas = knowledge.atlas()
shown = found.work(atlas)
with parts.slow(_HEIGHT):
    view = details.work(atlas, shown.id, language())
    write = mentions.of_work(atlas, (concept for _, ties in view.ties for _, concept in ties))
    paper_sections.head(view)
with st.container(horizontal=True, gap="small"):
    stars.control(view.work)
    paper_sections.copy_and_export(view.work)
paper_sections.texts(view, language(), write)
paper_sections.concepts(view, language(), write)
paper_sections.citations(view, write)
paper_sections.references(view)
paper_sections.similar(view)
paper_sections.said(atlas, view.work)
