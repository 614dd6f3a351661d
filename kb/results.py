"""What a search is asked and what it answers."""

from __future__ import annotations

from enum import StrEnum

from kb.documents import Kind
from kb.lexical import Filter
from kb.model import Facet, Lang
from kb.values import Value


class Mode(StrEnum):
    """Which legs are used; ``lexical`` includes labels, ``semantic`` is the encoder alone."""

    HYBRID = "hybrid"
    LEXICAL = "lexical"
    SEMANTIC = "semantic"


class Request(Value, frozen=True):
    """A query with its filters, as in `kb.lexical.Filter`.

    ``rerank`` lets a re-ranker, where there is one, order the best hits of all legs.
    """

    query: str
    top_k: int = 10
    kind: Kind | None = None
    mode: Mode = Mode.HYBRID
    year_from: int | None = None
    year_to: int | None = None
    concept: str | None = None
    facet: Facet | None = None
    entry_type: str | None = None
    venue: str | None = None
    source: str | None = None
    summary: bool = False
    lang: Lang = Lang.EN
    rerank: bool = True

    @property
    def where(self) -> Filter:
        """The filters alone."""
        return Filter(**{name: getattr(self, name) for name in Filter._fields})


class Reason(Value, frozen=True):
    """Why a hit is there: the leg that found it, and the label, words or cosine."""

    leg: str
    detail: str


class Hit(Value, frozen=True):
    """A result; ``score`` is 0..1 and comparable across queries, ``labels`` are those of a concept."""

    kind: Kind
    id: str
    title: str
    score: float
    year: int | None
    authors: tuple[str, ...]
    labels: dict[str, str] | None
    why: tuple[Reason, ...]


class Confidence(Value, frozen=True):
    """What speaks for a match: it is good where the query names something, or ``value`` reaches ``threshold``.

    ``share`` (0..1) is how much of the query's words, by their rarity, the best text holds, and ``words`` are these;
    ``cosine`` is that of the nearest text, None where nothing was compared by sense. ``value`` is made of both.
    """

    named: bool
    value: float
    threshold: float
    share: float
    words: tuple[str, ...]
    cosine: float | None

    @property
    def good(self) -> bool:
        """Whether what was found deserves to be called a match."""
        return self.named or self.value >= self.threshold


class Results(Value, frozen=True):
    """The answer; with ``no_good_match`` the results are only the nearest concepts. ``notice`` says what was left.

    There is no good match where ``confidence`` is not good, or where the filters leave nothing of what was found.

    ``counts`` says of each field that a search can be limited to, which values the found documents have (the best
    1,000 of them, not only ``results``) and how many have each, the most frequent first.
    """

    query: str
    searched_as: tuple[str, ...]
    no_good_match: bool
    took_ms: float
    results: tuple[Hit, ...]
    confidence: Confidence
    notice: str = ""
    counts: dict[str, dict[str, int]] = {}
