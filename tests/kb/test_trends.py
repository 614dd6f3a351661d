"""Works by year and concept, by hand-worked values."""

import pytest

from kb import trends
from kb.atlas import Atlas
from kb.model import Event, Lang, Milestone, Taxonomy
from kb.ties import Ties, ties
from kb.trends import Year
from tests.fakes import a_concept, a_work, some_contents

LEAF, KETTLE, POT = "url:https://example.org/tea", "arxiv:1001.00001", "arxiv:1502.00002"


def made(years: dict[str, int], of: dict[str, set[str]]) -> Ties:
    """Return ties of a root, and of old and new below it."""
    coined = (Milestone(Event.FORMALISED, "w1"), Milestone(Event.COINED, "w2"))
    concepts = (a_concept("old", timeline=coined), a_concept("new"), a_concept("gone", replaced_by="old"))
    taxonomy = some_contents(concepts).taxonomy
    found = {ident: frozenset(of.get(ident, ())) for ident in ("root", "old", "new")}
    return Ties(taxonomy, years, found)


def test_ties_of_the_data(atlas: Atlas) -> None:
    found = ties(atlas, found=True)
    assert found.years == {LEAF: 2001, KETTLE: 2010, POT: 2015}
    assert found.of == {
        "cup": frozenset(),
        "ceremony": {POT},
        "tea": {LEAF},
        "steeping": {KETTLE, POT},
        "bitterness": frozenset(),
    }
    assert found.within["tea"] == {LEAF, KETTLE, POT}
    assert found.within["cup"] == {POT}
    assert found.families == {"cups": {POT}, "tea": {LEAF, KETTLE, POT}}
    assert found.family == {LEAF: "tea", KETTLE: "tea", POT: "cups"}  # one concept of each: the first family
    assert ties(atlas, found=False).of == found.of


def test_works_by_year_and_their_share() -> None:
    held = made({"a": 2001, "b": 2001, "c": 2003}, {})
    found = trends.yearly(held, {"old": {"a", "c", "undated"}}, 2001, 2003)
    assert found == [Year(2001, 2, {"old": 1}), Year(2002, 0, {"old": 0}), Year(2003, 1, {"old": 1})]
    assert [year.share("old") for year in found] == [0.5, 0.0, 1.0]
    assert trends.year_records(found, {"old": "Old"})[0] == {"year": 2001, "works": 2, "Old": 1, "Old (share)": 0.5}


def test_the_span_leaves_out_a_hundredth_and_ends_with_the_newest_work() -> None:
    early = {f"e{number}": 1900 + number for number in range(2)}
    late = {f"l{number}": 2010 + number % 10 for number in range(198)}
    assert trends.span(made(early | late, {})) == (2010, 2019)
    assert trends.span(made({}, {})) == (0, 0)


def test_what_comes_up_and_what_grows_quiet() -> None:
    """Of 10 works of 2018 to 2020, 8 are of the new concept; of 20 before, 9 of the old one and 1 of the new one."""
    years = {f"r{number}": 2018 + number % 3 for number in range(10)} | {f"b{number}": 2010 for number in range(20)}
    new, old = {f"r{number}" for number in range(8)} | {"b0"}, {f"b{number}" for number in range(1, 10)}
    held = made(years, {"new": new, "old": old})
    found = {change.concept.id: change for change in trends.changes(held)}
    assert [*found] == ["new", "root", "old"]
    assert (found["new"].recent, found["new"].before) == (8, 1)
    assert found["new"].lift == pytest.approx((9 / 11) / (2 / 21))
    assert found["old"].lift == pytest.approx((1 / 11) / (10 / 21))
    assert found["root"].lift == pytest.approx((9 / 11) / (11 / 21))  # all that is below it, too
    assert [change.concept.id for change in trends.emerging(found.values(), 9)] == ["new", "root"]
    assert [change.concept.id for change in trends.emerging(found.values(), 1)] == ["new"]
    assert [change.concept.id for change in trends.quiet(found.values(), 9)] == ["old"]
    assert trends.change_records([found["old"]], Lang.ZH) == [
        {"id": "old", "concept": "标签old", "recent": 0, "before": 9, "lift": 0.191}
    ]


def test_few_works_tell_no_change(monkeypatch: pytest.MonkeyPatch) -> None:
    held = made({f"w{number}": 2020 for number in range(8)}, {"new": {f"w{number}" for number in range(7)}})
    assert trends.changes(held) == []
    monkeypatch.setattr(trends, "LEAST", 7)
    assert [change.concept.id for change in trends.changes(held)] == ["new", "root"]


def test_first_works_and_who_coined() -> None:
    held = made({"w1": 2005, "w2": 2004, "w3": 2004}, {"old": {"w1", "w3", "w2"}, "root": {"undated"}})
    assert trends.first_works(held) == {"old": "w2"}
    works = {name: a_work(id=name, year=year) for name, year in held.years.items()}
    found = trends.firsts(held, works)
    assert [(first.concept.id, first.work, first.coined) for first in found] == [
        ("old", works["w2"], works["w2"]),
        ("new", None, None),
        ("root", None, None),
    ]
    assert trends.first_records(found, Lang.EN)[:2] == [
        {
            "id": "old",
            "concept": "Label old",
            "first_year": 2004,
            "first_work": "Against",
            "coined_year": 2004,
            "coined_by": "Pot (2004)",
        },
        {
            "id": "new",
            "concept": "Label new",
            "first_year": None,
            "first_work": None,
            "coined_year": None,
            "coined_by": None,
        },
    ]


def test_nothing_at_all() -> None:
    empty = Ties(Taxonomy((), (), ()), {}, {})
    assert (trends.changes(empty), trends.firsts(empty, {}), trends.yearly(empty, {}, 0, 0)) == (
        [],
        [],
        [Year(0, 0, {})],
    )
