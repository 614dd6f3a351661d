"""Why a work is suggested or missed and what is wrong with an entry, as sentences of text in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kb.bands import Band, band
from kb.model import Concept, Lang, Role, Text, Work
from kb.phrases import LEVELS, ROLES
from kb.related.values import Flaw, Lack, Missing, Signal, Stance, Suggestion, Suspect

_MOST, _PASSAGE = 2, 90  # names in a row; characters of a passage

_STANCES: dict[Stance, Text] = {
    Stance.INTRODUCES: Text("introduces {}", "提出{}"),
    Stance.BUILDS_ON: Text("builds on {}", "以{}为基础"),
    Stance.CONTRASTS: Text("contrasts with {}", "与{}形成对照"),
    Stance.CRITIQUES: Text("criticises {}", "批评{}"),
    Stance.EVALUATES: Text("evaluates {}", "评测{}"),
    Stance.SURVEYS: Text("surveys {}", "综述{}"),
    Stance.DISCUSSES: Text("discusses {}", "讨论{}"),
}
_BANDS: dict[Band, Text] = {
    Band.NEAR_SAME: Text("very close in meaning ({:.2f})", "语义非常接近（{:.2f}）"),
    Band.CLOSE: Text("close in meaning ({:.2f})", "语义接近（{:.2f}）"),
    Band.RELATED: Text("related in meaning ({:.2f})", "语义相关（{:.2f}）"),
    Band.DISTANT: Text("distant in meaning ({:.2f})", "语义较远（{:.2f}）"),
}
_SIGNALS: dict[Signal, Text] = {
    Signal.SENSE: Text("near to your work in meaning", "语义上与你的工作相近"),
    Signal.WORDS: Text("shares words with your work", "与你的工作用词相近"),
    Signal.CONCEPTS: Text("shares concepts with your work", "与你的工作涉及相同的概念"),
    Signal.CITATIONS: Text("tied to what you cite by citations", "与你引用的文献有引用关系"),
}
_RIVALS: dict[Stance, Text] = {
    Stance.CONTRASTS: Text("is about {}, which contrasts with what your work is about", "涉及{}，与你的工作形成对照"),
    Stance.CRITIQUES: Text(
        "is about {}, which criticises what your work is about", "涉及{}，对你的工作所涉概念提出批评"
    ),
}
_ABOUT = Text(", which your work is about", "（你的工作涉及此概念）")
_ALSO = Text("also on {}", "并涉及{}")
_TO = Text(" to “{}”", "，相近的段落：“{}”")
_BESIDE = Text("cited together with {}", "常与{}一同被引用")
_CITES = Text("cites {}", "引用了{}")
_CITED_BY = Text("cited by {}", "被{}引用")
_WORDS = Text("shares rare words with your work: {}", "与你的工作共有少见词：{}")
_WHOLE = Text("near to your work on the whole ({:.2f})", "总体上与你的工作相近（{:.2f}）")
_AND = Text(" and ", "和")
_COMMA = Text(", ", "、")
_MORE = Text("{} and {} more", "{}等{}项")
_LACKS: dict[Lack, Text] = {
    Lack.MUST_KNOW: Text("{} and is a must-know on it{}; you do not cite it", "{}，是该概念的必读文献{}；你没有引用"),
    Lack.SURVEY: Text("a survey that covers {}; you do not cite it", "涵盖{}的综述；你没有引用"),
    Lack.CRITICISM: Text("criticises {}; you do not cite it", "批评{}；你没有引用"),
}
_PROBLEM = Text("{}, which speaks against {}; you do not cite it", "{}，而这一概念不利于{}；你没有引用")
_LEVEL = Text(" ({})", "（{}）")
_FLAWS: dict[Flaw, Text] = {
    Flaw.OTHER_TITLE: Text("the title differs from the library's", "标题与本库不符"),
    Flaw.OTHER_AUTHORS: Text("the authors differ from the library's", "作者与本库不符"),
    Flaw.OTHER_IDENTIFIER: Text("the identifier is that of another work", "标识符属于另一文献"),
    Flaw.OTHER_YEAR: Text("the year differs from the library's", "年份与本库不符"),
    Flaw.DUPLICATE: Text("the same work stands twice in your list", "同一文献在你的文献表中出现两次"),
    Flaw.SUPERSEDED: Text("there is a later version", "已有更新的版本"),
    Flaw.RETRACTED: Text("the work was retracted", "该文献已被撤回"),
    Flaw.NOT_IN_LIST: Text(
        "your text cites it, but your list has no such entry", "正文引用了它，但文献表中没有这一条目"
    ),
    Flaw.NOT_CITED: Text("it stands in your list, but your text does not cite it", "文献表中有此条目，但正文没有引用"),
}
_DIFFERS = Text("{} in your list, {} in the library", "你的文献表中为{}，本库中为{}")
_NOTHING = Text("none", "无")
_OTHER: dict[Flaw, Text] = {
    Flaw.DUPLICATE: Text("the other entry is {}", "另一条目为{}"),
    Flaw.NOT_IN_LIST: Text("the nearest entry is {}", "最接近的条目为{}"),
}


def why(suggestion: Suggestion, lang: Lang) -> str:
    """Say why a work is suggested, as a sentence of text; there is always a reason."""
    told = [*_ties(suggestion, lang), *filter(None, _nearness(suggestion, lang))]
    return _sentence(told or [_at_least(suggestion, lang)], lang)


def lack_reason(missing: Missing, lang: Lang) -> str:
    """Say why a work is missed, as a sentence of text."""
    said = _LACKS[missing.lack].get(lang)
    if missing.rival:
        does = _does(missing.role, missing.rival, lang)
        return _sentence((_PROBLEM.get(lang).format(does, missing.concept.pref_label.best(lang)),), lang)
    if missing.lack is not Lack.MUST_KNOW:
        return _sentence((said.format(missing.concept.pref_label.best(lang)),), lang)
    level = _LEVEL.get(lang).format(LEVELS[missing.level].get(lang)) if missing.level else ""
    return _sentence((said.format(_does(missing.role, missing.concept, lang), level),), lang)


def flaw_reason(suspect: Suspect, lang: Lang) -> str:
    """Say what is wrong with an entry, as a sentence of text."""
    pieces = [_FLAWS[suspect.flaw].get(lang)]
    if suspect.reference and suspect.found and suspect.flaw in _TOLD:
        told = _TOLD[suspect.flaw]
        sides = (told(work, lang) or _NOTHING.get(lang) for work in (suspect.reference.work, suspect.found))
        pieces.append(_DIFFERS.get(lang).format(*sides))
    elif suspect.found:
        pieces.append(f"{_quoted(suspect.found.title)} {suspect.found.byline()}")
    if suspect.other and suspect.flaw in _OTHER:
        pieces.append(_OTHER[suspect.flaw].get(lang).format(_quoted(suspect.other)))
    return _sentence(pieces, lang)


def _ties(suggestion: Suggestion, lang: Lang) -> Iterator[str]:
    """Yield what the work does for the first concept, and which other ones it is about."""
    if suggestion.rival:
        yield _RIVALS[suggestion.stance].get(lang).format(suggestion.rival.pref_label.best(lang))
    if not suggestion.concepts:
        return
    first, *others = (concept.pref_label.best(lang) for concept in suggestion.concepts)
    if suggestion.role:
        does = _does(suggestion.role, suggestion.concepts[0], lang)
    else:
        does = _STANCES[Stance.DISCUSSES if suggestion.rival else suggestion.stance].get(lang).format(first)
    yield does + _ABOUT.get(lang)
    if others:
        yield _ALSO.get(lang).format(_listed(others, lang))


def _does(role: Role, concept: Concept, lang: Lang) -> str:
    return f"{ROLES[role].get(lang)}{'' if lang is Lang.ZH else ' '}{concept.pref_label.best(lang)}"


def _nearness(suggestion: Suggestion, lang: Lang) -> Iterator[str]:
    """Yield how near the work is in sense, whom it is cited with, and which rare words it shares."""
    if suggestion.cosine is not None and band(suggestion.cosine) is not Band.DISTANT:
        yield _sense(suggestion.cosine, suggestion.passage, lang)
    for phrase, works in (
        (_BESIDE, suggestion.beside),
        (_CITES, suggestion.cites),
        (_CITED_BY, suggestion.cited_by),
    ):
        yield phrase.get(lang).format(_listed([work.byline() for work in works], lang)) if works else ""
    words = [_quoted(word) for word in suggestion.words]
    yield _WORDS.get(lang).format(_listed(words, lang)) if words else ""


def _at_least(suggestion: Suggestion, lang: Lang) -> str:
    """Return the strongest signal of a work that nothing else speaks for."""
    if suggestion.cosine is not None:
        return _sense(suggestion.cosine, suggestion.passage, lang)
    strongest = max(suggestion.signals, key=lambda signal: suggestion.signals[signal], default=None)
    return _SIGNALS[strongest].get(lang) if strongest else _WHOLE.get(lang).format(suggestion.score)


def _sense(cosine: float, passage: str, lang: Lang) -> str:
    near = _BANDS[band(cosine)].get(lang).format(cosine)
    short = passage if len(passage) <= _PASSAGE else f"{passage[:_PASSAGE].rpartition(' ')[0] or passage[:_PASSAGE]} …"
    return near + _TO.get(lang).format(short) if passage else near


def _listed(names: Sequence[str], lang: Lang) -> str:
    """Return the first names in a row, and how many more there are."""
    if len(names) > _MOST + 1:
        row = _COMMA.get(lang).join(names[:_MOST])
        return _MORE.get(lang).format(row, len(names) - _MOST if lang is Lang.EN else len(names))
    return _AND.get(lang).join(filter(None, (_COMMA.get(lang).join(names[:-1]), names[-1])))


def _quoted(text: str) -> str:
    return f"“{text}”"


def _sentence(pieces: Iterable[str], lang: Lang) -> str:
    said = ("；" if lang is Lang.ZH else "; ").join(pieces)
    return f"{said[0].upper()}{said[1:]}{'。' if lang is Lang.ZH else '.'}"


def _title(work: Work, lang: Lang) -> str:
    return _quoted(work.title)


def _people(work: Work, lang: Lang) -> str:
    return _listed(work.names(), lang) if work.authors else ""


def _year(work: Work, lang: Lang) -> str:
    return str(work.year or "")


_TOLD = {Flaw.OTHER_TITLE: _title, Flaw.OTHER_AUTHORS: _people, Flaw.OTHER_YEAR: _year}
"""What of the entry and of the work is set side by side."""
