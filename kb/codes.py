"""Codes of eight bits for many vectors, scanned whole or in inverted lists (the seam to FAISS)."""

from __future__ import annotations

import math
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from kb.encoder import Vectors

LISTED = 300_000
"""Rows from which only some lists are scanned: the codes of all take some 40 ms, and a search should take 60."""

_PROBED = 1 / 8  # of the lists; recall at 100 is then 0.99 on abstracts (docs/evaluation.md)
_LISTS = 2.0  # × √rows: as many centroids to compare with as makes a probe of them cheap
_LEARNT, _ROUNDS = 40, 8  # rows per centroid and rounds of k-means: more cost minutes and find nothing more
_PART = 1 << 16  # rows in memory at a time
_ROUNDING = 1e-6  # of sums in single precision


class Codes:
    """The codes of the rows of a shard, mapped from a file: opening reads nothing, a scan a quarter of the floats."""

    def __init__(self, path: Path, error: float) -> None:
        """Open what `write` wrote, with the error that it returned; raises ValueError for a file that is not that."""
        try:
            self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as torn:
            raise ValueError(f"{path.name} cannot be read") from torn
        self._error = error + _ROUNDING

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def nearest(self, vector: Vectors, depth: int) -> tuple[NDArray[np.int64], float]:
        """Return about ``depth`` nearest rows, and a cosine that no row left out by the scan exceeds.

        In inverted lists that bound holds for the lists that were scanned: all of them once ``depth`` is the number of
        rows, else an eighth.
        """
        cosines, rows = self._index.search(vector.reshape(1, -1), depth, params=self._where(depth))
        found = rows[0] >= 0
        return rows[0][found], float(cosines[0][found].min(initial=1.0)) + self._error

    def _where(self, depth: int) -> faiss.SearchParameters | None:
        if not isinstance(self._index, faiss.IndexIVF):
            return None
        share = max(_PROBED, depth / len(self))
        return faiss.SearchParametersIVF(nprobe=math.ceil(self._index.nlist * min(1.0, share)))  # type: ignore[call-arg]


def write(path: Path, rows: Vectors) -> float:
    """Write the codes of unit vectors; returns the length of the largest difference between a row and its code."""
    width = rows.shape[1]
    flat = faiss.IndexScalarQuantizer(width, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    flat.train(rows)
    index = _listed(rows, flat) if len(rows) >= LISTED else flat
    error = 0.0
    for start in range(0, len(rows), _PART):
        part = rows[start : start + _PART]
        index.add(part)
        error = max(error, float(np.linalg.norm(part - flat.sa_decode(flat.sa_encode(part)), axis=1).max()))
    faiss.write_index(index, str(path))
    return error


def _listed(rows: Vectors, flat: faiss.IndexScalarQuantizer) -> faiss.Index:
    """Return an empty index of inverted lists around the centroids of some rows, with the codes of a flat one."""
    count = int(_LISTS * math.sqrt(len(rows)))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(rows.shape[1]), rows.shape[1], count, flat.sq.qtype, faiss.METRIC_INNER_PRODUCT, False
    )
    index.cp.niter = _ROUNDS
    learnt = np.linspace(0, len(rows) - 1, min(len(rows), count * _LEARNT)).astype(np.int64)
    index.train(rows[learnt])
    index.sq = flat.sq  # the range of all rows, not of those that were learnt from
    return index
