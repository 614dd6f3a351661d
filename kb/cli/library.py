"""The commands about what a researcher brings: taking in, asking services, taking back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from kb import intake
from kb.cli import run_views
from kb.cli.base import Json, app, encoder, home_of, opened
from kb.cli.output import Output
from kb.clock import now
from kb.matching import same_work
from kb.model.incoming import Incoming
from kb.text import clean


@app.command()
def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files, folders and archives of any format.")],
    format_name: Annotated[str | None, typer.Option("--format", help="The format of all files, not guessed.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when any entry fails.")] = False,
    later: Annotated[bool, typer.Option("--later", help="Leave index and vectors to the next build.")] = False,
    as_json: Json = False,
) -> None:
    """Take in bibliographies, exports, PDFs and surveys; what fails is listed, the rest goes in."""
    from ingest import files  # noqa: PLC0415 (all parsers: half a second that other commands need not wait)
    from ingest.formats import BY_NAME  # noqa: PLC0415

    if format_name is not None and format_name not in BY_NAME:
        raise typer.BadParameter(f"“{format_name}” is no format; known are {', '.join(BY_NAME)}.")
    output = Output(as_json)
    with output.progress() as progress:
        found = files.sources(paths, format_name)
        run = intake.ingest(home_of(context), found, now(), None if later else encoder(), progress, search=not later)
    output.show(run_views.run_record(run), lambda: run_views.run(run))
    if run.total("read") == run.total("failed") or (strict and run.total("failed")):
        raise typer.Exit(1)


@app.command()
def fetch(
    context: typer.Context,
    service: Annotated[str, typer.Argument(help="arxiv, semantic-scholar, crossref or openalex.")],
    query: Annotated[str, typer.Argument(help="Words to search for; empty when --id is given.")] = "",
    ids: Annotated[list[str] | None, typer.Option("--id", help="An identifier it knows; repeatable.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many works a query brings.")] = 25,
    as_json: Json = False,
) -> None:
    """Ask a service on the network for works, by words or by identifiers, and take them in."""
    from ingest.clients import SERVICES  # noqa: PLC0415 (network libraries: only here)
    from ingest.clients.http import Http  # noqa: PLC0415

    if service not in SERVICES:
        raise typer.BadParameter(f"“{service}” is no service; known are {', '.join(SERVICES)}.")
    query, ids = clean(query), [clean(one) for one in ids or ()]
    if not query and not any(ids):
        raise typer.BadParameter("give words to search for, or --id.")
    output, home = Output(as_json), home_of(context)
    home.require()
    with Http() as http:
        asked = SERVICES[service](http)
        parts = list(asked.by_ids(ids) if ids else asked.by_query(query, limit))
    source = Incoming(f"{service}: {', '.join(ids or [query])}", service, parts)
    with output.progress() as progress:
        run = intake.ingest(home, [source], now(), encoder(), progress)
    output.show(run_views.run_record(run), lambda: run_views.run(run))


@app.command()
def enrich(context: typer.Context, as_json: Json = False) -> None:
    """Ask services on the network for what works lack: abstracts, venues, identifiers, citations."""
    from ingest.clients import SERVICES  # noqa: PLC0415 (network libraries: only here)
    from ingest.clients.enrich import enrich as ask  # noqa: PLC0415
    from ingest.clients.http import Http  # noqa: PLC0415

    output = Output(as_json)
    with output.progress() as progress, Http() as http:
        services = [service(http) for service in SERVICES.values()]
        asking = partial(ask, services=services, same=same_work)
        run = intake.enrich(home_of(context), asking, now(), encoder(), progress)
    output.show(run_views.run_record(run), lambda: run_views.run(run))


@app.command()
def undo(
    context: typer.Context,
    number: Annotated[
        int, typer.Argument(metavar="RUN", min=1, max=10**9, help="The number of an ingest; see `runs`.")
    ],
    as_json: Json = False,
) -> None:
    """Take back what an ingest added."""
    output = Output(as_json)
    with output.progress() as progress:
        run = intake.undo(home_of(context), number, encoder(), progress)
    output.show(run_views.past_record(run), lambda: [f"Run {run.id} was taken back."])


@app.command()
def runs(context: typer.Context, as_json: Json = False) -> None:
    """List the ingests with what they added, merged and could not take."""
    atlas, _ = opened(context)
    found = atlas.catalogue.runs()
    Output(as_json).show([run_views.past_record(run) for run in found], lambda: run_views.runs(found))
