"""What is asked about related work, and what is answered."""

from __future__ import annotations

from enum import StrEnum

from kb.model import Concept, Level, Role, Work
from kb.model.draft import Draft, Reference
from kb.values import Value


class Asked(Value, frozen=True):
    """A draft, works that the reader picked (their ids), concepts added and struck by hand, and how much is wanted."""

    draft: Draft = Draft()
    works: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    limit: int = 20


class Topic(Value, frozen=True):
    """A concept that the input is about: ``weight`` 0..1, the sentences that show it, and the cited works tied to it.

    ``by_hand`` says that the reader added it; such a topic weighs 1.
    """

    concept: Concept
    weight: float
    evidence: tuple[str, ...] = ()
    cited: tuple[Work, ...] = ()
    by_hand: bool = False


class Known(Value, frozen=True):
    """An entry of the reader's list and the work of the library that it is, if there is one."""

    reference: Reference
    work: Work | None = None


class Signal(StrEnum):
    """What speaks for a related work."""

    SENSE = "sense"
    WORDS = "words"
    CONCEPTS = "concepts"
    CITATIONS = "citations"


class Stance(StrEnum):
    """What a related work is to the reader's, by its role for what they share."""

    INTRODUCES = "introduces"
    BUILDS_ON = "builds-on"
    CONTRASTS = "contrasts"
    CRITIQUES = "critiques"
    EVALUATES = "evaluates"
    SURVEYS = "surveys"
    DISCUSSES = "discusses"


class Suggestion(Value, frozen=True):
    """A related work: ``score`` 0..1, ``stance`` and ``role`` for the first of ``concepts``, and what speaks for it.

    ``cosine`` is that of the nearest passage (None where nothing was compared by sense), ``passage`` the beginning of
    that passage; ``words`` are rare words in common; ``beside`` are the works of the reader's that it is cited with,
    ``cites`` those that it cites, ``cited_by`` those that cite it. ``signals`` are 0..1. ``rival`` is a concept that it
    is about and that contrasts with, or criticises, what the reader's work is about.
    """

    work: Work
    score: float
    stance: Stance
    concepts: tuple[Concept, ...]
    signals: dict[Signal, float]
    role: Role | None = None
    cosine: float | None = None
    passage: str = ""
    words: tuple[str, ...] = ()
    beside: tuple[Work, ...] = ()
    cites: tuple[Work, ...] = ()
    cited_by: tuple[Work, ...] = ()
    rival: Concept | None = None


class Lack(StrEnum):
    """Why a work is missed."""

    MUST_KNOW = "must-know"
    SURVEY = "survey"
    CRITICISM = "criticism"


class Missing(Value, frozen=True):
    """A work that the draft does not cite and that readers of a concept it touches are expected to know.

    The role is what the work does for the concept, or for ``rival``, a concept that speaks against it.
    """

    concept: Concept
    work: Work
    lack: Lack
    role: Role
    level: Level | None = None
    rival: Concept | None = None


class Flaw(StrEnum):
    """What is wrong with an entry."""

    OTHER_TITLE = "other-title"
    OTHER_AUTHORS = "other-authors"
    OTHER_IDENTIFIER = "other-identifier"
    OTHER_YEAR = "other-year"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    RETRACTED = "retracted"
    NOT_IN_LIST = "not-in-list"
    NOT_CITED = "not-cited"


class Suspect(Value, frozen=True):
    """An entry that looks wrong: ``found`` is the work that speaks against it, ``other`` another entry's key.

    ``reference`` is None for a key that the text cites and the list does not have.
    """

    citekey: str
    flaw: Flaw
    reference: Reference | None = None
    found: Work | None = None
    other: str = ""


class Related(Value, frozen=True):
    """The answer: what the input is about, what to read (best first), what is missing, and what looks wrong."""

    topics: tuple[Topic, ...]
    known: tuple[Known, ...]
    results: tuple[Suggestion, ...]
    missing: tuple[Missing, ...]
    suspect: tuple[Suspect, ...]
    took_ms: float = 0.0
