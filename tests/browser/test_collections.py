"""Collections in a real browser: a star is found again elsewhere, noted, taken away, removed and brought back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

PAPER = "Deep Reinforcement Learning from Human Preferences"


@pytest.fixture
def elsewhere(browser: Browser, server: str) -> Iterator[Visit]:
    """Another browser, which knows nothing of the first one."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, locale="en-US", accept_downloads=True)
    other = Visit(context.new_page(), server)
    yield other
    context.close()
    assert other.complaints == []
    assert other.strangers == []


def enter(visit: Visit, element: Locator) -> None:
    """Press a button by keyboard alone."""
    element.wait_for()
    element.focus()
    visit.page.keyboard.press("Enter")


def button(visit: Visit, name: str) -> Locator:
    return visit.page.locator("[data-testid=stMain]").get_by_role("button", name=name, exact=True)


def star(visit: Visit) -> None:
    """Star what a page shows; the page stays where it is, and so does the focus."""
    off = button(visit, "Star")
    off.wait_for()
    visit.settle()
    before = visit.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    enter(visit, off)
    button(visit, "Starred").wait_for()
    assert visit.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == before
    assert visit.page.evaluate("document.activeElement.innerText").endswith("Starred")


def test_a_star_is_found_noted_taken_away_removed_and_brought_back(
    visit: Visit, elsewhere: Visit, tmp_path: Path
) -> None:
    visit.open("/paper?id=arxiv:1706.03741&lang=en")
    star(visit)
    visit.open("/concept?id=rlhf&lang=en")
    star(visit)

    elsewhere.open("/?lang=en")
    elsewhere.page.get_by_role("link", name="Collections", exact=True).first.click()
    main = elsewhere.page.locator("[data-testid=stMain]")
    paper = main.get_by_role("link", name=PAPER, exact=True)
    paper.wait_for()
    main.get_by_text("2 of 2 shown").wait_for()
    elsewhere.settle()

    enter(elsewhere, button(elsewhere, "Add a note").first)
    box = elsewhere.page.get_by_label("Note", exact=True)
    box.fill("Read <b>first</b>")
    save = elsewhere.page.get_by_role("button", name="Save the note")
    enter(elsewhere, save)
    main.get_by_text("Read <b>first</b>", exact=True).first.wait_for()
    elsewhere.settle()
    elsewhere.page.keyboard.press("Escape")

    enter(elsewhere, button(elsewhere, "Download"))
    with elsewhere.page.expect_download() as waiting:
        elsewhere.page.get_by_role("button", name="BibTeX", exact=True).click()
    waiting.value.save_as(tmp_path / "starred.bib")
    assert waiting.value.suggested_filename == "Starred.bib"
    assert PAPER in (tmp_path / "starred.bib").read_text(encoding="utf-8")
    elsewhere.page.keyboard.press("Escape")

    enter(elsewhere, button(elsewhere, "Remove").first)
    main.get_by_text("1 of 1 shown").wait_for()
    assert paper.count() == 0
    enter(elsewhere, button(elsewhere, "Undo"))
    main.get_by_text("2 of 2 shown").wait_for()
    paper.wait_for()
    main.get_by_text("Read <b>first</b>", exact=True).first.wait_for()

    elsewhere.page.reload()
    elsewhere.settle()
    main.get_by_text("2 of 2 shown").wait_for()


def test_results_go_into_a_new_collection_with_an_address(visit: Visit) -> None:
    visit.open("/search?q=debate&show=work&lang=en")
    enter(visit, visit.page.get_by_role("button", name=re.compile("^Collect 10 papers")))
    visit.page.get_by_label("New collection").fill("On debate")
    enter(visit, visit.page.get_by_role("button", name="Create and add"))
    visit.page.get_by_text("Added to “On debate”: 10; in it before: 0.").wait_for()
    visit.settle()
    visit.page.get_by_role("link", name="Open the collection").click()
    visit.page.wait_for_url(re.compile(r"/collections\?.*id=\d"))
    visit.page.locator("[data-testid=stMain]").get_by_text("10 of 10 shown").wait_for()
    visit.settle()
    address = visit.page.url.removeprefix(visit.address)
    visit.open(address)
    visit.page.locator("[data-testid=stMain]").get_by_text("10 of 10 shown").wait_for()
    for width in (1400, 400):
        visit.resize(width)
        visit.fits(width)
        visit.shoot(f"collections-full-{width}")
