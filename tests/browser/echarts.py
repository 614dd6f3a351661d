"""Drawn ECharts: what a chart shows, and where. React holds the chart; nothing else leads from the page to it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator

from tests.browser.conftest import Visit

_CHART = """(drawn) => {
    const name = Object.keys(drawn).find((key) => key.startsWith("__reactFiber$"));
    for (let fiber = drawn[name]; fiber; fiber = fiber.return)
        for (const state of [fiber.memoizedState, fiber.alternate?.memoizedState])
            for (let hook = state; hook; hook = hook.next)
                if (hook.memoizedState?.setOption) return hook.memoizedState;
}"""
_PLACE = "(chart, [series, at]) => chart.convertToPixel({ seriesIndex: series }, at)"


def drawing(visit: Visit, key: str = "map-") -> Locator:
    """Return the chart in a container with such a key, once it is drawn."""
    chart = visit.page.locator(f"[class*='st-key-{key}'] [data-testid=stEChartsChart][aria-busy=false]")
    chart.locator("canvas").first.wait_for()
    return chart


def of(visit: Visit, script: str, argument: object = None, key: str = "map-") -> Any:
    """Evaluate a function of a chart, which React holds."""
    return drawing(visit, key).evaluate(f"(drawn, argument) => ({script})(({_CHART})(drawn), argument)", argument)


def point(visit: Visit, series: int, number: int, key: str = "map-") -> tuple[float, float]:
    """Return where a point of a chart lies in the window."""
    chart = drawing(visit, key)
    chart.scroll_into_view_if_needed()
    at = of(visit, "(chart, [series, number]) => chart.getOption().series[series].data[number]", [series, number], key)
    x, y = of(visit, _PLACE, [series, (at["value"] if isinstance(at, dict) else at)[:2]], key)
    box = chart.bounding_box()
    assert box is not None
    return box["x"] + x, box["y"] + y
