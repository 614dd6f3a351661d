"""From the loose facts of a source to a clean work: what every format other than BibTeX has to do."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping

from kb import ids
from kb.model import Person, Work
from kb.text import clean, has_cjk
from kb.values import replace

_TAG = re.compile(
    r"</?(?:i|b|em|strong|sub|sup|scp|sc|span|p|br|title|sec|u|inline-formula|(?:jats|mml):[\w-]+)\b[^<>]*>", re.I
)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_PARTICLES = {
    "von",
    "van",
    "de",
    "der",
    "den",
    "del",
    "della",
    "di",
    "da",
    "dos",
    "du",
    "la",
    "le",
    "ten",
    "ter",
    "zu",
    "zur",
    "bin",
    "al",
}
_TYPE, _FIELD = re.compile(r"[a-z]+"), re.compile(r"[a-z][a-z0-9_-]*")  # names in BibTeX
_MOST_TEXT = 100_000  # letters of one field; what is longer is no title, name or abstract


UNSAID = ("openreview", "acl", "s2", "openalex")
"""The identifiers that bibliographies have no field for: they stand under their own names."""


class NoTitleError(ValueError):
    """The entry has no title; without one it cannot be shown or found."""


def work(  # noqa: PLR0913 (one parameter per fact)
    *,
    title: str,
    authors: Iterable[Person] = (),
    year: int | str | None = None,
    venue: str = "",
    abstract: str = "",
    identifiers: Mapping[str, str] | None = None,
    entry_type: str = "misc",
    language: str = "",
    citekey: str = "",
    details: Mapping[str, str] | None = None,
    references: Iterable[str] = (),
) -> Work:
    """Return a work from raw facts; raises NoTitleError.

    ``identifiers`` are raw (keys of `kb.ids.SCHEMES`); malformed ones are dropped. ``references`` are ``scheme:value``.
    """
    title = plain(title)
    if not title:
        raise NoTitleError("the entry has no title")
    people = tuple(person for person in authors if person.family)
    number = year_of(year)
    known = ids.identifiers({scheme: str(value) for scheme, value in (identifiers or {}).items() if value})
    family = people[0].family if people else ""
    return Work(
        id=ids.work_id(known, title, family, number),
        citekey=clean(citekey) or ids.citekey(family, number, title),
        title=title,
        authors=people,
        year=number,
        entry_type=entry_type,
        venue=plain(venue),
        language=clean(language)[:2].lower() or ("zh" if has_cjk(title) else "en"),
        abstract=plain(abstract),
        identifiers=known,
        details={key: plain(value) for key, value in (details or {}).items() if value},
        references=tuple(dict.fromkeys(references)),
    )


def unsaid(identifiers: Mapping[str, str]) -> dict[str, str]:
    """Return the identifiers of `UNSAID` that the address does not tell."""
    told = ids.identifiers({"url": identifiers.get("url", "")})
    return {name: value for name, value in identifiers.items() if name in UNSAID and value != told.get(name)}


def tidied(work: Work) -> Work:
    """Return the work as it is written: every text one clean line, so that no field can break out of its own."""
    texts = {name: clean(getattr(work, name)) for name in ("title", "venue", "abstract", "language")}
    people = tuple(Person(clean(person.family), clean(person.given)) for person in work.authors)
    return replace(
        work,
        **texts,
        authors=people,
        entry_type=work.entry_type if _TYPE.fullmatch(work.entry_type) else "misc",
        identifiers={scheme: clean(value) for scheme, value in work.identifiers.items()},
        details={key: clean(value) for key, value in work.details.items() if _FIELD.fullmatch(key)},
    )


def plain(text: object) -> str:
    """Return one clean line of text: entities resolved, tags of formatting dropped, any other ``<`` left as written."""
    raw = str(text or "")[:_MOST_TEXT]
    return clean(_TAG.sub("", html.unescape(raw))) if "<" in raw or "&" in raw else clean(raw)


def person(name: str) -> Person:
    """Return the author from ``Family, Given`` or ``Given Family``; particles (*van*) belong to the family name."""
    name = plain(name)
    if "," in name:
        family, _, given = name.partition(",")
        return Person(family.strip(), given.strip())
    parts = name.split()
    if len(parts) < 2 or has_cjk(name):
        return Person(name)
    start = len(parts) - 1
    while start > 1 and parts[start - 1].lower() in _PARTICLES:
        start -= 1
    return Person(" ".join(parts[start:]), " ".join(parts[:start]))


def organisation(name: str) -> Person:
    """Return the author whose name is one whole."""
    return Person(plain(name))


def year_of(raw: int | str | None) -> int | None:
    """Return the first year since 1500 in a value such as ``2018-05-02`` or ``May 2018``; None for ``in press``."""
    found = _YEAR.search(str(raw)) if raw is not None else None
    return int(found.group()) if found else None
