"""Fixtures: built homes of the invented data, an open Atlas, and the command line in this process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

from kb.atlas import Atlas
from kb.cli import app as cli_app
from kb.cli import base as cli_base
from kb.home import Home
from tests.fakes import MINI, HashEncoder, build_mini

settings.register_profile("suite", derandomize=True, deadline=None, database=None)
settings.register_profile("hunt", max_examples=3000, deadline=None, database=None)  # pytest --hypothesis-profile=hunt
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def _own_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests away from the user's home and the network."""
    monkeypatch.setenv("KB_HOME", str(tmp_path / "unset-home"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.delenv("KB_ENCODER", raising=False)
    monkeypatch.delenv("KB_RERANKER", raising=False)
    monkeypatch.setenv("KB_MISSED", "0")


@pytest.fixture
def encoder() -> HashEncoder:
    return HashEncoder()


@pytest.fixture(scope="session")
def mini_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built home that no test changes."""
    home = tmp_path_factory.mktemp("mini") / "home"
    build_mini(home, HashEncoder())
    return home


@pytest.fixture
def home(mini_home: Path, tmp_path: Path) -> Path:
    """A copy of the built home that a test may damage."""
    return Path(shutil.copytree(mini_home, tmp_path / "home"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the invented data that a test may change."""
    return Path(shutil.copytree(MINI, tmp_path / "mini"))


@pytest.fixture(scope="session")
def atlas(mini_home: Path) -> Iterator[Atlas]:
    """The built home, opened with the tiny encoder."""
    opened = Atlas(Home(mini_home), HashEncoder())
    yield opened
    opened.catalogue.close()


@pytest.fixture(scope="session")
def lexical_atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    """A home that was built without an encoder."""
    home = tmp_path_factory.mktemp("lexical") / "home"
    build_mini(home)
    opened = Atlas(Home(home), None)
    yield opened
    opened.catalogue.close()


class Outcome(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The JSON on standard output."""
        return json.loads(self.out)


Run = Callable[..., Outcome]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command line in this process with the tiny encoder."""
    monkeypatch.setattr(cli_base, "from_environment", HashEncoder)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: object) -> Outcome:
        capfdbinary.readouterr()
        try:
            cli_app.main([str(argument) for argument in arguments])
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capfdbinary.readouterr()
        return Outcome(code, out.decode(), err.decode())

    return call
