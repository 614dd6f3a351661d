"""RIS: tagged lines of reference managers and databases (the seam to rispy), and Web of Science's; and works as RIS.

Tags: https://en.wikipedia.org/wiki/RIS_(file_format), https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import rispy

from ingest import decode, facts
from ingest.citekeys import NONE, keyed
from ingest.facts import NoTitleError
from ingest.loose import arxiv_in, best_url, failure, identifier, language
from ingest.people import from_string, people
from kb import ids
from kb.model import Batch, Failure, Person, Work
from kb.model.draft import Reference
from kb.text import clean

_TYPES = {
    **dict.fromkeys(("JOUR", "EJOUR", "MGZN", "NEWS", "INPR", "ABST", "J"), "article"),
    **dict.fromkeys(("CONF", "CPAPER", "C", "S"), "inproceedings"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "B"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP", "ENCYC", "DICT"), "incollection"),
    **dict.fromkeys(("THES",), "phdthesis"),
    **dict.fromkeys(("RPRT", "GOVDOC"), "techreport"),
    **dict.fromkeys(("UNPB", "MANSCPT"), "unpublished"),
}
_TITLE = ("TI", "T1", "CT", "BT", "TT", "ST")
_AUTHORS = (("AF",), ("AU", "A1"), ("BF",), ("BA",))  # Web of Science gives full names (F) and short ones
_YEAR = ("PY", "Y1", "YR", "EY", "EA", "DA", "PD")
_VENUE = ("JF", "T2", "SO", "JO", "BT", "JA", "J2", "J1", "C3", "T3", "PB", "PU")
_BOOK_VENUE = ("PB", "PU", "T2", "SO")
_PLACES = ("UR", "L1", "L2", "LK")
_DOI = ("DO", "DI", "L3", "M3")
_NOTES = ("AN", "M1", "N1", "T2", "JO", "UR", "PB")  # where an arXiv id may stand
_DETAILS = {
    "volume": ("VL",),
    "number": ("IS", "CP"),
    "publisher": ("PB", "PU"),
    "address": ("CY", "PP", "PI"),
    "series": ("T3", "SE"),
    "edition": ("ET",),
    "issn": ("SN",),
    "isbn": ("BN",),
    "keywords": ("KW", "DE"),
    "note": ("N1", "M1"),
    "shorttitle": ("ST",),
    "editor": ("ED", "A2", "BE"),
}
_BOOKS = {"book", "phdthesis", "techreport"}  # their publisher is what others name as venue
_WRITTEN = {
    **{"article": "JOUR", "inproceedings": "CPAPER", "conference": "CPAPER", "proceedings": "CONF", "book": "BOOK"},
    **{"incollection": "CHAP", "inbook": "CHAP", "phdthesis": "THES", "mastersthesis": "THES", "thesis": "THES"},
    **{"techreport": "RPRT", "report": "RPRT", "unpublished": "UNPB", "online": "ELEC"},
}
_SIMPLY = {"volume": "VL", "number": "IS", "address": "CY", "edition": "ET", "issn": "SN", "isbn": "SN", "note": "N1"}
_PAGES = re.compile(r"(\w+)[-–]+(\w+)")
_OWN = "C8"  # a field for the user's own: what RIS has no tag for, as ``name:value``
_USED = {
    *(tag for tags in (_TITLE, *_AUTHORS, _YEAR, _VENUE, _PLACES, *_DETAILS.values()) for tag in tags),
    *("TY", "PT", "ER", "UK", "ID", "AB", "N2", "DO", "DI", "SP", "BP", "EP", "AR", "LA", _OWN),
}
_TAG = re.compile(r"\s{0,3}([A-Z][A-Z0-9])(  ?)-(?:\s+|$)(.*)")
_WOS_TAG = re.compile(r"([A-Z][A-Z0-9])()(?: (.*)|$)")
_WOS_FRAME = {"FN", "VR", "EF"}
_HEADER = re.compile(r"\s*[\w ]{2,30}:.*")  # databases put ``Provider: …`` above the first entry
_MOST_KEY = 300
_BY_LINE = {"KW", "AU", "A1", "A2", "A3", "A4", "AF", "BA", "BF", "CR", "UR"}  # each further line is one more value
_NO_TITLE = "the entry has no title; add a line “TI  - …”"
_STRAY = "text that belongs to no entry; an entry begins with “TY  - ” and ends with “ER  - ”"

Fields = Mapping[str, list[str]]


class _Entry(NamedTuple):
    """An entry: its first line, its raw lines, and tags with values; without tags it is stray text."""

    line: int
    raw: list[str]
    tagged: list[tuple[str, list[str]]]


def parse(data: bytes | str, source: str) -> Batch[Work]:
    """Parse RIS or Web of Science's tagged text; an entry without ``ER`` ends where the next one begins."""
    batch = references(data, source)
    return Batch(tuple(one.work for one in batch.records), batch.failures)


