"""Every page of a small library by keys, in Chinese, in the dark: what the Tab key reaches, and what axe-core says."""

from __future__ import annotations

import pytest

from tests.browser.axe import findings
from tests.browser.conftest import Visit
from tests.browser.keys import walk

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/?",
    "explore": "/explore?open=tea&",
    "explore-table": "/explore?view=table&concept=steeping&",
    "explore-sunburst": "/explore?view=sunburst&concept=steeping&",
    "explore-none": "/explore?q=zzz&",
    "search": "/search?q=steeping&show=apart&from=2002&",
    "search-none": "/search?q=zzzz+qqqq&",
    "concept": "/concept?id=steeping&depth=2&",
    "concept-unknown": "/concept?id=steepin&",
    "paper": "/paper?id=pot2015against&",
    "paper-unknown": "/paper?id=nope&",
    "learn": "/learn?",
    "learn-path": "/learn?id=from-leaf-to-judge&known=tea&",
    "learn-next": "/learn?view=next&known=tea&",
    "compare": "/compare?concept=steeping&concept=bitterness&",
    "compare-papers": "/compare?work=pot2015against&work=kettle2010slow&",
    "path": "/path?from=steeping&to=cup&",
    "collections": "/collections?",
    "trends": "/trends?concept=steeping&",
    "map": "/map?concept=steeping&",
    "crosswalk": "/crosswalk?id=one&",
    "quality": "/quality?",
    "library": "/library?id=nope&",
    "related": "/related?concept=steeping&without=cup&",
}
"""Addresses of the invented data."""
POPOVERS = {"search": 1, "concept": 2, "paper": 2, "learn-path": 1, "compare": 1, "collections": 1}


@pytest.mark.parametrize("page", list(PAGES))
def test_every_page_by_keys_and_in_the_dark_in_chinese(tiny: Visit, page: str) -> None:
    """The Tab key at a desk, then what opens, then all that can be unfolded unfolded, on a telephone."""
    tiny.page.emulate_media(color_scheme="dark")
    tiny.open(f"{PAGES[page]}lang=zh")
    assert tiny.page.evaluate("document.documentElement.lang") == "zh"
    assert walk(tiny) == {"missed": [], "unseen": [], "back": []}
    assert popovers(tiny) >= POPOVERS.get(page, 0)
    closed = tiny.page.get_by_test_id("stMain").locator("details:not([open]) > summary")
    while closed.count():
        closed.first.click()
    tiny.settle()
    tiny.resize(400)
    tiny.fits(400)
    assert findings(tiny) == []
    pictures = tiny.page.get_by_test_id("stMain").locator("canvas, img")
    bare = "(all) => all.filter((at) => !at.closest('[aria-label], [alt], [data-testid=stDataFrame]')).length"
    assert pictures.evaluate_all(bare) == 0  # a table has its cells within


def popovers(visit: Visit) -> int:
    """Open each popover, in which nothing serious must be found, and close it; returns how many there are."""
    buttons = visit.page.get_by_test_id("stMain").get_by_test_id("stPopoverButton").all()
    for button in buttons:
        button.click()
        visit.page.get_by_test_id("stPopoverBody").wait_for()
        assert findings(visit) == []
        visit.page.keyboard.press("Escape")
        visit.page.get_by_test_id("stPopoverBody").wait_for(state="hidden")
    return len(buttons)
