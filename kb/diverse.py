"""Maximal marginal relevance: a list whose items are good and not all the same.

Carbonell and Goldstein (1998), https://doi.org/10.1145/290941.291025
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def diverse(scores: Sequence[float], alike: NDArray[np.floating], limit: int, weight: float) -> list[int]:
    """Return the places of at most ``limit`` items in the order in which they are best read.

    Each next one has the highest ``weight × score − (1 − weight) × likeness to the most alike before it``; the first
    has the highest score. ``alike`` is square with a row per item; scores and likenesses are 0..1. ``weight`` is λ of
    the paper: 1 keeps the order of the scores, 0 looks at likeness alone.
    """
    worth = np.asarray(scores, dtype=np.float64)
    nearest = np.zeros(len(worth))
    left, chosen = list(range(len(worth))), list[int]()
    while left and len(chosen) < limit:
        gain = weight * worth - (1 - weight) * nearest if chosen else worth
        best = max(left, key=lambda place: (gain[place], -place))
        left.remove(best)
        chosen.append(best)
        nearest = np.maximum(nearest, alike[best])
    return chosen
