"""The records that commands print, and how they look as tables."""

from __future__ import annotations

from typing import Any

from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from kb.atlas import Atlas
from kb.bands import band
from kb.build import BuildReport
from kb.checks.problem import Problem
from kb.coverage import Meter, total
from kb.graph_text import steps_of
from kb.hits import Excerpt, excerpts
from kb.merging import provenance
from kb.model import Concept, Lang, Link, Method, Work
from kb.phrases import heading
from kb.results import Reason, Results
from kb.values import to_plain

Record = dict[str, Any]
_FOUND = 50  # works that were found for a concept
_NOTICES = {
    "no-encoder": "Searched by words only: there is no encoder (KB_ENCODER=none).",
    "not-encoded": "The encoder reads English only; labels and words found these.",
}


def build(report: BuildReport) -> list[RenderableType]:
    """Say what a build did."""
    done = "updated" if report.changed or report.indexed else "already current"
    return [
        f"Knowledge base {done}: revision {report.revision}, {report.documents} documents, "
        f"{report.encoded} texts encoded ({escape(report.encoder) or 'no encoder'})."
    ]


def results(found: Results, atlas: Atlas, lang: Lang) -> list[RenderableType]:
    """Show search results as a table."""
    parts: list[RenderableType] = []
    if found.searched_as:
        parts.append(f"Searched as: {escape(', '.join(atlas.label(c, lang) for c in found.searched_as))}")
    if found.no_good_match:
        parts.append("No good match." + (" The nearest concepts are:" if found.results else ""))
    table = Table("score", "kind", "title", "year", "id", "why")
    for hit, excerpt in zip(found.results, excerpts(atlas, found, lang), strict=True):
        why = "; ".join(f"{reason.leg}: {_detail(reason)}" for reason in hit.why)
        place, rest = (f"{hit.score:.2f}", hit.kind.value), (str(hit.year or ""), hit.id, why)
        table.add_row(*place, _excerpt(excerpt), *map(escape, rest))
    if found.results:
        parts.append(table)
    if found.notice:
        parts.append(_NOTICES[found.notice])
    return parts


def _detail(reason: Reason) -> str:
    near = band(float(reason.detail)).replace("_", " ") if reason.leg == "semantic" else ""
    return f"{near} ({reason.detail})" if near else reason.detail


def _excerpt(shown: Excerpt) -> Text:
    """Show title and passage as text, with the words of the query underlined."""
    lines = [[(piece.text, "underline" if piece.matched else "") for piece in part] for part in shown if part]
    return Text("\n").join(Text.assemble(*line, style=style) for line, style in zip(lines, ("bold", ""), strict=False))


def concept_record(atlas: Atlas, concept: Concept, lang: Lang) -> Record:
    """Return the record of a concept as the contract has it; of the works that were found for it, the surest."""
    _, found = atlas.found_works(concept.id, 0, _FOUND)
    return {
        "id": concept.id,
        "facet": concept.facet.value,
        "labels": {
            tongue.value: {"pref": concept.pref_label.get(tongue), "alt": list(concept.alt_label.get(tongue))}
            for tongue in Lang
        },
        "gist": to_plain(concept.gist),
        "maturity": concept.maturity.stage.value if concept.maturity else None,
        "definitions": to_plain(concept.definitions),
        "broader": list(concept.broader),
        "narrower": list(atlas.taxonomy.narrower[concept.id]),
        "relations": _relations(atlas, concept, lang),
        "works": [
            *(_tied(link, work) for link, work in atlas.works_of(concept.id)),
            *(_tied(link, work) | {"evidence": link.evidence} for link, work in found),
        ],
    }


def _tied(link: Link, work: Work) -> Record:
    return {
        "id": work.id,
        "title": work.title,
        "year": work.year,
        "role": link.role.value,
        "method": link.method.value,
        "confidence": link.confidence,
    }


def concept(record: Record, atlas: Atlas, lang: Lang) -> list[RenderableType]:
    """Show a concept for reading."""
    labels = record["labels"]
    alt = ", ".join([*labels["en"]["alt"], *labels["zh"]["alt"]])
    lines = [
        f"[bold]{escape(labels['en']['pref'])} · {escape(labels['zh']['pref'])}[/bold]",
        escape(f"{record['facet']}, {record['id']}"),
        escape(f"Also: {alt}") if alt else "",
        escape(record["gist"][lang.value]),
    ]
    for definition in record["definitions"]:
        if definition["lang"] == lang.value:
            sources = "; ".join(_cite(atlas, s) for s in definition["sources"])
            lines.append(f"\n{escape(definition['text'])}\n[dim]{escape(sources)}[/dim]")
    for name in ("broader", "narrower"):
        if record[name]:
            lines.append(f"\n{name}: " + escape(", ".join(atlas.label(c, lang) for c in record[name])))
    parts: list[RenderableType] = ["\n".join(line for line in lines if line)]
    if record["relations"]:
        table = Table("relation", "concept", "source")
        for relation in record["relations"]:
            cited = "; ".join(_cite(atlas, s) for s in relation["sources"])
            table.add_row(*map(escape, (relation["label"], atlas.label(relation["target"], lang), cited)))
        parts.append(table)
    curated = [row for row in record["works"] if row["method"] == Method.CURATED]
    if curated:
        table = Table("role", "year", "title", "id")
        for row in curated:
            table.add_row(*map(escape, (row["role"], str(row["year"] or ""), row["title"], row["id"])))
        parts.append(table)
    found = [row for row in record["works"] if row not in curated]
    if found:
        table = Table("found by", "year", "title", "id", "evidence")
        for row in found:
            cells = (_how(row), str(row["year"] or ""), row["title"], row["id"], row["evidence"])
            table.add_row(*map(escape, cells))
        parts += ["\nIngested works that seem to be about it, the surest first:", table]
    return parts


