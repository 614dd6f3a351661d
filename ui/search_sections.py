"""The sections of the search page: examples, hits and why they are there, what was tried where nothing matches."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb import hits
from kb.atlas import Atlas
from kb.bands import band
from kb.documents import Kind
from kb.export import to_csv
from kb.hits import Excerpt
from kb.lexical import Filter
from kb.model import Concept, Work
from kb.overview import QUERIES
from kb.phrases import ROLES
from kb.results import Confidence, Hit, Mode, Reason, Request
from ui import choices, filters, links, parts, shown, stars, state
from ui.shown import Answer
from ui.text import highlighted, plain, shorten
from ui.words import language, t

_PART = 20  # papers of a list at a time


def examples() -> None:
    """Draw what stands here before anything was asked."""
    parts.heading(t("search.try"), t("search.try_note"))
    with st.container(horizontal=True, gap="small"):
        for query in QUERIES:
            state.link("search", plain(query), icon="search", q=query)


def browsed(atlas: Atlas, where: Filter, sort: hits.Sort) -> None:
    """Draw the works that filters alone leave, a part at a time, and the downloads of them all."""
    found = shown.browsed(atlas, where, sort)
    if not found.total:
        parts.empty(t("search.browsed.none"))
        return
    order = "level" if sort is hits.Sort.LEVEL else "year"
    st.caption(plain(t(f"search.browsed.{order}", works=parts.counted("works", found.total))))
    if found.total > len(found.works):
        st.caption(plain(t("search.browsed.most", most=f"{len(found.works):,}")))
    part = choices.part("browsed", -(-len(found.works) // _PART))
    works = found.works[(part - 1) * _PART : part * _PART]
    held = stars.holding(works)
    for work in works:
        with st.container(gap="xxsmall"):
            _title(work, plain(shorten(work.title, links.TITLE)), held)
            st.caption(plain(" · ".join(filter(None, (parts.byline(work), *parts.marks(work))))))
            st.markdown(links.small(plain(work.summary.best(language()))))
    _take_away(found.works)


def head(  # noqa: PLR0913, PLR0917 (what was asked and found)
    atlas: Atlas,
    asked: Request,
    found: Answer,
    count: int,
    limits: list[filters.Active],
    kind: Kind | None,
    sort: hits.Sort,
) -> None:
    """Say what was searched, how well it went and what was left out."""
    results = found.results
    if results.searched_as:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f":gray[{t('search.searched_as')}]")
            for ident in results.searched_as:
                parts.concept_row(atlas.taxonomy.by_id[ident])
    if results.no_good_match:
        no_match(asked, results.confidence, ("show", "mode", "most", *filters.NAMES))
        filters.instead(atlas, limits, kind)
        if count:
            parts.heading(t("search.nearest"))
    else:
        st.caption(t(f"search.count.{sort}", results=parts.counted("results", count)))
    if results.notice:
        st.caption(t(f"search.notice.{results.notice}"))


def listed(found: Answer, title: str = "") -> None:
    """Draw hits in their order, or that there are none."""
    if title:
        parts.heading(f"{title} ({len(found.results.results)})")
    held = stars.holding(_thing(one, found) for one in found.results.results)
    for one, excerpt in zip(found.results.results, found.excerpts, strict=True):
        hit(one, excerpt, found, held)
    if not found.results.results:
        dated = choices.text("from") or choices.text("to")
        st.caption(t("search.nothing_dated" if dated else "search.nothing"))


def hit(found: Hit, excerpt: Excerpt, answer: Answer, held: stars.Held | None) -> None:
    """Draw a hit: its title, its star, for a work the byline, the best passage, and why it is there."""
    title, thing = highlighted(excerpt.title), _thing(found, answer)
    with st.container(gap="xxsmall"):
        _title(thing, title, held)
        if isinstance(thing, Work):
            st.caption(plain(parts.byline(thing)))
        if excerpt.passage:
            st.markdown(links.small(highlighted(excerpt.passage)))
        st.markdown(links.small(" · ".join(_reason(found, reason, answer) for reason in found.why), quiet=True))


def _title(thing: Concept | Work, title: str, held: stars.Held | None) -> None:
    """Draw a title (as Markdown) as a link, with its star."""
    with st.container(horizontal=True, wrap=False, gap="small", vertical_alignment="center"):
        if isinstance(thing, Concept):
            state.link("concept", f"**{parts.facet_mark(thing.facet)} {title}**", id=thing.id)
        else:
            state.link("paper", f"**{title}**", icon="article", id=thing.id)
        stars.star(thing, held)


def no_match(asked: Request, confidence: Confidence, filters: tuple[str, ...]) -> None:
    """Draw that nothing matches: what was tried, how near it came, and what to do."""
    st.warning(plain(t("search.no_match", query=shorten(asked.query, 80))), icon=":material/search_off:")
    st.markdown("\n".join([t("search.tried"), "", *(f"- {line}" for line in _tried(confidence, asked.mode))]))
    with st.container(horizontal=True, gap="small"):
        if any(choices.text(name) for name in filters):
            state.link("search", plain(t("search.widen")), icon="filter_list_off", q=asked.query)
        state.link("explore", plain(t("search.explore")), icon="account_tree")


def exports(found: list[Answer]) -> None:
    """Draw the downloads of what is shown."""
    rows = hits.rows(hit for answer in found for hit in answer.results.results)
    works = {ident: work for answer in found for ident, work in answer.works.items()}
    with st.container(horizontal=True, gap="small"):
        if rows:
            parts.download(t("search.csv"), "results.csv", lambda: to_csv(rows, hits.COLUMNS))
        if works:
            _take_away([*works.values()])


def _take_away(works: Sequence[Work]) -> None:
    with st.container(horizontal=True, gap="small"):
        with st.popover(t("search.export", works=parts.counted("works", len(works))), icon=":material/download:"):
            parts.exports(lambda: works, "papers")
        stars.add_all(works, "search")


def _thing(found: Hit, answer: Answer) -> Concept | Work:
    return answer.concepts[found.id] if found.kind == Kind.CONCEPT else answer.works[found.id]


def _reason(found: Hit, reason: Reason, answer: Answer) -> str:
    """Say as Markdown which leg of the search found a hit, and by what."""
    detail = plain(shorten(reason.detail, 120))
    if reason.leg == "semantic":
        return plain(t(f"parts.why.semantic.{band(float(reason.detail))}", detail=reason.detail))
    if reason.leg != "concept" or found.kind == Kind.CONCEPT:
        return t(f"parts.why.{reason.leg}", detail=detail)
    if reason.detail in answer.ties:
        role, concept = answer.ties[reason.detail]
        detail = f"{plain(ROLES[role].get(language()))} {links.concept(concept)}"
    return t("parts.why.link", detail=detail)


def _tried(confidence: Confidence, mode: Mode) -> list[str]:
    """Say as Markdown what names, words and meaning came to."""
    if confidence.good:
        return [t("search.tried.filtered")]
    names_and_words = [] if mode is Mode.SEMANTIC else [t("search.tried.names"), _words(confidence)]
    result = t("search.tried.match", value=f"{confidence.value:.2f}", threshold=f"{confidence.threshold:.2f}")
    return [*names_and_words, _meaning(confidence.cosine), result]


def _words(confidence: Confidence) -> str:
    if not confidence.words:
        return t("search.tried.no_words")
    words = plain(shorten(t("parts.comma").join(confidence.words), 120))
    return t("search.tried.words", words=words, share=f"{confidence.share:.0%}")


def _meaning(cosine: float | None) -> str:
    if cosine is None:
        return t("search.tried.no_meaning")
    return t(f"search.tried.meaning.{band(cosine)}", cosine=f"{cosine:.2f}")
