"""What was ingested, on the pages about the data: apart from what the editors tied and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.model import Work
from kb.values import replace
from tests.surveys import OWN
from tests.ui.conftest import Open
from tests.ui.prose import captions, prose, words
from tests.ui.reading import links
from tests.ui.test_library import both, metrics, say, take, works


@pytest.fixture
def library(open_page: Open, home: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open pages on a home of this test's own."""
    monkeypatch.setenv("KB_HOME", str(home))
    return open_page


@both
def test_what_was_found_for_a_concept_stands_apart_with_how_it_was_found(library: Open, home: Path, lang: str) -> None:
    titles = [f"Night {letter} on slow steeping" for letter in "ABCDEFGHIJKL"]
    take(
        home,
        works(*(Work(f"doi:10.1/{n}", f"k{n}", x, identifiers={"doi": f"10.1/{n}"}) for n, x in enumerate(titles))),
    )
    test = library("concept", lang, id="steeping")
    assert [words(head.value) for head in test.main.header][-1] == say(lang, "concept.found")
    assert say(lang, "concept.found.help", count="12") in captions(test)
    last = prose(test)[-1]
    first = {title for title in titles if title in last}
    assert len(first) == 10
    how = say(lang, "paper.method.lexical")
    assert last.count(say(lang, "paper.found", method=how, confidence="X").split("X")[0]) == 10
    assert all(last.count(say(lang, "paper.evidence", text=title)) == 1 for title in first)
    assert not any(title in prose(test)[-2] for title in titles)
    second = library("concept", lang, id="steeping", part="2")
    assert {title for title in titles if title in prose(second)[-1]} == set(titles) - first
    assert say(lang, "concept.found.export") in [one.proto.popover.label for one in test.main.get("popover")]
    assert say(lang, "concept.found") not in [
        words(head.value) for head in library("concept", lang, id="cup").main.header
    ]


@both
def test_the_figures_of_the_data_are_not_those_of_the_library(library: Open, home: Path, lang: str) -> None:
    before = library("quality", lang).main.markdown
    take(home, works(replace(OWN, identifiers={}, authors=())))
    after = library("quality", lang).main.markdown
    problems = say(lang, "quality.problems")
    assert [m.value for m in before if problems in m.value] == [m.value for m in after if problems in m.value]
    home_page = library("home", lang)
    assert metrics(home_page)[1] == "3"
    assert say(lang, "home.ingested.one", count="1") in [label for label, _ in links(home_page)]
