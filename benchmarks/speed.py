"""``python -m benchmarks.speed``: builds, cold commands and the warm query, as one table.

Every figure of one table comes from one run on one machine; compare ratios, not machines.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from kb.atlas import Atlas
from kb.encoder import PackagedEncoder
from kb.home import Home
from kb.lexical import Filter
from kb.results import Request

_QUERIES = (
    "how can humans supervise systems smarter than they are",
    "model that behaves well in training and badly once deployed",
    "reward hacking",
    "papers on induction heads and in-context learning",
    "why is human feedback not enough for hard tasks",
    "does intelligence imply good goals",
)
_ROUNDS = 15
_DEPTH = 50


def main() -> None:
    """Measure and print."""
    table = Table("what", "median", "limit")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        table.add_row("first build, process", f"{_process(home, 'build', runs=1):.1f} s", "60 s")
        table.add_row("second build, process", f"{_process(home, 'build'):.2f} s", "3 s")
        table.add_row("search (hybrid), process", f"{_process(home, 'search', _QUERIES[0]):.2f} s", "2.5 s")
        for command in (["search", "RLHF", "--mode", "lexical"], ["concept", "RLHF"], ["stats"]):
            table.add_row(f"{command[0]}, process", f"{_process(home, *command):.2f} s", "1.5 s")
        for name, value, limit in _warm(home):
            table.add_row(name, value, limit)
    Console().print(table)


def _process(home: Path, *command: str, runs: int = 5) -> float:
    """Return the median wall time in seconds of whole processes."""
    arguments = [sys.executable, "-m", "kb", "--home", str(home), *command, "--json"]
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"KB_MISSED": "0"})
        times.append(time.perf_counter() - began)
    return median(times)


def _warm(home: Path) -> list[tuple[str, str, str]]:
    """Compare a warm hybrid query with its unavoidable parts, query by query in turn."""
    encoder = PackagedEncoder()
    atlas = Atlas(Home(home), encoder)
    for query in _QUERIES:
        atlas.search(Request(query))
    whole, parts = [], []
    for _ in range(_ROUNDS):
        for query in _QUERIES:
            began = time.perf_counter()
            atlas.search(Request(query))
            middle = time.perf_counter()
            vector = encoder.encode([query])[0]
            atlas.index.lexical(query, Filter(), _DEPTH)
            atlas.index.dense(vector, Filter(), _DEPTH)
            parts.append(time.perf_counter() - middle)
            whole.append(middle - began)
    ratio = median(w / p for w, p in zip(whole, parts, strict=True))
    return [
        ("warm hybrid query", f"{median(whole) * 1000:.1f} ms", ""),
        ("encode + raw look-ups", f"{median(parts) * 1000:.1f} ms", ""),
        ("ratio", f"{ratio:.2f}", "1.3"),
    ]


if __name__ == "__main__":
    main()
