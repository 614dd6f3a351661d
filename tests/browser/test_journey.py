"""The reader's journey in a real browser, from the first sight of an empty home."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Position

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

GRAPH = "#graph"
_DRAWN = "(root) => root && root.network && root.dataset.ms !== undefined"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty home: the dashboard builds it at first sight."""
    return tmp_path_factory.mktemp("first") / "home"


def graph(visit: Visit, script: str, argument: object = None) -> Any:
    """Evaluate a function of the graph's root (which lies in a shadow tree) once the graph is drawn."""
    root = visit.page.locator(GRAPH)
    visit.page.wait_for_function(_DRAWN, arg=root.element_handle())
    return root.evaluate(script, argument)


def click_node(visit: Visit, node: str) -> None:
    """Click a node of the graph on its canvas."""
    visit.page.locator(GRAPH).scroll_into_view_if_needed()
    script = "(root, id) => { const at = root.network.canvasToDOM(root.network.getPosition(id)); return [at.x, at.y]; }"
    x, y = graph(visit, script, node)
    visit.page.locator(GRAPH).click(position={"x": x, "y": y})


def heading(visit: Visit) -> str:
    return visit.page.locator("[data-testid=stMain] h1").inner_text()


def arrive(visit: Visit, address: str, title: str) -> None:
    """Wait until the address and the heading are as expected."""
    visit.page.wait_for_url(re.compile(address), timeout=30_000)
    visit.page.locator("[data-testid=stMain] h1", has_text=title).wait_for()
    visit.settle()


def test_from_a_chinese_query_to_a_concept_and_along_the_graph(visit: Visit) -> None:
    visit.open("/")
    visit.page.get_by_role("link", name="Search", exact=True).first.click()
    arrive(visit, r"/search", "Search")
    box = visit.page.get_by_role("textbox")
    box.fill("人类反馈强化学习")
    box.press("Enter")
    found = visit.page.locator("[data-testid=stMain]").get_by_role(
        "link", name="Reinforcement learning from human feedback"
    )
    found.first.click()
    arrive(visit, r"/concept\?.*id=rlhf", "Reinforcement learning from human feedback")
    visit.shoot("journey-concept")

    nodes = graph(visit, "(root) => root.network.body.nodeIndices")
    assert "reward-model" in nodes
    click_node(visit, "reward-model")
    arrive(visit, r"/concept\?.*id=reward-model", "Reward model")
    assert "奖励模型" in heading(visit)

    here = visit.page.url
    visit.page.reload()
    arrive(visit, re.escape(here), "Reward model")
    assert graph(visit, "(root) => root.network.body.nodeIndices")[0] == "reward-model"

    visit.page.go_back()
    arrive(visit, r"/concept\?.*id=rlhf", "Reinforcement learning from human feedback")


def test_links_in_texts_keep_the_session_and_the_history(visit: Visit) -> None:
    visit.open("/concept?id=inner-alignment&lang=en")
    main = visit.page.locator("[data-testid=stMain]")
    main.get_by_role("link", name="Mesa-optimizer", exact=True).first.click()
    arrive(visit, r"id=mesa-optimizer", "Mesa-optimizer")
    source = main.get_by_role("link", name="Hubinger et al. (2019)").first
    source.focus()
    visit.page.keyboard.press("Enter")
    arrive(visit, r"/paper\?id=arxiv", "Risks from Learned Optimization")
    visit.page.go_back()
    arrive(visit, r"/concept\?id=mesa-optimizer", "Mesa-optimizer")
    visit.page.go_back()
    arrive(visit, r"/concept\?id=inner-alignment", "Inner alignment")


