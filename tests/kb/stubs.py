"""A search whose index and encoder say what they are told to say."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
import pytest

from kb import fusion
from kb import search as module
from kb.atlas import Atlas
from kb.documents import Key
from kb.encoder import Vectors
from kb.index import Manifest
from kb.lexical import Filter, LexicalHit
from kb.model import Role
from kb.search import Searcher
from kb.vectors import DenseHit


class StubIndex:
    """An index that finds what it is told to find."""

    manifest = Manifest(1, 1, "stub", 8, 0, {})

    def __init__(self, words: dict[Key, float], sense: dict[Key, float]) -> None:
        self.words, self.sense = words, sense

    def lexical(self, text: str, where: Filter, limit: int) -> list[LexicalHit]:
        return [LexicalHit(*item) for item in self.words.items()]

    def dense(self, vector: Vectors, where: Filter, limit: int) -> list[DenseHit]:
        return [DenseHit(*item) for item in self.sense.items()]

    def matching(self, where: Filter, among: Collection[Key] | None = None) -> set[Key]:
        return {*self.words, *self.sense}

    def counts(self, keys: Collection[Key]) -> dict[str, dict[str, int]]:
        return {}

    def idf(self, term: str) -> float:
        return 1.0

    def vectors_of(self, keys: Iterable[Key]) -> dict[Key, Vectors]:
        return {}


class StubEncoder:
    """An encoder that remembers texts and answers with one vector."""

    id = "stub"

    def __init__(self, reads_chinese: bool = False) -> None:
        self.reads_chinese = reads_chinese
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return np.ones((len(texts), 1), dtype=np.float32)

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        return self.encode(texts)


def set_constants(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fix what is tuned elsewhere: words and sense count alike, and reach 0.8 together."""
    for name in ("_KEYWORDS", "_SENSE", "_FOREIGN"):
        monkeypatch.setattr(fusion, name, 0.5)
    monkeypatch.setattr(fusion, "_TEXT", 0.8)
    monkeypatch.setattr(module, "_COSINE_LOW", 0.2)
    monkeypatch.setattr(module, "_COSINE_HIGH", 0.8)
    monkeypatch.setattr(module, "_GOOD_EN", 0.4)
    monkeypatch.setattr(module, "_GOOD_ZH", 0.4)
    monkeypatch.setattr(module, "_BY_ROLE", {Role.INTRODUCES: 0.6, Role.CRITIQUES: 0.4})
    monkeypatch.setattr(module, "_PARTIAL", 0.3)
    monkeypatch.setattr(module, "_SHARE", 0.6)


def searcher(atlas: Atlas, words: dict[Key, float], sense: dict[Key, float], encoder: StubEncoder | None) -> Searcher:
    return Searcher(atlas.taxonomy, atlas.labels, atlas.catalogue, StubIndex(words, sense), encoder)
