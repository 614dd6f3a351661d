"""Judged queries in the layout of BEIR: queries.jsonl, qrels.tsv, and the corpus that they are about."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from kb.errors import DataError

OWN = Path(__file__).parents[2] / "benchmarks" / "queries"
"""Our own sets: their documents are concepts and works of the shipped Atlas, as ``concept:id`` and ``work:id``."""


class Labelled(NamedTuple):
    """A query with its kind (``label``, ``paraphrase``, ``nonsense`` …) and language (``en``, ``zh``, ``mixed``)."""

    text: str
    kind: str
    lang: str


class Judged(NamedTuple):
    """A set of queries by id, and what is relevant to each (document id to grade, 0 to 3).

    ``corpus`` is the file of its documents; without one the documents are those of the Atlas. ``made_from`` names the
    document that a query is itself, which is not to be found (the field ``doc`` of a query). ``labelled`` are the
    queries that say of which kind and language they are, judged or not.
    """

    name: str
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]
    corpus: Path | None = None
    made_from: Mapping[str, str] = MappingProxyType({})
    labelled: Mapping[str, Labelled] = MappingProxyType({})


class Text(NamedTuple):
    """A document of a corpus."""

    id: str
    title: str
    body: str
    year: int | None


def own() -> dict[str, Path]:
    """Return the folders of our own sets by name."""
    return {path.name: path for path in sorted(OWN.glob("*/")) if (path / "queries.jsonl").is_file()}


def read(folder: Path, corpus: Path | None = None) -> Judged:
    """Read a set; raises DataError.

    Its corpus is the one given, ``corpus.jsonl`` or ``corpus.jsonl.gz`` in the folder, or the file that ``corpus.txt``
    names, looked for in the folder and those above it.
    """
    queries, made_from, labelled = {}, {}, {}
    for place, row in _rows(folder / "queries.jsonl"):
        if not {"_id", "text"} <= row.keys():
            raise DataError([f"{place}: a query has the fields _id and text"])
        title = str(row.get("title") or "")
        queries[str(row["_id"])] = text = f"{title}. {row['text']}" if title else str(row["text"])
        if "doc" in row:
            made_from[str(row["_id"])] = str(row["doc"])
        if {"kind", "lang"} <= row.keys():
            labelled[str(row["_id"])] = Labelled(text, str(row["kind"]), str(row["lang"]))
    qrels: dict[str, dict[str, int]] = defaultdict(dict)
    for number, line in enumerate(_lines(folder / "qrels.tsv"), start=1):
        query, document, *grade = line.rstrip("\n").split("\t")[:3] if "\t" in line else ("", "")
        if number == 1 and not (grade and grade[0].lstrip("-").isdigit()):
            continue  # the names of the columns
        if not (grade and grade[0].lstrip("-").isdigit()):
            raise DataError([f"{folder / 'qrels.tsv'}:{number}: a judgement is query, document and grade, with tabs"])
        qrels[query][document] = int(grade[0])
    judged = {query: text for query, text in queries.items() if query in qrels}
    if not judged:
        raise DataError([f"{folder}: no query is judged in qrels.tsv"])
    return Judged(folder.name, judged, qrels, corpus or _corpus(folder), made_from, labelled)


def texts(corpus: Path) -> Iterator[Text]:
    """Yield the documents of a corpus of JSON lines (``_id`` or ``id``, ``title``, ``text`` or ``abstract``)."""
    for place, row in _rows(corpus):
        ident = row.get("_id", row.get("id"))
        if ident is None:
            raise DataError([f"{place}: a document has an _id"])
        year = row.get("year")
        body = str(row.get("text") or row.get("abstract") or "")
        yield Text(str(ident), str(row.get("title") or ""), body, year if isinstance(year, int) else None)


def _corpus(folder: Path) -> Path | None:
    for name in ("corpus.jsonl", "corpus.jsonl.gz"):
        if (folder / name).is_file():
            return folder / name
    if not (folder / "corpus.txt").is_file():
        return None
    named = (folder / "corpus.txt").read_text().strip()
    found = next((above / named for above in (folder, *folder.resolve().parents) if (above / named).is_file()), None)
    if found is None:
        raise DataError([f"{folder / 'corpus.txt'}: there is no {named} here or above; name the file with --corpus"])
    return found


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(_lines(path), start=1):
        place = f"{path}:{number}"
        try:
            row = json.loads(line) if line.strip() else None
        except ValueError as error:
            raise DataError([f"{place}: not JSON ({error})"]) from error
        if row is not None and not isinstance(row, dict):
            raise DataError([f"{place}: not a JSON object"])
        if row:
            yield place, row


def _lines(path: Path) -> Iterator[str]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            yield from file
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise DataError([f"{path}: cannot be read ({error})"]) from error
