"""Every page in both languages, widths and colours: its look, and what axe-core says of it."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from tests.browser.axe import contrast_in_the_dark, findings
from tests.browser.conftest import Visit

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


@pytest.mark.parametrize("page", list(SHIPPED))
def test_every_page(visit: Visit, page: str) -> None:
    """In English on a telephone, then at a desk, then in Chinese there and back on the telephone, last in the dark."""
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
