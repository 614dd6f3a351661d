"""Stars and the page of collections over the invented data, in both languages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb import clock, intake
from kb.collection import contents, store
from kb.collection.values import STARRED
from kb.documents import Key, Kind
from kb.home import Home
from kb.model import Lang
from tests.fakes import HashEncoder, a_work, silent
from tests.library import paper, take
from tests.ui.conftest import Open
from tests.ui.prose import captions, linked, prose, words
from ui.words import table

both = pytest.mark.parametrize("lang", ["en", "zh"])
AT = "2026-11-23T08:00:00+00:00"
SLOW, AGAINST = "arxiv:1001.00001", "arxiv:1502.00002"
TITLES = {SLOW: "Slow steeping with SST: a résumé", AGAINST: "Against slow steeping"}
HOSTILE = "</script><img src=x onerror=alert(1)> [x](javascript:1) **b** $x$ :red[y] =cmd()"
LATE = paper("Careful kettles in quiet kitchens", "Pot, Pia")


@pytest.fixture
def ours(open_page: Open, home: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open pages on a home of this test's own, always at the same time."""
    monkeypatch.setenv("KB_HOME", str(home))
    monkeypatch.setattr(clock, "now", lambda: AT)
    return open_page


def say(lang: str, key: str, **values: object) -> str:
    return table(Lang(lang))[key].format(**values)


def buttons(test: AppTest, label: str) -> list[AppTest]:
    return [button for button in test.button if words(button.label) == label]


def press(test: AppTest, label: str, number: int = 0) -> AppTest:
    buttons(test, label)[number].click().run()
    assert not test.exception, test.exception
    return test


def starred(home: Path, collection: int = STARRED) -> list[str]:
    return [item.id for item in store.items(Home(home), collection)]


def put(home: Path, *ids: str, collection: int = STARRED) -> None:
    store.add(Home(home), collection, [contents.kept(a_work(id=ident)) for ident in ids], AT)


def shown(test: AppTest) -> list[str]:
    return [link.label for link in linked(test)]


@both
def test_nothing_yet_says_what_to_do(ours: Open, lang: str) -> None:
    test = ours("collections", lang)
    assert test.main.title[0].value == say(lang, "page.collections")
    assert [words(info.value) for info in test.main.info] == [say(lang, "collections.empty")]
    assert not test.warning


@both
def test_a_star_on_a_page_is_in_the_home(ours: Open, home: Path, lang: str) -> None:
    test = press(ours("paper", lang, id=SLOW), say(lang, "stars.off"))
    assert buttons(test, say(lang, "stars.on"))
    press(ours("concept", lang, id="steeping"), say(lang, "stars.off"))
    assert starred(home) == [SLOW, "steeping"]
    page = ours("collections", lang)
    assert shown(page) == [TITLES[SLOW], {"en": "Slow steeping", "zh": "慢泡"}[lang]]
    assert say(lang, "collections.count", count=2, total=2) in captions(page)
    date = {"en": "23 November 2026", "zh": "2026年11月23日"}[lang]
    assert any(say(lang, "collections.added", date=date) in text for text in prose(page))
    press(ours("paper", lang, id="kettle2010slow"), say(lang, "stars.on"))
    assert starred(home) == ["steeping"]


@both
def test_a_page_puts_its_subject_into_collections_old_and_new(ours: Open, home: Path, lang: str) -> None:
    mine = store.create(Home(home), HOSTILE, AT)
    test = ours("paper", lang, id=SLOW)
    assert words(test.checkbox[0].label) == HOSTILE
    test.checkbox[0].check().run()
    assert starred(home, mine) == [SLOW]
    labels = [one.proto.popover.label for one in test.main.get("popover")]
    assert say(lang, "stars.in", count=1) in labels
    test.text_input(key=f"stars.new.work:{SLOW}").set_value("Second")
    press(test, say(lang, "stars.new"))
    assert starred(home, mine + 1) == [SLOW]
    assert [box.value for box in test.checkbox] == [True, True]
    test.text_input(key=f"stars.new.work:{SLOW}").set_value("second")
    press(test, say(lang, "stars.new"))
    taken = {"en": "There is a collection “second” already", "zh": "已有名为“second”的收藏夹"}
    assert words(test.warning[0].value).startswith(taken[lang])
    test.checkbox[0].uncheck().run()
    assert starred(home, mine) == []


