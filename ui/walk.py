"""Walk to another of our pages in the browser, without losing the session or the history."""

from __future__ import annotations

from ui.scripts import script


def along_links() -> None:
    """Make links within the texts of this page keep the session instead of opening a new tab."""
    script("walk")(key="walk", height=0)


def to(href: str) -> None:
    """Leave for an address relative to this page's."""
    script("walk")(key=f"walk.{href}", data={"href": href}, height=0)
