"""The sections of the paper page, each drawn from the work's view."""

from __future__ import annotations

from collections import defaultdict

import streamlit as st

from ingest.bibtex import write
from kb.atlas import Atlas
from kb.ids import address
from kb.model import Lang, Method, Record, Work
from kb.model.record import CURATED
from kb.phrases import LEVELS, ROLES
from kb.work_view import Citation, Statement, WorkView
from ui import choices, library_pairs, links, parts, similar_sections, state
from ui.desk import desk, watch
from ui.sources import own_link
from ui.text import plain, shorten
from ui.words import known, language, t

_NAMES, _EXCERPT, _PART = 30, 220, 12  # authors, characters of a definition, statements at a time
_REFERENCES = 8  # works cited or citing that are shown at once
_SITES = {"arxiv": "arXiv", "doi": "DOI", "openreview": "OpenReview", "acl": "ACL Anthology", "url": "URL"}


def head(view: WorkView, lang: Lang) -> None:
    """Draw title, authors, facts, links out, and the summary or abstract where there is one."""
    work = view.work
    st.title(plain(work.title), anchor=False)
    names = work.names()
    who = ", ".join(names[:_NAMES])
    if len(names) > _NAMES:
        who = " ".join((who, t("paper.authors_more", count=len(names) - _NAMES, total=len(names))))
    st.markdown(plain(who))
    _facts(view)
    _links(work)
    _summary(work, lang)
    if work.abstract:
        parts.heading(t("paper.abstract"))
        st.markdown(plain(work.abstract))


def concepts(view: WorkView, lang: Lang) -> None:
    """Draw the concepts that the work is tied to by what it does for them, and how that is known."""
    parts.heading(t("paper.concepts"), t("paper.concepts.help" if view.ties else "paper.concepts.none"))
    for role, ties in view.ties:
        name, rows = st.columns([1, 4])
        name.markdown(f"**{plain(ROLES[role].get(lang))}**")
        sure = [concept for link, concept in ties if not parts.how(link)]
        told = [
            links.lines(links.dotted(concept), links.quiet(parts.how(link)))
            for link, concept in ties
            if parts.how(link)
        ]
        rows.markdown("\n\n".join([*([links.row(sure)] if sure else []), *told]))
    if any(link.method is Method.CURATED for _, ties in view.ties for link, _ in ties):
        st.caption(t("paper.curated"))


