"""Markdown and plain text as drafts, English and Chinese."""

import pytest

from ingest.draft import pasted, read
from ingest.draft.marks import Marks
from kb.model.draft import Draft

MARKDOWN = """---
title: "Slow Tea: a Survey"
bibliography: tea.bib
---

# Introduction

Tea is **slow** [see @kettle2010, pp. 3-5; also @pot:2009]. As @leaf_2008 [p. 7] writes, it is
[old](https://arxiv.org/abs/1001.00001v2), see <https://doi.org/10.9999/tea> and again [-@kettle2010].
Write to kim@tea.org.[^1] It costs $x^2$ leaves.

<!-- Nobody reads [@hidden]
and this neither. -->

```python
@decorator
def steep(): "[@code]"
```

Inline `@code2` is code. \\citep[p.~3]{natbib2020, other2021}

[^1]: A note cites @note2011.

## References

Kettle, K. and Pot, P. (2010). Slow leaves. Tea Days.
"""


def listed(draft: Draft) -> list[tuple[str, int, str]]:
    return [(one.citekey, one.line, one.work.title) for one in draft.references]


def test_markdown() -> None:
    draft = read("tea.md", MARKDOWN.encode())
    assert draft.title == "Slow Tea: a Survey"
    assert draft.cited == (
        *("kettle2010", "pot:2009", "leaf_2008", "arxiv:1001.00001", "doi:10.9999/tea"),
        *("natbib2020", "other2021", "note2011"),
    )
    assert draft.text == (
        "Introduction\n\n"
        "Tea is slow. As writes, it is old, see and again. Write to kim@tea.org. It costs leaves.\n\n"
        "Inline code2 is code.\n\n"
        "A note cites."
    )
    assert listed(draft) == [("kettle2010slow", 26, "Slow leaves")]
    assert draft.failures == ()


CHINESE = """# 慢泡综述

## 1 引言

慢泡茶由叶小茶等人（2010）提出，后来的研究（李水，2009；Kettle and Pot, 2008）改进了它。
参见@kettle2010的工作[@王三2011]。
另见 [3]。

## 参考文献

[1] 叶小茶, 李水, 等. 慢泡综述[J]. 茶学报, 2010, 3(1).
[2] 李水. 冷泡[J]. 茶学报, 2009.
[3] Kettle K, Pot P. Slow tea[J]. Journal of Tea, 2008.
[4] 这里没有年份
"""


def test_chinese_markdown() -> None:
    draft = read("茶.md", CHINESE.encode())
    assert draft.title == "慢泡综述"
    assert [(one.citekey, one.work.title) for one in draft.references] == [
        ("叶小茶2010", "慢泡综述"),
        ("李水2009", "冷泡"),
        ("kettle2008slow", "Slow tea"),
    ]
    keys = tuple(one.citekey for one in draft.references)
    assert draft.cited == (keys[0], keys[1], keys[2], "kettle2010", "王三2011")
    assert draft.text.startswith("引言\n\n慢泡茶由叶小茶等人（2010）提出")
    assert draft.text.endswith("参见的工作。另见 [3]。")
    assert [(failure.line, failure.raw) for failure in draft.failures] == [(14, "[4] 这里没有年份")]


PLAIN = """Slow tea and its friends

Tea is slow (Kettle et al., 2010; Pot, 2009a). Pot (2009b) disagrees, and so does Smith (1999).

References

Kettle, K., Leaf, L., & Pot, P. (2010). Slow tea. Journal of Tea, 3(1), 1-9. https://arxiv.org/abs/1001.00001

Pot, P. (2009a). Cups. Tea Press.

Pot, P. (2009b). Cans. Tea Press.
"""


def test_author_and_year_in_plain_text() -> None:
    draft = read("tea.txt", PLAIN.encode())
    assert (draft.title, draft.cited) == (
        "Slow tea and its friends",
        ("kettle2010slow", "pot2009cups", "pot2009cans"),
    )
    assert draft.text == (
        "Tea is slow (Kettle et al., 2010; Pot, 2009a). Pot (2009b) disagrees, and so does Smith (1999)."
    )
    assert listed(draft) == [("kettle2010slow", 7, "Slow tea"), ("pot2009cups", 9, "Cups"), ("pot2009cans", 11, "Cans")]


def test_two_works_of_one_name_and_year_are_not_told_apart() -> None:
    text = "Tea is slow (Pot, 2009).\n\n# References\n\nPot, P. (2009). Cups. Tea.\n\nPot, P. (2009). Cans. Tea.\n"
    assert pasted(text).cited == ()


def test_entries_of_one_key_get_numbers() -> None:
    text = "Tea.\n\n# References\n\nPot, P. (2009). Cups of tea. Tea.\n\nPot, P. (2009). Cups of coffee. Tea.\n"
    assert [one.citekey for one in pasted(text).references] == ["pot2009cups", "pot2009cups-2"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A single sentence about tea.", ""),
        ("Tea is slow.\n\nIt is old.", ""),
        ("Abstract\n\nTea is slow.", ""),
        ("# Tea\n\nTea is slow.", "Tea"),
        ("Slow tea\n\nTea is slow.", "Slow tea"),
        ("## 2.1 Leaves\n\nTea is slow.", ""),
        ("Tea\nis slow\n\nand so on", ""),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert pasted(text).title == title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@a]", ["a"]),
        ("[@a; @b2, p. 3]", ["a", "b2"]),
        ("@{https://e.org/x}", ["https://e.org/x"]),
        ("see @doe99.", ["doe99"]),
        ("@doe99; @Foo-Bar.7: x", ["doe99", "Foo-Bar.7"]),
        ("[-@müller20]", ["müller20"]),
        ("张三@李四2020的", ["李四2020"]),
        ("a@b.org, x.@y, \\@z, https://e.org/@medium", []),
        ("@article{key, title = {T}}", []),
        ("[link @home](https://e.org)", ["home"]),
    ],
)
def test_pandoc_keys(text: str, expected: list[str]) -> None:
    marks = Marks()
    assert [key for _, key in marks.found(marks.pandoc(text))] == expected


def test_a_very_long_text_is_read_from_its_beginning() -> None:
    draft = pasted("Tea is slow. " * 80_000)
    assert [failure.reason for failure in draft.failures] == [
        "longer than 1,000,000 letters; only the beginning is read"
    ]
    assert draft.text.startswith("Tea is slow. Tea is slow.")
