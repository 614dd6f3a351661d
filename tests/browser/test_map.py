"""The drawn map, and charts with titles of strangers, in a real browser over a home whose works have vectors."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from kb.data import SHIPPED
from tests.browser.axe import findings
from tests.browser.conftest import Arrive, Visit, serving
from tests.browser.echarts import drawing, of, point
from tests.browser.test_journey import arrive
from tests.browser.test_readers import main, say
from tests.fakes import HashEncoder, build_mini
from tests.library import paper, take
from ui.theme import FAMILY_COLOURS

pytestmark = pytest.mark.browser

HOSTILE = (
    "</script><img src=x onerror=document.title='owned'>",
    "<b onmouseover=alert(1)>&lt;script&gt;alert(1)</b>",
    "**Bold** [link](javascript:alert(1)) # _Markdown_ | :red[x]",
    r"$\frac{a}{b}$ {b} {c} {@[0]} $& $' \mathbf{d}",
    "\u202edetrevni\u202c and \u2067aligned\u2069 بيب",
    "Long " * 1000,
)
YEARS = range(1950, 1950 + len(HOSTILE))
_ENCODED = (
    "-c",
    "import kb.encoder, tests.fakes, ui.plots; kb.encoder.from_environment = tests.fakes.HashEncoder; "
    "ui.plots._LARGE = 1000; from streamlit.web.cli import main; main()",
)
_ZOOM = "(chart) => chart.getOption().dataZoom.map(({ start, end }) => [start, end])"
_DRAWN = "(chart) => chart.getOption().series.slice(0, -1).map(({ data }) => data.length).reduce((a, b) => a + b, 0)"
_NAMES = """(chart) => chart.getZr().storage.getDisplayList(true)
    .filter((shape) => shape.type === "tspan" && !shape.ignore).map((shape) => shape.style.text)"""


@pytest.fixture(scope="module")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the dashboard over the shipped data, with tiny vectors, and works with hostile titles."""
    home = tmp_path_factory.mktemp("map") / "home"
    build_mini(home, HashEncoder(), SHIPPED)
    works = [paper(title, "Pot, Pia", year=year, abstract="Tea.") for title, year in zip(HOSTILE, YEARS, strict=True)]
    take(home, works, encoder=HashEncoder())
    with serving(home, *_ENCODED) as address:
        yield address


def zoom(visit: Visit) -> list[list[float]]:
    """Zoom and move the map by wheel and mouse; returns what is seen of each axis in percent."""
    before = of(visit, _ZOOM)
    box = drawing(visit).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 3, box["y"] + box["height"] / 2
    visit.page.mouse.move(x, y)
    visit.page.wait_for_timeout(700)  # the wheel scrolls the page until the pointer rests on a chart
    for _ in range(4):
        visit.page.mouse.wheel(0, -100)
    wheeled = come_to_rest(visit, before)
    visit.page.mouse.down()
    visit.page.mouse.move(x + 60, y + 30, steps=4)
    visit.page.mouse.up()
    moved = come_to_rest(visit, wheeled)
    assert all(end - start < 99 for start, end in moved)
    return moved


def come_to_rest(visit: Visit, before: list[list[float]]) -> list[list[float]]:
    """Wait until what is seen of the axes has changed and changes no more."""
    seen, last = before, before
    for _ in range(50):
        last, seen = seen, of(visit, _ZOOM)
        if seen == last != before:
            break
        visit.page.wait_for_timeout(100)
    assert seen == last != before
    return seen


def scrolled(visit: Visit) -> float:
    place: float = visit.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    return place


