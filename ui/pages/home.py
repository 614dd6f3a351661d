"""Home: what this is, three ways in, figures, queries to try, the families, and where the data come from."""

from contextlib import suppress

import streamlit as st

from kb.atlas import Atlas
from kb.errors import NotFoundError
from kb.model import Lang
from kb.overview import QUERIES, starts
from ui import knowledge, parts, shown, state
from ui.text import plain
from ui.words import language, t

_SURVEY = "xiong2023large"


def _ways(atlas: Atlas) -> None:
    """Draw the three ways in."""
    grid = st.grid(3, min_column_width=260, gap="small", border=True)
    with grid.cell():
        parts.heading(t("home.browse"), t("home.browse_note"))
        state.link("explore", plain(t("home.browse_link")), icon="account_tree")
        state.link("explore", plain(t("home.sunburst_link")), icon="donut_large", view="sunburst")
        state.link("map", plain(t("page.map")), icon="map")
    with grid.cell():
        parts.heading(t("home.search"), t("home.search_note"))
        state.link("search", plain(t("home.search_link")), icon="search")
        state.link("related", plain(t("paper.related")), icon="hub")
    with grid.cell():
        parts.heading(t("home.start"), t("home.start_note"))
        parts.chips(starts(atlas))
        state.link("learn", plain(t("page.learn")), icon="school")


def _figures(atlas: Atlas) -> None:
    """Draw how much there is."""
    found = shown.figures(atlas)
    by_lang = {lang.value: found.definitions[lang] for lang in Lang}
    numbers = {
        "concepts": found.concepts,
        "works": found.works,
        "relations": found.relations,
        "definitions": sum(by_lang.values()),
        "families": found.families,
    }
    with st.grid(5, min_column_width=130, gap="small"):
        for name, number in numbers.items():
            tip = (
                t("home.definitions_help", en=by_lang[Lang.EN], zh=by_lang[Lang.ZH]) if name == "definitions" else None
            )
            st.metric(t(f"home.{name}"), f"{number:,}", help=tip)
    if found.ingested:
        state.link("library", plain(t("home.ingested", count=f"{found.ingested:,}")), icon="library_books")


def _try() -> None:
    """Draw queries as links."""
    parts.heading(t("home.try"), t("home.try_note"))
    with st.container(horizontal=True, gap="small"):
        for query in QUERIES:
            state.link("search", plain(query), icon="search", q=query)


def _families(atlas: Atlas) -> None:
    """Draw each family with its gist, as a way into Explore."""
    parts.heading(t("home.families_title"), t("home.families_note"))
    grid = st.grid(3, min_column_width=260, gap="small", border=True)
    for summary in shown.families(atlas):
        with grid.cell():
            name = plain(summary.family.label.best(language()))
            state.link("explore", f"**{name}**", family=summary.family.id)
            st.markdown(plain(summary.family.gist.best(language())))
            st.caption(parts.counts(summary.concepts, summary.works))


def _sources(atlas: Atlas) -> None:
    """Say where the data come from."""
    parts.heading(t("home.sources"))
    st.markdown(t("home.sources_text"))
    with suppress(NotFoundError):
        survey = atlas.work(_SURVEY)
        st.markdown(t("home.seed"))
        parts.work_row(survey, note=survey.details.get("titleaddon", ""))
    st.caption(t("home.silent"))


atlas = knowledge.atlas()
st.title("Alignment Atlas", anchor=False)
st.markdown(t("home.lead"))
st.space("small")
_ways(atlas)
st.space("small")
_figures(atlas)
st.space("small")
_try()
st.space("small")
_families(atlas)
st.space("small")
_sources(atlas)