def references(data: bytes | str, source: str) -> Batch[Reference]:
    """Parse as `parse` does, each work with the line of its entry and, where it has one, its ``ID``."""
    lines = decode.text(data).split("\n")
    first = next((line.lstrip()[:2] for line in lines if line.lstrip()[:3] in {"TY ", "PT "}), "TY")
    found: list[Reference] = []
    failures: list[Failure] = []
    for entry in _entries(lines, first):
        reason = "" if entry.tagged else _STRAY
        try:
            if entry.tagged:
                fields = _fields(entry.tagged, first)
                key = clean(next(iter(fields.get("ID", ())), "")) if first == "TY" else ""
                found.append(Reference(_work(fields, key), key[:_MOST_KEY], entry.line))
        except NoTitleError:
            reason = _NO_TITLE
        if reason:
            failures.append(failure(source, entry.line, "\n".join(entry.raw), reason))
    return Batch(tuple(found), tuple(failures))


def write(works: Iterable[Work], keys: Mapping[str, str] = NONE) -> str:
    """Write works as RIS that `parse` reads back to the same facts, each once, under their keys (by id of work).

    The types are those that Zotero, EndNote and Mendeley read. Every value is one line: none can begin a tag.
    """
    entries = (
        "".join(f"{tag}  - {value}\n" for tag, value in _lines(key, work) if value) for key, work in keyed(works, keys)
    )
    return "\n".join(f"{entry}ER  - \n" for entry in entries)


def _lines(key: str, work: Work) -> Iterator[tuple[str, str]]:
    """Yield tags and values of an entry, some of them empty."""
    known, details = work.identifiers, work.details
    on_the_web = work.entry_type == "misc" and "url" in known and not {"arxiv", "doi"} & {*known}
    kind = "ELEC" if on_the_web else _WRITTEN.get(work.entry_type, "GEN")
    read_as = _TYPES.get(kind, "misc")
    yield from (("TY", kind), ("ID", key), ("TI", work.title))
    yield from (("AU", _line(person)) for person in work.authors)
    yield from (("PY", str(work.year or "")), ("PB" if read_as in _BOOKS else "T2", work.venue))
    if work.venue and read_as not in _BOOKS:  # else it would be taken for the venue
        yield "PB", details.get("publisher", "")
    pages = _PAGES.fullmatch(details.get("pages", ""))
    yield from zip(("SP", "EP"), pages.groups() if pages else (details.get("pages", ""),), strict=False)
    yield from ((tag, details.get(name, "")) for name, tag in _SIMPLY.items())
    yield from (("DO", known.get("doi", "")), ("UR", known.get("url", "")))
    yield "AN", f"arXiv:{known['arxiv']}" if "arxiv" in known else ""
    yield from ((_OWN, f"{scheme}:{value}") for scheme, value in facts.unsaid(known).items())
    yield from ((_OWN, f"type:{work.entry_type}" if work.entry_type != read_as else ""), ("LA", work.language))


def _line(person: Person) -> str:
    if person.given:
        return f"{person.family}, {person.given}"
    return f"{person.family}," if " " in person.family or "," in person.family else person.family


def _entries(lines: list[str], first: str) -> Iterator[_Entry]:
    """Cut lines into entries, which begin with the tag ``first`` and end with ``ER``."""
    entry = _Entry(0, [], [])
    seen, skipped = False, _Entry(0, [], [])
    for number, line in enumerate(lines, start=1):
        tag, value = _cut(line, first)
        stray = not tag and not entry.tagged
        if not line.strip() or (tag == "ER" and not entry.tagged) or (tag in _WOS_FRAME and first == "PT"):
            continue
        if stray and not seen and _HEADER.fullmatch(line):
            skipped = _Entry(skipped.line or number, [*skipped.raw[:50], line], [])
            continue
        if tag == first or (tag and not entry.tagged):
            if entry.raw:
                yield entry
            entry, seen = _Entry(number, [], []), True
        elif not entry.raw:
            entry = _Entry(number, [], [])
        entry.raw.append(line)
        if tag == "ER":
            yield entry
            entry = _Entry(0, [], [])
        elif not stray:
            _add(entry.tagged, tag, value)
    if entry.raw or (skipped.raw and not seen):
        yield entry if entry.raw else skipped


