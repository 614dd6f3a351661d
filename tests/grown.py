"""A library that has grown beyond the invented data."""

from __future__ import annotations

from pathlib import Path

from kb.collection import contents, store
from kb.home import Home
from kb.intake import ingest
from kb.model import Batch, Failure
from kb.model.incoming import Incoming
from kb.values import replace
from tests.fakes import HashEncoder, a_concept, a_work, silent
from tests.library import paper
from tests.surveys import AT, KETTLE, survey


def grow(folder: Path) -> None:
    """Bring to a built home a run with failures and a pair in doubt, a survey with suggestions, and collections."""
    home = Home(folder)
    nights = [paper(f"Night {letter} on slow steeping", year=2020) for letter in "ABCDEFGHIJKLMNOPQRST"]
    doubtful = replace(KETTLE, id="fp:late", year=2031, identifiers={})
    failures = tuple(Failure("late.bib", n + 1, f"@x{{k{n}", "no title") for n in range(4))
    late = Incoming("late.bib", "bibtex", [Batch((*nights, doubtful), failures)])
    ingest(home, [late], AT, HashEncoder(), silent)
    ingest(home, [Incoming("tea.md", "survey", [survey()])], AT, HashEncoder(), silent)
    mine, gone = (store.create(home, name, AT) for name in ("Mine", "Gone"))
    things = [a_work(id=KETTLE.id), a_work(id="arxiv:1502.00002"), a_concept("steeping")]
    store.add(home, mine, [contents.kept(thing) for thing in things], AT)
    store.delete(home, gone, AT)
