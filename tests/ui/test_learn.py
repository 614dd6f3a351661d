"""The learning paths over the invented data."""

from __future__ import annotations

import pytest

from tests.ui.conftest import Open
from tests.ui.prose import captions, linked, prose, words
from tests.ui.reading import links
from ui import layers

PATH = "from-leaf-to-judge"
SAID = {
    "en": {
        "title": "Learn",
        "path": "From leaf to judge",
        "gist": "For people who have never made tea.",
        "size": "3 steps · 3 papers",
        "steps": [
            ("Tea craft", "The craft comes first."),
            ("Slow steeping", "It is the first thing to do."),
            ("Tasting ceremony", "Now there is something to judge."),
        ],
        "read": "Tea for Everyone\nLena Leaf, Paul O'Pot · 2001 · Cup House · start here · survey\n"
        "A book on everything about tea.",
        "all": "All paths",
        "export": "Download the reading list (3 papers)",
        "unknown": "No learning path has the id “<b>nope”. All paths are listed below.",
        "empty": "There are no learning paths in these data yet.",
    },
    "zh": {
        "title": "学习",
        "path": "从茶叶到评茶",
        "gist": "适合从未泡过茶的人。",
        "size": "3 步 · 3 篇文献",
        "steps": [("茶艺", "先了解这门技艺。"), ("慢泡", "这是要做的第一件事。"), ("品鉴会", "现在有茶可评了。")],
        "read": "Tea for Everyone\nLena Leaf, Paul O'Pot · 2001 · Cup House · 入门 · 综述\n一本讲述茶的方方面面的书。",
        "all": "全部路径",
        "export": "下载阅读书目（3 篇文献）",
        "unknown": "没有编号为“<b>nope”的学习路径，全部路径见下。",
        "empty": "当前数据中还没有学习路径。",
    },
}
both = pytest.mark.parametrize("lang", ["en", "zh"])


@both
def test_all_paths(open_page: Open, lang: str) -> None:
    test, said = open_page("learn", lang), SAID[lang]
    assert test.main.title[0].value == said["title"]
    assert links(test, "learn") == [(said["path"], f"id={PATH}&lang={lang}")]
    assert said["gist"] in prose(test)
    assert captions(test) == [said["size"]]


@both
def test_one_path_with_its_steps(open_page: Open, lang: str) -> None:
    test, said = open_page("learn", lang, id=PATH), SAID[lang]
    assert words(test.main.title[0].value) == said["path"]
    assert links(test, "learn") == [(said["all"], f"lang={lang}")]
    assert said["size"] in captions(test)
    shown = prose(test)
    assert shown[0] == said["gist"]
    for place, (concept, why) in enumerate(said["steps"], 1):
        at = shown.index(f"##### {place}\u2002{concept}")
        assert shown[at + 1] == why
    assert shown[3] == said["read"]
    assert [(link.page, link.id) for link in linked(test)] == [
        ("concept", "tea"),
        ("paper", "url:https://example.org/tea"),
        ("concept", "steeping"),
        ("concept", "ceremony"),
        ("paper", "arxiv:1001.00001"),
        ("paper", "arxiv:1502.00002"),
    ]
    assert [one.proto.popover.label for one in test.main.get("popover")] == [said["export"]]
    assert len(test.main.get("download_button")) == 5


@both
def test_an_unknown_path_is_said_above_all_of_them(open_page: Open, lang: str) -> None:
    test, said = open_page("learn", lang, id="<b>nope"), SAID[lang]
    assert [words(info.value) for info in test.main.info] == [said["unknown"]]
    assert len(links(test, "learn")) == 1


@both
def test_no_paths(open_page: Open, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "paths", lambda _: {})
    assert [words(info.value) for info in open_page("learn", lang).main.info] == [SAID[lang]["empty"]]
