"""The command that measures the search."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import RenderableType
from rich.table import Table

from kb.atlas import Atlas
from kb.cli.base import Json, app, opened
from kb.cli.output import Output
from kb.evaluation import judged
from kb.evaluation.judged import Judged
from kb.progress import Progress
from kb.search import Searcher


@app.command("eval")
def evaluate(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[SET…]", help="Sets of our own; all without.")] = None,
    beir: Annotated[
        list[Path] | None, typer.Option("--beir", help="A folder with queries.jsonl and qrels.tsv; repeatable.")
    ] = None,
    corpus: Annotated[Path | None, typer.Option("--corpus", help="The documents of --beir, as JSON lines.")] = None,
    as_json: Json = False,
) -> None:
    """Measure the search on judged queries: nDCG@10, MRR and recall of each leg and of all together."""
    own = judged.own()
    for name in names or ():
        if name not in own:
            raise typer.BadParameter(f"“{name}” is no set; ours are {', '.join(own) or 'none'}, others go with --beir.")
    chosen = names or ([] if beir else list(own))
    sets = [*(judged.read(own[name]) for name in chosen), *(judged.read(folder, corpus) for folder in beir or ())]
    atlas, _ = opened(context, encode=True)
    output = Output(as_json)
    with output.progress() as progress:
        found = [_measured(atlas, one, progress) for one in sets]
    output.show(
        {"sets": found, "atlas": _measured_on(atlas)}, lambda: [table for record in found for table in _tables(record)]
    )


def _measured_on(atlas: Atlas) -> dict[str, Any]:
    counts = atlas.catalogue.counts()
    return {"encoder": atlas.index.manifest.encoder, "concepts": counts["concepts"], "works": counts["works"]}


def _measured(atlas: Atlas, one: Judged, progress: Progress) -> dict[str, Any]:
    from kb.evaluation import answers, run  # noqa: PLC0415 (the library of measures: other commands need not wait)
    from kb.evaluation.corpus import open_corpus  # noqa: PLC0415

    searcher = atlas.searcher
    if one.corpus is not None:
        library, index = open_corpus(atlas.home, atlas.catalogue, one.corpus, atlas.encoder, progress)
        searcher = Searcher(atlas.taxonomy, atlas.labels, library, index, atlas.encoder, reranker=atlas.reranker)
    record = run.record(one, run.rankings(searcher, one, progress))
    if one.labelled and one.corpus is None:
        record["answers"] = answers.record(answers.answers(searcher, one, progress))
    return record


def _tables(record: dict[str, Any]) -> list[RenderableType]:
    """Show the figures of a set, and how a reader is answered."""
    return [_table(record), *([_answers(record["answers"])] if "answers" in record else [])]


def _table(record: dict[str, Any]) -> RenderableType:
    """Show the figures of a set."""
    names = [name for name in next(iter(record["systems"].values())) if name not in {"interval", "p"}]
    table = Table("system", *names, "p", title=f"{record['set']}: {record['queries']} queries", title_justify="left")
    for system, held in record["systems"].items():
        cells = [f"{held[n]:.3f} ({held['interval'][n][0]:.3f}–{held['interval'][n][1]:.3f})" for n in names]
        table.add_row(system, *cells, f"{held['p']:.3f}" if "p" in held else "")
    return table


def _answers(record: dict[str, Any]) -> RenderableType:
    """Show by kind and language how often the right concept is first, or nothing is answered."""
    columns = ("kind", "language", "queries", "first", "first three", "refused")
    table = Table(*columns, title="By kind", title_justify="left")
    for row in record["kinds"]:
        shares = ("" if row[name] is None else f"{row[name]:.0%}" for name in ("first", "first_three", "refused"))
        table.add_row(row["kind"], row["lang"], str(row["queries"]), *shares)
    return table
