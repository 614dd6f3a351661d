"""``python -m benchmarks.filters [DOCUMENTS] [DIMENSION]``: filtered hybrid searches over an invented library.

Vectors of a small dimension show what the filters cost apart from comparing vectors. Times are the processor's, which
a busy machine changes least.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from kb.documents import Document, Key, Kind
from kb.encoder import Vectors
from kb.index import FolderIndex, write
from kb.labels import Labels
from kb.model import Facet, Link, Taxonomy, Work
from kb.results import Request
from kb.search import Searcher

_ROUNDS = 40
_WORDS = [f"{head}{tail}" for head in ("gor", "bel", "tam", "rix", "ubo", "lep") for tail in map(str, range(2000))]
_FILTERS: dict[str, dict[str, object]] = {
    "none": {},
    "works (all but 400)": {"kind": Kind.WORK},
    "concepts (400)": {"kind": Kind.CONCEPT},
    "three years (a fifth)": {"year_from": 2020, "year_to": 2022},
    "type (a third)": {"entry_type": "article"},
    "facet (a sixth)": {"facet": Facet.RISK},
    "concept (one in 60)": {"concept": "c5"},
    "venue (a few in 1,000)": {"venue": "v37"},
    "source, works and years": {"source": "a.bib", "kind": Kind.WORK, "year_from": 2015},
    "half of space (vectors lie apart)": {"summary": True},
}


class _Library:
    """Works of which only the title is known; nothing is tied to a concept."""

    def find_work(self, ids: Iterable[str], citekey: str) -> Work | None:
        return None

    def links(self, work: str | None = None, concept: str | None = None) -> list[Link]:
        return []

    def works(self, ids: Iterable[str]) -> dict[str, Work]:
        return {each: Work(id=each, citekey=each, title=each) for each in ids}


class _Encoder:
    """A vector near that of some document for each text."""

    id, reads_chinese = "random", True

    def __init__(self, known: Vectors) -> None:
        self._dice, self._known = np.random.default_rng(2), known

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = self._known[self._dice.integers(len(self._known), size=len(texts))]
        return _unit(rows + 0.5 * _unit(self._dice.normal(size=rows.shape)))

    encode_query = encode


def main(documents: int = 100_000, dimension: int = 384) -> None:
    """Build, measure and print."""
    table = Table("filter", "documents", "found", "p50", "p95")
    with tempfile.TemporaryDirectory() as folder:
        dice = np.random.default_rng(1)
        vectors = np.concatenate([_unit(dice.normal(size=(10_000, dimension))) for _ in range(-(-documents // 10_000))])
        encoder = _Encoder(vectors[:documents:97].copy())
        made = _documents(vectors[:documents])
        write(Path(folder) / "index", made, (_keys(documents), vectors[:documents]), 1, encoder.id)
        del vectors, made
        index = FolderIndex.open(Path(folder) / "index", 1, encoder.id)
        assert index is not None  # noqa: S101 (just written)
        taxonomy = Taxonomy((), (), ())
        searcher = Searcher(taxonomy, Labels(()), _Library(), index, encoder)
        searcher.search(Request("warm up"))
        for name, parts in _FILTERS.items():
            table.add_row(name, *_measured(searcher, index, parts))
    Console().print(table)


def _measured(searcher: Searcher, index: FolderIndex, parts: dict[str, object]) -> tuple[str, ...]:
    """Return how many documents satisfy a filter, how many results came, and the times."""
    dice, times, found = random.Random(4), [], []  # noqa: S311 (invented)
    for _ in range(_ROUNDS):
        query = " ".join(_WORDS[int(dice.paretovariate(0.4)) % len(_WORDS)] for _ in range(6))
        request = Request(query, **parts)  # type: ignore[arg-type]
        began = time.process_time()
        results = searcher.search(request)
        times.append((time.process_time() - began) * 1000)
        found.append(sum(results.counts.get("kind", {}).values()))
    satisfied = index.words.count(request.where)
    return f"{satisfied:,}", f"{median(found):.0f}", f"{median(times):.1f} ms", f"{quantiles(times, n=20)[-1]:.1f} ms"


def _documents(vectors: Vectors) -> Iterator[Document]:
    dice = random.Random(1)  # noqa: S311 (invented)
    for number, key in enumerate(_keys(len(vectors))):
        words = " ".join(_WORDS[int(dice.paretovariate(0.4)) % len(_WORDS)] for _ in range(20))
        yield Document(
            key,
            words[:40],
            "",
            words,
            ("",),
            2026 - min(60, int(dice.expovariate(0.2))),
            frozenset(f"c{n}" for n in dice.sample(range(300), 5)),
            frozenset(dice.sample(list(Facet), 2)),
            frozenset({dice.choice(["curated", *["a.bib"] * 30, *["b.bib"] * 5])}),
            dice.choice(["article", "misc", "inproceedings"]),
            f"v{int(dice.paretovariate(0.6)) % 20_000}",
            bool(vectors[number, 0] > 0),
        )


def _keys(documents: int) -> list[Key]:
    return [
        Key(Kind.CONCEPT if number % (documents // 400) == 0 else Kind.WORK, f"d{number}")
        for number in range(documents)
    ]


def _unit(rows: Any) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
