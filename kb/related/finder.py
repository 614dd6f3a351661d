"""What a text and the works that it cites are about, and what to read: the steps from input to suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np

from kb.diverse import diverse
from kb.documents import Key, Kind
from kb.encoder import Encoder, Vectors
from kb.index import Index
from kb.lexical import terms
from kb.linking import Linker
from kb.model import Taxonomy, Work
from kb.passages import passages
from kb.rare import shared, weighed
from kb.related.closeness import Cites, Close, closeness
from kb.related.known import Listed
from kb.related.ranking import Candidate, Library, Query, candidates
from kb.related.stances import rivals, stand
from kb.related.topics import Read, topics
from kb.related.values import Asked, Suggestion, Topic
from kb.similar import RELEVANCE
from kb.text import clean, has_cjk, latin, simplified

_POOL = 4  # times as many as are wanted: what stands further below is no better for being different
_ENCODED = 300  # titles of cited works that the library does not have, which are encoded
_SHOWN = 4  # rare words in common
_BEGINNING = 120  # letters of a passage that are shown


class Catalogue(Library, Cites, Protocol):
    """What is asked about works, their links and their citations."""


class Finder:
    """Finds related work in one loaded knowledge base."""

    def __init__(
        self, taxonomy: Taxonomy, catalogue: Catalogue, index: Index, encoder: Encoder | None, linker: Linker
    ) -> None:
        """Take what is looked through, and what tells which concepts a text is about."""
        self._taxonomy, self._catalogue, self._index = taxonomy, catalogue, index
        self._encoder, self._linker = encoder, linker

    def read(self, title: str, text: str) -> Read:
        """Cut a text into passages (`kb.passages`) and encode them; what cannot be read by sense is read by words."""
        title = simplified(clean(title))
        pieces = [simplified(piece) for piece in passages("\n".join(filter(None, (title, text))))]
        vectors = self._encoded(pieces)
        return Read(title, pieces, vectors if vectors is not None and len(vectors) == len(pieces) else None)

    def topics(self, read: Read, cited: Iterable[str], asked: Asked) -> tuple[Topic, ...]:
        """Return what the input is about, heaviest first."""
        links = self._catalogue.links(works=list(cited))
        return topics(self._linker, self._taxonomy, self._index.idf, read, links, asked)

    def candidates(
        self, read: Read, cited: Mapping[str, Work], unknown: Sequence[Work], found: Sequence[Topic]
    ) -> tuple[list[Candidate], Mapping[str, Close]]:
        """Return what may be related, best first, and how citations bring it near.

        ``cited`` are the cited works that the library has, by id, ``unknown`` those that it has not.
        """
        rows = [*self._index.vectors_of(Key(Kind.WORK, work) for work in cited).values()]
        said = self._encoded([work.title for work in unknown[:_ENCODED]])
        centre = _centre([*rows, *(said if said is not None else ())])
        close = closeness(self._catalogue, cited.keys())
        titles = " ".join(work.title for work in (*cited.values(), *unknown))
        query = Query(" ".join(read.passages), read.vectors, cited, titles, centre, found, close)
        return candidates(self._catalogue, self._index, query), close

    def suggestions(
        self, read: Read, cited: Mapping[str, Work], unknown: Sequence[Work], found: Sequence[Topic], limit: int
    ) -> tuple[Suggestion, ...]:
        """Return related works, best first and made diverse, each with what speaks for it."""
        ranked, close = self.candidates(read, cited, unknown, found)
        held = Listed((*cited.values(), *unknown))
        pool = [one for one in ranked if one.score > 0 and one.work not in held][: _POOL * limit]
        chosen = diverse([one.score for one in pool], _alike(pool), limit, RELEVANCE)
        tell = _Teller(self._taxonomy, self._index, read, cited, found, close)
        return tuple(tell.suggestion(pool[place]) for place in chosen)

    def _encoded(self, texts: Sequence[str]) -> Vectors | None:
        """Return the vectors of the texts that the encoder can read, without those of which it knows nothing."""
        if self._encoder is None:
            return None
        reads = self._encoder.reads_chinese
        read = [text if reads else latin(text) for text in texts]
        read = [text for text in read if any(map(str.isalnum, text))]
        if not read:
            return None
        vectors = self._encoder.encode(read)
        known: Vectors = vectors[vectors.any(axis=1)]
        return known if len(known) else None


class _Teller:
    """Tells what speaks for a candidate."""

    def __init__(  # noqa: PLR0913, PLR0917 (what an input is)
        self,
        taxonomy: Taxonomy,
        index: Index,
        read: Read,
        cited: Mapping[str, Work],
        found: Sequence[Topic],
        close: Mapping[str, Close],
    ) -> None:
        self._taxonomy, self._index, self._read, self._cited, self._close = taxonomy, index, read, cited, close
        self._weights = {topic.concept.id: topic.weight for topic in found}
        self._against = rivals(taxonomy, self._weights.keys())
        self._text = "\n".join(read.passages) or "\n".join(work.title for work in cited.values())
        self._words = weighed(self._text, index.idf)

    def suggestion(self, one: Candidate) -> Suggestion:
        """Return the work with what speaks for it."""
        near = self._close.get(one.work.id, Close(0.0))
        stance = stand(one.work, one.links, self._weights, self._against, bool(near.cites))
        theirs = terms("\n".join(filter(None, (one.work.title, one.work.abstract))))
        return Suggestion(
            one.work,
            one.score,
            stance.stance,
            tuple(self._taxonomy.by_id[concept] for concept in stance.concepts),
            one.signals,
            stance.role,
            one.cosine,
            self._quoted(one.passage),
            shared(self._text, self._words, theirs, _SHOWN),
            beside=self._mine(near.beside),
            cites=self._mine(near.cites),
            cited_by=self._mine(near.cited_by),
            rival=self._taxonomy.by_id[stance.rival] if stance.rival else None,
        )

    def _quoted(self, passage: int | None) -> str:
        """Return the beginning of a passage; there is nothing to tell it from where it is the only one."""
        passages = self._read.passages
        return _beginning(passages[passage]) if passage is not None and len(passages) > 1 else ""

    def _mine(self, ids: Iterable[str]) -> tuple[Work, ...]:
        return tuple(self._cited[i] for i in ids)


def _centre(rows: Sequence[Vectors]) -> Vectors | None:
    if not rows:
        return None
    mean = np.mean(rows, axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


def _alike(pool: Sequence[Candidate]) -> Vectors:
    """Return how like candidates are in sense (0..1); of one without a vector nothing is known."""
    known = next((one.vector for one in pool if one.vector is not None), np.zeros(1, np.float32))
    rows = np.stack([np.zeros_like(known) if one.vector is None else one.vector for one in pool] or [known])
    return np.asarray(np.clip(rows @ rows.T, 0.0, 1.0), dtype=np.float32)


def _beginning(passage: str) -> str:
    """Return the first words of a passage, marked where it is cut."""
    if len(passage) <= _BEGINNING:
        return passage
    room = _BEGINNING // 2 if has_cjk(passage[:_BEGINNING]) else _BEGINNING
    cut = passage[:room]
    return f"{cut if has_cjk(cut) else cut.rsplit(' ', 1)[0]}…"
