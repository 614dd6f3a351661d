"""The command that finds more like something, and how its answer looks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table

from kb.atlas import Atlas
from kb.cli.base import Json, app, named, opened
from kb.cli.output import Output
from kb.errors import AtlasError
from kb.model import Concept, Lang, Work
from kb.similar import Similar, like_concept, like_text, like_work
from kb.text import clean

_STDIN = "-"


@app.command("similar")
def similar(
    context: typer.Context,
    ref: Annotated[str, typer.Argument(help="A work (id, DOI, citekey …) or a concept (id or label).")] = "",
    text: Annotated[
        str, typer.Option("--text", help="A text to compare with instead: a file in UTF-8, or - for standard input.")
    ] = "",
    top_k: Annotated[int, typer.Option("-k", "--top-k", min=1, max=100, help="How many works.")] = 10,
    as_json: Json = False,
) -> None:
    """Find works like a work, a concept or a text, not all of one kind; each says why."""
    if bool(ref) == bool(text):
        raise typer.BadParameter("name a work or a concept, or give a text with --text: one of the two.")
    passage = _read(text) if text else ""
    atlas, lang = opened(context, encode=bool(text))
    found = like_text(atlas, passage, top_k) if text else _like(atlas, named(atlas, ref), top_k)
    Output(as_json).show({"results": [_record(one) for one in found]}, lambda: _table(found, lang))


def _like(atlas: Atlas, what: Work | Concept, limit: int) -> tuple[Similar, ...]:
    return like_work(atlas, what, limit) if isinstance(what, Work) else like_concept(atlas, what, limit)


def _read(name: str) -> str:
    """Return the text of a file or of standard input; raises AtlasError."""
    where = "standard input" if name == _STDIN else name
    try:
        raw = sys.stdin.buffer.read() if name == _STDIN else Path(name).read_bytes()
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise AtlasError(f"The text in {where} is not UTF-8; save it as plain text in UTF-8.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise AtlasError(f"The text in {where} cannot be read: {reason}.") from None
    if not clean(text):
        raise AtlasError(f"There is no text in {where}.")
    return text


def _record(one: Similar) -> dict[str, Any]:
    return {
        "id": one.work.id,
        "title": one.work.title,
        "year": one.work.year,
        "authors": one.work.names(),
        "score": one.score,
        "cosine": one.cosine,
        "band": one.band,
        "concepts": [concept.id for concept in one.shared],
        "words": one.words,
    }


def _table(found: tuple[Similar, ...], lang: Lang) -> list[RenderableType]:
    """Show the works as a table."""
    if not found:
        return ["Nothing like it is known."]
    table = Table("score", "title", "year", "id", "why")
    for one in found:
        work = one.work
        cells = (f"{one.score:.2f}", work.title, str(work.year or ""), work.id, _why(one, lang))
        table.add_row(*map(escape, cells))
    unread = all(one.cosine is None for one in found)
    return [table, "Compared by concepts and words only: there are no vectors to compare."] if unread else [table]


def _why(one: Similar, lang: Lang) -> str:
    reasons = (
        f"{one.band.replace('_', ' ')} ({one.cosine:.2f})" if one.band else "",
        f"concepts: {', '.join(concept.pref_label.best(lang) for concept in one.shared)}" if one.shared else "",
        f"words: {', '.join(one.words)}" if one.words else "",
    )
    return "; ".join(filter(None, reasons))
