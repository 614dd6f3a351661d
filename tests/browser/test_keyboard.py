"""The keyboard alone: what it reaches on every page, what each kind of control does with it, and the student's journey."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visit
from tests.browser.keys import walk

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/?",
    "explore": "/explore?open=tea-craft&",
    "explore-sunburst": "/explore?view=sunburst&concept=steeping&",
    "explore-table": "/explore?view=table&concept=steeping&",
    "search": "/search?q=steeping&from=2002&",
    "concept": "/concept?id=steeping&depth=2&",
    "paper": "/paper?id=pot2015against&",
    "learn": "/learn?",
    "learn-path": "/learn?id=from-leaf-to-judge&",
    "learn-next": "/learn?view=next&known=tea&",
    "compare": "/compare?concept=steeping&concept=bitterness&",
    "path": "/path?from=steeping&to=cup&",
    "collections": "/collections?",
    "trends": "/trends?concept=steeping&",
    "map": "/map?concept=steeping&",
    "crosswalk": "/crosswalk?id=one&",
    "quality": "/quality?",
    "related": "/related?concept=steeping&without=cup&",
    "library": "/library?",
}


@pytest.mark.parametrize("page", list(PAGES))
def test_the_tab_key_reaches_everything_and_shows_where_it_is(tiny: Visit, page: str) -> None:
    tiny.open(f"{PAGES[page]}lang=en")
    assert walk(tiny) == {"missed": [], "unseen": [], "back": []}
