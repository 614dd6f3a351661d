"""``python -m benchmarks.search SHARED [--vectors FILE.npy] [--sizes N …]``: warm hybrid search as a library grows.

SHARED is the folder of reference data (corpora/arxiv_cs.jsonl.gz). Beyond its abstracts, texts are made of the title of
one and the beginning of another, and their vectors of both of theirs. Encoding takes over an hour and is kept in the
folder of temporary files; FILE.npy holds vectors that were encoded elsewhere, a row for each abstract.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median, quantiles

import faiss
import numpy as np
import tantivy
from rich.console import Console
from rich.table import Table

from benchmarks.search_peer import peer
from ingest import folder as curated
from kb import index
from kb.data import SHIPPED
from kb.documents import Document, Key, Kind, of_work
from kb.encoder import Encoder, PackagedEncoder, Vectors
from kb.evaluation.judged import Text, own, read, texts
from kb.index import FolderIndex
from kb.labels import Labels
from kb.lexical import Filter, query_terms
from kb.model import Link, Work
from kb.results import Request
from kb.search import Searcher

SIZES = (10_000, 100_000, 1_000_000)
_BEGINNING = 600  # characters of an abstract that a made text takes
_STEP = 7919  # prime, so that every title meets other abstracts
_WARM, _ASKED, _DEPTH, _BATCH = 100, 200, 100, 256


class Library:
    """So many works, made when they are asked for: real ones first, then mixtures of two."""

    def __init__(self, abstracts: list[Text], count: int) -> None:
        self._abstracts, self._count = abstracts, count

    def sources(self, number: int) -> tuple[int, int]:
        """Return the abstracts that a work has its title and its body from."""
        total = len(self._abstracts)
        return number % total, number % total if number < total else number * _STEP % total

    def work(self, number: int) -> Work:
        """Return a work by its number."""
        title, body = (self._abstracts[place] for place in self.sources(number))
        said = body.body if title is body else body.body[:_BEGINNING]
        name = f"made:{number:07}"
        return Work(id=name, citekey=name, title=title.title, year=title.year, abstract=said)

    def documents(self) -> Iterator[Document]:
        """Yield what is to be searched."""
        return (of_work(self.work(number), [], frozenset()) for number in range(self._count))

    def find_work(self, ids: Iterable[str], citekey: str) -> Work | None:
        """Find nothing: the queries describe."""
        return None

    def links(self, work: str | None = None, concept: str | None = None) -> list[Link]:
        """Return no link."""
        return []

    def works(self, ids: Iterable[str]) -> dict[str, Work]:
        """Return works by id."""
        return {name: self.work(int(name.rpartition(":")[2])) for name in ids}


def main() -> None:
    """Measure and print; each step runs in a process of its own, so that its memory is its own."""
    arguments = _arguments()
    if arguments.step:
        _STEPS[arguments.step](arguments)
        return
    arguments.vectors = arguments.vectors or _encoded(arguments.shared)
    columns = []
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as place:
            steps = [_run(arguments, step, size, Path(place)) for step in _STEPS]
        columns.append({name: figure for figures in steps for name, figure in figures.items()})
    table = Table("what", *(f"{size:,}" for size in arguments.sizes))
    for name in columns[0]:
        table.add_row(name, *(column.get(name, "") for column in columns))
    Console().print(table)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--place", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _run(arguments: argparse.Namespace, step: str, size: int, place: Path) -> dict[str, str]:
    """Return the figures of a step."""
    command = [sys.executable, "-m", "benchmarks.search", str(arguments.shared), "--vectors", str(arguments.vectors)]
    command += ["--sizes", str(size), "--step", step, "--place", str(place)]
    figures: dict[str, str] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return figures


def build(arguments: argparse.Namespace) -> None:
    """Write the index, its words first and then its vectors."""
    library, (count,), place = _library(arguments), arguments.sizes, arguments.place
    began = time.perf_counter()
    index.write(place / "index", library.documents(), None, 0, "")
    words = time.perf_counter() - began
    keys = [Key(Kind.WORK, f"made:{number:07}") for number in range(count)]
    vectors = np.load(_mixed(arguments, library), mmap_mode="r")
    before, began = _memory(), time.perf_counter()
    index.update(place / "index", [], (keys, vectors), [], 0, PackagedEncoder().id)
    _tell(
        {
            "index of words, written in": f"{words:.0f} s",
            "index of vectors, written in": f"{time.perf_counter() - began:.0f} s",
            "… with memory before and at most": f"{before:.2f}, {_memory():.2f} GiB",
        }
    )


def ask(arguments: argparse.Namespace) -> None:
    """Open the index and ask real queries: some to warm it, then each once, in turn with its unavoidable parts."""
    encoder, queries = PackagedEncoder(), _queries()
    encoder.encode(queries[:_WARM])
    taxonomy, before = curated.read(SHIPPED).taxonomy, _memory()
    library, labels = _library(arguments), Labels(taxonomy.concepts)
    loaded, began = _memory(), time.perf_counter()
    found = FolderIndex.open(arguments.place / "index", 0, encoder.id)
    assert found is not None  # noqa: S101 (just written)
    searcher = Searcher(taxonomy, labels, library, found, encoder)
    searcher.search(Request(queries[0]))
    opened = time.perf_counter() - began
    for query in queries[:_WARM]:
        searcher.search(Request(query))
    held = _memory()
    parts = _Parts(arguments.place, encoder)
    times, beside = [], []
    for query in queries[_WARM:]:  # in turn, so that a busy machine is busy for both
        times.append(_timed(searcher.search, Request(query)))
        beside.append(_timed(parts.ask, query))
    vectors = encoder.encode(queries[_WARM : _WARM + 50])
    _tell(
        {
            "opened and asked once in": f"{opened:.2f} s",
            "hybrid, median and 95th percentile; of the processor": _spread(times),
            "… its parts alone": _spread(beside),
            "… ratio of the medians, of the processor": f"{_middle(times) / _middle(beside):.2f}",
            "… memory over encoder and texts": f"{held - max(loaded, before):.2f} GiB",
            "vectors alone": _spread([_timed(found.dense, vector, Filter(), _DEPTH) for vector in vectors]),
            "… recall of 100": f"{_recall(found, parts.flat, vectors):.3f}",
            "words alone": _spread([_timed(found.lexical, query, Filter(), _DEPTH) for query in queries[-50:]]),
        }
    )


class _Parts:
    """What a hybrid query cannot do without: the encoder, a flat FAISS index, a bare tantivy query."""

    def __init__(self, place: Path, encoder: Encoder) -> None:
        matrix = np.load(place / "mixed.npy", mmap_mode="r")
        self.flat, self._encoder = faiss.IndexFlatIP(matrix.shape[1]), encoder
        self.flat.add(matrix)
        self._words = tantivy.Index.open(str(place / "index" / "lexical"))
        self._searcher = self._words.searcher()

    def ask(self, query: str) -> None:
        self.flat.search(self._encoder.encode([query]), _DEPTH)
        terms = [tantivy.Query.term_query(self._words.schema, "whole", term) for term in query_terms(query)]
        self._searcher.search(tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms]), _DEPTH)


def compare(arguments: argparse.Namespace) -> None:
    """Ask txtai the same, where it is installed."""
    library, queries = _library(arguments), _queries()
    vectors = np.load(arguments.place / "mixed.npy", mmap_mode="r")
    asked = peer([" ".join((d.heading, d.body)) for d in library.documents()], vectors, PackagedEncoder())
    if asked is None:
        _tell({})
        return
    for query in queries[:_WARM]:
        asked(query)
    _tell({"txtai, the same vectors": _spread([_timed(asked, query) for query in queries[_WARM:]])})


_STEPS = {"build": build, "ask": ask, "compare": compare}


def _library(arguments: argparse.Namespace) -> Library:
    (count,) = arguments.sizes
    return Library(list(texts(arguments.shared / "corpora" / "arxiv_cs.jsonl.gz")), count)


def _mixed(arguments: argparse.Namespace, library: Library) -> Path:
    """Write the vectors of a library: those of the abstracts, and the means of two of them."""
    real, (count,) = np.load(arguments.vectors, mmap_mode="r"), arguments.sizes
    path = Path(arguments.place / "mixed.npy")
    out = np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=(count, real.shape[1]))
    for start in range(0, count, _BATCH):
        pairs = np.array([library.sources(number) for number in range(start, min(count, start + _BATCH))])
        both = real[pairs[:, 0]] + real[pairs[:, 1]]
        out[start : start + len(pairs)] = both / np.linalg.norm(both, axis=1, keepdims=True)
    out.flush()
    return path


def _encoded(shared: Path) -> Path:
    """Return the file of the abstracts' vectors, encoded if it is not there yet."""
    encoder = PackagedEncoder()
    path = Path(tempfile.gettempdir()) / "atlas-benchmark-arxiv.npy"
    if not path.exists():
        said = [f"{text.title}. {text.body}" for text in texts(shared / "corpora" / "arxiv_cs.jsonl.gz")]
        rows = [encoder.encode(said[start : start + _BATCH]) for start in range(0, len(said), _BATCH)]
        np.save(path, np.concatenate(rows))
    return path


