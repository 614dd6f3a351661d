"""Linking works to concepts: labels in title and abstract, and nearness in sense, weighed into one confidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.encoder import Vectors
from kb.evidence import Evidence, Witness
from kb.mentions import sentences
from kb.model import Link, Method, Role, Taxonomy, Work

THRESHOLDS = {Method.LEXICAL: 0.5, Method.SEMANTIC: 0.7}
"""The least confidence of a link; that from sense alone is less to be relied on (docs/evaluation.md)."""
_MOST = 5  # links of one work
_NEAREST = 10  # concepts that are looked at for their sense alone
_CLOSE = 3  # neighbours whose nearness counts
_LETTERS = 4000  # of an abstract that are read
_CHUNK = 1024  # works whose cosines are held at once


class Weights(NamedTuple):
    """A logistic regression over the features of a candidate, in their order."""

    bias: float
    cosine: float = 0.0  # of the work and the concept
    hub: float = 0.0  # mean cosine of the concept and all others: some are near to everything
    near: float = 0.0  # mean of the three highest cosines of the work and the concept's neighbours
    gap: float = 0.0  # how far the cosine is below that of the work's nearest concept
    spoken: float = 0.0  # how many neighbours have a plain label in the text, at most three
    plain: float = 0.0  # a plain label
    weak: float = 0.0  # an acronym or everyday word
    plain_title: float = 0.0  # a plain label in the title
    weak_title: float = 0.0  # no plain label, but a weak one in the title


BOTH = Weights(
    bias=-1.90,
    cosine=6.24,
    hub=-17.92,
    near=7.01,
    gap=-7.96,
    spoken=1.09,
    plain=2.26,
    weak=0.03,
    plain_title=2.70,
    weak_title=2.32,
)
LEXICAL = Weights(bias=0.36, spoken=0.44, plain=1.51, weak=0.26, plain_title=1.63, weak_title=0.54)
"""Fitted by `python -m benchmarks.linking_fit`; see docs/evaluation.md."""


class Candidate(NamedTuple):
    """A concept that a work may be tied to: its features (in the order of `Weights`, after the bias) and evidence."""

    concept: str
    features: tuple[float, ...]
    evidence: Evidence | None

    @property
    def method(self) -> Method:
        """Whether labels speak for the concept, or its sense alone."""
        return Method.LEXICAL if self.evidence and self.evidence.supported else Method.SEMANTIC


class Linker:
    """Links works to the concepts of a taxonomy; ``vectors`` are unit vectors of `kb.documents.of_concept`, by id.

    Without vectors of concepts or works, labels decide alone.
    """

    def __init__(self, taxonomy: Taxonomy, vectors: Mapping[str, Vectors] | None = None) -> None:
        self._witness = Witness(taxonomy)
        self._ids = [c.id for c in taxonomy.concepts if c.replaced_by is None and c.id in (vectors or {})]
        self._matrix = np.stack([vectors[i] for i in self._ids]) if vectors and self._ids else None
        self._places = {concept: place for place, concept in enumerate(self._ids)}
        if self._matrix is not None:
            self._hubs = (self._matrix @ self._matrix.sum(axis=0) - 1) / max(1, len(self._ids) - 1)
            self._near = self._padded()

    def links(self, work: Work, vector: Vectors | None = None) -> list[Link]:
        """Return the links of one work, surest first; ``vector`` is that of `kb.documents.of_work`."""
        return next(self.links_of([work], None if vector is None else vector.reshape(1, -1)))

    def links_of(self, works: Sequence[Work], vectors: Vectors | None = None) -> Iterator[list[Link]]:
        """Yield the links of each work, surest first and at most five; ``vectors`` has a row per work."""
        texts = [text_of(work) for work in works]
        both = self._matrix is not None and vectors is not None
        weights = BOTH if both else LEXICAL
        for work, text, candidates in zip(works, texts, self.candidates(texts, vectors), strict=True):
            yield [_link(work, candidate, score, text) for score, candidate in surest(candidates, weights)]

    def candidates(self, texts: Sequence[list[str]], vectors: Vectors | None) -> Iterator[list[Candidate]]:
        """Yield the candidates of each text (its sentences, the title first), each concept once."""
        if self._matrix is None or vectors is None:
            yield from (self._lexical(text) for text in texts)
            return
        for start in range(0, len(texts), _CHUNK):
            cosines = vectors[start : start + _CHUNK] @ self._matrix.T
            yield from map(self._combined, texts[start : start + _CHUNK], cosines)

    def _lexical(self, text: list[str]) -> list[Candidate]:
        evidence, _ = self._witness.evidence(text)
        return [Candidate(c, (0.0,) * 4 + _said(e), e) for c, e in evidence.items() if e.supported]

    def _combined(self, text: list[str], cosines: Vectors) -> list[Candidate]:
        evidence, plain = self._witness.evidence(text)
        count = min(_NEAREST, len(self._ids))
        nearest = [self._ids[place] for place in np.argpartition(-cosines, count - 1)[:count]]
        concepts = [c for c in dict.fromkeys([*evidence, *nearest]) if c in self._places]
        places = np.array([self._places[concept] for concept in concepts])
        held = np.append(cosines, 0.0)[self._near[places]]  # the place after the last is that of no neighbour
        near = np.sort(held, axis=1)[:, -_CLOSE:].mean(axis=1)
        top = cosines.max()
        found = []
        for concept, place, close in zip(concepts, places, near, strict=True):
            said = evidence.get(concept)
            cosine = cosines[place]
            sense = (float(cosine), float(self._hubs[place]), float(close), float(top - cosine))
            spoken = len(self._witness.near.get(concept, frozenset()) & plain)
            found.append(Candidate(concept, sense + _said(said, spoken), said))
        return found

    def _padded(self) -> NDArray[np.int64]:
        """Return the places of each concept's neighbours, filled up with the place after the last."""
        rows = [[self._places[n] for n in self._witness.near.get(i, ()) if n in self._places] for i in self._ids]
        padded = np.full((len(rows), max(_CLOSE, *map(len, rows))), len(self._ids))
        for row, places in zip(padded, rows, strict=True):
            row[: len(places)] = places
        return padded


