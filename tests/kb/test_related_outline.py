from kb.model import Lang, Level, Role
from kb.model.draft import Reference
from kb.related.outline import STANCES, outline
from kb.related.values import Flaw, Lack, Missing, Related, Stance, Suspect, Topic
from tests.kb.related_values import CUPS, KETTLE, LEAF, STEEPING, TEA, concept, suggestion, work

RELATED = Related(
    topics=(Topic(CUPS, 0.4), Topic(STEEPING, 0.9)),
    known=(),
    results=(
        suggestion(TEA, Stance.DISCUSSES, CUPS, STEEPING),
        suggestion(LEAF, Stance.INTRODUCES, concept("elsewhere"), STEEPING),
        suggestion(work("4", "Warm water"), Stance.DISCUSSES, STEEPING),
        suggestion(KETTLE, Stance.SURVEYS),
        suggestion(TEA, Stance.DISCUSSES, STEEPING),
    ),
    missing=(
        Missing(CUPS, TEA, Lack.SURVEY, Role.SURVEYS),
        Missing(STEEPING, LEAF, Lack.MUST_KNOW, Role.DEFINES, Level.CORE),
    ),
    suspect=(
        Suspect("mine", Flaw.NOT_CITED, Reference(TEA, "mine")),
        Suspect("", Flaw.RETRACTED, Reference(LEAF)),
        Suspect("gone", Flaw.NOT_IN_LIST),
    ),
)

ENGLISH = """\
# Related work

## Slow steeping

### Where it comes from

- **Leaves**, Leaf (2010) [@leaf] — Introduces Elsewhere, which your work is about; also on Slow steeping.

### What discusses it

- **Warm water**, Pot (2010) — Discusses Slow steeping, which your work is about.

## Porcelain cups

### What discusses it

- **Slow tea**, Pot (2010) [@{päte}] — Discusses Porcelain cups, which your work is about; also on Slow steeping.

## Other

### Surveys

- **Kettles**, Kettle — Shares words with your work.

## Missing

### Slow steeping

- **Leaves**, Leaf (2010) [@leaf] — Defines Slow steeping and is a must-know on it (core reading); you do not cite it.

### Porcelain cups

- **Slow tea**, Pot (2010) [@{päte}] — A survey that covers Porcelain cups; you do not cite it.

## Check these entries

- **mine**: Slow tea — It stands in your list, but your text does not cite it.
- Leaves — The work was retracted.
- **gone** — Your text cites it, but your list has no such entry.
"""


def test_the_outline() -> None:
    assert outline(RELATED, {"1": "päte", "2": "leaf"}, Lang.EN) == ENGLISH.replace("{päte}", "päte")


def test_the_outline_in_chinese() -> None:
    lines = outline(RELATED, {"1": "tea"}, Lang.ZH).splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        *("# 相关工作", "## 慢泡", "### 提出与定义", "### 讨论", "## 瓷杯", "### 讨论", "## 其他", "### 综述"),
        *("## 缺少的文献", "### 慢泡", "### 瓷杯", "## 请核对这些条目"),
    ]
    assert lines[lines.index("## 瓷杯") + 4] == (
        "- **Slow tea**, Pot (2010) [@tea] — 讨论瓷杯（你的工作涉及此概念）；并涉及慢泡。"
    )


def test_nothing_to_say() -> None:
    assert outline(Related((), (), (), (), ()), {}, Lang.EN) == "# Related work\n"


def test_hostile_text_is_text() -> None:
    title = "**x** [a](javascript:b) <b>&amp;\n# `c` $d$ https://e.example [@evil]"
    name = concept("h", "# H {#id}\n- *x*")
    hostile = work("1", title, "_O_")
    made = outline(
        Related(
            (Topic(name, 0.5),),
            (),
            (suggestion(hostile, Stance.SURVEYS, name),),
            (Missing(name, hostile, Lack.SURVEY, Role.SURVEYS),),
            (Suspect("*k*", Flaw.OTHER_TITLE, Reference(hostile, "*k*"), hostile),),
        ),
        {"1": "a b]"},
        Lang.EN,
    )
    safe = "\\*\\*x\\*\\* \\[a\\](javascript:b) \\<b\\>\\&amp; \\# \\`c\\` \\$d\\$ https\\://e.example \\[\\@evil\\]"
    label = "\\# H \\{\\#id\\} - \\*x\\*"
    assert made.splitlines()[2::2] == [
        f"## {label}",
        "### Surveys",
        f"- **{safe}**, \\_O\\_ (2010) [@{{a b\\]}}] — Surveys {label}, which your work is about.",
        "## Missing",
        f"### {label}",
        f"- **{safe}**, \\_O\\_ (2010) [@{{a b\\]}}] — A survey that covers {label}; you do not cite it.",
        "## Check these entries",
        f"- **\\*k\\***: {safe} — The title differs from the library's; “{safe}” in your list, "
        f"“{safe}” in the library.",
    ]


def test_every_stance_has_a_heading() -> None:
    assert [*STANCES] == list(Stance)
