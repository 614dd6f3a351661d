"""``python -m benchmarks.similar HOME SHARED``: bands of cosines, and what diversity costs in finding.

*csfcube* asks with a paper for papers like it, *survey_sections* with the text of a section for the works it cites.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from kb import similar
from kb.atlas import Atlas
from kb.bands import LEAST
from kb.documents import Key, Kind
from kb.encoder import Encoder, Vectors, from_environment
from kb.evaluation import judged
from kb.evaluation.corpus import Corpus, open_corpus
from kb.evaluation.figures import p_value, per_query
from kb.home import Home
from kb.index import FolderIndex
from kb.model import Taxonomy
from kb.similar import Similar

_TOP = 10
_WEIGHTS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.7)


@dataclass(frozen=True)
class Parts:
    """A foreign corpus in the place of an Atlas."""

    taxonomy: Taxonomy
    catalogue: Corpus
    index: FolderIndex
    encoder: Encoder | None


def main() -> None:
    """Measure and print."""
    atlas, shared = Atlas(Home(Path(sys.argv[1])), from_environment()), Path(sys.argv[2])
    console = Console(width=140)
    console.print(_bands(atlas))
    for name in ("csfcube", "survey_sections"):
        console.print(_costs(atlas, shared / "eval" / name))


def _bands(atlas: Atlas) -> Table:
    """Tabulate which share of pairs of curated works reaches each band, and the quantiles of their cosines."""
    works = [work.id for work in atlas.catalogue.contents().works]
    found = atlas.index.vectors_of(Key(Kind.WORK, work) for work in works)
    matrix = np.stack([found[Key(Kind.WORK, work)] for work in works])
    cosines, off = matrix @ matrix.T, ~np.eye(len(works), dtype=bool)
    common = _common(atlas, works)
    nearest = -np.sort(-np.where(off, cosines, -1), axis=1)
    groups = {
        "pairs without a common concept": cosines[off & ~common],
        "pairs with one": cosines[off & common],
        "a work's nearest": nearest[:, 0],
        "its tenth": nearest[:, 9],
    }
    table = Table(
        "cosines", "5%", "25%", "median", "75%", "95%", *(f"{name}: ≥ {least}" for name, least in LEAST.items())
    )
    for name, values in groups.items():
        quantiles = (f"{q:.2f}" for q in np.percentile(values, (5, 25, 50, 75, 95)))
        table.add_row(name, *quantiles, *(f"{np.mean(values >= least):.3%}" for least in LEAST.values()))
    return table


def _common(atlas: Atlas, works: list[str]) -> NDArray[np.bool_]:
    """Return which pairs of works are tied to the same concept."""
    places = {work: place for place, work in enumerate(works)}
    common = np.zeros((len(works), len(works)), dtype=bool)
    for concept in atlas.taxonomy.concepts:
        tied = [places[link.work] for link in atlas.catalogue.links(concept=concept.id) if link.work in places]
        common[np.ix_(tied, tied)] = True
    return common


def _costs(atlas: Atlas, folder: Path) -> Table:
    """Tabulate nDCG@10 and how like each other the ten works are, for each weight of relevance."""
    asked = judged.read(folder)
    corpus, index = open_corpus(atlas.home, atlas.catalogue, asked.corpus or folder, atlas.encoder, _silent)
    parts = Parts(atlas.taxonomy, corpus, index, atlas.encoder)
    table = Table(f"{folder.name}: λ", "nDCG@10", "mean cosine within the list", "p against λ = 1")
    first: list[float] = []
    for weight in _WEIGHTS:
        similar.RELEVANCE = weight
        found = dict(_answers(parts, asked, folder))
        values = per_query(asked.qrels, {q: [one.work.id for one in near] for q, near in found.items()})["ndcg@10"]
        first = first or values
        alike = np.mean([_alike(index, near) for near in found.values()])
        table.add_row(str(weight), f"{np.mean(values):.3f}", f"{alike:.3f}", f"{p_value(values, first):.3f}")
    return table


def _answers(parts: Parts, asked: judged.Judged, folder: Path) -> Iterator[tuple[str, tuple[Similar, ...]]]:
    """Yield what is found for each query: by the paper that it names, else by its text."""
    rows = [json.loads(line) for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    papers = {row["_id"]: row.get("doc", "") for row in rows}
    for query, text in asked.queries.items():
        work = parts.catalogue.works([papers[query]]).get(papers[query])
        yield query, similar.like_work(parts, work, _TOP) if work else similar.like_text(parts, text, _TOP)


def _silent(_step: str, _done: int, _total: int) -> None:
    """Report no progress."""


def _alike(index: FolderIndex, near: tuple[Similar, ...]) -> float:
    vectors: Vectors = np.stack([*index.vectors_of(Key(Kind.WORK, one.work.id) for one in near).values()])
    cosines = vectors @ vectors.T
    return float(cosines[~np.eye(len(near), dtype=bool)].mean())


if __name__ == "__main__":
    main()
