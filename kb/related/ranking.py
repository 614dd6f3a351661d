"""Candidates for related work and what speaks for each: sense, words, concepts, citations; joined into one score.

The score is the weighted mean of the four, each 0..1 (weights and what each is worth: docs/evaluation.md).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, Protocol

import numpy as np

from kb.documents import Key, Kind
from kb.encoder import Vectors
from kb.index import Index
from kb.lexical import Filter, terms
from kb.model import Link, Method, Role, Work
from kb.related.closeness import Close
from kb.related.values import Signal, Topic
from kb.text import CJK

WEIGHTS = {Signal.SENSE: 0.28, Signal.WORDS: 0.28, Signal.CONCEPTS: 0.33, Signal.CITATIONS: 0.11}
_DEPTH = 100  # candidates by the sense of each passage and of the cited works, and by words
_TIED = 200  # by concepts, and of those that were found by one
_BY_ROLE = {role: 1 - 0.02 * place for place, role in enumerate(Role)}  # what introduces says more than what discusses
_FOUND = 0.03  # how much a found link counts beside a curated one
_CITED = 0.5  # how much what the reader cites counts beside the text, in sense and in words
_WORDS = 4000  # letters of a text of which all words are looked for
_TELLING = 80  # stems of a longer one
_WORD = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+")
_WORKS = Filter(kind=Kind.WORK)


class Library(Protocol):
    """What is asked about works."""

    def links(self, *, works: Iterable[str]) -> list[Link]:
        """Return the links of several works."""
        ...

    def curated_links(self, *concepts: str) -> list[Link]:
        """Return what people tied to some concepts."""
        ...

    def found_links(self, *concepts: str, start: int, most: int) -> dict[str, tuple[int, list[Link]]]:
        """Map concepts to how many other works were found for them, and the links of some, the surest first."""
        ...

    def works(self, ids: Iterable[str]) -> dict[str, Work]:
        """Return the works that exist among the ids."""
        ...


class Query(NamedTuple):
    """What is looked for: a text and the vectors of its passages, cited works by id, topics, what citations bring near.

    ``titles`` are those of all that is cited, in the library or not, and ``centre`` is the mean vector of that.
    """

    text: str = ""
    passages: Vectors | None = None
    cited: Mapping[str, Work] = {}
    titles: str = ""
    centre: Vectors | None = None
    topics: Sequence[Topic] = ()
    close: Mapping[str, Close] = {}


class Candidate(NamedTuple):
    """A work with its score and signals (0..1), its vector, cosine and nearest passage, and its links."""

    work: Work
    score: float
    signals: dict[Signal, float]
    vector: Vectors | None
    cosine: float | None
    passage: int | None
    links: Sequence[Link]


def candidates(library: Library, index: Index, query: Query) -> list[Candidate]:
    """Return what may be related, with its score, best first; the cited works are not among it."""
    (worth, tied), words = _tied(library, index, query.topics), _words(index, query)
    works = library.works({*tied, *words, *query.close, *_near(index, query)} - query.cited.keys())
    order = sorted(works)
    vectors = {key.id: row for key, row in index.vectors_of(Key(Kind.WORK, i) for i in order).items()}
    told = {i: _told(query, vectors.get(i)) for i in order}
    links = defaultdict[str, list[Link]](list)
    for link in library.links(works=order):
        links[link.work].append(link)
    signals = {
        Signal.SENSE: _sense(query, order, vectors),
        Signal.WORDS: [words.get(i, 0.0) for i in order],
        Signal.CONCEPTS: [_about(links[i], worth) for i in order],
        Signal.CITATIONS: _scaled([query.close[i].weight if i in query.close else 0.0 for i in order]),
    }
    found = []
    for place, i in enumerate(order):
        parts = {name: round(float(values[place]), 4) for name, values in signals.items()}
        score = sum(WEIGHTS[name] * value for name, value in parts.items())
        found.append(Candidate(works[i], round(score, 4), parts, vectors.get(i), *told[i], links[i]))
    return sorted(found, key=lambda one: (-one.score, one.work.id))


def _near(index: Index, query: Query) -> set[str]:
    """Return what is near in sense to a passage or to what is cited."""
    looked = [*(() if query.passages is None else query.passages), *(() if query.centre is None else [query.centre])]
    return {hit.key.id for row in looked for hit in index.dense(row, _WORKS, _DEPTH)}


def _told(query: Query, vector: Vectors | None) -> tuple[float | None, int | None]:
    """Return the cosine of the nearest passage and which it is; without a text, that of what is cited."""
    if vector is None:
        return None, None
    if query.passages is not None:
        cosines = query.passages @ vector
        return round(float(cosines.max()), 4), int(cosines.argmax())
    return (None if query.centre is None else round(float(query.centre @ vector), 4)), None


def _sense(query: Query, order: Sequence[str], vectors: Mapping[str, Vectors]) -> Sequence[float]:
    """Compare by sense: with the nearest passage and with what is cited, each against the best that there is."""
    known = [i for i in order if i in vectors]
    if not known:
        return [0.0] * len(order)
    rows = np.stack([vectors[i] for i in known])
    said = None if query.passages is None else (rows @ query.passages.T).max(axis=1).tolist()
    cited = None if query.centre is None else (rows @ query.centre).tolist()
    values = dict(zip(known, _blended(said, cited, len(known)), strict=True))
    return [values.get(i, 0.0) for i in order]


def _words(index: Index, query: Query) -> dict[str, float]:
    """Compare by words: with the text, and with the titles of what is cited."""
    said, cited = (_lexical(index, text) for text in (query.text, query.titles))
    ids = list(dict.fromkeys([*said, *cited]))
    halves = ([some.get(i, 0.0) for i in ids] if some else None for some in (said, cited))
    return dict(zip(ids, _blended(next(halves), next(halves), len(ids)), strict=True))


def _lexical(index: Index, text: str) -> dict[str, float]:
    found = index.lexical(telling(text, index.idf), _WORKS, _DEPTH) if text else []
    return {hit.key.id: hit.score for hit in found}


def telling(text: str, idf: Callable[[str], float]) -> str:
    """Return a short text whole; of a long one, in their order, the words that stand out (by tf-idf)."""
    if len(text) <= _WORDS:
        return text
    stems = Counter(terms(text))
    best = {*sorted(stems, key=lambda stem: (-stems[stem] * idf(stem), stem))[:_TELLING]}
    words = dict.fromkeys(_WORD.findall(text))
    return " ".join(word for word in words if best.intersection(terms(word)))[:_WORDS]


def _blended(said: Sequence[float] | None, cited: Sequence[float] | None, count: int) -> Sequence[float]:
    """Join what the text and what the cited works say of some works; where one is silent the other counts in full."""
    if said is None or cited is None:
        return _scaled(said or cited or [0.0] * count)
    pairs = zip(_scaled(said), _scaled(cited), strict=True)
    return [(1 - _CITED) * one + _CITED * other for one, other in pairs]


def _scaled(values: Sequence[float]) -> list[float]:
    """Return values as shares of the highest; negative ones are none."""
    top = max(values, default=0.0)
    return [max(0.0, value) / top if top > 0 else 0.0 for value in values]


def _tied(library: Library, index: Index, topics: Iterable[Topic]) -> tuple[dict[str, float], list[str]]:
    """Return how much it says to be tied to each topic (its weight × its rarity, 0..1), and the works tied most."""
    everything = math.log(1 + max(1, index.manifest.documents))
    worth: dict[str, float] = {}
    links: dict[str, list[Link]] = defaultdict(list)
    weights = {topic.concept.id: topic.weight for topic in topics}
    curated = library.curated_links(*weights) if weights else []
    found = library.found_links(*weights, start=0, most=_TIED) if weights else {}
    counts = Counter(link.concept for link in curated)
    for concept, weight in weights.items():
        count = counts[concept] + found.get(concept, (0,))[0]
        worth[concept] = weight * max(0.0, 1 - math.log(1 + count) / everything)
    for link in chain(curated, *(some for _, some in found.values())):
        links[link.work].append(link)
    return worth, sorted(links, key=lambda work: (-_about(links[work], worth), work))[:_TIED]


def _about(links: Iterable[Link], worth: Mapping[str, float]) -> float:
    """Return how much a work is about the topics by its links: ``1 − Π(1 − worth × confidence × role)``."""
    apart: dict[str, float] = defaultdict(float)
    for link in links:
        sure = link.confidence * (_BY_ROLE[link.role] if link.method is Method.CURATED else _FOUND)
        apart[link.concept] = max(apart[link.concept], worth.get(link.concept, 0.0) * sure)
    return 1 - math.prod(1 - value for value in apart.values())