def _how(link: Record) -> str:
    """Say how a tie is known."""
    return link["method"] if link["method"] == Method.CURATED else f"{link['method']} {link['confidence']:.0%}"


def work_record(atlas: Atlas, work: Work, lang: Lang) -> Record:
    """Return the record of a work: its facts and its concepts."""
    record: Record = to_plain(work) | {"authors": list(work.names())}
    record["provenance"] = provenance(atlas.catalogue.records(work.id))
    record["concepts"] = [
        {
            "id": concept.id,
            "label": concept.pref_label.best(lang),
            "role": link.role.value,
            "method": link.method.value,
            "confidence": link.confidence,
            "evidence": link.evidence,
        }
        for link, concept in atlas.concepts_of(work.id)
    ]
    return record


def work(record: Record) -> list[RenderableType]:
    """Show a work for reading."""
    known = ", ".join(f"{scheme}: {value}" for scheme, value in record["identifiers"].items())
    lines = (
        record["title"],
        ", ".join(record["authors"]),
        " · ".join(filter(None, (str(record["year"] or ""), record["venue"], record["entry_type"], record["citekey"]))),
        known,
    )
    table = Table("role", "concept", "id", "known by", "evidence")
    for row in record["concepts"]:
        table.add_row(*map(escape, (row["role"], row["label"], row["id"], _how(row), row["evidence"])))
    return [*(escape(line) for line in lines if line), table]


def path_record(atlas: Atlas, start: Concept, goal: Concept, lang: Lang) -> Record:
    """Return the path between two concepts."""
    edges = atlas.graph.path(start.id, goal.id)
    steps = steps_of(atlas, edges or (), lang)
    joiner = "；" if lang is Lang.ZH else "; "
    return {
        "from": start.id,
        "to": goal.id,
        "found": edges is not None,
        "steps": [to_plain(step) for step in steps],
        "sentence": joiner.join(step.sentence for step in steps),
    }


def path(record: Record) -> list[RenderableType]:
    """Show a path as a sentence and its steps."""
    if not record["found"]:
        return ["There is no path between them."]
    if not record["steps"]:
        return ["They are the same concept."]
    table = Table("subject", "type", "object")
    for step in record["steps"]:
        table.add_row(*map(escape, (step["subject"], step["type"], step["object"])))
    return [escape(record["sentence"]), table]


def coverage(found: tuple[Meter, ...]) -> Table:
    """Show the coverage meters, counts and shares of each family's concepts."""
    table = Table("family", *(name.replace("_", " ") for name in Meter._fields[1:]))
    for meter in (*found, total(found)._replace(family="all")):
        shares = (f"{count} ({count / max(1, meter.concepts):.0%})" for count in meter[2:])
        table.add_row(meter.family, str(meter.concepts), *shares)
    return table


def problems(found: list[Problem]) -> list[RenderableType]:
    """Show the problems of a check, or that there are none."""
    if not found:
        return ["No problems."]
    table = Table("check", "subject", "what to do")
    for problem in found:
        table.add_row(*map(escape, (problem.check, problem.subject, problem.message)))
    return [table, "1 problem." if len(found) == 1 else f"{len(found)} problems."]


def stats_record(atlas: Atlas) -> Record:
    """Return the figures of a knowledge base."""
    definitions = [d.lang for c in atlas.taxonomy.concepts for d in c.definitions]
    manifest = atlas.index.manifest
    return {
        **atlas.catalogue.counts(),
        "definitions": {lang.value: definitions.count(lang) for lang in Lang},
        "failures": sum(run.total("failed") for run in atlas.catalogue.runs() if not run.undone),
        "index": {"documents": manifest.documents, "encoder": manifest.encoder, "revision": manifest.revision},
    }


def stats(record: Record) -> list[RenderableType]:
    """Show the figures as a table."""
    table = Table("what", "count", show_header=False)
    for name, value in record.items():
        shown = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)
        table.add_row(name, escape(shown))
    return [table]


def _relations(atlas: Atlas, concept: Concept, lang: Lang) -> list[Record]:
    rows = []
    for relation in atlas.taxonomy.relations_of(concept.id):
        inverse = relation.subject != concept.id
        rows.append(
            {
                "type": relation.type.value,
                "direction": "in" if inverse else "out",
                "target": relation.subject if inverse else relation.object,
                "label": heading(relation.type, lang, inverse=inverse),
                "note": to_plain(relation.note),
                "sources": to_plain(relation.sources),
                "asserted_by": relation.asserted_by.value,
            }
        )
    return rows


def _cite(atlas: Atlas, source: dict[str, str]) -> str:
    work = atlas.catalogue.works([source["work"]])[source["work"]]
    return " ".join(filter(None, (work.byline(), source["locator"])))
