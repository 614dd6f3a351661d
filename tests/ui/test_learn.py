"""The learning paths over the invented data."""

from __future__ import annotations

import pytest
import streamlit as st

from kb.model import Lang
from tests.fakes import ROOT
from tests.ui.conftest import Open
from tests.ui.prose import captions, linked, prose, words
from tests.ui.reading import links
from ui import layers, learn_known

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
        at = shown.index(f"## {place}\u2002{concept}")
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


KNOWN = {
    "en": {
        "progress": "1 of 3 steps known",
        "left": "Still to read: 2 papers, about 1.5 hours",
        "next": ("Builds on Tea craft\nOpens the way to 1 more, directly or further on", "about 10 hours"),
        "all": "Nothing is left: you know every concept.",
    },
    "zh": {
        "progress": "已掌握 1/3 步",
        "left": "待读：2 篇文献，约 1.5 小时",
        "next": ("建立在 茶艺\n由此可继续学习 1 个概念（直接或间接）", "约 10 小时"),
        "all": "所有概念都已掌握，没有剩下的了。",
    },
}


@both
def test_progress_is_that_of_the_address(open_page: Open, lang: str) -> None:
    test, said = open_page("learn", lang, id=PATH, known=["tea", "nope"]), KNOWN[lang]
    assert [bar.proto.text for bar in test.main.get("progress")] == [said["progress"]]
    assert said["left"] in captions(test)
    assert [box.value for box in test.checkbox] == [True, False, False]
    test.checkbox[1].check().run()
    assert test.query_params["known"] == ["tea", "steeping"]
    assert links(test, "learn") == [(SAID[lang]["all"], f"known=tea&known=steeping&lang={lang}")]
    test.checkbox[0].uncheck().run()
    assert test.query_params["known"] == "steeping"
    test.checkbox[1].uncheck().run()
    assert "known" not in test.query_params
    assert [box.value for box in test.checkbox] == [False, False, False]


@both
def test_progress_goes_along_within_a_session(open_page: Open, lang: str) -> None:
    test = open_page("learn", lang, known="tea")
    assert f"{SAID[lang]['size']} · {KNOWN[lang]['progress']}" in captions(test)
    assert links(test, "learn") == [(SAID[lang]["path"], f"id={PATH}&known=tea&lang={lang}")]
    del test.query_params["known"]
    test.query_params["id"] = "cup"
    test.switch_page(str(ROOT / "ui" / "pages" / "concept.py")).run()
    (found,) = links(test, "learn")
    assert found[1] == f"view=next&known=tea&known=cup&lang={lang}"
    navigation = {link.proto.page: link.proto.query_string for link in test.sidebar.get("page_link")}
    assert (navigation["learn"], navigation["search"]) == (f"known=tea&lang={lang}", f"lang={lang}")


@both
def test_what_can_be_read_next(open_page: Open, lang: str) -> None:
    test, (needs, about) = open_page("learn", lang, view="next"), KNOWN[lang]["next"]
    assert [link.id for link in linked(test)] == ["tea", "url:https://example.org/tea", "cup"]
    assert any(text.endswith(about) for text in prose(test))
    test.checkbox[0].check().run()
    assert test.query_params["known"] == "tea"
    assert test.multiselect[0].value == ["tea"]
    assert [link.id for link in linked(test) if link.id != "tea"] == ["steeping", "bitterness", "cup"]
    assert needs in prose(test)
    test.multiselect[0].set_value(["ceremony", "bitterness", "cup"]).run()
    assert test.query_params["known"] == ["ceremony", "bitterness", "cup"]
    assert KNOWN[lang]["all"] in captions(test)
    assert not test.exception


@pytest.mark.parametrize(
    ("minutes", "en", "zh"),
    [
        (4, "5 minutes", "5 分钟"),
        (36, "40 minutes", "40 分钟"),
        (60, "1 hour", "1 小时"),
        (90, "1.5 hours", "1.5 小时"),
        (170, "3 hours", "3 小时"),
        (200, "3 hours", "3 小时"),
        (1036, "17 hours", "17 小时"),
    ],
)
def test_times_in_words(minutes: int, en: str, zh: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for lang, said in ((Lang.EN, en), (Lang.ZH, zh)):
        monkeypatch.setitem(st.session_state, "lang", lang.value)
        assert learn_known.duration(minutes) == said
