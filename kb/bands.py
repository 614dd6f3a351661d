"""Bands: what a cosine of two texts means in words, for everything that shows nearness in sense."""

from __future__ import annotations

from enum import StrEnum


class Band(StrEnum):
    """How near two texts are in sense."""

    NEAR_SAME = "near_same"
    CLOSE = "close"
    RELATED = "related"
    DISTANT = "distant"


LEAST = {Band.NEAR_SAME: 0.75, Band.CLOSE: 0.55, Band.RELATED: 0.40}
"""The least cosine of each band, from the packaged encoder on the 1,396 shipped works (`python -m benchmarks.similar`).

At least | pairs without a common concept | pairs with one | a work's nearest | its tenth
0.40     | 6.6%                           | 64%            | 99.9%           | 93%
0.55     | 0.65%                          | 31%            | 92%             | 35%
0.75     | 0.007%                         | 4.0%           | 25%             | 0.1%
"""


def band(cosine: float) -> Band:
    """Return the band of a cosine (-1..1)."""
    return next((name for name, least in LEAST.items() if cosine >= least), Band.DISTANT)
