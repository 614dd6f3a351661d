"""Several drafts as one: a document with its bibliography, chapters, files and what was pasted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.draft import prose
from kb import ids
from kb.model import Work
from kb.model.draft import Draft, Reference

_NUMBER = re.compile(r"(?:-\d+)?")
_Owned = tuple[int, Reference]  # the number of a draft and an entry of it


def joined(drafts: Iterable[Draft]) -> Draft:
    """Join drafts in their order: the first title wins; keys, identifiers and equal entries stand once.

    An entry without a key of the reader's (of an article's own list, of RIS) gives way to the entry of another draft
    that is the same work and has one; ``cited`` then names that. What a text cites by author and year or by identifier
    is looked for in the lists of all drafts.
    """
    drafts = tuple(drafts)
    if len(drafts) == 1:
        return drafts[0]
    best = _best(drafts)
    references: list[Reference] = []
    cited: list[str] = []
    renamed: list[dict[str, str]] = []
    for number, draft in enumerate(drafts):
        kept, instead = _kept(number, draft, best, references)
        references += kept
        renamed.append(instead)
    keys = prose.keys(references)
    for draft, instead in zip(drafts, renamed, strict=True):
        known = [instead.get(one, one) for one in draft.cited]
        cited += [keys.get(one, one) for one in known]
        cited += prose.named(draft.text, references) if draft.text and len(draft.references) < len(references) else ()
    return Draft(
        text="\n\n".join(draft.text for draft in drafts if draft.text),
        title=next((draft.title for draft in drafts if draft.title), ""),
        references=tuple(references),
        cited=tuple(dict.fromkeys(cited)),
        failures=tuple(failure for draft in drafts for failure in draft.failures),
    )


def _best(drafts: Sequence[Draft]) -> dict[str, _Owned]:
    """Return for each name of a work the entry to keep: the first with a reader's key, else the first with any."""
    owned = [(number, one) for number, draft in enumerate(drafts) for one in draft.references]
    best: dict[str, _Owned] = {}
    for number, one in sorted(owned, key=lambda pair: -_rank(pair[1])):
        for name in _names(one.work):
            best.setdefault(name, (number, one))
    return best


def _kept(
    number: int, draft: Draft, best: dict[str, _Owned], before: Sequence[Reference]
) -> tuple[list[Reference], dict[str, str]]:
    """Return the entries of a draft that stay, and the keys of others by the keys of those that give way to them."""
    taken = {(one.citekey, one.work.id) for one in before}
    kept: list[Reference] = []
    instead: dict[str, str] = {}
    for one in draft.references:
        owner, other = next(best[name] for name in _names(one.work))
        if owner != number and _rank(one) < 2:
            instead[one.citekey] = other.citekey
        elif (one.citekey, one.work.id) not in taken:
            kept.append(one)
    return kept, instead


def _rank(reference: Reference) -> int:
    """Return 2 for an entry under a key of the reader's, 1 for one under a key that was made, 0 without key."""
    if not reference.citekey:
        return 0
    behind = reference.citekey.removeprefix(prose.key_of(reference.work))
    return 1 if behind != reference.citekey and _NUMBER.fullmatch(behind) else 2


def _names(work: Work) -> tuple[str, str]:
    """Return what a work is known by, the surest first."""
    return work.id, ids.work_id({}, work.title, work.authors[0].family if work.authors else "", work.year)
