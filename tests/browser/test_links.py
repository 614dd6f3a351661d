"""Each page after some choices, opened by its address in another browser; Back and Forward between pages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator

from kb.model import Lang
from tests.browser.conftest import Visit
from tests.fakes import HashEncoder, build_mini
from tests.grown import grow
from ui.words import table

pytestmark = pytest.mark.browser

AGAINST = "arxiv:1502.00002"
_SEEN = """() => {
    const main = document.querySelector("[data-testid=stMain]");
    const all = (what, read) => [...main.querySelectorAll(what)].map(read);
    const text = (part) => (part.querySelector("p") ?? part).innerText.trim();  // without its icon
    return JSON.stringify({
        headings: all("h1, h2, h3, h5", text),
        chosen: all("[role=radio][aria-checked=true], [aria-pressed=true]", text),
        typed: all("input[type=text], textarea", (box) => box.value),
        ticked: all("input[type=checkbox]", (box) => box.checked),
        lists: all("[data-testid=stSelectbox], [data-testid=stMultiSelect]", text),
        years: all("[role=slider]", (thumb) => thumb.ariaValueNow),
        part: all("[aria-current=page]", text),
        open: all("details[open] > summary", text),
        rows: all("a", text),
        cells: all("td", text),
    });
}"""
"""What a reader sees of the state of a page."""


@pytest.fixture(scope="module")
def tiny_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with runs, collections and what a survey suggests."""
    home = tmp_path_factory.mktemp("links") / "home"
    build_mini(home, HashEncoder())
    grow(home)
    return home


