"""The first page of an article as text: its title, authors, abstract, identifier and year."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import NamedTuple

from ingest import mentions
from ingest.people import from_string
from kb.model import Person
from kb.text import CJK, clean, fold, has_cjk

_JUNK = re.compile(
    r"(?:\W*|untitled\b.*|title|document\d*|no title|microsoft (?:word|powerpoint)\b.*|powerpoint presentation"
    r"|slide \d+|print(?:ing)?\b.*|[\w.-]*latex[\w.-]*(?: template)?|arxiv:.*|\d{4}\.\d{4,5}(?:v\d+)?|10\.\d{4,9}/.*"
    r"|[\d\W]+|.*\.(?:docx?|tex|dvi|pdf|indd|pptx?|rtf|odt|eps|ps|qxd|fm|wpd))",
    re.I,
)
_NOBODY = re.compile(
    r"(?:user|admin(?:istrator)?|author|unknown|anonymous|owner|root|windows|microsoft.*|latex.*|tex|.*@.*|\W*)", re.I
)
_STAMP = re.compile(
    r"arXiv\s?:\s?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\s*\[[\w.-]+\]\s*\d{1,2}\s+[A-Z][a-z]{2}\s+((?:19|20)\d\d)"
)
_REFERENCES = re.compile(r"^\s*(?:references|bibliography|参\s*考\s*文\s*献)\s*$", re.I | re.M)
_OWN_LINE = re.compile(r"^[ \t]*(?:doi\b|https?://(?:dx\.)?doi\.org/|arxiv:).*$", re.I | re.M)
_FILE = re.compile(r"(\d{4}\.\d{4,5})(?:v\d+)?\Z")
_DATED = re.compile(r"(\d\d)(?:0[1-9]|1[0-2])(?:\.\d{4,5}|\d{3})")
_YEAR = re.compile(
    r"(?:©|\(c\)|copyright|published|conference|proceedings|workshop|journal|accepted)\D{0,60}((?:19|20)\d\d)\b", re.I
)
_HEADER = re.compile(
    r"(?:arxiv\s?:|published (?:as|in)|under review|preprint|accepted (?:at|to|for)|proceedings|https?://|doi\b"
    r"|vol(?:ume|\.)|copyright|©|\d+\W*\Z"
    r"|.{0,40}\b(?:19|20)\d\d\W*\Z)",
    re.I,
)
_ABSTRACT = re.compile(r"^[ \t]*(?:abstract|摘\s*要)[ \t]*[.:：—–-]*[ \t]*", re.I | re.M)
_ABSTRACT_END = re.compile(
    r"^[ \t]*(?:(?:[1I]|一)[.、]?\s+)?(?:introduction|引\s*言|绪\s*论)[ \t]*$"
    r"|^[ \t]*(?:[1I]\.?\s+introduction|key\s?words|index terms|ccs concepts|categories and subject|references)\b"
    r"|^[ \t]*关\s*键\s*词",
    re.I | re.M,
)
_MARKS = re.compile(r"[*∗†‡§¶‖\d,]+\Z|[*∗†‡§¶‖]+")
_PERSON = re.compile(r"(?:[^\W\d_][\w'’.-]*\s+){1,4}[^\W\d_][\w'’-]+|[\u4e00-\u9fff]{2,4}")
_PLACE = re.compile(
    r"universi|institut|department|school|college|laborator|research|cent(?:er|re)|\binc\b|google|openai|deepmind"
    r"|anthropic|microsoft|@|大学|学院|研究",
    re.I,
)
_WITHIN_CHINESE = re.compile(rf"(?<=[{CJK}：（]) (?=[{CJK}：，、（）])")  # some programs print each character alone
_MOST_TITLE = 300
_MOST_ABSTRACT = 5_000
_ENOUGH = 10  # letters of a title; fewer in a large font are a logo or an initial


class Line(NamedTuple):
    """A piece of text in one font size (points)."""

    size: float
    text: str


def is_junk(name: str) -> bool:
    """Say whether a title in the metadata is none: empty, a file name, or what a program puts there."""
    return bool(_JUNK.fullmatch(clean(name)))


def title(lines: list[Line], first: str, stated: str) -> str:
    """Return the title: the stated one if it is good, else the largest print on the page, else the first lines of text.

    A stated title of one word has to stand on the page as well.
    """
    name = clean(stated)
    single = len(name.split()) < 2 and not has_cjk(name)
    if not is_junk(name) and (not single or not first.strip() or fold(name) in map(fold, first.splitlines())):
        return name[:_MOST_TITLE]
    return _largest(lines) or _first_lines(first)


def _largest(lines: list[Line]) -> str:
    """Return the first run of text in the largest font that has enough letters; none where all text has one size."""
    sizes = sorted({line.size for line in lines}, reverse=True)
    for size in sizes[:-1]:
        run: list[str] = []
        for line in lines:
            if abs(line.size - size) < 0.5:
                run.append(line.text)
            elif run:
                break
        text = clean(_MARKS.sub("", _WITHIN_CHINESE.sub("", clean(" ".join(run)))))
        if _long_enough(text) and not is_junk(text) and not _HEADER.match(text) and "@" not in text:
            return text[:_MOST_TITLE]
    return ""


def _first_lines(first: str) -> str:
    """Return the first paragraph that is no running head, two lines at most."""
    lines = [clean(line) for line in first.splitlines()]
    for index, line in enumerate(lines):
        if _long_enough(line) and not is_junk(line) and not _HEADER.match(line) and not _ABSTRACT.match(line):
            following = lines[index + 1] if index + 1 < len(lines) else ""
            goes_on = line[-1] in ":,-–—" or line.lower().endswith(
                (" of", " for", " and", " the", " in", " with", " to")
            )
            return f"{line} {following}".strip()[:_MOST_TITLE] if goes_on else line[:_MOST_TITLE]
    return ""


def _long_enough(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) >= (4 if has_cjk(text) else _ENOUGH)


def authors(stated: str, first: str, name: str) -> tuple[Person, ...]:
    """Return the authors that the metadata state, else those on the lines between title and abstract."""
    if not _NOBODY.fullmatch(clean(stated)):
        return from_string(clean(stated)[:20_000])
    lines = [clean(line) for line in first.splitlines()[:60]]
    key = fold(name)
    ends = [index + 1 for index, line in enumerate(lines) if fold(line) and key.endswith(fold(line))]
    found: list[Person] = []
    for line in lines[ends[-1] if ends else len(lines) :]:
        if _ABSTRACT.match(line) or (found and not _names(line)):
            break
        found += _names(line)
    return tuple(found)


def _names(line: str) -> list[Person]:
    """Return the names of a line that holds nothing else, without the marks of footnotes."""
    if _PLACE.search(line) or len(line) > 400:
        return []
    pieces = [_MARKS.sub("", piece.strip()).strip() for piece in re.split(r"[,;，；、·]|\band\b|&|\s{3,}", line)]
    names = [piece for piece in pieces if piece]
    good = bool(names) and all(_PERSON.fullmatch(one) and all(map(_begins_a_name, one.split())) for one in names)
    return [person for one in names for person in from_string(one)] if good else []


def _begins_a_name(word: str) -> bool:
    return word[0].isupper() or has_cjk(word) or len(word) < 4  # *van*, *de*


def abstract(text: str) -> str:
    """Return what stands between the heading *Abstract* and the introduction, lines joined; empty without heading."""
    head = _ABSTRACT.search(text)
    if not head:
        return ""
    body = text[head.end() : head.end() + 2 * _MOST_ABSTRACT]
    end = _ABSTRACT_END.search(body)
    passage = body[: end.start()] if end else body[:_MOST_ABSTRACT].rpartition("\n\n")[0]
    whole = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", passage)
    return clean(whole)[:_MOST_ABSTRACT]


def identity(pages: list[str], meta: dict[str, str], source: str) -> tuple[dict[str, str], int | None]:
    """Return identifiers and year: by arXiv's stamp, metadata, file name, or what stands above the introduction.

    A line of the first pages that begins with an identifier counts too. Elsewhere it may be that of a cited work, so
    it is passed over, and so are two that contradict each other.
    """
    text = _REFERENCES.split("\n".join(pages), maxsplit=1)[0]
    stamp = _STAMP.search(text)
    named = _FILE.search(PurePath(source.replace("\\", "/")).name.lower().removesuffix(".pdf"))
    stated = mentions.identifiers(" ".join(meta.get(key, "") for key in ("doi", "arxivid", "subject", "keywords")))
    body = _ABSTRACT_END.search(text)
    above = text[: body.start()] if body else pages[0] if pages else ""
    printed = "\n".join([above, *_OWN_LINE.findall(text)])
    arxiv = (stamp[1] if stamp else "") or stated.get("arxiv", "") or (named[1] if named else "")
    doi = stated.get("doi", "") or _only(mentions.dois(printed))
    if not arxiv and not doi:
        arxiv = _only(mentions.arxiv_ids(printed))
    return {"arxiv": arxiv, "doi": doi}, _year(arxiv, pages[0] if pages else "")


def _only(values: list[str]) -> str:
    return values[0] if len(values) == 1 else ""


def _year(arxiv: str, first: str) -> int | None:
    dated = _DATED.fullmatch(arxiv.rpartition("/")[2])
    if dated:
        short = int(dated[1])
        return short + (1900 if short > 90 else 2000)
    printed = _YEAR.search(first)
    return int(printed[1]) if printed else None
