"""What is compared: chosen by boxes, kept in the address; and what to try before anything is."""

from __future__ import annotations

import streamlit as st

from kb.atlas import Atlas
from kb.compare import EXAMPLES, MOST
from kb.errors import NotFoundError
from kb.model import Concept, RelationType, Work
from kb.tree import live
from ui import brought, choices, finder, parts, shown, state
from ui.text import plain, shorten
from ui.words import language, t

_REFS, _LETTERS, _TITLE, _OFFERED = 20, 120, 60, 6  # references read; letters of one and of a title; suggestions
_WORKS = ("arxiv:1706.03741", "arxiv:1805.00899", "arxiv:1810.08575")
_NEAR = (RelationType.CONTRASTS_WITH, RelationType.VARIANT_OF)
"""Relations whose other end is worth comparing."""


def concepts(atlas: Atlas) -> tuple[Concept, ...]:
    """Draw the list of concepts; returns what the address names by id or label, the first four."""
    found: dict[str, Concept] = {}
    unknown = []
    for ref in st.query_params.get_all("concept")[:_REFS]:
        try:
            concept = atlas.concept(ref)
            found[concept.id] = concept
        except NotFoundError:
            unknown.append(shorten(ref, _LETTERS))
    chosen = [*found][:MOST]
    labels = shown.concept_labels(atlas, language())
    choices.many("concept", t("compare.concepts"), labels, MOST, value=chosen, empty=t("compare.concepts.example"))
    _say(unknown, len(found))
    return tuple(found[ident] for ident in chosen)


def works(atlas: Atlas) -> tuple[Work, ...]:
    """Draw the box that finds works, and those that the address names, each with a way out; returns the first four."""
    found = brought.picked(atlas)
    chosen = found.works[:MOST]
    if len(chosen) < MOST:
        finder.draw(atlas, "compare")
    _say([shorten(ref, _LETTERS) for ref in found.unknown], len(found.works))
    with st.container(horizontal=True, gap="xsmall"):
        for work in chosen:
            st.button(
                plain(shorten(work.title, _TITLE)),
                key=f"compare.work.{work.id}",
                icon=":material/close:",
                help=t("related.take_out"),
                on_click=brought.unpick,
                args=(atlas, work.id),
            )
    return chosen


def more_concepts(atlas: Atlas, chosen: tuple[Concept, ...]) -> None:
    """Draw what to compare where fewer than two are chosen: what stands near the one, and examples."""
    labels = shown.concept_labels(atlas, language())
    for concept in chosen:
        edges = [edge for edge in atlas.graph.edges_of(concept.id) if edge.type in _NEAR]
        others = dict.fromkeys(end for edge in edges for end in (edge.subject, edge.object) if end != concept.id)
        if others:
            parts.heading(t("compare.near", label=labels[concept.id]))
            for other in [*others][:_OFFERED]:
                state.link("compare", plain(labels[other]), icon="compare", concept=[concept.id, other])
    known = {concept.id for concept in live(atlas.taxonomy)}
    examples = [example for example in EXAMPLES if known.issuperset(example)]
    if examples:
        parts.heading(t("compare.try"), t("compare.try.note"))
    for example in examples:
        label = t("compare.versus").join(labels[ident] for ident in example)
        state.link("compare", plain(label), icon="compare", concept=[*example])


def more_works(atlas: Atlas) -> None:
    """Draw works to compare where fewer than two are chosen."""
    found = brought.resolved(atlas, _WORKS).works
    if len(found) > 1:
        parts.heading(t("compare.try"), t("compare.try.note"))
        label = t("compare.versus").join(work.byline() for work in found)
        state.link("compare", plain(label), icon="compare", work=[work.id for work in found])


def _say(unknown: list[str], count: int) -> None:
    """Say what the Atlas does not have, and that there are too many."""
    if unknown:
        st.warning(plain(t("compare.unknown", refs=t("parts.comma").join(unknown))), icon=":material/info:")
    if count > MOST:
        st.caption(t("compare.most", most=MOST, count=count))
