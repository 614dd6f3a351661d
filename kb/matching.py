"""Whether two records describe the same work, and under which keys such a pair is looked for.

The verdict follows the rules that cataloguers use (identifiers first, then title with creators and date); its error
rates on labelled pairs of real bibliographies stand in docs/evaluation.md.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from kb import publication
from kb.model import Person, Work
from kb.spelling import ratio
from kb.text import bigrams, fold, words

STRONG = ("arxiv", "doi", "openreview", "acl", "s2", "openalex")
"""The identifiers that name one work; a URL may be that of a list."""

_EDGE = 24  # letters of a long title's beginning and end that find it again when a letter elsewhere is wrong
_NEAR, _DOUBTFUL = 0.94, 0.85  # likeness of two long titles: one slip in twenty letters; one word of six
_RENAMED = 0.45  # what the titles of two versions of a paper still have in common
_TELLING = 4  # words that a title needs to be somebody's own
_YEARS = 3  # a preprint may wait so long for its venue
_HALF = 0.5
_SHORT, _SLIP = 4, 0.8  # Wiesel and Weisel are one, Li and Liu are two
_NUMBER = re.compile(r"\d+|\b[ivx]+\b")
_INITIALS = re.compile(r"(?<=[a-z])[A-Z](?:-?[A-Z]){0,2}$")


class Verdict(StrEnum):
    """What is known of two records."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    DIFFERENT = "different"


def keys(work: Work) -> list[str]:
    """Return the keys of a work: ``scheme:value`` of its identifiers, and its title, a long one by start and end.

    Records of the same work share at least one of them, unless a short title is misspelt.
    """
    found = [f"{scheme}:{value}" for scheme, value in work.identifiers.items()] or [work.id]
    letters = _letters(work.title)
    if len(letters) > _EDGE + 8:
        return [*found, f"t<{letters[:_EDGE]}", f"t>{letters[-_EDGE:]}"]
    return [*found, f"t:{letters}"] if letters else found


def compare(a: Work, b: Work) -> Verdict:
    """Say whether two records describe the same work."""
    if shared(a, b):
        return _same_identifier(a, b, title_likeness(a, b))
    alike = _letters(a.title) == _letters(b.title)
    if conflicting(a, b):  # one of two arXiv ids may be wrong
        wrong = alike and not years_apart(a, b) and "arxiv" in _both(a, b) and common_authors(a, b) == 1
        return Verdict.DOUBTFUL if wrong else Verdict.DIFFERENT
    if _numbers(a.title) != _numbers(b.title):
        return Verdict.DIFFERENT
    return _same_title(a, b, common_authors(a, b)) if alike else _near_title(a, b, title_likeness(a, b))


def same_work(a: Work, b: Work) -> bool:
    """Say whether two records surely describe the same work."""
    return compare(a, b) is Verdict.SAME


def _same_identifier(a: Work, b: Work, likeness: float) -> Verdict:
    """Believe a shared identifier when title or authors bear it out: bibliographies hold wrong ones."""
    if likeness >= _DOUBTFUL:
        return Verdict.SAME
    people = common_authors(a, b)
    if distinct(a, b):
        return Verdict.DOUBTFUL if people or likeness >= _RENAMED else Verdict.DIFFERENT
    if people or (people is None and likeness >= _RENAMED):
        return Verdict.SAME
    return Verdict.DOUBTFUL if likeness >= _RENAMED else Verdict.DIFFERENT


def _same_title(a: Work, b: Work, people: float | None) -> Verdict:
    telling, apart = telling_title(a.title), years_apart(a, b)
    if people == 0:
        return Verdict.DIFFERENT
    if publication.two(a, b, apart) or (_published_twice(a, b) and (apart or people != 1)):
        return Verdict.DOUBTFUL
    if people is None:  # a list that gives titles only
        return Verdict.SAME if telling and not apart and not _two_pages(a, b) else Verdict.DOUBTFUL
    if people >= _HALF:
        return Verdict.SAME if apart <= (_YEARS if telling else 1) else Verdict.DOUBTFUL
    return Verdict.SAME if telling and not apart else Verdict.DOUBTFUL  # a list that gives the first author only


def _near_title(a: Work, b: Work, likeness: float) -> Verdict:
    if min(len(_letters(a.title)), len(_letters(b.title))) < _EDGE or years_apart(a, b) > _YEARS:
        return Verdict.DIFFERENT
    people = common_authors(a, b) if likeness >= _DOUBTFUL or _subtitle(a, b) else None
    if not people:
        return Verdict.DIFFERENT
    twice = _published_twice(a, b) or publication.two(a, b, years_apart(a, b))
    sure = likeness >= _NEAR and people > _HALF and years_apart(a, b) <= 1 and not twice
    return Verdict.SAME if sure else Verdict.DOUBTFUL


