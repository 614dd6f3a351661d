from collections.abc import Callable, Iterator

import pytest

from kb.catalogue import Catalogue
from kb.home import Home
from kb.model import Work
from kb.model.draft import Draft, Reference
from kb.related.known import recognised
from kb.related.suspects import suspects
from kb.related.values import Flaw
from tests.library import empty, journal, paper, take

STEEPING = "Cold water and the slow steeping of leaves"
CUPS = "The porcelain question in warm rooms"
JUDGES = "How judges tell a good cup of tea"
LIBRARY = (
    paper(STEEPING, "Pot, Pia", "Kettle, Kim", year=2020, arxiv="2001.00001"),
    paper(CUPS, "Cup, Carl", "Mug, Mia", year=2012, arxiv="1201.00002", doi="10.9999/cups", venue="ICML 2012"),
    paper(JUDGES, "Leaf, Lena", year=2015, arxiv="1501.00003", venue="Workshop on Tea"),
    paper("RETRACTED: Tea without any water", "Dry, Dan", year=2018, doi="10.9999/dry"),
    paper("The teabook", "Leaf, Lena", year=1999, kind="book", venue="Cup House", doi="10.9999/book"),
    paper("评委如何判断一杯茶的好坏与温度", "叶, 青", year=2018, doi="10.9999/judges"),
)
Check = Callable[..., list[tuple[str, str, str]]]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    home = tmp_path_factory.mktemp("suspects") / "home"
    take(empty(home), LIBRARY)
    opened = Catalogue.open(Home(home).catalogue)
    yield opened
    opened.close()


@pytest.fixture
def check(catalogue: Catalogue) -> Check:
    def call(*entries: Work, cited: tuple[str, ...] = (), keyed: bool = True) -> list[tuple[str, str, str]]:
        references = tuple(Reference(entry, f"k{i}" if keyed else "") for i, entry in enumerate(entries, 1))
        draft = Draft(references=references, cited=cited)
        found = suspects(catalogue, draft, recognised(catalogue, draft, ()))
        return [(one.citekey, one.flaw.value, one.found.id if one.found else one.other) for one in found]

    return call


def flaw(flaw: Flaw, against: str = "", key: str = "k1") -> list[tuple[str, str, str]]:
    return [(key, flaw.value, against)]


