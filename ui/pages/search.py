"""Search: one box; concepts and papers, together or apart, each hit with its reasons."""

import streamlit as st

from kb import clock, hits, missed
from kb.atlas import Atlas
from kb.documents import Kind
from kb.export import to_csv
from kb.overview import QUERIES
from kb.results import Mode, Request
from kb.values import replace
from ui import choices, filters, knowledge, parts, search_sections, shown, stars, state
from ui.shown import Answer
from ui.text import plain
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


def _examples() -> None:
    """Draw what stands here before anything was asked."""
    parts.heading(t("search.try"), t("search.try_note"))
    with st.container(horizontal=True, gap="small"):
        for query in QUERIES:
            state.link("search", plain(query), icon="search", q=query)


def _list(found: Answer, title: str = "") -> None:
    """Draw hits in their order, or that there are none."""
    if title:
        parts.heading(f"{title} ({len(found.results.results)})")
    for hit, excerpt in zip(found.results.results, found.excerpts, strict=True):
        search_sections.hit(hit, excerpt, found)
    if not found.results.results:
        dated = choices.text("from") or choices.text("to")
        st.caption(t("search.nothing_dated" if dated else "search.nothing"))


def _head(  # noqa: PLR0913, PLR0917 (what was asked and found)
    atlas: Atlas, asked: Request, found: Answer, count: int, limits: list[filters.Active], kind: Kind | None
) -> None:
    """Say what was searched, how well it went and what was left out."""
    results = found.results
    if results.searched_as:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f":gray[{t('search.searched_as')}]")
            for ident in results.searched_as:
                parts.concept_row(atlas.taxonomy.by_id[ident])
    if results.no_good_match:
        search_sections.no_match(asked, results.confidence, ("show", *_OPTIONS))
        filters.instead(atlas, limits, kind)
        if count:
            parts.heading(t("search.nearest"))
    else:
        st.caption(t("search.count", results=parts.counted("results", count)))
    if results.notice:
        st.caption(t(f"search.notice.{results.notice}"))


def _exports(found: list[Answer]) -> None:
    """Draw the downloads of what is shown."""
    rows = hits.rows(hit for answer in found for hit in answer.results.results)
    works = {ident: work for answer in found for ident, work in answer.works.items()}
    with st.container(horizontal=True, gap="small"):
        if rows:
            parts.download(t("search.csv"), "results.csv", lambda: to_csv(rows, hits.COLUMNS))
        if works:
            with st.popover(t("search.export", works=parts.counted("works", len(works))), icon=":material/download:"):
                parts.exports(works.values, "papers")
            stars.add_all([*works.values()], "search")


def _keep(atlas: Atlas, request: Request, found: list[Answer]) -> None:
    """Keep a query that found nothing good, once each time it is asked: a page is drawn more often."""
    best = min((answer.results for answer in found), key=lambda results: results.no_good_match)
    if best.no_good_match and st.session_state.get("missed") != request.query:
        st.session_state["missed"] = request.query
        missed.record(atlas.home, request, best, clock.now())


atlas = knowledge.atlas()
st.title(t("page.search"), anchor=False)
query = choices.box("q", t("search.box"), example=t("search.box_example"))
show = choices.segments("show", t("search.show"), {name: t(f"search.show.{name}") for name in _SHOW}, quiet=True)
kind = Kind(show) if show in tuple(Kind) else None
request = _request(atlas, query, kind)
limits = filters.active(atlas, request)
filters.line(limits)
if not query:
    _examples()
elif show == "apart":
    apart = [shown.answer(atlas, request, each) for each in (Kind.CONCEPT, Kind.WORK)]
    count = sum(len(answer.results.results) for answer in apart)
    _head(atlas, request, min(apart, key=lambda answer: answer.results.no_good_match), count, limits, kind)
    for column, answer, name in zip(st.columns(2, gap="large"), apart, ("concepts", "works"), strict=True):
        with column:
            _list(answer, t(f"search.{name}"))
    _exports(apart)
    _keep(atlas, request, apart)
else:
    answer = shown.answer(atlas, request, kind)
    _head(atlas, request, answer, len(answer.results.results), limits, kind)
    _list(answer)
    _exports([answer])
    _keep(atlas, replace(request, kind=kind), [answer])
