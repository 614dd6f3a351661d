"""What the map shows: which works, in which order, and the names of its regions."""

import pytest

from kb import landscape
from kb.atlas import Atlas
from kb.landscape import Landscape, Region, regions, select, view
from kb.model import Lang
from kb.positions import Place
from kb.ties import ties
from tests.fakes import a_concept

LEAF, KETTLE, POT = "url:https://example.org/tea", "arxiv:1001.00001", "arxiv:1502.00002"


def at(work: str, x: float, y: float, year: int | None = 2000, *, curated: bool = True) -> Place:
    return Place(work, x, y, f"Title {work}", year, curated)


def test_the_map_of_the_data(atlas: Atlas) -> None:
    land = landscape.landscape(atlas)
    assert {place.work for place in land.places} == {LEAF, KETTLE, POT}
    assert (land.years, land.ingested, land.regions) == ((2001, 2015), 0, ())
    assert {place.work: land.family(place) for place in land.places} == {LEAF: "tea", KETTLE: "tea", POT: "cups"}
    pot = next(place for place in land.places if place.work == POT)
    assert landscape.records(land, [pot], Lang.ZH) == [
        {"id": POT, "title": "Against slow steeping", "year": 2015, "family": "茶杯", "x": pot.x, "y": pot.y}
    ]


def test_without_vectors_there_is_no_map(lexical_atlas: Atlas) -> None:
    land = landscape.landscape(lexical_atlas)
    assert (land.places, land.years) == ((), (0, 0))


def test_families_years_and_origin_narrow_it_down(atlas: Atlas) -> None:
    found = (at(LEAF, 0, 0, 2001), at(POT, 1, 1, 2015), at("x", 2, 2, None, curated=False))
    land = Landscape(found, (), ties(atlas, found=True))
    assert select(land) == [*found]
    assert select(land, ["cups"]) == [found[1]]
    assert select(land, ["tea", "cups"]) == [*found[:2]]
    assert select(land, start=2002) == [found[1]]
    assert select(land, end=2014) == [found[0]]  # a work without a year lies in no range
    assert select(land, whole=False) == [*found[:2]]
    assert land.ingested == 1


def test_what_stands_out_is_always_drawn_and_alone_listed(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    found = (at(LEAF, 0, 0, 2001), at("x", 2, 2, None), at(KETTLE, 1, 1, 2010), at(POT, 1, 1, 2015))
    land = Landscape(found, (), ties(atlas, found=True))
    monkeypatch.setattr(landscape, "MOST", 3)
    whole = view(land, found)
    assert [place.work for place in whole.listed] == [POT, KETTLE, LEAF, "x"]
    assert (whole.drawn, whole.lit, whole.total) == (found[:3], frozenset(), 4)
    some = view(land, found, "steeping")
    assert [place.work for place in some.drawn] == [KETTLE, POT, LEAF]
    assert [place.work for place in some.listed] == [POT, KETTLE]
    assert some.lit == {KETTLE, POT}


def test_a_name_stands_in_the_middle_of_works_that_lie_together() -> None:
    near = {f"n{number}": (float(number), 2.0 * number) for number in range(5)}
    wide = {f"w{number}": (50.0 * number - 100, 0.0) for number in range(5)}
    found = [at(work, x, y) for work, (x, y) in (near | wide).items()]
    concepts = [a_concept("near"), a_concept("wide"), a_concept("few")]
    of = {"near": [*near], "wide": [*wide], "few": ["n0", "n1", "elsewhere"]}
    assert regions(concepts, of, found) == [Region(concepts[0], 2.0, 4.0, 5)]


def test_names_keep_clear_of_those_with_more_works() -> None:
    def around(name: str, x: float, y: float, count: int) -> list[Place]:
        return [at(f"{name}{number}", x, y) for number in range(count)]

    found = [*around("a", 0, 0, 5), *around("b", 39, 6, 6), *around("c", 0, 8, 5), *around("d", 80, 0, 5)]
    concepts = [a_concept(name) for name in "abcd"]
    of = {name: [place.work for place in found if place.work[0] == name] for name in "abcd"}
    named = regions(concepts, of, found)
    assert [region.concept.id for region in named] == ["b", "d"]
