"""PDF: one work from the metadata, the first pages and the list of references (the seam to pypdf)."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple, TypeVar

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from ingest import facts, loose, mentions
from ingest.first_page import Line, abstract, authors, identity, title
from kb.model import Batch, Failure, Work

_MOST_BYTES = 200_000_000
_FIRST_PAGES = 2
_ARTICLE_PAGES = 40  # of a longer document the rest is not read as its text
_LAST_PAGES = 40  # of a long document only these are searched for references: about a second of reading
_MOST_CONTENT = 3_000_000  # bytes of one page's drawing commands; figures with more would take minutes
_REFERENCES = re.compile(
    r"^\s*(?:\d{1,2}\.?\s+)?(?:references|bibliography|works cited|参\s*考\s*文\s*献)\s*:?\s*$", re.I | re.M
)
_BROKEN = re.compile(r"(\b10\.\d{4,9}/(?:[^\s]*[/_-])?|(?:\babs/|arxiv:)(?:\d{4}\.)?)[ \t]*\n\s*(?=\w)", re.I)

T = TypeVar("T")

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is returned, not logged


class _UnreadableError(ValueError):
    """The file gives no work; the message says why and what to do."""


class Article(NamedTuple):
    """The text of a PDF: its title or nothing, its pages up to the list of references, and that list."""

    title: str
    pages: tuple[str, ...]
    listed: str


def parse(data: bytes, source: str) -> Batch[Work]:
    """Read a PDF as one work or one failure; never raises. ``source`` may tell the arXiv id (``1805.00899v2.pdf``)."""
    made = _guarded(data, source, lambda reader: _work(reader, source))
    return Batch(failures=(made,)) if isinstance(made, Failure) else Batch((made,))


def article(data: bytes, source: str) -> Article | Failure:
    """Read what a PDF says on its first 40 pages, and its list of references from the end; never raises."""
    return _guarded(data, source, _article)


def _guarded(data: bytes, source: str, make: Callable[[PdfReader], T]) -> T | Failure:
    try:
        return make(_open(data))
    except (_UnreadableError, facts.NoTitleError) as problem:
        reason = str(problem)
    except DependencyError:
        reason = "the PDF is encrypted; save a copy without password"
    except PyPdfError as problem:
        reason = f"the PDF is damaged ({str(problem)[:400]}); download it again"
    except Exception as problem:  # a damaged file can make pypdf raise anything, RecursionError included
        reason = f"the PDF is damaged ({type(problem).__name__}: {str(problem)[:400]}); download it again"
    return _failure(source, reason, data)


def _failure(source: str, reason: str, data: bytes) -> Failure:
    return loose.failure(source, 0, bytes(data[:80]).decode("latin-1"), facts.plain(reason)[:500])


def _open(data: bytes) -> PdfReader:
    if b"%PDF-" not in data[:1024]:
        raise _UnreadableError("not a PDF: it does not begin with %PDF-")
    if len(data) > _MOST_BYTES:
        raise _UnreadableError(f"larger than {_MOST_BYTES // 1_000_000} MB; split the file")
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise _UnreadableError("the PDF is encrypted; save a copy without password")
    if not len(reader.pages):
        raise _UnreadableError("the PDF has no pages; download it again")
    return reader


def _work(reader: PdfReader, source: str) -> Work:
    meta = {key.strip("/").lower(): str(value) for key, value in (reader.metadata or {}).items() if value is not None}
    pages = [_text(reader, number) for number in range(min(_FIRST_PAGES, len(reader.pages)))]
    first = pages[0] if pages else ""
    known, year = identity(pages, meta, source)
    name = title(_lines(reader), first, meta.get("title", ""))
    if not name:
        why = "no title in metadata or text" if any(map(str.strip, pages)) else "no text: the pages are images; run OCR"
        raise _UnreadableError(f"{why}, or add the work by hand")
    return facts.work(
        title=name,
        authors=authors(meta.get("author", ""), first, name),
        year=year or (meta.get("creationdate") or "").removeprefix("D:")[:4],
        abstract=abstract("\n".join(pages)),
        identifiers=known,
        references=_references(reader, known),
    )


def _text(reader: PdfReader, number: int) -> str:
    """Return the text of a page; a page that cannot be read, or is too large to read in time, has none."""
    try:
        page = reader.pages[number]
        content = page.get_contents()
        return "" if content is None or len(content.get_data()) > _MOST_CONTENT else page.extract_text()
    except Exception:  # as above; the other pages may be whole
        return ""


def _lines(reader: PdfReader) -> list[Line]:
    """Return the pieces of upright text on the first page with their font size."""
    found: list[Line] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        upright = abs(tm[1]) < abs(tm[0]) / 10 + 1e-6
        if text.strip() and upright:
            scale = (tm[2] ** 2 + tm[3] ** 2) ** 0.5 * (cm[2] ** 2 + cm[3] ** 2) ** 0.5
            found.append(Line(round(abs(size) * scale, 1), text))

    if _text(reader, 0):
        reader.pages[0].extract_text(visitor_text=visit)
    return found


def _references(reader: PdfReader, own: dict[str, str]) -> tuple[str, ...]:
    """Return what the list of references names by arXiv id or DOI, the work itself left out."""
    _, listed = _listed(reader, {})
    arxiv = (f"arxiv:{value}" for value in mentions.arxiv_ids(listed) if value != own.get("arxiv"))
    return (*arxiv, *(f"doi:{value}" for value in mentions.dois(listed) if value != own.get("doi")))


def _listed(reader: PdfReader, known: dict[int, str]) -> tuple[tuple[int, int], str]:
    """Return page and place of the last heading of a list of references, and what follows it, lines made whole.

    Without such a heading among the last pages, the place is behind the last page and nothing follows. ``known`` are
    pages that were read already.
    """
    count = len(reader.pages)
    texts: list[str] = []
    for number in range(count - 1, max(-1, count - 1 - _LAST_PAGES), -1):
        texts.insert(0, known[number] if number in known else _text(reader, number))
        headings = list(_REFERENCES.finditer(texts[0]))
        if headings:
            listed = "\n".join([texts[0][headings[-1].end() :], *texts[1:]])
            return (number, headings[-1].start()), _BROKEN.sub(r"\1", listed)
    return (count, 0), ""


def _article(reader: PdfReader) -> Article:
    known = {number: _text(reader, number) for number in range(min(_ARTICLE_PAGES, len(reader.pages)))}
    if not any(map(str.strip, known.values())):
        raise _UnreadableError("no text: the pages are images; run OCR")
    (page, place), listed = _listed(reader, known)
    pages = [text[:place] if number == page else text for number, text in known.items() if number <= page]
    stated = str(reader.metadata.get("/Title") or "") if reader.metadata else ""
    return Article(title(_lines(reader), known[0], stated), tuple(pages), listed)
