"""A foreign corpus that the search can be measured on: its index, kept by its content, and its titles."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from kb import index
from kb.build import encode
from kb.catalogue import Catalogue
from kb.documents import Document, Key, Kind
from kb.encoder import Encoder
from kb.evaluation.judged import Text, texts
from kb.home import Home
from kb.index import FolderIndex
from kb.model import Link, Work
from kb.progress import Progress


class Corpus:
    """What a search asks of a library, for texts that are tied to no concept."""

    def __init__(self, found: Iterable[Text]) -> None:
        self._works = {t.id: Work(id=t.id, citekey=t.id, title=t.title, year=t.year, abstract=t.body) for t in found}

    def find_work(self, ids: Iterable[str], citekey: str) -> Work | None:
        """Find nothing: a judged query describes, it does not name."""
        return None

    def links(
        self, work: str | None = None, concept: str | None = None, works: Iterable[str] | None = None
    ) -> list[Link]:
        """Return no link."""
        return []

    def works(self, ids: Iterable[str]) -> dict[str, Work]:
        """Return the texts that exist among the ids."""
        return {i: self._works[i] for i in ids if i in self._works}

    def documents(self) -> list[Document]:
        """Return what is to be searched, by id; ``title. body`` is encoded."""
        return [
            Document(Key(Kind.WORK, i), w.title, "", w.abstract, (f"{w.title}. {w.abstract}",), w.year, frozenset())
            for i, w in sorted(self._works.items())
        ]


def open_corpus(
    home: Home, catalogue: Catalogue, file: Path, encoder: Encoder | None, progress: Progress
) -> tuple[Corpus, FolderIndex]:
    """Return a corpus and its index, which lies in the home under the hash of its file; vectors are encoded once.

    Raises DataError or EncoderError.
    """
    corpus, name = Corpus(texts(file)), encoder.id if encoder else ""
    folder = home.path / "evaluation" / hashlib.sha256(file.read_bytes() + name.encode()).hexdigest()[:16]
    found = FolderIndex.open(folder, 0, name)
    if found is None:
        documents = corpus.documents()
        dense = _dense(catalogue, encoder, documents, progress) if encoder else None
        progress("index", 0, 1)
        shutil.rmtree(folder, ignore_errors=True)
        index.write(folder, documents, dense, 0, name)
        progress("index", 1, 1)
        found = FolderIndex.open(folder, 0, name)
    assert found is not None  # noqa: S101 (just written)
    return corpus, found


def _dense(catalogue: Catalogue, encoder: Encoder, documents: list[Document], progress: Progress) -> index.Dense:
    wanted = {d.text_hash: d.texts[0] for d in documents}
    known = catalogue.embeddings(encoder.id, wanted)
    encode(catalogue, encoder, {h: text for h, text in wanted.items() if h not in known}, progress)
    rows = catalogue.embeddings(encoder.id, wanted)
    matrix = np.frombuffer(b"".join(rows[d.text_hash] for d in documents), dtype="<f4").reshape(len(documents), -1)
    return [d.key for d in documents], matrix.astype(np.float32)
