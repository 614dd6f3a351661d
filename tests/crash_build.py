"""Build the invented data into homes and die at the Nth event, as ``kill -9`` would: ``crash_build.py HOME N …``.

Events are progress reports, texts handed to the encoder, and every change of the index's place.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from kb import build, index
from kb.encoder import Vectors
from tests.fakes import HashEncoder, build_mini


class Fuse:
    """Count events and die at the last one."""

    def __init__(self, events: int) -> None:
        self.left = events

    def burn(self, *_: object) -> None:
        """Die, or wait for the next event."""
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class BurningEncoder(HashEncoder):
    """The tiny encoder, with an event before and after each batch."""

    def __init__(self, fuse: Fuse) -> None:
        super().__init__()
        self.fuse = fuse

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode between two events."""
        self.fuse.burn()
        vectors = super().encode(texts)
        self.fuse.burn()
        return vectors


def crash(work: Callable[[Path, Fuse], None]) -> None:
    """Do work in each home that the command line names, with its fuse; print how it ended or how many events are left.

    Each home has a process of its own, a fork of this one: modules are loaded once, and no thread was started yet.
    """
    for home, events in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
        child = os.fork()
        if not child:
            fuse = Fuse(int(events))
            work(Path(home), fuse)
            print(fuse.left, flush=True)  # noqa: T201
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if ended:
            print(ended, flush=True)  # noqa: T201


def main(home: Path, fuse: Fuse) -> None:
    """Build with a fuse."""
    rename, checksums = Path.rename, index._checksums

    def renaming(path: Path, target: Path) -> Path:
        fuse.burn()
        return rename(path, target)

    def summing(folder: Path, known: dict[str, int]) -> dict[str, int]:
        fuse.burn()
        return checksums(folder, known)

    Path.rename = renaming  # type: ignore[method-assign]
    index._checksums = summing
    build._BATCH = 10  # two batches
    build_mini(home, BurningEncoder(fuse), progress=fuse.burn)


if __name__ == "__main__":
    crash(main)
