"""The sections of the paper page, each drawn from the work's view."""

from __future__ import annotations

from collections import defaultdict

import streamlit as st

from ingest.bibtex import write as write_bibtex
from ingest.exports import citation, reference
from kb.atlas import Atlas
from kb.ids import address
from kb.model import Concept, Lang, Link, Method, Record, Work
from kb.model.record import CURATED
from kb.phrases import LEVELS, ROLES
from kb.snippets import Piece
from kb.work_view import Citation, Statement, WorkView, evidenced
from ui import choices, library_pairs, links, nearness, parts, reach, similar_sections, state
from ui.desk import desk, watch
from ui.mentions import Prose
from ui.sources import own_link, take_away
from ui.text import plain, shorten
from ui.words import known, language, t

_NAMES, _EXCERPT, _PART = 30, 220, 12  # authors, characters of a definition, statements at a time
_REFERENCES, _NEAREST = 8, 8  # works cited or citing, and works like this one, that are shown at once
_MARK = ":primary-background[{}]"  # evidence
_SITES = {"arxiv": "arXiv", "doi": "DOI", "openreview": "OpenReview", "acl": "ACL Anthology", "url": "URL"}


def head(view: WorkView) -> None:
    """Draw title, authors, facts and links out."""
    work = view.work
    reach.name(t("page.paper"), work.title)
    st.title(plain(shorten(work.title, links.TITLE)), anchor=False)
    if len(work.title) > links.TITLE:
        st.caption(t("paper.title", title=plain(work.title)))
    names = work.names()
    who = ", ".join(names[:_NAMES])
    if len(names) > _NAMES:
        who = " ".join((who, t("paper.authors_more", count=len(names) - _NAMES, total=len(names))))
    st.markdown(plain(who))
    _facts(view)
    _links(work)


def copy_and_export(work: Work) -> None:
    """Draw what can be copied and the downloads in every form."""
    with st.popover(t("sources.title"), icon=":material/ios_share:"):
        parts.exports(lambda: [work], work.citekey)
        bibtex = write_bibtex([work]).strip()
        take_away(link=own_link(work.id), citation=citation(work), bibtex=bibtex, markdown=reference(work))


def texts(view: WorkView, lang: Lang, write: Prose) -> None:
    """Draw our summary in both languages, and the abstract with what ties the work to concepts marked."""
    _summary(view.work, lang, write)
    if view.work.abstract:
        pieces = evidenced(view.work.abstract, (link.evidence for _, ties in view.ties for link, _ in ties))
        marked = any(piece.matched for piece in pieces)
        parts.heading(t("paper.abstract"), t("paper.abstract.help") if marked else "")
        st.markdown("".join(_piece(piece, write) for piece in pieces))


def concepts(view: WorkView, lang: Lang, write: Prose) -> None:
    """Draw the concepts that the work is tied to by what it does for them, and how that is known."""
    parts.heading(t("paper.concepts"), t("paper.concepts.help" if view.ties else "paper.concepts.none"))
    for role, ties in view.ties:
        name, rows = st.columns([1, 4])
        name.markdown(f"**{plain(ROLES[role].get(lang))}**")
        sure = [concept for link, concept in ties if not parts.how(link)]
        told = [_tie(link, concept, write) for link, concept in ties if parts.how(link)]
        rows.markdown("\n\n".join([*([links.row(sure)] if sure else []), *told]))
    if any(link.method is Method.CURATED for _, ties in view.ties for link, _ in ties):
        st.caption(t("paper.curated"))


