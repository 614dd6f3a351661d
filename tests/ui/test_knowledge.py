"""The loaded knowledge base: what a build from elsewhere and a broken encoder do to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb import rerank
from kb.atlas import Atlas
from kb.encoder import Vectors
from kb.errors import EncoderError, HomeError
from kb.home import Home
from tests.fakes import HashEncoder, build_mini
from tests.ui.conftest import Open
from tests.ui.prose import prose
from ui import knowledge


def titles(test: AppTest) -> str:
    """Return the titles on a page, unescaped."""
    return " ".join(title.value for title in test.title).replace("\\", "")


class BrokenEncoder(HashEncoder):
    """An encoder whose weights are gone."""

    def encode(self, texts: object) -> Vectors:
        raise EncoderError("The packaged model is missing; reinstall it.")


@pytest.mark.parametrize("searched", [False, True])
def test_a_build_from_elsewhere_is_seen_at_the_next_page(
    open_page: Open, home: Path, data: Path, monkeypatch: pytest.MonkeyPatch, searched: bool
) -> None:
    monkeypatch.setenv("KB_HOME", str(home))
    monkeypatch.setattr(knowledge, "SHIPPED", data)
    test = open_page("concept", id="cup")
    assert "Porcelain cup" in titles(test)
    cups = data / "concepts" / "cups.yaml"
    cups.write_text(cups.read_text(encoding="utf-8").replace("Porcelain cup", "Bone china cup"), encoding="utf-8")
    build_mini(home, HashEncoder(), data)
    if searched:  # a search that stumbles over the build loads the same Atlas anew: pages must not miss it for that
        assert knowledge.atlas().refresh()
    test.run()
    assert "Bone china cup" in titles(test)
    assert "Porcelain cup" not in titles(test)


def test_pages_stay_with_what_they_have_while_another_process_works(
    open_page: Open, home: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_HOME", str(home))
    monkeypatch.setattr(knowledge, "SHIPPED", data)
    cups = data / "concepts" / "cups.yaml"
    with Home(home).locked():  # not even the first page waits for it
        test = open_page("concept", id="cup")
        assert "Porcelain cup" in titles(test)
    cups.write_text(cups.read_text(encoding="utf-8").replace("Porcelain cup", "Bone china cup"), encoding="utf-8")
    build_mini(home, HashEncoder(), data)
    with Home(home).locked():
        assert "Porcelain cup" in titles(test.run())
    assert "Bone china cup" in titles(test.run())


def test_a_home_that_cannot_be_opened_anew_is_told_and_not_waited_for(
    open_page: Open, home: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Atlas:
        raise HomeError("The home is gone.")

    monkeypatch.setenv("KB_HOME", str(home))
    monkeypatch.setattr(knowledge, "SHIPPED", data)
    test = open_page("concept", id="cup")
    cups = data / "concepts" / "cups.yaml"
    cups.write_text(cups.read_text(encoding="utf-8").replace("Porcelain cup", "Bone china cup"), encoding="utf-8")
    build_mini(home, HashEncoder(), data)
    with monkeypatch.context() as broken:
        broken.setattr(knowledge, "Atlas", fail)
        test.run()
        assert any("The home is gone" in block.value.replace("\\", "") for block in test.markdown)
    test.run()
    assert "Bone china cup" in titles(test)


def test_a_search_without_a_working_encoder_uses_words_and_says_so(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knowledge, "from_environment", BrokenEncoder)
    test = open_page("search", q="SST")
    assert [warning.value.replace("\\", "") for warning in test.warning] == [
        "The packaged model is missing; reinstall it."
    ]
    assert any(link.value.replace("\\", "").endswith("Slow steeping") for link in test.get("page_link"))


class Backwards:
    """A re-ranker that likes short texts, or one whose model is not there."""

    def __init__(self, broken: bool) -> None:
        self.broken = broken

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        if self.broken:
            raise EncoderError("The re-ranker is <b>gone</b>.")
        return [1 / (1 + len(text)) for text in texts]


@pytest.mark.parametrize(("lang", "said"), [("en", "Re-ranker 0.0"), ("zh", "重排模型评分 0.0")])
@pytest.mark.parametrize("broken", [False, True])
def test_a_search_with_and_without_a_working_re_ranker(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, lang: str, said: str, broken: bool
) -> None:
    monkeypatch.setattr(rerank, "from_environment", lambda: Backwards(broken))
    test = open_page("search", lang, q="taste of tea leaves in a pot")
    warnings = ["The re-ranker is <b>gone</b>."] if broken else []
    assert [warning.value.replace("\\", "") for warning in test.warning] == warnings
    assert any(said in text for text in prose(test)) is not broken
    assert test.get("page_link")
    assert not open_page("search", lang, q="taste of tea leaves", mode="lexical").warning
