"""``python -m benchmarks.gaps HOME``: whether the gap check names a must-know that a draft leaves out.

A draft is a concept that cites all its must-knows but one. With the link in the library the check should name it; then
the link is taken away, and what is like the concept or like the other must-knows is asked for it instead. The texts of
works are indexed anew without the names of their concepts, which would tell.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table

from kb import index
from kb.atlas import Atlas
from kb.catalogue import Catalogue
from kb.documents import Documents, Key, Kind
from kb.encoder import Encoder, from_environment
from kb.home import Home
from kb.index import FolderIndex
from kb.model import Concept, Link, Taxonomy, Work
from kb.model.draft import Reference
from kb.related.gaps import missing
from kb.related.values import Known, Topic
from kb.similar import like_text

_TOPS = (5, 10, 20)
_DEPTH = 60
_SAMPLE = 200  # drafts that are asked without the link
_RANKS = 60  # of reciprocal rank fusion


class Hidden(NamedTuple):
    """A concept, a must-know of it that a draft leaves out, and those that it cites."""

    concept: Concept
    left_out: Work
    cited: tuple[Work, ...]


@dataclass(frozen=True)
class Untold:
    """A library without one link."""

    catalogue: Catalogue
    work: str
    concept: str

    def works(self, ids: Iterable[str]) -> dict[str, Work]:
        """Return the works that exist among the ids."""
        return self.catalogue.works(ids)

    def links(
        self, work: str | None = None, concept: str | None = None, works: Iterable[str] | None = None
    ) -> list[Link]:
        """Return the links that are told."""
        found = self.catalogue.links(work, concept, works)
        return [link for link in found if (link.work, link.concept) != (self.work, self.concept)]


@dataclass(frozen=True)
class Parts:
    """An Atlas whose library does not tell."""

    taxonomy: Taxonomy
    catalogue: Untold
    index: FolderIndex
    encoder: Encoder | None


Ranking = Callable[[Hidden], list[str]]


def main() -> None:
    """Measure and print."""
    atlas = Atlas(Home(Path(sys.argv[1])), from_environment())
    drafts = list(_drafts(atlas))
    console = Console(width=140)
    console.print(_told(atlas, drafts))
    with tempfile.TemporaryDirectory() as folder:
        console.print(_untold(atlas, _index(atlas, Path(folder) / "index"), drafts))


def _drafts(atlas: Atlas) -> Iterator[Hidden]:
    for concept in atlas.taxonomy.concepts:
        works = {work.id: work for _, work in atlas.works_of(concept.id) if work.level}
        for left_out in works.values():
            yield Hidden(concept, left_out, tuple(work for work in works.values() if work is not left_out))


def _told(atlas: Atlas, drafts: Sequence[Hidden]) -> Table:
    """Tabulate how many left-out must-knows are named, and among how many."""
    named: Counter[int] = Counter()
    lengths = []
    for draft in drafts:
        known = [Known(Reference(work), work) for work in draft.cited]
        found = [one.work.id for one in missing(atlas, [Topic(draft.concept, 1.0)], known, max(_TOPS))]
        lengths.append(len(found))
        named.update(top for top in _TOPS if draft.left_out.id in found[:top])
    concepts = len({draft.concept.id for draft in drafts})
    table = Table(f"{len(drafts)} drafts, {concepts} concepts", *(f"first {top}" for top in _TOPS), "named in all")
    table.add_row("missing", *(f"{named[top] / len(drafts):.3f}" for top in _TOPS), f"{np.mean(lengths):.1f}")
    return table


def _untold(atlas: Atlas, untold: FolderIndex, drafts: Sequence[Hidden]) -> Table:
    """Tabulate how often other ways lead to the work that was left out, among all works and among must-knows."""
    sample = random.Random(1).sample([draft for draft in drafts if draft.cited], _SAMPLE)  # noqa: S311
    ways = _ways(atlas, untold)
    ranked = {name: [rank(draft) for draft in sample] for name, rank in ways.items()}
    ranked["text and centroid"] = [
        _fused(*pair) for pair in zip(ranked["like its text"], ranked["centroid"], strict=True)
    ]
    levels = {work.id for work in atlas.catalogue.all_works() if work.level}
    heads = (f"{kind}: {top}" for kind in ("all works", "must-knows") for top in _TOPS)
    table = Table(f"link taken away, {len(sample)} drafts", *heads)
    for name, lists in ranked.items():
        pure = [[i for i in found if i in levels] for found in lists]
        table.add_row(name, *_shares(sample, lists), *_shares(sample, pure))
    return table


def _shares(sample: Sequence[Hidden], lists: Sequence[Sequence[str]]) -> list[str]:
    """Return the shares of drafts whose left-out work stands among the first of its list."""
    pairs = [(draft.left_out.id, found) for draft, found in zip(sample, lists, strict=True)]
    return [f"{np.mean([work in found[:top] for work, found in pairs]):.3f}" for top in _TOPS]


def _ways(atlas: Atlas, untold: FolderIndex) -> dict[str, Ranking]:
    """Return the rankings of uncited works, by name."""
    keys = [Key(Kind.WORK, work.id) for work in atlas.catalogue.all_works()]
    vectors = untold.vectors_of(keys)
    names, matrix = [key.id for key in vectors], np.stack([*vectors.values()])

    def text(draft: Hidden, encoder: Encoder | None) -> list[str]:
        library = Untold(atlas.catalogue, draft.left_out.id, draft.concept.id)
        asked = f"{draft.concept.pref_label.en}. {draft.concept.gist.en}"
        found = like_text(Parts(atlas.taxonomy, library, untold, encoder), asked, _DEPTH)
        return _uncited(draft, [one.work.id for one in found])

    def centroid(draft: Hidden) -> list[str]:
        middle = sum(vectors[Key(Kind.WORK, work.id)] for work in draft.cited)
        return _uncited(draft, [names[place] for place in np.argsort(-(matrix @ middle), kind="stable")])[:_DEPTH]

    def citations(draft: Hidden) -> list[str]:
        near = Counter(i for work in draft.cited for side in atlas.catalogue.citations(work.id) for i in side)
        return _uncited(draft, [i for i, _ in sorted(near.items(), key=lambda pair: (-pair[1], pair[0]))])

    return {
        "like its text, words alone": lambda draft: text(draft, None),
        "like its text": lambda draft: text(draft, atlas.encoder),
        "centroid": centroid,
        "citations": citations,
    }


def _uncited(draft: Hidden, found: list[str]) -> list[str]:
    cited = {work.id for work in draft.cited}
    return [i for i in found if i not in cited]


def _fused(*lists: list[str]) -> list[str]:
    scores: dict[str, float] = defaultdict(float)
    for found in lists:
        for place, one in enumerate(found):
            scores[one] += 1 / (_RANKS + place)
    return [one for one, _ in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))]


def _index(atlas: Atlas, folder: Path) -> FolderIndex:
    """Return an index of the works by their own texts."""
    assert atlas.encoder is not None  # noqa: S101 (there is always one in an environment)
    documents = [*Documents(atlas.taxonomy).works(atlas.catalogue.all_works(), (), {})]
    dense = [document.key for document in documents], atlas.encoder.encode([d.texts[0] for d in documents])
    index.write(folder, documents, dense, 0, atlas.encoder.id)
    found = FolderIndex.open(folder, 0, atlas.encoder.id)
    assert found is not None  # noqa: S101 (just written)
    return found


if __name__ == "__main__":
    main()
