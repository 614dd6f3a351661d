"""The surroundings of a concept: a picture that can be clicked, and the same as text."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from kb.atlas import Atlas
from kb.model import Concept, RelationType, Text
from kb.phrases import BROADER, PHRASES
from ui import choices, details, graph, links, parts, state
from ui.details import Neighbourhood
from ui.words import language, t

_HEIGHT: Mapping[str, int] = {"1": 440, "2": 620}
_TYPES: Mapping[str, Text] = {"broader": BROADER.out} | {kind.value: PHRASES[kind].out for kind in RelationType}


def show(atlas: Atlas, concept: Concept) -> None:
    """Draw the controls, the picture, its legend and the text; a click on a node leaves for that concept."""
    parts.heading(t("graph.title"), t("graph.help"))
    depth, types = _controls(atlas, concept)
    found = details.neighbourhood(atlas, concept.id, int(depth), frozenset(types), language())
    label = concept.pref_label.best(language())
    count = len(found.ego.nodes)
    said = t("graph.label", concept=label, nodes=count, edges=len(found.picture["edges"]))
    clicked = graph.draw(found.picture, label=said, key="graph", height=_HEIGHT[depth])
    if clicked in found.ego.nodes and clicked != concept.id:
        state.go("concept", id=clicked, **_view(depth, types))
    parts.legend(atlas.taxonomy.by_id[node].facet for node in found.ego.nodes)
    st.caption(
        t("graph.lines")
        + (" " + t("graph.cut", shown=count, total=found.total) if not types and found.total > count else "")
    )
    if count == 1:
        parts.empty(t("graph.alone"))
    _text(atlas, found)


def _controls(atlas: Atlas, concept: Concept) -> tuple[str, list[str]]:
    """Draw the choice of depth and of the relation types that occur there, both kept in the address."""
    depth = choices.segments("depth", t("graph.depth"), {steps: t(f"graph.depth.{steps}") for steps in _HEIGHT})
    held = details.types(atlas, concept.id, int(depth))
    names = {kind: name.get(language()) for kind, name in _TYPES.items() if kind in held}
    return depth, choices.pills("type", t("graph.types"), names, tip=t("graph.types.help")) if len(names) > 1 else []


def _view(depth: str, types: list[str]) -> dict[str, str | list[str]]:
    """Return the choices as parameters of an address, defaults left out."""
    chosen: dict[str, str | list[str]] = {"depth": depth, "type": types}
    return {name: value for name, value in chosen.items() if value not in ("1", [])}


def _text(atlas: Atlas, found: Neighbourhood) -> None:
    """Draw the concepts of the picture as links, by distance, and its edges as sentences."""
    by_id = atlas.taxonomy.by_id
    with st.expander(t("graph.text", nodes=len(found.ego.nodes), edges=len(found.ego.edges))):
        for ring in (1, 2):
            near = [by_id[node] for node, distance in found.ego.nodes.items() if distance == ring]
            if near:
                st.caption(t(f"graph.ring.{ring}"))
                st.markdown(links.row(near))
        if found.ego.edges:
            st.caption(t("graph.sentences"))
            st.markdown("\n".join(f"- {links.statement(atlas, edge)}" for edge in found.ego.edges))
