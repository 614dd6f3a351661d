"""BibTeX and biblatex: text in, works and failures out, and works back to text.

Fields: https://ctan.org/pkg/biblatex, and what Zotero, Mendeley, JabRef, Google Scholar, DBLP, the ACL Anthology and
arXiv write beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from ingest import bibtex_library, decode, facts
from ingest.bibtex_entries import Entry, Rough, cut, strings
from ingest.bibtex_identifiers import known, stated
from ingest.bibtex_inherit import inherit, parents
from ingest.bibtex_library import Broken
from ingest.bibtex_names import people, people_strictly
from ingest.citekeys import NONE, keyed
from ingest.latex import to_latex, to_plain
from ingest.loose import failure, language
from kb import ids
from kb.model import Batch, Failure, Person, Work
from kb.model.draft import Reference
from kb.text import clean, has_cjk

_VENUE = ("journal", "journaltitle", "booktitle", "howpublished", "institution", "school", "publisher", "organization")
_RAW = {*facts.UNSAID, "doi", "url", "eprint", "archiveprefix", "arxivid", "author", "crossref", "xdata"}
_USED = {"title", "subtitle", "year", "date", "abstract", "langid", "language"}
_HOUSEKEEPING = {
    *("file", "local-url", "localfile", "owner", "timestamp", "groups", "mendeley-groups", "date-added"),
    *("date-modified", "biburl", "bibsource", "__markedentry", "ids", "bdsk-url-1", "bdsk-url-2", "bdsk-file-1"),
    *("bdsk-file-2", "posted-at"),
}
"""What reference managers keep for themselves, paths on their user's disk among it."""

_UNREAD = _RAW | _HOUSEKEEPING
_VENUE_OF = {
    "article": "journal",
    **dict.fromkeys(("inproceedings", "incollection", "inbook"), "booktitle"),
    **dict.fromkeys(("phdthesis", "mastersthesis"), "school"),
    "techreport": "institution",
    "book": "publisher",
}
_TITLES = dict.fromkeys(("proceedings", "book", "collection", "mvbook", "mvproceedings"), ("booktitle", "maintitle"))
_CAPITALS = re.compile(r"\b((?=\w*[A-Z])\w*(?:[A-Z]\w*[A-Z]|\w[A-Z])\w*)")
_PARTING = re.compile(r"[,;=]|\band\b|^[A-Z]\. *\w", re.I)  # what would part a name, or part it from the next
_ENCODED = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})  # addresses are not LaTeX
_MOST_TEXT = 100_000  # letters of a field
_SHORT = 80  # letters of a value that is likely to come again


def parse(data: bytes | str, source: str, *, strict: bool = False) -> Batch[Work]:
    """Parse BibTeX or biblatex; every entry is a work or, without a title or with broken text, a failure.

    ``strict`` is for data under one's own care: a key or field that stands twice, a malformed identifier and a strange
    name are failures then. Else the first of equal fields counts, and a malformed identifier is left out.
    """
    works, broken = _parsed(text := decode.text(data), strict)
    return Batch(tuple(work for _, work in works), tuple(_failures(text, source, broken)))


def references(data: bytes | str, source: str) -> Batch[Reference]:
    """Parse as `parse` does, each work with the key and the line that its entry has."""
    works, broken = _parsed(text := decode.text(data), strict=False)
    lines = _lines(text, (entry.start for entry, _ in works))
    found = (Reference(work, clean(entry.key), line) for (entry, work), line in zip(works, lines, strict=True))
    return Batch(tuple(found), tuple(_failures(text, source, broken)))


def _parsed(text: str, strict: bool) -> tuple[list[tuple[Entry, Work]], list[Broken]]:
    """Return the works with their entries, and what is none, both in the order of the text."""
    found = list(_read(text))
    entries = [entry for entry in found if isinstance(entry, Entry) and entry.kind != "xdata"]
    pointing = any("crossref" in entry.fields or "xdata" in entry.fields for entry in entries)
    by_key = parents(entry[:3] for entry in found if isinstance(entry, Entry)) if pointing else {}
    works: list[tuple[Entry, Work]] = []
    broken = [entry for entry in found if isinstance(entry, Broken)]
    keys: set[str] = set()
    for entry in entries:
        fields = inherit(entry.kind, entry.fields, by_key) if by_key else entry.fields
        work = _work(entry, fields)
        reason = "" if work.title else _untitled(fields)
        if strict and not reason:
            reason = _slip(entry, fields, keys)
        if reason:
            broken.append(Broken(entry.start, entry.end, f"{entry.key}: {reason}" if entry.key else reason))
        else:
            works.append((entry, work))
    return works, sorted(broken)


def write(works: Iterable[Work], keys: Mapping[str, str] = NONE) -> str:
    """Write works as BibTeX that `parse` reads back to the same facts, each once, under their keys (by id of work)."""
    return bibtex_library.write((work.entry_type, key, _fields(work)) for key, work in keyed(works, keys))


def _read(text: str) -> Iterator[Entry | Broken]:
    macros = strings(text)
    for found in cut(text, macros):
        if isinstance(found, Rough):
            yield from bibtex_library.read(text, found, macros)
        else:
            yield found


