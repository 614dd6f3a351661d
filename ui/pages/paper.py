"""One paper: facts, summary, its concepts, what the Atlas takes from it, papers like it, BibTeX."""

from __future__ import annotations

from ui import details, found, knowledge, paper_sections, stars
from ui.words import language

atlas = knowledge.atlas()
view = details.work(atlas, found.work(atlas).id, language())
paper_sections.head(view, language())
stars.control(view.work)
paper_sections.concepts(view, language())
paper_sections.citations(view)
paper_sections.references(view)
paper_sections.similar(view)
paper_sections.said(atlas, view.work)
paper_sections.bibtex(view.work)
