import pytest

from kb.markdown import cite, link, text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Tea: a (short) survey, v1.0 - part 2!", "Tea: a (short) survey, v1.0 - part 2\\!"),
        ("*a* _b_ `c` [d](e) <f> #g |h| ~i~ $j$ &amp; ^k^ @l \\", None),
        ("a\n# b\u2028c\0", "a \\# b c"),
        ("http://a.example WWW.b.example", "http\\://a.example WWW\\.b.example"),
        ("论文：“茶”", "论文：“茶”"),
    ],
)
def test_text(raw: str, expected: str | None) -> None:
    assert text(raw) == (
        expected or "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f\\> \\#g \\|h\\| \\~i\\~ \\$j\\$ \\&amp; \\^k\\^ \\@l \\\\"
    )


@pytest.mark.parametrize("address", ["javascript:x", "https://a.example/>", "https://a.example/ b", "", None])
def test_only_addresses_of_the_web_are_linked(address: str | None) -> None:
    assert link("a]b", address) == "a\\]b"
    assert link("a]b", "https://a.example/(x)") == "[a\\]b](<https://a.example/(x)>)"


@pytest.mark.parametrize(
    ("key", "expected"),
    [("pot2010", "[@pot2010]"), ("DBLP:a/b_1", "[@DBLP:a/b_1]"), ("a b", "[@{a b}]"), ("x::y", "[@{x::y}]")],
)
def test_cite(key: str, expected: str) -> None:
    assert cite(key) == expected
