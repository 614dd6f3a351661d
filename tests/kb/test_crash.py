"""A build that is cut off anywhere and run again gives the same knowledge base as one that was not."""

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from kb import build as module
from kb.encoder import Vectors
from tests.fakes import ROOT, TEXTS, HashEncoder, answers, build_mini, rows

STEPS = [
    ("read", 0),
    ("read", 1),
    ("encode", 0),
    ("encode", 3),
    ("encode", 18),
    ("encode", TEXTS),
    ("index", 0),
    ("index", 1),
]
EVENTS = 16  # see crash_build: 2 read, 3 + 2·2 encode, 2 index, a checksum and a renaming; a checksum and 2 map


@pytest.fixture(scope="module")
def good(mini_home: Path) -> tuple[object, object]:
    return rows(mini_home), answers(mini_home, HashEncoder())


@pytest.mark.parametrize(("step", "done"), STEPS)
def test_interrupted_in_a_progress_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: tuple[object, object], step: str, done: int
) -> None:
    monkeypatch.setattr(module, "_BATCH", 3)

    def interrupt(name: str, count: int, _total: int) -> None:
        if (name, count) == (step, done):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_mini(tmp_path, HashEncoder(), progress=interrupt)
    encoder = HashEncoder()
    build_mini(tmp_path, encoder)
    assert (rows(tmp_path), answers(tmp_path, HashEncoder())) == good
    assert len(encoder.texts) == TEXTS - (done if step == "encode" else TEXTS if step == "index" else 0)


@pytest.mark.parametrize("batch", [1, 2, 7])
def test_interrupted_in_the_encoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: tuple[object, object], batch: int
) -> None:
    monkeypatch.setattr(module, "_BATCH", 3)

    class Interrupted(HashEncoder):
        def encode(self, texts: Sequence[str]) -> Vectors:
            vectors = super().encode(texts)
            if len(self.calls) == batch:
                raise KeyboardInterrupt
            return vectors

    with pytest.raises(KeyboardInterrupt):
        build_mini(tmp_path, Interrupted())
    encoder = HashEncoder()
    build_mini(tmp_path, encoder)
    assert (rows(tmp_path), answers(tmp_path, HashEncoder())) == good
    assert len(encoder.texts) == TEXTS - 3 * (batch - 1)


def _crash(homes: dict[int, Path]) -> dict[int, int]:
    """Build in each home with a fuse of so many events; return how each ended, or how many events were left."""
    arguments = [str(part) for events, home in homes.items() for part in (home, events)]
    command = [sys.executable, ROOT / "tests" / "crash_build.py", *arguments]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return dict(zip(homes, map(int, said.split()), strict=True))


def test_killed_at_every_event_of_a_first_build(tmp_path: Path, good: tuple[object, object]) -> None:
    homes = {events: tmp_path / str(events) for events in range(1, EVENTS + 1)}
    assert _crash(homes) == dict.fromkeys(homes, -signal.SIGKILL)
    for events, home in homes.items():
        build_mini(home, HashEncoder())
        assert (rows(home), answers(home, HashEncoder())) == good, events


def test_an_unlit_fuse_builds_the_same(tmp_path: Path, good: tuple[object, object]) -> None:
    assert _crash({EVENTS + 100: tmp_path}) == {EVENTS + 100: 100}
    assert (rows(tmp_path), answers(tmp_path, HashEncoder())) == good


def test_killed_in_an_update_while_the_old_index_stands(home: Path, good: tuple[object, object]) -> None:
    """Die between the two renamings, when neither folder is in place."""
    (home / "index" / "manifest.json").write_text("{}")
    assert _crash({4: home}) == {4: -signal.SIGKILL}  # index, checksum, renaming, renaming
    assert {path.name for path in home.iterdir() if path.is_dir()} == {"index.new", "index.old"}
    build_mini(home, HashEncoder())
    assert (rows(home), answers(home, HashEncoder())) == good
