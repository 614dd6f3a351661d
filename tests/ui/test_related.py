"""The page of related work over the invented data: what is brought, what it is about, what to read."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from kb.model import Lang
from tests.ui.conftest import Open
from tests.ui.prose import captions, linked, prose, words
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
NAMES = {
    "en": ("Slow steeping", "Introduces Slow steeping, which your work is about."),
    "zh": ("慢泡", "提出慢泡（你的工作涉及此概念）。"),
}
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
    """Return the parameters besides the language, each as a list."""
    names = sorted({*test.query_params} - {"lang"})
    return {name: list(value) if isinstance(value := test.query_params[name], list) else [value] for name in names}


def topics(test: AppTest) -> dict[str, int]:
    """Return the concepts that the input is about, with their percent."""
    bars = [bar.proto for bar in test.main.get("progress")]
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


@both
def test_a_text_is_read_by_its_concepts(open_page: Open, lang: str) -> None:
    test = bring(open_page("related", lang), lang, TEXT)
    name, said = NAMES[lang]
    assert topics(test) == {f"{name} 85%": 84}
    assert read(test) == [KETTLE, AGAINST, TEA]
    assert "“Slow steeping of leaves in warm water makes tea less bitter.”" in prose(test)
    assert said in "\n".join(prose(test))
    assert address(test) == {}  # what is pasted stays in the session


@both
def test_a_concept_is_struck_taken_back_and_added(open_page: Open, lang: str) -> None:
    test = bring(open_page("related", lang), lang, TEXT)
    name, said = NAMES[lang]
    press(test, say(lang, "related.strike", label=name))
    assert address(test) == {"without": ["steeping"]}
    assert topics(test) == {}
    assert said not in "\n".join(prose(test))
    assert say(lang, "related.struck") in captions(test)
    assert say(lang, "related.topics.none") not in captions(test)  # one was found, and struck
    assert "" not in prose(test)  # no legend of no colours
    press(test, name)
    assert (address(test), [*topics(test)]) == ({}, [f"{name} 85%"])
    test.selectbox[0].select("cup").run()
    assert address(test) == {"concept": ["cup"]}
    cup = {"en": "Porcelain cup added by you", "zh": "瓷杯 由你补充"}[lang]
    assert topics(test) == {cup: 100, f"{name} 85%": 84}
    press(test, say(lang, "related.strike", label=cup.split(" added")[0].split(" 由")[0]))
    assert (address(test), [*topics(test)]) == ({}, [f"{name} 85%"])  # what was added by hand is only taken out


@both
def test_a_list_is_recognised_checked_and_its_gaps_are_named(open_page: Open, lang: str) -> None:
    test = bring(open_page("related", lang, tab="missing"), lang, "", ("mine.bib", BIB.encode()))
    assert [*topics(test)] == [f"{NAMES[lang][0]} 100%"]
    assert say(lang, "related.listed", count=2, have=1) in captions(test)
    assert [words(button.label) for button in test.button][1] == "mine.bib"
    lack = {"en": "Criticises Slow steeping; you do not cite it.", "zh": "批评慢泡；你没有引用。"}[lang]
    assert prose(test)[-1].splitlines() == ["Against slow steeping", "Pia Pot · 2015", lack]
    assert [words(part.label) for part in test.expander] == [say(lang, "related.failures", count=1)]
    failure = {
        "en": "- mine.bib, line 4: bad: the entry has no title; add a field title",
        "zh": "- mine.bib，第 4 行：bad：条目没有标题；请添加 title 字段",
    }[lang]
    assert failure in prose(test)

    test.query_params["tab"] = "check"
    test.run()
    checked = prose(test)[-2].splitlines()
    assert (
        checked[:2]
        == {
            "en": [
                "mine:slow Slow steeping with SST: a résumé line 1",
                "The year differs from the library's; 1999 in your list, 2010 in the library.",
            ],
            "zh": [
                "mine:slow Slow steeping with SST: a résumé 第 1 行",
                "年份与本库不符；你的文献表中为1999，本库中为2010。",
            ],
        }[lang]
    )
    entries = [
        "- mine:slow Slow steeping with SST: a résumé",
        f"- other A work of nobody's {say(lang, 'related.not_here')}",
    ]
    assert prose(test)[-1].splitlines() == entries
    press(test, "mine.bib")  # takes it out
    assert say(lang, "related.silent") in captions(test)
    assert [header.value for header in test.main.header][1] == say(lang, "related.try")


@both
def test_the_list_in_groups(open_page: Open, lang: str) -> None:
    headings = {
        "concept": {"en": ["Slow steeping", "Other"], "zh": ["慢泡", "其他"]},
        "stance": {"en": ["Where it comes from", "Surveys"], "zh": ["提出与定义", "综述"]},
    }
    for group, expected in headings.items():
        test = open_page("related", lang, work=[AGAINST], group=group)
        assert [words(header.value) for header in test.main.subheader] == expected[lang]
        assert read(test)[-2:] == [KETTLE, TEA]
        assert AGAINST not in read(test)[-2:]


@both
def test_papers_by_their_identifiers(open_page: Open, lang: str) -> None:
    test = bring(open_page("related", lang), lang, "https://arxiv.org/abs/1001.00001\n1502.00002\n10.9999/nothing")
    assert address(test) == {"work": [KETTLE, AGAINST]}
    unknown = say(lang, "related.unknown", refs="doi:10.9999/nothing")
    assert [words(warning.value) for warning in test.warning] == [unknown]
    assert read(test)[-1] == TEA
    press(test, "Against slow steeping (2015)")
    assert address(test) == {"work": [KETTLE]}
    test.text_input[0].set_value("tea for everyone").run()
    press(test, "Tea for Everyone Leaf & O'Pot (2001)")
    assert address(test) == {"work": [KETTLE, TEA]}
    press(test, say(lang, "related.forget"))
    assert address(test) == {}


@both
def test_hostile_text_is_shown_as_text(open_page: Open, lang: str) -> None:
    name = "<b>*x*.bib"
    bib = "@misc{<i>[k](javascript:x), title = {<script>alert(1)</script> $x$ :red[y]}, year = {2001}}"
    test = bring(open_page("related", lang, tab="check"), lang, HOSTILE, (name, bib.encode()))
    shown = prose(test)
    assert any("<script>alert(1)</script> $x$ :red[y]" in line for line in shown)
    raw = "\n".join(element.value for element in test.main.markdown)
    assert "[x](javascript" not in raw
    assert "\u202e" not in raw
    assert not any(label in raw for label in (" $x$", " :red[y]"))
    assert name in [words(button.label) for button in test.button]


def test_chinese_readers_are_addressed_in_one_way() -> None:
    assert [
        key for key, text in table(Lang.ZH).items() if "您" in text
    ] == []  # 你 everywhere, as the reasons of kb have it
