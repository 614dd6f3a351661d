"""A messy library dropped in, its report, and the way back, in a real browser."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

MESSY = """\
@article{good2020one,
  title = {Careful kettles in quiet kitchens},
  author = {Pot, Pia and Kettle, Kim}, year = {2020}
}
@article{broken2021,
  title = {This entry never ends,
  author = {Nobody},
@misc{script2022,
  title = {<script>document.title = "taken"</script> <img src=x onerror=alert(1)> papers},
  author = {Mal, M.}, year = {2022}
}
"""


def drop(visit: Visit, name: str, text: str) -> None:
    """Drop a file on the page and take it in."""
    file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    visit.page.get_by_role("button", name="Take in the files").wait_for()
    visit.settle()
    visit.page.locator("input[type=file]").set_input_files(files=[file])
    visit.page.get_by_role("button", name=f"Remove {name}").wait_for()  # until the upload was answered: “Cancel upload”
    visit.page.get_by_role("button", name="Take in the files").click()
    visit.page.get_by_role("heading", name=re.compile(r"^Run \d+ ·")).wait_for(timeout=60_000)
    visit.settle()


def test_a_messy_library_goes_in_is_reported_and_comes_out_again(visit: Visit) -> None:
    visit.open("/?lang=en")
    visit.page.get_by_role("link", name="Library", exact=True).first.click()
    visit.page.locator("[data-testid=stMain] h1", has_text="Library").wait_for()
    visit.settle()
    main = visit.page.locator("[data-testid=stMain]")
    main.get_by_text("Nothing was brought in yet.").wait_for()
    drop(visit, "messy.bib", MESSY)
    assert main.get_by_test_id("stMetricValue").all_inner_texts() == ["3", "2", "0", "0", "1"]
    assert main.get_by_text("messy.bib, line 5").count() == 1
    assert "This entry never ends" in main.get_by_test_id("stCode").first.inner_text()
    for width in (1400, 400):
        visit.resize(width)
        visit.fits(width)
        visit.shoot(f"library-report-{width}")
    visit.resize(1400)

    visit.page.reload()
    visit.settle()
    runs = main.get_by_role("link", name=re.compile(r"Run \d+"))
    runs.first.wait_for()
    assert runs.count() == 1  # a reload takes nothing in again
    visit.open("/paper?id=script2022&lang=en")
    main.locator("h1", has_text="papers").wait_for()
    assert main.locator("h1").inner_text().startswith('<script>document.title = "taken"</script>')
    assert main.locator("img[src=x], h1 script").count() == 0
    title = '<script>document.title = "taken"</script> <img src=x onerror=alert(1)> papers'
    assert visit.page.title() == f"{title} · Paper · Alignment Atlas"

    visit.open("/library?lang=en")
    ask = visit.page.get_by_role("button", name=re.compile(r"Undo run \d+ …"))
    ask.focus()
    visit.page.keyboard.press("Enter")
    main.get_by_text("works that only this run brought: 2").wait_for()
    visit.settle()
    yes = visit.page.get_by_role("button", name="Yes, take it back")
    yes.focus()
    visit.page.keyboard.press("Enter")
    main.get_by_text("Taken back.").first.wait_for(timeout=60_000)
    visit.settle()
    visit.open("/paper?id=script2022&lang=en")
    main.get_by_text("No paper has the id").wait_for()


@pytest.mark.parametrize(("lang", "widths"), [("en", (400, 1400)), ("zh", (1400, 400))])
def test_each_part_of_the_page(visit: Visit, lang: str, widths: tuple[int, int]) -> None:
    for view in ("add", "pairs", "review"):
        visit.resize(widths[0])
        visit.open(f"/library?view={view}&lang={lang}")
        for width in widths:
            visit.resize(width)
            visit.fits(width)
            visit.shoot(f"library-{view}-{lang}-{width}")
