"""Take invented papers into homes and die at the Nth event, as ``kill -9`` would: ``crash_ingest.py HOME N …``.

Events are progress reports, batches that a source yields, texts handed to the encoder, and every change of the index's
place.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from kb import intake
from kb.home import Home
from kb.model import Batch, Work
from kb.model.incoming import Incoming
from tests.crash_build import BurningEncoder, Fuse, crash
from tests.library import AT, BITTER, DOUBTFUL, STEEPING


def sources(burn: Callable[[], None]) -> list[Incoming]:
    """Return two sources; the second burns after each of its batches."""

    def parts() -> Iterator[Batch[Work]]:
        yield Batch(BITTER)
        burn()
        yield Batch(DOUBTFUL)
        burn()

    return [Incoming("a.bib", "test", [Batch(STEEPING)]), Incoming("b.bib", "test", parts())]


def main(home: Path, fuse: Fuse) -> None:
    """Take in with a fuse."""
    rename = Path.rename

    def renaming(path: Path, target: Path) -> Path:
        fuse.burn()
        return rename(path, target)

    Path.rename = renaming  # type: ignore[method-assign]
    intake.ingest(Home(home), sources(fuse.burn), AT, BurningEncoder(fuse), fuse.burn)


if __name__ == "__main__":
    crash(main)
