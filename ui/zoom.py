"""Keep what the reader has zoomed to in a chart."""

from __future__ import annotations

from ui.scripts import script


def keep(name: str, chart: str) -> None:
    """Keep the zoom of the chart in the container with a key; a later one of the same name begins with it.

    The parts of the chart that zoom must have ids.
    """
    script("zoom")(key=f"zoom.{chart}", data={"name": name, "chart": chart}, height=0)
