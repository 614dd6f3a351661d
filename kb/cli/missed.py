"""The command that lists the queries without a good match."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table

from kb import missed
from kb.cli.base import Json, app, home_of
from kb.cli.output import Output
from kb.export import to_csv
from kb.missed import Missed
from kb.values import to_plain


@app.command("missed")
def missed_queries(
    context: typer.Context,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of a table.")] = False,
    clear: Annotated[bool, typer.Option("--clear", help="Forget them all.")] = False,
    as_json: Json = False,
) -> None:
    """List the queries that found no good match, the most frequent first; they are kept in the home alone."""
    home = home_of(context)
    if clear:
        missed.clear(home)
    found = missed.missed(home)
    if as_csv:
        sys.stdout.buffer.write(to_csv(map(missed.plain, found), missed.COLUMNS))
    else:
        Output(as_json).show([to_plain(one) for one in found], lambda: _table(found))


def _table(found: list[Missed]) -> list[RenderableType]:
    if not found:
        return ["No missed queries are kept."]
    table = Table("count", "query", "first", "last", "lang", "mode", "filters")
    for row in map(missed.plain, found):
        cells = (row["count"], row["query"], str(row["first"])[:10], str(row["last"])[:10], row["lang"], row["mode"])
        table.add_row(*(escape(str(cell)) for cell in (*cells, row["filters"])))
    return [table]
