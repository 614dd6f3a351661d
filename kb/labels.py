"""The label index: from what a person types, in either language, to concepts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from kb import spelling
from kb.model import Concept
from kb.text import fold, has_cjk, ngram_words, words

_LONGEST = 8
_NEAR_CUTOFF = 0.70
_HEARD = (3, 12)  # characters of a Chinese text that may be a label written with homophones
_TYPO_CUTOFF = 0.88  # one slip in a word of eight letters; lower values turn real words into labels


class Mention(NamedTuple):
    """A label found in a text: the concepts it may mean, its folded form, and its share of the text (0..1)."""

    concepts: tuple[str, ...]
    label: str
    share: float


class Labels:
    """Folded preferred, alternative and hidden labels of both languages, and the concepts they name.

    The labels of a retired concept name its heir.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._ids: dict[str, list[str]] = {}
        self._shown: dict[str, str] = {}
        for concept in concepts:
            hidden = {fold(label) for label in (*concept.hidden_label.en, *concept.hidden_label.zh)}
            for label in concept.all_labels():
                key = fold(label)
                ids = self._ids.setdefault(key, [])
                heir = concept.replaced_by or concept.id
                if heir not in ids:
                    ids.append(heir)
                if key not in hidden:
                    self._shown.setdefault(key, label)
        self._ids.pop("", None)

    def find(self, text: str) -> tuple[str, ...]:
        """Return the concepts that have this label (any language, case, hyphens and spacing), usually one or none."""
        return tuple(self._ids.get(fold(text), ()))

    def mentions(self, text: str) -> list[Mention]:
        """Return the labels that occur in a text, longest first and without overlap."""
        key = fold(text)
        if not key:
            return []
        if key in self._ids:
            return [Mention(tuple(self._ids[key]), key, 1.0)]
        return self._chinese(key) if has_cjk(key) else self._english(words(key))

    def near(self, text: str, limit: int = 5) -> tuple[str, ...]:
        """Return shown labels that are close to the text in spelling, best first."""
        found = spelling.closest(fold(text)[:200], self._shown.keys(), limit, _NEAR_CUTOFF)
        return tuple(dict.fromkeys(self._shown[key] for key in found))

    def corrected(self, text: str) -> list[Mention]:
        """Return the label that a short misspelt text most likely means, as a mention, or nothing.

        Chinese is compared by sound.
        """
        key = fold(text)
        if has_cjk(key):
            heard = self._by_sound.get(spelling.sound(key), "") if _HEARD[0] <= len(key) <= _HEARD[1] else ""
            return [Mention(tuple(self._ids[heard]), heard, 1.0)] if heard else []
        if not 5 <= len(key) <= 60:
            return []
        found = spelling.slip(key, self._ids.keys(), _TYPO_CUTOFF)
        return [Mention(tuple(self._ids[found]), found, 1.0)] if found else []

    @cached_property
    def _by_first(self) -> dict[str, list[str]]:
        """Labels with a Chinese character by their first character, longest first."""
        firsts: dict[str, list[str]] = {}
        for key in sorted(self._ids, key=len, reverse=True):
            firsts.setdefault(key[0], []).append(key)
        return firsts

    @cached_property
    def _by_sound(self) -> dict[str, str]:
        """Chinese labels by how they sound, where no other label sounds so."""
        sounds: dict[str, str] = {}
        for key in filter(has_cjk, self._ids):
            sound = spelling.sound(key)
            sounds[sound] = key if sounds.get(sound, key) == key else ""
        return sounds

    def _english(self, tokens: list[str]) -> list[Mention]:
        taken: set[int] = set()
        found = []
        for start, end, span in ngram_words(tokens[:64], _LONGEST):
            if span in self._ids and taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                found.append(Mention(tuple(self._ids[span]), span, (end - start) / len(tokens)))
        return found

    def _chinese(self, key: str) -> list[Mention]:
        """Find labels in text without word boundaries; a Latin label must not start or end inside a word."""
        found, at = [], 0
        while at < min(len(key), 400):
            hit = next(
                (k for k in self._by_first.get(key[at], ()) if key.startswith(k, at) and _bounded(key, at, k)), ""
            )
            if len(hit) > 1:
                found.append(Mention(tuple(self._ids[hit]), hit, len(hit) / len(key)))
            at += len(hit) or 1
        return sorted(found, key=lambda m: -m.share)


def _bounded(text: str, at: int, label: str) -> bool:
    before, after = text[at - 1 : at], text[at + len(label) : at + len(label) + 1]
    return not (_latin_pair(before, label[0]) or _latin_pair(label[-1], after))


def _latin_pair(left: str, right: str) -> bool:
    return left.isalnum() and right.isalnum() and left.isascii() and right.isascii()
