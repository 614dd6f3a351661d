"""The concept graph: paths, neighbourhoods and learning order (the seam to networkx)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import NamedTuple

import networkx as nx

from kb.model import Relation, RelationType, Taxonomy

_BROADER = "broader"
_COST = {_BROADER: 1.1, RelationType.REQUIRES.value: 1.6}
_TYPED_COST = 1.0  # a typed relation says more than a step in the hierarchy, and that more than learn-first


class Edge(NamedTuple):
    """A statement ``subject — type → object``; ``type`` is a relation type or ``broader``."""

    subject: str
    type: str
    object: str
    relation: Relation | None


class Ego(NamedTuple):
    """The neighbourhood of a concept: node ids with their distance from it, and the edges among them."""

    center: str
    nodes: dict[str, int]
    edges: tuple[Edge, ...]


class Tie(NamedTuple):
    """All statements in one direction between two concepts."""

    subject: str
    object: str
    edges: tuple[Edge, ...]

    @property
    def structural(self) -> bool:
        """Whether they only place the two in the hierarchy or in the order of learning."""
        return all(edge.type in {_BROADER, RelationType.REQUIRES} for edge in self.edges)


class Graph:
    """Concepts as nodes; relations and ``broader`` as typed edges."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._edges = sorted(_statements(taxonomy), key=lambda edge: (_cost(edge), *edge[:3]))
        self._of: dict[str, list[Edge]] = defaultdict(list)
        self._best: dict[frozenset[str], Edge] = {}
        self._near: nx.Graph[str] = nx.Graph()
        self._requires: nx.DiGraph[str] = nx.DiGraph()
        for nodes in (self._near, self._requires):
            nodes.add_nodes_from(concept.id for concept in taxonomy.concepts)
        for edge in self._edges:
            self._of[edge.subject].append(edge)
            self._of[edge.object].append(edge)
            self._best.setdefault(frozenset((edge.subject, edge.object)), edge)
            if edge.type == RelationType.REQUIRES:
                self._requires.add_edge(edge.object, edge.subject)
        self._near.add_weighted_edges_from((e.subject, e.object, _cost(e)) for e in self._best.values())

    def edges_of(self, concept: str) -> tuple[Edge, ...]:
        """Return the edges out of and into a concept, the telling ones first."""
        return tuple(self._of[concept])

    def path(self, start: str, goal: str) -> tuple[Edge, ...] | None:
        """Return the cheapest chain of statements between two concepts, read in either direction, or None."""
        try:
            nodes = nx.dijkstra_path(self._near, start, goal)
        except nx.NetworkXNoPath:
            return None
        return tuple(self._best[frozenset(pair)] for pair in pairwise(nodes))

    def ego(self, center: str, depth: int = 1, most: int = 60, types: frozenset[str] | None = None) -> Ego:
        """Return the concepts within ``depth`` steps, nearest and best connected first, at most ``most`` of them.

        ``types`` restricts the edges that are followed and returned.
        """
        edges = [edge for edge in self._edges if types is None or edge.type in types]
        view: nx.Graph[str] = nx.Graph((edge.subject, edge.object) for edge in edges)
        view.add_node(center)
        distances = nx.single_source_shortest_path_length(view, center, cutoff=depth)
        ranked = sorted(distances, key=lambda node: (distances[node], -len(self._of[node]), node))
        nodes = {node: distances[node] for node in ranked[:most]}
        kept = (edge for edge in edges if edge.subject in nodes and edge.object in nodes)
        return Ego(center, nodes, tuple(sorted(kept, key=lambda edge: edge[:3])))

    def learn_first(self, concept: str) -> tuple[str, ...]:
        """Return everything that must be understood before a concept, in an order in which it can be learnt."""
        before = self._requires.subgraph(nx.ancestors(self._requires, concept))
        return tuple(nx.lexicographical_topological_sort(before))

    def unlocks(self, concept: str) -> tuple[str, ...]:
        """Return the concepts that directly require this one."""
        return tuple(sorted(self._requires.successors(concept)))

    def needs(self, concept: str) -> tuple[str, ...]:
        """Return the concepts that this one directly requires."""
        return tuple(sorted(self._requires.predecessors(concept)))

    def opens(self, concept: str) -> frozenset[str]:
        """Return everything that has a concept among what must be understood before it."""
        return frozenset(nx.descendants(self._requires, concept))


def only(ego: Ego, types: Collection[str]) -> Ego:
    """Return a neighbourhood with the edges of some types and the concepts they touch; its centre always stays."""
    edges = tuple(edge for edge in ego.edges if edge.type in types)
    touched = {ego.center, *(end for edge in edges for end in (edge.subject, edge.object))}
    return Ego(ego.center, {node: ring for node, ring in ego.nodes.items() if node in touched}, edges)


def among(ego: Ego, nodes: Collection[str]) -> Ego:
    """Return a neighbourhood with some of its concepts and the edges among them; its centre always stays."""
    kept = {ego.center, *nodes}
    edges = tuple(edge for edge in ego.edges if {edge.subject, edge.object} <= kept)
    return Ego(ego.center, {node: ring for node, ring in ego.nodes.items() if node in kept}, edges)


def ties(edges: Iterable[Edge]) -> tuple[Tie, ...]:
    """Put together the edges that have the same subject and object, in the order of their first one."""
    found: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        found[edge.subject, edge.object].append(edge)
    return tuple(Tie(subject, obj, tuple(held)) for (subject, obj), held in found.items())


def layout(ego: Ego) -> dict[str, tuple[float, float]]:
    """Return stable positions in -1..1 for the nodes of a neighbourhood, its centre in the middle."""
    if len(ego.nodes) == 1:
        return {ego.center: (0.0, 0.0)}
    shape: nx.Graph[str] = nx.Graph(sorted({(edge.subject, edge.object) for edge in ego.edges}))
    rings = [sorted(n for n, distance in ego.nodes.items() if distance == ring) for ring in {*ego.nodes.values()}]
    placed = nx.kamada_kawai_layout(shape, pos=nx.shell_layout(shape, rings))
    x0, y0 = placed[ego.center]
    reach = max(max(abs(x - x0), abs(y - y0)) for x, y in placed.values())
    return {n: (round(float((x - x0) / reach), 4), round(float((y - y0) / reach), 4)) for n, (x, y) in placed.items()}


def _statements(taxonomy: Taxonomy) -> list[Edge]:
    """Return what is stated of the concepts that were not retired."""
    alive = {c.id for c in taxonomy.concepts if c.replaced_by is None}
    hierarchy = [Edge(c.id, _BROADER, parent, None) for c in taxonomy.concepts for parent in c.broader]
    typed = [Edge(r.subject, r.type.value, r.object, r) for r in taxonomy.relations]
    return [edge for edge in hierarchy + typed if edge.subject in alive and edge.object in alive]


def _cost(edge: Edge) -> float:
    return _COST.get(edge.type, _TYPED_COST)
