"""The sections of the concept page, each drawn from the concept's view."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kb.atlas import Atlas
from kb.concept_view import ConceptView
from kb.model import Concept, Definition, Lang, Link, Relation, Work
from kb.phrases import PHRASES, heading, sentence
from ui import choices, concept_history, links, parts, reach, similar_sections
from ui.mentions import Prose
from ui.text import plain
from ui.words import language, t

_TRAILS, _UNLOCKS, _PART = 3, 10, 10  # ways down from the top, what is unlocked, found works shown at once


def head(view: ConceptView, lang: Lang, write: Prose) -> None:
    """Draw where the concept stands, its names, its gist and how far research has come."""
    concept, foreign = view.concept, other(lang)
    _trails(view)
    own, beside = concept.pref_label.best(lang), concept.pref_label.get(foreign)
    reach.name(t("page.concept"), own)
    st.title(plain(own) + (f" :small[:gray[{plain(beside)}]]" if beside not in ("", own) else ""), anchor=False)
    facts = [parts.facet_badge(concept.facet)]
    if concept.core:
        facts.append(t("concept.core"))
    if concept.maturity:
        said = t(f"concept.stage.{concept.maturity.stage}")
        facts.append(f"{said} {links.sources(concept.maturity.sources, view.cited)}")
    st.markdown(" · ".join(facts))
    st.markdown(write(concept.gist.best(lang)))
    also = [*concept.alt_label.get(lang), *concept.alt_label.get(foreign)]
    if also:
        st.caption(t("concept.also", labels=plain(" · ".join(also))))
    if concept.scope_note.best(lang):
        st.caption(t("concept.scope", note=write(concept.scope_note.best(lang))))


def other(lang: Lang) -> Lang:
    """Return the language that stands beside."""
    return Lang.EN if lang is Lang.ZH else Lang.ZH


def definitions(view: ConceptView, lang: Lang, write: Prose) -> None:
    """Draw each definition with its counterpart in the other language beside it, and what both cite."""
    many = len(view.definitions) > 1
    parts.heading(t("concept.definitions"), t("concept.definitions.many", count=len(view.definitions)) if many else "")
    concept_history.disagreement(view.concept, write)
    for pair in view.definitions:
        with st.container(border=True):
            own, beside = st.columns(2, gap="large")
            _definition(own, pair.own, lang, write)
            _definition(beside, pair.other, other(lang), write)
            st.markdown(links.sources(pair.sources, view.cited))


def ladders(view: ConceptView) -> None:
    """Draw what to learn before this concept, in order, and what it unlocks."""
    before, after = st.columns(2, gap="large")
    with before:
        parts.heading(t("concept.first"), t("concept.first.help" if view.learn_first else "concept.first.none"))
        if view.learn_first:
            st.markdown("\n".join(f"{place}. {links.dotted(step)}" for place, step in enumerate(view.learn_first, 1)))
    with after:
        parts.heading(t("concept.unlocks"), t("concept.unlocks.help" if view.unlocks else "concept.unlocks.none"))
        if view.unlocks:
            st.markdown(links.listed(view.unlocks[:_UNLOCKS]))
        if len(view.unlocks) > _UNLOCKS:
            with choices.fold("unlocks", t("concept.unlocks.more", count=len(view.unlocks) - _UNLOCKS)):
                st.markdown(links.listed(view.unlocks[_UNLOCKS:]))


def relations(atlas: Atlas, view: ConceptView, lang: Lang, write: Prose) -> None:
    """Draw the relations as sentences, by type and direction."""
    parts.heading(t("concept.relations"), t("concept.relations.help" if view.groups else "concept.relations.none"))
    for group in view.groups:
        name, rows = st.columns([1, 4])
        name.markdown(f"**{plain(heading(group.type, lang, inverse=group.inverse))}**")
        rows.markdown("\n\n".join(_relation(atlas, view, relation, lang, write) for relation in group.relations))


def narrower(view: ConceptView) -> None:
    """Draw what stands below the concept, where there is anything."""
    if view.narrower:
        parts.heading(t("concept.narrower"))
        st.markdown(links.row(view.narrower))


def similar(view: ConceptView) -> None:
    """Draw works like what the concept is about that are not tied to it, where there are any."""
    if view.similar:
        parts.heading(t("concept.similar"), t("concept.similar.help"))
        similar_sections.rows(view.similar, "similar.near")


def found(atlas: Atlas, concept: Concept, write: Prose) -> None:
    """Draw the ingested works that were found to be about the concept, a part at a time, and how each was found."""
    count, _ = atlas.found_works(concept.id, 0, 0)
    if not count:
        return
    parts.heading(t("concept.found"), t("concept.found.help", count=f"{count:,}"))
    part = choices.part(f"found.{concept.id}", -(-count // _PART))
    _, shown = atlas.found_works(concept.id, (part - 1) * _PART, _PART)
    rows = [_found(work, link, write) for link, work in shown]
    st.markdown("\n\n".join(rows))
    with st.popover(t("concept.found.export"), icon=":material/download:"):
        parts.exports(lambda: [work for _, work in atlas.found_works(concept.id, 0, count)[1]], f"{concept.id}-found")


def _found(work: Work, link: Link, write: Prose) -> str:
    """Return a work that was found, and how."""
    how = parts.how(link)
    return links.lines(links.entry(work, said=False), links.small(write(how), quiet=True) if how else "")


def _trails(view: ConceptView) -> None:
    """Draw the ways down from the top; those beyond the first few can be unfolded."""
    ways = [_crumbs(trail, view.concept) for trail in view.trails]
    if ways:
        st.markdown(links.lines(*ways[:_TRAILS]))
    if len(ways) > _TRAILS:
        with choices.fold("trails", t("concept.trails", count=len(ways) - _TRAILS)):
            st.markdown(links.lines(*ways[_TRAILS:]))


def _crumbs(trail: tuple[Concept, ...], end: Concept) -> str:
    here = plain(end.pref_label.best(language()))
    return links.small(" › ".join([*map(links.concept, trail), f":gray[{here}]"]))


def _definition(place: DeltaGenerator, definition: Definition | None, lang: Lang, write: Prose) -> None:
    place.caption(t(f"concept.in.{lang}"))
    place.markdown(write(definition.text) if definition else t("concept.definitions.missing"))


def _relation(atlas: Atlas, view: ConceptView, relation: Relation, lang: Lang, write: Prose) -> str:
    """Return one relation: its sentence with a link to the other concept, its note, its sources."""
    ends = [atlas.taxonomy.by_id[ident] for ident in (relation.subject, relation.object)]
    far = next((end for end in ends if end.id != view.concept.id), view.concept)
    a, b = (links.concept(end) if end is far else plain(end.pref_label.best(lang)) for end in ends)
    note = relation.note.best(lang)
    return links.lines(
        f"{parts.facet_mark(far.facet)}\u00a0{sentence(PHRASES[relation.type], lang, a, b)}",
        links.small(write(note), quiet=True) if note else "",
        links.sources(relation.sources, view.cited),
    )
