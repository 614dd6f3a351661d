"""``python -m benchmarks.frames HOME``: how fluid the map is in Chromium, without a graphics card.

Starts the dashboard over HOME, which must be built, opens the page Map some times (the first time with nothing in any
cache, then also with a concept that stands out), and notes the time between two frames while the wheel zooms, the mouse
drags and moves over the points; and the processor time of the page's thread for each such step, for on a busy machine
a frame waits for its turn.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import CDPSession, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from benchmarks.sessions import server

_VISITS = 5  # times that the page is opened
_STEPS, _TURNS, _PAUSE = 60, 15, 30  # moves of the mouse, of the wheel, and ms between two
_DRAWN = "[data-testid=stEChartsChart][aria-busy=false] canvas"
_RECORD = """() => {
    let last = performance.now();
    window.frames_ = [];
    requestAnimationFrame(function step() {
        const now = performance.now();
        window.frames_.push(now - last);
        last = now;
        window.asked_ = requestAnimationFrame(step);
    });
}"""
_STOP = "() => { cancelAnimationFrame(window.asked_); return window.frames_.slice(1); }"


def main() -> None:
    """Measure and print."""
    console = Console(width=120)
    with server(Path(sys.argv[1])) as (port, _, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        for name, view in (("all", ""), ("debate stands out", "&concept=debate")):
            console.print(_opened(page, f"http://127.0.0.1:{port}/map?lang=en{view}", name))
            console.print(_moved(page, name))
        browser.close()


def _opened(page: Page, address: str, name: str) -> str:
    """Open the page again and again; returns how long it took until the map was drawn."""
    times = []
    for _ in range(_VISITS):
        began = time.perf_counter()
        page.goto(address)
        page.wait_for_selector(_DRAWN, timeout=120_000)
        times.append(time.perf_counter() - began)
    return f"{name}: from asking until drawn: first {times[0]:.1f} s, then {median(times[1:]):.1f} s"


def _moved(page: Page, name: str) -> Table:
    table = Table("what", "frames", "median", "p95", "slowest", "processor time a step", title=name)
    counters = page.context.new_cdp_session(page)
    counters.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.wait_for_timeout(1000)
    chart = page.locator(_DRAWN).first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None  # noqa: S101 (it is drawn)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.wait_for_timeout(1000)  # the wheel scrolls the page until the pointer rests
    for action, steps, act in _actions(page, x, y):
        page.mouse.move(x, y)
        page.evaluate(_RECORD)
        before = _busy(counters)
        act()
        found = page.evaluate(_STOP)
        figures = median(found), quantiles(found, n=20)[-1], max(found), (_busy(counters) - before) / steps
        table.add_row(action, str(len(found)), *(f"{ms:.0f} ms" for ms in figures))
    return table


def _actions(page: Page, x: float, y: float) -> list[tuple[str, int, Callable[[], None]]]:
    """Return what a reader does from a place on, in how many steps."""

    def slide() -> None:
        for step in range(_STEPS):
            page.mouse.move(x + 4 * step, y + step)
            page.wait_for_timeout(_PAUSE)

    def turn(way: int) -> None:
        for _ in range(_TURNS):
            page.mouse.wheel(0, way * 100)
            page.wait_for_timeout(_PAUSE)

    def drag() -> None:
        page.mouse.down()
        slide()
        page.mouse.up()

    return [
        ("move over points", _STEPS, slide),
        ("zoom in", _TURNS, lambda: turn(-1)),
        ("drag", _STEPS, drag),
        ("zoom out", _TURNS, lambda: turn(1)),
    ]


def _busy(counters: CDPSession) -> float:
    """Return the processor time that the page's thread has used, in milliseconds."""
    told = {each["name"]: each["value"] for each in counters.send("Performance.getMetrics")["metrics"]}
    return float(told["TaskDuration"]) * 1000


if __name__ == "__main__":
    main()
