"""What each choice of the fusion is worth: python -m benchmarks.ablation SHARED [HOME] prints nDCG@10 of the hybrid.

SHARED is the folder of reference data. HOME keeps the vectors of their texts, as `python -m kb eval --beir` does. Where
txtai is installed, its hybrid search of the same texts and vectors stands beside.
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

from benchmarks.search_peer import peer
from kb import fusion, lexical
from kb.atlas import Atlas
from kb.encoder import PackagedEncoder, Vectors
from kb.evaluation import judged, run
from kb.evaluation.corpus import Corpus, open_corpus
from kb.evaluation.figures import per_query
from kb.home import Home
from kb.index import FolderIndex
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
    opened = [_opened(atlas, encoder, one) for one in sets]
    searchers = [Searcher(atlas.taxonomy, atlas.labels, *each, encoder) for each in opened]
    own = judged.read(judged.own()["atlas-dev"])
    table = Table("choice", own.name, *(one.name for one in sets), "mean of the others")
    for name, constants in _CHOICES.items():
        with _set(constants):
            figures = [_ndcg(searcher, one) for searcher, one in zip(searchers, sets, strict=True)]
            row = (_ndcg(atlas.searcher, own), *figures, mean(figures))
        table.add_row(name, *(f"{figure:.3f}" for figure in row))
    peers = [_peer(one, *each, encoder) for one, each in zip(sets, opened, strict=True)]
    known = [figure for figure in peers if figure is not None]
    if known:
        table.add_row("txtai, same texts and vectors", "", *(f"{figure:.3f}" for figure in (*known, mean(known))))
    Console(width=200).print(table)


def _opened(atlas: Atlas, encoder: _Remembering, one: judged.Judged) -> tuple[Corpus, FolderIndex]:
    assert one.corpus is not None  # noqa: S101 (each set of the reference data has one)
    return open_corpus(atlas.home, atlas.catalogue, one.corpus, encoder, _silent)


def _peer(one: judged.Judged, corpus: Corpus, index: FolderIndex, encoder: _Remembering) -> float | None:
    """Return the figure of txtai, None where it is not installed."""
    documents = corpus.documents()
    vectors = index.vectors_of(document.key for document in documents)
    ask = peer([d.texts[0] for d in documents], np.stack([vectors[d.key] for d in documents]), encoder)
    if ask is None:
        return None
    found = {}
    for query, text in one.queries.items():
        ids = [documents[place].key.id for place, _ in ask(text)]
        found[query] = [ident for ident in ids if ident != one.made_from.get(query)]
    return mean(per_query(one.qrels, found)["ndcg@10"])


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
