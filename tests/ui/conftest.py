"""The dashboard over the invented data, without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from tests.fakes import MINI, ROOT, HashEncoder
from ui import knowledge

Open = Callable[..., AppTest]

_components = cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(autouse=True)
def _look_for_components_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each AppTest reads the metadata of all installed packages, which costs more than to draw a page."""
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", _components)


@pytest.fixture
def open_page(mini_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Return a function that opens a page by name with parameters of the address, in a language."""
    monkeypatch.setenv("KB_HOME", str(mini_home))
    monkeypatch.setattr(knowledge, "SHIPPED", MINI)
    monkeypatch.setattr(knowledge, "from_environment", HashEncoder)
    st.cache_resource.clear()

    def call(page: str, lang: str = "en", **parameters: str | list[str]) -> AppTest:
        test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        test.query_params["lang"] = lang
        test.run()
        for name, value in parameters.items():
            test.query_params[name] = value
        if page != "home" or parameters:
            test.switch_page(str(ROOT / "ui" / "pages" / f"{page}.py")).run()
        assert not test.exception, test.exception
        return test

    yield call
    knowledge.atlas().catalogue.close()
    st.cache_resource.clear()
