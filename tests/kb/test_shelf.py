"""Records in and out of a catalogue: decisions, curated data that change, and what is stored of it."""

import shutil
from pathlib import Path

import pytest

from ingest import folder
from kb import intake
from kb.catalogue import Catalogue
from kb.home import Home
from kb.intake import decide, undo
from kb.model import Work
from kb.model.contents import Contents
from kb.values import replace
from tests.fakes import MINI, HashEncoder, build_mini, rows, silent
from tests.library import (
    BITTER,
    CERTAIN,
    DOUBTFUL,
    STEEPING,
    digest,
    doubts,
    empty,
    journal,
    paper,
    state,
    stated,
    take,
    together,
    works,
)

TITLE = "Patience and the temper of warm water"
TALK = paper(TITLE, "Pot, Pia", kind="inproceedings", doi="10.9999/talk")
ARTICLE = paper(TITLE, "Pot, Pia", year=2022, details=journal(2), venue="Journal of Tea", doi="10.9999/article")
CONTENTS = folder.read(MINI)


def say(home: Path, one: Work, other: Work, same: bool | None) -> None:
    decide(Home(home), (digest(one), digest(other)), same, None, silent)


def curate(home: Path, *changed: Work) -> None:
    """Make the curated works of the invented data these instead."""
    catalogue = Catalogue.open(Home(home).catalogue)
    try:
        catalogue.replace(Contents(CONTENTS.taxonomy, changed, ()), "other")
    finally:
        catalogue.close()


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    return empty(tmp_path / "bare")


def test_a_person_splits_and_joins_what_was_merged(bare: Path) -> None:
    take(bare, STEEPING)
    before, merged = state(bare), {frozenset(digest(work) for work in STEEPING)}
    assert together(bare) == merged
    say(bare, STEEPING[0], STEEPING[3], False)
    assert together(bare) == {frozenset(map(digest, STEEPING[:3])), frozenset({digest(STEEPING[3])})}
    assert {work.title for work in works(bare).values()} == {STEEPING[0].title, STEEPING[3].title}
    say(bare, STEEPING[3], STEEPING[0], None)
    assert state(bare) == before


def test_a_person_joins_two_in_doubt(bare: Path) -> None:
    take(bare, [TALK], [ARTICLE])
    before = state(bare)
    ((one, other),) = doubts(bare)
    assert (one.work, other.work) == (TALK, ARTICLE)
    decide(Home(bare), (other.digest, one.digest), True, None, silent)
    assert together(bare) == {frozenset({digest(TALK), digest(ARTICLE)})}
    (joined,) = works(bare).values()
    assert (joined.id, joined.venue, joined.entry_type) == ("doi:10.9999/talk", "Journal of Tea", "article")
    assert doubts(bare) == []
    decide(Home(bare), (one.digest, other.digest), False, None, silent)
    assert len(works(bare)) == 2
    assert doubts(bare) == []
    decide(Home(bare), (one.digest, other.digest), None, None, silent)
    assert state(bare) == before


def test_a_decision_outlives_the_records(bare: Path) -> None:
    take(bare, [TALK], [ARTICLE])
    say(bare, TALK, ARTICLE, True)
    undo(Home(bare), 1, None, silent)
    assert works(bare) == {}
    take(bare, [ARTICLE])
    take(bare, [TALK])
    assert together(bare) == {frozenset({digest(TALK), digest(ARTICLE)})}


def test_a_decision_of_one_pair_settles_their_works(bare: Path) -> None:
    second = paper(TITLE, "Pot, P.", kind="inproceedings", year=2021)
    take(bare, [TALK, second, ARTICLE])
    assert len(rows(bare)["doubts"]) == 2
    assert [(one.work, other.work) for one, other in doubts(bare)] == [(TALK, ARTICLE)]
    say(bare, TALK, ARTICLE, False)
    assert (doubts(bare), len(works(bare))) == ([], 2)


