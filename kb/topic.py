"""How much the sense of a query lies on the side of this field: a direction in the vectors of English queries.

``data/student/README.md`` says how it was fitted; `benchmarks/fit_topic.py` makes it.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from kb.data import SHIPPED
from kb.encoder import Vectors
from kb.values import Value, from_json

FILE = SHIPPED / "student" / "topic.json"


class Topic(Value, frozen=True):
    """Weights of the numbers of a vector and, last, what is added; they hold for vectors of ``encoder`` alone."""

    encoder: str
    weights: tuple[float, ...]


def on_topic(vector: Vectors, encoder: str) -> float:
    """Return the log-odds that the query with this vector asks about the field (about -4 to 4).

    Zero, which speaks for neither, where the vectors are of another encoder.
    """
    fitted = _shipped()
    *weights, bias = fitted.weights
    if encoder != fitted.encoder or vector.shape != (len(weights),):
        return 0.0
    return float(np.dot(vector, np.asarray(weights, dtype=np.float32)) + bias)


@lru_cache(maxsize=1)
def _shipped() -> Topic:
    return from_json(FILE.read_bytes(), Topic)
