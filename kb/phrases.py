"""The closed sets as words: relations as sentences and headings, roles and facets as labels, in both languages."""

from __future__ import annotations

from typing import NamedTuple

from kb.model import Concept, Event, Facet, Lang, Level, Match, RelationType, Role, Text


class Phrase(NamedTuple):
    """``sentence`` has places for {a} (subject) and {b} (object); ``out`` heads objects, ``inverse`` heads subjects."""

    sentence: Text
    out: Text
    inverse: Text


_T = RelationType

PHRASES: dict[RelationType, Phrase] = {
    _T.PART_OF: Phrase(
        Text("{a} is part of {b}", "{a}是{b}的组成部分"), Text("part of", "属于"), Text("has part", "包含")
    ),
    _T.VARIANT_OF: Phrase(
        Text("{a} is a variant of {b}", "{a}是{b}的一种变体"),
        Text("variant of", "变体自"),
        Text("has variant", "变体有"),
    ),
    _T.BUILDS_ON: Phrase(
        Text("{a} builds on {b}", "{a}建立在{b}之上"), Text("builds on", "建立在"), Text("is built on by", "被用于")
    ),
    _T.ADDRESSES: Phrase(
        Text("{a} addresses {b}", "{a}针对{b}"), Text("addresses", "针对"), Text("is addressed by", "应对方法")
    ),
    _T.LEADS_TO: Phrase(
        Text("{a} leads to {b}", "{a}会导致{b}"), Text("leads to", "会导致"), Text("is brought about by", "起因")
    ),
    _T.PRESUPPOSES: Phrase(
        Text("{a} presupposes {b}", "{a}以{b}为前提"),
        Text("presupposes", "前提"),
        Text("is presupposed by", "是其前提"),
    ),
    _T.FAILURE_MODE_OF: Phrase(
        Text("{a} is a failure mode of {b}", "{a}是{b}的一种失效模式"),
        Text("failure mode of", "是其失效模式"),
        Text("has failure mode", "失效模式"),
    ),
    _T.EXPLAINS: Phrase(
        Text("{a} explains {b}", "{a}解释了{b}"), Text("explains", "解释"), Text("is explained by", "由此解释")
    ),
    _T.EVALUATES: Phrase(
        Text("{a} evaluates {b}", "{a}用于评测{b}"), Text("evaluates", "评测对象"), Text("is evaluated by", "评测方法")
    ),
    _T.CRITIQUES: Phrase(
        Text("{a} is a criticism of {b}", "{a}是对{b}的批评"),
        Text("criticises", "批评"),
        Text("is criticised by", "受到的批评"),
    ),
    _T.CONTRASTS_WITH: Phrase(
        Text("{a} contrasts with {b}", "{a}与{b}形成对照"),
        Text("contrasts with", "对照"),
        Text("contrasts with", "对照"),
    ),
    _T.REQUIRES: Phrase(
        Text("{a} is understood after {b}", "理解{a}须先了解{b}"),
        Text("learn first", "先学"),
        Text("unlocks", "之后可学"),
    ),
}
BROADER = Phrase(
    Text("{a} is narrower than {b}", "{a}是{b}的下位概念"), Text("broader", "上位概念"), Text("narrower", "下位概念")
)
ROLES: dict[Role, Text] = {
    Role.INTRODUCES: Text("introduces", "提出"),
    Role.DEFINES: Text("defines", "定义"),
    Role.FORMALISES: Text("formalises", "形式化"),
    Role.DEMONSTRATES: Text("demonstrates", "实证展示"),
    Role.EVALUATES: Text("evaluates", "评测"),
    Role.CRITIQUES: Text("criticises", "批评"),
    Role.SURVEYS: Text("surveys", "综述"),
    Role.DISCUSSES: Text("discusses", "讨论"),
}
"""A work — phrase — a concept."""

LEVELS: dict[Level, Text] = {
    Level.START_HERE: Text("start here", "入门"),
    Level.CORE: Text("core reading", "核心"),
    Level.ADVANCED: Text("advanced", "进阶"),
}
"""How much a must-know asks of its reader."""
EVENTS: dict[Event, Text] = {
    Event.COINED: Text("coined", "提出"),
    Event.FORMALISED: Text("formalised", "形式化"),
    Event.DEMONSTRATED: Text("demonstrated", "实证展示"),
    Event.CRITICISED: Text("criticised", "受到批评"),
}
"""The firsts in the life of a concept."""
MATCHES: dict[Match, Text] = {
    Match.EXACT: Text("exact", "完全对应"),
    Match.CLOSE: Text("close", "近似对应"),
    Match.BROAD: Text("ours is broader", "本站概念更宽"),
    Match.NARROW: Text("ours is narrower", "本站概念更窄"),
    Match.RELATED: Text("related", "相关"),
}
"""How one of our concepts matches an item of others."""
FACETS: dict[Facet, Text] = {
    Facet.FIELD: Text("field", "领域"),
    Facet.THESIS: Text("thesis", "论题"),
    Facet.PROBLEM: Text("problem", "问题"),
    Facet.PROPERTY: Text("property", "性质"),
    Facet.FAILURE_MODE: Text("failure mode", "失效模式"),
    Facet.RISK: Text("risk", "风险"),
    Facet.APPROACH: Text("approach", "方法"),
    Facet.COMPONENT: Text("component", "组成要素"),
    Facet.PHENOMENON: Text("phenomenon", "现象"),
    Facet.EVALUATION: Text("evaluation", "评测"),
    Facet.GOVERNANCE: Text("governance", "治理"),
    Facet.DIRECTION: Text("direction", "发展方向"),
}
"""What sort of thing a concept is, as readers see it."""


def sentence(phrase: Phrase, lang: Lang, a: str, b: str) -> str:
    """Return the phrase with both names in it, without a full stop."""
    return phrase.sentence.get(lang).format(a=a, b=b)


def tie(role: Role, concept: Concept, lang: Lang) -> str:
    """Say what a work does for a concept."""
    return f"{ROLES[role].get(lang)} {concept.pref_label.best(lang)}"


def heading(relation_type: RelationType, lang: Lang, *, inverse: bool) -> str:
    """Return the heading of one direction of a relation."""
    phrase = PHRASES[relation_type]
    return (phrase.inverse if inverse else phrase.out).get(lang)
