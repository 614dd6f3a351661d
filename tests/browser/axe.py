"""What axe-core (the rules of WCAG that a machine can tell) says of a page."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit

_ALSO = {"heading-order", "page-has-heading-one", "empty-heading", "empty-table-header", "image-redundant-alt"}


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


def contrast_in_the_dark(visit: Visit) -> list[str]:
    """Turn a page dark; returns the letters that are hard to read then."""
    visit.page.emulate_media(color_scheme="dark")
    visit.page.wait_for_function(
        "getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme === 'dark'"
    )
    return findings(visit, runOnly={"type": "rule", "values": ["color-contrast"]})
