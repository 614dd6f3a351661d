"""Reference lists: one entry to one work, in the five styles that articles use, or to a failure with a reason.

ACL (``Authors. 2018. Title. *Venue*, …``), APA (``Family, G. (2018). Title. *Venue*``), GB/T 7714-2015
(``作者. 题名[J]. 刊名, 2018``), IEEE (``G. Family, "Title," *Venue*, 2018``) and BibTeX's own
(``G. Family. Title. *Venue*, 2018``), which is tried where what stands before the year is no list of names.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest import facts, loose, mentions
from ingest.people import from_string
from ingest.survey import names
from ingest.survey.blocks import Block
from ingest.survey.markup import plain
from kb.model import Batch, Failure, Person, Work

_NUMBER = re.compile(r"\s*(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)](?=\s))\s*")
_YEAR = r"(?:1[5-9]|20)\d\d"
_ACL = re.compile(rf"(?P<authors>.{{1,6000}}?)[.,]?\s+(?P<year>{_YEAR})(?P<suffix>[a-z]?)[.,:]\s+(?P<rest>\S.*)", re.S)
_APA = re.compile(
    rf"(?P<authors>.{{1,6000}}?)[,，]?\s*[(（](?P<year>{_YEAR})(?P<suffix>[a-z]?)(?:,[^()]{{1,30}})?[)）][.,:。]?\s*(?P<rest>\S.*)",
    re.S,
)
_GB = re.compile(
    r"(?P<authors>.{1,6000}?)[.．。]\s*(?P<title>[^\[\]]{2,500}?)\s*\[[A-Z]{1,2}(?:/[A-Z]{2})?\]\s*[.．,，:/]*\s*(?P<venue>.*)",
    re.S,
)
_DOCUMENT_TYPE = re.compile(r"\[[A-Z]{1,2}(?:/[A-Z]{2})?\]")
_IEEE = re.compile(r"(?P<authors>.{1,6000}?),?\s*[“\"](?P<title>[^”\"]{2,500})[”\"]\s*[,.]?\s*(?P<venue>.*)", re.S)
_ANY_YEAR = re.compile(rf"(?<![\d./:]){_YEAR}(?![\d/])")
_TITLE_END = re.compile(r"(?<=[.?!。？！])[”\"]?\s+|(?<=[。？！])|[.,]?\s+(?=\*|_)|(?<=\w),\s+(?=\*|_)")
_EMPHASISED = re.compile(r"\s*([*_]{1,2})([^*_]{2,500})\1[.,]?\s*(.*)", re.S)
_VENUE_END = re.compile(r"[*_]?[,.](?:\s|\Z)|[，。]|\s(?=abs/|arxiv:)", re.I)
_LAST_YEAR = re.compile(rf"(?:\s+|\A)\(?{_YEAR}\)?\Z")
_IN = re.compile(r"(?:In|见)\s*[:：]?\s+", re.I)
_OTHERS = re.compile(r"[,，]?\s*(?:et\s+al\.?|and\s+others|等人?)[.,]?\s*\Z", re.I)
_STOP = re.compile(r"(?<=[^\W\d_]{2})\.\Z")  # after a name, not after an initial
_ADDRESS = re.compile(r"https?://\S+|\b(?:doi|arxiv)\s*:\s*\S+", re.I)
_STYLE = "write it as “Authors. Year. Title. Venue.”"


class Entry(NamedTuple):
    """A work of the list with what an in-text citation may call it: its number, or the letter after its year."""

    work: Work
    number: str
    suffix: str


def references(blocks: tuple[Block, ...], source: str) -> tuple[Batch[Work], list[Entry]]:
    """Read the list of references: works and failures, and the works' entries for resolving citations."""
    entries: list[Entry] = []
    failures: list[Failure] = []
    for block in blocks:
        if block.reference:
            read = entry(block.text)
            if isinstance(read, Entry):
                entries.append(read)
            else:
                failures.append(loose.failure(source, block.starts[0][1], block.text, read))
    return Batch(tuple(read.work for read in entries), tuple(failures)), entries


def entry(text: str) -> Entry | str:
    """Return the entry that the text of a reference states, or the reason why it is none."""
    numbered = _NUMBER.match(text)
    number = next((group for group in numbered.groups() if group), "") if numbered else ""
    body = " ".join(text[numbered.end() if numbered else 0 :].split())
    found = _parts(body)
    if not found:
        return f"no author, year and title recognised; {_STYLE}"
    authors = _authors(found["authors"])
    title = plain(found["title"]).strip(' .,，。"“”*_')
    if not authors or not any(letter.isalpha() for letter in title):
        return f"no authors recognised; {_STYLE}" if title else f"no title recognised; {_STYLE}"
    try:
        work = facts.work(
            title=title,
            authors=authors,
            year=found.get("year") or _last_year(found["venue"]),
            venue=_venue(found["venue"]),
            identifiers=mentions.identifiers(plain(body)),
        )
    except facts.NoTitleError as problem:
        return str(problem)
    return Entry(work, number, found.get("suffix", ""))


def _parts(text: str) -> dict[str, str] | None:
    """Return authors, title, venue and perhaps year and suffix by the first style that fits."""
    standard = _GB.fullmatch(text) if _DOCUMENT_TYPE.search(text) else None
    if standard:
        return standard.groupdict()
    quoted = _IEEE.fullmatch(text)
    if quoted and not _ANY_YEAR.search(quoted["authors"]):
        return quoted.groupdict()
    match = _APA.fullmatch(text) or _ACL.fullmatch(text)
    if not match or not names.are_names(plain(match["authors"])):
        late = names.year_last(text)
        if late:
            return late
    if not match:
        return None
    title, venue = _title_and_venue(match["rest"])
    return {**match.groupdict(), "title": title, "venue": venue}


def _title_and_venue(rest: str) -> tuple[str, str]:
    """Cut what follows the year: a book has its title in italics, an article its venue."""
    book = _EMPHASISED.fullmatch(rest)
    if book:
        return book[2], book[3]
    match = _TITLE_END.search(rest)
    return (rest[: match.start()], rest[match.end() :]) if match else (rest, "")


def _authors(text: str) -> tuple[Person, ...]:
    """Return the authors in order; *et al.* and 等 at the end become ``others``, as in BibTeX."""
    text = _STOP.sub("", plain(text).strip(" ,，;；"))
    more = _OTHERS.search(text)
    found = [one for one in from_string(text[: more.start()] if more else text) if any(map(str.isalpha, one.family))]
    return (*found, Person("others")) if more and found else tuple(found)


def _venue(text: str) -> str:
    """Return journal, proceedings or publisher without volume, pages, year and address."""
    name = _VENUE_END.split(_IN.sub("", _ADDRESS.sub("", text).strip(), count=1), maxsplit=1)[0]
    name = _LAST_YEAR.sub("", plain(name).strip(" .,*_"))
    return "" if name.isdigit() else name


def _last_year(text: str) -> str:
    years = _ANY_YEAR.findall(_ADDRESS.sub("", text))
    return years[-1] if years else ""
