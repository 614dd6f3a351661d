"""What is said about a concept beyond its definitions: disagreement, timeline, debates, the schemes of others."""

from __future__ import annotations

import streamlit as st

from kb.atlas import Atlas
from kb.concept_view import ConceptView
from kb.model import Concept, Source
from kb.phrases import EVENTS, MATCHES
from ui import charts, layers, links, parts
from ui.mentions import Prose
from ui.text import plain
from ui.words import language, t

_ROW, _AXIS = 34, 44  # pixels of one kind of event and of the axis below


def disagreement(concept: Concept, write: Prose) -> None:
    """Draw where sources differ on a concept, if they do."""
    said = concept.disagreement.best(language())
    if said:
        st.info(f"**{t('concept.disagreement')}** {write(said)}", icon=":material/call_split:")


def timeline(view: ConceptView) -> None:
    """Draw the firsts of a concept as a list and, where they span some years, as a small chart."""
    if not view.timeline:
        return
    parts.heading(t("concept.timeline"), t("concept.timeline.help"))
    lang, years = language(), [work.year or 0 for _, work in view.timeline]
    rows = [f"- **{work.year}** {plain(EVENTS[event].get(lang))} · {links.work(work)}" for event, work in view.timeline]
    if len(set(years)) < 2:
        st.markdown("\n".join(rows))
        return
    told, drawn = st.columns(2, gap="large", vertical_alignment="center")
    told.markdown("\n".join(rows))
    with drawn:
        spec = charts.timeline(view.timeline, view.concept.facet, lang)
        height = _AXIS + _ROW * len(spec["yAxis"]["data"])
        alt = t("concept.timeline.alt", count=len(rows), first=min(years), last=max(years))
        st.echarts_chart(spec, height=height, key="timeline", alt=alt)


def debates(view: ConceptView, write: Prose) -> None:
    """Draw each criticism of a concept with what was replied beside it."""
    if not view.concept.debates:
        return
    parts.heading(t("concept.debates"), t("concept.debates.help"))
    for debate in view.concept.debates:
        with st.container(border=True):
            sides = (("criticism", debate.criticism, debate.critics), ("reply", debate.reply, debate.repliers))
            for column, (side, text, works) in zip(st.columns(2, gap="large"), sides, strict=True):
                column.caption(t(f"concept.{side}"))
                column.markdown(write(text.best(language())) or f":gray[{t('concept.reply.none')}]")
                if works:
                    column.markdown(links.sources(map(Source, works), view.cited))


def elsewhere(atlas: Atlas, concept: Concept) -> None:
    """Draw where a concept stands in learning paths and in the schemes of others."""
    paths = layers.paths_through(atlas, concept.id)
    if paths:
        parts.heading(t("concept.paths"), t("concept.paths.help"))
        st.markdown("\n".join(f"- {links.path(path)}" for path in paths))
    places = layers.places(atlas, concept.id)
    if places:
        parts.heading(t("concept.schemes"), t("concept.schemes.help"))
        rows = [
            f"- {links.scheme(found.scheme)} · {plain(f'{item.id} {item.label.best(language())}')} "
            + links.quiet(MATCHES[match].get(language()))
            for found, item, match in places
        ]
        st.markdown("\n".join(rows))