def _cut(line: str, first: str) -> tuple[str, str]:
    """Return tag and value of a line, or no tag; with one space before its hyphen only a known tag counts."""
    match = (_TAG if first == "TY" else _WOS_TAG).fullmatch(line)
    if match and (match[2] != " " or match[1] in rispy.TAG_KEY_MAPPING):
        return match[1], match[3] or ""
    return "", line.strip()


def _add(tagged: list[tuple[str, list[str]]], tag: str, value: str) -> None:
    """Add a value, or go on with the value before: rispy raises on some lines without tag."""
    if tag:
        tagged.append((tag, [value.strip()]))
    elif tagged[-1][0] in _BY_LINE:
        tagged.append((tagged[-1][0], [value]))
    else:
        tagged[-1][1].append(value)


def _fields(tagged: list[tuple[str, list[str]]], first: str) -> Fields:
    """Return the values of each tag, read by rispy with every tag known and a list."""
    tags = [*dict.fromkeys((first, *(tag for tag, _ in tagged)))]
    mapping = {tag: tag for tag in tags} | {"UK": "UK"}
    kind, between = (rispy.RisParser, "  - ") if first == "TY" else (rispy.WokParser, " ")
    known = tagged if tagged[0][0] == first else [(first, ["GEN"]), *tagged]
    lines = [f"{tag}{between}{' '.join(parts)}" for tag, parts in (*known, ("ER", []))]
    parser = kind(mapping=mapping, list_tags=tags, delimiter_tags_mapping={}, ignore=[])
    (entry,) = parser.parse("\n".join(lines))
    return {tag: [values] if isinstance(values, str) else [*filter(None, values)] for tag, values in entry.items()}


def _work(fields: Fields, key: str) -> Work:
    def first(tags: tuple[str, ...]) -> str:
        return next((value for tag in tags for value in fields.get(tag, ()) if value.strip()), "")

    own = dict(value.partition(":")[::2] for value in fields.get(_OWN, ()))
    read_as = _TYPES.get(first(("TY", "PT")), "misc")
    venue = first(_BOOK_VENUE if read_as in _BOOKS else _VENUE)
    details = {name: _joined(fields, tags) for name, tags in _DETAILS.items()}
    details["publisher"] = details["publisher"] if details["publisher"] != venue else ""
    details["pages"] = "–".join(part for part in (first(("SP", "BP", "AR")), first(("EP",))) if part)
    details |= {tag.lower(): "; ".join(values) for tag, values in fields.items() if tag not in _USED}
    return facts.work(
        title=first(_TITLE),
        authors=_authors(fields),
        year=next((v for tag in _YEAR for v in fields.get(tag, ()) if facts.year_of(v)), None),
        venue=venue,
        abstract=first(("AB", "N2")),
        identifiers=_identifiers(fields) | {scheme: own[scheme] for scheme in facts.UNSAID if scheme in own},
        entry_type=own.get("type", read_as),
        language=language(first(("LA",))),
        citekey=key if not key.isdigit() and " " not in key and len(key) < 100 else "",
        details=details,
    )


def _joined(fields: Fields, tags: tuple[str, ...]) -> str:
    return next((", ".join(fields[tag]) for tag in tags if fields.get(tag)), "")


def _authors(fields: Fields) -> tuple[Person, ...]:
    """Return the authors of the first tags that have any: one each line, or several with semicolons."""
    for tags in _AUTHORS:
        found: tuple[Person, ...] = ()
        for tag in tags:  # some write them under both; two authors of one tag may well share a name
            found += tuple(one for line in fields.get(tag, ()) for one in _people(line) if one not in found)
        if found:
            return found
    return ()


def _people(line: str) -> tuple[Person, ...]:
    if line.endswith(","):  # EndNote: an organisation, whose name is not to be parted
        return (facts.organisation(line.rstrip(", ")),)
    return from_string(line) if ";" in line else people([line])


def _identifiers(fields: Fields) -> dict[str, str]:
    def all_of(tags: tuple[str, ...]) -> list[str]:
        return [value for tag in tags for value in fields.get(tag, ())]

    urls = [word.rstrip(";,") for value in all_of(_PLACES) for word in identifier(value).split()]
    dois = [found for value in all_of(_DOI) for found in [ids.doi(identifier(value))] if found]
    return {"doi": dois[0] if dois else "", "url": best_url(urls), "arxiv": arxiv_in(*all_of(_NOTES))}
