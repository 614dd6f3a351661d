"""More like this: the works most like a work, a concept or a text, not all of one kind, each with the reasons why.

Likeness joins three things that are each 0..1: the cosine of the encoder, the concepts in common (rare ones count
more), and the words in common (cosine of their rarities). What cannot be told, for want of an encoder, of concepts or
of words, is left out of the mean. Citations are not looked at.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from kb.bands import Band, band
from kb.diverse import diverse
from kb.documents import Key, Kind, of_concept
from kb.encoder import Encoder, Vectors
from kb.evidence import Witness, neighbours
from kb.index import Index
from kb.lexical import Filter
from kb.matching import Verdict, compare
from kb.mentions import sentences
from kb.model import Concept, Lang, Link, Taxonomy, Work
from kb.passages import passages
from kb.rare import overlap, weighed
from kb.rare import shared as shared_words
from kb.text import has_cjk, latin, simplified

_DEPTH = 50  # candidates by sense (of each passage), by words, and by concepts
_SENSE, _CONCEPTS, _WORDS = 0.4, 0.2, 0.4  # weights in the mean; see docs/evaluation.md
_NEIGHBOUR = 0.5  # confidence that what is about a neighbour of a concept is about what it is about
RELEVANCE = 0.85
"""λ of maximal marginal relevance: the lowest that costs no nDCG@10 to speak of (docs/evaluation.md)."""
_POOL = 4  # times as many as are wanted: what stands further below is no better for being different
_SHOWN = 5  # words in common
_WORKS = Filter(kind=Kind.WORK)


class Library(Protocol):
    """What is asked about works."""

    def links(
        self, work: str | None = None, concept: str | None = None, works: Iterable[str] | None = None
    ) -> list[Link]:
        """Return the links of a work, of a concept, or of several works."""
        ...

    def works(self, ids: Iterable[str]) -> dict[str, Work]:
        """Return the works that exist among the ids."""
        ...


class Parts(Protocol):
    """The parts of an Atlas that likeness is told by."""

    @property
    def taxonomy(self) -> Taxonomy:
        """Families, concepts and relations."""
        ...

    @property
    def catalogue(self) -> Library:
        """The works."""
        ...

    @property
    def index(self) -> Index:
        """Words and vectors."""
        ...

    @property
    def encoder(self) -> Encoder | None:
        """What reads a text."""
        ...


class Similar(NamedTuple):
    """A work like something: likeness (0..1), cosine of the texts (None where unknown), concepts and words in common.

    Both are the rarest first; there is always a reason: a band nearer than distant, a concept, or a word.
    """

    work: Work
    score: float
    cosine: float | None
    shared: tuple[Concept, ...]
    words: tuple[str, ...]

    @property
    def band(self) -> Band | None:
        """How near the texts are in sense; None where that is not known."""
        return None if self.cosine is None else band(self.cosine)


class _Target(NamedTuple):
    """What others shall be like: its words, the unit vectors of its passages, and its concepts with confidence."""

    text: str
    vectors: Vectors | None
    concepts: Mapping[str, float]


class _Candidate(NamedTuple):
    work: Work
    score: float
    cosine: float | None
    concepts: tuple[str, ...]
    words: Mapping[str, float]
    vector: Vectors | None


def like_work(atlas: Parts, work: Work, limit: int) -> tuple[Similar, ...]:
    """Return the works most like a work; itself and what is or may be another version of it are left out."""
    concepts = {link.concept: link.confidence for link in atlas.catalogue.links(work=work.id)}
    target = _Target(_words_of(work, Lang.EN), _stored(atlas, Key(Kind.WORK, work.id)), concepts)
    return _like(atlas, target, limit, lambda one: compare(work, one.work) is not Verdict.DIFFERENT)


def like_concept(atlas: Parts, concept: Concept, limit: int) -> tuple[Similar, ...]:
    """Return the works most like what a concept is about that are not tied to it; its neighbours are what is shared.

    A work that is distant in sense is left out: that it is about a neighbour is not enough.
    """
    document = of_concept(concept, frozenset())
    near = dict.fromkeys(neighbours(atlas.taxonomy).get(concept.id, ()), _NEIGHBOUR)
    tied = {link.work for link in atlas.catalogue.links(concept=concept.id)}
    target = _Target(document.texts[0], _stored(atlas, document.key), near)
    return _like(atlas, target, limit, lambda one: one.work.id in tied or _distant(one))


def like_text(atlas: Parts, text: str, limit: int) -> tuple[Similar, ...]:
    """Return the works most like a text in either language; a long one is read passage by passage (`kb.passages`)."""
    parts = [simplified(part) for part in passages(text)]
    named, _ = Witness(atlas.taxonomy).evidence(["", *(s for part in parts for s in sentences(part))])
    concepts = {concept: 1.0 for concept, evidence in named.items() if evidence.supported}
    target = _Target("\n".join(parts), _encoded(atlas.encoder, parts), concepts)
    return _like(atlas, target, limit, lambda _one: False)


def _like(atlas: Parts, target: _Target, limit: int, skip: Callable[[_Candidate], bool]) -> tuple[Similar, ...]:
    """Return the candidates that are alike for a reason, the best first and made diverse."""
    mine = weighed(target.text, atlas.index.idf)
    found = [one for one in _candidates(atlas, target, mine) if not skip(one)]
    pool = sorted(found, key=lambda one: (-one.score, one.work.id))[: _POOL * limit]
    told = [(one, _similar(atlas.taxonomy, target, mine, one)) for one in pool]
    kept = [(one, shown) for one, shown in told if _reasoned(shown)]
    order = diverse([one.score for one, _ in kept], _alike([one for one, _ in kept]), limit, RELEVANCE)
    return tuple(kept[place][1] for place in order)


def _candidates(atlas: Parts, target: _Target, mine: Mapping[str, float]) -> list[_Candidate]:
    """Return what is near by sense, by words or by concepts, with its likeness."""
    rarity, sharing = _sharing(atlas, target)
    keys = {Key(Kind.WORK, work) for work in sharing}
    keys |= {hit.key for hit in atlas.index.lexical(target.text, _WORKS, _DEPTH)}
    for passage in target.vectors if target.vectors is not None else ():
        keys |= {hit.key for hit in atlas.index.dense(passage, _WORKS, _DEPTH)}
    works = atlas.catalogue.works(key.id for key in keys)
    vectors = atlas.index.vectors_of(keys)
    topics: dict[str, dict[str, float]] = defaultdict(dict)
    for link in atlas.catalogue.links(works=works):
        if link.concept in rarity:
            topics[link.work][link.concept] = rarity[link.concept] * link.confidence
    lang = Lang.ZH if has_cjk(target.text) else Lang.EN
    found = []
    for ident, work in works.items():
        words, vector = weighed(_words_of(work, lang), atlas.index.idf), vectors.get(Key(Kind.WORK, ident))
        cosine = None if vector is None or target.vectors is None else float((target.vectors @ vector).max())
        score = _score(cosine, topics[ident].values() if target.concepts else None, overlap(mine, words))
        shared = [concept for _, concept in sorted((-weight, concept) for concept, weight in topics[ident].items())]
        found.append(_Candidate(work, score, cosine, tuple(shared), words, vector))
    return found


def _score(cosine: float | None, topics: Iterable[float] | None, words: float) -> float:
    """Return the weighted mean of what is known; concepts in common join by noisy-or, `1 − Π(1 − weight)`."""
    parts = [(_WORDS, words)]
    if cosine is not None:
        parts.append((_SENSE, max(0.0, cosine)))
    if topics is not None:
        parts.append((_CONCEPTS, 1.0 - math.prod(1.0 - weight for weight in topics)))
    return sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)


def _sharing(atlas: Parts, target: _Target) -> tuple[dict[str, float], list[str]]:
    """Return the weight of each concept (rarity and confidence, 0..1) and the works that share most by weight."""
    everything = math.log(1 + max(1, atlas.index.manifest.documents))
    rarity, shared = {}, defaultdict[str, float](float)
    for concept, confidence in target.concepts.items():
        links = atlas.catalogue.links(concept=concept)
        rarity[concept] = confidence * max(0.0, 1 - math.log(1 + len(links)) / everything)
        for link in links:
            shared[link.work] += rarity[concept] * link.confidence
    return rarity, sorted(shared, key=lambda work: (-shared[work], work))[:_DEPTH]


def _similar(taxonomy: Taxonomy, target: _Target, mine: Mapping[str, float], one: _Candidate) -> Similar:
    cosine = None if one.cosine is None else round(one.cosine, 4)
    shared = tuple(taxonomy.by_id[concept] for concept in one.concepts)
    return Similar(one.work, round(one.score, 4), cosine, shared, shared_words(target.text, mine, one.words, _SHOWN))


def _reasoned(shown: Similar) -> bool:
    return bool(shown.shared) or shown.band not in {None, Band.DISTANT} or (shown.band is None and bool(shown.words))


def _distant(one: _Candidate) -> bool:
    return one.cosine is not None and band(one.cosine) is Band.DISTANT


def _alike(found: Sequence[_Candidate]) -> Vectors:
    """Return how like candidates are to each other: cosines of sense, of words where one has no vector."""
    alike = np.eye(len(found), dtype=np.float32)
    for i, one in enumerate(found):
        for j, other in enumerate(found[:i]):
            alike[i, j] = alike[j, i] = _likeness(one, other)
    return alike


def _likeness(one: _Candidate, other: _Candidate) -> float:
    if one.vector is None or other.vector is None:
        return overlap(one.words, other.words)
    return max(0.0, float(one.vector @ other.vector))


def _words_of(work: Work, lang: Lang) -> str:
    return "\n".join(filter(None, (work.title, work.abstract, work.summary.get(lang))))


def _stored(atlas: Parts, key: Key) -> Vectors | None:
    vector = atlas.index.vectors_of([key]).get(key)
    return None if vector is None else vector.reshape(1, -1)


def _encoded(encoder: Encoder | None, parts: Sequence[str]) -> Vectors | None:
    """Return the vectors of passages; None where there is no encoder, or none that it can read."""
    read = [part if encoder and encoder.reads_chinese else latin(part) for part in parts]
    read = [part for part in read if any(map(str.isalnum, part))]
    vectors = encoder.encode(read) if encoder and read else np.zeros((0, 1), np.float32)
    known: Vectors = vectors[vectors.any(axis=1)]
    return known if len(known) else None