def _failures(text: str, source: str, broken: list[Broken]) -> Iterator[Failure]:
    for (start, end, reason), line in zip(broken, _lines(text, (one.start for one in broken)), strict=True):
        yield failure(source, line, text[start:end], reason)


def _lines(text: str, places: Iterable[int]) -> Iterator[int]:
    """Yield the line, from 1, of each place; the places ascend."""
    line, position = 1, 0
    for place in places:
        line += text.count("\n", position, place)
        position = place
        yield line


def _untitled(fields: Mapping[str, str]) -> str:
    if "crossref" in fields:
        return f"the entry has no title; add one, or the entry “{fields['crossref']}” that it refers to"
    return "the entry has no title; add a field title"


def _slip(entry: Entry, fields: Mapping[str, str], keys: set[str]) -> str:
    """Return what is wrong with an entry in data under one's own care, or nothing."""
    if entry.key in keys:
        return "an entry with this key came before; give each entry its own key"
    keys.add(entry.key)
    if entry.repeated:
        return "a field stands twice in the entry; keep one"
    try:
        people_strictly(fields.get("author", ""))
    except ValueError as error:
        return str(error)
    raw = stated(fields)
    wrong = [f"{scheme} “{raw[scheme]}”" for scheme in ids.malformed(raw)]
    return f"not a well-formed identifier: {', '.join(wrong)}" if wrong else ""


def _work(entry: Entry, fields: Mapping[str, str]) -> Work:
    plain = {key: _plain(value) for key, value in fields.items() if key not in _UNREAD}
    titles = ("title", *_TITLES.get(entry.kind, ()))
    title_key = next((key for key in titles if plain.get(key)), "title")
    title = _titled(plain.get(title_key, ""), plain.get("subtitle", ""))
    venue_key = next((key for key in _VENUE if plain.get(key) and key != title_key), "")
    authors = people(fields["author"]) if "author" in fields else ()
    year = _year(plain.get("year", "")) or _year(plain.get("date", ""))
    identifiers = known(fields)
    family = authors[0].family if authors else ""
    used = _USED | {title_key, venue_key}
    details = {key: value for key, value in plain.items() if value and key not in used}
    if venue_key:
        details["venue_field"] = venue_key
    return Work(
        id=ids.work_id(identifiers, title, family, year),
        citekey=clean(entry.key) or ids.citekey(family, year, title),
        title=title,
        authors=authors,
        year=year,
        entry_type=entry.kind,
        venue=plain.get(venue_key, ""),
        language=_language(plain, title),
        abstract=plain.get("abstract", ""),
        identifiers=identifiers,
        details=details,
    )


def _text(value: str) -> str:
    """Return LaTeX as plain text; entities and tags of HTML, which some databases export, are resolved."""
    text = to_plain(" ".join(value[:_MOST_TEXT].split()) if "\n" in value else value[:_MOST_TEXT])
    marked = "<" in text or ("&" in text and ";" in text)
    return facts.plain(text) if marked and "$" not in text else text


_short = lru_cache(maxsize=50_000)(_text)
_year = lru_cache(maxsize=1_000)(facts.year_of)


def _plain(value: str) -> str:
    return _short(value) if len(value) < _SHORT else _text(value)


def _titled(title: str, subtitle: str) -> str:
    return f"{title}: {subtitle}" if title and subtitle and subtitle not in title else title


def _language(plain: Mapping[str, str], title: str) -> str:
    named = plain.get("language") or plain.get("langid")
    return (language(named) if named else "") or ("zh" if has_cjk(title) else "en")


def _fields(work: Work) -> dict[str, str]:
    fields = {"title": _protected(work.title), "author": " and ".join(_bibtex_name(p) for p in work.authors)}
    fields["year"] = str(work.year or "")
    place = work.details.get("venue_field", "")
    place = place if place in _VENUE else _VENUE_OF.get(work.entry_type, "howpublished")
    fields[place] = to_latex(work.venue)
    before = _VENUE[: _VENUE.index(place)] if work.venue else _VENUE  # what would be taken for the venue
    hidden = {"venue_field", *before, *fields}
    fields |= {key: to_latex(value) for key, value in work.details.items() if key not in hidden}
    known = {scheme: value.translate(_ENCODED) for scheme, value in work.identifiers.items()}
    if "arxiv" in known:
        fields |= {"eprint": known["arxiv"], "archiveprefix": "arXiv"}
    fields |= {"doi": known.get("doi", ""), "url": known.get("url", "")} | facts.unsaid(known)
    if work.language != "en" or has_cjk(work.title):  # else it would be taken for Chinese
        fields["language"] = work.language
    return fields


def _protected(title: str) -> str:
    """Brace words such as AI or GPT, which BibTeX styles would put in lower case."""
    pieces = enumerate(_CAPITALS.split(title))  # what is matched stands at the odd places
    return "".join(f"{{{to_latex(piece)}}}" if place % 2 else to_latex(piece) for place, piece in pieces)


def _bibtex_name(person: Person) -> str:
    if not person.given:
        alone = person.family.isalnum() and person.family.lower() != "and"
        return person.family if alone else f"{{{to_latex(person.family)}}}"
    return f"{_name_part(person.family)}, {_name_part(person.given)}"


def _name_part(name: str) -> str:
    return f"{{{to_latex(name)}}}" if _PARTING.search(name) else to_latex(name)
