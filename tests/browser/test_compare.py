"""From a concept to a comparison and a path, and what the reader knows, in a real browser."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_journey import arrive, click_node, graph

pytestmark = pytest.mark.browser


def test_from_a_concept_to_a_comparison_and_a_path(visit: Visit) -> None:
    visit.open("/concept?id=rlhf&lang=en")
    main = visit.page.locator("[data-testid=stMain]")
    main.get_by_role("link", name="Compare with …").click()
    arrive(visit, r"/compare\?concept=rlhf", "Compare")
    box = main.get_by_role("combobox", name="Concepts to compare")
    box.fill("AI safety via debate")
    box.press("Enter")
    visit.page.wait_for_url(re.compile(r"concept=rlhf&concept=debate"))
    visit.page.keyboard.press("Escape")  # the open list hides what is below from readers of the screen
    visit.settle()
    main.get_by_role("heading", name="What is stated between them").wait_for()
    visit.page.reload()
    visit.settle()
    main.get_by_role("link", name=re.compile("^The path between Reinforcement learning")).click()
    arrive(visit, r"/path\?from=rlhf&to=debate", "Path")
    nodes = graph(visit, "(root) => root.network.body.nodeIndices")
    assert (nodes[0], nodes[-1]) == ("rlhf", "debate")
    visit.page.get_by_role("button", name="Swap").click()
    visit.page.wait_for_url(re.compile(r"from=debate&to=rlhf"))
    visit.settle()
    swapped = graph(visit, "(root) => root.network.body.nodeIndices")
    assert swapped == nodes[::-1]
    click_node(visit, swapped[1])
    arrive(visit, rf"/concept\?id={swapped[1]}", "")
    visit.page.go_back()
    arrive(visit, r"/path\?.*from=debate", "Path")


def test_what_is_known_survives_a_reload_and_a_walk(visit: Visit) -> None:
    visit.open("/learn?id=zero-to-inner-alignment&lang=en")
    main = visit.page.locator("[data-testid=stMain]")
    box = main.get_by_role("checkbox", name="I know “AI agent”")
    box.focus()
    visit.page.keyboard.press("Space")
    visit.page.wait_for_url(re.compile("known=ai-agent"))
    visit.settle()
    main.get_by_text("1 of 12 steps known").wait_for()
    visit.page.reload()
    visit.settle()
    main.get_by_text("1 of 12 steps known").wait_for()
    main.get_by_role("link", name="AI agent", exact=True).click()
    arrive(visit, r"/concept\?id=ai-agent", "AI agent")
    main.get_by_role("link", name="I know this: what next?").click()
    arrive(visit, r"/learn\?view=next&known=ai-agent", "Learn")
    main.get_by_role("heading", name="You can read next").wait_for()


@pytest.mark.parametrize(("lang", "widths"), [("en", (400, 1400)), ("zh", (1400, 400))])
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("compare-works", "/compare?work=arxiv:1706.03741&work=arxiv:1805.00899&work=arxiv:1810.08575&"),
        ("compare-empty", "/compare?"),
        ("learn-next", "/learn?view=next&known=rlhf&"),
    ],
)
def test_what_else_the_pages_show(visit: Visit, name: str, address: str, lang: str, widths: tuple[int, int]) -> None:
    visit.resize(widths[0])
    visit.open(f"{address}lang={lang}")
    for width in widths:
        visit.resize(width)
        visit.fits(width)
        visit.shoot(f"{name}-{lang}-{width}")
