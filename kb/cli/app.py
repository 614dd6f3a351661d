"""The commands of ``python -m kb`` that build, find and show."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ingest import folder
from kb import checks, clock, coverage
from kb.build import build as build_home
from kb.cli import (
    collection,  # noqa: F401 (its commands register themselves)
    evaluation,  # noqa: F401 (its command registers itself)
    library,  # noqa: F401 (so do these)
    missed,  # noqa: F401 (so does this)
    related,  # noqa: F401 (so does this)
    review,  # noqa: F401 (so do these)
    similar,  # noqa: F401 (so does this)
    views,
)
from kb.cli.base import Json, app, encoder, home_of, opened, run, value
from kb.cli.output import Output
from kb.data import SHIPPED
from kb.documents import Kind
from kb.missed import record
from kb.model import Facet
from kb.results import Mode, Request
from kb.values import to_plain

Data = Annotated[Path, typer.Option("--data", help="The folder with concepts/*.yaml and works/*.bib.", file_okay=False)]


class Wanted(StrEnum):
    """What a search returns."""

    ALL = "all"
    CONCEPT = "concept"
    WORK = "work"


@app.command()
def build(context: typer.Context, data: Data = SHIPPED, as_json: Json = False) -> None:
    """Build or update the knowledge base from a data folder; what is current is not done again."""
    output = Output(as_json)
    with output.progress() as progress:
        report = build_home(home_of(context), folder.digest(data), lambda: folder.read(data), encoder(), progress)
    output.show(to_plain(report), lambda: views.build(report))


@app.command()
def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="Words, a question, a label or an acronym, in English or Chinese.")],
    top_k: Annotated[int, typer.Option("-k", "--top-k", min=1, max=1000, help="How many results.")] = 10,
    kind: Annotated[Wanted, typer.Option("--kind", help="Only concepts or only works.")] = Wanted.ALL,
    mode: Annotated[Mode, typer.Option("--mode", help="Which legs are used.")] = Mode.HYBRID,
    year_from: Annotated[int | None, typer.Option("--year-from", help="Works of this year or later.")] = None,
    year_to: Annotated[int | None, typer.Option("--year-to", help="Works of this year or earlier.")] = None,
    concept: Annotated[
        str | None, typer.Option("--concept", help="Only what belongs to this concept or one below it.")
    ] = None,
    facet: Annotated[Facet | None, typer.Option("--facet", help="Only concepts of a facet, and their works.")] = None,
    entry_type: Annotated[str | None, typer.Option("--type", help="Only works of a BibTeX type: article …")] = None,
    venue: Annotated[str | None, typer.Option("--venue", help="Only works that came out there.")] = None,
    source: Annotated[str | None, typer.Option("--source", help="Only from there: curated, or an ingest's.")] = None,
    summary: Annotated[bool, typer.Option("--with-summary", help="Only what has a gist or summary of ours.")] = False,
    as_json: Json = False,
) -> None:
    """Search concepts and works; every hit says why it is there."""
    if year_from is not None and year_to is not None and year_from > year_to:
        raise typer.BadParameter(f"--year-from {year_from} is after --year-to {year_to}; swap them.")
    atlas, lang = opened(context, encode=mode is not Mode.LEXICAL)
    request = Request(
        query.encode(errors="replace").decode(),  # bytes that are no UTF-8 come as lone surrogates: no JSON holds them
        top_k=top_k,
        kind=None if kind is Wanted.ALL else Kind(kind.value),
        mode=mode,
        year_from=year_from,
        year_to=year_to,
        concept=atlas.concept(concept).id if concept else None,
        facet=facet,
        entry_type=value(atlas, "entry_type", entry_type),
        venue=value(atlas, "venue", venue),
        source=value(atlas, "source", source),
        summary=summary,
        lang=lang,
    )
    results = atlas.search(request)
    Output(as_json).show(to_plain(results), lambda: views.results(results, atlas, lang))
    record(atlas.home, request, results, clock.now())


@app.command()
def concept(
    context: typer.Context,
    ref: Annotated[str, typer.Argument(help="An id, or any label in any language.")],
    as_json: Json = False,
) -> None:
    """Show a concept: labels, definitions, hierarchy, relations and works."""
    atlas, lang = opened(context)
    record = views.concept_record(atlas, atlas.concept(ref), lang)
    Output(as_json).show(record, lambda: views.concept(record, atlas, lang))


@app.command()
def work(
    context: typer.Context,
    ref: Annotated[str, typer.Argument(help="An id, arXiv id, DOI, URL or citekey.")],
    as_json: Json = False,
) -> None:
    """Show a work: its facts and the concepts it is tied to."""
    atlas, lang = opened(context)
    record = views.work_record(atlas, atlas.work(ref), lang)
    Output(as_json).show(record, lambda: views.work(record))


@app.command()
def path(
    context: typer.Context,
    start: Annotated[str, typer.Argument(metavar="A", help="A concept: id or label.")],
    goal: Annotated[str, typer.Argument(metavar="B", help="A concept: id or label.")],
    as_json: Json = False,
) -> None:
    """Show the shortest typed path between two concepts, as steps and as a sentence."""
    atlas, lang = opened(context)
    record = views.path_record(atlas, atlas.concept(start), atlas.concept(goal), lang)
    Output(as_json).show(record, lambda: views.path(record))


@app.command()
def check(data: Data = SHIPPED, as_json: Json = False) -> None:
    """Check the data; exit code 1 when anything is wrong."""
    contents = folder.read(data)
    problems = checks.run(contents)
    meters = coverage.meters(contents.taxonomy, contents.links)
    record = {
        "checks": [c.__name__ for c in checks.CHECKS],
        "problems": to_plain(problems),
        "coverage": [meter._asdict() for meter in meters],
    }
    Output(as_json).show(record, lambda: [views.coverage(meters), *views.problems(problems)])
    if problems:
        raise typer.Exit(1)


@app.command()
def stats(context: typer.Context, as_json: Json = False) -> None:
    """Show what the knowledge base holds."""
    atlas, _ = opened(context)
    record = views.stats_record(atlas)
    Output(as_json).show(record, lambda: views.stats(record))


main = run
