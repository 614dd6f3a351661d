"""Mentions: the labels of concepts that stand in the sentences of a text, found at the speed of reading it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from kb import spelling
from kb.everyday import EVERYDAY, form
from kb.model import Concept, Lang
from kb.text import fold, has_cjk

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(\[])|(?<=[。！？])\s*(?=\S)|\s*\n\s*")
_WORD = re.compile(r"\S+")
_CLAUSE = re.compile(r"[.,;:!?]\s|[，。、；：？！()（）\"“”]")
_ACRONYM = re.compile(r"(?=(?:.*[A-Z]){2})[A-Z0-9-]+s?")
_BRACKETED = re.compile(r"\s*[(（].*[)）]$")
_TYPO = 0.85  # a hidden label further from every shown one is a looser name, not a typo


class Sort(StrEnum):
    """How much a label says by itself."""

    PLAIN = "plain"
    ACRONYM = "acronym"
    EVERYDAY = "everyday"


class Entry(NamedTuple):
    """A label as it is looked up: the concepts it names, its form as written, and its sort."""

    concepts: tuple[str, ...]
    shown: str
    sort: Sort


class Found(NamedTuple):
    """A label in a sentence (0 is the first); ``expansion`` is what a text puts before a bracketed acronym, folded."""

    entry: Entry
    sentence: int
    expansion: str | None = None


class Spot(NamedTuple):
    """Where a label stands in a text, from its first character to behind its last."""

    start: int
    end: int
    entry: Entry


class _Folding(dict[int, str]):
    """Characters to what `kb.text.words` makes of them, each worked out once; what parts words becomes a space."""

    def __missing__(self, code: int) -> str:
        folded = fold(f"a{chr(code)}a")[1:-1]
        self[code] = "".join(c if c.isalnum() else " " for c in folded)
        return self[code]


_FOLDING = _Folding()


def quick_words(text: str) -> list[str]:
    """Cut a text without Chinese characters into words as `kb.text.words` does, some twenty times as fast."""
    return text.translate(_FOLDING).split()


def sentences(text: str) -> list[str]:
    """Cut a text into sentences; an abbreviation before a capital is taken for an end."""
    return [part for part in _SENTENCE.split(text.strip()) if part]


class Gazetteer:
    """The labels of both languages, longest match first, within word boundaries.

    Shown labels and their plurals count; a hidden label only where it is a misspelling of a shown one.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._entries: dict[str, Entry] = {}
        variants: dict[str, Entry] = {}
        for concept in concepts:
            heir = concept.replaced_by or concept.id
            for label, entry in _labels(concept):
                key = _key(label)
                self._add(self._entries, key, heir, entry)
                for variant in _variants(key):
                    self._add(variants, variant, heir, entry)
        self._entries = variants | self._entries
        self._lengths = _lengths(key.split() for key in self._entries if not has_cjk(key))
        self._firsts: dict[str, list[str]] = {}
        for key in sorted(self._entries, key=len, reverse=True):
            self._firsts.setdefault(key[0], []).append(key)

    def find(self, text: Sequence[str]) -> list[Found]:
        """Return the labels in the sentences of a text, in their order; acronyms only as they are written."""
        return [found for at, sentence in enumerate(text) for found in self._in_sentence(sentence, at)]

    def spots(self, text: str) -> list[Spot]:
        """Return where labels stand in a text, in their order; acronyms only as they are written."""
        folded, origins = _traced(text)
        if has_cjk(text):
            found = self._chinese(folded)
        else:
            spans = [word.span() for word in _WORD.finditer(folded)]
            runs = self._latin([folded[start:end] for start, end in spans])
            found = ((spans[first][0], spans[first:last][-1][1], key) for first, last, key in runs)
        places = ((origins[start], origins[end - 1] + 1, self._entries[key]) for start, end, key in found)
        return [Spot(*place) for place in places if _written(text[place[0] : place[1]], place[2])]

    def _in_sentence(self, sentence: str, at: int) -> Iterator[Found]:
        found = self._chinese(_key(sentence)) if has_cjk(sentence) else self._latin(quick_words(sentence))
        for _, _, key in found:
            entry = self._entries[key]
            if entry.sort is not Sort.ACRONYM:
                yield Found(entry, at)
            elif hit := re.search(rf"(?<![^\W_]){re.escape(entry.shown)}s?(?![^\W_])", sentence):
                yield Found(entry, at, _expansion(sentence, hit.start()))

    def _latin(self, tokens: list[str]) -> Iterator[tuple[int, int, str]]:
        """Yield the labels among words, each behind the place of its first word and one not before its end."""
        at, lengths, entries = 0, self._lengths, self._entries
        while at < len(tokens):
            step = 1
            for length in lengths.get(tokens[at], ()):
                key = " ".join(tokens[at : at + length])
                if key in entries:
                    yield at, at + length, key
                    step = length
                    break
            at += step

    def _chinese(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield the labels in a folded text, each behind the places where it starts and ends."""
        at = 0
        while at < len(text):
            keys = self._firsts.get(text[at], ())
            hit = next((k for k in keys if len(k) > 1 and text.startswith(k, at) and _bounded(text, at, k)), "")
            if hit:
                yield at, at + len(hit), hit
            at += len(hit) or 1

    @staticmethod
    def _add(entries: dict[str, Entry], key: str, concept: str, entry: Entry) -> None:
        known = entries.get(key, entry)
        if key and concept not in known.concepts:
            entries[key] = known._replace(concepts=(*known.concepts, concept))


def _labels(concept: Concept) -> Iterator[tuple[str, Entry]]:
    """Yield each label with what it stands for: itself, the label that it misspells, or its part outside brackets."""
    for lang in Lang:
        shown = [label for label in (concept.pref_label.get(lang), *concept.alt_label.get(lang)) if label]
        for label in shown:
            yield label, Entry((), label, _sort(label))
            if (bare := _BRACKETED.sub("", label)) != label:
                yield bare, Entry((), bare, Sort.EVERYDAY)
        folded = {label: fold(label) for label in shown}
        for hidden in concept.hidden_label.get(lang):
            typed = fold(hidden)
            alike = {label: spelling.ratio(key, typed) for label, key in folded.items()}
            near = max(alike, key=alike.__getitem__, default="")
            if near and alike[near] >= _TYPO and not _ACRONYM.fullmatch(near):
                yield hidden, Entry((), near, _sort(near))


def _key(text: str) -> str:
    return fold(text) if has_cjk(text) else " ".join(quick_words(text))


def _variants(key: str) -> list[str]:
    """Return the plural of a singular and the singular of a plural."""
    if has_cjk(key) or len(key) < 3 or key.endswith(("ss", "us", "is")):
        return []
    if key.endswith("s"):
        return [key[:-1]]
    return [f"{key[:-1]}ies" if key.endswith("y") and key[-2] not in "aeiou" else f"{key}s"]


def _sort(shown: str) -> Sort:
    if _ACRONYM.fullmatch(shown):
        return Sort.ACRONYM
    return Sort.EVERYDAY if not has_cjk(shown) and form(shown) in EVERYDAY else Sort.PLAIN


def _lengths(keys: Iterable[list[str]]) -> dict[str, tuple[int, ...]]:
    """Map the first word of the keys to the numbers of words that keys with it have, highest first."""
    found: dict[str, set[int]] = {}
    for tokens in keys:
        found.setdefault(tokens[0], set()).add(len(tokens))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _traced(text: str) -> tuple[str, list[int]]:
    """Fold a text character by character; returns, too, where in the text each character comes from."""
    folded = [(char, at) for at, raw in enumerate(text) for char in _FOLDING[ord(raw)]]
    if has_cjk(text):
        line = " " + "".join(char for char, _ in folded) + " "
        folded = [
            one for at, one in enumerate(folded) if one[0] != " " or not (has_cjk(line[at]) or has_cjk(line[at + 2]))
        ]
    return "".join(char for char, _ in folded), [at for _, at in folded]


def _written(shown: str, entry: Entry) -> bool:
    """Say whether what stands in a text is the label: within one clause, and an acronym as it is written."""
    acronym = entry.sort is not Sort.ACRONYM or shown in {entry.shown, f"{entry.shown}s"}
    return acronym and not _CLAUSE.search(shown)


def _expansion(sentence: str, at: int) -> str | None:
    """Return the eight words before an acronym that an opening bracket introduces, else None."""
    before = sentence[:at].rstrip("\"'“‘ ")
    return " ".join(quick_words(before)[-8:]) if before.endswith(("(", "（", "[")) else None


def _bounded(text: str, at: int, label: str) -> bool:
    """Say whether no Latin word runs over an end of the label."""
    before, after = text[at - 1 : at], text[at + len(label) : at + len(label) + 1]
    return not (_latin_pair(before, label[0]) or _latin_pair(label[-1], after))


def _latin_pair(left: str, right: str) -> bool:
    return left.isalnum() and right.isalnum() and left.isascii() and right.isascii()