def citations(view: WorkView) -> None:
    """Draw the statements of the Atlas that cite the work, a part at a time."""
    count = len(view.citations)
    parts.heading(t("paper.cited"), t("paper.cited.help", count=count) if count else t("paper.cited.none"))
    part = choices.part("part", view.work.id, -(-count // _PART))
    shown = view.citations[(part - 1) * _PART : part * _PART]
    st.markdown("\n\n".join(map(_citation, shown)))


def references(view: WorkView) -> None:
    """Draw the works of the Atlas that the work cites, and those that cite it, where any are known."""
    if view.cites or view.cited_by:
        cites, cited_by = st.columns(2, gap="large")
        with cites:
            parts.heading(t("paper.cites"), t("paper.cites.help" if view.cites else "paper.cites.none"))
            _references(view.cites)
        with cited_by:
            parts.heading(t("paper.cited_by"), t("paper.cited_by.help" if view.cited_by else "paper.cited_by.none"))
            _references(view.cited_by)


def similar(view: WorkView) -> None:
    """Draw the works like this one, and why."""
    measured = any(near.band for near in view.similar)
    key = "paper.similar.none" if not view.similar else f"paper.similar.{'help' if measured else 'unread'}"
    parts.heading(t("paper.similar"), t(key))
    similar_sections.rows(view.similar, "similar.both")
    with st.container(horizontal=True, gap="medium"):
        state.link("related", plain(t("paper.related")), icon="hub", work=view.work.id)
        state.link("compare", t("compare.with"), icon="compare", work=view.work.id)


def said(atlas: Atlas, work: Work) -> None:
    """Draw the records that a work was put together from, each with a way to split it off, and the way back."""
    records, apart = atlas.catalogue.records(work.id), _apart(atlas, work.id)
    if all(record.run == CURATED for record in records) and not apart:
        return
    parts.heading(t("paper.said"), t("paper.said.help"))
    watch()
    first = records[0]
    for record in records:
        where = t("paper.said.curated") if record.run == CURATED else t("paper.said.run", run=record.run)
        facts = links.lines(
            plain(record.work.title), links.quiet(f"{parts.byline(record.work)} · {record.source} · {where}")
        )
        st.markdown(facts)
        if record is not first:
            _decide("paper.split", atlas, (first.digest, record.digest), False)
    for one, other in apart:
        gone = other if one.digest in {record.digest for record in records} else one
        st.markdown(plain(t("paper.apart", title=gone.work.title, source=gone.source)))
        _decide("paper.apart.undo", atlas, (one.digest, other.digest), None)


def bibtex(work: Work) -> None:
    """Draw the BibTeX entry to copy, the downloads in every form, and the link of this page."""
    parts.heading("BibTeX")
    st.code(write([work]).strip(), language="latex", wrap_lines=True)
    parts.exports(lambda: [work], work.citekey)
    st.caption(t("sources.link"))
    st.code(own_link(work.id), language=None, wrap_lines=True)


def _apart(atlas: Atlas, work: str) -> list[tuple[Record, Record]]:
    return [(one, other) for one, other, same in atlas.catalogue.decided(work) if not same]


def _decide(label: str, atlas: Atlas, pair: tuple[str, str], same: bool | None) -> None:
    st.button(
        t(label),
        key=f"{label}.{'.'.join(pair)}",
        help=t("paper.split.help") if same is False else None,
        on_click=library_pairs.decide,
        args=(atlas, *pair, same),
        disabled=desk().busy,
    )


def _facts(view: WorkView) -> None:
    """Draw the facts in a row, and which source stated them."""
    work = view.work
    facts = {
        "level": LEVELS[work.level].get(language()) if work.level else "",
        "year": str(work.year or ""),
        "venue": work.venue,
        "kind": known(f"paper.type.{work.entry_type}", work.entry_type),
        "language": known(f"paper.lang.{work.language}", work.language),
        "citekey": work.citekey,
    }
    shown = [t("paper.fact", name=t(f"paper.{name}"), value=value) for name, value in facts.items() if value]
    st.markdown(plain(" · ".join([*([t("paper.survey")] if work.survey else []), *shown])))
    fields: dict[str, list[str]] = defaultdict(list)
    for field, source in view.provenance.items():
        fields[source].append(field)
    if len(fields) == 1:
        st.caption(plain(t("paper.provenance.one", source=next(iter(fields)))))
    for source, stated in fields.items() if len(fields) > 1 else ():
        st.caption(plain(t("paper.provenance.many", fields=", ".join(stated), source=source)))


def _summary(work: Work, lang: Lang) -> None:
    """Draw our summary in the reader's language with the other one beside it, where there is one."""
    if work.summary.best(lang):
        parts.heading(t("paper.summary"))
        with st.container(border=True):
            beside = Lang.EN if lang is Lang.ZH else Lang.ZH
            for column, tongue in zip(st.columns(2, gap="large"), (lang, beside), strict=True):
                column.caption(t(f"paper.lang.{tongue}"))
                column.markdown(plain(work.summary.get(tongue)) or t("paper.summary.missing"))


def _references(works: tuple[Work, ...]) -> None:
    """Draw works by year, those beyond the first few to be unfolded."""
    rows = [links.lines(links.work(work), links.quiet(parts.byline(work))) for work in works]
    st.markdown("\n\n".join(rows[:_REFERENCES]))
    if len(rows) > _REFERENCES:
        with st.expander(t("paper.more", count=len(rows) - _REFERENCES)):
            st.markdown("\n\n".join(rows[_REFERENCES:]))


def _links(work: Work) -> None:
    """Draw the identifiers as links that leave the Atlas."""
    found = [(_SITES.get(scheme, scheme), value, address(scheme, value)) for scheme, value in work.identifiers.items()]
    with st.container(horizontal=True, gap="small"):
        for site, value, url in found:
            if url:
                label = f"{site}: {shorten(value, 60)}"
                st.link_button(plain(label), url, icon=":material/open_in_new:", help=t("paper.leaves"))


def _citation(citation: Citation) -> str:
    """Return one statement: a link to its concept, the place in the work, and the words."""
    concept, label = citation.concept, citation.concept.pref_label.best(language())
    name = citation.text if citation.kind is Statement.RELATION else t(f"paper.cited.{citation.kind}", label=label)
    words = {
        Statement.DEFINITION: shorten(citation.text, _EXCERPT),
        Statement.MATURITY: known(f"paper.stage.{citation.text}", citation.text),
        Statement.RELATION: "",
    }[citation.kind]
    said = f"{parts.facet_mark(concept.facet)}\u00a0{links.concept(concept, name)} {links.quiet(citation.locator)}"
    return links.lines(said, links.quiet(words))
