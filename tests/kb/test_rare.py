import pytest

from kb.rare import overlap, shared, weighed


def rare(_: str) -> float:
    return 5.0


def test_terms_once_with_their_weight() -> None:
    assert weighed("Steeping tea, steeped tea", {"steep": 4.0, "tea": 1.0}.__getitem__) == {"steep": 4.0, "tea": 1.0}


def test_cosine_of_weights() -> None:
    mine, theirs = {"steep": 4.0, "tea": 3.0}, {"steep": 4.0, "cup": 3.0}
    assert overlap(mine, theirs) == pytest.approx(16 / 25)
    assert overlap(mine, mine) == pytest.approx(1.0)
    assert overlap(mine, {}) == overlap({}, {}) == 0.0


def test_rare_words_as_the_text_has_them_the_rarest_first() -> None:
    text = "Steeping RLHF teas: we steep, towards porcelain and water"
    weights = {"steep": 4.0, "rlhf": 6.0, "tea": 5.0, "toward": 9.0, "porcelain": 3.5, "water": 2.9}
    theirs = [*weights, "kettl"]
    assert shared(text, weights, theirs, 9) == ("RLHF", "teas", "steeping", "porcelain")
    assert shared(text, weights, theirs, 2) == ("RLHF", "teas")
    assert shared(text, weights, ["tea"], 9) == ("teas",)
    assert shared(text, weights, [], 9) == ()


def test_chinese_phrases_that_are_in_common() -> None:
    text = "奖励模型的过度优化在训练中"
    assert shared(text, weighed(text, rare), weighed("奖励模型会过度优化", rare), 9) == ("奖励模型", "过度优化")
    assert shared(text, weighed(text, rare), weighed("模型", rare), 9) == ("模型",)
    assert shared(text, weighed(text, lambda _: 2.0), weighed("模型", rare), 9) == ()
