"""A shard of the vector index: rows that are written once, and searched in the way that their number asks for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.encoder import Vectors
from kb.values import Value, from_json, to_json

CODED = 50_000
"""Rows from which codes of eight bits are scanned: equally fast, in a quarter of the memory (75 MB of floats less)."""

_PART = 1 << 15  # rows in memory at a time
_DEEPER = 4
_DIGITS = 6  # of a cosine that decide an order: the same row may differ in the last bits
Rows = NDArray[np.int64]


class Found(Value, frozen=True):
    """A document of a shard and the cosine of its nearest row."""

    cosine: float
    name: str

    @property
    def order(self) -> tuple[float, str]:
        """Its place among others: the nearest first, then by name."""
        return -round(self.cosine, _DIGITS), self.name


class _Names(Value, frozen=True):
    """The key of each row, sorted; the keys that are taken out of older shards; and the error of the codes."""

    keys: list[str]
    removed: list[str] = []
    error: float = 0.0


class Shard:
    """Unit vectors in the order of their keys, mapped from a file that is never written again.

    The rows of a document lie together. What newer shards replace or take out is left out by `drop`.
    """

    def __init__(self, folder: Path, number: int) -> None:
        """Open what `write` wrote; raises ValueError or OSError for anything else."""
        names = from_json(_path(folder, "keys", number).read_bytes(), _Names)
        self.number, self.keys, self.removed = number, names.keys, names.removed
        self._matrix = np.load(_path(folder, "vectors", number), mmap_mode="r", allow_pickle=False)
        self._live = np.ones(len(self.keys), dtype=np.bool_)
        self._codes = None
        if (codes := _path(folder, "codes", number)).exists():
            from kb.codes import Codes  # noqa: PLC0415 (FAISS is imported for many vectors only)

            self._codes = Codes(codes, names.error)
        for part in (self._matrix, self._codes or self._matrix):
            if len(part) != len(self.keys):
                raise ValueError(f"{len(part)} vectors but {len(self.keys)} keys")

    @staticmethod
    def write(folder: Path, number: int, keys: Sequence[str], rows: Vectors, removed: Iterable[str]) -> None:
        """Write rows, in any order, and the keys that are taken out of older shards; raises ValueError."""
        if len(keys) != len(rows):
            raise ValueError(f"{len(rows)} vectors but {len(keys)} keys")
        order = sorted(range(len(keys)), key=keys.__getitem__)  # stable: a document's first row stays its first
        path = _path(folder, "vectors", number)
        matrix = np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=rows.shape)
        for start in range(0, len(order), _PART):
            matrix[start : start + _PART] = rows[order[start : start + _PART]]
        matrix.flush()
        error = 0.0
        if len(keys) >= CODED:
            from kb import codes  # noqa: PLC0415 (FAISS is imported for many vectors only)

            error = codes.write(_path(folder, "codes", number), matrix)
        names = _Names([keys[row] for row in order], sorted({*removed} - {*keys}), error)
        _path(folder, "keys", number).write_bytes(to_json(names))

    @staticmethod
    def numbers(folder: Path) -> list[int]:
        """Return the numbers of the shards of a folder, the oldest first."""
        return sorted(int(path.stem[-4:]) for path in folder.glob("keys-*.json"))

    @staticmethod
    def remove(folder: Path, number: int) -> None:
        """Remove the files of a shard."""
        for path in folder.glob(f"*-{number:04}.*"):
            path.unlink()

    def __len__(self) -> int:
        """Return how many rows are not left out."""
        return int(self._live.sum())

    @property
    def dropped(self) -> int:
        """How many rows are left out."""
        return len(self.keys) - len(self)

    @property
    def names(self) -> set[str]:
        """The documents that are not left out."""
        return {self.keys[row] for row in np.flatnonzero(self._live)}

    def drop(self, keys: Iterable[str]) -> None:
        """Leave out documents."""
        self._live[self.rows(keys)] = False

    def rows(self, keys: Iterable[str]) -> Rows:
        """Return the rows of documents that are not left out, in order."""
        found, row = [], 0
        for key in sorted(keys):
            row = bisect_left(self.keys, key, row)
            while row < len(self.keys) and self.keys[row] == key:
                found.append(row)
                row += 1
        rows = np.array(found, dtype=np.int64)
        return rows[self._live[rows]]

    def vectors(self, rows: Rows | None = None) -> Vectors:
        """Return some rows, or all that are not left out."""
        return np.asarray(self._matrix[np.flatnonzero(self._live) if rows is None else rows])

    def search(self, vector: Vectors, limit: int, allowed: Iterable[str] | None) -> list[Found]:
        """Return the documents nearest to a unit vector, best first, the allowed ones only where they are given.

        Candidates are compared by their floats, and there are enough of them when nothing that was left out can be
        nearer than the last; that is sure but for codes of four bits.
        """
        if allowed is not None:
            return self._documents(self.rows(allowed), vector, limit)
        depth = 2 * limit
        while True:
            rows, bound = self._candidates(vector, min(depth, len(self.keys)))
            found = self._documents(rows, vector, limit)
            if depth >= len(self.keys) or (len(found) == limit and found[-1].cosine >= bound):
                return found
            depth *= _DEEPER

    def _candidates(self, vector: Vectors, depth: int) -> tuple[Rows, float]:
        """Return the nearest rows, and a cosine that no other exceeds unless it is as far as the last of them."""
        if self._codes is not None:
            return self._codes.nearest(vector, depth)
        # vecdot runs in one thread; BLAS's wait for each other, on a busy machine twenty times as long as they compute
        return np.argpartition(-np.vecdot(self._matrix, vector), depth - 1)[:depth], -1.0

    def _documents(self, rows: Rows, vector: Vectors, limit: int) -> list[Found]:
        """Return the documents of rows, each once and as near as its nearest row."""
        rows = np.sort(rows[self._live[rows]])
        parts = [np.vecdot(self._matrix[rows[n : n + _PART]], vector) for n in range(0, len(rows), _PART)]
        cosines = np.concatenate([np.zeros(0, dtype=np.float32), *parts])
        found: dict[str, float] = {}
        for place in np.argsort(-cosines.round(_DIGITS), kind="stable"):
            found.setdefault(self.keys[rows[place]], float(cosines[place]))
            if len(found) == limit:
                break
        return [Found(cosine, name) for name, cosine in found.items()]


def _path(folder: Path, part: str, number: int) -> Path:
    return folder / f"{part}-{number:04}.{_SUFFIXES[part]}"


_SUFFIXES = {"vectors": "npy", "codes": "faiss", "keys": "json"}
