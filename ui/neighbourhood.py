"""The surroundings of a concept: a picture that can be clicked, and the same as text."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from kb.atlas import Atlas
from kb.model import Concept, Facet, RelationType, Text
from kb.phrases import BROADER, PHRASES
from ui import choices, details, graph, links, parts, state
from ui.details import Focus, Neighbourhood
from ui.words import language, t

_HEIGHT: Mapping[str, int] = {"1": 440, "2": 620}
_TYPES: Mapping[str, Text] = {"broader": BROADER.out} | {kind.value: PHRASES[kind].out for kind in RelationType}


def show(atlas: Atlas, concept: Concept) -> None:
    """Draw the controls, the picture and the text; a click on a node leaves for that concept."""
    parts.heading(t("graph.title"), t("graph.help"))
    focus = _controls(atlas, concept)
    height = _HEIGHT[str(focus.depth)]
    with parts.slow(height):
        found = details.neighbourhood(atlas, concept.id, focus, language())
        label = concept.pref_label.best(language())
        count = len(found.ego.nodes)
        said = t("graph.label", concept=label, nodes=count, edges=len(found.picture["edges"]))
        clicked = graph.draw(found.picture, label=said, key="graph", height=height)
    if clicked in found.ego.nodes and clicked != concept.id:
        state.go("concept", id=clicked, **_view(focus))
    cut = not (focus.types or focus.facets) and found.total > count
    st.caption(t("graph.lines") + (" " + t("graph.cut", shown=count, total=found.total) if cut else ""))
    if count == 1:
        parts.empty(t("graph.alone" if found.total == 1 else "graph.unfit"))
    _text(atlas, found)


def _controls(atlas: Atlas, concept: Concept) -> Focus:
    """Draw the choices of depth, relation types and facets that occur there, all kept in the address.

    The facets are the legend, too.
    """
    depth = choices.segments("depth", t("graph.depth"), {steps: t(f"graph.depth.{steps}") for steps in _HEIGHT})
    types, facets = details.kinds(atlas, concept.id, int(depth))
    names = {kind: name.get(language()) for kind, name in _TYPES.items() if kind in types}
    marks = {facet.value: parts.facet_badge(facet) for facet in Facet if facet in facets}
    kinds = choices.pills("type", t("graph.types"), names, tip=t("graph.types.help")) if len(names) > 1 else []
    sorts = choices.pills("facet", t("graph.facets"), marks, tip=t("graph.facets.help"))
    return Focus(int(depth), frozenset(kinds), frozenset(map(Facet, sorts)))


def _view(focus: Focus) -> dict[str, str | list[str]]:
    """Return the choices as parameters of an address, defaults left out."""
    chosen: dict[str, str | list[str]] = {
        "depth": str(focus.depth),
        "type": sorted(focus.types),
        "facet": sorted(focus.facets),
    }
    return {name: value for name, value in chosen.items() if value not in ("1", [])}


def _text(atlas: Atlas, found: Neighbourhood) -> None:
    """Draw the concepts of the picture as links, by distance, and its edges as sentences."""
    by_id = atlas.taxonomy.by_id
    with choices.fold("graph", t("graph.text", nodes=len(found.ego.nodes), edges=len(found.ego.edges))):
        for ring in (1, 2):
            near = [by_id[node] for node, distance in found.ego.nodes.items() if distance == ring]
            if near:
                st.caption(t(f"graph.ring.{ring}"))
                st.markdown(links.row(near))
        if found.ego.edges:
            st.caption(t("graph.sentences"))
            st.markdown("\n".join(f"- {links.statement(atlas, edge)}" for edge in found.ego.edges))
