"""Which words of a query only ask."""

import pytest

from kb.asking import asked_for


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("what does corrigibility mean?", "corrigibility"),
        ("corrigibility meaning", "corrigibility"),
        ("k-means", "k-means"),  # the end of a name
        ("什么是對齊？", "对齐？"),
        ("what is", "what is"),  # nothing else is there
        ("3.2.1 reward hacking", "reward hacking"),
        ("GPT-3.5", "GPT-3.5"),
    ],
)
def test_words_that_only_ask_are_set_aside(query: str, asked: str) -> None:
    assert asked_for(query) == asked