def test_a_doubt_stays_when_the_first_of_its_records_goes(bare: Path) -> None:
    second = paper(TITLE, "Pot, P.", kind="inproceedings", year=2021)
    take(bare, [TALK])
    take(bare, [second])
    take(bare, [ARTICLE])
    undo(Home(bare), 1, None, silent)
    assert [(one.work, other.work) for one, other in doubts(bare)] == [(second, ARTICLE)]
    undo(Home(bare), 2, None, silent)
    assert (doubts(bare), rows(bare)["doubts"]) == ([], [])


def test_one_identifier_on_two_works_keeps_two(bare: Path) -> None:
    wrong = paper("The judges of bitter tea", "Cup, Carl", doi="10.9999/talk")
    take(bare, [TALK], [wrong])
    assert {work.title for work in works(bare).values()} == {TITLE, wrong.title}
    catalogue = Catalogue.open(Home(bare).catalogue)
    found = catalogue.find_work(["doi:10.9999/talk"], "")
    catalogue.close()
    assert found is not None
    undo(Home(bare), 1, None, silent)
    take(bare, [wrong])
    assert [work.title for work in works(bare).values()] == [wrong.title]


def test_a_curated_work_prevails_over_what_is_ingested(home: Path) -> None:
    other = paper(
        "AGAINST SLOW STEEPING", "Pot, P.", year=2016, abstract="Why?", venue="Tea Letters", arxiv="1502.00002"
    )
    take(home, [other])
    found = works(home)["arxiv:1502.00002"]
    assert (found.title, found.year, found.citekey) == ("Against slow steeping", 2015, "pot2015against")
    assert (found.abstract, found.venue) == ("Why?", "Tea Letters")
    assert [stated(home, found)[name] for name in ("title", "abstract")] == ["mini/works/tea.bib", "a.bib"]


def test_curated_works_are_never_merged(home: Path) -> None:
    ours = [work for work in CONTENTS.works if work.id == "arxiv:1502.00002"]
    twin = replace(ours[0], id="doi:10.9999/twin", identifiers={"doi": "10.9999/twin"}, citekey="twin")
    curate(home, *CONTENTS.works, twin)
    take(home, [paper("Against slow steeping", "Pot, Pia", year=2015, abstract="Both.")])
    assert len(works(home)) == 4
    assert [work.id for work in works(home).values() if work.abstract == "Both."] == ["arxiv:1502.00002"]
    say(home, ours[0], twin, True)
    assert len(works(home)) == 4
    assert doubts(home) == []


def test_a_change_of_the_curated_data_keeps_what_was_ingested(home: Path) -> None:
    added = paper("Against slow steeping", "Pot, Pia", year=2015, abstract="Why?", arxiv="1502.00002")
    take(home, [added], BITTER)
    records = {row[0] for row in rows(home)["records"] if row[1] == 1}
    changed = [replace(w, title=f"{w.title}, revised", year=2017) if w.id == added.id else w for w in CONTENTS.works]
    curate(home, *changed)
    found = works(home)[added.id]
    assert (found.title, found.year, found.abstract) == ("Against slow steeping, revised", 2017, "Why?")
    curate(home, *(work for work in CONTENTS.works if work.id != added.id))
    found = works(home)[added.id]
    assert (found.title, found.year, found.abstract) == ("Against slow steeping", 2015, "Why?")
    assert stated(home, found)["title"] == "a.bib"
    assert {row[0] for row in rows(home)["records"] if row[1] == 1} == records
    curate(home)
    assert {work.title for work in works(home).values()} == {added.title, BITTER[0].title}


def test_the_same_data_build_changes_nothing_after_an_ingest(home: Path, data: Path) -> None:
    take(home, *CERTAIN, DOUBTFUL, encoder=HashEncoder())
    before = rows(home, ("meta",))
    path = data / "works" / "tea.bib"
    path.write_text(path.read_text() + "% a comment\n")
    report = build_mini(home, HashEncoder(), data)
    assert (report.changed, report.encoded, report.indexed) == (False, 0, False)
    assert rows(home, ("meta",)) == before