@pytest.mark.parametrize(
    ("lang", "width", "scheme"),
    [("en", 1400, "light"), ("zh", 400, "dark")],
)
def test_points_names_colours_and_what_the_axes_do_not_mean(
    arrived: Arrive, lang: str, width: int, scheme: str
) -> None:
    visit = arrived(lang, width, scheme)
    visit.open(f"/map?family=interpretability&lang={lang}")
    names = of(visit, _NAMES)
    label = {"en": "Sparse autoencoders", "zh": "稀疏自编码器"}[lang]
    assert label in names
    x, y = point(visit, 0, 0)
    assert nearest(visit, x, y) == FAMILY_COLOURS[7]
    legend = main(visit).get_by_role("button", name=re.compile("Interpretability|可解释性"))
    dot = legend.locator("span", has_text="●").last
    red, green, blue = (int(FAMILY_COLOURS[7][at : at + 2], 16) for at in (1, 3, 5))
    assert dot.evaluate("(dot) => getComputedStyle(dot).color") == f"rgb({red}, {green}, {blue})"
    main(visit).get_by_text(say(lang, "map.axes")[:60]).wait_for()
    visit.fits(width)
    visit.shoot(f"map-drawn-{lang}-{width}-{scheme}")


def nearest(visit: Visit, x: float, y: float) -> str:
    """Return the colour of a family that a place in the window is nearest to."""
    box = drawing(visit).bounding_box()
    assert box is not None
    script = """(drawn, [x, y]) => {
        const canvas = drawn.querySelector("canvas"), by = canvas.width / canvas.clientWidth;
        return [...canvas.getContext("2d").getImageData(x * by, y * by, 1, 1).data]; }"""
    seen = drawing(visit).evaluate(script, [x - box["x"], y - box["y"]])

    def apart(colour: str) -> int:
        parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return sum(abs(part - value) for part, value in zip(parts, seen, strict=False))

    return min(FAMILY_COLOURS, key=apart)


def test_zoom_and_scroll_stay_while_filters_change(visit: Visit) -> None:
    visit.open("/map?lang=en")
    whole = of(visit, _DRAWN)
    drawing(visit).scroll_into_view_if_needed()
    seen, place = zoom(visit), scrolled(visit)
    pill = main(visit).get_by_role("button", name="Interpretability")
    pill.evaluate("(pill) => pill.click()")  # without scrolling to it
    visit.page.wait_for_url(re.compile("family=interpretability"))
    visit.settle()
    family = of(visit, _DRAWN)
    assert 0 < family < whole
    assert (of(visit, _ZOOM), scrolled(visit)) == (seen, place)

    slider = visit.page.get_by_role("slider").first
    slider.evaluate("(slider) => slider.focus({ preventScroll: true })")
    while (slider.get_attribute("aria-valuetext") or "2020") < "2020":  # the years that works are of
        visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_url(re.compile("from=2020"))
    visit.settle()
    assert 0 < of(visit, _DRAWN) < family
    assert (of(visit, _ZOOM), scrolled(visit)) == (seen, place)

    visit.page.reload()  # the filters are in the address
    visit.settle()
    assert "family=interpretability&from=2020" in visit.page.url
    assert pill.get_attribute("aria-pressed") == "true"
    assert of(visit, _ZOOM) == [[0, 100], [0, 100]]


