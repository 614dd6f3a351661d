"""What an input is about: concepts by the labels and the sense of its passages, and by the works that it cites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from kb.documents import of_concept
from kb.encoder import Vectors
from kb.linking import BOTH, LEXICAL, Candidate, Linker
from kb.linking import weighed as told
from kb.mentions import sentences
from kb.model import Concept, Link, Taxonomy
from kb.rare import overlap, weighed
from kb.related.values import Asked, Topic

MOST = 12
"""Topics of one input that are shown and followed."""
_SENTENCES = 3  # of evidence
_OF_PASSAGE = 12  # topics of a passage
_SURE = 0.3  # the least probability of a topic: more than that of a link, which is kept
_NAMED = 0.6  # the least probability of what a passage names: 0.5 to 0.7 find alike, no least one less
_LEAST = 0.08  # of the weight of a topic: below it, one passage of many names it in passing

Idf = Callable[[str], float]
"""The inverse document frequency of a term."""


class Read(NamedTuple):
    """The passages of a text, the first one with the title, and their unit vectors (None without an encoder)."""

    title: str
    passages: Sequence[str]
    vectors: Vectors | None


class _Seen(NamedTuple):
    confidence: float
    passage: int
    candidate: Candidate


def topics(  # noqa: PLR0913, PLR0917 (what a topic is told by)
    linker: Linker, taxonomy: Taxonomy, idf: Idf, read: Read, links: Iterable[Link], asked: Asked
) -> tuple[Topic, ...]:
    """Return what the input is about, heaviest first: from its text, its cited works' links, and the reader's hand.

    A concept weighs the mean of its highest confidence in a passage and its mean over the passages, or the share of the
    cited works that are tied to it, whichever is more.
    """
    seen = _seen(linker, read)
    said, cited = _said(seen, len(read.passages)), _cited(links)
    left = {*asked.struck, *asked.added}
    weights = {c: max(said.get(c, 0.0), cited.get(c, 0.0)) for c in {*said, *cited} - left}
    order = sorted((c for c in weights if weights[c] >= _LEAST), key=lambda c: (-weights[c], c))[:MOST]
    weights |= dict.fromkeys(asked.added, 1.0)

    def topic(concept: Concept) -> Topic:
        shown = _evidence(seen.get(concept.id, ()), read, concept, idf)
        return Topic(concept, round(weights[concept.id], 4), shown, by_hand=concept.id in asked.added)

    return tuple(topic(taxonomy.by_id[c]) for c in dict.fromkeys([*asked.added, *order]) if c in taxonomy.by_id)


def _seen(linker: Linker, read: Read) -> dict[str, list[_Seen]]:
    """Return in which passages each concept was found, and how surely."""
    texts = [_texts(read, place) for place in range(len(read.passages))]
    weights = LEXICAL if read.vectors is None else BOTH
    found = defaultdict[str, list[_Seen]](list)
    for place, candidates in enumerate(linker.candidates(texts, read.vectors)):
        sure = [(max(score, _NAMED if _named(one) else 0.0), one) for score, one in told(candidates, weights)]
        for confidence, candidate in sorted(sure, key=lambda pair: -pair[0])[:_OF_PASSAGE]:
            if confidence >= _SURE:
                found[candidate.concept].append(_Seen(confidence, place, candidate))
    return found


def _named(candidate: Candidate) -> bool:
    """Say whether a passage names the concept: who writes an acronym of this field to us means it."""
    said = candidate.evidence
    return said is not None and (said.supported or said.acronym)


def _texts(read: Read, place: int) -> list[str]:
    """Return the title and the sentences of a passage, the first one without the title that it begins with.

    A sentence that is all there is stands for the title.
    """
    said = sentences(read.passages[place].removeprefix(f"{read.title} "))
    return said if len(said) == len(read.passages) == 1 and not read.title else [read.title, *said]


def _said(seen: Mapping[str, Collection[_Seen]], passages: int) -> dict[str, float]:
    return {
        concept: (max(s.confidence for s in some) + sum(s.confidence for s in some) / passages) / 2
        for concept, some in seen.items()
    }


def _cited(links: Iterable[Link]) -> dict[str, float]:
    """Return the share of the cited works that are tied to each concept; a found link counts by its confidence."""
    sure: dict[tuple[str, str], float] = {}
    for link in links:
        sure[link.concept, link.work] = max(link.confidence, sure.get((link.concept, link.work), 0.0))
    works = {work for _, work in sure}
    shares = defaultdict[str, float](float)
    for (concept, _), confidence in sure.items():
        shares[concept] += confidence / len(works)
    return shares


def _evidence(seen: Iterable[_Seen], read: Read, concept: Concept, idf: Idf) -> tuple[str, ...]:
    """Return the sentences that name the concept, or else the one with most of its words, surest passages first."""
    shown: dict[str, None] = {}
    for one in sorted(seen, key=lambda s: -s.confidence):
        said = one.candidate.evidence
        texts = _texts(read, one.passage)
        sentence = texts[said.sentence] if said else _likest(texts[1:], concept, idf)
        shown.setdefault(sentence or texts[-1])
    return tuple(shown)[:_SENTENCES]


def _likest(texts: Sequence[str], concept: Concept, idf: Idf) -> str:
    words = weighed(of_concept(concept, frozenset()).texts[0], idf)
    return max(texts, key=lambda text: overlap(words, weighed(text, idf)), default="")
