"""``python -m benchmarks.pages``: script time of warm reruns of every page, as one table (no browser, no encoder).

Times hold on a quiet machine only: a page waits for its turn like everybody else.
"""

from __future__ import annotations

import os
import tempfile
import time
from math import ceil
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table
from streamlit.testing.v1 import AppTest

_ROOT = Path(__file__).parents[1]
_RERUNS = 20
_LIMIT, _SEARCH_LIMIT = 300, 400  # milliseconds that 95 of 100 reruns may take
_VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("home", {}),
    ("explore", {}),
    ("explore", {"open": "all"}),
    ("explore", {"view": "sunburst", "concept": "mesa-optimizer"}),
    ("explore", {"view": "table"}),
    ("search", {}),
    ("search", {"q": "RLHF"}),
    ("search", {"q": "RLHF", "show": "apart", "sort": "year", "from": "2019"}),
    ("search", {"q": "pancakes tonight"}),
    ("related", {}),
    ("related", {"work": "arxiv:1906.01820"}),
    ("concept", {"id": "ai-alignment"}),
    ("concept", {"id": "ai-alignment", "depth": "2"}),
    ("concept", {"id": "rlhf"}),
    ("paper", {"id": "arxiv:1906.01820"}),
    ("learn", {"id": "zero-to-inner-alignment"}),
    ("crosswalk", {"id": "xiong2023"}),
    ("quality", {}),
    ("compare", {"concept": "rlhf"}),
    ("path", {"from": "mesa-optimizer", "to": "reward-hacking"}),
    ("collections", {}),
    ("trends", {}),
    ("map", {}),
    ("library", {}),
)


def main() -> None:
    """Measure and print."""
    table = Table("page", "address", "median", "p95", "limit")
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(KB_HOME=home, KB_ENCODER="none")
        for page, address in _VIEWS:
            times = _reruns(page, address)
            limit = _SEARCH_LIMIT if page == "search" else _LIMIT
            shown = "&".join(f"{name}={value}" for name, value in address.items())
            table.add_row(page, shown, f"{median(times):.0f} ms", f"{_p95(times):.0f} ms", f"{limit} ms")
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
    test.run()  # what is computed once for a view is no part of a rerun
    for _ in range(_RERUNS):
        began = time.perf_counter()
        test.run()
        times.append((time.perf_counter() - began) * 1000)
    return times


def _p95(times: list[float]) -> float:
    return sorted(times)[ceil(0.95 * len(times)) - 1]


if __name__ == "__main__":
    main()
