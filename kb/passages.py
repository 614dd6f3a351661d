"""Passages: a long text in pieces that the encoder reads whole."""

from __future__ import annotations

from kb.mentions import sentences
from kb.text import clean

LENGTH = 1000  # characters; the encoder reads 256 tokens, some 1,000 characters of English, and drops the rest
MOST = 40  # passages of one text, the first ones: some 8,000 words, which take the encoder some seconds


def passages(text: str) -> list[str]:
    """Cut a text into at most 40 passages of whole sentences and at most 1,000 characters, cleaned.

    A sentence that is longer is cut itself.
    """
    found: list[str] = []
    for sentence in filter(None, map(clean, sentences(text[: LENGTH * MOST]))):
        for start in range(0, len(sentence), LENGTH):
            piece = sentence[start : start + LENGTH]
            if found and len(found[-1]) + 1 + len(piece) <= LENGTH:
                found[-1] = f"{found[-1]} {piece}"
            else:
                found.append(piece)
    return found[:MOST]
