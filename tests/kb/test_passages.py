from kb.passages import LENGTH, MOST, passages


def test_whole_sentences_up_to_the_length() -> None:
    first, second, third = ("A" * 599 + ".", "B" * 399 + ".", "Short one.")
    assert passages(f"{first} {second}\n\n{third}") == [first, f"{second} {third}"]


def test_chinese_sentences() -> None:
    one, other = "茶" * 600 + "。", "水" * 600 + "。"
    assert passages(one + other) == [one, other]


def test_a_sentence_without_end_is_cut() -> None:
    assert passages("a" * (LENGTH + 5)) == ["a" * LENGTH, "a" * 5]


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    found = passages("Tea is good. " * 20_000)
    assert len(found) == MOST
    assert found[0].startswith("Tea is good. Tea is good.")


def test_nothing_and_strange_characters() -> None:
    assert passages("") == []
    assert passages(" \n\u200b\n") == []
    assert passages("tea\u200b pot") == ["tea pot"]
