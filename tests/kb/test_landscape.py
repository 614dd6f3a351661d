"""What the map shows: which works, in which order, and the names of its regions."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pytest

from kb import landscape
from kb.atlas import Atlas
from kb.landscape import Landscape, Region, Rows, regions, select, view
from kb.model import Lang
from kb.positions import Places
from kb.ties import ties
from tests.fakes import a_concept

LEAF, KETTLE, POT = "url:https://example.org/tea", "arxiv:1001.00001", "arxiv:1502.00002"


class At(NamedTuple):
    """A work on the map."""

    work: str
    x: float
    y: float
    year: int = 2000
    curated: bool = True


def mapped(atlas: Atlas, *works: At, regions: Iterable[Region] = ()) -> Landscape:
    """Return a map of some works, by id."""
    by_id = sorted(works)
    places = Places(
        tuple(at.work for at in by_id),
        np.array([(at.x, at.y) for at in by_id], np.float32).reshape(-1, 2),
        np.array([at.year for at in by_id], np.int32),
        np.array([at.curated for at in by_id], np.bool_),
    )
    return Landscape(places, regions, ties(atlas, found=True))


def named(land: Landscape, rows: Rows) -> list[str]:
    return [land.places.works[row] for row in rows]


def test_the_map_of_the_data(atlas: Atlas) -> None:
    land = landscape.landscape(atlas)
    assert land.places.works == (KETTLE, POT, LEAF)
    assert (land.years, land.ingested, land.regions) == ((2001, 2010, 2015), 0, ())
    assert land.families.tolist() == [1, 0, 1]  # tea, cups, tea
    assert named(land, land.newest) == [POT, KETTLE, LEAF]
    x, y = land.places.points[1].tolist()
    assert landscape.records(land, np.array([1]), {POT: "Against slow steeping"}, Lang.ZH) == [
        {
            "id": POT,
            "title": "Against slow steeping",
            "year": 2015,
            "family": "茶杯",
            "x": round(x, 2),
            "y": round(y, 2),
        }
    ]
    (since,) = landscape.records(land, np.array([1]), {}, Lang.EN)  # a run was taken back while the map is seen
    assert since["title"] == POT


def test_without_vectors_there_is_no_map(lexical_atlas: Atlas) -> None:
    land = landscape.landscape(lexical_atlas)
    assert (land.places.works, land.years, land.ingested) == ((), (), 0)
    assert named(land, view(land, select(land)).drawn) == []


def test_families_years_and_origin_narrow_it_down(atlas: Atlas) -> None:
    land = mapped(atlas, At(LEAF, 0, 0, 2001), At(POT, 1, 1, 2015), At("x", 2, 2, 0, curated=False))

    def left(*chosen: Any, **others: Any) -> list[str]:
        return named(land, np.flatnonzero(select(land, *chosen, **others)))

    assert left() == [POT, LEAF, "x"]
    assert left(["cups"]) == [POT]
    assert left(["tea", "cups"]) == [POT, LEAF]
    assert left(start=2002) == [POT]
    assert left(end=2014) == [LEAF]  # a work without a year lies in no range
    assert left(whole=False) == [POT, LEAF]
    assert (land.ingested, land.years) == (1, (2001, 2015))
    assert landscape.records(land, np.array([2]), {"x": "X"}, Lang.EN) == [
        {"id": "x", "title": "X", "year": None, "family": "", "x": 2.0, "y": 2.0}
    ]


def test_what_stands_out_is_always_drawn_and_alone_listed(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    land = mapped(
        atlas, At(LEAF, 0, 0, 2001), At("x", 2, 2, 0, curated=False), At(KETTLE, 1, 1, 2010), At(POT, 1, 1, 2015)
    )
    monkeypatch.setattr(landscape, "MOST", 3)
    whole = view(land, select(land))
    assert named(land, whole.listed) == [POT, KETTLE, LEAF, "x"]
    assert {*named(land, whole.drawn)} == {POT, KETTLE, LEAF}  # the data first
    assert (len(whole.lit), whole.total) == (0, 4)
    some = view(land, select(land), "steeping")
    assert {*named(land, some.drawn[:2])} == {POT, KETTLE}
    assert named(land, some.drawn[2:]) == [LEAF]
    assert named(land, some.listed) == [POT, KETTLE]
    assert {*named(land, some.lit)} == {POT, KETTLE}
    assert some.total == 4


def test_the_same_works_stand_for_all_when_others_come(atlas: Atlas) -> None:
    few = [At(f"w{number}", 0, 0, curated=False) for number in range(0, 40, 2)]
    more = [At(f"w{number}", 0, 0, curated=False) for number in range(40)]
    first, then = mapped(atlas, *few), mapped(atlas, *more)
    before = named(first, first.drawn)
    assert [work for work in named(then, then.drawn) if work in {*before}] == before
    assert before != sorted(before)


def test_a_name_stands_in_the_middle_of_works_that_lie_together() -> None:
    near = {f"n{number}": (float(number), 2.0 * number) for number in range(5)}
    wide = {f"w{number}": (50.0 * number - 100, 0.0) for number in range(5)}
    concepts = [a_concept("near"), a_concept("wide"), a_concept("few")]
    of = {"near": [*near], "wide": [*wide], "few": ["n0", "n1", "elsewhere"]}
    assert regions(concepts, of, near | wide) == [Region(concepts[0], 2.0, 4.0, 5)]


def test_names_keep_clear_of_those_with_more_works() -> None:
    middles = {"a": (0.0, 0.0, 5), "b": (39.0, 6.0, 6), "c": (0.0, 8.0, 5), "d": (80.0, 0.0, 5)}
    of = {name: [f"{name}{number}" for number in range(count)] for name, (_, _, count) in middles.items()}
    points = {work: middles[name][:2] for name, works in of.items() for work in works}
    named = regions([a_concept(name) for name in "abcd"], of, points)
    assert [region.concept.id for region in named] == ["b", "d"]
