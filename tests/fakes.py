"""Invented things that tests share: a tiny encoder, small values, and a comparison of two homes."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ingest import folder
from kb.atlas import Atlas
from kb.build import BuildReport, build
from kb.encoder import Encoder, PackagedEncoder, Vectors
from kb.home import Home
from kb.model import (
    Concept,
    Definition,
    Facet,
    Family,
    Lang,
    Link,
    Person,
    Relation,
    Role,
    Source,
    Taxonomy,
    Text,
    Work,
)
from kb.model.contents import Contents
from kb.progress import Progress
from kb.results import Confidence, Mode, Request
from kb.text import bigrams, words
from kb.values import to_json

ROOT = Path(__file__).parents[1]
MINI = ROOT / "tests" / "data" / "mini"
TEXTS = 19  # of the invented data: five concepts whole, their gists, six sentences of definitions, and three works
CHINESE_TEXTS = 5  # the gists; an encoder that reads no Chinese is not given them
PACKAGED = PackagedEncoder().id
DIMENSION = 256
QUERIES = ("SST", "慢泡", "bitter taste", "warm water and patience", "judge teas", "tea 2001", "茶叶的味道", "zebra")


UNSURE = Confidence(False, 0.1, 0.6, 0.1, (), None)
"""That nothing speaks for a match."""


class HashEncoder:
    """Counts of words and Chinese bigrams, hashed into 256 places and normalised; remembers what it was asked."""

    reads_chinese = False

    def __init__(self, name: str = PACKAGED) -> None:
        self.id = name
        self.calls: list[list[str]] = []

    @property
    def texts(self) -> list[str]:
        """Every text that was encoded, in order."""
        return [text for call in self.calls for text in call]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text."""
        self.calls.append(list(texts))
        return np.stack([hashed(text) for text in texts])

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Return the same for queries."""
        return self.encode(texts)


def hashed(text: str) -> Vectors:
    """Return the unit vector of a text."""
    vector = np.zeros(DIMENSION, dtype=np.float32)
    for token in [*words(text), *bigrams(text)] or ["∅"]:
        vector[zlib.crc32(token.encode()) % DIMENSION] += 1
    return vector / np.linalg.norm(vector)


def silent(_step: str, _done: int, _total: int) -> None:
    """Report no progress."""


def build_mini(
    home: Path, encoder: Encoder | None = None, data: Path = MINI, progress: Progress = silent
) -> BuildReport:
    """Build a data folder into a home."""
    return build(Home(home), folder.digest(data), lambda: folder.read(data), encoder, progress)


def rows(home: Path, but: tuple[str, ...] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables of a home's catalogue, sorted."""
    with sqlite3.connect(home / "catalogue.db") as connection:
        names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'") if n not in but]
        found = {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in names}
    connection.close()
    return found


def answers(home: Path, encoder: Encoder | None) -> list[dict[str, object]]:
    """Return what a home answers to a list of queries in all modes, times left out."""
    atlas = Atlas(Home(home), encoder)
    try:
        found = [atlas.search(Request(query, mode=mode)) for query in QUERIES for mode in Mode]
    finally:
        atlas.catalogue.close()
    plain = [json.loads(to_json(results)) for results in found]
    return [{key: value for key, value in results.items() if key != "took_ms"} for results in plain]


def tree(path: Path) -> dict[str, tuple[int, bytes]]:
    """Return time of change and content of every file below a folder."""
    return {
        p.relative_to(path).as_posix(): (p.stat().st_mtime_ns, p.read_bytes())
        for p in sorted(path.rglob("*"))
        if p.is_file()
    }


def a_concept(id_: str, **changes: object) -> Concept:
    """Return a complete concept, with changes."""
    sources = (Source("doi:10.9999/w"),)
    fields: dict[str, object] = {
        "id": id_,
        "family": "f",
        "facet": Facet.PROBLEM,
        "pref_label": Text(f"Label {id_}", f"标签{id_}"),
        "gist": Text("A gist.", "一句话。"),
        "broader": ("root",) if id_ != "root" else (),
        "definitions": (Definition(Lang.EN, "Words.", sources), Definition(Lang.ZH, "话。", sources)),
    }
    return Concept(**(fields | changes))  # type: ignore[arg-type]


def a_work(**changes: object) -> Work:
    """Return a complete work, with changes."""
    fields: dict[str, object] = {
        "id": "doi:10.9999/w",
        "citekey": "pot2015against",
        "title": "Against",
        "authors": (Person("Pot", "Pia"),),
        "year": 2015,
        "identifiers": {"doi": "10.9999/w"},
    }
    return Work(**(fields | changes))  # type: ignore[arg-type]


def some_contents(
    concepts: tuple[Concept, ...] = (),
    relations: tuple[Relation, ...] = (),
    works: tuple[Work, ...] | None = None,
    families: tuple[Family, ...] | None = None,
    links: tuple[Link, ...] = (Link("doi:10.9999/w", "root", Role.DISCUSSES),),
) -> Contents:
    """Return clean contents (a root, a work and their link) with more added or parts replaced."""
    families = (Family("f", Text("F", "家"), Text("G.", "话。"), ("root",)),) if families is None else families
    taxonomy = Taxonomy(families, (a_concept("root"), *concepts), relations)
    return Contents(taxonomy, (a_work(),) if works is None else works, links)
