"""What looks wrong in a reader's list, as far as the library knows better.

A list that is right must stay silent: an entry is suspect only where two facts disagree that no version of the work, no
other spelling of a name and no later edition explains.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kb import publication
from kb.catalogue import Catalogue
from kb.ids import SCHEMES
from kb.matching import (
    Verdict,
    common_authors,
    compare,
    conflicting,
    keys,
    shared,
    telling_title,
    title_likeness,
    years_apart,
)
from kb.model import Work
from kb.model.draft import Draft, Reference
from kb.publication import Sort
from kb.related.known import Candidate, candidates
from kb.related.values import Flaw, Known, Suspect
from kb.text import fold, has_cjk

_ALIKE = 0.85  # likeness of two spellings of a title (`kb.matching`)
_HALF = 0.5
_YEARS = 3  # a preprint may wait so long for its venue
_RETRACTED = re.compile(
    r"^\W*(?:RETRACTED|WITHDRAWN)\b|^\W*(?i:retracted|withdrawn)(?i: article| paper| chapter)?\s*[:\])]"
    r"|^\W*(?i:retraction)(?i: note| notice)?(?::|(?i: to| of)\b)|[\[(](?i:retracted|withdrawn)[^\])]*[\])]\s*$"
    r"|^\W*已?(?:撤稿|撤回)\s*[:：】\])）]|[【\[(（]已?(?:撤稿|撤回)[】\])）]\s*$"
)
_NOTED = re.compile(r"\b(?:retracted|withdrawn|retraction)\b|撤稿|已撤回", re.I)
_GATHERED = ("proceedings", "mvproceedings", "collection", "mvcollection")  # there for others to inherit from


def suspects(catalogue: Catalogue, draft: Draft, known: Sequence[Known]) -> tuple[Suspect, ...]:
    """Return what looks wrong, in the order of the list, then the keys that the text cites and the list lacks.

    ``known`` is what `kb.related.known.recognised` returned for the draft: the entries of its list come first.
    """
    entries = known[: len(draft.references)]
    near = candidates(catalogue, [one.reference.work for one in entries])
    found: list[Suspect] = []
    for one, around, twin in zip(entries, near, _twins(draft.references), strict=True):
        key, entry = one.reference.citekey, one.reference
        found += (Suspect(key, flaw, entry, work) for flaw, work in _against(one, around))
        if twin:
            found.append(Suspect(key, Flaw.DUPLICATE, entry, other=twin.citekey or twin.work.title))
    return (*found, *_uncited(draft), *_absent(draft))


def _against(one: Known, near: Sequence[Candidate]) -> Iterator[tuple[Flaw, Work | None]]:
    """Yield what the library has against an entry, each with the work that says so."""
    entry = one.reference.work
    mine = next((each for each in near if one.work and each.work.id == one.work.id), None)
    named = [each for each in near if any(shared(entry, version) for version in each.versions)]
    strange = [each for each in named if not _of_title(entry, each)]
    if strange:
        yield Flaw.OTHER_TITLE, strange[0].work
    rivals = [each for each in near if each not in strange and _by_others(entry, each) and (each in named or not mine)]
    if rivals:
        yield Flaw.OTHER_AUTHORS, rivals[0].work
    if mine and not strange:
        yield from ((flaw, mine.work) for flaw in _beside(entry, mine))
    if _retracted(entry) or (mine and any(map(_retracted, mine.versions))):
        yield Flaw.RETRACTED, mine.work if mine else None


def _beside(entry: Work, mine: Candidate) -> Iterator[Flaw]:
    """Yield what is odd about an entry beside the versions of the work that it is."""
    if all(conflicting(entry, version) for version in mine.versions):
        yield Flaw.OTHER_IDENTIFIER
        return
    if _dated_otherwise(entry, mine):
        yield Flaw.OTHER_YEAR
    if mine.verdict(entry) is Verdict.SAME and _unpublished(entry) and _published(mine):
        yield Flaw.SUPERSEDED


def _of_title(entry: Work, one: Candidate) -> bool:
    """Whether a title may be that of a work: like one of its versions', or by the same people, who may rename it."""
    return any(
        _may_be(entry.title, version.title, title_likeness(entry, version))
        or (common_authors(entry, version) or 0) >= _HALF
        for version in one.versions
    )


