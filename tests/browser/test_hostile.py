"""Titles, names, venues, abstracts, notes and collections of a hostile library: text everywhere, in every window."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from ingest.bibtex import parse
from kb.atlas import Atlas
from kb.collection import contents, store
from kb.collection.values import STARRED
from kb.home import Home
from tests.browser.conftest import Visit
from tests.browser.keys import quiet
from tests.fakes import HashEncoder, build_mini
from tests.library import AT, paper, take

pytestmark = pytest.mark.browser

TAIL = " on slow steeping"
HOSTILE = {
    "script": "</script><img src=x onerror=\"window.__hit=1\"><svg onload='window.__hit=1'>",
    "markdown": "[x](javascript:alert(1)) **b** :red[x] :material/home: `c` | <b>t</b> ~~s~~ # h",
    "latex": r"$\frac{1}{2}$ $$x$$ {b} {c} {a0}",
    "long": "z" * 5000,
    "bidi": "abc \u202e fed \u2066 ghi",
    "formula": "=cmd|'/C calc'!A0",
    "web": "https://evil.example www.evil.example a@evil.example -> <-> (c)",
}
IDS = {name: f"doi:10.9999/{name}" for name in HOSTILE}


@pytest.fixture(scope="module")
def tiny_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a work for each hostile text, all of them starred, noted, and in a collection that is called so."""
    home = tmp_path_factory.mktemp("hostile") / "home"
    build_mini(home, HashEncoder())
    taken = [
        paper(
            text + TAIL,
            f"{text}, {text}",
            year=2015 + place,
            venue=text,
            abstract=f"{text} We study slow steeping of leaves. {text}",
            doi=f"10.9999/{name}",
            references=("10.9999/script", "10.9999/long"),
        )
        for place, (name, text) in enumerate(HOSTILE.items())
    ]
    take(home, taken, encoder=HashEncoder())
    atlas = Atlas(Home(home), HashEncoder())
    for name, text in HOSTILE.items():
        work = atlas.work(IDS[name])
        for held in (STARRED, store.create(atlas.home, text[:80], AT)):
            store.add(atlas.home, held, [contents.kept(work)], AT)
            store.annotate(atlas.home, held, contents.key_of(work), text[:5000], AT)
    atlas.catalogue.close()
    return home


def _all(name: str) -> str:
    return "".join(f"{name}={quote(ident)}&" for ident in [*IDS.values()][:4])


_BAD = quote(HOSTILE["script"] + HOSTILE["markdown"] + HOSTILE["latex"] + HOSTILE["long"][:3000])
PAGES = {
    **{f"paper-{name}": f"/paper?id={quote(IDS[name])}&" for name in ("script", "markdown", "long", "web")},
    "concept": "/concept?id=steeping&depth=2&",
    "search": "/search?q=slow+steeping&",
    "search-filters": f"/search?q=slow+steeping&venue={quote(HOSTILE['script'])}&show=work&",
    "search-nothing": f"/search?q={_BAD}&",
    "compare": f"/compare?{_all('work')}",
    "path": f"/path?from={quote(IDS['script'])}&to={quote(IDS['long'])}&",
    "trends": "/trends?",
    "map": "/map?concept=steeping&",
    "related": f"/related?{_all('work')}",
    "collections": "/collections?",
    "collections-one": "/collections?id=2&",
    "library": "/library?",
    "library-pairs": "/library?view=pairs&",
    "library-review": "/library?view=review&",
    "quality": "/quality?",
    "learn": "/learn?",
    "explore": f"/explore?q={_BAD}&",
    "home": "/?",
    "unknown-paper": f"/paper?id={_BAD}&",
    "unknown-way": f"/path?from={_BAD}&to={_BAD}&",
    "unknown-compare": f"/compare?concept={_BAD}&concept=cup&",
    "unknown-related": f"/related?work={_BAD}&",
}
_LIVE = """() => {
  const main = document.querySelector("[data-testid=stMain]"), links = [...main.querySelectorAll("a[href]")];
  const home = /^https:\\/\\/(doi\\.org|arxiv\\.org|example\\.org)\\//;
  const icons = [...main.querySelectorAll("[data-testid=stIconMaterial]")];
  return {
    hit: window.__hit ?? null,
    live: document.querySelectorAll("img[src=x], main script, .katex, main s, main del").length,
    away: links.map((link) => link.href).filter((url) => !url.startsWith(location.origin) && !home.test(url)),
    icons: icons.filter((icon) => icon.textContent === "home").length,
  };
}"""
_SAFE = {"hit": None, "live": 0, "away": [], "icons": 0}


def shown(visit: Visit) -> str:
    """Return what a reader sees, without the joiners that part what Markdown would turn into links."""
    return visit.page.get_by_test_id("stMain").inner_text().replace("\u2060", "")


@pytest.mark.parametrize("page", list(PAGES))
def test_it_is_text(tiny: Visit, page: str) -> None:
    tiny.resize(1400)
    tiny.open(f"{PAGES[page]}lang=en")
    quiet(tiny)
    for summary in tiny.page.get_by_test_id("stMain").locator("summary").all():
        summary.click()
    tiny.settle()
    quiet(tiny)
    for width in (1400, 400):
        tiny.resize(width)
        tiny.fits(width)
        assert tiny.page.evaluate(_LIVE) == _SAFE
        assert tiny.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width


def test_a_reader_sees_what_is_written(tiny: Visit) -> None:
    tiny.open("/search?q=slow+steeping&most=20&lang=en")
    quiet(tiny)
    seen = shown(tiny)
    assert [name for name, text in HOSTILE.items() if text[:40] not in seen] == []
    tiny.open(f"/paper?id={quote(IDS['markdown'])}&lang=en")
    assert tiny.page.get_by_test_id("stMain").locator("h1").inner_text() == HOSTILE["markdown"] + TAIL
    tiny.page.wait_for_function("document.title.startsWith('[x](javascript:alert(1)) **b**')")
    tiny.open("/collections?lang=en")
    seen = shown(tiny)
    assert [name for name, text in HOSTILE.items() if seen.count(text[:40]) < 2] == []  # its title, and the note on it


def test_what_is_taken_away_runs_nowhere(tiny: Visit, tmp_path: Path) -> None:
    tiny.open("/collections?lang=en")
    tiny.page.get_by_test_id("stMain").get_by_role("button", name="Download", exact=True).click()
    taken = {}
    for form in ("BibTeX", "RIS", "CSL-JSON", "CSV", "Markdown"):
        with tiny.page.expect_download() as waiting:
            tiny.page.get_by_role("button", name=form, exact=True).click()
        waiting.value.save_as(tmp_path / form)
        taken[form] = (tmp_path / form).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(taken["CSV"])))
    assert [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@"}] == []
    assert any(cell == "'" + HOSTILE["formula"] + TAIL for row in rows for cell in row)
    assert {one["title"] for one in json.loads(taken["CSL-JSON"])} >= {HOSTILE["formula"] + TAIL}
    assert re.search(r"(?<!\\)<(img|svg|script|b)\b|(?<!\\)\]\(javascript", taken["Markdown"]) is None
    assert taken["RIS"].count("\nER  -") == len(HOSTILE)
    back = parse(taken["BibTeX"], "taken.bib")
    assert len(back.records) == len(HOSTILE)
    assert back.failures == ()
