"""Places on the map: kept by a build, the same when works are added, gone with their works."""

import sqlite3
from pathlib import Path
from typing import NamedTuple

import pytest

from kb import positions
from kb.atlas import Atlas
from kb.catalogue import Catalogue
from kb.home import Home
from kb.index import FolderIndex
from kb.intake import undo
from kb.positions import places, titles
from tests.fakes import PACKAGED, HashEncoder, build_mini, rows, silent
from tests.library import BITTER, JUDGES, STEEPING, paper, take

TEA = ("arxiv:1001.00001", "arxiv:1502.00002", "url:https://example.org/tea")


class Place(NamedTuple):
    """A work on the map."""

    x: float
    y: float
    year: int
    curated: bool


def held(home: Path, encoder: str = PACKAGED) -> dict[str, Place]:
    """Return the places of a home by work."""
    catalogue = Catalogue.open(Home(home).catalogue)
    found = places(catalogue, encoder)
    catalogue.close()
    assert [*found.works] == sorted(found.works)
    columns = found.points[:, 0].tolist(), found.points[:, 1].tolist(), found.years.tolist(), found.curated.tolist()
    return {work: Place(*row) for work, *row in zip(found.works, *columns, strict=True)}


def test_a_build_places_the_works_of_the_data_and_the_next_one_the_same(home: Path, tmp_path: Path) -> None:
    found = held(home)
    assert sorted(found) == sorted(TEA)
    assert max(abs(value) for place in found.values() for value in (place.x, place.y)) == 100
    assert (found[TEA[1]].year, found[TEA[1]].curated) == (2015, True)
    build_mini(tmp_path / "again", HashEncoder())
    assert rows(tmp_path / "again")["positions"] == rows(home)["positions"]


def test_titles_are_read_for_some_works(atlas: Atlas) -> None:
    assert titles(atlas.catalogue, [TEA[1], "none"]) == {TEA[1]: "Against slow steeping"}


def test_a_work_without_a_year_has_0(home: Path) -> None:
    undated = paper("Tea without a date", "Pot, Pia", year=None)
    take(home, (undated,), encoder=HashEncoder())
    assert sorted(place.year for place in held(home).values()) == [0, 2001, 2010, 2015]


def test_what_is_ingested_moves_nothing_and_leaves_when_it_is_taken_back(home: Path) -> None:
    before = held(home)
    run = take(home, STEEPING, encoder=HashEncoder())
    after = held(home)
    new = after.keys() - before.keys()
    assert new
    assert {work: after[work] for work in before} == before
    assert not any(after[work].curated for work in new)
    undo(Home(home), run.id, HashEncoder(), silent)
    assert held(home) == before


def test_the_order_in_which_works_come_does_not_matter(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    build_mini(other, HashEncoder())
    papers = STEEPING[0], BITTER[0], JUDGES[0]
    take(home, papers, encoder=HashEncoder())
    for one in reversed(papers):
        take(other, (one,), encoder=HashEncoder())
    assert len(held(home)) == len(TEA) + len(papers)
    assert held(other) == held(home)


def test_a_home_of_an_earlier_version_gets_its_map_at_the_next_build(home: Path) -> None:
    before = rows(home)
    with sqlite3.connect(home / "catalogue.db") as connection:
        connection.execute("DROP TABLE positions")
        connection.execute("DELETE FROM meta WHERE key = 'settled'")
    connection.close()
    assert build_mini(home, HashEncoder()).indexed is False
    assert rows(home) == before


def test_each_encoder_has_its_own_map_and_none_has_none(home: Path, tmp_path: Path) -> None:
    build_mini(home, HashEncoder("other"))
    assert held(home, "other").keys() == held(home).keys()
    build_mini(tmp_path / "words")
    assert rows(tmp_path / "words")["positions"] == []


def test_all_is_laid_out_again_only_where_most_anchors_would_be_new(home: Path) -> None:
    good = rows(home)["positions"]
    catalogue, index = Catalogue.open(Home(home).catalogue), FolderIndex.usable(Home(home).index, None)

    def lose(*works: str) -> None:
        with sqlite3.connect(home / "catalogue.db") as connection:
            connection.execute("DELETE FROM meta WHERE key = 'settled'")
            for work in works:
                connection.execute("DELETE FROM positions WHERE work = ?", (work,))
        connection.close()
        positions.settle(catalogue, index, silent)

    lose(TEA[0])
    anchors = {row[1]: row[4] for row in rows(home)["positions"]}
    assert anchors == {TEA[0]: 0, TEA[1]: 1, TEA[2]: 1}
    assert [row for row in rows(home)["positions"] if row[1] != TEA[0]] == [row for row in good if row[1] != TEA[0]]
    lose(TEA[1])
    assert rows(home)["positions"] == good
    catalogue.close()


def test_many_curated_works_are_placed_among_some(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(positions, "_MOST", 2)
    build_mini(home, HashEncoder("other"))
    assert sorted(str(row[4]) for row in rows(home)["positions"] if row[0] == "other") == ["0", "1", "1"]
