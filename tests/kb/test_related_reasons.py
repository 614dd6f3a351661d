import pytest

from kb.model import Lang, Level, Person, Role, Work
from kb.model.draft import Reference
from kb.related.reasons import flaw_reason, lack_reason, why
from kb.related.values import Flaw, Lack, Missing, Signal, Stance, Suggestion, Suspect
from kb.values import replace
from tests.kb.related_values import CUPS, KETTLE, LEAF, STEEPING, TEA, concept, suggestion, work

BARE = suggestion(TEA)
EN, ZH = Lang.EN, Lang.ZH


def test_all_that_speaks_for_a_work() -> None:
    found = replace(
        suggestion(TEA, Stance.INTRODUCES, STEEPING, CUPS),
        role=Role.FORMALISES,
        cosine=0.71,
        passage="Warm water",
        words=("oolong", "gaiwan"),
        beside=(LEAF,),
        cites=(LEAF, KETTLE),
        cited_by=(LEAF, KETTLE, TEA, work("4")),
    )
    assert why(found, EN) == (
        "Formalises Slow steeping, which your work is about; also on Porcelain cups; "
        "close in meaning (0.71) to “Warm water”; cited together with Leaf (2010); cites Leaf (2010) and Kettle; "
        "cited by Leaf (2010), Kettle and 2 more; shares rare words with your work: “oolong” and “gaiwan”."
    )
    assert why(found, ZH) == (
        "形式化慢泡（你的工作涉及此概念）；并涉及瓷杯；语义接近（0.71），相近的段落：“Warm water”；"
        "常与Leaf (2010)一同被引用；引用了Leaf (2010)和Kettle；被Leaf (2010)、Kettle等4项引用；"
        "与你的工作共有少见词：“oolong”和“gaiwan”。"
    )


@pytest.mark.parametrize(
    ("stance", "role", "en", "zh"),
    [
        (Stance.INTRODUCES, Role.DEFINES, "Defines Slow steeping", "定义慢泡"),
        (Stance.INTRODUCES, None, "Introduces Slow steeping", "提出慢泡"),
        (Stance.BUILDS_ON, None, "Builds on Slow steeping", "以慢泡为基础"),
        (Stance.BUILDS_ON, Role.DEMONSTRATES, "Demonstrates Slow steeping", "实证展示慢泡"),
        (Stance.CONTRASTS, None, "Contrasts with Slow steeping", "与慢泡形成对照"),
        (Stance.CRITIQUES, None, "Criticises Slow steeping", "批评慢泡"),
        (Stance.EVALUATES, None, "Evaluates Slow steeping", "评测慢泡"),
        (Stance.SURVEYS, None, "Surveys Slow steeping", "综述慢泡"),
        (Stance.DISCUSSES, None, "Discusses Slow steeping", "讨论慢泡"),
    ],
)
def test_what_it_does_for_the_concept(stance: Stance, role: Role | None, en: str, zh: str) -> None:
    found = replace(suggestion(TEA, stance, STEEPING), role=role)
    assert why(found, EN) == f"{en}, which your work is about."
    assert why(found, ZH) == f"{zh}（你的工作涉及此概念）。"


@pytest.mark.parametrize(
    ("found", "en", "zh"),
    [
        (BARE, "Shares words with your work.", "与你的工作用词相近。"),
        (
            replace(BARE, signals={Signal.CITATIONS: 0.3}),
            "Tied to what you cite by citations.",
            "与你引用的文献有引用关系。",
        ),
        (replace(BARE, signals={}), "Near to your work on the whole (0.50).", "总体上与你的工作相近（0.50）。"),
        (replace(BARE, cosine=0.2), "Distant in meaning (0.20).", "语义较远（0.20）。"),
        (replace(BARE, cosine=0.8), "Very close in meaning (0.80).", "语义非常接近（0.80）。"),
        (replace(BARE, cosine=0.2, beside=(LEAF,)), "Cited together with Leaf (2010).", "常与Leaf (2010)一同被引用。"),
    ],
)
def test_there_is_always_a_reason(found: Suggestion, en: str, zh: str) -> None:
    assert (why(found, EN), why(found, ZH)) == (en, zh)


def test_a_long_passage_is_cut_at_a_word() -> None:
    found = replace(BARE, cosine=0.6, passage="warm water " * 20)
    assert why(found, EN) == f"Close in meaning (0.60) to “{'warm water ' * 8} …”.".replace("  …", " …")
    chinese = replace(BARE, cosine=0.6, passage="茶" * 200)
    assert why(chinese, ZH) == f"语义接近（0.60），相近的段落：“{'茶' * 90} …”。"


