"""What speaks for related works and how it becomes one score, worked by hand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
import pytest

from kb.documents import Key, Kind
from kb.encoder import Vectors
from kb.lexical import Filter, LexicalHit
from kb.model import Link, Method, Role, Work
from kb.related.closeness import Close
from kb.related.ranking import WEIGHTS, Candidate, Query, candidates, telling
from kb.related.values import Signal, Topic
from kb.vectors import DenseHit
from tests.kb.related_values import CUPS, STEEPING, work
from tests.kb.stubs import StubIndex

EAST, NORTH, BETWEEN, WEST = (np.array(row, dtype=np.float32) for row in ([1, 0], [0, 1], [0.6, 0.8], [-1, 0]))
S, W, C, T = Signal.SENSE, Signal.WORDS, Signal.CONCEPTS, Signal.CITATIONS


class Library:
    """Works a to f and the links that a test gives."""

    def __init__(self, *links: Link) -> None:
        self._links = links

    def links(
        self, work: str | None = None, concept: str | None = None, works: Iterable[str] | None = None
    ) -> list[Link]:
        return [link for link in self._links if link.work in (works or ())]

    def curated_links(self, *concepts: str) -> list[Link]:
        return [link for link in self._links if link.concept in concepts and link.method is Method.CURATED]

    def found_links(self, *concepts: str, start: int, most: int) -> dict[str, tuple[int, list[Link]]]:
        found = [link for link in self._links if link.concept in concepts and link.method is not Method.CURATED]
        of = {c: [link for link in found if link.concept == c] for c in {link.concept for link in found}}
        return {c: (len(some), some[start : start + most]) for c, some in of.items()}

    def works(self, ids: Iterable[str]) -> dict[str, Work]:
        return {i: work(i) for i in ids if i in "abcdef"}


class Shelf(StubIndex):
    """An index of eight documents with these vectors, which finds for a text what it is told to."""

    def __init__(self, vectors: Mapping[str, Vectors], told: Mapping[str, Mapping[str, float]]) -> None:
        self._vectors, self._told = {Key(Kind.WORK, i): row for i, row in vectors.items()}, told

    def lexical(self, text: str, where: Filter, limit: int) -> list[LexicalHit]:
        return [LexicalHit(Key(Kind.WORK, i), score) for i, score in self._told.get(text, {}).items()]

    def dense(self, vector: Vectors, where: Filter, limit: int) -> list[DenseHit]:
        return [DenseHit(key, float(row @ vector)) for key, row in self._vectors.items()]

    def vectors_of(self, keys: Iterable[Key]) -> dict[Key, Vectors]:
        return {key: self._vectors[key] for key in keys if key in self._vectors}


def curated(found: str, concept: str = "steeping", role: Role = Role.INTRODUCES) -> Link:
    return Link(found, concept, role)


def guessed(found: str, confidence: float, concept: str = "steeping") -> Link:
    return Link(found, concept, Role.DISCUSSES, Method.SEMANTIC, confidence)


def signal(found: Iterable[Candidate], name: Signal) -> dict[str, float]:
    return {one.work.id: one.signals[name] for one in found}


def by_sense(query: Query, **vectors: Vectors) -> dict[str, float]:
    return signal(candidates(Library(), Shelf(vectors, {}), query), S)


def by_words(query: Query, **told: Mapping[str, float]) -> dict[str, float]:
    return signal(candidates(Library(), Shelf({}, told), query), W)


def by_concepts(*links: Link, topics: Iterable[Topic] = (Topic(STEEPING, 0.5),)) -> dict[str, float]:
    return signal(candidates(Library(*links), Shelf({}, {}), Query(topics=[*topics])), C)


def test_the_weights_make_one() -> None:
    assert WEIGHTS == {S: 0.28, W: 0.28, C: 0.33, T: 0.11}
    assert math.isclose(sum(WEIGHTS.values()), 1)


def test_the_score_is_the_weighted_mean_of_what_speaks_for_a_work() -> None:
    index = Shelf({"a": EAST, "b": BETWEEN, "c": NORTH}, {"tea": {"a": 4.0, "b": 8.0}})
    library = Library(curated("a"), guessed("b", 0.8))
    query = Query("tea", EAST.reshape(1, -1), topics=[Topic(STEEPING, 0.5)], close={"b": Close(1.0), "c": Close(2.0)})
    found = candidates(library, index, query)
    assert {one.work.id: one.signals for one in found} == {
        # two of eight documents are tied to the concept: 1 − ln 3 / ln 9 = 0.5 of its weight, which is 0.5
        "a": {S: 1.0, W: 0.5, C: 0.25, T: 0.0},
        "b": {S: 0.6, W: 1.0, C: 0.006, T: 0.5},  # a found link counts 0.03 of a curated one
        "c": {S: 0.0, W: 0.0, C: 0.0, T: 1.0},
    }
    assert [(one.work.id, one.score) for one in found] == [
        ("b", 0.505),  # 0.28 × 0.6 + 0.28 + 0.33 × 0.006 + 0.11 × 0.5
        ("a", 0.5025),  # 0.28 + 0.28 × 0.5 + 0.33 × 0.25
        ("c", 0.11),
    ]
    assert [(one.cosine, one.passage, [*one.links]) for one in found] == [
        (0.6, 0, [guessed("b", 0.8)]),
        (1.0, 0, [curated("a")]),
        (0.0, 0, []),
    ]


def test_text_and_what_is_cited_count_half_each() -> None:
    query = Query("tea", EAST.reshape(1, -1), titles="pots", centre=NORTH)
    assert by_sense(query, a=EAST, b=NORTH, c=BETWEEN) == {"a": 0.5, "b": 0.5, "c": 0.7}
    found = by_words(query, tea={"a": 2.0}, pots={"b": 3.0, "c": 1.5})
    assert found == {"a": 0.5, "b": 0.5, "c": 0.25}


def test_where_one_is_silent_the_other_counts_in_full() -> None:
    assert by_sense(Query(centre=NORTH), a=EAST, b=NORTH, c=BETWEEN) == {"a": 0.0, "b": 1.0, "c": 0.8}
    assert by_words(Query("unheard", titles="pots"), pots={"b": 3.0, "c": 1.5}) == {"b": 1.0, "c": 0.5}
    assert by_words(Query("tea", titles="unheard"), tea={"a": 2.0}) == {"a": 1.0}


def test_the_nearest_passage_counts_and_is_told() -> None:
    query = Query("tea", np.stack([NORTH, EAST]))
    found = {one.work.id: one for one in candidates(Library(), Shelf({"a": EAST, "c": BETWEEN}, {}), query)}
    assert {i: (one.cosine, one.passage) for i, one in found.items()} == {"a": (1.0, 1), "c": (0.8, 0)}
    assert signal(found.values(), S) == {"a": 1.0, "c": 0.8}


def test_without_a_text_the_cosine_is_that_of_what_is_cited() -> None:
    (found,) = candidates(Library(), Shelf({"c": BETWEEN}, {}), Query(centre=NORTH))
    assert (found.cosine, found.passage) == (0.8, None)


def test_the_best_counts_one_and_what_points_away_nothing() -> None:
    query = Query("tea", EAST.reshape(1, -1))
    assert by_sense(query, c=BETWEEN, d=WEST) == {"c": 1.0, "d": 0.0}
    assert by_sense(query, d=WEST) == {"d": 0.0}


def test_what_has_no_vector_is_compared_by_the_rest() -> None:
    index = Shelf({"a": EAST}, {"tea": {"a": 1.0, "b": 4.0}})
    found = {one.work.id: one for one in candidates(Library(), index, Query("tea", EAST.reshape(1, -1)))}
    assert (found["b"].vector, found["b"].cosine, found["b"].passage) == (None, None, None)
    assert {i: one.score for i, one in found.items()} == {"a": 0.35, "b": 0.28}  # 0.28 + 0.28 / 4


def test_what_is_cited_or_gone_is_no_candidate() -> None:
    index = Shelf({"a": EAST, "b": EAST, "gone": EAST}, {"tea": {"a": 1.0, "b": 1.0}})
    close = {"a": Close(1.0), "b": Close(1.0), "gone": Close(1.0)}
    query = Query("tea", EAST.reshape(1, -1), {"a": work("a")}, topics=[Topic(STEEPING, 1.0)], close=close)
    assert [one.work.id for one in candidates(Library(curated("a"), curated("b")), index, query)] == ["b"]


def test_nothing_is_related_to_nothing() -> None:
    assert candidates(Library(curated("a")), Shelf({"a": EAST}, {"": {"a": 1.0}}), Query()) == []


def test_what_counts_alike_stands_by_id() -> None:
    index = Shelf({}, {"tea": {"c": 1.0, "a": 1.0, "b": 1.0}})
    assert [one.work.id for one in candidates(Library(), index, Query("tea"))] == ["a", "b", "c"]


def test_several_concepts_join_and_two_roles_for_one_do_not() -> None:
    links = (curated("a"), curated("a", role=Role.SURVEYS), curated("a", "cups"), curated("b", "cups"))
    both = (Topic(STEEPING, 0.5), Topic(CUPS, 0.4))
    assert by_concepts(*links, topics=both) == {"a": 0.4, "b": 0.2}  # 1 − (1 − 0.5 × 0.5)(1 − 0.4 × 0.5)


def test_what_a_work_does_for_a_concept_counts() -> None:
    found = by_concepts(curated("a", role=Role.DISCUSSES), curated("b", role=Role.CRITIQUES))
    assert found == {"a": 0.215, "b": 0.225}  # 0.25 by 1 − 0.02 × the place of the role: 7 and 5


def test_a_concept_counts_the_less_the_more_works_are_tied_to_it() -> None:
    one = 1 - math.log(2) / math.log(9)
    assert by_concepts(curated("a")) == {"a": round(0.5 * one, 4)}
    five = 1 - math.log(6) / math.log(9)
    assert by_concepts(*map(curated, "abcde"))["a"] == round(0.5 * five, 4)
    everything = [*map(curated, "abcdef"), curated("x"), curated("y"), curated("z")]
    assert by_concepts(*everything) == dict.fromkeys("abcdef", 0.0)


@pytest.mark.parametrize("text", ["Tea and pots.", "茶" * 4000])
def test_a_short_text_is_looked_for_whole(text: str) -> None:
    assert telling(text, lambda _: 1.0) == text


def test_of_a_long_text_the_words_that_stand_out_are_looked_for() -> None:
    few = " ".join(f"kettle{n}" for n in range(80))
    plain = " ".join(f"word{n}" for n in range(1000))
    rarity = {f"kettl{n}": 5.0 for n in range(80)} | {f"kettle{n}": 5.0 for n in range(80)}
    assert telling(f"{plain} {few} {plain}", lambda stem: rarity.get(stem, 1.0)) == few


def test_of_a_long_text_what_is_said_often_stands_out() -> None:
    plain = " ".join(f"word{n}" for n in range(1000))
    said = telling(f"{plain} {'Steeping! ' * 50}", lambda _: 1.0).split()
    assert said[-1] == "Steeping"
    assert len(said) == 80
