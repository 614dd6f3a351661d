import pytest

from kb.graph import Edge, Graph, among, layout, only, ties
from kb.model import Concept, Relation, RelationType, Source, Taxonomy
from tests.fakes import a_concept

T = RelationType
SOURCES = (Source("w"),)


def relation(subject: str, kind: RelationType, target: str) -> Relation:
    return Relation(subject, kind, target, SOURCES)


#      a
#     / \            broader, upwards
#    b   c
#    |
#    d      d –requires→ c, d –requires→ b, b –requires→ c, e –part-of→ c, f alone
CONCEPTS: tuple[Concept, ...] = (
    a_concept("a", broader=()),
    a_concept("b", broader=("a",)),
    a_concept("c", broader=("a",)),
    a_concept("d", broader=("b",)),
    a_concept("e", broader=()),
    a_concept("f", broader=()),
)
RELATIONS = (
    relation("d", T.REQUIRES, "c"),
    relation("d", T.REQUIRES, "b"),
    relation("b", T.REQUIRES, "c"),
    relation("e", T.PART_OF, "c"),
)
GRAPH = Graph(Taxonomy((), CONCEPTS, RELATIONS))


def short(edges: tuple[Edge, ...] | None) -> list[tuple[str, str, str]] | None:
    return None if edges is None else [edge[:3] for edge in edges]


def test_edges_out_and_in() -> None:
    assert short(GRAPH.edges_of("c")) == [
        ("e", "part-of", "c"),
        ("c", "broader", "a"),
        ("b", "requires", "c"),
        ("d", "requires", "c"),
    ]
    assert [edge.relation for edge in GRAPH.edges_of("e")] == [RELATIONS[3]]


@pytest.mark.parametrize(
    ("start", "goal", "expected"),
    [
        ("d", "c", [("d", "requires", "c")]),  # 1.6 against three steps of 1.1
        ("b", "c", [("b", "requires", "c")]),  # 1.6 against 2.2 through a
        ("d", "b", [("d", "broader", "b")]),  # 1.1 against 1.6
        ("a", "e", [("c", "broader", "a"), ("e", "part-of", "c")]),
        ("a", "d", [("b", "broader", "a"), ("d", "broader", "b")]),
        ("a", "a", []),
        ("a", "f", None),
    ],
)
def test_path(start: str, goal: str, expected: list[tuple[str, str, str]] | None) -> None:
    assert short(GRAPH.path(start, goal)) == expected


def test_a_typed_relation_is_preferred_to_broader() -> None:
    concepts = (a_concept("x", broader=("y",)), a_concept("y", broader=()))
    graph = Graph(Taxonomy((), concepts, (relation("y", T.EXPLAINS, "x"),)))
    assert short(graph.path("x", "y")) == [("y", "explains", "x")]


def test_ego_of_one_step() -> None:
    ego = GRAPH.ego("b")
    assert ego.nodes == {"b": 0, "a": 1, "c": 1, "d": 1}
    assert short(ego.edges) == [
        ("b", "broader", "a"),
        ("b", "requires", "c"),
        ("c", "broader", "a"),
        ("d", "broader", "b"),
        ("d", "requires", "b"),
        ("d", "requires", "c"),
    ]


def test_ego_keeps_the_best_connected() -> None:
    # degrees: c 4, d 3, a 2
    assert GRAPH.ego("b", most=3).nodes == {"b": 0, "c": 1, "d": 1}
    assert GRAPH.ego("b", most=1).nodes == {"b": 0}


def test_ego_of_two_steps() -> None:
    assert GRAPH.ego("e", depth=2).nodes == {"e": 0, "c": 1, "a": 2, "b": 2, "d": 2}
    assert GRAPH.ego("f", depth=2) == ("f", {"f": 0}, ())


def test_ego_of_some_types() -> None:
    ego = GRAPH.ego("c", depth=3, types=frozenset({"part-of", "requires"}))
    assert ego.nodes == {"c": 0, "b": 1, "d": 1, "e": 1}
    assert {edge.type for edge in ego.edges} == {"part-of", "requires"}
    assert GRAPH.ego("a", types=frozenset({"part-of"})).nodes == {"a": 0}


def test_learn_first_is_an_order() -> None:
    assert GRAPH.learn_first("d") == ("c", "b")
    assert GRAPH.learn_first("b") == ("c",)
    assert GRAPH.learn_first("f") == ()


def test_unlocks() -> None:
    assert GRAPH.unlocks("c") == ("b", "d")
    assert GRAPH.unlocks("d") == ()


def test_needs_and_opens() -> None:
    assert (GRAPH.needs("d"), GRAPH.needs("b"), GRAPH.needs("f")) == (("b", "c"), ("c",), ())
    assert (GRAPH.opens("c"), GRAPH.opens("b"), GRAPH.opens("f")) == ({"b", "d"}, {"d"}, frozenset())


def test_layout_is_stable_and_centred() -> None:
    ego = GRAPH.ego("b")
    placed = layout(ego)
    assert placed == layout(GRAPH.ego("b"))
    assert set(placed) == set(ego.nodes)
    assert placed["b"] == (0.0, 0.0)
    assert max(max(abs(x), abs(y)) for x, y in placed.values()) == 1.0
    assert len(set(placed.values())) == 4


def test_layout_of_a_lone_node_and_of_a_pair() -> None:
    assert layout(GRAPH.ego("f")) == {"f": (0.0, 0.0)}
    (x, y), (x0, y0) = (layout(GRAPH.ego("e"))[node] for node in ("c", "e"))
    assert (x0, y0, max(abs(x), abs(y))) == (0.0, 0.0, 1.0)


def test_ties_put_statements_of_one_direction_together() -> None:
    found = {(tie.subject, tie.object): tie for tie in ties(GRAPH.ego("b").edges)}
    assert list(found) == [("b", "a"), ("b", "c"), ("c", "a"), ("d", "b"), ("d", "c")]
    assert [edge.type for edge in found["d", "b"].edges] == ["broader", "requires"]
    assert all(tie.structural for tie in found.values())
    assert not ties(GRAPH.ego("e").edges)[0].structural


def test_only_some_types_keep_their_places() -> None:
    whole = GRAPH.ego("b")
    kept = only(whole, {"broader"})
    assert kept.nodes == {"b": 0, "a": 1, "c": 1, "d": 1}
    assert short(kept.edges) == [("b", "broader", "a"), ("c", "broader", "a"), ("d", "broader", "b")]
    assert only(whole, {"part-of"}) == ("b", {"b": 0}, ())


def test_only_some_concepts_keep_their_places() -> None:
    whole = GRAPH.ego("b")
    kept = among(whole, ["d"])
    assert kept.nodes == {"b": 0, "d": 1}
    assert {(edge.subject, edge.object) for edge in kept.edges} <= {("b", "d"), ("d", "b")}
    assert ("d", "broader", "b") in short(kept.edges)
    assert among(whole, []) == ("b", {"b": 0}, ())


def test_retired_concepts_stay_out() -> None:
    concepts = (a_concept("x", broader=()), a_concept("y", broader=("x",), replaced_by="x"))
    assert Graph(Taxonomy((), concepts, (relation("x", T.EXPLAINS, "y"),))).edges_of("x") == ()