def test_paths_and_schemes_are_linked_in_texts(visit: Visit) -> None:
    visit.open("/concept?id=debate&lang=en")
    main = visit.page.locator("[data-testid=stMain]")
    main.get_by_role("link", name="From RLHF to superalignment").click()
    arrive(visit, r"/learn\?id=rlhf-to-superalignment", "From RLHF to superalignment")
    visit.page.go_back()
    arrive(visit, r"/concept\?id=debate", "AI safety via debate")
    main.get_by_role("link", name="AI Alignment: A Comprehensive Survey (Ji et al. 2023)").first.click()
    arrive(visit, r"/crosswalk\?id=ji2023", "AI Alignment: A Comprehensive Survey")
    main.get_by_role("link", name="Reward hacking", exact=True).first.click()
    arrive(visit, r"/concept\?id=reward-hacking", "Reward hacking")


def test_a_choice_is_in_the_address_and_moves_nothing(visit: Visit) -> None:
    visit.open("/concept?id=debate&lang=en")
    places = "(root) => root.network.getPositions()"
    visit.page.get_by_text("2 steps").click()
    visit.page.wait_for_url(re.compile("depth=2"))
    visit.settle()
    before = graph(visit, places)
    visit.page.get_by_role("button", name="addresses", exact=True).click()
    visit.page.wait_for_url(re.compile("depth=2&type=addresses"))
    visit.settle()
    after = graph(visit, places)  # without what is hidden
    assert 0 < len(after) < len(before)
    assert after == {node: before[node] for node in after}
    assert graph(visit, "(root) => root.network.getConnectedNodes('debate').length") == 2
    visit.page.reload()
    visit.settle()
    assert graph(visit, "(root) => root.network.getConnectedNodes('debate').length") == 2


def test_sixty_nodes_are_drawn_where_they_were_laid(visit: Visit) -> None:
    visit.open("/concept?id=ai-alignment&depth=2&lang=en")
    assert graph(visit, "(root) => root.network.body.nodeIndices.length") == 60
    assert graph(visit, "(root) => root.network.physics.physicsEnabled") is False
    places = graph(visit, "(root) => Object.values(root.network.getPositions()).map((at) => `${at.x},${at.y}`)")
    assert len(set(places)) == 60


def test_the_views_of_explore_stay_in_step(visit: Visit) -> None:
    visit.open("/explore?q=optimizer&view=sunburst&lang=en")
    main = visit.page.locator("[data-testid=stMain]")
    visit.page.locator(".st-key-sunburst canvas").first.wait_for()
    visit.page.locator(".st-key-sunburst canvas").first.click(position=_sector(visit))
    visit.page.wait_for_url(re.compile("family="))
    visit.settle()
    family = re.search(r"family=([\w-]+)", visit.page.url)
    assert family
    for name in ("Table", "Tree"):
        main.get_by_role("radio", name=name).click()
        visit.page.wait_for_url(re.compile(f"family={family[1]}"))
        visit.settle()
    visit.open("/explore?view=table&concept=mesa-optimizer&lang=en")
    main.get_by_role("button", name="Let go of this concept").click()
    visit.page.wait_for_url(lambda url: "concept=" not in url)
    visit.settle()
    main.get_by_text("Tree", exact=True).click()
    visit.page.wait_for_url(lambda url: "view=" not in url)
    main.get_by_text("Inner alignment", exact=True).first.click()  # a closed family: its tree is drawn when it opens
    visit.page.wait_for_url(re.compile("open=inner-alignment"))
    main.get_by_role("link", name="Mesa-optimizer", exact=True).first.click()  # chooses it
    visit.page.wait_for_url(re.compile("concept=mesa-optimizer"))
    visit.settle()
    main.get_by_role("link", name="Mesa-optimizer", exact=True).first.click()  # opens it
    arrive(visit, r"/concept\?id=mesa-optimizer", "Mesa-optimizer")


def _sector(visit: Visit) -> Position:
    """Return a point within the ring of families, right above the centre."""
    box = visit.page.locator(".st-key-sunburst canvas").first.bounding_box()
    assert box is not None
    radius = min(box["width"], box["height"]) / 2
    return {"x": box["width"] / 2 + 4, "y": box["height"] / 2 - radius * 0.15}
