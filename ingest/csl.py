"""CSL-JSON: works from a list, an object with ``items``, or a single object (Zotero and pandoc write it); and to it.

Fields: https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from ingest import decode, facts
from ingest.citekeys import NONE, keyed
from ingest.facts import NoTitleError
from ingest.json_stream import values
from ingest.loose import arxiv_in, failure, identifier, language, string, strings
from ingest.people import from_parts, people
from kb.model import Batch, Failure, Person, Work
from kb.model.draft import Reference
from kb.text import clean

_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "journal-article": "article",  # Crossref's own names
    "review": "article",
    "paper-conference": "inproceedings",
    "proceedings-article": "inproceedings",
    "book": "book",
    "chapter": "incollection",
    "book-chapter": "incollection",
    "entry-encyclopedia": "incollection",
    "thesis": "phdthesis",
    "report": "techreport",
    "manuscript": "unpublished",
}
_VENUE = ("container-title", "event-title", "event", "publisher", "source")
_DETAILS = {
    "volume": ("volume",),
    "number": ("issue", "number"),
    "pages": ("page",),
    "publisher": ("publisher",),
    "address": ("publisher-place",),
    "series": ("collection-title",),
    "edition": ("edition",),
    "issn": ("ISSN",),
    "isbn": ("ISBN",),
    "pmid": ("PMID",),
    "keywords": ("keyword", "categories"),
    "note": ("note",),
    "shorttitle": ("title-short", "shortTitle"),
}
_WRITTEN = {
    **{"article": "article-journal", "inproceedings": "paper-conference", "conference": "paper-conference"},
    **{"book": "book", "proceedings": "book", "incollection": "chapter", "inbook": "chapter", "online": "webpage"},
    **{"phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report"},
    **{"report": "report", "unpublished": "manuscript"},
}
_PUBLISHED = {"book", "thesis", "report"}  # their publisher is what others name as venue
_BLOG = re.compile(r"\bblog\b|\bforum\b|lesswrong|substack|medium", re.I)
_MOST_KEY = 300  # letters; an id may be an address
_DATES = ("issued", "published", "published-print", "published-online", "submitted", "original-date")


def parse(data: bytes | str, source: str) -> Batch[Work]:
    """Parse CSL-JSON; a broken or untitled item is a failure and the items after it are read."""
    batch = references(data, source)
    return Batch(tuple(one.work for one in batch.records), batch.failures)


def references(data: bytes | str, source: str) -> Batch[Reference]:
    """Parse as `parse` does, each work with the ``id`` and the line that its item has."""
    found: list[Reference] = []
    failures: list[Failure] = []
    for piece in values(decode.text(data)):
        made = piece.reason or _made(piece.value)
        if isinstance(made, Work):
            found.append(Reference(made, _key(piece.value)[:_MOST_KEY], piece.line))
        else:
            failures.append(failure(source, piece.line, piece.raw, made))
    return Batch(tuple(found), tuple(failures))


def _key(item: object) -> str:
    return clean(string(item.get("citation-key")) or string(item.get("id"))) if isinstance(item, dict) else ""


def write(works: Iterable[Work], keys: Mapping[str, str] = NONE) -> str:
    """Write works as CSL-JSON 1.0.2 that `parse` reads back to the same facts, each once, under their keys.

    A preprint has the arXiv id as its number, as Zotero writes it; ``custom`` holds what CSL has no variable for.
    """
    return json.dumps([_item(key, work) for key, work in keyed(works, keys)], ensure_ascii=False, indent=1) + "\n"


def _item(key: str, work: Work) -> dict[str, object]:
    kind, known, details = _type(work), work.identifiers, work.details
    arxiv = f"arXiv:{known['arxiv']}" if "arxiv" in known else ""
    own = facts.unsaid(known)
    if _TYPES.get(kind, "misc") != work.entry_type:
        own["type"] = work.entry_type
    item = {
        "id": key,
        "citation-key": key,
        "type": kind,
        "title": work.title,
        "author": [_name(person) for person in work.authors],
        "issued": {"date-parts": [[work.year]]} if work.year else None,
        "publisher" if kind in _PUBLISHED else "container-title": work.venue,
        "volume": details.get("volume"),
        "number" if kind == "report" else "issue": details.get("number"),
        "page": details.get("pages"),
        "publisher-place": details.get("address"),
        "collection-title": details.get("series"),
        "edition": details.get("edition"),
        "ISSN": details.get("issn"),
        "ISBN": details.get("isbn"),
        "note": details.get("note"),
        "DOI": known.get("doi"),
        "URL": known.get("url"),
        "language": work.language,
        "custom": own,
    }
    if work.venue and kind not in _PUBLISHED:  # else it would be taken for the venue
        item["publisher"] = details.get("publisher")
    item |= {"number": arxiv} if kind == "article" else {"archive_location": arxiv}
    return {name: value for name, value in item.items() if value}


def _type(work: Work) -> str:
    """Return the type of CSL: of what has none in BibTeX, whether it is a preprint, a post, a page or none of them."""
    if work.entry_type != "misc":
        return _WRITTEN.get(work.entry_type, "document")
    if "arxiv" in work.identifiers:
        return "article"
    if "url" not in work.identifiers or "doi" in work.identifiers:
        return "document"
    return "post-weblog" if _BLOG.search(work.venue) else "webpage"


def _name(person: Person) -> dict[str, str]:
    return {"family": person.family, "given": person.given} if person.given else {"literal": person.family}


def _made(item: object) -> Work | str:
    """Return the work of an item, or the reason why there is none."""
    if not isinstance(item, dict):
        return "not a CSL item; each item has to be a JSON object with a field “title”"
    try:
        return _work(item)
    except NoTitleError:
        return "the item has no title; give it a field “title”"


def _work(item: Mapping[str, object]) -> Work:
    venue_key = next((key for key in _VENUE if string(item.get(key))), "")
    details = {
        name: next((t for t in (strings(item.get(k)) for k in keys) if t), "") for name, keys in _DETAILS.items()
    }
    details["editor"] = " and ".join(person.name() for person in _people(item.get("editor")))
    if venue_key == "publisher":
        del details["publisher"]
    custom = item.get("custom")
    own = custom if isinstance(custom, Mapping) else {}
    key = _key(item)
    return facts.work(
        title=string(item.get("title")),
        authors=_people(item.get("author")),
        year=next((text for text in (_date(item.get(date)) for date in _DATES) if facts.year_of(text)), None),
        venue=string(item.get(venue_key)),
        abstract=string(item.get("abstract")),
        identifiers=_identifiers(item) | {scheme: identifier(own.get(scheme)) for scheme in facts.UNSAID},
        entry_type=string(own.get("type")) or _TYPES.get(string(item.get("type")), "misc"),
        language=language(string(item.get("language"))),
        citekey=key if _is_citekey(key) else "",
        details=details,
    )


def _is_citekey(key: str) -> bool:
    """Say whether an id was given by a person: not a number, an address or a path."""
    return key.replace("-", "").replace("_", "").replace(":", "").isalnum() and not key.isdigit() and len(key) < 100


def _people(names: object) -> tuple[Person, ...]:
    if not isinstance(names, list):
        return people(names)
    return tuple(one for name in names for one in _person(name) if one.family)


def _person(name: object) -> tuple[Person, ...]:
    if not isinstance(name, dict) or not string(name.get("family")):
        if isinstance(name, dict) and string(name.get("literal")):
            return (from_parts(string(name.get("literal"))),)
        return people([name])
    particles = [string(name.get(key)) for key in ("dropping-particle", "non-dropping-particle")]
    family, given, suffix = (string(name.get(key)) for key in ("family", "given", "suffix"))
    return (from_parts(family, given, " ".join(part for part in particles if part), suffix),)


def _date(date: object) -> str:
    """Return the year, or the text that holds it, of a date in parts, raw, literal or plain."""
    if isinstance(date, dict):
        parts = date.get("date-parts")
        while isinstance(parts, list) and parts:
            parts = parts[0]
        return string(parts) or string(date.get("raw")) or string(date.get("literal")) or string(date.get("year"))
    return string(date)


def _identifiers(item: Mapping[str, object]) -> dict[str, str]:
    notes = [string(item.get(key)) for key in ("number", "note", "archive_location", "archive", "container-title")]
    found = {"doi": string(item.get("DOI")), "url": string(item.get("URL"))}
    found["arxiv"] = string(item.get("arxiv")) or string(item.get("eprint")) or arxiv_in(*notes)
    return {scheme: identifier(value) for scheme, value in found.items()}
