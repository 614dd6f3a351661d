"""Where the authors of a reference end when their year stands last, as BibTeX's own styles print it."""

from __future__ import annotations

import re

from kb.text import CJK

_END = re.compile(r"[.:]\s+(?=[\w“\"'*_{$])")
_JOIN = re.compile(r"\s*(?:[,，;；、&]|\band\b|\bund\b)\s*")
_OTHERS = re.compile(r"(?:et\s+al\.?|others|eds?\.?|editors?|等人?)", re.I)
_SMALL = "van|von|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ibn|ten|ter|zu|of|the|for|on|in"
_WORD = rf"(?:(?:[^\W\d_a-z]\.-?)+|[^\W\d_a-z][\w'’–-]*|(?:Jr|Sr|St|Dr)\.|(?:{_SMALL})|[a-z]['’][A-Z][\w-]*)"
_NAME = re.compile(rf"{_WORD}(?:\s+{_WORD}){{0,6}}|[{CJK}·]{{2,12}}")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[\s-]*){1,4}")
_ENDS_IN_INITIAL = re.compile(r"(?:^|[\s.,-])[^\W\d_a-z]\.?\Z")
_SENTENCE = re.compile(r"(?<=[.?!])[”\"’]?\s+")
_TELLING = re.compile(rf"\b(?!(?:{_SMALL}|and|others)\b)[a-z]{{2,}}|[{CJK}]{{4}}")
_YEAR = re.compile(r"(?<![\d./:])(?:1[5-9]|20)\d\d[a-z]?(?![\d/])")
_DATED = re.compile(r",\s*((?:\w+\s+)?(?:1[5-9]|20)\d\d)[a-z]?\.?\Z")
_MOST_AUTHORS = 6_000  # letters
_MOST_TITLE = 500
_MOST_ENDS = 200


def are_names(text: str) -> bool:
    """Say whether a text is nothing but names: of people, with initials or without, or of organisations."""
    pieces = [piece for piece in _JOIN.split(text[:_MOST_AUTHORS].strip(" ,.;")) if piece]
    whole = [piece for piece in pieces if not _INITIALS.fullmatch(piece)]
    return bool(whole) and all(_NAME.fullmatch(piece) or _OTHERS.search(piece) for piece in whole)


def year_last(text: str) -> dict[str, str] | None:
    """Return authors, title and venue of ``Authors. Title. Venue, 2018``, or None.

    An end that is the stop of an initial (``S. Garrabrant. Risks …``) is told from the end of the authors by what
    follows: a title has a word in small letters.
    """
    if not _YEAR.search(text):
        return None
    ends = [match for match, _ in zip(_END.finditer(text[:_MOST_AUTHORS]), range(_MOST_ENDS), strict=False)]
    for sure in (True, False):
        for end in ends:
            authors, rest = text[: end.end()].rstrip(" :"), text[end.end() :]
            title = _SENTENCE.split(rest, maxsplit=1)[0]
            venue = rest[len(title) :].strip()
            fits = _is_title(title) if sure else not _ENDS_IN_INITIAL.search(authors)
            dated = None if _YEAR.search(venue) else _DATED.search(title)
            if dated:
                title, venue = title[: dated.start()], dated[1]
            if fits and len(title) <= _MOST_TITLE and _YEAR.search(venue) and are_names(authors):
                return {"authors": authors, "title": title, "venue": venue}
    return None


def _is_title(text: str) -> bool:
    return bool(_TELLING.search(text)) and not _ENDS_IN_INITIAL.search(text.rstrip("."))
