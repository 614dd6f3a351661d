"""Codes of eight or four bits a number, for scans of many vectors (the seam to FAISS)."""

from __future__ import annotations

import math
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from kb.encoder import Vectors

SHORT = 200_000
"""Rows from which four bits are scanned: eight take 16 ms there, more than encoding the query; four take 2 ms."""

_WIDER = 5  # times as many candidates of four bits: the hundred nearest are then found but for one in a thousand
_LEARNT = 1 << 14  # rows from which codes of four bits are learnt; more find nothing more
_PART = 1 << 16  # rows in memory at a time
_ROUNDING = 1e-6  # of sums in single precision


class Codes:
    """The codes of the rows of a shard, mapped from a file.

    Eight bits are the number itself, cut into 256 steps. Four bits name one of 16 centroids of two numbers (a product
    quantiser): every row is still looked at, 32 at a time.
    """

    def __init__(self, path: Path, error: float) -> None:
        """Open what `write` wrote, with the error that it returned; raises ValueError for a file that is not that."""
        try:
            self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as torn:
            raise ValueError(f"{path.name} cannot be read") from torn
        self._error = error + _ROUNDING
        self._short = isinstance(self._index, faiss.IndexPQFastScan)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def nearest(self, vector: Vectors, depth: int) -> tuple[NDArray[np.int64], float]:
        """Return at least the ``depth`` nearest rows, and a cosine that no other row exceeds.

        Four bits are too coarse for such a bound: they return five times ``depth`` rows, and −1.
        """
        faiss.omp_set_num_threads(1)  # a second one has no share in one query, and on a busy machine is waited for
        count = min(len(self), depth * _WIDER) if self._short else depth
        cosines, rows = self._index.search(vector.reshape(1, -1), count)
        return rows[0], -1.0 if self._short else float(cosines[0][-1]) + self._error


def write(path: Path, rows: Vectors) -> float:
    """Write the codes of unit vectors; returns the length of the largest difference between a row and its code."""
    faiss.omp_set_num_threads(1)  # see above: learning is many short steps
    width, metric = rows.shape[1], faiss.METRIC_INNER_PRODUCT
    index: faiss.IndexPQFastScan | faiss.IndexScalarQuantizer
    if len(rows) >= SHORT:
        index = faiss.IndexPQFastScan(width, width // math.gcd(width, 2), 4, metric)
        index.train(rows[:: max(1, len(rows) // _LEARNT)].copy())
    else:
        index = faiss.IndexScalarQuantizer(width, faiss.ScalarQuantizer.QT_8bit, metric)
        index.train(rows)
    error = 0.0
    for start in range(0, len(rows), _PART):
        part = rows[start : start + _PART]
        index.add(part)
        error = max(error, float(np.linalg.norm(part - index.sa_decode(index.sa_encode(part)), axis=1).max()))
    faiss.write_index(index, str(path))
    return error
