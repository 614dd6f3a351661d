"""Printing: JSON for scripts, tables and progress bars for people (the seam to rich)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from kb.progress import Progress as Report
from kb.values import to_json

_STEPS = {
    "read": "Reading the data",
    "encode": "Encoding texts",
    "link": "Linking works to concepts",
    "index": "Writing the index",
    "map": "Placing works on the map",
    "ask": "Asking services",
    "search": "Searching",
    "take": "Taking in records",
}


class Output:
    """Where a command prints to."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json

    def show(self, record: object, render: Callable[[], list[RenderableType]]) -> None:
        """Print the record as JSON, or what ``render`` makes for people."""
        if self._as_json:
            sys.stdout.buffer.write(to_json(record) + b"\n")
            return
        console = Console()
        for part in render():
            console.print(part)

    @contextmanager
    def progress(self) -> Iterator[Report]:
        """Show the progress of long work on standard error."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True), disable=self._as_json) as bars:
            tasks = {}

            def report(step: str, done: int, total: int) -> None:
                if step not in tasks:
                    tasks[step] = bars.add_task(_STEPS[step], total=total)
                bars.update(tasks[step], completed=done, total=total)

            yield report
