"""Lists of works as files: BibTeX, RIS, CSL-JSON, a table, and references to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from ingest import bibtex, csl, ris
from ingest.citekeys import NONE, keyed
from kb import ids, markdown
from kb.export import to_csv
from kb.model import Person, Work
from kb.text import clean

_NAMES = 10  # authors in a reference
COLUMNS = ("citekey", "title", "authors", "year", "venue", "type", "doi", "arxiv", "url", "id")
"""What a table says of each work."""


class Form(StrEnum):
    """The forms that a list of works can be taken away in; the value is the suffix of the file."""

    BIBTEX = "bib"
    RIS = "ris"
    CSL = "json"
    CSV = "csv"
    MARKDOWN = "md"


class Export(NamedTuple):
    """A file: its name, its MIME type and its content."""

    name: str
    kind: str
    data: bytes


KINDS = {
    Form.BIBTEX: "application/x-bibtex",
    Form.RIS: "application/x-research-info-systems",
    Form.CSL: "application/vnd.citationstyles.csl+json",
    Form.CSV: "text/csv",
    Form.MARKDOWN: "text/markdown",
}


def export(works: Iterable[Work], form: Form, name: str = "works", keys: Mapping[str, str] = NONE) -> Export:
    """Return works as a file called ``name`` and its suffix, each once, in their order.

    ``keys`` are the reader's own citekeys by id of work (`ingest.citekeys.citekeys`); the others get free ones.
    """
    return Export(f"{name}.{form}", KINDS[form], _WRITERS[form](works, keys))


def _table(works: Iterable[Work], keys: Mapping[str, str]) -> bytes:
    return to_csv((row(key, work) for key, work in keyed(works, keys)), COLUMNS)


def row(key: str, work: Work) -> dict[str, object]:
    """Return what a table says of a work under its key (see `COLUMNS`)."""
    return {
        "citekey": key,
        "title": work.title,
        "authors": "; ".join(work.names()),
        "year": work.year,
        "venue": work.venue,
        "type": work.entry_type,
        **{scheme: work.identifiers.get(scheme, "") for scheme in ("doi", "arxiv", "url")},
        "id": work.id,
    }


def _references(works: Iterable[Work], keys: Mapping[str, str]) -> bytes:
    return "".join(f"- {reference(work)}\n" for _, work in keyed(works, keys)).encode()


def reference(work: Work) -> str:
    """Return a work as a line of Markdown: authors, year, the title as a link to the work itself, venue."""
    venue = f"*{markdown.text(work.venue)}*" if work.venue else ""
    title = markdown.link(work.title, _address(work))
    return ". ".join(filter(None, (markdown.text(_who(work)), title, venue))) + "."


def citation(work: Work) -> str:
    """Return a work as a line of text: authors, year, title, venue, and the address of the work itself."""
    said = ". ".join(filter(None, (_who(work), clean(work.title), clean(work.venue)))) + "."
    return " ".join(filter(None, (said, _address(work))))


def _who(work: Work) -> str:
    """Return authors and year."""
    people = work.authors if len(work.authors) <= _NAMES else (*work.authors[:_NAMES], Person("others"))
    when = f"({work.year})" if work.year else ""
    return clean(" ".join(filter(None, (", ".join(person.name() for person in people), when))))


def _address(work: Work) -> str | None:
    known = work.identifiers
    return next((ids.address(scheme, known[scheme]) for scheme in ids.SCHEMES if scheme in known), None)


_WRITERS = {
    Form.BIBTEX: lambda works, keys: bibtex.write(works, keys).encode(),
    Form.RIS: lambda works, keys: ris.write(works, keys).encode(),
    Form.CSL: lambda works, keys: csl.write(works, keys).encode(),
    Form.CSV: _table,
    Form.MARKDOWN: _references,
}
