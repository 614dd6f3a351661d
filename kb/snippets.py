"""What is shown of a text that was found: its best passage for a query, and which of its words are the query's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from kb.lexical import terms
from kb.text import CJK, clean, has_cjk, simplified

_WORD = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+")
_CHINESE = re.compile(f"[{CJK}]")
_JOIN = re.compile(r"[\s-]?")  # between matched words that are marked as one
_BEGINNING = re.compile(r"(?<=[.!?])\s+(?=\w)|(?<=[。！？；])")
_BORDER = re.compile(rf"\s+|(?<=[{CJK}，。、；：？！])|(?=[{CJK}])")
_LENGTH = 200  # characters of a passage
_WIDE = 2  # a Chinese character takes the room of two letters
_LONG = 60  # letters of a word that is still left whole


class Piece(NamedTuple):
    """A part of a text; ``matched`` where it is a word of the query."""

    text: str
    matched: bool = False


Pieces = tuple[Piece, ...]
"""A text, cut where its matched words begin and end."""


class _Word(NamedTuple):
    """A matched word: where it stands, and what it is in the index."""

    start: int
    end: int
    term: str


def marked(text: str, wanted: AbstractSet[str]) -> Pieces:
    """Return a text with the words that the index holds as one of the wanted terms (see `kb.lexical.terms`)."""
    text = clean(text)
    return _pieces(text, _matched(text, wanted))


def passage(texts: Iterable[str], weights: Mapping[str, float], length: int = _LENGTH) -> Pieces:
    """Return the passage of about ``length`` characters that holds most of the wanted terms, by their weights (0..).

    Of equals it is the first, so that the first text is shown from its start where nothing matches. What was cut off
    is marked by “…”.
    """
    best: tuple[float, Pieces] = (-1.0, ())
    for text in map(clean, texts):
        words = _matched(text, weights.keys())
        room = length // _WIDE if len(_CHINESE.findall(text[:length])) > length / 4 else length
        value, first, last = _densest(words, weights, room)
        if value > best[0]:
            best = value, _cut(text, words, *_window(text, first, last, room))
    return best[1]


def _matched(text: str, wanted: AbstractSet[str]) -> list[_Word]:
    """Return the matched words in their order; Chinese ones are pairs of characters, which overlap."""
    found = []
    for word in _WORD.finditer(text) if wanted else ():
        if has_cjk(word[0]):
            held = ((place, place + len(gram), gram) for place, gram in enumerate(_grams(word[0])))
        else:
            held = ((0, len(word[0]), term) for term in _terms(word[0]))
        found += [_Word(word.start() + a, word.start() + b, term) for a, b, term in held if term in wanted]
    return found


def _grams(run: str) -> list[str]:
    plain = simplified(run)
    plain = plain if len(plain) == len(run) else run
    return [plain[i : i + 2] for i in range(max(1, len(plain) - 1))]


@lru_cache(maxsize=32768)
def _terms(word: str) -> tuple[str, ...]:
    return tuple(terms(word))


def _densest(words: list[_Word], weights: Mapping[str, float], length: int) -> tuple[float, int, int]:
    """Return value, start and end of the stretch within ``length`` whose different terms weigh most."""
    best = (0.0, 0, 0)
    for place, word in enumerate(words):
        ends: dict[str, int] = {}
        for other in words[place:]:
            if other.end - word.start > length:
                break
            ends.setdefault(other.term, other.end)
        value = round(sum(weights[term] for term in ends), 6)
        if value > best[0]:
            best = value, word.start, max(ends.values())
    return best


def _window(text: str, first: int, last: int, length: int) -> tuple[int, int]:
    """Return where a passage around a stretch starts and ends: from the start of the text where that holds it."""
    if len(text) <= length or last <= length:
        return 0, _stop(text, length, last)
    start = _start(text, first, last - length, len(text) - length)
    return start, _stop(text, start + length, last)


def _start(text: str, latest: int, earliest: int, enough: int) -> int:
    """Return where the sentence begins that a place is in, else a word halfway; nothing is won beyond ``enough``."""
    sentences = [found.end() for found in _BEGINNING.finditer(text, earliest, latest + 1) if found.end() <= latest]
    if sentences:
        return sentences[-1]
    word = _BORDER.search(text, min((earliest + latest) // 2, enough), latest)
    return word.end() if word else latest


def _stop(text: str, latest: int, earliest: int) -> int:
    """Return the last end of a word between two places."""
    if len(text) <= latest:
        return len(text)
    ends = [found.start() for found in _BORDER.finditer(text, max(earliest, latest - _LONG), latest + 1)]
    return ends[-1] if ends else latest


def _cut(text: str, words: list[_Word], start: int, end: int) -> Pieces:
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    within = [_Word(w.start + shift, w.end + shift, w.term) for w in words if start <= w.start and w.end <= end]
    return _pieces(f"{before}{text[start:end]}{after}", within)


def _pieces(text: str, words: list[_Word]) -> Pieces:
    """Cut a text at its matched words; neighbours are one piece."""
    spans: list[tuple[int, int]] = []
    for word in words:
        if spans and (word.start <= spans[-1][1] or _JOIN.fullmatch(text, spans[-1][1], word.start)):
            spans[-1] = spans[-1][0], max(spans[-1][1], word.end)
        else:
            spans.append((word.start, word.end))
    pieces, place = [], 0
    for start, end in spans:
        pieces += [Piece(text[place:start]), Piece(text[start:end], matched=True)]
        place = end
    return tuple(piece for piece in (*pieces, Piece(text[place:])) if piece.text)
