"""The graph picture: vis-network as pyvis ships it, in a component that reports clicks (the seam to pyvis)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from kb.atlas import Atlas
from kb.graph import Ego, layout, ties
from kb.graph_text import step
from kb.model import Concept, Lang, RelationType
from kb.phrases import BROADER, PHRASES
from kb.route import Route
from ui.text import shorten
from ui.theme import FACET_COLOURS
from ui.words import t

_HERE = Path(__file__).parent
_LABEL = 28  # characters of a node's label; the rest is in its tooltip
_TIP = 12  # statements in the tooltip of an edge
_OPTIONS: Mapping[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {"hover": True, "tooltipDelay": 150, "multiselect": False, "selectConnectedEdges": False},
    "nodes": {"shape": "dot", "borderWidth": 2},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}}},
}


def payload(atlas: Atlas, whole: Ego, shown: Ego, lang: Lang) -> dict[str, Any]:
    """Return the picture, built through pyvis: nodes coloured by facet, one edge for all statements of a direction.

    Nodes of ``whole`` that are not ``shown`` keep their places unseen, so that a filter moves nothing. An edge is
    dashed where all that it states is hierarchy or learning order.
    """
    network, places = _network(), layout(whole)
    for node, ring in whole.nodes.items():
        _add(network, atlas.taxonomy.by_id[node], places[node], lang, ring=min(ring, 2), hidden=node not in shown.nodes)
    for tie in ties(shown.edges):
        words = [step(atlas, edge, lang).sentence for edge in tie.edges[:_TIP]]
        network.add_edge(tie.subject, tie.object, title="\n".join(words), dashes=tie.structural)
    return {"nodes": network.nodes, "edges": network.edges, "options": dict(_OPTIONS)}


def chain(atlas: Atlas, way: Route, lang: Lang) -> dict[str, Any]:
    """Return the picture of a way: its concepts from left to right on an arch, so that their names have room."""
    network, last = _network(), max(1, len(way.concepts) - 1)
    for place, concept in enumerate(way.concepts):
        at = 2 * place / last - 1, 0.5 - math.sin(math.pi * place / last)
        _add(network, concept, at, lang, ring=0 if place in {0, last} else 1, hidden=False)
    for edge in way.edges:
        words = PHRASES[RelationType(edge.type)] if edge.relation else BROADER
        said, named = step(atlas, edge, lang).sentence, words.out.get(lang)
        network.add_edge(edge.subject, edge.object, title=said, label=named, dashes=not edge.relation)
    return {"nodes": network.nodes, "edges": network.edges, "options": dict(_OPTIONS)}


def draw(picture: Mapping[str, Any], *, label: str, key: str, height: int) -> str | None:
    """Draw a payload and return the id of the node clicked just now, or None; ``label`` is for screen readers."""
    words = {name: t(f"graph.{name}") for name in ("closer", "farther", "all")}
    data = {**picture, "label": label, "height": height, "words": words}
    result = _component()(key=key, data=data, on_node_change=lambda: None)
    return str(result.node) if result.node is not None else None


def _network() -> Any:
    from pyvis.network import Network  # noqa: PLC0415 (pyvis imports IPython: half a second)

    return Network(directed=True)


def _add(  # noqa: PLR0913 (what a node shows)
    network: Any, concept: Concept, place: tuple[float, float], lang: Lang, *, ring: int, hidden: bool
) -> None:
    """Add a concept to a picture; ``ring`` 0..2 is how large it is drawn, 0 the largest."""
    label = concept.pref_label.best(lang)
    network.add_node(
        concept.id,
        label=shorten(label, _LABEL),
        title=f"{label}\n{concept.gist.best(lang)}",
        x=place[0],
        y=place[1],
        color=FACET_COLOURS[concept.facet],
        ring=ring,
        hidden=hidden,
    )


@cache
def _component() -> Callable[..., Any]:
    """Register the component once a process: vis-network and our glue as one inline module."""
    import pyvis  # noqa: PLC0415 (see payload)

    library = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"
    vis = library.read_text(encoding="utf-8").replace("//# sourceMappingURL=", "// ")
    return st.components.v2.component(
        "atlas_graph",
        html="<div id='frame'><div id='graph'></div><div id='tools'></div></div>",
        css=(_HERE / "graph.css").read_text(encoding="utf-8"),
        js=vis + "\n" + (_HERE / "graph.js").read_text(encoding="utf-8"),
    )
