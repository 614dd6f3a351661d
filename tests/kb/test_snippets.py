"""Passages and their matched words, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.bands import Band, band
from kb.lexical import terms
from kb.snippets import Piece, Pieces, marked, passage


def said(pieces: Pieces) -> str:
    """Return the text with what matched in brackets."""
    return "".join(f"[{piece.text}]" if piece.matched else piece.text for piece in pieces)


def weights(query: str, **rare: float) -> dict[str, float]:
    return {term: rare.get(term, 1.0) for term in terms(query)}


@pytest.mark.parametrize(
    ("query", "text", "shown"),
    [
        ("aligning", "On Alignment and aligned agents", "On [Alignment] and [aligned] agents"),
        ("reward hacking", "Reward-hacking; reward, hack", "[Reward-hacking]; [reward], [hack]"),
        ("slow tea", "Tea slowed, slow tea", "[Tea slowed], [slow tea]"),
        ("欺骗性对齐", "欺骗性的对齐：欺骗性对齐", "[欺骗性]的[对齐]：[欺骗性对齐]"),
        ("獎勵", "奖励模型", "[奖励]模型"),
        ("奖励", "獎勵模型", "[獎勵]模型"),
        ("茶", "茶叶，茶", "茶叶，[茶]"),  # as the index has it: a pair, and a lone character
        ("RLHF 对齐", "用RLHF做对齐", "用[RLHF]做[对齐]"),
        ("ＳＳＴ", "SST résumé", "[SST] résumé"),
        ("resume", "SST résumé", "SST [résumé]"),
        ("the of", "the end of the tea", "the end of the tea"),
        ("", "tea", "tea"),
        ("script", "</script><img src=x onerror=alert(1)>", "</[script]><img src=x onerror=alert(1)>"),
        ("tea", "a\u202etea\u200b **b**\n$x$", "atea **b** $x$"),
    ],
)
def test_the_words_that_the_index_finds_are_marked(query: str, text: str, shown: str) -> None:
    assert said(marked(text, set(terms(query)))) == shown


LONG = (
    "Tea is an old drink. It is made of leaves in many lands and houses. Some like it cold with ice and much sugar. "
    "Others steep it slowly in warm water. The cups are of porcelain or clay, and bitterness comes of haste."
)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("zebra", "Tea is an old drink. It is made of leaves in many lands and…"),
        ("tea leaves", "[Tea] is an old drink. It is made of [leaves] in many lands and…"),
        ("steeping warm tea", "…Others [steep] it slowly in [warm] water. The cups are of…"),
        ("bitter haste", "…are of porcelain or clay, and [bitterness] comes of [haste]."),
        ("water clay bitterness", "…[water]. The cups are of porcelain or [clay], and [bitterness]…"),
    ],
)
def test_the_passage_with_most_words_is_cut_at_borders(query: str, shown: str) -> None:
    assert said(passage([LONG], weights(query), 60)) == shown


def test_rare_words_count_more() -> None:
    texts = ["Tea and leaves and tea.", "A kettle."]
    assert said(passage(texts, weights("tea leaves kettle"))) == "[Tea] and [leaves] and [tea]."
    assert said(passage(texts, weights("tea leaves kettle", kettl=5.0))) == "A [kettle]."
    assert said(passage(texts, weights("tea leaves kettle", tea=0.0, leav=0.0, kettl=0.0))) == said(
        passage(texts[:1], weights("tea leaves"))
    )


def test_chinese_has_half_the_length_and_is_cut_between_characters() -> None:
    text = "茶是一种古老的饮料，产于许多地方。人们把茶叶放进温水里慢慢泡，味道就不苦。杯子是瓷的。"
    assert said(passage([text], weights("慢慢泡"), 40)) == "…人们把茶叶放进温水里[慢慢泡]，味道就不苦。杯…"
    assert said(passage([text], weights("斑马"), 40)) == "茶是一种古老的饮料，产于许多地方。人们把茶…"


def test_without_a_text_there_is_no_passage() -> None:
    assert passage([], weights("tea")) == ()
    assert passage([""], weights("tea")) == ()
    assert passage(["x" * 500], {}, 50) == (Piece("x" * 50 + "…"),)


@given(st.text(max_size=300), st.text(max_size=60), st.integers(10, 80))
def test_any_text_keeps_its_characters(text: str, query: str, length: int) -> None:
    wanted = weights(query)
    whole = "".join(piece.text for piece in marked(text, wanted.keys()))
    shown = "".join(piece.text for piece in passage([text], wanted, length))
    assert shown.strip("…") in whole
    assert len(shown) <= length + 2


@pytest.mark.parametrize(
    ("cosine", "near"),
    [
        (1.0, Band.NEAR_SAME),
        (0.75, Band.NEAR_SAME),
        (0.749, Band.CLOSE),
        (0.55, Band.CLOSE),
        (0.54, Band.RELATED),
        (0.4, Band.RELATED),
        (0.39, Band.DISTANT),
        (-1.0, Band.DISTANT),
    ],
)
def test_bands(cosine: float, near: Band) -> None:
    assert band(cosine) is near