def test_a_click_opens_a_paper_and_back_finds_the_map_as_it_was(visit: Visit) -> None:
    visit.open(f"/map?from={YEARS[0]}&to={YEARS[0]}&lang=en")
    assert of(visit, _DRAWN) == 1
    visit.page.mouse.click(*point(visit, 0, 0))
    arrive(visit, r"/paper\?id=", HOSTILE[0])
    visit.page.go_back()
    arrive(visit, r"/map\?", "Map")
    assert of(visit, _DRAWN) == 1
    seen = zoom(visit)
    main(visit).get_by_role("link", name=HOSTILE[0], exact=True).click()
    arrive(visit, r"/paper\?id=", HOSTILE[0])
    visit.page.go_back()
    arrive(visit, r"/map\?", "Map")
    drawing(visit)
    visit.page.wait_for_function(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    assert of(visit, _ZOOM) == seen


def test_a_click_opens_one_of_many_points_that_are_drawn_at_one_stroke(visit: Visit) -> None:
    visit.open("/map?lang=en")
    family, number, title = of(
        visit,
        """(chart) => {
            const series = chart.getOption().series, last = series.length - 2, points = series[last].data.length - 1;
            return [last, points, series[last].large && series[last].data[points][2]]; }""",
    )
    visit.page.mouse.click(*point(visit, family, number))  # nothing lies above it
    arrive(visit, r"/paper\?id=", title.rpartition(" (")[0])


def test_by_keyboard_the_list_says_the_same(visit: Visit) -> None:
    visit.open("/map?family=inner-alignment&from=2019&to=2019&lang=en")
    count = of(visit, _DRAWN)
    main(visit).get_by_text(f"{count} papers", exact=True).wait_for()
    link = main(visit).get_by_role("link", name=re.compile("^Risks from Learned Optimization")).first
    link.focus()
    visit.page.keyboard.press("Enter")
    arrive(visit, r"/paper\?id=arxiv", "Risks from Learned Optimization")


@pytest.mark.parametrize(("title", "year"), [*zip(HOSTILE, YEARS, strict=True)], ids=[str(year) for year in YEARS])
def test_a_hostile_title_is_text_in_a_tooltip(visit: Visit, title: str, year: int) -> None:
    visit.open(f"/map?from={year}&to={year}&lang=en")
    chart = drawing(visit)
    visit.page.mouse.move(*point(visit, 0, 0))
    tooltip = chart.locator("div:not(:has(canvas))", has_text=str(year)).last
    tooltip.wait_for()
    assert tooltip.evaluate("(tooltip) => tooltip.textContent") == f"{title[:90]} ({year})"
    assert tooltip.evaluate("(tooltip) => tooltip.childElementCount") == 0
    assert chart.locator("img, b, script, a").count() == 0
    assert visit.page.title() == "Map · Alignment Atlas"
    visit.fits(1400)


def test_hostile_titles_are_text_in_the_map_of_what_is_near_a_paper(visit: Visit) -> None:
    visit.open(f"/map?from={YEARS[2]}&to={YEARS[2]}&lang=en")
    main(visit).get_by_role("link", name=HOSTILE[2], exact=True).click()
    arrive(visit, r"/paper\?id=", HOSTILE[2])
    key = "paper-map"
    titles = of(visit, "(chart) => chart.getOption().series[0].data.map(({ value }) => value[2])", key=key)
    visit.page.mouse.move(*point(visit, 0, titles.index(HOSTILE[1]), key))
    tooltip = drawing(visit, key).locator("div:not(:has(canvas))", has_text="onmouseover").last
    tooltip.wait_for()
    assert tooltip.evaluate("(tooltip) => tooltip.textContent") == HOSTILE[1]
    assert drawing(visit, key).locator("img, b, script, a").count() == 0


def test_the_sunburst_stays_while_a_sector_is_chosen(visit: Visit) -> None:
    visit.open("/explore?view=sunburst&lang=en")
    chart = drawing(visit, "sunburst")
    chart.scroll_into_view_if_needed()
    chart.evaluate("(drawn) => { drawn.mark = 'same'; }")
    box = chart.bounding_box()
    assert box is not None
    place = scrolled(visit)
    radius = min(box["width"], box["height"]) / 2
    visit.page.mouse.click(box["x"] + box["width"] / 2 + 4, box["y"] + box["height"] / 2 - radius * 0.4)
    visit.page.wait_for_url(re.compile("concept="))
    visit.settle()
    assert (scrolled(visit), drawing(visit, "sunburst").evaluate("(drawn) => drawn.mark")) == (place, "same")


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("zh", "dark")])
def test_nothing_serious_in_axe(arrived: Arrive, lang: str, scheme: str) -> None:
    visit = arrived(lang, 1400, scheme)
    visit.open(f"/map?concept=debate&lang={lang}")
    drawing(visit)
    assert findings(visit) == []