def _queries() -> list[str]:
    """Return queries of both languages, in an order that mixes them."""
    held = list(read(own()["atlas-dev"]).queries.values())
    return [held[place * 97 % len(held)] for place in range(min(len(held), _WARM + _ASKED))]


def _recall(found: FolderIndex, flat: faiss.IndexFlatIP, vectors: Vectors) -> float:
    """Return the share of the hundred nearest, as cosines, that the index finds too."""
    shares = []
    for vector, cosines in zip(vectors, flat.search(vectors, _DEPTH)[0], strict=True):
        hits = found.dense(vector, Filter(), _DEPTH)
        shares.append(sum(hit.cosine >= cosines[-1] - 1e-6 for hit in hits) / _DEPTH)
    return float(np.mean(shares))


def _timed(call: Callable[..., object], *arguments: object) -> tuple[float, float]:
    """Return the seconds of a call, of the clock and of the processor."""
    began, worked = time.perf_counter(), time.process_time()
    call(*arguments)
    return time.perf_counter() - began, time.process_time() - worked


def _spread(times: list[tuple[float, float]]) -> str:
    """Return median and 95th percentile, of the clock and of the processor: on a busy machine compare the latter."""
    clock, processor = zip(*times, strict=True)
    return "; ".join(
        f"{median(part) * 1000:.1f}, {quantiles(part, n=20)[-1] * 1000:.1f} ms" for part in (clock, processor)
    )


def _middle(times: list[tuple[float, float]]) -> float:
    return median(processor for _, processor in times)


def _memory() -> float:
    """Return the most memory that this process ever held, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def _tell(figures: dict[str, str]) -> None:
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
