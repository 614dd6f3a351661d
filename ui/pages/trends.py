"""Trends: works by year, what comes up and what grows quiet, and when each concept is first seen."""

import streamlit as st

from kb import trends
from kb.ties import Ties
from ui import choices, knowledge, layers, links, parts, shown, state, trends_sections
from ui.text import plain
from ui.words import t

_MARKED = (2012, 2016, 2017)  # years of the claim
_CLAIM = "growth-of-alignment-research"
_HEIGHT = 640  # of the works by year, in pixels


def _coverage(ties: Ties, whole: bool) -> None:
    """Say what the data cover, and what they show of the survey's claim."""
    newest = trends.span(ties)[1]
    counts = {year.year: year.works for year in trends.yearly(ties, {}, _MARKED[0], max(newest, _MARKED[-1]))}
    works = parts.counted("works", len(ties.years))
    key = "trends.covers.whole" if whole else "trends.covers"
    st.info(plain(t(key, works=works, newest=newest, count=f"{counts.get(newest, 0):,}")), icon=":material/info:")
    if _CLAIM in atlas.taxonomy.by_id:
        first, before, jump = (counts[year] for year in _MARKED)
        claim = t("trends.claim", first=first, before=before, jump=jump)
        st.markdown(f"{plain(claim)} {links.concept(atlas.taxonomy.by_id[_CLAIM])}")


atlas = knowledge.atlas()
st.title(t("page.trends"), anchor=False)
st.markdown(t("trends.lead"))
whole = shown.figures(atlas).ingested > 0 and choices.toggle("whole", t("trends.whole"), default=True)
with parts.slow(_HEIGHT):
    ties = layers.ties(atlas, whole)
    if ties.years:
        _coverage(ties, whole)
        trends_sections.by_year(atlas, ties)
if ties.years:
    newest = trends.span(ties)[1]
    recent = f"{newest - trends.RECENT + 1}–{newest}"
    changed = layers.changes(atlas, whole)
    parts.heading(t("trends.changes"), t("trends.changes.help", recent=recent, least=trends.LEAST, lift=trends.LIFT))
    trends_sections.changes(changed, trends.emerging, "emerging", recent)
    trends_sections.changes(changed, trends.quiet, "quiet", recent)
    trends_sections.firsts(layers.firsts(atlas, whole))
else:
    parts.empty(t("trends.empty"))
state.link("quality", t("trends.quality"), icon="fact_check")