@pytest.fixture(scope="module")
def elsewhere(browser: Browser) -> Iterator[BrowserContext]:
    """Return another browser: nothing that the first one did is known in it."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, locale="en-US")
    yield context
    context.close()


@pytest.fixture
def other(elsewhere: BrowserContext, tiny_server: str) -> Iterator[Visit]:
    """A tab of the other browser."""
    visit = Visit(elsewhere.new_page(), tiny_server)
    yield visit
    visit.page.close()
    assert (visit.complaints, visit.strangers) == ([], [])


def seen(visit: Visit) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(visit.page.evaluate(_SEEN))
    return found


def sees(visit: Visit, expected: dict[str, Any]) -> None:
    """Wait until a page is seen as expected: what was drawn comes piece by piece."""
    for _ in range(50):
        if seen(visit) == expected:
            return
        visit.page.wait_for_timeout(200)
    assert seen(visit) == expected


def main(visit: Visit) -> Locator:
    return visit.page.locator("[data-testid=stMain]")


Step = Callable[[Visit, str], None]


def press(role: str, key: str, **values: object) -> Step:
    """Return a click on what has a role and a name: a string of the interface, else a pattern."""

    def click(visit: Visit, lang: str) -> None:
        strings = table(Lang(lang))
        name = re.escape(strings[key].format(**values)) if key in strings else key
        main(visit).get_by_role(role, name=re.compile(name)).first.click()  # type: ignore[arg-type]

    return click


def write(key: str, words: str) -> Step:
    """Return the filling in of a box."""

    def fill(visit: Visit, lang: str) -> None:
        box = main(visit).get_by_role("textbox", name=table(Lang(lang))[key])
        box.fill(words)
        box.press("Enter")

    return fill


def pick(key: str, label: str) -> Step:
    """Return the choice of an option from a list."""

    def choose(visit: Visit, lang: str) -> None:
        box = main(visit).get_by_role("combobox", name=table(Lang(lang))[key])
        box.click()
        visit.page.get_by_role("option", name=label).first.click()
        visit.page.keyboard.press("Escape")

    return choose


def unfold(visit: Visit, _: str) -> None:
    main(visit).locator("details > summary").first.click()


def later(visit: Visit, _: str) -> None:
    """Move the first year on."""
    main(visit).get_by_role("slider").first.focus()
    visit.page.keyboard.press("ArrowRight")


class Journey(NamedTuple):
    """Where a reader begins, in a language, and what follows; the parameters that the address then has."""

    start: str
    lang: str
    steps: tuple[Step, ...]
    address: tuple[str, ...]


JOURNEYS = {
    "explore": Journey(
        "/explore?",
        "zh",
        (press("button", "方法"), pick("explore.family", "茶 ("), press("radio", "explore.table")),
        ("facet=approach", "family=tea", "view=table"),
    ),
    "search": Journey(
        "/search?",
        "en",
        (write("search.box", "SST"), press("radio", "search.show.work"), press("radio", "search.sort.year")),
        ("q=SST", "show=work", "sort=year"),
    ),
    "concept": Journey(
        "/concept?id=steeping&",
        "zh",
        (press("radio", "graph.depth.2"), press("button", "● 评测"), unfold),
        ("id=steeping", "depth=2", "facet=evaluation", "open=graph"),
    ),
    "paper": Journey("/search?q=SST&", "en", (press("link", "Against slow steeping"),), ("id=arxiv%3A1502.00002",)),
    "compare": Journey(
        "/compare?concept=steeping&",
        "zh",
        (pick("compare.concepts", "品鉴会"),),
        ("concept=steeping&concept=ceremony",),
    ),
    "path": Journey(
        "/path?",
        "en",
        (pick("path.from", "Porcelain cup"), pick("path.to", "Slow steeping"), press("button", "path.swap")),
        ("from=steeping", "to=cup"),
    ),
    "collections": Journey(
        "/collections?",
        "zh",
        (
            pick("collections.which", "Mine"),
            press("radio", "collections.show.work"),
            press("radio", "collections.sort.title"),
        ),
        ("id=2", "show=work", "sort=title"),
    ),
    "learn": Journey(
        "/learn?",
        "en",
        (press("radio", "learn.view.next"), pick("learn.mine", "Tea craft")),
        ("view=next", "known=tea"),
    ),
    "trends": Journey(
        "/trends?",
        "zh",
        (press("button", "● 茶$"), press("radio", "trends.share"), later, unfold),
        ("family=tea", "measure=share", "from=2002", "open=table"),
    ),
    "map": Journey(
        "/map?", "en", (pick("map.concept", "Slow steeping"), press("button", "Page 2")), ("concept=steeping", "part=2")
    ),
    "crosswalk": Journey("/crosswalk?", "zh", (press("link", "人人喝茶"),), ("id=one",)),
    "quality": Journey("/quality?", "en", (press("radio", "figures.mrr"),), ("measure=mrr",)),
    "related": Journey(
        f"/related?work={AGAINST}&",
        "zh",
        (press("button", "related.strike", label="慢泡"), press("radio", "related.group.stance")),
        ("without=steeping", "group=stance"),
    ),
    "library": Journey("/library?", "en", (press("link", "Run 1"), write("library.filter", "k2")), ("id=1", "q=k2")),
}


@pytest.mark.parametrize("page", JOURNEYS)
def test_what_was_chosen_is_seen_in_another_browser(tiny: Visit, other: Visit, page: str) -> None:
    start, lang, steps, address = JOURNEYS[page]
    tiny.open(f"{start}lang={lang}")
    before = tiny.page.url
    for step in steps:
        step(tiny, lang)
        tiny.page.wait_for_url(lambda url, before=before: url != before)
        tiny.settle()
        before = tiny.page.url
    assert f"/{page}?" in before
    assert [part for part in (*address, f"lang={lang}") if part not in before] == []
    other.open(before.removeprefix(tiny.address))
    sees(other, seen(tiny))
    assert other.page.url == before


def test_the_language_goes_along(tiny: Visit, other: Visit) -> None:
    tiny.open("/?lang=en")
    tiny.page.get_by_role("radio", name="中文").click()
    tiny.page.wait_for_url(re.compile("lang=zh"))
    tiny.settle()
    other.open(tiny.page.url.removeprefix(tiny.address))
    main(other).get_by_role("heading", name="浏览").wait_for()


def test_back_and_forward_show_the_search_and_the_paper_as_they_were(tiny: Visit) -> None:
    tiny.open("/search?q=slow+steeping&show=work&most=20&lang=en")
    main(tiny).get_by_role("radio", name="Newest first").click()
    tiny.page.wait_for_url(re.compile("sort=year"))
    tiny.settle()
    address, search = tiny.page.url, seen(tiny)
    main(tiny).get_by_role("link", name="Against slow steeping").first.click()
    tiny.page.wait_for_url(re.compile("/paper"))
    tiny.settle()
    paper = seen(tiny)
    tiny.page.go_back()
    tiny.page.wait_for_url(address)
    sees(tiny, search)
    tiny.page.go_forward()
    tiny.page.wait_for_url(re.compile("/paper"))
    sees(tiny, paper)


def test_back_goes_through_the_parts_of_a_list(tiny: Visit) -> None:
    tiny.open("/map?lang=zh")
    main(tiny).get_by_role("button", name="Page 2").wait_for()
    first = seen(tiny)
    main(tiny).get_by_role("button", name="Page 2").click()
    tiny.page.wait_for_url(re.compile("part=2"))
    main(tiny).get_by_role("link", name=first["rows"][-1], exact=True).wait_for(state="detached")
    tiny.settle()
    assert seen(tiny)["rows"] != first["rows"]
    tiny.page.go_back()
    tiny.page.wait_for_url(lambda url: "part" not in url)
    sees(tiny, first)


def test_a_page_that_is_not_there_leads_home_with_a_word(tiny: Visit) -> None:
    tiny.open("/no-such-page?lang=en")
    tiny.page.get_by_role("dialog").get_by_text("Page not found").wait_for()
    tiny.page.keyboard.press("Escape")
    tiny.page.get_by_role("dialog").wait_for(state="detached")
    assert seen(tiny)["headings"][0] == "Alignment Atlas"
    tiny.page.wait_for_url(re.compile(r"/\?lang=en$"))
    assert [said for said in tiny.complaints if "does not seem to exist" not in said] == []
    tiny.complaints.clear()


@pytest.mark.parametrize(
    ("page", "lang", "told"),
    [
        ("trends", "en", "family “<img src=x onerror=alert(1)>”, first year “2999”"),
        ("map", "zh", "概念族“<img src=x onerror=alert(1)>”、起始年份“2999”"),
        ("learn", "en", "known concept “**x**”"),
        ("search", "zh", "排序“:red[y]”、起始年份“2999”"),
    ],
)
def test_what_is_not_here_is_told_as_text(tiny: Visit, page: str, lang: str, told: str) -> None:
    bad = {"family": "<img src=x onerror=alert(1)>", "from": "2999", "known": "**x**", "sort": ":red[y]"}
    tiny.open(f"/{page}?{urlencode(bad | {'view': 'next', 'lang': lang})}")
    alert = main(tiny).get_by_test_id("stAlert").first
    alert.get_by_text(told).wait_for()
    assert alert.locator("img, strong").count() == 0
