import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text import bigrams, clean, fold, has_cjk, latin, ngram_words, simplified, words


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", ""),
        ("  two\t\n words ", "two words"),
        ("zero\u200bwidth", "zerowidth"),
        ("\u202eright to left\u202c", "right to left"),
        ("a\x00b", "a b"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("e\u0301t\u00e9", "\u00e9t\u00e9"),  # composed, but compatibility characters stay as written
        ("x² ＡＩ　对齐", "x² ＡＩ 对齐"),
        ("👍 ok", "👍 ok"),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Mesa-Optimiser", "mesa optimiser"),
        ("mesa_optimiser", "mesa optimiser"),
        ("Goodhart’s  Law", "goodharts law"),
        ("Goodhart's law", "goodharts law"),
        ("Naïve Résumé", "naive resume"),
        ("AI 对齐", "ai对齐"),
        ("人类 反馈 强化学习", "人类反馈强化学习"),
        ("“奖励黑客”。", "奖励黑客"),
        ("X-risk", "x risk"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("AND (title:", "and title"),
        ("—…!?", ""),
        ("＂ＲＬＨＦ＂", "rlhf"),
        ("\ufb01ne", "fine"),  # the ligature fi
        ("𝑨I", "ai"),
    ],
)
def test_fold(raw: str, expected: str) -> None:
    assert fold(raw) == expected


@given(st.text())
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_fold_ignores_case_and_outer_space(text: str) -> None:
    assert fold(f" {text}\t") == fold(text)


@given(st.text())
def test_fold_holds_no_mark_control_or_double_space(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert not any(unicodedata.combining(c) or unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in folded)


@pytest.mark.parametrize(("text", "expected"), [("对齐", True), ("align 对", True), ("align", False), ("、", False)])
def test_has_cjk(text: str, expected: bool) -> None:
    assert has_cjk(text) is expected


def test_latin_drops_chinese_characters() -> None:
    assert latin("RLHF是什么method").split() == ["RLHF", "method"]
    assert latin("「RLHF」是什么？（method）、Ａ！").split() == ["RLHF", "method", "Ａ"]


def test_words_cut_between_scripts() -> None:
    assert words("The RLHF方法, step-2!") == ["the", "rlhf", "方法", "step", "2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("强化学习", ["强化", "化学", "学习"]), ("茶", ["茶"]), ("茶 ok 慢泡", ["茶", "慢泡"]), ("tea", []), ("", [])],
)
def test_bigrams(text: str, expected: list[str]) -> None:
    assert bigrams(text) == expected


def test_ngram_words_are_longest_first() -> None:
    assert ngram_words(["a", "b", "c"], 2) == [(0, 2, "a b"), (1, 3, "b c"), (0, 1, "a"), (1, 2, "b"), (2, 3, "c")]


def test_traditional_characters_are_simplified() -> None:
    assert fold("機器遺忘 與 RLHF") == fold("机器遗忘与RLHF")
    assert simplified("為什麼語言模型會諂媚？") == "为什么语言模型会谄媚？"
    assert simplified("reward 𠮷") == "reward 𠮷"
