"""What a reader brings to have related work found: a text, and the works that it cites."""

from __future__ import annotations

from kb.model.batch import Failure
from kb.model.work import Work
from kb.values import Value


class Reference(Value, frozen=True):
    """An entry of the reader's own list: the work as the list has it, under the reader's key.

    ``citekey`` is empty where the list has none (RIS, the reference list of a PDF); ``line`` is 1-based, 0 if unknown.
    """

    work: Work
    citekey: str = ""
    line: int = 0


class Draft(Value, frozen=True):
    """A text in plain words (no markup, no reference list), what it cites, and what could not be read.

    ``references`` are the entries of the reader's list; ``cited`` are the keys and identifiers (``scheme:value``) that
    the text itself cites, in order, each once; ``title`` is that of the draft where it has one.
    """

    text: str = ""
    title: str = ""
    references: tuple[Reference, ...] = ()
    cited: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
