"""How much each leg counts, worked by hand."""

import pytest

from kb import fusion
from kb.documents import Key, Kind
from kb.fusion import Leg, fused

A, B, C = (Key(Kind.WORK, name) for name in "abc")


@pytest.fixture(autouse=True)
def constants(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fix what is tuned elsewhere."""
    for name, value in (
        ("_KEYWORDS", 0.1),
        ("_SENSE", 0.4),
        ("_FOREIGN", 0.6),
        ("_TEXT", 0.5),
        ("_FULL", 0.5),
        ("_MIXED", 0.3),
        ("_KNOWN", 0.6),
        ("DEPTH", 3),
    ):
        monkeypatch.setattr(fusion, name, value)


def leg(**scores: float) -> Leg:
    return {Key(Kind.WORK, name): (score, "") for name, score in scores.items()}


def values(legs: dict[str, Leg], asked: str = "a query of five words", known: float = 1.0) -> dict[str, float]:
    return {key.id: pytest.approx(score, abs=1e-6) for key, score in fused(legs, asked, known)}


@pytest.mark.parametrize(
    ("asked", "sense"),
    [
        ("reward", 0.1),
        ("the reward of the hacking", 0.1),  # two terms
        ("how agents hack their reward", 0.4),
        ("奖励破解", 0.6),
        ("RLHF 的奖励破解问题是怎样产生的", 0.6),  # 4 of 18 letters
        ("reward hacking 是什么", 0.4),
    ],
)
def test_the_kind_of_query_says_how_much_sense_counts(asked: str, sense: float) -> None:
    legs = {"lexical": leg(a=1.0), "semantic": leg(b=1.0)}
    assert values(legs, asked, 0.59) == {"a": 0.5 * (1 - sense), "b": 0.5 * sense}


def test_chinese_words_count_where_the_library_holds_them() -> None:
    legs = {"lexical": leg(a=1.0), "semantic": leg(b=1.0)}
    assert values(legs, "奖励破解", 0.6) == {"a": 0.5 * 0.6, "b": 0.5 * 0.4}


def test_words_and_sense_are_brought_to_one_scale() -> None:
    # words over what counts in full; sense between the last and the best; the best of the query is 0.8 good
    legs = {"lexical": leg(a=0.4, b=0.2), "semantic": leg(a=0.5, b=0.8, c=0.2)}
    assert values(legs) == {
        "a": 0.5 * 0.8 * (0.6 * 0.8 + 0.4 * 0.5),
        "b": 0.5 * 0.8 * (0.6 * 0.4 + 0.4),
    }  # c has nothing left
    legs["semantic"].popitem()  # fewer than a full leg: all there is counts, from 0
    assert values(legs) == {"a": 0.5 * 0.8 * (0.6 * 0.8 + 0.4 * 0.625), "b": 0.5 * 0.8 * (0.6 * 0.4 + 0.4)}


def test_the_best_of_chinese_words_counts_in_full() -> None:
    assert values({"lexical": leg(a=0.4, b=0.2)}, "奖励破解") == {"a": 0.5 * 0.4 * 0.6, "b": 0.5 * 0.4 * 0.6 * 0.5}


def test_words_said_often_count_no_more_than_in_full() -> None:
    assert values({"lexical": leg(a=2.0, b=0.5)}) == {"a": 0.5 * 0.6, "b": 0.5 * 0.6 * 0.25}


def test_sense_counts_in_full_where_no_words_were_found() -> None:
    assert values({"semantic": leg(a=0.8, b=0.4), "lexical": {}}) == {"a": 0.5 * 0.8, "b": 0.5 * 0.4}


def test_a_name_joins_by_noisy_or_and_ties_are_ordered_by_id() -> None:
    legs = {"concept": leg(b=0.5, a=0.5, c=0.5), "lexical": leg(c=1.0), "identifier": leg(b=1.0)}
    assert [key.id for key, _ in fused(legs, "x")] == ["b", "c", "a"]
    assert values(legs, "x") == {"b": 1.0, "c": 1 - 0.5 * (1 - 0.5 * 0.9), "a": 0.5}
    assert fused({}, "x") == []
