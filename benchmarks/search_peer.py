"""txtai as a peer of the hybrid search: the same texts, vectors and encoder, where it is installed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from kb.encoder import Encoder, Vectors

_DEPTH = 100


def peer(texts: list[str], vectors: Vectors, encoder: Encoder) -> Callable[[str], Any] | None:
    """Return what asks a hybrid index of txtai with its own settings; None where txtai is not installed."""
    try:
        from txtai import Embeddings  # noqa: PLC0415 (not a requirement)
    except ImportError:
        return None
    known = iter(vectors)

    def transform(part: list[str]) -> Vectors:
        return np.stack([next(known) for _ in part]) if building else encoder.encode(part)

    building = True
    embeddings = Embeddings(method="external", transform=transform, hybrid=True, content=False)
    embeddings.index(enumerate(texts))
    building = False
    return lambda query: embeddings.search(query, _DEPTH)
