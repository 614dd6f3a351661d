"""Collections read through the catalogue: each thing as it is today, and what is gone as it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from kb.collection import store
from kb.collection.values import Item, Kept
from kb.documents import Key, Kind
from kb.model import Concept, Lang, Text, Work
from kb.model.draft import Draft, Reference
from kb.related.known import recognised
from kb.text import fold
from kb.values import replace

if TYPE_CHECKING:
    from kb.atlas import Atlas


class Order(StrEnum):
    """How the things of a collection can be sorted: as people put them, or by a fact."""

    OWN = "own"
    ADDED = "added"
    TITLE = "title"
    YEAR = "year"


class Entry(NamedTuple):
    """Something in a collection as it is today: a concept, a work, or only what was kept of it."""

    key: Key
    kept: Kept
    thing: Concept | Work | None
    note: str
    added: str

    @property
    def gone(self) -> bool:
        """Whether the knowledge base has it no more."""
        return self.thing is None

    @property
    def shown(self) -> Concept | Work | Text:
        """What can be told of it: itself, or the facts of a work or the label of a concept that is gone."""
        return self.thing or self.kept.work or self.kept.label

    @property
    def year(self) -> int | None:
        """The year of a work."""
        return self.shown.year if isinstance(self.shown, Work) else None

    def title(self, lang: Lang) -> str:
        """Return its title or label."""
        shown = self.shown
        if isinstance(shown, Work):
            return shown.title
        return (shown.pref_label if isinstance(shown, Concept) else shown).best(lang)


def kept(thing: Concept | Work) -> Kept:
    """Return what is kept of a concept or a work; texts and references stay in the catalogue."""
    if isinstance(thing, Concept):
        return Kept(thing.id, label=thing.pref_label)
    return Kept(thing.id, work=replace(thing, abstract="", summary=Text(), references=()))


def key_of(thing: Concept | Work) -> Key:
    """Return what names a concept or a work in a collection."""
    return Key(Kind.CONCEPT if isinstance(thing, Concept) else Kind.WORK, thing.id)


def settle(atlas: Atlas) -> int:
    """Find again what has another id since it was put aside: works that were merged or parted, retired concepts.

    Returns how many things have moved; what is gone stays as it was kept. Raises HomeError.
    """
    held = store.items(atlas.home)
    found = {**_heirs(atlas, held), **_works(atlas, [item for item in held if item.kept.work])}
    if found:
        store.follow(atlas.home, found)
    return len(found)


def entries(atlas: Atlas, collection: int) -> list[Entry]:
    """Return the things of a collection in its order; two that became one are shown once, with both notes."""
    found: dict[Key, Entry] = {}
    held = store.items(atlas.home, collection)
    works = atlas.catalogue.works(item.id for item in held if item.kept.work)
    for item in held:
        thing = works.get(item.id) if item.kept.work else atlas.taxonomy.by_id.get(item.id)
        before = found.get(item.key)
        notes = dict.fromkeys(filter(None, (before.note if before else "", item.note)))
        first = before or Entry(item.key, item.kept, thing, "", item.added)
        found[item.key] = first._replace(note="\n".join(notes))
    return list(found.values())


def arranged(found: Iterable[Entry], order: Order, lang: Lang) -> list[Entry]:
    """Return entries in an order: the latest added or the newest work first, titles from A to Z."""
    held = list(found)
    if order is Order.ADDED:
        return sorted(held, key=lambda one: one.added, reverse=True)
    if order is Order.TITLE:
        return sorted(held, key=lambda one: fold(one.title(lang)))
    if order is Order.YEAR:
        return sorted(held, key=lambda one: -(one.year or 0))
    return held


def chosen(found: Iterable[Entry], text: str, kind: Kind | None) -> list[Entry]:
    """Return the entries of a kind with a text in title, label, authors or note; what is empty does not restrict."""
    key = fold(text)
    return [
        one for one in found if kind in (None, one.key.kind) and (not key or any(key in fold(t) for t in _words(one)))
    ]


def moved(found: Sequence[Entry], key: Key, by: int) -> list[Key]:
    """Return the keys of entries with one of them some places further down (or up), as far as there are places."""
    keys = [one.key for one in found]
    place = keys.index(key)
    keys.insert(max(0, min(len(keys) - 1, place + by)), keys.pop(place))
    return keys


def _words(one: Entry) -> tuple[str, ...]:
    shown = one.shown
    names = shown.names() if isinstance(shown, Work) else ()
    return (*(one.title(lang) for lang in Lang), *names, one.note)


def _heirs(atlas: Atlas, held: Iterable[Item]) -> dict[Key, str]:
    """Map retired concepts to those that took their place."""
    by_id = atlas.taxonomy.by_id
    found = {}
    for item in held:
        concept = by_id.get(item.kept.ref)
        heir = (concept.replaced_by or concept.id) if concept and not item.kept.work else item.id
        if heir != item.id:
            found[Key(Kind.CONCEPT, item.kept.ref)] = heir
    return found


def _works(atlas: Atlas, held: Sequence[Item]) -> dict[Key, str]:
    """Map works to the ids that they have today: their own where it is there, else by the keys of an ingest."""
    there = atlas.catalogue.works({item.kept.ref for item in held})
    lost = {item.kept.ref: item.kept.work for item in held if item.kept.ref not in there and item.kept.work}
    known = recognised(atlas.catalogue, Draft(references=tuple(map(Reference, lost.values()))), ()) if lost else ()
    again = {ref: one.work.id for ref, one in zip(lost, known, strict=True) if one.work}
    today = {**{ref: ref for ref in there}, **again}
    pairs = ((item, today.get(item.kept.ref, item.id)) for item in held)
    return {Key(Kind.WORK, item.kept.ref): ident for item, ident in pairs if ident != item.id}
