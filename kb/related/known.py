"""Which works of the library a reader's list holds: by identifier where title or authors bear it out, else by title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from kb import ledger
from kb.catalogue import Catalogue
from kb.matching import Verdict, common_authors, compare, keys, shared, title_likeness
from kb.model import Work
from kb.model.draft import Draft, Reference
from kb.related.values import Known
from kb.values import replace


class Candidate(NamedTuple):
    """A work of the library that a record may describe, and what its records say of it (versions of one work)."""

    work: Work
    versions: Sequence[Work]

    def verdict(self, work: Work) -> Verdict:
        """Say whether a record describes the work, in any of its versions."""
        verdicts = {compare(work, version) for version in (*self.versions, self.work)}
        return next((v for v in Verdict if v in verdicts), Verdict.DIFFERENT)


def recognised(catalogue: Catalogue, draft: Draft, works: Iterable[str]) -> tuple[Known, ...]:
    """Return the entries of a draft's list, in their order, each with the work of the library that it is.

    After them come the works that the text cites by an identifier, and those that the reader picked (by their ids), as
    far as the library has them and no entry is one of them.
    """
    entries = [reference.work for reference in draft.references]
    near = candidates(catalogue, entries)
    found = [Known(reference, _work(reference.work, near[i])) for i, reference in enumerate(draft.references)]
    have = {known.work.id for known in found if known.work}
    more = {work.id: work for work in _named(catalogue, [*draft.cited, *works]) if work.id not in have}
    return (*found, *(Known(Reference(work), work) for work in more.values()))


class Listed:
    """Some works, in which others are looked for."""

    def __init__(self, works: Iterable[Work]) -> None:
        self._by_key: dict[str, list[Work]] = {}
        for work in works:
            for key in keys(work):
                self._by_key.setdefault(key, []).append(work)

    def __contains__(self, work: Work) -> bool:
        """Say whether one of the works has an identifier of this one, or is or may be another version of it."""
        near = [one for key in keys(work) for one in self._by_key.get(key, ())]
        return any(shared(work, one) or compare(work, one) is not Verdict.DIFFERENT for one in near)


def own_keys(known: Iterable[Known]) -> Mapping[str, str]:
    """Return the reader's citekeys by work of the library; those of other entries too, so that no work gets one."""
    found: dict[str, str] = {}
    for one in known:
        key = one.reference.citekey
        ident = one.work.id if one.work and one.work.id not in found else f"own:{key}"
        if key:
            found[ident] = key
    return found


def candidates(catalogue: Catalogue, works: Sequence[Work]) -> list[list[Candidate]]:
    """Return, for each of the works, those of the library that share a key with it (`kb.matching.keys`)."""
    if not works:
        return []
    wanted = [keys(work) for work in works]
    with catalogue.database.transaction() as connection:
        owners = ledger.owners(connection, {*chain.from_iterable(wanted)})
        said = ledger.said(connection, {*chain.from_iterable(owners.values())})
    known = catalogue.works(said)
    near = [dict.fromkeys(i for key in each for i in owners.get(key, ())) for each in wanted]
    return [[Candidate(known[i], said[i]) for i in each if i in known] for each in near]


def _work(entry: Work, near: Sequence[Candidate]) -> Work | None:
    """Return the candidate that an entry is: surely, or in doubt with the same first author.

    Where a library keeps two works apart until a person decides (a talk and its journal version, a title that was
    changed), the reader who cites one knows the other.
    """
    verdicts = [(one, one.verdict(entry)) for one in near]
    same = [one for one, verdict in verdicts if verdict is Verdict.SAME]
    same = same or [one for one, verdict in verdicts if verdict is Verdict.DOUBTFUL and _by_the_same(entry, one)]
    return max(same, key=lambda one: max(_closeness(entry, version) for version in one.versions)).work if same else None


def _by_the_same(entry: Work, one: Candidate) -> bool:
    return any(common_authors(_first(entry), _first(version)) for version in one.versions)


def _first(work: Work) -> Work:
    """Return a work with its first author alone: others discuss a work under its title, and thank its authors."""
    return replace(work, authors=work.authors[:1])


def _closeness(entry: Work, version: Work) -> tuple[bool, float]:
    return shared(entry, version), title_likeness(entry, version)


def _named(catalogue: Catalogue, refs: Sequence[str]) -> list[Work]:
    """Return the works that ids or identifiers (``scheme:value``) name, in their order; keys of a list name none."""
    if not refs:
        return []
    with catalogue.database.transaction() as connection:
        owners = ledger.owners(connection, refs)
    order = [i for ref in refs for i in (ref, *owners.get(ref, ())[:1])]
    known = catalogue.works(order)
    return [known[i] for i in order if i in known]
