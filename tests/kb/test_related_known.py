from pathlib import Path

import pytest

from kb import ledger
from kb.atlas import Atlas
from kb.catalogue import Catalogue
from kb.home import Home
from kb.model import Work
from kb.model.draft import Draft, Reference
from kb.related.known import own_keys, recognised
from kb.related.values import Known
from tests.library import STEEPING, empty, journal, paper, take

TEA, SLOW, AGAINST = "url:https://example.org/tea", "arxiv:1001.00001", "arxiv:1502.00002"


def draft(*entries: Work, cited: tuple[str, ...] = ()) -> Draft:
    return Draft(references=tuple(Reference(entry, f"k{i}", i) for i, entry in enumerate(entries, 1)), cited=cited)


def found(catalogue: Catalogue, asked: Draft, *works: str) -> list[str | None]:
    return [one.work and one.work.id for one in recognised(catalogue, asked, works)]


ENTRIES = {
    "by identifier": (paper("Slow steeping with SST: a résumé", "Kettle, K.", arxiv="1001.00001"), SLOW),
    "by identifier, an older title": (paper("Slow leaves", "Kettle, Kim", year=2010, arxiv="1001.00001"), SLOW),
    "by title": (paper("Slow Steeping with {SST}: A Resume", "Kettle, Kim", year=2010), SLOW),
    "a short title": (paper("Against slow steeping", "Pot, Pia", year=2015), AGAINST),
    "its talk": (paper("Against slow steeping", "Pot, Pia", year=2020, kind="inproceedings"), AGAINST),
    "a wrong identifier": (paper("Against slow steeping", "Pot, Pia", year=2015, arxiv="1502.00003"), AGAINST),
    "a stranger under its identifier": (paper("The porcelain question", "Cup, Carl", arxiv="1502.00002"), None),
    "by somebody else": (paper("Against slow steeping", "Stone, Sam", year=2015), None),
    "nothing that is known": (paper("The porcelain question", "Cup, Carl"), None),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_which_work_an_entry_is(lexical_atlas: Atlas, name: str) -> None:
    entry, expected = ENTRIES[name]
    assert found(lexical_atlas.catalogue, draft(entry)) == [expected]


def test_entries_keep_their_order_and_stay_with_what_was_read(lexical_atlas: Atlas) -> None:
    asked = draft(*(entry for entry, _ in ENTRIES.values()))
    known = recognised(lexical_atlas.catalogue, asked, ())
    assert [one.work and one.work.id for one in known] == [expected for _, expected in ENTRIES.values()]
    assert [one.reference for one in known] == [*asked.references]


def test_what_the_text_cites_and_what_was_picked_follow_once(lexical_atlas: Atlas) -> None:
    asked = draft(paper("The porcelain question"), cited=("arxiv:1001.00001", "k1", "doi:10.9999/tea.7", "doi:10.9/no"))
    known = recognised(lexical_atlas.catalogue, asked, (TEA, SLOW, "arxiv:9999.99999"))
    assert [one.work and one.work.id for one in known] == [None, SLOW, TEA]
    assert [(one.reference.citekey, one.reference.work.id) for one in known[1:]] == [("", SLOW), ("", TEA)]


def test_what_an_entry_is_already_does_not_come_again(lexical_atlas: Atlas) -> None:
    asked = draft(ENTRIES["by title"][0], cited=("doi:10.9999/tea.7",))
    assert found(lexical_atlas.catalogue, asked, SLOW, AGAINST) == [SLOW, AGAINST]


def test_without_anything_nothing_is_known(lexical_atlas: Atlas) -> None:
    assert recognised(lexical_atlas.catalogue, Draft(text="Tea."), ()) == ()


def test_versions_of_a_work_are_one(tmp_path: Path) -> None:
    take(empty(tmp_path / "home"), STEEPING)
    catalogue = Catalogue.open(Home(tmp_path / "home").catalogue)
    try:
        older = paper("Slow leaves: a trial of patience", "Pot, Pia", "Kettle, Kim", year=2020)
        other = paper("Cold water and the slow steeping of leaves", "Pot, Pia", "Kettle, Kim", year=2030)
        assert found(catalogue, draft(*STEEPING, older, other)) == ["arxiv:2001.00001"] * 6
        assert found(catalogue, draft(cited=("doi:10.9999/steep.1", "arxiv:2001.00001"))) == ["arxiv:2001.00001"]
    finally:
        catalogue.close()


def test_who_discusses_a_work_under_its_title_cites_another(tmp_path: Path) -> None:
    take(empty(tmp_path / "home"), STEEPING[:1])
    catalogue = Catalogue.open(Home(tmp_path / "home").catalogue)
    try:
        title = "Replies to cold water and the slow steeping of leaves"
        assert found(catalogue, draft(paper(title, "Stone, Sam", "Kettle, Kim", "Pot, Pia"))) == [None]
        assert found(catalogue, draft(paper(title, "Pot, Pia", "Kettle, Kim"))) == ["arxiv:2001.00001"]
    finally:
        catalogue.close()


def test_a_talk_and_its_article_are_told_apart_where_the_library_has_both(tmp_path: Path) -> None:
    talk = paper("The porcelain question", "Cup, Carl", year=2011, kind="inproceedings", doi="10.9999/talk.4")
    article = paper("The porcelain question", "Cup, Carl", year=2013, doi="10.9999/paper.4", details=journal(4))
    take(empty(tmp_path / "home"), [talk, article])
    catalogue = Catalogue.open(Home(tmp_path / "home").catalogue)
    try:
        assert found(catalogue, draft(talk, article)) == ["doi:10.9999/talk.4", "doi:10.9999/paper.4"]
    finally:
        catalogue.close()


def test_keys_lead_to_works_and_to_what_their_records_say(tmp_path: Path) -> None:
    take(empty(tmp_path / "home"), STEEPING)
    catalogue = Catalogue.open(Home(tmp_path / "home").catalogue)
    try:
        with catalogue.database.transaction() as connection:
            owners = ledger.owners(connection, ["doi:10.9999/steep.1", "t<slowleavesatrialofpatien", "arxiv:1"])
            said = ledger.said(connection, ["arxiv:2001.00001", "arxiv:1"])
        assert owners == {"doi:10.9999/steep.1": ["arxiv:2001.00001"]}
        assert {work: [one.title for one in versions] for work, versions in said.items()} == {
            "arxiv:2001.00001": [one.title for one in STEEPING]
        }
    finally:
        catalogue.close()


def test_the_reader_s_keys_stay_with_the_reader_s_works() -> None:
    slow, other = paper("Slow tea", doi="10.9999/1"), paper("Other tea", doi="10.9999/2")
    known = (
        Known(Reference(slow, "mine"), slow),
        Known(Reference(slow, "again"), slow),
        Known(Reference(other, "theirs"), None),
        Known(Reference(other), other),
    )
    assert own_keys(known) == {slow.id: "mine", "own:again": "again", "own:theirs": "theirs"}
