"""Collections as they lie in the home: a small SQLite file of their own, so that nobody waits for a build or an ingest.

It also outlives the catalogue, which a new schema begins anew and a person may move away. Every change is one
transaction; what is taken out or deleted can be brought back for some days.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from kb.collection.values import MOST_NAME, MOST_NOTE, STARRED, Collection, Item, Kept
from kb.documents import Key
from kb.errors import CollectionError, HomeError, NotFoundError
from kb.home import Home
from kb.spelling import closest
from kb.text import clean
from kb.values import from_json, to_json

DAYS = 30
"""How long what was taken out or deleted can be brought back."""
_WAIT_SECONDS = 10.0  # for others who write; each needs some milliseconds
_VERSION = 1
_SCHEMA = """
    CREATE TABLE collections (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL,
        dropped TEXT NOT NULL DEFAULT '');
    CREATE TABLE items (
        collection INTEGER NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL,
        note TEXT NOT NULL DEFAULT '', added TEXT NOT NULL, position INTEGER NOT NULL, dropped TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (collection, kind, ref)) WITHOUT ROWID;
    CREATE INDEX items_by_id ON items (kind, id);
    INSERT INTO collections (id, name, created, changed) VALUES (1, '', '', '');
    """
_LISTED = """
    SELECT c.id, c.name, c.created, c.changed, c.dropped, count(DISTINCT i.kind || i.id) FROM collections c
    LEFT JOIN items i ON i.collection = c.id AND i.dropped = '' GROUP BY c.id ORDER BY c.id
    """
_ITEMS = """
    SELECT id, body, note, added FROM items WHERE dropped = '' AND collection = ?1 OR ?1 IS NULL ORDER BY position, ref
    """
_PUT = """
    INSERT INTO items (collection, kind, ref, id, body, added, position)
    SELECT ?1, ?2, ?3, ?3, ?4, ?5, coalesce(max(position), 0) + 1 FROM items WHERE collection = ?1
    ON CONFLICT DO UPDATE SET dropped = '', id = ref
    """
_HAS = "SELECT 1 FROM items WHERE collection = ? AND kind = ? AND id = ?"
_PURGE = (
    "DELETE FROM items WHERE dropped != '' AND julianday(?1) - julianday(dropped) > ?2",
    "DELETE FROM items WHERE collection IN"
    " (SELECT id FROM collections WHERE dropped != '' AND julianday(?1) - julianday(dropped) > ?2)",
    "DELETE FROM collections WHERE dropped != '' AND julianday(?1) - julianday(dropped) > ?2",
)


def collections(home: Home) -> list[Collection]:
    """Return the collections: what is starred, then the others as they were made."""
    return [one for one in _all(home) if not one.dropped]


def dropped(home: Home) -> list[Collection]:
    """Return the deleted collections that can be brought back, the last one first."""
    return sorted((one for one in _all(home) if one.dropped), key=lambda one: one.dropped, reverse=True)


def find(home: Home, ref: str, *, deleted: bool = False) -> Collection:
    """Return the collection with this name or number, or the ``deleted`` one; raises NotFoundError with near names."""
    held = dropped(home) if deleted else collections(home)
    name = clean(ref).casefold()
    for one in held:
        if name in {one.name.casefold() or "starred", str(one.id)}:
            return one
    names = [one.name or "starred" for one in held]
    raise NotFoundError("collection", clean(ref)[:200], tuple(closest(name[:200], names, 5, 0.7)))


def create(home: Home, name: str, at: str) -> int:
    """Begin a collection and return its number; raises CollectionError for a name that is empty or taken."""
    with _writing(home) as connection:
        called = _free(connection, name)
        new = connection.execute("INSERT INTO collections (name, created, changed) VALUES (?1, ?2, ?2)", (called, at))
        return int(new.lastrowid or 0)


def rename(home: Home, collection: int, name: str, at: str) -> None:
    """Call a collection something else; its number stays. Raises CollectionError, NotFoundError."""
    with _writing(home) as connection:
        _own(connection, collection)
        called = _free(connection, name, collection)
        connection.execute("UPDATE collections SET name = ? WHERE id = ?", (called, collection))
        _touch(connection, collection, at)


def delete(home: Home, collection: int, at: str) -> None:
    """Delete a collection with its notes; `restore` brings it back. Raises CollectionError, NotFoundError."""
    with _writing(home) as connection:
        _own(connection, collection)
        connection.execute("UPDATE collections SET dropped = ? WHERE id = ?", (at, collection))
        _purge(connection, at)


def restore(home: Home, collection: int, at: str) -> None:
    """Bring a deleted collection back as it was; raises CollectionError where its name is taken, NotFoundError."""
    with _writing(home) as connection:
        row = connection.execute("SELECT name FROM collections WHERE id = ?", (collection,)).fetchone()
        if row is None:
            raise NotFoundError("collection", str(collection))
        _free(connection, row[0], collection)
        connection.execute("UPDATE collections SET dropped = '' WHERE id = ?", (collection,))
        _touch(connection, collection, at)


def add(home: Home, collection: int, things: Iterable[Kept], at: str) -> int:
    """Put things at the end of a collection, and return how many it lacked.

    What was taken out before comes back with its note, to its place.
    """
    with _writing(home) as connection:
        new = sum(_put(connection, collection, kept, at) for kept in things)
        _touch(connection, collection, at)
        return new


def remove(home: Home, collection: int, keys: Iterable[Key], at: str) -> None:
    """Take things out of a collection; `put_back` brings them back with their notes."""
    with _writing(home) as connection:
        _drop(connection, collection, keys, at)
        _touch(connection, collection, at)
        _purge(connection, at)


def put_back(home: Home, collection: int, keys: Iterable[Key], at: str) -> None:
    """Bring back what was taken out of a collection."""
    with _writing(home) as connection:
        _drop(connection, collection, keys, "")
        _touch(connection, collection, at)


def annotate(home: Home, collection: int, key: Key, note: str, at: str) -> None:
    """Write a note on something in a collection; an empty one takes the note away."""
    with _writing(home) as connection:
        connection.execute(
            "UPDATE items SET note = ? WHERE collection = ? AND kind = ? AND id = ?", (_note(note), collection, *key)
        )
        _touch(connection, collection, at)


def arrange(home: Home, collection: int, keys: Iterable[Key], at: str) -> None:
    """Put things first in a collection, in this order; the others follow as they were."""
    with _writing(home) as connection:
        rows = connection.execute("SELECT kind, id FROM items WHERE collection = ? ORDER BY position", (collection,))
        order = dict.fromkeys([*(tuple(key) for key in keys), *rows])
        places = [(place, collection, *key) for place, key in enumerate(order, 1)]
        connection.executemany("UPDATE items SET position = ? WHERE collection = ? AND kind = ? AND id = ?", places)
        _touch(connection, collection, at)


def follow(home: Home, moved: Mapping[Key, str]) -> None:
    """Say what things that were put aside under a key (`Kept.ref`) are known by today."""
    with _writing(home) as connection:
        rows = [(ident, *key) for key, ident in moved.items()]
        connection.executemany("UPDATE items SET id = ? WHERE kind = ? AND ref = ?", rows)


def items(home: Home, collection: int | None = None) -> list[Item]:
    """Return what is in a collection, in its order; without one all that was put into any, taken out again or not."""
    with _reading(home) as connection:
        rows = connection.execute(_ITEMS, (collection,)).fetchall() if connection else []
        return [Item(row[0], from_json(row[1], Kept), row[2], row[3]) for row in rows]


def holding(home: Home, keys: Iterable[Key]) -> dict[Key, frozenset[int]]:
    """Map things to the numbers of the collections that they are in; the file is opened once."""
    query = """
        SELECT i.collection FROM items i JOIN collections c ON c.id = i.collection
        WHERE i.kind = ? AND i.id = ? AND i.dropped = '' AND c.dropped = ''
        """
    with _reading(home) as connection:
        rows = {key: connection.execute(query, key) if connection else () for key in keys}
        return {key: frozenset(row[0] for row in found) for key, found in rows.items()}


def _all(home: Home) -> list[Collection]:
    with _reading(home) as connection:
        rows = connection.execute(_LISTED).fetchall() if connection else []
    return [Collection(*row) for row in rows] or [Collection(STARRED)]


def _put(connection: sqlite3.Connection, collection: int, kept: Kept, at: str) -> bool:
    """Put one thing into a collection, perhaps again; returns whether it was not there."""
    key = (collection, kept.kind, kept.ref)
    if connection.execute(f"{_HAS} AND dropped = ''", key).fetchone():
        return False
    back = connection.execute("UPDATE items SET dropped = '' WHERE collection = ? AND kind = ? AND id = ?", key)
    if not back.rowcount:
        connection.execute(_PUT, (*key, to_json(kept), at))
    return True


def _drop(connection: sqlite3.Connection, collection: int, keys: Iterable[Key], at: str) -> None:
    rows = [(at, collection, *key) for key in keys]
    connection.executemany("UPDATE items SET dropped = ? WHERE collection = ? AND kind = ? AND id = ?", rows)


def _free(connection: sqlite3.Connection, name: str, but: int = 0) -> str:
    """Return a name as it is kept; raises CollectionError for one that is empty or taken."""
    called = clean(clean(name)[:MOST_NAME])
    if not called:
        raise CollectionError("A collection needs a name.")
    for ident, taken in connection.execute("SELECT id, name FROM collections WHERE dropped = ''"):
        if ident != but and called.casefold() in {taken.casefold() or "starred"}:
            raise CollectionError(f"There is a collection “{called}” already; choose another name.")
    return called


def _own(connection: sqlite3.Connection, collection: int) -> None:
    if collection == STARRED:
        raise CollectionError("What is starred has one place, which is neither renamed nor deleted.")
    _known(connection, collection)


def _known(connection: sqlite3.Connection, collection: int) -> None:
    query = "SELECT 1 FROM collections WHERE id = ? AND dropped = ''"
    if not connection.execute(query, (collection,)).fetchone():
        raise NotFoundError("collection", str(collection))


def _touch(connection: sqlite3.Connection, collection: int, at: str) -> None:
    """Note the time of a change; raises NotFoundError, and nothing is changed, where the collection is gone."""
    _known(connection, collection)
    connection.execute(
        "UPDATE collections SET changed = ?1, created = iif(created = '', ?1, created) WHERE id = ?2", (at, collection)
    )


def _purge(connection: sqlite3.Connection, at: str) -> None:
    for statement in _PURGE:
        connection.execute(statement, (at, DAYS))


def _note(raw: str) -> str:
    """Return a note without what is not text, its lines as they are."""
    lines = (clean(line) for line in unicodedata.normalize("NFC", raw).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))[:MOST_NOTE].strip()


@contextmanager
def _reading(home: Home) -> Iterator[sqlite3.Connection | None]:
    """Give the file to read, None where there is none yet; raises HomeError."""
    if not home.collections.exists():
        yield None
        return
    with _opened(home.collections) as connection:
        yield connection if connection.execute("PRAGMA user_version").fetchone()[0] else None


@contextmanager
def _writing(home: Home) -> Iterator[sqlite3.Connection]:
    """Give the file within one transaction, which is kept whole or not at all; raises HomeError."""
    with _opened(home.collections) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if not connection.execute("PRAGMA user_version").fetchone()[0]:
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {_VERSION}")
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)) as connection:
            yield connection
    except (sqlite3.Error, ValueError) as error:  # a record of another version, or a damaged one
        raise HomeError(_sentence(path, error)) from error


def _sentence(path: Path, error: Exception) -> str:
    """Say in one sentence what is wrong with the file and what to do."""
    cause = str(error)
    if "locked" in cause:
        return f"The collections in {path} are being changed by many at once; try again in a moment."
    if isinstance(error, ValueError) or any(sign in cause for sign in ("not a database", "malformed")):
        return f"The collections in {path} are damaged ({cause}); move the file away, and new ones can be made."
    return f"The collections in {path} cannot be used ({cause}); free space, mend its rights, or choose another home."