def test_names_that_look_like_places_stay_as_they_are() -> None:
    hostile = suggestion(TEA, Stance.SURVEYS, concept("x", "{0} {b} %s"))
    assert why(hostile, EN) == "Surveys {0} {b} %s, which your work is about."


@pytest.mark.parametrize(
    ("lack", "role", "level", "en", "zh"),
    [
        (
            Lack.MUST_KNOW,
            Role.INTRODUCES,
            Level.START_HERE,
            "Introduces Slow steeping and is a must-know on it (start here); you do not cite it.",
            "提出慢泡，是该概念的必读文献（入门）；你没有引用。",
        ),
        (
            Lack.MUST_KNOW,
            Role.DEMONSTRATES,
            None,
            "Demonstrates Slow steeping and is a must-know on it; you do not cite it.",
            "实证展示慢泡，是该概念的必读文献；你没有引用。",
        ),
        (
            Lack.SURVEY,
            Role.SURVEYS,
            None,
            "A survey that covers Slow steeping; you do not cite it.",
            "涵盖慢泡的综述；你没有引用。",
        ),
        (
            Lack.CRITICISM,
            Role.CRITIQUES,
            Level.CORE,
            "Criticises Slow steeping; you do not cite it.",
            "批评慢泡；你没有引用。",
        ),
    ],
)
def test_why_a_work_is_missed(lack: Lack, role: Role, level: Level | None, en: str, zh: str) -> None:
    missing = Missing(STEEPING, TEA, lack, role, level)
    assert (lack_reason(missing, EN), lack_reason(missing, ZH)) == (en, zh)


def test_a_work_that_speaks_of_a_problem_is_not_called_a_critic() -> None:
    missing = Missing(STEEPING, TEA, Lack.CRITICISM, Role.DEMONSTRATES, Level.CORE, CUPS)
    en, zh = lack_reason(missing, EN), lack_reason(missing, ZH)
    assert en == "Demonstrates Porcelain cups, which speaks against Slow steeping; you do not cite it."
    assert zh == "实证展示瓷杯，而这一概念不利于慢泡；你没有引用。"


MINE = Reference(replace(TEA, title="Fast tea", year=None, authors=tuple(Person(f"P{n}") for n in range(4))), "mine")


@pytest.mark.parametrize(
    ("flaw", "found", "other", "en", "zh"),
    [
        (
            Flaw.OTHER_TITLE,
            TEA,
            "",
            "The title differs from the library's; “Fast tea” in your list, “Slow tea” in the library.",
            "标题与本库不符；你的文献表中为“Fast tea”，本库中为“Slow tea”。",
        ),
        (
            Flaw.OTHER_AUTHORS,
            TEA,
            "",
            "The authors differ from the library's; P0, P1 and 2 more in your list, Pia Pot in the library.",
            "作者与本库不符；你的文献表中为P0、P1等4项，本库中为Pia Pot。",
        ),
        (
            Flaw.OTHER_YEAR,
            TEA,
            "",
            "The year differs from the library's; none in your list, 2010 in the library.",
            "年份与本库不符；你的文献表中为无，本库中为2010。",
        ),
        (
            Flaw.DUPLICATE,
            None,
            "mine2",
            "The same work stands twice in your list; the other entry is “mine2”.",
            "同一文献在你的文献表中出现两次；另一条目为“mine2”。",
        ),
        (
            Flaw.SUPERSEDED,
            LEAF,
            "",
            "There is a later version; “Leaves” Leaf (2010).",
            "已有更新的版本；“Leaves” Leaf (2010)。",
        ),
        (Flaw.RETRACTED, None, "", "The work was retracted.", "该文献已被撤回。"),
        (
            Flaw.NOT_IN_LIST,
            None,
            "mine",
            "Your text cites it, but your list has no such entry; the nearest entry is “mine”.",
            "正文引用了它，但文献表中没有这一条目；最接近的条目为“mine”。",
        ),
        (
            Flaw.NOT_CITED,
            None,
            "",
            "It stands in your list, but your text does not cite it.",
            "文献表中有此条目，但正文没有引用。",
        ),
        (Flaw.OTHER_TITLE, None, "", "The title differs from the library's.", "标题与本库不符。"),
    ],
)
def test_what_is_wrong_with_an_entry(flaw: Flaw, found: Work | None, other: str, en: str, zh: str) -> None:
    suspect = Suspect("mine", flaw, MINE, found, other)
    assert (flaw_reason(suspect, EN), flaw_reason(suspect, ZH)) == (en, zh)


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("flaw", list(Flaw))
def test_an_entry_of_which_nothing_is_known_has_a_reason(flaw: Flaw, lang: Lang) -> None:
    assert len(flaw_reason(Suspect("k", flaw), lang)) > 5