def test_a_work_that_becomes_curated_takes_over_what_was_ingested(home: Path) -> None:
    take(home, STEEPING, [DOUBTFUL[3]])
    ours = replace(STEEPING[1], id="doi:10.9999/steep.1", citekey="ours", level=None)
    curate(home, *CONTENTS.works, ours)
    found = works(home)
    assert "arxiv:2001.00001" not in found
    assert (found[ours.id].citekey, found[ours.id].identifiers["arxiv"]) == ("ours", "2001.00001")
    assert {row[0] for row in rows(home)["gone"]} == {"arxiv:2001.00001"}
    undo(Home(home), 1, None, silent)
    assert works(home)[ours.id].identifiers == {"doi": "10.9999/steep.1"}


def test_a_curated_identifier_displaces_an_ingested_work(home: Path) -> None:
    wrong = paper("The judges of bitter tea", "Cup, Carl", doi="10.9999/new")
    take(home, [wrong])
    assert works(home)["doi:10.9999/new"].title == wrong.title
    new = paper("A treatise of porcelain and its makers", "Clay, Cleo", doi="10.9999/new")
    curate(home, *CONTENTS.works, new)
    found = works(home)
    assert found["doi:10.9999/new"].title == new.title
    assert sorted(work.title for work in found.values() if work.identifiers.get("doi") == "10.9999/new") == [
        new.title,
        wrong.title,
    ]
    curate(home, *CONTENTS.works)
    assert {work.title for work in works(home).values()} == {w.title for w in CONTENTS.works} | {wrong.title}


def test_gone_works_are_remembered_until_they_come_back(bare: Path) -> None:
    take(bare, [STEEPING[1]], [STEEPING[3]])
    assert rows(bare)["gone"] == []
    take(bare, [STEEPING[0]])
    assert rows(bare)["gone"] == [("arxiv:2001.00001", 2)]
    undo(Home(bare), 2, None, silent)
    assert rows(bare)["gone"] == []
    assert set(works(bare)) == {"doi:10.9999/steep.1", "arxiv:2001.00001"}


def test_a_work_that_came_and_went_in_one_run_does_not_hide_that_it_went_before(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(bare, [STEEPING[3]])
    undo(Home(bare), 1, None, silent)
    assert rows(bare)["gone"] == [("arxiv:2001.00001", 2)]
    take(bare, [STEEPING[1], STEEPING[3], STEEPING[0]])
    assert rows(bare)["gone"] == [("arxiv:2001.00001", 2)]


def test_citations_by_reference(bare: Path) -> None:
    take(
        bare,
        [paper("A survey of spoons", "Spoon, Sam", references=("doi:10.9999/talk", "doi:10.9999/nowhere"))],
        [TALK],
    )
    catalogue = Catalogue.open(Home(bare).catalogue)
    (survey,) = [work.id for work in catalogue.all_works() if work.references]
    assert catalogue.citations(survey) == (("doi:10.9999/talk",), ())
    assert catalogue.citations("doi:10.9999/talk") == ((), (survey,))
    catalogue.close()


def test_cited_pairs_of_what_is_listed_and_what_is_stated(home: Path) -> None:
    slow, against = "arxiv:1001.00001", "arxiv:1502.00002"
    named = ("doi:10.9999/tea.7", slow, "doi:10.9999/spoons")  # one work by two of its names, and itself
    take(home, [paper("A survey of spoons", "Spoon, Sam", doi="10.9999/spoons", references=named)], search=False)
    catalogue = Catalogue.open(Home(home).catalogue)
    try:
        listed = {(against, slow), ("doi:10.9999/spoons", slow)}
        assert catalogue.cited_pairs([slow]) == ({(slow, "url:https://example.org/tea")}, listed)
        assert catalogue.cited_pairs(["doi:10.9999/spoons"]) == ({("doi:10.9999/spoons", slow)}, frozenset())
    finally:
        catalogue.close()


def test_many_records_in_parts(bare: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    listed = [work for records in (*CERTAIN, DOUBTFUL) for work in records]
    other = Path(shutil.copytree(bare, tmp_path / "other"))
    take(other, listed)
    monkeypatch.setattr(intake, "_PART", 2)
    take(bare, listed)
    assert together(bare) == together(other)
    assert set(works(bare)) == set(works(other))
