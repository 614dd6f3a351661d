"""The formats that are read, and how a file's is recognised: from its first bytes, else from its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import NamedTuple

from ingest import (
    acl_xml,
    arxiv_atom,
    arxiv_snapshot,
    bibtex,
    crossref,
    csl,
    decode,
    jsonl,
    openalex,
    pdf,
    ris,
    semantic_scholar,
    survey,
    table,
)
from kb.model import Batch, Work
from kb.model.survey import Survey

Lines = Callable[[bytes, str, int], Batch[Work]]
Parse = Callable[[bytes, str], Batch[Work] | Survey]


def _survey(data: bytes, source: str) -> Survey:
    return survey.parse(decode.text(data), source)


class Format(NamedTuple):
    """A format: its name, the suffixes of its files, and its parser of at most ``most`` bytes.

    ``lines`` parses a part that begins at a line; such files may be of any size.
    """

    name: str
    suffixes: tuple[str, ...]
    parse: Parse
    lines: Lines | None = None
    most: int = 256_000_000


FORMATS: tuple[Format, ...] = (
    Format("bibtex", (".bib", ".bibtex", ".biblatex"), bibtex.parse),
    Format("ris", (".ris", ".ciw"), ris.parse),
    Format("csl-json", (".csljson",), csl.parse),
    Format("arxiv-atom", (".atom",), arxiv_atom.parse),
    Format("arxiv-snapshot", (), arxiv_snapshot.parse, arxiv_snapshot.parse),
    Format("openalex", (), openalex.parse),
    Format("semantic-scholar", (), semantic_scholar.parse),
    Format("crossref", (), crossref.parse),
    Format("acl-xml", (), acl_xml.parse),
    Format("table", (".csv", ".tsv"), table.parse),
    Format("json-lines", (".jsonl", ".ndjson", ".json"), jsonl.parse, jsonl.parse),
    Format("pdf", (".pdf",), pdf.parse, most=200_000_000),
    Format("survey", (".md", ".markdown", ".txt", ".text"), _survey, most=20_000_000),
)
BY_NAME = {known.name: known for known in FORMATS}

_BIBTEX = re.compile(r"(?:%.*\n\s*)*@\s*[A-Za-z]+\s*[{(]")  # comments may stand above the first entry
_RIS = re.compile(r"(?:[\w ]{2,30}:.*\n\s*){0,5}(?:TY {1,2}-|FN .*\n\s*VR |PT [A-Z]\s*\n)")
_FOREIGN = re.compile(r"PMID- |%0 [A-Z]")  # PubMed and EndNote: tags that are not RIS, and records that look like one
_OBJECTS = re.compile(r'\{\s*["}]|\[\s*[{\]]')
_XML = ((re.compile(r"<(?:\w+:)?feed[\s>]"), "arxiv-atom"), (re.compile(r"<(?:collection|volume)[\s>]"), "acl-xml"))
_JSON = (  # names of fields that only one service writes
    ("arxiv-snapshot", re.compile(r'"(?:authors_parsed|journal-ref)"\s*:')),
    ("openalex", re.compile(r'"(?:abstract_inverted_index|authorships)"\s*:|"id"\s*:\s*"https://openalex\.org/W')),
    ("semantic-scholar", re.compile(r'"paperId"\s*:')),
    (
        "crossref",
        re.compile(r'"(?:message-type|reference-count|is-referenced-by-count)"\s*:|"container-title"\s*:\s*\['),
    ),
    ("csl-json", re.compile(r'"issued"\s*:\s*\{|"author"\s*:\s*\[\s*\{\s*"(?:family|given|literal)"')),
)


def recognise(name: str, head: bytes) -> Format | None:
    """Return the format of a file from its first bytes and its name, or None; what it holds outweighs its suffix."""
    if head.lstrip().startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and decode.binary(head)):
        return BY_NAME["pdf"]
    if decode.binary(head):
        return None
    text = decode.text(head).replace("\ufeff", " ").lstrip()  # some programs write the mark twice
    if is_foreign(text):
        return None
    found = _marked(text)
    if found:
        return BY_NAME[found]
    return next((f for f in FORMATS if PurePath(name.lower()).suffix in f.suffixes), None)


def is_foreign(text: str) -> bool:
    """Say whether a text is in the tags of PubMed or EndNote, which look like RIS and are not read."""
    return bool(_FOREIGN.match(text.lstrip()))


def _marked(text: str) -> str:
    """Return the name of the format that the text shows, or nothing."""
    if text.startswith("<"):
        return next((name for mark, name in _XML if mark.search(text[:4000])), "")
    if _OBJECTS.match(text):
        return next((name for name, mark in _JSON if mark.search(text)), "json-lines")
    if _RIS.match(text):
        return "ris"
    return "bibtex" if _BIBTEX.match(text) else ""
