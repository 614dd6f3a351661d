"""The dense leg: inner products over unit vectors, in shards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from kb.documents import Key
from kb.encoder import Vectors
from kb.shards import Shard


class DenseHit(NamedTuple):
    """A document and the cosine of its vector with the query's (-1..1)."""

    key: Key
    cosine: float


class VectorIndex:
    """The shards of a folder.

    A document has one vector or several, and is as near as the nearest of them. A shard holds unit vectors, their keys,
    and the keys that it takes out of the shards before it: what is added or changed costs a new shard, never a new copy
    of a much larger one.
    """

    def __init__(self, folder: Path) -> None:
        """Open what `add` wrote; raises ValueError where that is nothing, or something else."""
        self._shards = [shard for shard in _opened(folder) if len(shard)]
        if not self._shards:
            raise ValueError("no vectors")

    @staticmethod
    def add(folder: Path, keys: Sequence[Key], vectors: Vectors, removed: Iterable[Key] = ()) -> None:
        """Add a shard of unit vectors, a row for each key; keys that are there already are replaced."""
        folder.mkdir(exist_ok=True)
        number = max(Shard.numbers(folder), default=-1) + 1
        Shard.write(folder, number, [str(key) for key in keys], vectors, map(str, removed))
        _tidy(folder, number + 1)

    @staticmethod
    def count(folder: Path) -> int:
        """Return how many documents of a folder have a vector, without loading any."""
        return sum(len(shard.names) for shard in _opened(folder))

    def __contains__(self, key: object) -> bool:
        return any(len(shard.rows([str(key)])) for shard in self._shards)

    def __len__(self) -> int:
        return self._documents

    @cached_property
    def _documents(self) -> int:
        return sum(len(shard.names) for shard in self._shards)

    def search(self, vector: Vectors, limit: int, allowed: set[Key] | None = None) -> list[DenseHit]:
        """Return the documents nearest to a unit vector, the allowed ones only where a set is given.

        They are those of a brute force search; among very many vectors (`kb.codes.SHORT`) all but one in a
        thousand, and for a set again all.
        """
        if limit <= 0:
            return []
        names = None if allowed is None else sorted(map(str, allowed))
        found = [hit for shard in self._shards for hit in shard.search(vector, limit, names)]
        found.sort(key=lambda hit: hit.order)
        return [DenseHit(Key.parse(hit.name), hit.cosine) for hit in found[:limit]]

    def of(self, keys: Iterable[Key]) -> dict[Key, Vectors]:
        """Return the first vector, which stands for the whole, of those documents that have one, in their order."""
        names = {str(key): key for key in keys}
        found: dict[str, Vectors] = {}
        for shard in self._shards:
            rows = shard.rows(names)
            for row, vector in zip(rows, shard.vectors(rows), strict=True):
                found.setdefault(shard.keys[row], vector)
        return {key: found[name] for name, key in names.items() if name in found}


def _opened(folder: Path) -> list[Shard]:
    """Return the shards of a folder, the oldest first, without what newer ones replace or take out."""
    shards: list[Shard] = []
    for number in reversed(Shard.numbers(folder)):
        shard = Shard(folder, number)
        for newer in shards:
            shard.drop(newer.keys)
            shard.drop(newer.removed)
        shards.insert(0, shard)
    return shards


def _tidy(folder: Path, number: int) -> None:
    """Write the newest shards as one, from the first that is no larger than what came after it.

    So there are never more shards than the logarithm of their rows, and each row is written as often.
    """
    shards = _opened(folder)
    after = [sum(map(len, shards[place + 1 :])) for place in range(len(shards))]
    sizes = zip(shards, after, strict=True)
    first = next((n for n, (shard, more) in enumerate(sizes) if len(shard) <= shard.dropped + more), len(shards))
    merged = shards[first:]
    if len(merged) < 2:
        return
    full = [shard for shard in merged if len(shard)]
    removed = {name for shard in merged for name in shard.removed} if first else ()
    if full or removed:
        keys = [shard.keys[row] for shard in full for row in shard.rows(shard.names)]
        rows = np.concatenate([shard.vectors() for shard in full]) if full else np.zeros((0, 1), dtype=np.float32)
        Shard.write(folder, number, keys, rows, removed)
    for shard in merged:
        Shard.remove(folder, shard.number)
