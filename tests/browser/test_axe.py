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
DRESSED = "getComputedStyle(document.querySelector('[data-testid=stSidebarHeader]'), '::before').content !== 'none'"


def findings(visit: Visit, **options: Any) -> list[str]:
    """Return what is serious or critical: the rule, where, and why."""
    found = (
        Axe()
        .run(visit.page, options={"resultTypes": ["violations"], "preload": False, **options})
        .response["violations"]
    )
    return [
        f"{rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
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
