"""The page of related work over the invented data: what is brought, what it is about, what to read."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from kb.model import Lang
from tests.ui.conftest import Open
from tests.ui.prose import captions, linked, words
from ui.words import table

both = pytest.mark.parametrize("lang", ["en", "zh"])
TEXT = "Slow steeping of leaves in warm water makes tea less bitter. Cups matter."
KETTLE, AGAINST, TEA = "arxiv:1001.00001", "arxiv:1502.00002", "url:https://example.org/tea"
BIB = """\
@article{mine:slow, title = {Slow steeping with SST: a résumé}, author = {Kettle, Kim and Leaf, Lena}, year = {1999},
  eprint = {1001.00001}, archiveprefix = {arXiv}}
@misc{other, title = {A work of nobody's}, author = {Nobody, N.}, year = {2001}}
@misc{bad, year = {2001}}
"""
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) *slow steeping* {} $x$ :red[y] \x00\u202e"


def say(lang: str, key: str, **values: object) -> str:
    return table(Lang(lang))[key].format(**values)


def press(test: AppTest, label: str) -> AppTest:
    """Click the first button with a label."""
    next(button for button in test.button if words(button.label) == label).click().run()
    assert not test.exception, test.exception
    return test


def bring(test: AppTest, lang: str, text: str = "", *files: tuple[str, bytes]) -> AppTest:
    if text:
        test.text_area[0].set_value(text)
    if files:
        test.file_uploader[0].set_value([(name, data, "text/plain") for name, data in files])
    return press(test, say(lang, "related.go"))


def address(test: AppTest) -> dict[str, list[str]]:
    return {name: test.query_params[name] for name in sorted(test.query_params) if name != "lang"}


def topics(test: AppTest) -> dict[str, int]:
    """Return the concepts that the input is about, with their percent."""
    bars = [json_bar for bar in test.main.get("progress") for json_bar in [bar.proto]]
    return {words(bar.text).removeprefix("● "): bar.value for bar in bars}


def read(test: AppTest) -> list[str]:
    """Return the works of the list, by id."""
    return [link.id for link in linked(test) if link.page == "paper"]


@both
def test_before_anything_was_brought_there_is_help(open_page: Open, lang: str) -> None:
    test = open_page("related", lang)
    assert test.main.title[0].value == say(lang, "page.related")
    assert say(lang, "related.silent") in captions(test)
    assert [header.value for header in test.main.header] == [
        say(lang, "related.input"),
        say(lang, "related.try"),
        say(lang, "related.gives"),
    ]
    bring(test, lang)
    assert [words(warning.value) for warning in test.warning] == [say(lang, "related.nothing")]
    assert address(test) == {}