@both
def test_hits_have_stars_and_are_added_all_at_once(ours: Open, home: Path, lang: str) -> None:
    test = ours("search", lang, q="slow steeping", show="work", mode="lexical")
    count = len(buttons(test, say(lang, "stars.off")))
    assert count == 2
    press(test, say(lang, "stars.off"))
    assert len(starred(home)) == 1
    test.button(key="stars.add.search.1").click().run()
    assert sorted(starred(home)) == [SLOW, AGAINST]
    name = say(lang, "collections.starred")
    assert [words(one.value) for one in test.success] == [say(lang, "stars.added", name=name, new=1, there=1)]
    test.text_input(key="stars.new.search").set_value("All")
    press(test, say(lang, "stars.new"))
    assert sorted(starred(home, 2)) == [SLOW, AGAINST]


@both
def test_related_work_is_added_at_once(ours: Open, home: Path, lang: str) -> None:
    test = press(ours("related", lang, work=SLOW), say(lang, "collections.starred"))
    assert starred(home)
    assert SLOW not in starred(home)
    assert test.success


@both
def test_a_thing_is_removed_and_comes_back_with_its_note(ours: Open, home: Path, lang: str) -> None:
    put(home, SLOW, AGAINST)
    test = ours("collections", lang)
    test.text_area[0].set_value(f"first {HOSTILE}\n\nsecond")
    press(test, say(lang, "collections.note.go"))
    assert f"first {HOSTILE}\n\nsecond" in prose(test)
    press(test, say(lang, "collections.remove"))
    assert starred(home) == [AGAINST]
    assert say(lang, "collections.removed", title=TITLES[SLOW]) in prose(test)
    press(test, say(lang, "collections.undo"))
    assert [(item.id, item.note) for item in store.items(Home(home), STARRED)] == [
        (SLOW, f"first {HOSTILE}\n\nsecond"),
        (AGAINST, ""),
    ]
    assert not buttons(test, say(lang, "collections.undo"))


@both
def test_a_collection_is_made_renamed_deleted_and_brought_back(ours: Open, home: Path, lang: str) -> None:
    name = HOSTILE[:70]
    test = ours("collections", lang)
    test.text_input(key="collections.create.").set_value(name)
    press(test, say(lang, "collections.create.go"))
    assert test.query_params["id"] == "2"
    assert test.selectbox[0].value == "2"
    assert [words(info.value) for info in test.main.info] == [say(lang, "collections.empty.named")]
    test.text_input(key=f"collections.rename.{name}").set_value(f"{name} 2")
    press(test, say(lang, "collections.rename.go"))
    assert [one.name for one in store.collections(Home(home))] == ["", f"{name} 2"]
    press(test, say(lang, "collections.delete.yes"))
    assert "id" not in test.query_params
    assert store.collections(Home(home))[1:] == []
    assert test.expander[-1].label == say(lang, "collections.deleted", count=1)
    press(test, say(lang, "collections.undo"))
    assert test.query_params["id"] == "2"
    press(test, say(lang, "collections.delete.yes"))
    later = ours("collections", lang)
    press(later, f"{name} 2 (0)")
    assert [one.name for one in store.collections(Home(home))] == ["", f"{name} 2"]


def test_a_taken_name_is_told(ours: Open, home: Path) -> None:
    store.create(Home(home), "Mine", AT)
    test = ours("collections")
    test.text_input(key="collections.create.").set_value("mine")
    press(test, "Create")
    said = "There is a collection “mine” already; choose another name."
    assert [words(one.value) for one in test.warning] == [said]


