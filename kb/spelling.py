"""How alike two spellings are, and how Chinese sounds (the seam to rapidfuzz and pypinyin)."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process


def ratio(a: str, b: str) -> float:
    """Return the share of characters that two texts have in common, in their order (0..1; normalised indel)."""
    return fuzz.ratio(a, b) / 100


def closest(text: str, choices: Iterable[str], limit: int, cutoff: float) -> list[str]:
    """Return the choices nearest to a text by weighted ratios of whole and parts, at least ``cutoff`` (0..1)."""
    found = process.extract(text, choices, scorer=fuzz.WRatio, limit=limit, score_cutoff=cutoff * 100)
    return [choice for choice, _, _ in found]


def slip(text: str, choices: Iterable[str], cutoff: float) -> str | None:
    """Return the one choice that a misspelt text most likely means, at least ``cutoff`` alike (0..1), or None."""
    found = process.extractOne(text, choices, scorer=fuzz.ratio, score_cutoff=cutoff * 100)
    return found[0] if found else None


def sound(text: str) -> str:
    """Return the syllables of a Chinese text without their tones, as most input methods take them."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 (its dictionaries take a fifth of a second)

    return " ".join(lazy_pinyin(text))
