"""What axe-core (the rules of WCAG that a machine can tell) says of every page, in the light and in the dark."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit
from tests.browser.test_journey import PAGES

pytestmark = pytest.mark.browser

ALL = PAGES | {
    "library": "/library?",
    "related-empty": "/related?",
    "related-missing": "/related?work=arxiv:1805.00899&tab=missing&",
}
_ALSO = {"heading-order", "page-has-heading-one", "empty-heading", "empty-table-header", "image-redundant-alt"}
DRESSED = "getComputedStyle(document.querySelector('[data-testid=stSidebarHeader]'), '::before').content !== 'none'"


def findings(visit: Visit, **options: Any) -> list[str]:
    """Return what is serious or critical, or breaks the order of the headings: the rule, where, and why."""
    found = (
        Axe()
        .run(visit.page, options={"resultTypes": ["violations"], "preload": False, **options})
        .response["violations"]
    )
    return [
        f"{rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in found
        if rule["impact"] in {"serious", "critical"} or rule["id"] in _ALSO
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("page", list(ALL))
def test_nothing_serious(visit: Visit, page: str) -> None:
    visit.open(f"{ALL[page]}lang=en")
    visit.page.wait_for_function(DRESSED)  # our style sheet comes as a component, a moment after the page
    assert findings(visit) == []
    visit.page.emulate_media(color_scheme="dark")
    visit.page.wait_for_function(
        "getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme === 'dark'"
    )
    assert findings(visit, runOnly={"type": "rule", "values": ["color-contrast"]}) == []


TINY = {
    "home": "/?",
    "explore": "/explore?open=tea&",
    "explore-table": "/explore?view=table&concept=steeping&",
    "explore-sunburst": "/explore?view=sunburst&",
    "explore-none": "/explore?q=zzz&",
    "search": "/search?q=steeping&show=apart&from=2002&",
    "search-none": "/search?q=zzzz+qqqq&",
    "concept": "/concept?id=steeping&depth=2&",
    "concept-unknown": "/concept?id=steepin&",
    "paper": "/paper?id=pot2015against&",
    "paper-unknown": "/paper?id=nope&",
    "learn": "/learn?id=from-leaf-to-judge&known=tea&",
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
    "related": "/related?concept=steeping&",
}
POPOVERS = {"search": 1, "concept": 2, "paper": 2, "learn": 1, "compare": 1, "collections": 1}


@pytest.mark.parametrize("page", list(TINY))
def test_nothing_serious_in_chinese_in_the_dark_on_a_telephone(tiny: Visit, page: str) -> None:
    """With all that can be unfolded unfolded; what a page says of itself is in its language."""
    tiny.resize(400)
    tiny.page.emulate_media(color_scheme="dark")
    tiny.open(f"{TINY[page]}lang=zh")
    tiny.page.wait_for_function(DRESSED)
    closed = tiny.page.get_by_test_id("stMain").locator("details:not([open]) > summary")
    while closed.count():
        closed.first.click()
    tiny.settle()
    assert tiny.page.evaluate("document.documentElement.lang") == "zh"
    assert findings(tiny) == []
    pictures = tiny.page.get_by_test_id("stMain").locator("canvas, img")
    bare = "(all) => all.filter((at) => !at.closest('[aria-label], [alt], [data-testid=stDataFrame]')).length"
    assert pictures.evaluate_all(bare) == 0  # a table has its cells within


@pytest.mark.parametrize("page", list(POPOVERS))
def test_nothing_serious_in_what_opens(tiny: Visit, page: str) -> None:
    tiny.resize(1400)
    tiny.open(f"{TINY[page]}lang=en")
    tiny.page.wait_for_function(DRESSED)
    assert tiny.page.evaluate("document.documentElement.lang") == "en"
    buttons = tiny.page.get_by_test_id("stMain").get_by_test_id("stPopoverButton")
    assert buttons.count() >= POPOVERS[page]
    for button in buttons.all():
        button.click()
        tiny.page.get_by_test_id("stPopoverBody").wait_for()
        assert findings(tiny) == []
        tiny.page.keyboard.press("Escape")
        tiny.page.get_by_test_id("stPopoverBody").wait_for(state="hidden")
