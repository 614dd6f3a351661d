"""Search: one box; concepts and papers, together or apart, each hit with its reasons."""

import streamlit as st

from kb import clock, hits, missed
from kb.atlas import Atlas
from kb.documents import Kind
from kb.results import Mode, Request
from kb.values import replace
from ui import choices, filters, history, knowledge, reach, search_sections, shown
from ui.shown import Answer
from ui.words import language, t

_SHOW = ("together", "apart", "concept", "work")
_MOST = ("10", "20", "50")
_OPTIONS = ("mode", "most", *filters.NAMES)


def _request(atlas: Atlas, query: str, kind: Kind | None) -> Request:
    """Draw the choices under "more options"; returns what to ask."""
    first, last = shown.figures(atlas).years
    chosen = any(choices.text(name) for name in _OPTIONS)
    with st.expander(t("search.options"), expanded=chosen, icon=":material/tune:"):
        left, right = st.columns(2, gap="medium")
        with right:
            start, end = choices.years(t("search.years"), first, last, tip=t("search.years_help"))
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


def _keep(atlas: Atlas, request: Request, found: list[Answer]) -> None:
    """Keep a query that found nothing good, once each time it is asked: a page is drawn more often."""
    best = min((answer.results for answer in found), key=lambda results: results.no_good_match)
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
request = _request(atlas, query, kind)
limits = filters.active(atlas, request)
filters.line(limits)
if query:
    reach.name(t("page.search"), query)
    history.remember(filters.address())
if not query:
    search_sections.examples()
elif show == "apart":
    apart = [shown.ordered(shown.answer(atlas, request, each), sort) for each in (Kind.CONCEPT, Kind.WORK)]
    count = sum(len(answer.results.results) for answer in apart)
    search_sections.head(
        atlas, request, min(apart, key=lambda answer: answer.results.no_good_match), count, limits, kind, sort
    )
    for column, answer, name in zip(st.columns(2, gap="large"), apart, ("concepts", "works"), strict=True):
        with column:
            search_sections.listed(answer, t(f"search.{name}"))
    search_sections.exports(apart)
    _keep(atlas, request, apart)
else:
    answer = shown.ordered(shown.answer(atlas, request, kind), sort)
    search_sections.head(atlas, request, answer, len(answer.results.results), limits, kind, sort)
    search_sections.listed(answer)
    search_sections.exports([answer])
    _keep(atlas, replace(request, kind=kind), [answer])
