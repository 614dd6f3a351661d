"""Collections in the home: what is put in, taken out, brought back, called and noted; busy and damaged files."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kb.collection import store
from kb.collection.values import STARRED, Collection, Item, Kept
from kb.documents import Key, Kind
from kb.errors import CollectionError, HomeError, NotFoundError
from kb.home import Home
from kb.model import Text
from tests.fakes import a_work

DAYS = [f"2026-11-{day:02}T08:00:00+00:00" for day in range(1, 31)]
TEA = Kept("tea", label=Text("Tea craft", "茶艺"))
WORK = Kept("doi:10.9999/w", work=a_work())
T, W = Key(Kind.CONCEPT, "tea"), Key(Kind.WORK, "doi:10.9999/w")


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home(tmp_path)


def ids(home: Home, collection: int = STARRED) -> list[str]:
    return [item.id for item in store.items(home, collection)]


def test_what_is_starred_has_a_place_before_anything_is(place: Home) -> None:
    assert store.collections(place) == [Collection(STARRED)]
    assert store.items(place, STARRED) == []
    assert store.holding(place, [T]) == {T: frozenset()}
    assert list(place.path.iterdir()) == []
    assert store.add(place, STARRED, [TEA, WORK, TEA], DAYS[0]) == 2
    assert store.add(place, STARRED, [WORK], DAYS[1]) == 0
    assert store.items(place, STARRED) == [Item("tea", TEA, "", DAYS[0]), Item(WORK.ref, WORK, "", DAYS[0])]
    assert store.collections(place) == [Collection(STARRED, "", DAYS[0], DAYS[1], "", 2)]
    assert store.holding(place, [W]) == {W: {STARRED}}
    assert [path.name for path in place.path.iterdir()] == ["collections.db"]


def test_what_is_taken_out_comes_back_with_its_note_to_its_place(place: Home) -> None:
    store.add(place, STARRED, [TEA, WORK], DAYS[0])
    store.annotate(place, STARRED, T, " 一 read\x00this \n\n\n\nfirst\u202e ", DAYS[1])
    store.remove(place, STARRED, [T], DAYS[2])
    assert ids(place) == [WORK.ref]
    store.put_back(place, STARRED, [T], DAYS[3])
    assert store.items(place, STARRED)[0] == Item("tea", TEA, "一 read this\n\nfirst", DAYS[0])
    store.remove(place, STARRED, [T, W], DAYS[3])
    assert store.add(place, STARRED, [WORK, TEA], DAYS[4]) == 2
    assert [(item.id, item.note) for item in store.items(place, STARRED)] == [
        ("tea", "一 read this\n\nfirst"),
        (WORK.ref, ""),
    ]


def test_what_was_dropped_long_ago_is_forgotten(place: Home) -> None:
    old = store.create(place, "Old", DAYS[0])
    store.add(place, old, [TEA], DAYS[0])
    store.add(place, STARRED, [TEA, WORK], DAYS[0])
    store.annotate(place, STARRED, T, "mine", DAYS[0])
    store.remove(place, STARRED, [T], DAYS[0])
    store.delete(place, old, DAYS[0])
    store.remove(place, STARRED, [W], "2026-12-01T08:00:00+00:00")  # 30 days later
    assert [one.name for one in store.dropped(place)] == ["Old"]
    store.put_back(place, STARRED, [W], "2026-12-01T09:00:00+00:00")
    store.remove(place, STARRED, [W], "2026-12-01T08:00:01+00:00")
    assert store.dropped(place) == []
    store.put_back(place, STARRED, [T, W], DAYS[0])
    assert ids(place) == [WORK.ref]


def test_collections_have_names_of_their_own_and_numbers_that_stay(place: Home) -> None:
    first = store.create(place, "  Read\u202e  first ", DAYS[0])
    second = store.create(place, "慢泡 <b>", DAYS[1])
    store.rename(place, first, "read FIRST", DAYS[2])
    assert store.collections(place)[1:] == [
        Collection(first, "read FIRST", DAYS[0], DAYS[2]),
        Collection(second, "慢泡 <b>", DAYS[1], DAYS[1]),
    ]
    for taken in ("Read First", "STARRED"):
        with pytest.raises(CollectionError, match=f"There is a collection “{taken}” already"):
            store.rename(place, second, taken, DAYS[3])
    for nothing in ("", " \u202e\x00"):
        with pytest.raises(CollectionError, match=r"^A collection needs a name\.$"):
            store.create(place, nothing, DAYS[3])
    store.delete(place, second, DAYS[3])
    assert store.create(place, "x" * 90, DAYS[4]) == second + 1
    assert store.collections(place)[-1].name == "x" * 80


def test_a_deleted_collection_comes_back_whole(place: Home) -> None:
    mine = store.create(place, "Mine", DAYS[0])
    store.add(place, mine, [TEA], DAYS[0])
    store.delete(place, mine, DAYS[1])
    assert store.collections(place) == [Collection(STARRED)]
    assert store.holding(place, [T]) == {T: frozenset()}
    assert store.dropped(place) == [Collection(mine, "Mine", DAYS[0], DAYS[0], DAYS[1], 1)]
    for change in (
        lambda: store.add(place, mine, [WORK], DAYS[1]),
        lambda: store.rename(place, mine, "New", DAYS[1]),
        lambda: store.delete(place, mine, DAYS[1]),
        lambda: store.remove(place, mine, [T], DAYS[1]),
        lambda: store.restore(place, 99, DAYS[1]),
    ):
        with pytest.raises(NotFoundError, match="No collection is called"):
            change()
    other = store.create(place, "mine", DAYS[1])
    with pytest.raises(CollectionError, match="There is a collection “Mine” already"):
        store.restore(place, mine, DAYS[2])
    store.rename(place, other, "Theirs", DAYS[2])
    store.restore(place, mine, DAYS[3])
    assert ids(place, mine) == ["tea"]
    assert store.holding(place, [T]) == {T: {mine}}


def test_what_is_starred_is_neither_renamed_nor_deleted(place: Home) -> None:
    for change in (lambda: store.delete(place, STARRED, DAYS[0]), lambda: store.rename(place, STARRED, "x", DAYS[0])):
        with pytest.raises(CollectionError, match="What is starred has one place"):
            change()


def test_things_stand_in_the_order_that_people_give_them(place: Home) -> None:
    kept = [Kept(name, label=Text(name)) for name in "abcd"]
    store.add(place, STARRED, kept, DAYS[0])
    store.arrange(place, STARRED, [Key(Kind.CONCEPT, "d"), Key(Kind.CONCEPT, "b")], DAYS[1])
    assert ids(place) == ["d", "b", "a", "c"]
    store.add(place, STARRED, [TEA], DAYS[2])
    assert ids(place) == ["d", "b", "a", "c", "tea"]


def test_what_has_another_id_today_is_one_with_it(place: Home) -> None:
    mine = store.create(place, "Mine", DAYS[0])
    other = Kept("fp:1", work=a_work(id="fp:1"))
    for collection in (STARRED, mine):
        store.add(place, collection, [other], DAYS[0])
    store.follow(place, {Key(Kind.WORK, "fp:1"): WORK.ref})
    assert store.holding(place, [W]) == {W: {STARRED, mine}}
    assert store.add(place, mine, [WORK], DAYS[1]) == 0
    assert store.items(place, mine) == [Item(WORK.ref, other, "", DAYS[0])]
    store.remove(place, mine, [W], DAYS[1])
    assert store.items(place, mine) == []
    assert len(store.items(place)) == 2  # what was taken out is followed, too


def test_a_collection_is_found_by_name_or_number(place: Home) -> None:
    mine = store.create(place, "Read first", DAYS[0])
    assert store.find(place, " read FIRST").id == mine
    assert store.find(place, str(mine)).name == "Read first"
    assert store.find(place, "Starred").id == STARRED
    with pytest.raises(NotFoundError, match=r"No collection is called “read firts”\. Near matches: Read first\."):
        store.find(place, "read firts")
    store.delete(place, mine, DAYS[1])
    assert store.find(place, "Read first", deleted=True).id == mine


def test_a_change_that_fails_changes_nothing(place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add(place, STARRED, [TEA], DAYS[0])
    before = store.items(place, STARRED), store.collections(place)

    def torn(_kept: object) -> bytes:
        raise RuntimeError("cut off")

    monkeypatch.setattr(store, "to_json", torn)
    with pytest.raises(RuntimeError, match="cut off"):
        store.add(place, STARRED, [TEA, WORK], DAYS[1])
    assert (store.items(place, STARRED), store.collections(place)) == before


def test_twenty_at_once_lose_nothing(place: Home) -> None:
    kept = [Kept(f"c{number:02}", label=Text("x")) for number in range(40)]
    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(lambda one: store.add(place, STARRED, [one], DAYS[0]), kept)) == 40
    assert sorted(ids(place)) == [one.ref for one in kept]


def test_a_file_that_stays_busy_is_told(place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add(place, STARRED, [TEA], DAYS[0])
    monkeypatch.setattr(store, "_WAIT_SECONDS", 0.0)
    other = sqlite3.connect(place.collections, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(HomeError, match=r"are being changed by many at once; try again in a moment\.$"):
        store.add(place, STARRED, [WORK], DAYS[1])
    assert ids(place) == ["tea"]  # reading goes on
    other.close()


def test_it_works_while_somebody_is_changing_the_home(home: Path) -> None:
    ours = Home(home)
    catalogue = sqlite3.connect(ours.catalogue, isolation_level=None)
    with ours.locked():
        catalogue.execute("BEGIN IMMEDIATE")
        assert store.add(ours, STARRED, [TEA], DAYS[0]) == 1
    catalogue.close()


@pytest.mark.parametrize("damage", [b"not a database" * 99, b"SQLite format 3\0"])
def test_a_damaged_file_is_told(place: Home, damage: bytes) -> None:
    place.collections.write_bytes(damage)
    with pytest.raises(HomeError, match=r"are damaged \(.*\); move the file away, and new ones can be made\.$"):
        store.collections(place)


def test_a_record_that_cannot_be_read_is_told(place: Home) -> None:
    store.add(place, STARRED, [TEA], DAYS[0])
    with sqlite3.connect(place.collections) as connection:
        connection.execute("UPDATE items SET body = '{}'")
    connection.close()
    with pytest.raises(HomeError, match="are damaged"):
        store.items(place, STARRED)


def test_an_empty_file_is_begun(place: Home) -> None:
    place.collections.write_bytes(b"")
    assert store.collections(place) == [Collection(STARRED)]
    assert store.add(place, STARRED, [TEA], DAYS[0]) == 1


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match=r"cannot be used \(unable to open database file\); free space, mend"):
        store.add(Home(tmp_path / "nowhere"), STARRED, [TEA], DAYS[0])