def _may_be(title: str, other: str, likeness: float) -> bool:
    if likeness >= _ALIKE or has_cjk(title) != has_cjk(other):
        return True
    short, long = sorted((fold(title), fold(other)), key=len)
    return short in long


def _by_others(entry: Work, one: Candidate) -> bool:
    """Whether a work of this title is by nobody of those whom the entry names.

    A title alone says so only if it is telling, and the entry has no identifier of its own.
    """
    telling = telling_title(entry.title) and not entry.identifiers
    return all(
        _strangers(entry, version)
        and title_likeness(entry, version) >= _ALIKE
        and (shared(entry, version) or (telling and title_likeness(entry, version) == 1))
        for version in one.versions
    )


def _strangers(a: Work, b: Work) -> bool:
    """Whether no family name of one is in a name of the other; an organisation may stand for its people."""
    if any(not work.authors or (len(work.authors) == 1 and not work.authors[0].given) for work in (a, b)):
        return False
    return _families(a).isdisjoint(_names(b)) and _families(b).isdisjoint(_names(a))


def _families(work: Work) -> set[str]:
    return {word for person in work.authors for word in fold(person.family).split()}


def _names(work: Work) -> set[str]:
    return _families(work) | {word for person in work.authors for word in fold(person.given).split()}


def _dated_otherwise(entry: Work, mine: Candidate) -> bool:
    """Whether the year lies far from those of all versions; books come in editions, talks become articles."""
    versions = [version for version in (*mine.versions, mine.work) if version.year]
    later = any(publication.two(entry, version, 1) for version in versions)
    editions = any(publication.sort(work) in {Sort.BOOK, Sort.CHAPTER} for work in (entry, *versions))
    if not entry.year or not versions or later or editions:
        return False
    return all(years_apart(entry, version) > _YEARS for version in versions)


def _unpublished(entry: Work) -> bool:
    """Whether an entry says that it is a preprint, and not what became of it."""
    if "acl" in entry.identifiers or not publication.preprint_doi(entry.identifiers.get("doi", "10.48550/")):
        return False
    return publication.preprint(entry) or (not entry.venue and "arxiv" in entry.identifiers)


def _published(mine: Candidate) -> bool:
    return any(publication.published(version) for version in (mine.work, *mine.versions))


def _retracted(work: Work) -> bool:
    return bool(_RETRACTED.search(work.title) or _NOTED.search(work.details.get("note", "")))


def _twins(references: Sequence[Reference]) -> list[Reference | None]:
    """Return, for each entry, the first of those before it that surely is the same work."""
    by_key: dict[str, list[int]] = defaultdict(list)
    found: list[Reference | None] = []
    for place, reference in enumerate(references):
        mine = keys(reference.work)
        before = sorted({other for key in mine for other in by_key[key]})
        found.append(next((references[i] for i in before if _twice(reference.work, references[i].work)), None))
        for key in mine:
            by_key[key].append(place)
    return found


def _twice(a: Work, b: Work) -> bool:
    """Whether entries surely are of one work; a post about a paper and its programs stand there in their own right."""
    if a == b:
        return True
    if compare(a, b) is not Verdict.SAME or _deposited(a) != _deposited(b):
        return False
    return shared(a, b) or common_authors(a, b) in {None, 1.0}


def _deposited(work: Work) -> bool:
    return "zenodo" in f"{work.venue} {work.identifiers.get('doi')}".lower()


def _uncited(draft: Draft) -> Iterator[Suspect]:
    """Yield the entries that a text which cites by keys does not cite."""
    cited = {*draft.cited}
    if any(reference.citekey in cited for reference in draft.references):
        for reference in draft.references:
            key, work = reference.citekey, reference.work
            named = key in cited or any(f"{scheme}:{value}" in cited for scheme, value in work.identifiers.items())
            if key and not named and work.entry_type not in _GATHERED:
                yield Suspect(key, Flaw.NOT_CITED, reference)


def _absent(draft: Draft) -> Iterator[Suspect]:
    """Yield the keys that a list of keys lacks; whether capitals count is up to the reader's program."""
    have = {reference.citekey.casefold() for reference in draft.references if reference.citekey}
    for key in draft.cited if have else ():
        if key.casefold() not in have and key.partition(":")[0] not in SCHEMES:
            yield Suspect(key, Flaw.NOT_IN_LIST)