def text_of(work: Work) -> list[str]:
    """Return what labels are looked for in: the title, then the sentences of the abstract or else of the summary."""
    about = work.abstract or "\n".join(filter(None, (work.summary.en, work.summary.zh)))
    return [work.title, *sentences(about[:_LETTERS])]


def surest(candidates: Sequence[Candidate], weights: Weights) -> list[tuple[float, Candidate]]:
    """Return the candidates that make a link with their confidences (0..1), highest first, at most five."""
    return [pair for pair in weighed(candidates, weights) if pair[0] >= THRESHOLDS[pair[1].method]][:_MOST]


def weighed(candidates: Sequence[Candidate], weights: Weights) -> list[tuple[float, Candidate]]:
    """Return the candidates with the probability (0..1) that the text is about each, highest first."""
    if not candidates:
        return []
    score = weights[0] + np.array([c.features for c in candidates]) @ np.array(weights[1:])
    scored = zip((1 / (1 + np.exp(-score))).tolist(), candidates, strict=True)
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].concept))


def _said(evidence: Evidence | None, spoken: int = 0) -> tuple[float, ...]:
    """Return the features that labels give."""
    if evidence is None:
        return float(min(spoken, 3)), 0.0, 0.0, 0.0, 0.0
    plain, title = evidence.plain, evidence.title
    return tuple(map(float, (min(evidence.spoken, 3), plain, evidence.weak, plain and title, title and not plain)))


def _link(work: Work, candidate: Candidate, score: float, text: list[str]) -> Link:
    """Return the link; its evidence is the sentence with the label, else the title."""
    said = candidate.evidence
    where = text[said.sentence] if said else work.title
    return Link(work.id, candidate.concept, Role.DISCUSSES, candidate.method, round(score, 4), where)
