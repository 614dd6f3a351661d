"""What each choice of the fusion is worth: python -m benchmarks.ablation SHARED [HOME] prints nDCG@10 of the hybrid.

SHARED is the folder of reference data. HOME keeps the vectors of their texts, as `python -m kb eval --beir` does.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from statistics import mean

import numpy as np
from rich.console import Console
from rich.table import Table

from kb import fusion, lexical
from kb.atlas import Atlas
from kb.encoder import PackagedEncoder, Vectors
from kb.evaluation import judged, run
from kb.evaluation.corpus import open_corpus
from kb.evaluation.figures import per_query
from kb.home import Home
from kb.search import Searcher

_BOOSTS = dict(lexical._BOOSTS)
_CHOICES: dict[str, dict[str, object]] = {
    "as it is": {},
    "no pairs of words": {"_BOOSTS": _BOOSTS | {"pairs": 0.0}},
    "no heading": {"_BOOSTS": _BOOSTS | {"heading": 0.0}},
    "sense 0.1 for every query": {"_KEYWORDS": 0.1, "_SENSE": 0.1, "_FOREIGN": 0.1},
    "sense 0.3 for every query": {"_KEYWORDS": 0.3, "_SENSE": 0.3, "_FOREIGN": 0.3},
    "sense 0.6 for every query": {"_KEYWORDS": 0.6, "_SENSE": 0.6, "_FOREIGN": 0.6},
    "the best of words always in full": {"_FULL": 0.0},
    "Chinese as English": {"_FOREIGN": fusion._SENSE},
}


class _Remembering:
    """The packaged encoder; each query is encoded once."""

    def __init__(self) -> None:
        encoder = PackagedEncoder()
        self.id, self.reads_chinese, self.encode = encoder.id, encoder.reads_chinese, encoder.encode
        self._vector = lru_cache(maxsize=None)(lambda text: encoder.encode_query([text])[0])

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text."""
        return np.stack([self._vector(text) for text in texts])


def main(shared: Path, home: Path | None = None) -> None:
    """Print a column for each set and a row for each choice."""
    encoder = _Remembering()
    atlas = Atlas(Home(home), encoder)
    sets = [judged.read(path) for path in sorted((shared / "eval").iterdir()) if (path / "qrels.tsv").is_file()]
    searchers = [_searcher(atlas, encoder, one) for one in sets]
    own = judged.read(judged.own()["atlas-dev"])
    table = Table("choice", own.name, *(one.name for one in sets), "mean of the others")
    for name, constants in _CHOICES.items():
        with _set(constants):
            figures = [_ndcg(searcher, one) for searcher, one in zip(searchers, sets, strict=True)]
            row = (_ndcg(atlas.searcher, own), *figures, mean(figures))
        table.add_row(name, *(f"{figure:.3f}" for figure in row))
    Console(width=200).print(table)


def _searcher(atlas: Atlas, encoder: _Remembering, one: judged.Judged) -> Searcher:
    assert one.corpus is not None  # noqa: S101 (each set of the reference data has one)
    library, index = open_corpus(atlas.home, atlas.catalogue, one.corpus, encoder, _silent)
    return Searcher(atlas.taxonomy, atlas.labels, library, index, encoder)


def _ndcg(searcher: Searcher, one: judged.Judged) -> float:
    return mean(per_query(one.qrels, run.rankings(searcher, one, _silent)[run.HYBRID])["ndcg@10"])


@contextmanager
def _set(constants: dict[str, object]) -> Iterator[None]:
    """Give constants of the fusion and of the words other values for a while."""
    rooms = {name: lexical if hasattr(lexical, name) else fusion for name in constants}
    before = {name: getattr(room, name) for name, room in rooms.items()}
    for name, room in rooms.items():
        setattr(room, name, constants[name])
    yield
    for name, room in rooms.items():
        setattr(room, name, before[name])


def _silent(step: str, done: int, total: int) -> None:
    """Show nothing."""


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
