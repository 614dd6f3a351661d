"""The concepts that a text names, for links: any label of either language, longest first."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from kb.mentions import Entry, Gazetteer, Sort, Spot
from kb.model import Taxonomy
from kb.text import clean, has_cjk

_SHORT = 2  # letters of a Chinese label that is as often an everyday word
_ONE = re.compile(r"\b(?:an?|one|each|every|another) $", re.IGNORECASE)
_PLURAL = re.compile(r"[^aius]s$")  # bias, analysis, apparatus and success are none
_CLAUSE = re.compile(r" (?:the|an?|whether|which|who|what|how|if|that|it|them|its|their)\b")


class Part(NamedTuple):
    """A piece of a text, and the id of the concept that it names, if any."""

    text: str
    concept: str = ""


class Names:
    """The labels of a taxonomy."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._gazetteer = Gazetteer(taxonomy.concepts)

    def parts(self, text: str, own: str = "", near: AbstractSet[str] = frozenset()) -> tuple[Part, ...]:
        """Cut a text where it names concepts; put together, the parts are the text as one clean line.

        ``own`` is the concept that the text is about, which is not marked. A single everyday word ("value") and a label
        of several concepts are taken for a concept only where that is one of ``near``.
        """
        text = clean(text)
        cut, end = [], 0
        for spot in self._gazetteer.spots(text):
            concept = _meant(spot.entry, near)
            if concept and concept != own and not _verb(text, spot):
                cut += [Part(text[end : spot.start]), Part(text[spot.start : spot.end], concept)]
                end = spot.end
        return tuple(part for part in (*cut, Part(text[end:])) if part.text)


def _meant(entry: Entry, near: AbstractSet[str]) -> str:
    """Return the id of the concept that a label stands for, or nothing."""
    likely = [concept for concept in entry.concepts if concept in near]
    if len(likely) == 1:
        return likely[0]
    return entry.concepts[0] if len(entry.concepts) == 1 and not _everyday(entry) else ""


def _verb(text: str, spot: Spot) -> bool:
    """Say whether what reads like a plural is a verb, as in "a human judges which"."""
    plural = _PLURAL.search(text[spot.start : spot.end])
    return bool(plural and _ONE.search(text[: spot.start]) and _CLAUSE.match(text, spot.end))


def _everyday(entry: Entry) -> bool:
    if has_cjk(entry.shown):
        return len(entry.shown) <= _SHORT
    return entry.sort is Sort.EVERYDAY and len(entry.shown.split()) == 1