def citations(view: WorkView, write: Prose) -> None:
    """Draw the statements of the Atlas that cite the work, a part at a time."""
    count = len(view.citations)
    parts.heading(t("paper.cited"), t("paper.cited.help", count=count) if count else t("paper.cited.none"))
    part = choices.part(view.work.id, -(-count // _PART))
    shown = view.citations[(part - 1) * _PART : part * _PART]
    st.markdown("\n\n".join(_citation(one, write) for one in shown))


def references(view: WorkView) -> None:
    """Draw the works of the Atlas that the work cites, and those that cite it, where any are known."""
    if view.cites or view.cited_by:
        cites, cited_by = st.columns(2, gap="large")
        with cites:
            parts.heading(t("paper.cites"), t("paper.cites.help" if view.cites else "paper.cites.none"))
            _references("cites", view.cites)
        with cited_by:
            parts.heading(t("paper.cited_by"), t("paper.cited_by.help" if view.cited_by else "paper.cited_by.none"))
            _references("cited-by", view.cited_by)


def similar(view: WorkView) -> None:
    """Draw the works like this one, and why."""
    measured = any(near.band for near in view.similar)
    key = "paper.similar.none" if not view.similar else f"paper.similar.{'help' if measured else 'unread'}"
    parts.heading(t("paper.similar"), t(key))
    _map(view)
    similar_sections.rows(view.similar[:_NEAREST], "similar.both")
    if len(view.similar) > _NEAREST:
        with choices.fold("similar", t("paper.more", count=len(view.similar) - _NEAREST)):
            similar_sections.rows(view.similar[_NEAREST:], "similar.both")
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


def _summary(work: Work, lang: Lang, write: Prose) -> None:
    """Draw our summary in the reader's language with the other one beside it, where there is one."""
    if work.summary.best(lang):
        parts.heading(t("paper.summary"))
        with st.container(border=True):
            beside = Lang.EN if lang is Lang.ZH else Lang.ZH
            for column, tongue in zip(st.columns(2, gap="large"), (lang, beside), strict=True):
                column.caption(t(f"paper.lang.{tongue}"))
                column.markdown(write(work.summary.get(tongue)) or t("paper.summary.missing"))


def _tie(link: Link, concept: Concept, write: Prose) -> str:
    """Return a concept with how its tie is known, the evidence marked as in the abstract."""
    evidence = links.small(_MARK.format(write(link.evidence))) if link.evidence else ""
    return links.lines(links.dotted(concept), links.quiet(parts.found(link)), evidence)


def _piece(piece: Piece, write: Prose) -> str:
    """Return a piece of an abstract as Markdown, marked where it is evidence."""
    said = write(piece.text)
    if piece.matched:
        return _MARK.format(said)
    return " " * piece.text.startswith(" ") + said + " " * piece.text.endswith(" ")


def _map(view: WorkView) -> None:
    """Draw the papers like this one by year and likeness."""
    dated = [near for near in view.similar if near.work.year]
    if len(dated) > 1:
        nearness.draw(
            [(near.work, near.score, near.shared[0].facet if near.shared else None) for near in dated],
            key=f"paper.map.{view.work.id}",
            axis=t("paper.map.likeness"),
            alt=t("paper.map.alt", count=len(dated)),
            here=view.work.year,
        )
        st.caption(t("paper.map.help"))


def _references(name: str, works: tuple[Work, ...]) -> None:
    """Draw works by year, those beyond the first few in a section of its own."""
    rows = [links.lines(links.work(work), links.quiet(parts.byline(work))) for work in works]
    st.markdown("\n\n".join(rows[:_REFERENCES]))
    if len(rows) > _REFERENCES:
        with choices.fold(name, t("paper.more", count=len(rows) - _REFERENCES)):
            st.markdown("\n\n".join(rows[_REFERENCES:]))


def _links(work: Work) -> None:
    """Draw the identifiers as links that leave the Atlas."""
    found = [(_SITES.get(scheme, scheme), value, address(scheme, value)) for scheme, value in work.identifiers.items()]
    with st.container(horizontal=True, gap="small"):
        for site, value, url in found:
            if url:
                label = f"{site}: {shorten(value, 60)}"
                st.link_button(plain(label), url, icon=":material/open_in_new:", help=t("paper.leaves"))


def _citation(cited: Citation, write: Prose) -> str:
    """Return one statement: a link to its concept, the place in the work, and the words."""
    concept, label = cited.concept, cited.concept.pref_label.best(language())
    name = cited.text if cited.kind is Statement.RELATION else t(f"paper.cited.{cited.kind}", label=label)
    words = {
        Statement.DEFINITION: shorten(cited.text, _EXCERPT),
        Statement.MATURITY: known(f"paper.stage.{cited.text}", cited.text),
        Statement.RELATION: "",
    }[cited.kind]
    said = f"{parts.facet_mark(concept.facet)}\u00a0{links.concept(concept, name)} {links.quiet(cited.locator)}"
    return links.lines(said, links.small(write(words), quiet=True) if words else "")
