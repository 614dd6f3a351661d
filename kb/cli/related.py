"""The command that finds related work for a draft, and how its answer looks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table

from ingest import draft, exports
from ingest.citekeys import citekeys
from kb.cli.base import Json, app, opened
from kb.cli.output import Output
from kb.errors import AtlasError
from kb.model import Lang
from kb.model.draft import Draft
from kb.related.known import own_keys
from kb.related.outline import outline
from kb.related.reasons import flaw_reason, lack_reason, why
from kb.related.relate import related as relate
from kb.related.values import Asked, Related
from kb.text import clean

_STDIN = "-"


@app.command("related")
def related(  # noqa: PLR0913, PLR0917 (one parameter per option)
    context: typer.Context,
    text: Annotated[
        list[str] | None,
        typer.Option("--text", help="A text or draft (plain, Markdown, LaTeX, PDF), or - for standard input."),
    ] = None,
    work: Annotated[list[str] | None, typer.Option("--work", help="A paper: id, DOI, arXiv link or citekey.")] = None,
    bib: Annotated[
        list[str] | None, typer.Option("--bib", help="What the draft cites: BibTeX, RIS, CSL-JSON …; - is allowed.")
    ] = None,
    add: Annotated[list[str] | None, typer.Option("--add", help="A concept that it is about as well.")] = None,
    strike: Annotated[list[str] | None, typer.Option("--strike", help="A concept that it is not about.")] = None,
    top_k: Annotated[int, typer.Option("-k", "--top-k", min=1, max=100, help="How many works.")] = 20,
    as_json: Json = False,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print the related works as BibTeX.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the outline of a related-work section.")] = False,
) -> None:
    """Find what to read, cite and contrast, what is missing, and what looks wrong in the list of references."""
    if not (text or work or bib or add):
        raise typer.BadParameter("give a text with --text, papers with --work, or a list of references with --bib.")
    if as_json + bibtex + markdown > 1:
        raise typer.BadParameter("take one of --json, --bibtex and --markdown.")
    brought = draft.joined(_read(name) for name in (*(text or ()), *(bib or ())))
    _require(brought, bool(work or add))
    atlas, lang = opened(context, encode=True)
    works = tuple(atlas.work(ref).id for ref in work or ())
    added, struck = (tuple(atlas.concept(ref).id for ref in refs or ()) for refs in (add, strike))
    found = relate(atlas, Asked(brought, works, added, struck, top_k))
    for failure in brought.failures:
        typer.secho(failure.sentence(), fg=typer.colors.YELLOW, err=True)
    if bibtex or markdown:
        sys.stdout.buffer.write(_written(found, bibtex, lang))
        return
    Output(as_json).show(_record(found, lang), lambda: _tables(found, lang))


def _read(name: str) -> Draft:
    """Return the draft in a file or in standard input; raises AtlasError where it cannot be read."""
    try:
        if name != _STDIN:
            with Path(name).open("rb") as file:
                return draft.read(name, file.read(draft.MOST + 1))
        return draft.read("standard input", sys.stdin.buffer.read(draft.MOST + 1))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise AtlasError(f"The file {name} cannot be read: {reason}.") from None


def _require(brought: Draft, otherwise: bool) -> None:
    """Raise AtlasError where there is nothing to go by."""
    if clean(brought.text) or brought.title or brought.references or brought.cited or otherwise:
        return
    told = "; ".join(failure.sentence() for failure in brought.failures)
    raise AtlasError(f"Nothing could be read: {told}" if told else "There is no text and no reference in it.")


def _written(found: Related, bibtex: bool, lang: Lang) -> bytes:
    """Return the suggestions as BibTeX or as an outline, under the keys of the reader's list where it has them."""
    taken = own_keys(found.known)
    works = [one.work for one in found.results]
    if bibtex:
        return exports.export(works, exports.Form.BIBTEX, keys=taken).data
    every = {work.id: work for work in (*works, *(one.work for one in found.missing))}
    return outline(found, citekeys(every.values(), taken), lang).encode()


def _record(found: Related, lang: Lang) -> dict[str, Any]:
    return {
        "concepts": [
            {"id": topic.concept.id, "weight": topic.weight, "evidence": topic.evidence} for topic in found.topics
        ],
        "results": [
            {
                "id": one.work.id,
                "title": one.work.title,
                "year": one.work.year,
                "score": one.score,
                "role": one.stance,
                "concepts": [concept.id for concept in one.concepts],
                "why": why(one, lang),
            }
            for one in found.results
        ],
        "missing": [
            {
                "concept": one.concept.id,
                "work": one.work.id,
                "title": one.work.title,
                "role": one.role,
                "level": one.level,
                "why": lack_reason(one, lang),
            }
            for one in found.missing
        ],
        "suspect": [{"citekey": one.citekey, "reason": flaw_reason(one, lang)} for one in found.suspect],
    }


def _tables(found: Related, lang: Lang) -> list[RenderableType]:
    """Show what it is about, what to read, what is missing and what looks wrong."""
    parts: list[RenderableType] = []
    about = Table("weight", "concept", "shown by", "cited", title="What it is about")
    for topic in found.topics:
        shown = topic.evidence[0] if topic.evidence else ""
        cells = (f"{topic.weight:.2f}", topic.concept.pref_label.best(lang), shown, str(len(topic.cited)))
        about.add_row(*map(escape, cells))
    read = Table("score", "work", "id", "why", title="What to read")
    for one in found.results:
        read.add_row(
            *map(escape, (f"{one.score:.2f}", _named(one.work.title, one.work.byline()), one.work.id, why(one, lang)))
        )
    lacks = Table("concept", "work", "id", "why", title="What is missing")
    for lack in found.missing:
        named = _named(lack.work.title, lack.work.byline())
        lacks.add_row(*map(escape, (lack.concept.pref_label.best(lang), named, lack.work.id, lack_reason(lack, lang))))
    odd = Table("entry", "why", title="What to check in your list")
    for flaw in found.suspect:
        odd.add_row(*map(escape, (flaw.citekey, flaw_reason(flaw, lang))))
    for table in (about, read, lacks, odd):
        if table.row_count:
            parts.append(table)
    return parts or ["Nothing related is known."]


def _named(title: str, byline: str) -> str:
    return f"{title}\n{byline}"
