"""What sort of publication a record describes, as far as its entry tells: talk and journal version are two works."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from kb.model import Work

_PREPRINT_VENUE = re.compile(r"arxiv|corr\b|preprint|biorxiv|ssrn|openreview|zenodo|research square|hal\b", re.I)
_PREPRINT_DOI = re.compile(r"10\.(?:48550/|5281/zenodo|2139/ssrn|31234/|31219/|1101/|21203/)")
_MEETING = re.compile(
    r"proceedings|proc\.|conference|workshop|symposium|meeting|advances in|neural information|"
    r"\b(?:iclr|icml|neurips|nips|a?acl|naacl|emnlp|eacl|coling|conll|cvpr|iccv|eccv|aaai|ijcai|kdd|aistats|uai|colt|"
    r"corl|rss|icra|chi|fat|facct|aies|sigmod|sigir|www|interspeech|wacv|ecml|popl|pldi|icfp)\b",
    re.I,
)

_INFORMAL = re.compile(r"workshop|blog|forum|lesswrong|medium\b|thread|https?:|www\.", re.I)


class Sort(StrEnum):
    """Sorts of publications; what may be any of them has none."""

    DATA = "data"
    THESIS = "thesis"
    BOOK = "book"
    CHAPTER = "chapter"
    TALK = "talk"
    JOURNAL = "journal"


_SORTS = {
    "dataset": Sort.DATA,
    "phdthesis": Sort.THESIS,
    "mastersthesis": Sort.THESIS,
    "thesis": Sort.THESIS,
    "book": Sort.BOOK,
    "mvbook": Sort.BOOK,
    "collection": Sort.BOOK,
    "proceedings": Sort.BOOK,
    "incollection": Sort.CHAPTER,
    "inbook": Sort.CHAPTER,
    "inproceedings": Sort.TALK,
    "conference": Sort.TALK,
}
_OUTLETS = ("article", "inproceedings", "conference", "incollection", "book", "inbook")
_APART = (
    {Sort.THESIS, Sort.TALK},
    {Sort.THESIS, Sort.JOURNAL},
    {Sort.THESIS, Sort.CHAPTER},
    {Sort.BOOK, Sort.CHAPTER},
    {Sort.BOOK, Sort.JOURNAL},
)
_LATER = ({Sort.TALK, Sort.JOURNAL}, {Sort.CHAPTER, Sort.JOURNAL})


def sort(work: Work) -> Sort | None:
    """Return the sort of a publication; an article without a journal, or in the "journal" of a meeting, has none."""
    if work.entry_type != "article":
        return _SORTS.get(work.entry_type)
    journal = bool(work.venue) and work.details.get("venue_field", "journal").startswith("journal")
    placed = "volume" in work.details or "number" in work.details
    return Sort.JOURNAL if journal and placed and not preprint(work) and not _MEETING.search(work.venue) else None


def preprint(work: Work) -> bool:
    """Whether the venue is a preprint server."""
    return _is_server(work.venue)


@lru_cache(maxsize=65536)
def _is_server(venue: str) -> bool:
    return bool(_PREPRINT_VENUE.search(venue))


def published(work: Work) -> bool:
    """Whether a journal, a meeting or a publisher has brought a work out; workshops and pages of the web are not it."""
    if not work.venue or preprint(work) or _INFORMAL.search(work.venue):
        return False
    return work.entry_type in _OUTLETS or bool(_MEETING.search(work.venue))


def preprint_doi(doi: str) -> bool:
    """Whether a DOI was given by a preprint server, not by a publisher."""
    return bool(_PREPRINT_DOI.match(doi))


def two(a: Work, b: Work, years: int) -> bool:
    """Whether records of one title, so many years apart, are likely to be two publications (a paper and its data)."""
    pair = {sort(a), sort(b)}
    if len(pair) == 1:
        return False
    return Sort.DATA in pair or pair in _APART or (years > 0 and pair in _LATER)
