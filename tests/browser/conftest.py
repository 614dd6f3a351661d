"""A server of the shipped data and a real browser that notes what it complains about and whom it asks."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from kb.data import SHIPPED
from tests.fakes import ROOT, build_mini

ARTIFACTS = ROOT / "artifacts"  # ignored by git
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_PROBES = ("/_stcore/health", "/_stcore/host-config")  # Streamlit's client looks for its base below the page's address
_READY = """document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
    && 'walks' in document.documentElement.dataset
    && getComputedStyle(document.querySelector('[data-testid=stSidebarHeader]'), '::before').content !== 'none'"""
"""The script rests; ours in the page and our style sheet, which come as components a moment after it, are there."""


def _absent(what: str) -> None:
    """Skip, or fail where the browser must be there (as in .ci/run)."""
    if os.environ.get("ATLAS_REQUIRE_BROWSER"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium, driven through Playwright (whose event loop must not outlive the module)."""
    chromium = shutil.which("chromium")
    if chromium is None:
        _absent("there is no chromium on this machine (Debian: apt-get install chromium fonts-noto-cjk)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with the shipped data, words only."""
    home = tmp_path_factory.mktemp("built") / "home"
    build_mini(home, data=SHIPPED)
    return home


@pytest.fixture(scope="module")
def home(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home of the module's own; it may be empty, for the dashboard builds it at first sight."""
    return Path(shutil.copytree(built, tmp_path_factory.mktemp("browser") / "home"))


@pytest.fixture(scope="module")
def server(browser: Browser, home: Path) -> Iterator[str]:
    """Return the address of the dashboard over the shipped data."""
    with serving(home, "-m", "streamlit", KB_ENCODER="none") as address:
        yield address


@contextmanager
def serving(home: Path, *program: str, script: str = "app.py", **surroundings: str) -> Iterator[str]:
    """Run the dashboard, or another script, over a home by Streamlit as a program; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, *program, "run", script, "--server.headless", "true"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port), "--server.fileWatcherType", "none"]
    surroundings = os.environ | {"KB_HOME": str(home), "PYTHONPATH": str(ROOT)} | surroundings
    log = home.with_name("server.log")
    with log.open("wb") as out, subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=out, stderr=out) as run:
        try:
            _wait(f"http://127.0.0.1:{port}", run, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            run.terminate()
            run.wait(20)


def _wait(address: str, run: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers; fails with its log where it ends or takes too long."""
    for _ in range(300):
        if run.poll() is not None:
            break
        try:
            with urlopen(f"{address}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8')}")


class Visit:
    """One reader's tab: where it is, what it complained about, and whom it asked besides the server."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))

    def open(self, path: str) -> None:
        """Go to an address of the dashboard, as one that was typed or sent."""
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until a page was drawn whole."""
        self.page.wait_for_selector("[data-testid=stMain] h1, [data-testid=stAlert]", timeout=60_000)
        self.page.wait_for_function(_READY, timeout=60_000)
        assert self.page.locator("[data-testid=stException]").count() == 0

    def resize(self, width: int) -> None:
        """Make the window as wide as a desk's (1400) or a telephone's (400)."""
        self.page.set_viewport_size({"width": width, "height": 1000})

    def fits(self, width: int) -> None:
        """Wait until nothing sticks out of the window: charts follow a new width a moment later."""
        self.page.wait_for_function("(width) => document.documentElement.scrollWidth <= width", arg=width)

    def shoot(self, name: str) -> None:
        """Save a screenshot of the whole page."""
        ARTIFACTS.mkdir(exist_ok=True)
        height = self.page.evaluate("document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight")
        size = self.page.viewport_size
        assert size is not None
        self.page.set_viewport_size({"width": size["width"], "height": min(height + 80, 6000)})
        self.page.screenshot(path=ARTIFACTS / f"{name}.png")
        self.page.set_viewport_size(size)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        path = urlsplit(message.location["url"]).path
        probe = path.endswith(_PROBES) and path not in _PROBES and "404" in message.text
        if not probe:
            self.complaints.append(f"{message.text} {message.location['url']}")

    def _asked(self, url: str) -> None:
        if urlsplit(url).netloc != urlsplit(self.address).netloc and not url.startswith(("data:", "blob:")):
            self.strangers.append(url)


Arrive = Callable[[str, int, str], Visit]
"""Gives a reader of a language a window so wide, in the light or in the dark."""


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """An English reader's browser: after the first page it has the files of the dashboard in its cache."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, locale="en-US")
    yield context
    context.close()


@pytest.fixture(scope="module")
def tiny_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a fresh home; a module may have one with more in it."""
    return tmp_path_factory.mktemp("tiny") / "home"


@pytest.fixture(scope="module")
def tiny_server(browser: Browser, tiny_home: Path) -> Iterator[str]:
    """Return the address of the dashboard over the invented data: few links, an encoder, so that all is drawn soon."""
    with serving(tiny_home, "-m", "tests.browser.tiny_server") as address:
        yield address


@pytest.fixture
def arrived(browser: Browser, server: str) -> Iterator[Arrive]:
    """Return a function that gives a reader of a language a window so wide, in the light or in the dark."""
    visits: list[Visit] = []

    def come(lang: str, width: int, scheme: str) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 1000}, locale=lang, color_scheme="dark" if scheme == "dark" else "light"
        )
        visits.append(Visit(context.new_page(), server))
        return visits[-1]

    yield come
    for visit in visits:
        visit.page.context.close()
        assert (visit.complaints, visit.strangers) == ([], [])


@pytest.fixture
def visit(reader: BrowserContext, server: str) -> Iterator[Visit]:
    """A fresh tab; at the end it must be the only one, and have had nothing to complain about."""
    yield from _tab(reader, server)


@pytest.fixture
def tiny(reader: BrowserContext, tiny_server: str) -> Iterator[Visit]:
    """A fresh tab as `visit`, over the invented data."""
    yield from _tab(reader, tiny_server)


def _tab(reader: BrowserContext, address: str) -> Iterator[Visit]:
    visit = Visit(reader.new_page(), address)
    yield visit
    tabs = list(reader.pages)
    for tab in tabs:
        tab.close()
    assert tabs == [visit.page]
    assert visit.complaints == []
    assert visit.strangers == []
