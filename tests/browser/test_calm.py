"""Nothing jumps: what stays in sight while something is computed, and where things stand after a choice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator

from tests.browser.conftest import Visit, serving

pytestmark = pytest.mark.browser

HEIGHT = 300
TOP = "document.querySelector('[data-testid=stMain]').scrollTop"
WATCH = """(element) => {
  const main = document.querySelector('[data-testid=stMain]');
  const place = () => Math.round(element.getBoundingClientRect().top) + main.scrollTop;
  const seen = window.seen = new Set([place()]);
  const look = () => { if (element.isConnected) seen.add(place()); requestAnimationFrame(look); };
  look();
}"""


@pytest.fixture
def slow(reader: BrowserContext, tmp_path: Path) -> Iterator[Visit]:
    """A tab with a page that has a slow part."""
    with serving(
        tmp_path / "home", "-m", "streamlit", script="tests/browser/slow_page.py", KB_ENCODER="none"
    ) as address:
        visit = Visit(reader.new_page(), address)
        yield visit
        visit.page.close()
        assert (visit.complaints, visit.strangers) == ([], [])


def box(found: Locator) -> tuple[float, float]:
    """Return top and height of something, as on the page."""
    place: Any = found.bounding_box()
    return place["y"], place["height"]


def top(visit: Visit) -> float:
    return float(visit.page.evaluate(TOP))


def run(visit: Visit, act: Callable[[], object], until: str) -> None:
    """Do something that draws the page again, and wait for what shows that this is done."""
    act()
    visit.page.locator(until).first.wait_for()
    visit.settle()


def test_a_skeleton_holds_the_place_of_what_comes_and_of_nothing_that_is_there(slow: Visit) -> None:
    slow.page.goto(slow.address)
    skeleton, brewed = slow.page.get_by_test_id("stSkeletonElement"), slow.page.get_by_text("Steeped:")
    skeleton.wait_for()
    place, height = box(skeleton)
    assert height == HEIGHT
    brewed.wait_for()
    below = slow.page.get_by_role("heading", name="Below")
    below.wait_for()
    assert skeleton.count() == 0
    assert place < box(brewed)[0] < place + HEIGHT
    at = box(below)[0]
    below.evaluate(WATCH)
    slow.page.get_by_text("two", exact=True).click()
    skeleton.wait_for(state="attached")
    assert not skeleton.is_visible()
    assert brewed.is_visible()
    slow.page.get_by_text("Steeped: two").wait_for()
    assert slow.page.evaluate("[...window.seen]") == [round(at)]


def test_a_star_moves_nothing(visit: Visit) -> None:
    visit.open("/search?q=reward hacking&lang=en")
    star = visit.page.get_by_role("button", name="Star", exact=True).nth(5)
    star.scroll_into_view_if_needed()
    title = visit.page.get_by_test_id("stPageLink").last
    at, place = top(visit), box(title)
    run(visit, star.click, "button:has-text('Starred')")
    assert (top(visit), box(title)) == (at, place)
    visit.page.get_by_role("button", name="Starred").click()
    visit.page.get_by_role("button", name="Starred").wait_for(state="detached")
    visit.settle()
    assert (top(visit), box(title)) == (at, place)


def test_options_stay_open_when_one_is_chosen(visit: Visit) -> None:
    visit.open("/search?q=reward hacking&lang=en")
    visit.page.locator("summary").click()
    visit.page.get_by_label("Facet").first.click()
    visit.page.get_by_role("option").nth(1).click()
    visit.page.wait_for_url(lambda url: "facet=" in url)
    visit.settle()
    assert visit.page.get_by_label("Facet").first.is_visible()
    visit.page.get_by_text("Newest first").click()
    visit.page.wait_for_url(lambda url: "sort=year" in url)
    visit.settle()
    assert visit.page.get_by_label("Facet").first.is_visible()
    assert top(visit) == 0


def test_a_filter_of_the_picture_moves_nothing(visit: Visit) -> None:
    visit.open("/concept?id=rlhf&lang=en")
    pill = visit.page.get_by_role("button", name="● problem", exact=True).first
    pill.scroll_into_view_if_needed()
    relations = visit.page.get_by_role("heading", name="Relations", exact=True)
    at, place = top(visit), box(relations)
    pill.click()
    visit.page.wait_for_url(lambda url: "facet=problem" in url)
    visit.settle()
    assert (top(visit), box(relations)) == (at, place)


@pytest.mark.parametrize("width", [1400, 400])
def test_a_concept_is_chosen_in_the_tree_without_a_jump(visit: Visit, width: int) -> None:
    visit.resize(width)
    visit.open("/explore?open=inner-alignment&lang=en")
    link = visit.page.get_by_test_id("stMain").get_by_role("link", name="Mesa-objective", exact=True).first
    link.scroll_into_view_if_needed()
    place = box(link)
    link.click()
    visit.page.get_by_role("button", name="Let go of this concept").wait_for()
    visit.settle()
    assert "concept=mesa-objective" in visit.page.url
    assert box(link)[0] == place[0]


@pytest.mark.parametrize("width", [1400, 400])
def test_a_concept_is_chosen_in_the_table_without_a_jump(visit: Visit, width: int) -> None:
    visit.resize(width)
    visit.open("/explore?view=table&lang=en")
    table = visit.page.locator(".dvn-scroller")
    table.wait_for()
    visit.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 120)")
    at, place = top(visit), box(table)
    table.click(position={"x": 18, "y": 120})
    visit.page.wait_for_url(lambda url: "concept=" in url)
    visit.settle()
    assert at == 120
    assert (top(visit), box(table)) == (at, place)


def test_collections_keep_their_place(visit: Visit) -> None:
    visit.open("/search?q=reward hacking&show=work&lang=en")
    visit.page.get_by_role("button", name="Collect 10 papers").click()
    visit.page.get_by_role("button", name="Starred").click()
    visit.page.get_by_test_id("stAlert").filter(has_text="Added to “Starred”").wait_for()
    visit.open("/collections?lang=en")
    down = visit.page.get_by_role("button", name="Down").nth(3)
    down.scroll_into_view_if_needed()
    at = top(visit)
    first = visit.page.get_by_test_id("stMain").get_by_role("link").nth(3)
    before = first.inner_text()
    down.click()
    visit.page.wait_for_function("([e, text]) => e.innerText !== text", arg=[first.element_handle(), before])
    visit.settle()
    assert top(visit) == at
