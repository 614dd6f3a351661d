"""Evidence: what the labels in a text say for each concept, weak labels only where something supports them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from kb.mentions import Found, Gazetteer, Sort, quick_words
from kb.model import Lang, Taxonomy

_EXPANDED = 0.5  # share of a label's words before a bracketed acronym that make the acronym mean it


class Evidence(NamedTuple):
    """What labels say for a concept.

    ``plain``: one that speaks for itself; ``weak``: only acronyms or everyday words; ``supported``: either plain, or
    weak with support; ``title``: whether the title has it; ``sentence``: where it is (0 is the title); ``spoken``:
    how many neighbours have a plain label; ``acronym``: an acronym, written as one.
    """

    plain: bool
    weak: bool
    supported: bool
    title: bool
    sentence: int
    spoken: int
    acronym: bool = False


class Witness:
    """Labels in texts as evidence for concepts."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._gazetteer = Gazetteer(taxonomy.concepts)
        self.near = neighbours(taxonomy)
        self._long = {
            concept.id: [words for label in concept.labels(Lang.EN) if len(words := set(quick_words(label))) > 1]
            for concept in taxonomy.concepts
        }

    def evidence(self, text: Sequence[str]) -> tuple[dict[str, Evidence], set[str]]:
        """Return the evidence for each concept that sentences name (the title first), and those named plainly."""
        found: dict[str, list[Found]] = defaultdict(list)
        for mention in self._gazetteer.find(text):
            for concept in mention.entry.concepts:
                found[concept].append(mention)
        kept = {concept: self._own(concept, mentions) for concept, mentions in found.items()}
        plain = {concept for concept, mentions in kept.items() if any(m.entry.sort is Sort.PLAIN for m in mentions)}
        return {c: self._weigh(c, mentions, plain) for c, mentions in kept.items() if mentions}, plain

    def _weigh(self, concept: str, mentions: list[Found], plain: set[str]) -> Evidence:
        spoken = len(self.near.get(concept, frozenset()) & plain)
        strong = [m for m in mentions if m.entry.sort is Sort.PLAIN]
        telling = strong or mentions
        return Evidence(
            plain=bool(strong),
            weak=len(strong) < len(mentions),
            supported=bool(strong or spoken)
            or len({m.entry.sort for m in mentions}) > 1  # an acronym and a word that stands for it
            or any(m.expansion is not None for m in mentions),
            title=telling[0].sentence == 0,
            sentence=telling[0].sentence,
            spoken=spoken,
            acronym=any(m.entry.sort is Sort.ACRONYM for m in mentions),
        )

    def _own(self, concept: str, mentions: list[Found]) -> list[Found]:
        """Drop the acronyms that the text introduces as short for something else."""
        foreign = {m.entry.shown for m in mentions if m.expansion is not None and not self._means(concept, m.expansion)}
        return [m for m in mentions if m.entry.shown not in foreign] if foreign else mentions

    def _means(self, concept: str, expansion: str) -> bool:
        said = set(expansion.split())
        return any(len(said & words) >= _EXPANDED * len(words) for words in self._long.get(concept, ()))


def neighbours(taxonomy: Taxonomy) -> dict[str, frozenset[str]]:
    """Map each concept to those above, below and related to it."""
    near: dict[str, set[str]] = defaultdict(set)
    pairs = [(concept.id, parent) for concept in taxonomy.concepts for parent in concept.broader]
    for one, other in [*pairs, *((r.subject, r.object) for r in taxonomy.relations)]:
        near[one].add(other)
        near[other].add(one)
    return {concept: frozenset(ids - {concept}) for concept, ids in near.items()}
