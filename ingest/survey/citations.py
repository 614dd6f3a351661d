"""In-text citations: author and year in brackets or in the sentence, numbers, and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.survey.markup import NOTE, plain
from ingest.survey.places import Place
from ingest.survey.references import Entry
from kb import ids
from kb.model import Work
from kb.model.survey import InTextCitation
from kb.text import CJK, fold, has_cjk

_BRACKETS = re.compile(r"[（(\[]([^()（）\[\]]{3,600})[)）\]]")
_ALONE = re.compile(r"\s*(?:1[5-9]|20)\d\d[a-z]?(?:\s*[,，;；]\s*(?:1[5-9]|20)\d\d[a-z]?)*(?:\s*[,，:：].{1,30})?\s*")
_PART = re.compile(
    r"(?:see(?: also)?|e\.g\.,?|cf\.|compare|参见|详见|见|如|例如|包括)?\s*(?P<names>\S.{0,200}?)[,，\s]\s*"
    r"(?P<years>(?:1[5-9]|20)\d\d[a-z]?(?:\s*[,，]\s*(?:1[5-9]|20)\d\d[a-z]?)*)\s*(?:[,，:：].{1,40})?",
    re.I | re.S,
)
_YEAR = re.compile(r"((?:1[5-9]|20)\d\d)([a-z]?)")
_PARTICLE = "[Vv]an|[Vv]on|[Dd]e|[Dd]er|[Dd]en|[Dd]el|[Dd]i|[Dd]a|[Ll]e|[Ll]a"
_LATIN = rf"(?:(?:{_PARTICLE})\s+)*[A-Z\u00c0-\u00de\u0100-\u017d][A-Za-z0-9_'’\u00c0-\u024f-]*"
_NARRATIVE = re.compile(
    rf"(?P<names>{_LATIN}(?:\s+{_LATIN}){{0,2}}(?:\s*(?:et\s+al\.?|等人?)|(?:\s*(?:,\s*and\b|,|and\b|&|和|与)\s*{_LATIN}){{1,3}})?|[{CJK}]{{2,4}}?等人?|"
    rf"(?<![{CJK}])[{CJK}]{{2,3}})\s*(?:的研究)?\s*\Z"
)
_OTHERS = re.compile(r"\s*,?\s*(?:et\s+al\.?|等人?|and\s+(?:others|colleagues))\s*,?\s*\Z", re.I)
_JOIN = re.compile(r"\s*(?:,|，|、|&|\band\b|和|与)\s*")
_NUMBERS = re.compile(r"\[(\d{1,4}(?:\s*[-–,，]\s*\d{1,4}){0,30})\]")
_WIDEST = 50  # a range of numbers wider than this is no list of citations


class Spot(NamedTuple):
    """A citation and where in its sentence (offset in the place's text) it stands."""

    citation: InTextCitation
    place: Place
    start: int


class Cited(NamedTuple):
    """What a citation says of the work: folded family names, whether there are more, the year and its letter."""

    families: tuple[str, ...]
    more: bool
    year: int
    suffix: str


def citations(spots: list[Place], entries: list[Entry], footnotes: dict[str, str]) -> list[Spot]:
    """Return the citations of all sentences in their order."""
    resolver = _Resolver(entries)
    found = []
    for place in spots:
        in_place = [*_named(place, resolver), *_numbered(place, resolver), *_noted(place, footnotes, resolver)]
        found += sorted(in_place, key=lambda spot: spot.start)
    return found


def _named(place: Place, resolver: _Resolver) -> Iterator[Spot]:
    for match in _BRACKETS.finditer(place.text):
        content = plain(match[1])
        if _ALONE.fullmatch(content):
            before = _NARRATIVE.search(place.text[max(0, match.start() - 90) : match.start()])
            parts = [(before["names"], content)] if before else []
        else:
            fits = (_PART.fullmatch(part.strip()) for part in re.split("[;；]", content))
            parts = [(fit["names"], fit["years"]) for fit in fits if fit and _are_names(fit["names"])]
        for names, years in parts:
            for year in _YEAR.finditer(years):
                text = f"{plain(names)}, {year.group()}"
                yield _spot(text, resolver.by_name(_cited(names, int(year[1]), year[2])), place, match.start())


def _are_names(text: str) -> bool:
    """Say whether the text before a year can be authors: a capital or Chinese, and few words between commas."""
    text = _OTHERS.sub("", text)
    return all(
        re.fullmatch(rf"{_LATIN}(?:\s+(?:{_LATIN}|[A-Z]\.)){{0,3}}|[{CJK}·]{{2,12}}", name)
        for name in _JOIN.split(text)
        if name
    )


def _numbered(place: Place, resolver: _Resolver) -> Iterator[Spot]:
    for match in _NUMBERS.finditer(place.text) if resolver.numbered else ():
        for number in _expanded(match[1]):
            yield _spot(f"[{number}]", resolver.numbered.get(number, ""), place, match.start())


def _noted(place: Place, footnotes: dict[str, str], resolver: _Resolver) -> Iterator[Spot]:
    """Yield footnotes and links; a raised number without footnote is one of the reference list."""
    for match in NOTE.finditer(place.text):
        for mark in [match[1]] if match[1].startswith("http") else match[1].split(","):
            address = mark if mark.startswith("http") else footnotes.get(mark, "")
            known = ids.identifiers({"url": address})
            if known:
                yield _spot(address, ids.work_id(known, "", "", None), place, match.start())
            elif mark not in footnotes and mark in resolver.numbered:
                yield _spot(f"[{mark}]", resolver.numbered[mark], place, match.start())


def _spot(text: str, work: str, place: Place, start: int) -> Spot:
    return Spot(InTextCitation(text, work, place.evidence), place, start)


def _expanded(numbers: str) -> list[str]:
    """Return the single numbers of ``3, 5–7``."""
    out: list[str] = []
    for part in re.split(r"[,，]", numbers):
        ends = [int(end) for end in re.split("[-–]", part) if end.strip()]
        if len(ends) == 2 and ends[0] <= ends[1] <= ends[0] + _WIDEST:
            out += map(str, range(ends[0], ends[1] + 1))
        else:
            out += map(str, ends)
    return out


def _cited(names: str, year: int, suffix: str) -> Cited:
    more = bool(_OTHERS.search(names))
    parts = [part for part in _JOIN.split(plain(_OTHERS.sub("", names))) if part]
    return Cited(tuple(fold(part) for part in parts), more, year, suffix)


class _Resolver:
    """Finds the one reference that a citation means; none when the list has no such work or cannot tell two apart."""

    def __init__(self, entries: list[Entry]) -> None:
        self.numbered = {entry.number: entry.work.id for entry in entries if entry.number}
        self.years: dict[int, list[Entry]] = {}
        for entry in entries:
            if entry.work.year:
                self.years.setdefault(entry.work.year, []).append(entry)

    def by_name(self, cited: Cited) -> str:
        """Return the id of the work, or an empty string."""
        fits = [entry for entry in self.years.get(cited.year, ()) if _first_fits(entry.work, cited)]
        if cited.suffix and any(entry.suffix for entry in fits):
            fits = [entry for entry in fits if entry.suffix == cited.suffix]
        if len({entry.work.id for entry in fits}) > 1:
            fits = [entry for entry in fits if _rest_fits(entry.work, cited)]
        found = {entry.work.id for entry in fits}
        return found.pop() if len(found) == 1 else ""


def _first_fits(work: Work, cited: Cited) -> bool:
    """Say whether the first author is the one named, by family name or by whole name."""
    if not work.authors or not cited.families:
        return False
    family = fold(work.authors[0].family)
    before = "" if has_cjk(family) and len(family) > 1 else " "  # Chinese names follow other words without a space
    return bool(family) and (cited.families[0] == family or cited.families[0].endswith(before + family))


def _rest_fits(work: Work, cited: Cited) -> bool:
    families = [fold(author.family) for author in work.authors]
    if cited.more:
        return len(families) > 2
    return len(families) == len(cited.families) and all(
        named == family or named.endswith(f" {family}") for named, family in zip(cited.families, families, strict=True)
    )