def test_the_address_restores_what_is_shown(ours: Open, home: Path) -> None:
    mine = store.create(Home(home), "Mine", AT)
    put(home, SLOW, AGAINST, collection=mine)
    assert shown(ours("collections", id=str(mine), sort="title")) == [TITLES[AGAINST], TITLES[SLOW]]
    assert shown(ours("collections", id=str(mine), sort="year")) == [TITLES[AGAINST], TITLES[SLOW]]
    assert shown(ours("collections", id=str(mine), q="résumé")) == [TITLES[SLOW]]
    assert shown(ours("collections", id=str(mine), show="concept")) == []
    unknown = ours("collections", id="<b>99")
    assert words(unknown.warning[0].value).startswith("There is no collection with the number “<b>99”;")


def test_things_are_moved_in_their_own_order_alone(ours: Open, home: Path) -> None:
    put(home, SLOW, AGAINST)
    test = press(ours("collections"), "Down")
    assert starred(home) == [AGAINST, SLOW]
    press(test, "Up", 1)
    assert starred(home) == [SLOW, AGAINST]
    assert not buttons(ours("collections", sort="title"), "Up")
    assert not buttons(ours("collections", q="slow steeping with"), "Up")


@both
def test_what_is_gone_is_shown_with_its_title(ours: Open, home: Path, lang: str) -> None:
    take(home, [LATE], encoder=HashEncoder())
    store.add(Home(home), STARRED, [contents.kept(LATE)], AT)
    intake.undo(Home(home), 1, HashEncoder(), silent)
    (said,) = [text for text in prose(ours("collections", lang)) if text.startswith(LATE.title)]
    assert said.splitlines()[-1] == say(lang, "collections.gone")


def test_everything_can_be_taken_away(ours: Open, home: Path) -> None:
    put(home, SLOW)
    labels = [button.proto.label for button in ours("collections").main.get("download_button")]
    assert labels == ["BibTeX", "RIS", "CSL-JSON", "CSV", "Markdown"]


@both
def test_stars_do_not_wait_for_an_ingest_and_say_when_many_write(
    ours: Open, home: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = ours("paper", lang, id=SLOW)
    with Home(home).locked():
        press(test, say(lang, "stars.off"))
        assert starred(home) == [SLOW]
    monkeypatch.setattr(store, "_WAIT_SECONDS", 0.0)
    other = sqlite3.connect(home / "collections.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    press(test, say(lang, "stars.on"))
    other.close()
    busy = {"en": "are being changed by many at once", "zh": "正被多人同时修改"}
    assert busy[lang] in words(test.warning[0].value)
    assert starred(home) == [SLOW]
    press(test, say(lang, "stars.on"))
    assert not test.warning


def test_the_stars_of_a_list_ask_once(ours: Open, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(home, SLOW)
    asked, holding = [], store.holding

    def counted(home: Home, keys: Iterable[Key]) -> dict[Key, frozenset[int]]:
        asked.append([*keys])
        return holding(home, asked[-1])

    monkeypatch.setattr(store, "holding", counted)
    test = ours("search", q="slow steeping", mode="lexical")
    stars = [button.label for button in test.button if button.key.startswith("stars.star.")]
    assert [len(keys) for keys in asked] == [len(stars)]
    assert stars.count("Starred") == 1
    assert len(stars) > 2


@both
def test_a_damaged_file_is_told_on_every_page(ours: Open, home: Path, lang: str) -> None:
    (home / "collections.db").write_bytes(b"not a database" * 99)
    damaged = {"en": "are damaged", "zh": "已损坏"}[lang]
    assert damaged in words(ours("collections", lang).error[0].value)
    for page, parameters in (("paper", {"id": SLOW}), ("search", {"q": "steeping"})):
        assert sum(damaged in text for text in captions(ours(page, lang, **parameters))) == 1


def test_a_merged_work_keeps_its_star(ours: Open, home: Path) -> None:
    known = paper(LATE.title, "Pot, Pia", doi="10.9999/kettles")
    take(home, [known], [LATE], encoder=HashEncoder())
    store.add(Home(home), STARRED, [contents.kept(LATE)], AT)
    assert buttons(ours("paper", id=known.id), "Starred")
    key = Key(Kind.WORK, known.id)
    assert store.holding(Home(home), [key]) == {key: {STARRED}}
