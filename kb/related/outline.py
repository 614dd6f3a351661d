"""The outline of a related-work section as Markdown: what to cite and why, what is missing, what to check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kb.markdown import cite, text
from kb.model import Lang, Text, Work
from kb.related.reasons import flaw_reason, lack_reason, why
from kb.related.values import Missing, Related, Stance, Suggestion, Suspect, Topic

_TITLE = Text("Related work", "相关工作")
REST = Text("Other", "其他")
_MISSING = Text("Missing", "缺少的文献")
_SUSPECT = Text("Check these entries", "请核对这些条目")
STANCES: dict[Stance, Text] = {
    Stance.INTRODUCES: Text("Where it comes from", "提出与定义"),
    Stance.BUILDS_ON: Text("What builds on it", "后续发展"),
    Stance.CONTRASTS: Text("What contrasts with it", "对照"),
    Stance.CRITIQUES: Text("What criticises it", "批评"),
    Stance.EVALUATES: Text("What evaluates it", "评测"),
    Stance.SURVEYS: Text("Surveys", "综述"),
    Stance.DISCUSSES: Text("What discusses it", "讨论"),
}
"""Headings of the works by what they are to the reader's."""


def outline(related: Related, keys: Mapping[str, str], lang: Lang) -> str:
    """Return the outline; ``keys`` are citekeys by id of work, and a work without one is named but not cited.

    Each work stands once, under its first concept that the reader's work is about, else under the rest.
    """
    blocks = [f"# {_TITLE.get(lang)}"]
    for topic, group in by_topic(related):
        heading = text(topic.concept.pref_label.best(lang)) if topic else REST.get(lang)
        blocks += [f"## {heading}", *_by_stance(group, keys, lang)]
    if related.missing:
        blocks += [f"## {_MISSING.get(lang)}", *_lacks(related, keys, lang)]
    if related.suspect:
        blocks += [f"## {_SUSPECT.get(lang)}", "\n".join(_flaw(suspect, lang) for suspect in related.suspect)]
    return "\n\n".join(blocks) + "\n"


def by_topic(related: Related) -> Iterator[tuple[Topic | None, list[Suggestion]]]:
    """Yield topics with their works, the heaviest first, of equal weight in the order given, then the rest (None)."""
    topics = {topic.concept.id: topic for topic in sorted(related.topics, key=lambda topic: -topic.weight)}
    groups: dict[str, dict[str, Suggestion]] = {ident: {} for ident in (*topics, "")}
    placed: set[str] = set()
    for found in related.results:
        if found.work.id not in placed:
            placed.add(found.work.id)
            first = next((concept.id for concept in found.concepts if concept.id in topics), "")
            groups[first][found.work.id] = found
    for ident, group in groups.items():
        if group:
            yield topics.get(ident), [*group.values()]


def _by_stance(group: Iterable[Suggestion], keys: Mapping[str, str], lang: Lang) -> Iterator[str]:
    found = [*group]
    for stance in Stance:
        lines = [_line(one.work, why(one, lang), keys) for one in found if one.stance is stance]
        if lines:
            yield f"### {STANCES[stance].get(lang)}"
            yield "\n".join(lines)


def _lacks(related: Related, keys: Mapping[str, str], lang: Lang) -> Iterator[str]:
    """Yield what is missing by concept, the heaviest topic first."""
    weights = {topic.concept.id: topic.weight for topic in related.topics}
    groups: dict[str, list[Missing]] = {}
    for missing in sorted(related.missing, key=lambda missing: -weights.get(missing.concept.id, 0.0)):
        groups.setdefault(missing.concept.id, []).append(missing)
    for group in groups.values():
        yield f"### {text(group[0].concept.pref_label.best(lang))}"
        yield "\n".join(_line(missing.work, lack_reason(missing, lang), keys) for missing in group)


def _line(work: Work, reason: str, keys: Mapping[str, str]) -> str:
    cited = f" {cite(keys[work.id])}" if work.id in keys else ""
    return f"- **{text(work.title)}**, {text(work.byline())}{cited} — {text(reason)}"


def _flaw(suspect: Suspect, lang: Lang) -> str:
    key = f"**{text(suspect.citekey)}**" if suspect.citekey else ""
    title = text(suspect.reference.work.title) if suspect.reference else ""
    return f"- {': '.join(filter(None, (key, title)))} — {text(flaw_reason(suspect, lang))}"
