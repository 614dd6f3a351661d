"""The database of a home: transactions, and errors in sentences (the seam to SQLAlchemy, with its users)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    LargeBinary,
    Table,
    Text,
    cast,
    create_engine,
    delete,
    event,
    func,
    inspect,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError

from kb import tables
from kb.errors import HomeError
from kb.values import to_json

_LOCK_SECONDS = 10
_SCHEMA = "3"  # raise when what the tables hold changes, and bring older ones up to it in `_prepare`


class Database:
    """One SQLite file in WAL mode: readers see the last committed state while one writer works."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open or create the database at a path; raises HomeError where that is impossible."""
        engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": _LOCK_SECONDS})
        event.listen(engine, "connect", _pragmas)
        database = cls(engine, str(path))
        with database.transaction() as connection:
            _prepare(connection)
        return database

    def close(self) -> None:
        """Release the connections."""
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept together at the end, or not at all; raises HomeError."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise HomeError(_sentence(self._name, str(error.orig))) from error
        except ValueError as error:  # a record of another version, or a damaged one
            raise HomeError(
                f"The catalogue {self._name} holds a record that cannot be read ({error}); "
                "move it away and run `python -m kb build`."
            ) from error


def note(connection: Connection, key: str) -> str | None:
    """Return a remembered value."""
    found: str | None = connection.scalar(select(tables.meta.c.value).where(tables.meta.c.key == key))
    return found


def remember(connection: Connection, key: str, value: str) -> None:
    """Remember a value under a key."""
    connection.execute(delete(tables.meta).where(tables.meta.c.key == key))
    connection.execute(tables.meta.insert().values(key=key, value=value))


def revision(connection: Connection) -> int:
    """Return the number of changes of content so far."""
    return int(note(connection, "revision") or 0)


def among(column: Any, values: Iterable[str]) -> Any:
    """Return the condition that a column has one of the values; however many they are, it is one parameter.

    https://www.sqlite.org/json1.html#the_json_each_and_json_tree_table_valued_functions
    """
    each = func.json_each(to_json(list(values)).decode()).table_valued("value")
    return column.in_(select(each.c.value))


def delete_where(connection: Connection, column: Any, values: Collection[str]) -> None:
    """Delete the rows whose column has one of the values."""
    if values:
        connection.execute(delete(column.table).where(among(column, values)))


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, if there are any; all state the same columns."""
    if rows:
        _insert(connection, table, list(rows[0]), [tuple(row.values()) for row in rows])


def insert_whole(connection: Connection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    """Insert rows, if there are any, that state every column in the order of the table."""
    if rows:
        _insert(connection, table, table.columns.keys(), rows)


def _insert(connection: Connection, table: Table, names: list[str], rows: list[tuple[Any, ...]]) -> None:
    """Give the driver the rows as they are: building SQLAlchemy's parameters took longer than SQLite needs."""
    columns, places = ", ".join(names), ", ".join("?" * len(names))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({places})", rows)  # noqa: S608 (our own names)


def _prepare(connection: Connection) -> None:
    """Create the tables, or bring those of an older version up to date."""
    held = note(connection, "schema") if inspect(connection).has_table("works") else _SCHEMA
    if held == "2":  # works held their titles twice, and who stated their fields, which records tell
        bare = func.json_remove(cast(tables.works.c.body, Text), "$.provenance")
        connection.execute(update(tables.works).values(body=cast(bare, LargeBinary)))
        connection.exec_driver_sql("ALTER TABLE works DROP COLUMN title")
    elif held != _SCHEMA:  # there was nothing but curated data
        tables.metadata.drop_all(connection)
    tables.metadata.create_all(connection)
    if note(connection, "schema") != _SCHEMA:
        remember(connection, "schema", _SCHEMA)


def _pragmas(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA page_size=16384")  # of a new file: records of a kilobyte fill pages of 4 KiB badly
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")  # with WAL a power cut loses no consistency
    connection.execute("PRAGMA cache_size=-65536")  # 64 MiB


def _sentence(name: str, cause: str) -> str:
    """Say in one sentence what is wrong with the database and what to do."""
    advice = {
        "locked": "is in use by another process; wait until it has finished and try again",
        "disk I/O": "cannot be read or written; the disk is full or fails: free some space and try again",
        "full": "cannot be written because the disk is full; free some space and try again",
        "readonly": "cannot be written (read-only); choose another folder with --home or KB_HOME",
        "unable to open": "cannot be opened; check that the folder may be written, or choose another with --home",
        "not a database": "is damaged or not a catalogue; move it away and run `python -m kb build`",
        "malformed": "is damaged; move it away and run `python -m kb build`",
    }
    for sign, text in advice.items():
        if sign in cause:
            return f"The catalogue {name} {text}."
    return f"The catalogue {name} cannot be used: {cause}."
