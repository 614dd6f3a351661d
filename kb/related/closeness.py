"""Closeness by citations of works to those that a reader cites.

Co-citation (Small 1973, https://doi.org/10.1002/asi.4630240406) and bibliographic coupling (Kessler 1963,
https://doi.org/10.1002/asi.5090140103), where the reader's text is itself the work that is coupled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple, Protocol

from kb.citations import Pairs


class Cites(Protocol):
    """What is asked about citations."""

    def cited_pairs(self, works: Collection[str]) -> tuple[Pairs, Pairs]:
        """Return the pairs of citing and cited work that begin with one of the works, and those that end with one."""
        ...


class Close(NamedTuple):
    """How close a work is (0..) and by which of the reader's: cited beside it, cited by it, citing it."""

    weight: float
    beside: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    cited_by: tuple[str, ...] = ()


def closeness(catalogue: Cites, seeds: Collection[str]) -> dict[str, Close]:
    """Return the works that citations bring near to the seeds, which are not among them.

    A work that cites seeds brings near what it also cites, the more of its references are seeds; a work that cites a
    seed or is cited by one is near itself, by the share of seeds.
    """
    if not seeds:
        return {}
    of_seeds, to_seeds = catalogue.cited_pairs(seeds)
    cited_by, cites, beside = (
        defaultdict[str, set[str]](set),
        defaultdict[str, set[str]](set),
        defaultdict[str, set[str]](set),
    )
    weight = defaultdict[str, float](float)
    for seed, work in of_seeds:
        cited_by[work].add(seed)
    for work, seed in to_seeds:
        cites[work].add(seed)
    for citing, references in _lists(catalogue.cited_pairs(cites)[0]).items():
        for work in references - {citing}:
            weight[work] += len(cites[citing]) / len(references)
            beside[work] |= cites[citing]
    for near in (cites, cited_by):
        for work, linked in near.items():
            weight[work] += len(linked) / len(seeds)
    return {
        work: Close(value, *(tuple(sorted(some[work])) for some in (beside, cites, cited_by)))
        for work, value in weight.items()
        if work not in seeds
    }


def _lists(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found = defaultdict[str, set[str]](set)
    for citing, cited in pairs:
        found[citing].add(cited)
    return found
