"""The keyboard alone: how it works each kind of control, and the student's journey (test_pages: what it reaches)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.keys import tab_to
from tests.browser.test_journey import arrive, graph

pytestmark = pytest.mark.browser


WITHIN = "document.activeElement.closest('[data-testid=stPopoverBody]')"
"""What keys open has the focus a moment later."""


def press(visit: Visit, *keys: str) -> None:
    for key in keys:
        visit.page.keyboard.press(key)


def comes(visit: Visit, address: str) -> None:
    """Wait until the address says so and the page rests."""
    visit.page.wait_for_url(re.compile(address))
    visit.settle()


CHOICES = {  # page, the control as it is called, keys, what the address says then
    "switch": ("/search?q=steeping&", "Together", ("ArrowRight", "Space"), "show=apart"),
    "pills": ("/map?", "● Cups", ("ArrowRight", "Space"), "family=tea"),
    "list": ("/path?", "From", (*"Cup", "Enter"), "from=cup"),
    "chosen": (
        "/compare?concept=steeping&concept=bitterness&",
        "Concepts to compare",
        ("Backspace",),
        "=steeping&lang",
    ),
    "slider": ("/trends?", "Years", ("ArrowRight",), "from=2002"),
    "table": ("/explore?view=table&", "Fullscreen", ("Tab", "ArrowDown", "Shift+Space"), "concept=ceremony"),
    "mark": ("/learn?id=from-leaf-to-judge&", "I know “Tea craft”", ("Space",), "known=tea"),
    "disclosure": ("/explore?", "Cups", ("Enter",), "open=cups"),
}


@pytest.mark.parametrize("kind", list(CHOICES))
def test_each_kind_of_control_is_worked_by_keys(tiny: Visit, kind: str) -> None:
    page, name, keys, says = CHOICES[kind]
    tiny.open(f"{page}lang=en")
    tab_to(tiny, name)
    press(tiny, *keys)
    comes(tiny, says)


def test_what_opens_closes_by_escape_and_gives_the_focus_back(tiny: Visit) -> None:
    tiny.open("/concept?id=steeping&lang=en")
    tab_to(tiny, "Cite and export")
    press(tiny, "Enter")
    body = tiny.page.get_by_test_id("stPopoverBody")
    body.get_by_test_id("stCode").last.wait_for()
    tiny.page.wait_for_function(WITHIN)
    press(tiny, "Escape")
    body.wait_for(state="hidden")
    assert "Cite and export" in tiny.page.evaluate("document.activeElement.innerText")


def test_the_picture_is_enlarged_by_keys(tiny: Visit) -> None:
    tiny.open("/concept?id=steeping&lang=en")
    before = graph(tiny, "(root) => root.network.getScale()")
    tab_to(tiny, "Zoom in")
    press(tiny, "Enter")
    assert graph(tiny, "(root) => root.network.getScale()") == pytest.approx(1.3 * before)


def test_every_node_and_edge_of_the_picture_is_in_the_text(tiny: Visit) -> None:
    """The picture cannot be walked by keys: its twin has a link for each node and a sentence for each edge."""
    tiny.open("/concept?id=steeping&depth=2&type=broader&type=contrasts-with&lang=en")
    nodes = graph(tiny, "(root) => root.network.body.data.nodes.get().filter((node) => !node.hidden)")
    edges = graph(tiny, "(root) => root.network.body.data.edges.get()")
    tab_to(tiny, "The picture as text")
    press(tiny, "Enter")
    text = tiny.page.get_by_test_id("stExpander").filter(has_text="The picture as text")
    text.get_by_role("listitem").first.wait_for()
    addresses = " ".join(link.get_attribute("href") or "" for link in text.get_by_role("link").all())
    assert {node["id"] for node in nodes} - {"steeping"} <= {*re.findall(r"id=([\w-]+)", addresses)}
    said = "\n".join(text.get_by_role("listitem").all_inner_texts())
    assert edges
    assert [line for edge in edges for line in edge["title"].split("\n") if line not in said] == []


def test_the_students_journey(visit: Visit, tmp_path: Path) -> None:
    main = visit.page.get_by_test_id("stMain")
    visit.open("/search?lang=en")
    tab_to(visit, "What are you looking for?")
    visit.page.keyboard.insert_text("mesa-optimizer")
    press(visit, "Enter")
    comes(visit, "q=mesa-optimizer")
    tab_to(visit, "● Mesa-optimizer")
    press(visit, "Enter")
    arrive(visit, r"/concept\?.*id=mesa-optimizer", "Mesa-optimizer")
    assert visit.page.title() == "Mesa-optimizer · Concept · Alignment Atlas"
    main.get_by_role("heading", name="Unlocks").wait_for()
    tab_to(visit, "Deceptive alignment")
    press(visit, "Enter")
    arrive(visit, r"/concept\?.*id=deceptive-alignment", "Deceptive alignment")
    tab_to(visit, "Risks from Learned Optimization", most=400)
    press(visit, "Enter")
    arrive(visit, r"/paper\?", "Risks from Learned Optimization")
    tab_to(visit, "Star")
    press(visit, "Space")
    main.get_by_role("button", name="Starred").wait_for()
    visit.settle()
    tab_to(visit, "Collections")
    press(visit, "Enter")
    visit.page.wait_for_function(WITHIN)
    tab_to(visit, "All collections", most=20)
    press(visit, "Enter")
    arrive(visit, r"/collections", "Collections")
    tab_to(visit, "Download")
    press(visit, "Enter")
    visit.page.wait_for_function(WITHIN)
    tab_to(visit, "BibTeX", most=20)
    with visit.page.expect_download() as waiting:
        press(visit, "Enter")
    waiting.value.save_as(tmp_path / "starred.bib")
    assert "Risks from Learned Optimization" in (tmp_path / "starred.bib").read_text(encoding="utf-8")
