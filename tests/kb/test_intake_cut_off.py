"""An ingest that is cut off anywhere leaves the catalogue as it was, or complete; a second one waits."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from signal import SIGKILL

import pytest

from kb import home as home_module
from kb import intake
from kb.errors import HomeError
from kb.home import Home
from kb.intake import ingest
from kb.model import Batch, Run, Work
from kb.model.incoming import Incoming
from tests import crash_ingest
from tests.fakes import ROOT, HashEncoder, build_mini, rows, silent, tree
from tests.library import AT, BITTER, DOUBTFUL, JUDGES, STEEPING, ranked, source, state, take

EVERYTHING = [*STEEPING, *BITTER, *JUDGES, *DOUBTFUL]


class StopError(Exception):
    """Something unforeseen in a parser."""


@pytest.mark.parametrize("error", [KeyboardInterrupt, StopError, MemoryError])
def test_cut_off_while_a_source_is_read(home: Path, error: type[BaseException]) -> None:
    before, index = rows(home), tree(home / "index")

    def parts() -> Iterator[Batch[Work]]:
        yield Batch(STEEPING)
        raise error

    with pytest.raises(error):
        ingest(Home(home), [source("a.bib", BITTER), Incoming("b.bib", "test", parts())], AT, None, silent)
    assert rows(home) == before
    assert tree(home / "index") == index


@pytest.mark.parametrize("times", [1, 2, 3])
def test_interrupted_in_a_progress_report(home: Path, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    monkeypatch.setattr(intake, "_PART", 4)
    before = rows(home)
    left = times

    def interrupt(step: str, _done: int, _total: int) -> None:
        nonlocal left
        left -= step == "take"
        if not left:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(Home(home), [source("a.bib", EVERYTHING)], AT, None, interrupt)
    assert rows(home) == before
    assert take(home, EVERYTHING).id == 1


@pytest.mark.parametrize("step", ["index", "encode"])
def test_what_is_cut_off_after_the_records_is_resumed_by_a_build(home: Path, tmp_path: Path, step: str) -> None:
    whole = Path(shutil.copytree(home, tmp_path / "whole"))
    take(whole, EVERYTHING, encoder=HashEncoder())

    def interrupt(name: str, _done: int, _total: int) -> None:
        if name == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(Home(home), [source("a.bib", EVERYTHING)], AT, HashEncoder(), interrupt)
    assert state(home)["records"] == state(whole)["records"]
    build_mini(home, HashEncoder())
    assert state(home) == state(whole)
    assert ranked(home) == ranked(whole)


def _crash(homes: dict[int, Path]) -> dict[int, int]:
    """Take in into each home with a fuse of so many events; return how each ended, or how many events were left."""
    arguments = [str(part) for events, home in homes.items() for part in (home, events)]
    command = [sys.executable, ROOT / "tests" / "crash_ingest.py", *arguments]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return dict(zip(homes, map(int, said.split()), strict=True))


def test_killed_anywhere_the_catalogue_is_as_it_was_or_complete(home: Path, tmp_path: Path) -> None:
    whole = Path(shutil.copytree(home, tmp_path / "whole"))
    burnt = 1000 - _crash({1000: whole})[1000]
    assert burnt >= 12  # three batches, two parts, encoding, linking, index, renaming
    moments = [1, *range(2 + burnt % 2, burnt + 1, 2)]  # every second one: each takes half a second
    homes = {events: Path(shutil.copytree(home, tmp_path / f"{events}")) for events in moments}
    before, after, expected = state(home)["records"], state(whole)["records"], ranked(whole)
    assert _crash(homes) == dict.fromkeys(homes, -SIGKILL)
    seen = [state(path)["records"] for path in homes.values()]
    assert [found == after for found in seen] == sorted(found == after for found in seen)
    assert {found in (before, after) for found in seen} == {True}
    assert [seen[0] == before, seen[-1] == after] == [True, True]
    for events, path in homes.items():
        if state(path)["records"] == before:
            ingest(Home(path), crash_ingest.sources(lambda: None), AT, HashEncoder(), silent)
        build_mini(path, HashEncoder())
        assert state(path) == state(whole), events
        assert ranked(path) == expected, events


def test_a_second_ingest_waits_for_the_first(home: Path) -> None:
    started, go_on = threading.Event(), threading.Event()

    def slowly() -> Iterator[Batch[Work]]:
        started.set()
        assert go_on.wait(20)
        yield Batch(STEEPING)

    runs: list[Run] = []
    first = threading.Thread(
        target=lambda: runs.append(ingest(Home(home), [Incoming("a.bib", "test", slowly())], AT, None, silent))
    )
    second = threading.Thread(target=lambda: runs.append(take(home, BITTER)))
    first.start()
    assert started.wait(20)
    second.start()
    second.join(0.3)
    assert second.is_alive()
    go_on.set()
    first.join(20)
    second.join(20)
    assert [run.id for run in runs] == [1, 2]
    assert [run.total("added") for run in runs] == [1, 1]


def test_a_second_ingest_fails_clearly_when_the_first_takes_too_long(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_module, "_LOCK_SECONDS", 0.1)
    before = rows(home)
    script = "import sys, time; from pathlib import Path; from kb.home import Home\n"
    script += f"with Home(Path({str(home)!r})).locked(): print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(HomeError, match=r"Another process is changing .*; wait until it has finished"):
            take(home, BITTER)
        holder.communicate("")
    assert rows(home) == before
