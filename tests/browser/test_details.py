"""What is new on a concept and a paper, in a real browser: mentions, filters, what can be copied, the map."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

DOT = """(canvas) => {
  const { width, height } = canvas, data = canvas.getContext('2d').getImageData(0, 0, width, height).data;
  const vivid = (x, y) => {
    const [r, g, b, a] = data.slice(4 * (y * width + x), 4 * (y * width + x) + 4);
    return a > 150 && Math.max(r, g, b) - Math.min(r, g, b) > 50;
  };
  for (let y = 6; y < height - 6; y += 1)
    for (let x = 6; x < width - 6; x += 1)
      if ([[0, 0], [4, 0], [-4, 0], [0, 4], [0, -4]].every(([dx, dy]) => vivid(x + dx, y + dy)))
        return [x * canvas.clientWidth / width, y * canvas.clientHeight / height];
  return null;
}"""


def arrive(visit: Visit, address: str) -> None:
    visit.page.wait_for_url(re.compile(address), timeout=30_000)
    visit.settle()


def test_a_mention_is_a_link_with_its_gist_that_the_keyboard_reaches(visit: Visit) -> None:
    visit.open("/concept?id=debate&lang=en")
    mention = visit.page.locator("[data-testid=stMain]").get_by_role("link", name="self-play", exact=True).first
    assert len(mention.get_attribute("title") or "") > 20
    mention.focus()
    visit.page.keyboard.press("Enter")
    arrive(visit, r"/concept\?id=self-play&lang=en")
    assert "Self-play" in visit.page.locator("h1").inner_text()


def test_filters_of_papers_and_facets_are_restored_from_the_address(visit: Visit) -> None:
    visit.open("/concept?id=rlhf&lang=en")
    visit.page.get_by_role("button", name="surveys", exact=True).click()
    arrive(visit, "role=surveys")
    visit.page.get_by_role("button", name="● problem", exact=True).click()
    arrive(visit, "facet=problem")
    here = visit.page.url
    visit.open("/")
    visit.open(here.removeprefix(visit.address))
    active = visit.page.get_by_test_id("stMain").locator("button[data-variant=pills][aria-pressed=true]")
    active.nth(1).wait_for()
    assert sorted(active.all_inner_texts()) == ["surveys", "● problem"]


@pytest.mark.parametrize(("page", "texts"), [("concept?id=debate", 3), ("paper?id=arxiv:1706.03741", 4)])
def test_what_can_be_copied(visit: Visit, page: str, texts: int) -> None:
    visit.open(f"/{page}&lang=en")
    visit.page.get_by_role("button", name="Cite and export").click()
    codes = visit.page.get_by_test_id("stPopoverBody").get_by_test_id("stCode")
    codes.last.wait_for()
    assert codes.count() == texts
    assert page.partition("=")[2].replace(":", "%3A") in codes.first.inner_text()


def test_a_dot_of_the_map_opens_its_paper_and_back_returns(visit: Visit) -> None:
    visit.open("/paper?id=arxiv:1706.03741&lang=en")
    canvas = visit.page.locator("[data-testid=stMain] canvas").first
    canvas.scroll_into_view_if_needed()
    visit.page.wait_for_function(f"(canvas) => ({DOT})(canvas) !== null", arg=canvas.element_handle())
    x, y = canvas.evaluate(DOT)
    canvas.click(position={"x": x, "y": y})
    visit.page.wait_for_url(lambda url: "/paper?" in url and "1706.03741" not in url, timeout=30_000)
    visit.settle()
    visit.page.go_back()
    arrive(visit, "1706.03741")
