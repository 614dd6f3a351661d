"""Every page in both languages, widths and colours: its look, what axe-core says, what the Tab key reaches."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from tests.browser.axe import contrast_in_the_dark, findings
from tests.browser.conftest import Visit
from tests.browser.keys import walk

pytestmark = pytest.mark.browser


class Shown(NamedTuple):
    """An address of the shipped data, and the heading in English and Chinese."""

    address: str
    en: str
    zh: str


SHIPPED = {
    "home": Shown("/?", "Alignment Atlas", "Alignment Atlas"),
    "explore": Shown("/explore?", "Explore", "浏览"),
    "search": Shown("/search?q=RLHF&", "Search", "搜索"),
    "concept": Shown("/concept?id=rlhf&depth=2&", "Reinforcement learning from human feedback", "人类反馈强化学习"),
    "paper": Shown("/paper?id=arxiv:1706.03741&", *["Deep Reinforcement Learning from Human Preferences"] * 2),
    "learn": Shown("/learn?id=zero-to-inner-alignment&", "From zero to inner alignment", "从零到内部对齐"),
    "compare": Shown(
        "/compare?concept=rlhf&concept=debate&concept=iterated-distillation-and-amplification&", "Compare", "比较"
    ),
    "path": Shown("/path?from=mesa-optimizer&to=reward-hacking&", "Path", "关联路径"),
    "collections": Shown("/collections?", "Collections", "收藏"),
    "trends": Shown("/trends?family=interpretability&concept=debate&", "Trends", "趋势"),
    "map": Shown("/map?concept=debate&", "Map", "地图"),
    "crosswalk": Shown("/crosswalk?id=amodei2016&", "Concrete Problems in AI Safety", "AI安全中的具体问题"),
    "quality": Shown("/quality?", "Quality", "质量"),
    "library": Shown("/library?", "Library", "文库"),
    "related": Shown(
        "/related?work=arxiv:1805.00899&work=arxiv:1810.08575&concept=rlhf&without=self-play&",
        "Related work",
        "相关文献",
    ),
    "related-empty": Shown("/related?", "Related work", "相关文献"),
    "related-missing": Shown("/related?work=arxiv:1805.00899&tab=missing&", "Related work", "相关文献"),
}
SMALL = {
    "home": "/?",
    "explore": "/explore?open=tea&",
    "explore-table": "/explore?view=table&concept=steeping&",
    "explore-sunburst": "/explore?view=sunburst&concept=steeping&",
    "explore-none": "/explore?q=zzz&",
    "search": "/search?q=steeping&show=apart&from=2002&",
    "search-none": "/search?q=zzzz+qqqq&",
    "concept": "/concept?id=steeping&depth=2&",
    "concept-unknown": "/concept?id=steepin&",
    "paper": "/paper?id=pot2015against&",
    "paper-unknown": "/paper?id=nope&",
    "learn": "/learn?",
    "learn-path": "/learn?id=from-leaf-to-judge&known=tea&",
    "learn-next": "/learn?view=next&known=tea&",
    "compare": "/compare?concept=steeping&concept=bitterness&",
    "compare-papers": "/compare?work=pot2015against&work=kettle2010slow&",
    "path": "/path?from=steeping&to=cup&",
    "collections": "/collections?",
    "trends": "/trends?concept=steeping&",
    "map": "/map?concept=steeping&",
    "crosswalk": "/crosswalk?id=one&",
    "quality": "/quality?",
    "library": "/library?id=nope&",
    "related": "/related?concept=steeping&without=cup&",
}
"""Addresses of the invented data."""
POPOVERS = {"search": 1, "concept": 2, "paper": 2, "learn-path": 1, "compare": 1, "collections": 1}


@pytest.mark.parametrize("page", list(SHIPPED))
def test_every_page(visit: Visit, page: str) -> None:
    """Loaded in English on a telephone, then at a desk, then in Chinese there and back on the telephone."""
    address, english, chinese = SHIPPED[page]
    visit.resize(400)
    visit.open(f"{address}lang=en")
    shown(visit, page, "en", english, 400)
    shown(visit, page, "en", english, 1400)
    assert findings(visit) == []
    visit.page.get_by_role("radio", name="中文").click()
    visit.page.wait_for_url(re.compile("lang=zh"))
    visit.page.locator("[data-testid=stMain] h1", has_text=chinese).wait_for()
    visit.settle()
    shown(visit, page, "zh", chinese, 1400)
    shown(visit, page, "zh", chinese, 400)
    assert contrast_in_the_dark(visit) == []


def shown(visit: Visit, page: str, lang: str, title: str, width: int) -> None:
    visit.resize(width)
    assert title in visit.page.locator("[data-testid=stMain] h1").inner_text()
    visit.fits(width)
    visit.shoot(f"{page}-{lang}-{width}")


@pytest.mark.parametrize("page", list(SMALL))
def test_every_page_by_keys_and_in_the_dark_in_chinese(tiny: Visit, page: str) -> None:
    """The Tab key at a desk, then what opens, then all that can be unfolded unfolded, on a telephone."""
    tiny.page.emulate_media(color_scheme="dark")
    tiny.open(f"{SMALL[page]}lang=zh")
    assert tiny.page.evaluate("document.documentElement.lang") == "zh"
    assert walk(tiny) == {"missed": [], "unseen": [], "back": []}
    assert popovers(tiny) >= POPOVERS.get(page, 0)
    closed = tiny.page.get_by_test_id("stMain").locator("details:not([open]) > summary")
    while closed.count():
        closed.first.click()
    tiny.settle()
    tiny.resize(400)
    tiny.fits(400)
    assert findings(tiny) == []
    pictures = tiny.page.get_by_test_id("stMain").locator("canvas, img")
    bare = "(all) => all.filter((at) => !at.closest('[aria-label], [alt], [data-testid=stDataFrame]')).length"
    assert pictures.evaluate_all(bare) == 0  # a table has its cells within


def popovers(visit: Visit) -> int:
    """Open each popover, in which nothing serious must be found, and close it; returns how many there are."""
    buttons = visit.page.get_by_test_id("stMain").get_by_test_id("stPopoverButton").all()
    for button in buttons:
        button.click()
        visit.page.get_by_test_id("stPopoverBody").wait_for()
        assert findings(visit) == []
        visit.page.keyboard.press("Escape")
        visit.page.get_by_test_id("stPopoverBody").wait_for(state="hidden")
    return len(buttons)
