"""Cosines as words: how near two texts are in meaning."""

from __future__ import annotations

from enum import StrEnum


class Band(StrEnum):
    """How near two texts are, nearest first."""

    NEAR_SAME = "near_same"
    CLOSE = "close"
    RELATED = "related"
    DISTANT = "distant"


_FROM = {Band.NEAR_SAME: 0.75, Band.CLOSE: 0.55, Band.RELATED: 0.40}


def band(cosine: float) -> Band:
    """Return the band that a cosine (-1..1) lies in."""
    return next((near for near, least in _FROM.items() if cosine >= least), Band.DISTANT)
