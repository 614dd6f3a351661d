"""``python -m benchmarks.sessions HOME [SECONDS]``: many readers at once, as their browsers speak to the server.

Starts the dashboard over HOME, which must be built, and speaks Streamlit's protocol with it: the first page after the
start, every page once and then nine times in one session, the memory of further sessions, and 20 sessions that each
follow a link every four seconds or so (300 seconds, unless said). A page's time is that from asking to its last piece;
the server's processor time for it is told, too, for on a busy machine a page waits for its turn.
"""

from __future__ import annotations

import asyncio
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from rich.console import Console
from rich.table import Table
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from kb.catalogue import Catalogue
from kb.home import Home

_READERS, _SECONDS, _ROUNDS, _EXTRA = 20, 300, 9, 10
_PAUSE = (2.0, 6.0)  # seconds between two clicks of a reader
_SEED = 7
_QUERIES = ("RLHF", "how do we know that a model is honest", "奖励黑客", "mesa-optimizer", "谁来监督比人更强的模型")

View = tuple[str, dict[str, str]]
"""A page and its parameters."""


class Reader:
    """One session; ``errors`` are the exceptions that its pages showed."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self.errors: list[str] = []

    async def see(self, view: View) -> float:
        """Ask for a page; returns the milliseconds until it was there."""
        page, parameters = view
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = urlencode(parameters)
        began = time.perf_counter()
        await self._line.send(asked.SerializeToString())
        said = ForwardMsg()
        while said.WhichOneof("type") != "script_finished":
            said.ParseFromString(await self._line.recv(decode=False))
            if said.delta.new_element.WhichOneof("type") == "exception":
                self.errors.append(f"{page} {parameters}: {said.delta.new_element.exception.message}")
        return (time.perf_counter() - began) * 1000


def main() -> None:
    """Measure and print."""
    home = Path(sys.argv[1])
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else _SECONDS
    console = Console(width=120)
    with server(home) as (port, process, began):
        asyncio.run(_measure(_views(home), port, process, began, seconds, console))


async def _measure(  # noqa: PLR0913, PLR0917 (what is measured)
    views: Sequence[View], port: int, process: int, began: float, seconds: int, console: Console
) -> None:
    async with _session(port) as line:
        reader = Reader(line)
        await reader.see(("", {}))
        console.print(
            f"from the start of the server to the first page: {time.perf_counter() - began:.1f} s (limit 3 s)"
        )
        console.print(await _pages(reader, views, process))
        before = _memory(process)
        further = [await _session(port) for _ in range(_EXTRA)]
        for extra in map(Reader, further):
            for view in views[:4]:
                await extra.see(view)
        console.print(f"memory of a further session: {(_memory(process) - before) / _EXTRA:.1f} MB (limit 30 MB)")
        for extra_line in further:
            await extra_line.close()
    console.print(await _crowd(port, views, seconds))


async def _pages(reader: Reader, views: Sequence[View], process: int) -> Table:
    heads = "page", "first", "then: median", "slowest of nine", "processor time each", "limit"
    table = Table(*heads, title="one session")
    for page in dict.fromkeys(page for page, _ in views):
        view = next(view for view in views if view[0] == page)
        first, before = await reader.see(view), _processor(process)
        times = [await reader.see(view) for _ in range(_ROUNDS)]
        figures = first, median(times), max(times), (_processor(process) - before) / _ROUNDS
        table.add_row(page or "home", *(f"{ms:.0f} ms" for ms in figures), f"{400 if page == 'search' else 300} ms")
    return table


async def _crowd(port: int, views: Sequence[View], seconds: int) -> Table:
    """Let many readers follow links; returns how long they waited and what went wrong."""
    end = time.perf_counter() + seconds
    seen = await asyncio.gather(*(_wander(port, views, end, number) for number in range(_READERS)))
    times = sorted(waited for waits, _ in seen for waited in waits)
    errors = [error for _, told in seen for error in told]
    table = Table("clicks", "median", "p95", "slowest", "errors", title=f"{_READERS} readers for {seconds} s")
    p95 = quantiles(times, n=20)[-1]
    table.add_row(str(len(times)), *(f"{ms:.0f} ms" for ms in (median(times), p95, times[-1])), str(len(errors)))
    for error in dict.fromkeys(errors):
        table.add_row("", "", "", "", error)
    return table


async def _wander(port: int, views: Sequence[View], end: float, number: int) -> tuple[list[float], list[str]]:
    chance = random.Random(_SEED + number)  # noqa: S311 (which link is followed is no secret)
    waits: list[float] = []
    async with _session(port) as line:
        reader = Reader(line)
        await asyncio.sleep(chance.uniform(0, _PAUSE[1]))
        while time.perf_counter() < end:
            waits.append(await reader.see(chance.choice(views)))
            await asyncio.sleep(chance.uniform(*_PAUSE))
        return waits, reader.errors


def _views(home: Path) -> list[View]:
    """Return what readers look at: every page, and several concepts, papers and queries."""
    catalogue = Catalogue.open(Home(home).catalogue)
    concepts = [concept.id for concept in catalogue.taxonomy().concepts][::20]
    papers = [link.work for link in catalogue.curated_links()][::200]
    catalogue.close()
    pages: list[View] = [("", {}), ("explore", {}), ("explore", {"view": "sunburst"}), ("explore", {"view": "table"})]
    pages += [("learn", {"id": "zero-to-inner-alignment"}), ("crosswalk", {"id": "xiong2023"}), ("quality", {})]
    pages += [("concept", {"id": concept}) for concept in concepts]
    pages += [("paper", {"id": paper}) for paper in papers]
    pages += [("search", {"q": query}) for query in _QUERIES]
    pages += [("related", {"work": paper}) for paper in papers[:3]]
    pages += [("path", {"from": one, "to": other}) for one, other in pairwise(concepts[:4])]
    pages += [("trends", {}), ("map", {}), ("compare", {"concept": concepts[0]}), ("collections", {})]
    return pages


def _session(port: int) -> connect:
    """Return a line to the server, as a browser opens it."""
    address = f"127.0.0.1:{port}"
    protocol, origin = Subprotocol("streamlit"), Origin(f"http://{address}")
    return connect(f"ws://{address}/_stcore/stream", subprotocols=[protocol], max_size=None, origin=origin)


@contextmanager
def server(home: Path) -> Iterator[tuple[int, int, float]]:
    """Run the dashboard; gives its port, its process and when it was started."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port), "--server.fileWatcherType", "none"]
    began = time.perf_counter()
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    surroundings = os.environ | {"KB_HOME": str(home)}
    with subprocess.Popen(command, cwd=Path(__file__).parents[1], env=surroundings, **quiet) as run:
        try:
            while not _answers(port):
                time.sleep(0.05)
            yield port, run.pid, began
        finally:
            run.terminate()


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _processor(process: int) -> float:
    """Return the processor time that a process has used, in milliseconds."""
    used = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK") * 1000


def _memory(process: int) -> float:
    """Return the memory that a process holds (resident set), in MB."""
    said = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in said.splitlines() if line.startswith("VmRSS"))


if __name__ == "__main__":
    main()
