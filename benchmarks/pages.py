"""``python -m benchmarks.pages``: script time of warm reruns of every page, as one table (no browser, no encoder)."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table
from streamlit.testing.v1 import AppTest

_ROOT = Path(__file__).parents[1]
_RERUNS = 15
_VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("home", {}),
    ("explore", {}),
    ("explore", {"view": "sunburst"}),
    ("explore", {"view": "table"}),
    ("search", {"q": "RLHF"}),
    ("concept", {"id": "ai-alignment"}),
    ("concept", {"id": "ai-alignment", "depth": "2"}),
    ("concept", {"id": "rlhf"}),
    ("paper", {"id": "arxiv:1906.01820"}),
    ("learn", {"id": "zero-to-inner-alignment"}),
    ("crosswalk", {"id": "xiong2023"}),
    ("quality", {}),
    ("related", {"work": "arxiv:1805.00899"}),
    ("compare", {"concept": "rlhf"}),
    ("path", {"from": "mesa-optimizer", "to": "reward-hacking"}),
    ("collections", {}),
    ("trends", {}),
    ("map", {}),
)


def main() -> None:
    """Measure and print."""
    table = Table("page", "address", "median", "slowest", "limit")
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(KB_HOME=home, KB_ENCODER="none")
        for page, address in _VIEWS:
            times = _reruns(page, address)
            shown = "&".join(f"{name}={value}" for name, value in address.items())
            table.add_row(page, shown, f"{median(times):.0f} ms", f"{max(times):.0f} ms", "300 ms")
    Console().print(table)


def _reruns(page: str, address: dict[str, str]) -> list[float]:
    """Return the milliseconds of warm reruns of a page in Chinese."""
    test = AppTest.from_file(str(_ROOT / "app.py"), default_timeout=120)
    test.query_params["lang"] = "zh"
    test.run()
    for name, value in address.items():
        test.query_params[name] = value
    if page != "home":
        test.switch_page(str(_ROOT / "ui" / "pages" / f"{page}.py")).run()
    times = []
    for _ in range(_RERUNS):
        began = time.perf_counter()
        test.run()
        times.append((time.perf_counter() - began) * 1000)
    return times


if __name__ == "__main__":
    main()
