"""The two journeys that decide: a student who has heard of mesa-optimizers, and a researcher who takes papers away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from kb.model import Lang
from tests.browser.conftest import Arrive, Visit
from tests.browser.test_journey import arrive, graph
from ui.words import table

pytestmark = pytest.mark.browser

LABELS = {
    "en": {
        "mesa-optimizer": "Mesa-optimizer",
        "inner-alignment": "Inner alignment",
        "path": "From zero to inner alignment",
    },
    "zh": {"mesa-optimizer": "内优化器", "inner-alignment": "内部对齐", "path": "从零到内部对齐"},
}


def say(lang: str, key: str, **values: object) -> str:
    return table(Lang(lang))[key].format(**values)


def main(visit: Visit) -> Locator:
    return visit.page.locator("[data-testid=stMain]")


def ask(visit: Visit, query: str) -> None:
    """Type a query into the box of the page Search."""
    box = main(visit).get_by_role("textbox").first
    box.fill(query)
    box.press("Enter")
    visit.page.wait_for_url(re.compile(r"[?&]q="))
    visit.settle()


@pytest.mark.parametrize(("lang", "width", "scheme"), [("en", 1400, "light"), ("zh", 400, "dark")])
def test_a_student_comes_to_inner_alignment(arrived: Arrive, lang: str, width: int, scheme: str) -> None:
    visit, labels = arrived(lang, width, scheme), LABELS[lang]
    visit.open(f"/search?lang={lang}")
    ask(visit, labels["mesa-optimizer"])
    main(visit).get_by_role("link", name=labels["mesa-optimizer"], exact=True).first.click()
    arrive(visit, r"/concept\?.*id=mesa-optimizer", labels["mesa-optimizer"])
    main(visit).get_by_role("heading", name=say(lang, "concept.definitions")).wait_for()
    assert "inner-alignment" in graph(visit, "(root) => root.network.body.nodeIndices")
    visit.fits(width)

    main(visit).get_by_role("link", name=labels["inner-alignment"], exact=True).first.click()
    arrive(visit, r"/concept\?.*id=inner-alignment", labels["inner-alignment"])
    visit.shoot(f"student-concept-{lang}-{width}-{scheme}")
    main(visit).get_by_role("link", name=labels["path"], exact=True).first.click()
    arrive(visit, r"/learn\?.*id=zero-to-inner-alignment", labels["path"])
    box = main(visit).get_by_role("checkbox").first
    box.focus()
    visit.page.keyboard.press("Space")
    visit.page.wait_for_url(re.compile("known=ai-agent"))
    visit.settle()
    address = visit.page.url.removeprefix(visit.address)
    visit.fits(width)
    visit.shoot(f"student-learn-{lang}-{width}-{scheme}")

    again = arrived(lang, width, scheme)  # the link holds the progress
    again.open(address)
    main(again).get_by_text(say(lang, "learn.progress", done=1, count=12)).wait_for()


@pytest.mark.parametrize(("lang", "width", "scheme"), [("en", 400, "light"), ("zh", 1400, "dark")])
def test_a_researcher_takes_papers_away(arrived: Arrive, tmp_path: Path, lang: str, width: int, scheme: str) -> None:
    visit = arrived(lang, width, scheme)
    visit.open(f"/search?q=reward+hacking&show=work&from=2020&sort=year&lang={lang}")
    visit.fits(width)
    years = [int(year) for year in re.findall(r"· (20\d\d)\b", main(visit).inner_text())]
    assert years == sorted(years, reverse=True)
    assert min(years) >= 2020

    name = f"Hacking {lang}"
    main(visit).get_by_role("button", name=re.compile(say(lang, "stars.add", works="10"))).click()
    visit.settle()
    visit.page.get_by_label(say(lang, "collections.create")).fill(name)
    visit.page.get_by_role("button", name=say(lang, "stars.new")).click()
    opened = visit.page.get_by_role("link", name=say(lang, "stars.open"))
    opened.wait_for()
    visit.settle()
    opened.click()
    visit.page.wait_for_url(re.compile(r"/collections\?.*id=\d"))
    main(visit).get_by_text(say(lang, "collections.count", count=10, total=10)).wait_for()
    visit.settle()
    visit.fits(width)
    visit.shoot(f"researcher-collection-{lang}-{width}-{scheme}")

    main(visit).get_by_role("button", name=say(lang, "collections.export"), exact=True).click()
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="BibTeX", exact=True).click()
    waiting.value.save_as(tmp_path / "taken.bib")
    taken = (tmp_path / "taken.bib").read_text(encoding="utf-8")
    assert len(set(re.findall(r"^@\w+\{([^,]+),", taken, re.M))) == 10