def title_likeness(a: Work, b: Work) -> float:
    """Return the share of letters that two titles have in common, in their order (0..1)."""
    return ratio(_letters(a.title), _letters(b.title))


def _both(a: Work, b: Work) -> list[str]:
    return [scheme for scheme in a.identifiers if scheme in b.identifiers and scheme in STRONG]


def shared(a: Work, b: Work) -> bool:
    """Whether two records have an identifier in common; bibliographies hold wrong ones."""
    return any(a.identifiers[scheme] == b.identifiers[scheme] for scheme in _both(a, b))


def conflicting(a: Work, b: Work) -> bool:
    """Whether identifiers differ of which a work has only one."""
    return any(scheme in {"arxiv", "acl"} and a.identifiers[scheme] != b.identifiers[scheme] for scheme in _both(a, b))


def distinct(a: Work, b: Work) -> bool:
    """Whether identifiers speak against one work, so that nothing but a person's word joins what they belong to."""
    return conflicting(a, b) or _published_twice(a, b)


def _published_twice(a: Work, b: Work) -> bool:
    """Whether both have a publisher's DOI and these differ: a talk and its journal version, or two works."""
    left, right = a.identifiers.get("doi", ""), b.identifiers.get("doi", "")
    if not left or not right or left == right:
        return False
    return not publication.preprint_doi(left) and not publication.preprint_doi(right)


def common_authors(a: Work, b: Work) -> float | None:
    """Return the share of authors in common (of the longer list, or of the shorter one if the other is cut off).

    None where one side has no authors or only an organisation that may stand for the other's, 0 where neither the first
    authors agree nor most of the others.
    """
    left, right = _families(a), _families(b)
    if not left or not right:
        return None
    first = _namesakes(left[0], right[0])
    here, there = {*left}, {*right}
    common = sum(name in there or any(_namesakes(name, other) for other in there) for name in here)
    common = min(common, len(there))
    if not first and 2 * common <= min(len(left), len(right)):
        return None if _organisation(a) != _organisation(b) and max(len(left), len(right)) > 2 else 0
    cut = len(left) != len(right) and any(person.family == "others" for person in (*a.authors, *b.authors))
    return min(1.0, common / (min if cut else max)(len(here), len(there)))


@lru_cache(maxsize=65536)
def _namesakes(a: str, b: str) -> bool:
    """Whether family names are the same but for a slip."""
    return a == b or (min(len(a), len(b)) > _SHORT and ratio(a, b) >= _SLIP)


def _families(work: Work) -> list[str]:
    names = [_last(_family(person)) for person in work.authors if person.family != "others"]
    return [name for name in names if name]


@lru_cache(maxsize=65536)
def _last(family: str) -> str:
    """Return the last word of a family name, folded."""
    return (fold(family).split() or [""])[-1]


def _family(person: Person) -> str:
    """Return the family name without initials that an export glued to it (``RogersTT``)."""
    return person.family if person.given else _INITIALS.sub("", person.family)


def _organisation(work: Work) -> bool:
    return len(work.authors) == 1 and not work.authors[0].given


def telling_title(title: str) -> bool:
    """Whether a title is long enough to be somebody's own."""
    return len(words(title)) + len(bigrams(title)) // 2 >= _TELLING


def _two_pages(a: Work, b: Work) -> bool:
    """Whether both are known by their addresses alone, and these differ: two posts of one name."""
    left, right = ({**work.identifiers} for work in (a, b))
    return left.keys() == right.keys() == {"url"} and left != right


def _subtitle(a: Work, b: Work) -> bool:
    """Whether one title is the other without what follows its colon or bracket."""
    short, long = sorted((a.title, b.title), key=len)
    heads = {_letters(long.split(sign)[0]) for sign in ":(" if sign in long}
    return _letters(short) in heads and telling_title(short)


def years_apart(a: Work, b: Work) -> int:
    """Return by how many years two records differ, 0 where one has none."""
    return abs(a.year - b.year) if a.year and b.year else 0


@lru_cache(maxsize=65536)
def _letters(title: str) -> str:
    return fold(title).replace(" ", "")


@lru_cache(maxsize=65536)
def _numbers(title: str) -> tuple[str, ...]:
    """Return the numbers of a title, Roman ones too: part 1 is not part 2, GPT-2 not GPT-3."""
    return tuple(_NUMBER.findall(fold(title)))
