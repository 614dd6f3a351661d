"""Search: one box; concepts and papers, together or apart, each hit with its reasons."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kb import clock, hits, missed
from kb.atlas import Atlas
from kb.documents import Kind
from kb.results import Mode, Request, Results
from kb.values import replace
from ui import choices, filters, history, knowledge, parts, reach, search_sections, shown
from ui.words import language, t

_SHOW = ("together", "apart", "concept", "work")
_MOST = ("10", "20", "50")
_OPTIONS = ("mode", "most", *filters.NAMES)
_HEIGHT = 640  # of what is found, in pixels


def _request(atlas: Atlas, query: str, kind: Kind | None, options: DeltaGenerator) -> Request:
    """Draw the choices under "more options"; returns what to ask. That the encoder is awaited is said here."""
    with options:
        left, right = st.columns(2, gap="medium")
        with right:
            start, end = choices.years(t("search.years"), shown.figures(atlas).years, tip=t("search.years_help"))
            summary = choices.toggle("summary", t("search.summary"), default=False)
            modes = {mode.value: t(f"search.mode.{mode}") for mode in Mode}
            mode = choices.segments("mode", t("search.mode"), modes, tip=t("search.mode_help"))
            most = choices.segments("most", t("search.most"), {number: number for number in _MOST})
    usable = knowledge.possible(Mode(mode)) if query else Mode(mode)
    request = Request(
        query,
        top_k=int(most),
        mode=usable,
        year_from=start,
        year_to=end,
        summary=summary,
        lang=language(),
        rerank=bool(query) and usable is Mode.HYBRID and knowledge.reranks(),
        **filters.chosen(atlas),
    )
    with left:
        filters.draw(atlas, request, kind)
    return request


def _answer(atlas: Atlas, request: Request, kind: Kind | None, sort: hits.Sort, apart: bool) -> None:
    """Answer, together or concepts and papers apart."""
    limits = filters.active(atlas, request)
    filters.line(limits)
    if not request.query:
        if limits and kind is not Kind.CONCEPT:
            search_sections.browsed(atlas, request.where, sort)
            return
        if limits:
            parts.empty(t("search.browsed.concepts"))
        search_sections.examples()
        return
    reach.name(t("page.search"), request.query)
    history.remember(filters.address())
    kinds = (Kind.CONCEPT, Kind.WORK) if apart else (kind,)
    found = [shown.ordered(shown.answer(atlas, request, each), sort) for each in kinds]
    count = sum(len(answer.results.results) for answer in found)
    best = min(found, key=lambda answer: answer.results.no_good_match)
    search_sections.head(atlas, request, best, count, limits, kind, sort)
    if apart:
        for column, answer, name in zip(st.columns(2, gap="large"), found, ("concepts", "works"), strict=True):
            with column:
                search_sections.listed(answer, t(f"search.{name}"))
    else:
        search_sections.listed(found[0])
    search_sections.exports(found)
    _keep(atlas, replace(request, kind=kind), best.results)


def _keep(atlas: Atlas, request: Request, best: Results) -> None:
    """Keep a query that found nothing good, once each time it is asked: a page is drawn more often."""
    if best.no_good_match and st.session_state.get("missed") != request.query:
        st.session_state["missed"] = request.query
        missed.record(atlas.home, request, best, clock.now())


atlas = knowledge.atlas()
st.title(t("page.search"), anchor=False)
query = choices.box("q", t("search.box"), example=t("search.box_example"))
with st.container(horizontal=True, vertical_alignment="center"):
    show = choices.segments("show", t("search.show"), {name: t(f"search.show.{name}") for name in _SHOW}, quiet=True)
    sorts = {by.value: t(f"search.sort.{by}") for by in hits.Sort}
    sort = hits.Sort(choices.segments("sort", t("search.sort"), sorts, quiet=True))
    history.draw(query)
kind = Kind(show) if show in tuple(Kind) else None
chosen = any(choices.text(name) for name in _OPTIONS)
options = st.expander(t("search.options"), expanded=chosen, icon=":material/tune:")
with parts.slow(_HEIGHT):
    _answer(atlas, _request(atlas, query, kind, options), kind, sort, show == "apart")
