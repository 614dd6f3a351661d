"""What the thresholds of “no good match” refuse: python -m benchmarks.refusal [HOME]."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.fit_topic import off_topic
from kb.atlas import Atlas
from kb.encoder import from_environment
from kb.evaluation import judged
from kb.home import Home
from kb.results import Confidence, Request
from kb.text import has_cjk

_STEPS = (-0.2, -0.1, -0.05, 0.0, 0.05, 0.1, 0.2)  # from the threshold


def main(home: Path | None = None) -> None:
    """Print, for thresholds around ours, how many real queries and how much nonsense would be refused."""
    atlas = Atlas(Home(home), from_environment())
    dev = judged.read(judged.own()["atlas-dev"]).labelled.values()
    texts = {
        "real": [query.text for query in dev if query.kind != "nonsense"],
        "nonsense": [query.text for query in dev if query.kind == "nonsense"],
        "off topic": off_topic(),
    }
    table = Table("script", "threshold", *texts, title="refused")
    for chinese in (False, True):
        asked = {name: [text for text in some if has_cjk(text) is chinese] for name, some in texts.items()}
        found = {name: [atlas.search(Request(text)).confidence for text in some] for name, some in asked.items()}
        ours = found["real"][0].threshold
        for step in _STEPS:
            row = (f"{_refused(some, ours + step)} of {len(some)}" for some in found.values())
            table.add_row("Chinese" if chinese else "Latin", f"{ours + step:.2f}", *row)
    Console().print(table)


def _refused(found: list[Confidence], threshold: float) -> int:
    return sum(not each.named and each.value < threshold for each in found)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
