import pytest

from kb.atlas import Atlas
from kb.learning import implied, lesson, minutes, open_to, paths_through, readings, stops
from kb.model import LearningPath, Level, Step, Text
from tests.fakes import a_work

WHY = Text("Because.", "因为。")
TEA, SLOW, AGAINST = "url:https://example.org/tea", "arxiv:1001.00001", "arxiv:1502.00002"


def test_steps_with_what_to_read(atlas: Atlas) -> None:
    steps = (Step("tea", WHY, (TEA,)), Step("old-steeping", WHY, (SLOW, TEA)), Step("ceremony", WHY))
    found = stops(atlas, LearningPath("p", WHY, WHY, steps))
    assert [(stop.concept.id, [work.citekey for work in stop.read]) for stop in found] == [
        ("tea", ["leaf2001tea"]),
        ("steeping", ["kettle2010slow", "leaf2001tea"]),
        ("ceremony", []),
    ]
    assert [work.citekey for work in readings(found)] == ["leaf2001tea", "kettle2010slow"]


def test_paths_through_a_concept() -> None:
    one = LearningPath("one", WHY, WHY, (Step("a", WHY), Step("b", WHY)))
    two = LearningPath("two", WHY, WHY, (Step("b", WHY),))
    assert paths_through((one, two), "b") == (one, two)
    assert paths_through((one, two), "a") == (one,)
    assert paths_through((one, two), "c") == ()


def test_who_knows_a_concept_knows_what_comes_before_it(atlas: Atlas) -> None:
    assert implied(atlas.graph, ["ceremony"]) == {"ceremony", "steeping", "tea"}
    assert implied(atlas.graph, ["cup"]) == {"cup"}
    assert implied(atlas.graph, []) == frozenset()


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ([], ["tea", "cup"]),  # tea opens three concepts, the cup none
        (["tea"], ["steeping", "bitterness", "cup"]),  # a core one, one that needs tea, one that needs nothing
        (["steeping"], ["ceremony", "bitterness", "cup"]),  # what needs it, what needs what came before it
        (["cup", "tea"], ["steeping", "bitterness"]),
        (["ceremony", "bitterness", "cup"], []),
    ],
)
def test_what_can_be_learnt_next(atlas: Atlas, known: list[str], expected: list[str]) -> None:
    assert [concept.id for concept in open_to(atlas, known)] == expected


def test_a_lesson_has_what_it_needs_and_opens_and_its_must_knows(atlas: Atlas) -> None:
    tea, steeping = (lesson(atlas, atlas.concept(ident)) for ident in ("tea", "steeping"))
    assert (tea.needs, tea.opens, [work.citekey for work in tea.read]) == ((), 3, ["leaf2001tea"])
    assert ([c.id for c in steeping.needs], steeping.opens, steeping.read) == (["tea"], 1, ())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, 60),
        ({"level": Level.START_HERE}, 30),
        ({"level": Level.ADVANCED}, 90),
        ({"level": Level.START_HERE, "survey": True}, 120),
        ({"entry_type": "book", "survey": True, "details": {"pages": "1--9"}}, 600),
        ({"details": {"pages": "1--9"}, "level": Level.ADVANCED}, 36),
        ({"details": {"pages": "71–85"}, "survey": True}, 60),
        ({"details": {"pages": "5-5"}}, 4),
        ({"details": {"pages": "e2206625119"}}, 60),
        ({"details": {"pages": "9--1"}}, 60),
        ({"details": {"pages": "1--301"}}, 60),
    ],
)
def test_how_long_a_work_may_take(changes: dict[str, object], expected: int) -> None:
    assert minutes(a_work(**changes)) == expected
