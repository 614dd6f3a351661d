"""Collections read through the catalogue: merged, parted and vanished works, retired concepts, orders and filters."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb import intake
from kb.atlas import Atlas
from kb.collection import contents, store
from kb.collection.contents import Entry, Order, entries, kept, settle
from kb.collection.values import STARRED, Kept
from kb.documents import Key, Kind
from kb.home import Home
from kb.model import Concept, Lang, Record, Taxonomy, Text, Work
from kb.values import replace
from tests.fakes import HashEncoder, a_concept, a_work, build_mini, silent
from tests.library import paper, take

AT = "2026-11-23T08:00:00+00:00"
LATER = "2026-11-24T08:00:00+00:00"
SLOW = "arxiv:1001.00001"
BARE = paper("Cold water and the slow steeping of leaves", "Pot, Pia", "Kettle, Kim")
KNOWN = paper("Cold Water and the Slow Steeping of Leaves", "Pot, Pia", "Kettle, Kim", doi="10.9999/steep.1")


def opened(home: Path) -> Atlas:
    return Atlas(Home(home), HashEncoder())


def opened_records(home: Path, work: str) -> list[Record]:
    atlas = opened(home)
    try:
        return atlas.catalogue.records(work)
    finally:
        atlas.catalogue.close()


def star(home: Path, *things: Work | Concept, collection: int = STARRED, at: str = AT) -> None:
    store.add(Home(home), collection, [kept(thing) for thing in things], at)


def shown(home: Path, collection: int = STARRED) -> list[tuple[str, bool, str]]:
    """Return id, whether it is gone, and title of what a fresh look shows."""
    atlas = opened(home)
    try:
        settle(atlas)
        assert settle(atlas) == 0
        return [(one.key.id, one.gone, one.title(Lang.EN)) for one in entries(atlas, collection)]
    finally:
        atlas.catalogue.close()


def test_what_is_shown_is_as_it_is_today(home: Path, atlas: Atlas) -> None:
    work, concept = atlas.work(SLOW), atlas.concept("steeping")
    star(home, replace(work, title="An old title"), concept)
    assert shown(home) == [(SLOW, False, work.title), ("steeping", False, "Slow steeping")]
    assert kept(work).work == replace(work, abstract="", summary=Text(), references=())


def test_a_starred_work_that_was_merged_into_another_is_found(home: Path) -> None:
    ours = Home(home)
    take(home, [KNOWN], encoder=HashEncoder())
    take(home, [BARE], encoder=HashEncoder())
    star(home, KNOWN)
    assert shown(home) == [(KNOWN.id, False, KNOWN.title)]
    intake.undo(ours, 1, HashEncoder(), silent)
    assert shown(home) == [(BARE.id, False, BARE.title)]
    bare = Key(Kind.WORK, BARE.id)
    assert store.holding(ours, [bare]) == {bare: {STARRED}}
    take(home, [KNOWN], encoder=HashEncoder())
    assert shown(home) == [(BARE.id, False, BARE.title)]  # both under the id of the first
    curated, late = (record.digest for record in opened_records(home, BARE.id))
    intake.decide(ours, (curated, late), False, HashEncoder(), silent)
    assert shown(home) == [(KNOWN.id, False, KNOWN.title)]


def test_two_starred_works_that_became_one_are_shown_once_with_both_notes(home: Path) -> None:
    ours = Home(home)
    take(home, [BARE], encoder=HashEncoder())
    star(home, BARE)
    store.annotate(ours, STARRED, Key(Kind.WORK, BARE.id), "first", AT)
    intake.undo(ours, 1, HashEncoder(), silent)
    take(home, [KNOWN], encoder=HashEncoder())
    store.follow(ours, {Key(Kind.WORK, BARE.id): BARE.id})
    star(home, KNOWN, at=LATER)
    store.annotate(ours, STARRED, Key(Kind.WORK, KNOWN.id), "second", AT)
    assert shown(home) == [(KNOWN.id, False, KNOWN.title)]
    atlas = opened(home)
    (one,) = entries(atlas, STARRED)
    atlas.catalogue.close()
    assert (one.note, one.added) == ("first\nsecond", AT)
    assert store.collections(ours)[0].size == 1
    store.annotate(ours, STARRED, one.key, "both", LATER)
    assert {item.note for item in store.items(ours, STARRED)} == {"both"}


def test_a_work_that_is_gone_is_shown_as_it_was_and_comes_back(home: Path) -> None:
    take(home, [BARE], encoder=HashEncoder())
    star(home, BARE)
    intake.undo(Home(home), 1, HashEncoder(), silent)
    assert shown(home) == [(BARE.id, True, BARE.title)]
    take(home, [BARE], encoder=HashEncoder())
    assert shown(home) == [(BARE.id, False, BARE.title)]


def test_collections_outlive_a_rebuild_and_a_catalogue_that_was_moved_away(home: Path, data: Path) -> None:
    star(home, a_work(id=SLOW), a_concept("steeping"))
    tea = data / "works" / "tea.bib"
    tea.write_text(tea.read_text(encoding="utf-8").replace("Slow steeping with", "Very slow steeping with"), "utf-8")
    build_mini(home, HashEncoder(), data)
    assert shown(home)[0] == (SLOW, False, "Very slow steeping with SST: a résumé")
    for path in home.glob("catalogue.db*"):
        path.unlink()
    build_mini(home, HashEncoder())
    assert shown(home) == [(SLOW, False, "Slow steeping with SST: a résumé"), ("steeping", False, "Slow steeping")]


def test_a_retired_concept_is_its_heir_and_one_that_is_gone_its_label(home: Path) -> None:
    star(home, a_concept("steeping"), a_concept("nothing"))
    assert shown(home) == [("steeping", False, "Slow steeping"), ("nothing", True, "Label nothing")]
    atlas = opened(home)
    heir = replace(atlas.taxonomy.by_id["steeping"], replaced_by="tea")
    concepts = tuple(heir if one.id == "steeping" else one for one in atlas.taxonomy.concepts)
    atlas.__dict__["taxonomy"] = Taxonomy(atlas.taxonomy.families, concepts, atlas.taxonomy.relations)
    assert settle(atlas) == 1
    assert [one.key.id for one in entries(atlas, STARRED)] == ["tea", "nothing"]
    atlas.catalogue.close()
    assert shown(home)[0] == ("steeping", False, "Slow steeping")


def some() -> list[Entry]:
    concept = Entry(Key(Kind.CONCEPT, "root"), kept(a_concept("root")), a_concept("root"), "why é", AT)
    old = a_work(title="Zebra", year=1999)
    gone = a_work(id="fp:1", title="apple", year=None)
    return [
        Entry(Key(Kind.WORK, old.id), kept(old), old, "", LATER),
        concept,
        Entry(Key(Kind.WORK, "fp:1"), kept(gone), None, "", AT),
    ]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.OWN, ["doi:10.9999/w", "root", "fp:1"]),
        (Order.ADDED, ["doi:10.9999/w", "root", "fp:1"]),
        (Order.TITLE, ["fp:1", "root", "doi:10.9999/w"]),
        (Order.YEAR, ["doi:10.9999/w", "root", "fp:1"]),
    ],
)
def test_orders(order: Order, expected: list[str]) -> None:
    assert [one.key.id for one in contents.arranged(some(), order, Lang.EN)] == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("", None, ["doi:10.9999/w", "root", "fp:1"]),
        ("", Kind.CONCEPT, ["root"]),
        ("标签", None, ["root"]),
        ("WHY E", None, ["root"]),
        ("pia", Kind.WORK, ["doi:10.9999/w", "fp:1"]),
        ("apple", Kind.CONCEPT, []),
    ],
)
def test_filters(text: str, kind: Kind | None, expected: list[str]) -> None:
    assert [one.key.id for one in contents.chosen(some(), text, kind)] == expected


def test_moving_up_and_down_stops_at_the_ends() -> None:
    root = Key(Kind.CONCEPT, "root")
    assert [key.id for key in contents.moved(some(), root, -1)] == ["root", "doi:10.9999/w", "fp:1"]
    assert [key.id for key in contents.moved(some(), root, 1)] == ["doi:10.9999/w", "fp:1", "root"]
    assert [key.id for key in contents.moved(some(), root, -9)] == ["root", "doi:10.9999/w", "fp:1"]


def test_what_is_shown_of_something_that_is_gone() -> None:
    label = Text("Tea", "茶")
    one = Entry(Key(Kind.CONCEPT, "t"), Kept("t", label=label), None, "", AT)
    assert (one.shown, one.title(Lang.ZH), one.year, one.gone) == (label, "茶", None, True)
