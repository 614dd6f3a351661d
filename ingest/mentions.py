"""Identifiers in running text, among other words: what reference lists and first pages are read for."""

from __future__ import annotations

import re

from kb import ids
from kb.text import CJK

_ARXIV = re.compile(
    r"(?:arxiv\s?:\s?|arxiv\.org/(?:abs|pdf)/|\babs/|10\.48550/arxiv\.)"
    r"(\d{4}\.\d{4,5}|[a-z][a-z-]{1,11}(?:\.[a-z]{2})?/\d{7})(?!\d)",
    re.I,
)
_DOI = re.compile(r"(?<![A-Za-z0-9.])10\.\d{4,9}/[^\s\"'<>|\\^`{}，。；、（）]{1,200}", re.I)
_URL = re.compile(r"https?://[^\s\"'<>|\\^`{}，。；、（）]{3,1000}", re.I)
_CHINESE = re.compile(f"[{CJK}]")
_CLOSERS = {")": "(", "]": "["}


def arxiv_ids(text: str) -> list[str]:
    """Return the arXiv ids, without version, that the text marks as such (``arXiv:…``, ``abs/…`` or an address)."""
    found = (ids.arxiv_id(match.group(1)) for match in _ARXIV.finditer(text))
    return list(dict.fromkeys(value for value in found if value))


def dois(text: str) -> list[str]:
    """Return the DOIs of the text, arXiv's own left out: they are arXiv ids."""
    found = (ids.doi(_trimmed(match.group())) for match in _DOI.finditer(text))
    return list(dict.fromkeys(value for value in found if value and not value.startswith("10.48550/arxiv.")))


def urls(text: str) -> list[str]:
    """Return the http(s) addresses of the text without the punctuation of the sentence around them."""
    found = (ids.url(_trimmed(match.group())) for match in _URL.finditer(text))
    return list(dict.fromkeys(value for value in found if value))


def named(text: str) -> list[tuple[int, str]]:
    """Return what the text names by arXiv id, DOI or address, as ``scheme:value`` with its place in the text, in order.

    An address ends where Chinese begins; one that holds an identifier stands for that.
    """
    spans: list[tuple[int, int, str]] = []
    for match in _URL.finditer(text):
        address = _CHINESE.split(match.group(), maxsplit=1)[0]
        known = identifiers(address)
        if known:
            spans.append((match.start(), match.start() + len(address), ids.work_id(known, "", "", None)))
    covered = {place for start, end, _ in spans for place in range(start, end)}
    for pattern, scheme, read in ((_ARXIV, "arxiv", arxiv_ids), (_DOI, "doi", dois)):
        for match in pattern.finditer(text):
            values = read(_CHINESE.split(match.group(), maxsplit=1)[0])
            if values and match.start() not in covered:
                spans.append((match.start(), match.end(), f"{scheme}:{values[0]}"))
    return [(start, ident) for start, _, ident in sorted(spans)]


def identifiers(text: str) -> dict[str, str]:
    """Return the first arXiv id, DOI and address of a text that speaks of one work."""
    found = {"arxiv": arxiv_ids(text), "doi": dois(text), "url": urls(text)}
    return ids.identifiers({scheme: values[0] for scheme, values in found.items() if values})


def _trimmed(text: str) -> str:
    """Drop closing punctuation, and a closing bracket that the text itself does not open."""
    while text and (text[-1] in ".,;:!?'\"*_" or text.count(_CLOSERS.get(text[-1], text[-1])) < text.count(text[-1])):
        text = text[:-1]
    return text