GOOD = {
    "as the library has it": LIBRARY[0],
    "a preprint without a publication": paper(STEEPING, "Pot, P.", year=2020, arxiv="2001.00001", venue="arXiv"),
    "published later": paper(STEEPING, "Pot, P.", "Kettle, K.", year=2023, venue="NeurIPS", kind="inproceedings"),
    "its title changed": paper("Patience pays", "Pot, Pia", "Kettle, Kim", year=2020, arxiv="2001.00001"),
    "a part of its title": paper("The slow steeping of leaves", "Stone, Sam", year=2020, arxiv="2001.00001"),
    "its title in Chinese": paper("冷水慢泡茶叶", "壶, 皮亚", year=2020, arxiv="2001.00001"),
    "names turned round": paper(STEEPING, "Pia, Pot", "Kim, Kettle", year=2020, arxiv="2001.00001"),
    "an organisation": paper(STEEPING, "Institute of Tea", year=2020, arxiv="2001.00001"),
    "the first author": paper(STEEPING, "Pot, Pia", "others", year=2020, arxiv="2001.00001"),
    "no authors": paper(STEEPING, year=2020, arxiv="2001.00001"),
    "another edition": paper("The teabook", "Leaf, Lena", year=2017, kind="book", doi="10.9999/book"),
    "a preprint that is at a workshop": paper(JUDGES, "Leaf, Lena", year=2015, arxiv="1501.00003", venue="arXiv"),
    "the publication": paper(CUPS, "Cup, C.", "Mug, M.", year=2012, venue="ICML", doi="10.9999/cups"),
    "a study of retractions": paper("Retracted papers and their readers", "Stone, Sam", year=2018),
    "a study of retractions in Chinese": paper("撤稿论文的引用", "石, 山", year=2018),
    "a short title by others": paper("The teabook", "Okakura, K.", year=1999),
    "a title by others with an identifier": paper(CUPS, "Stone, Sam", year=2012, doi="10.9999/other"),
    "nothing that is known": paper("Spoons", "Spoon, S.", year=1800, doi="10.9999/spoon"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_entry_is_left_alone(check: Check, name: str) -> None:
    assert check(GOOD[name]) == []


WRONG = {
    "other title": (
        paper("A survey of spoons", "Spoon, S.", year=2020, arxiv="2001.00001"),
        flaw(Flaw.OTHER_TITLE, "arxiv:2001.00001"),
    ),
    "other title, none of its authors known": (
        paper("A survey of spoons", arxiv="2001.00001"),
        flaw(Flaw.OTHER_TITLE, "arxiv:2001.00001"),
    ),
    "other authors": (
        paper(STEEPING, "Stone, Sam", "Brick, Ben", year=2020, arxiv="2001.00001"),
        flaw(Flaw.OTHER_AUTHORS, "arxiv:2001.00001"),
    ),
    "other authors, without an identifier": (
        paper(STEEPING, "Stone, Sam", "Brick, Ben", year=2020),
        flaw(Flaw.OTHER_AUTHORS, "arxiv:2001.00001"),
    ),
    "other year": (
        paper(STEEPING, "Pot, Pia", "Kettle, Kim", year=2011, arxiv="2001.00001"),
        flaw(Flaw.OTHER_YEAR, "arxiv:2001.00001"),
    ),
    "other year, without an identifier": (
        paper(STEEPING, "Pot, Pia", "Kettle, Kim", year=2011),
        flaw(Flaw.OTHER_YEAR, "arxiv:2001.00001"),
    ),
    "other identifier": (
        paper(STEEPING, "Pot, Pia", "Kettle, Kim", year=2020, arxiv="2001.00009"),
        flaw(Flaw.OTHER_IDENTIFIER, "arxiv:2001.00001"),
    ),
    "superseded": (
        paper(CUPS, "Cup, C.", "Mug, M.", year=2012, venue="arXiv preprint arXiv:1201.00002", arxiv="1201.00002"),
        flaw(Flaw.SUPERSEDED, "arxiv:1201.00002"),
    ),
    "superseded, without a venue": (
        paper(CUPS, "Cup, C.", "Mug, M.", year=2012, arxiv="1201.00002", doi="10.48550/arxiv.1201.00002"),
        flaw(Flaw.SUPERSEDED, "arxiv:1201.00002"),
    ),
    "retracted, says the library": (
        paper("Tea without any water", "Dry, Dan", year=2018, doi="10.9999/dry"),
        flaw(Flaw.RETRACTED, "doi:10.9999/dry"),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_speaks_against_an_entry(check: Check, name: str) -> None:
    entry, expected = WRONG[name]
    assert check(entry) == expected


@pytest.mark.parametrize(
    "entry",
    [
        paper("RETRACTED: Spoons in water"),
        paper("Retracted Article: Spoons in water"),
        paper("[Retracted] Spoons in water"),
        paper("Spoons in water (retracted)"),
        paper("WITHDRAWN: Spoons in water"),
        paper("Retraction of: Spoons in water"),
        paper("Retraction Note: Spoons in water"),
        paper("Spoons in water", details={"note": "Retracted by the authors in 2019"}),
        paper("【撤稿】水中的茶匙"),
        paper("水中的茶匙（已撤稿）"),
        paper("水中的茶匙", details={"note": "该文已撤稿"}),
    ],
)
def test_a_retraction_is_told_by_title_or_note(check: Check, entry: Work) -> None:
    assert check(entry) == flaw(Flaw.RETRACTED)


def test_duplicates_name_the_first_of_them(check: Check) -> None:
    first = paper("A survey of spoons in warm water", "Spoon, S.", "Fork, F.", year=2015, arxiv="1501.00005")
    again = paper("A Survey of Spoons in Warm Water", "Spoon, Sue", "Fork, Fay", year=2016, venue="ICML")
    third = paper("A survey of spoons", "Spoon, S.", "Fork, F.", year=2015, arxiv="1501.00005")
    expected = [("k3", "duplicate", "k1"), ("k4", "duplicate", "k1")]
    assert check(first, paper("Forks"), again, third) == expected
    assert check(first, again, keyed=False) == [("", "duplicate", first.title)]


def test_what_is_like_another_entry_is_no_duplicate(check: Check) -> None:
    first = paper("A survey of spoons in warm water", "Spoon, S.", "Fork, F.", year=2015, arxiv="1501.00005")
    post = paper("A survey of spoons in warm water", "Spoon, S.", year=2015, url="https://example.org/spoons")
    deposit = paper(first.title, "Spoon, S.", "Fork, F.", year=2015, venue="Zenodo", doi="10.5281/zenodo.7")
    second = paper("A survey of spoons in warm water II", "Spoon, S.", "Fork, F.", year=2015)
    article = paper(first.title, "Spoon, S.", "Fork, F.", year=2017, doi="10.9999/j", details=journal(3))
    talk = paper(first.title, "Spoon, S.", "Fork, F.", year=2015, doi="10.9999/t", kind="inproceedings")
    assert check(first, post) == check(first, deposit) == check(first, second) == check(talk, article) == []


def test_keys_that_the_text_cites_and_the_list_lacks(check: Check) -> None:
    spoons, forks = paper("Spoons"), paper("Forks")
    assert check(spoons, forks, cited=("k2", "K1", "k3", "arxiv:2001.00001")) == [
        ("k1", "not-cited", ""),
        ("k3", "not-in-list", ""),
    ]
    assert check(cited=("k3",)) == []
    assert check(spoons, cited=("k3",), keyed=False) == []


def test_entries_that_the_text_does_not_cite(check: Check) -> None:
    spoons, forks = paper("Spoons"), paper("Forks", arxiv="1501.00007")
    volume = paper("Proceedings of the cups", kind="proceedings")
    assert check(spoons, forks, volume, cited=("k1",)) == [("k2", "not-cited", "")]
    assert check(spoons, forks, volume, cited=("k1", "arxiv:1501.00007")) == []
    assert check(spoons, forks, cited=("arxiv:2001.00001",)) == []
    assert check(spoons, forks) == []


def test_a_flaw_comes_with_the_entry_or_the_key_alone(catalogue: Catalogue) -> None:
    entry = Reference(paper("Spoons"), "k1", 7)
    draft = Draft(references=(entry,), cited=("k1", "k2"))
    (absent,) = suspects(catalogue, draft, recognised(catalogue, draft, ()))
    assert (absent.citekey, absent.reference, absent.found) == ("k2", None, None)
    draft = Draft(references=(entry, entry), cited=("k1",))
    (twin,) = suspects(catalogue, draft, recognised(catalogue, draft, ()))
    assert (twin.flaw, twin.reference, twin.other) == (Flaw.DUPLICATE, entry, "k1")
