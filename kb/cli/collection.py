"""The commands about collections: what people set aside, with their notes."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table

from ingest.collected import Collected, collected
from ingest.exports import Form
from kb import clock
from kb.atlas import Atlas
from kb.cli.base import Json, app, named, opened
from kb.cli.output import Output
from kb.collection import contents, store
from kb.collection.contents import Entry, Order
from kb.collection.values import Collection
from kb.documents import Key
from kb.errors import NotFoundError
from kb.model import Lang
from kb.text import clean
from kb.values import to_plain

collections_app = typer.Typer(invoke_without_command=True)
app.add_typer(collections_app, name="collection", help="Collections of works and concepts, with notes.")
Name = Annotated[str, typer.Argument(metavar="COLLECTION", help="A collection: name or number; “starred” is there.")]
Things = Annotated[
    list[str], typer.Argument(metavar="THING…", help="Works (id, DOI, citekey …) or concepts (id or label).")
]
_STARRED = "Starred"


@collections_app.callback()
def listed(context: typer.Context, as_json: Json = False) -> None:
    """List the collections; the commands below show and change them."""
    if context.invoked_subcommand is None:
        home = opened(context)[0].home
        held = [*store.collections(home), *store.dropped(home)]
        Output(as_json).show([to_plain(one) for one in held], lambda: _collections(held))


@collections_app.command()
def create(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Begin a collection."""
    home = opened(context)[0].home
    store.create(home, name, clock.now())
    _tell(store.find(home, name), as_json)


@collections_app.command()
def rename(
    context: typer.Context, name: Name, new: Annotated[str, typer.Argument(help="Its new name.")], as_json: Json = False
) -> None:
    """Call a collection something else; its number stays."""
    home = opened(context)[0].home
    store.rename(home, store.find(home, name).id, new, clock.now())
    _tell(store.find(home, new), as_json)


@collections_app.command()
def delete(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Delete a collection; for 30 days it can be restored."""
    home = opened(context)[0].home
    found = store.find(home, name)
    store.delete(home, found.id, clock.now())
    _tell(store.find(home, str(found.id), deleted=True), as_json)


@collections_app.command()
def restore(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Bring a deleted collection back, with everything in it."""
    home = opened(context)[0].home
    found = store.find(home, name, deleted=True)
    store.restore(home, found.id, clock.now())
    _tell(store.find(home, str(found.id)), as_json)


@collections_app.command()
def add(context: typer.Context, name: Name, things: Things, as_json: Json = False) -> None:
    """Put works and concepts into a collection; what was taken out before comes back with its note."""
    atlas, _ = opened(context)
    found = store.find(atlas.home, name)
    contents.settle(atlas)
    store.add(atlas.home, found.id, [contents.kept(named(atlas, ref)) for ref in things], clock.now())
    _tell(store.find(atlas.home, str(found.id)), as_json)


@collections_app.command()
def remove(context: typer.Context, name: Name, things: Things, as_json: Json = False) -> None:
    """Take works and concepts out of a collection; added again within 30 days they have their notes."""
    atlas, lang = opened(context)
    found = store.find(atlas.home, name)
    keys = [_entry(atlas, found, ref, lang).key for ref in things]
    store.remove(atlas.home, found.id, keys, clock.now())
    _tell(store.find(atlas.home, str(found.id)), as_json)


@collections_app.command()
def note(
    context: typer.Context,
    name: Name,
    thing: Annotated[str, typer.Argument(help="A work or concept in the collection.")],
    text: Annotated[str, typer.Argument(help="The note; an empty one takes it away.")],
    as_json: Json = False,
) -> None:
    """Write a note on something in a collection."""
    atlas, lang = opened(context)
    found = store.find(atlas.home, name)
    key = _entry(atlas, found, thing, lang).key
    store.annotate(atlas.home, found.id, key, text, clock.now())
    entry = next(one for one in contents.entries(atlas, found.id) if one.key == key)
    Output(as_json).show(_record(entry, lang), lambda: [_entries([entry], lang)])


@collections_app.command()
def show(
    context: typer.Context,
    name: Name,
    order: Annotated[Order, typer.Option("--order", help="How it is sorted.")] = Order.OWN,
    as_json: Json = False,
) -> None:
    """Show what is in a collection, with the notes; what the knowledge base has no more is marked."""
    atlas, lang = opened(context)
    found = store.find(atlas.home, name)
    held = contents.arranged(_held(atlas, found), order, lang)
    record = {**to_plain(found), "items": [_record(one, lang) for one in held]}
    Output(as_json).show(record, lambda: [_entries(held, lang) if held else "There is nothing in it yet."])


@collections_app.command()
def export(
    context: typer.Context,
    name: Name,
    form: Annotated[Form, typer.Option("--form", help="bib, ris, json (CSL), csv or md.")] = Form.MARKDOWN,
) -> None:
    """Print a collection as a file; BibTeX, RIS and CSL-JSON hold its works alone."""
    atlas, lang = opened(context)
    found = store.find(atlas.home, name)
    things = [Collected(one.shown, one.note) for one in _held(atlas, found)]
    sys.stdout.buffer.write(collected(things, form, found.name or _STARRED, lang).data)


def _held(atlas: Atlas, found: Collection) -> list[Entry]:
    contents.settle(atlas)
    return contents.entries(atlas, found.id)


def _entry(atlas: Atlas, found: Collection, ref: str, lang: Lang) -> Entry:
    """Return what a name stands for in a collection: something that is gone by its id or title, too."""
    held = _held(atlas, found)
    here = [one for one in held if clean(ref) in {one.key.id, one.title(lang)}]
    if not here:
        key: Key = contents.key_of(named(atlas, ref))
        here = [one for one in held if one.key == key]
    if not here:
        raise NotFoundError("work or concept in this collection", clean(ref)[:200])
    return here[0]


def _record(one: Entry, lang: Lang) -> dict[str, Any]:
    named = {"kind": one.key.kind, "id": one.key.id, "title": one.title(lang), "year": one.year}
    return {**named, "note": one.note, "added": one.added, "gone": one.gone}


def _tell(found: Collection, as_json: bool) -> None:
    Output(as_json).show(to_plain(found), lambda: _collections([found]))


def _collections(held: list[Collection]) -> list[RenderableType]:
    table = Table("number", "collection", "items", "changed", "")
    for one in held:
        state = f"deleted {one.dropped[:10]}" if one.dropped else ""
        cells = (str(one.id), one.name or _STARRED, str(one.size), one.changed[:10], state)
        table.add_row(*map(escape, cells))
    return [table]


def _entries(held: list[Entry], lang: Lang) -> Table:
    table = Table("kind", "what", "id", "added", "note")
    for one in held:
        title = f"{one.title(lang)} ({one.year})" if one.year else one.title(lang)
        cells = (one.key.kind, f"{title} [gone]" if one.gone else title, one.key.id, one.added[:10], one.note)
        table.add_row(*map(escape, cells))
    return table
