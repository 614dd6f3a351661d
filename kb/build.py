"""Building: contents into the catalogue, texts into vectors, both into the index; it may be cut off anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import numpy as np

from kb import index, positions
from kb.catalogue import Catalogue
from kb.checks import blocking
from kb.documents import Document, Key, Kind
from kb.encoder import Encoder
from kb.errors import DataError
from kb.home import Home
from kb.linkage import relink
from kb.model.contents import Contents
from kb.progress import Progress
from kb.values import Value

_BATCH = 32
_PART = 5_000  # documents whose vectors are looked up at a time
MANY = 2000
"""Texts to encode: with more of them, the words are made searchable first."""


class BuildReport(Value, frozen=True):
    """What a build did."""

    revision: int
    changed: bool
    encoded: int
    indexed: bool
    documents: int
    encoder: str


def build(
    home: Home, digest: str, read: Callable[[], Contents], encoder: Encoder | None, progress: Progress
) -> BuildReport:
    """Bring a home up to date with the data: nothing that is current is done again.

    ``digest`` names the state of the data and ``read`` loads them; it is only called when the digest is new.
    Raises DataError (then the last good build stays), HomeError or EncoderError.
    """
    with home.locked():
        catalogue = Catalogue.open(home.catalogue)
        try:
            changed = False
            if catalogue.note("digest") != digest:
                progress("read", 0, 1)
                contents = read()
                problems = blocking(contents)
                if problems:
                    raise DataError([problem.sentence() for problem in problems])
                changed = catalogue.replace(contents, digest)
                progress("read", 1, 1)
            encoded, indexed, count = refresh_index(home, catalogue, encoder, progress)
            name = encoder.id if encoder else ""
            return BuildReport(catalogue.revision, changed, encoded, indexed, count, name)
        finally:
            catalogue.close()


def refresh_index(
    home: Home, catalogue: Catalogue, encoder: Encoder | None, progress: Progress, most: int | None = None
) -> tuple[int, bool, int]:
    """Make the index hold the catalogue's revision; returns texts encoded, whether it was written, and documents.

    Only what changed since is read, encoded, linked and written. ``most`` limits the texts to encode: where there are
    more, the words become searchable, and vectors and links wait for the next build.
    """
    refresh = _Refresh(home, catalogue, encoder, progress)
    if refresh.current:
        refresh.settle()
        return 0, False, refresh.documents
    todo = refresh.missing()
    later = most is not None and len(todo) > most
    if later or len(todo) > MANY:
        refresh.write()
        if later:
            return 0, True, refresh.documents
        refresh = _Refresh(home, catalogue, encoder, progress)
    encoded = encode(catalogue, encoder, todo, progress) if encoder else 0
    refresh = refresh.linked(encoder.id if encoder else "")
    refresh.write()
    refresh.settle()
    return encoded, True, refresh.documents


class _Refresh:
    """What an index lacks of the catalogue, and the writing of it."""

    def __init__(self, home: Home, catalogue: Catalogue, encoder: Encoder | None, progress: Progress) -> None:
        self._home, self._catalogue, self._encoder, self._progress = home, catalogue, encoder, progress
        self._id = encoder.id if encoder else ""
        self._base = index.FolderIndex.usable(home.index, encoder.id if encoder else None)
        self._held = self._base.manifest if self._base else None
        self._revision = catalogue.revision
        self._since = self._known_revision()

    @property
    def current(self) -> bool:
        """Whether there is nothing to do."""
        if self._base is None or self._base.manifest.revision != self._revision:
            return False
        return not (self._encoder and self._base.manifest.pending)

    @property
    def documents(self) -> int:
        """How many documents the index holds."""
        return self._held.documents if self._held else 0

    def missing(self) -> dict[str, str]:
        """Return the texts without a vector, by their hash."""
        if self._encoder is None:
            return {}
        texts: dict[str, str] = {}
        for part in _parts(self._unvectored()):
            wanted = {name: text for document in part for name, text in self._texts(document).items()}
            known = self._catalogue.embeddings(self._encoder.id, wanted)
            texts.update((name, text) for name, text in wanted.items() if name not in known)
        return texts

    def linked(self, encoder: str) -> _Refresh:
        """Link what was ingested; returns what the index lacks afterwards."""
        changed = relink(self._catalogue, encoder, self._progress)
        return _Refresh(self._home, self._catalogue, self._encoder, self._progress) if changed else self

    def write(self) -> None:
        """Write what there is: every word, and the vectors that are known."""
        self._progress("index", 0, 1)
        dense = self._dense()
        if self._since is None:
            self._held = index.write(self._home.index, self._changed(), dense, self._revision, self._id)
        else:
            changed, gone = list(self._changed()), self._catalogue.gone_since(self._since)
            removed = [*(Key(Kind.WORK, work) for work in gone), *(document.key for document in changed)]
            self._held = index.update(self._home.index, changed, dense, removed, self._revision, self._id)
            if index.worn(self._home.index):
                self._since = None
                self.write()
        self._progress("index", 1, 1)

    def settle(self) -> None:
        """Give the works that have none a place on the map."""
        positions.settle(self._catalogue, index.FolderIndex.usable(self._home.index, self._id or None), self._progress)

    def _known_revision(self) -> int | None:
        """Return the revision that the index can be brought up from; None where it has to be written whole."""
        if self._base is None or self._base.manifest.encoder != self._id:
            return None
        held = self._base.manifest.revision
        return held if self._catalogue.taxonomy_revision <= held <= self._revision else None

    def _changed(self) -> Iterator[Document]:
        return self._catalogue.documents(self._since)

    def _unvectored(self) -> Iterator[Document]:
        """Yield the documents that need a vector: those that changed, and those that still wait for theirs."""
        if self._since is None or self._base is None or not self._base.manifest.pending:
            yield from self._changed()
            return
        fresh = {document.key for document in self._changed()}
        known = self._base.vectors
        for document in self._catalogue.documents(None):
            if document.key in fresh or known is None or document.key not in known:
                yield document

    def _texts(self, document: Document) -> dict[str, str]:
        return document.hashes(self._encoder is not None and self._encoder.reads_chinese)

    def _dense(self) -> index.Dense | None:
        if self._encoder is None:
            return None
        keys: list[Key] = []
        rows = bytearray()
        for part in _parts(self._unvectored()):
            named = [(document.key, list(self._texts(document))) for document in part]
            known = self._catalogue.embeddings(self._encoder.id, (name for _, names in named for name in names))
            for key, names in named:
                if all(name in known for name in names):
                    keys += [key] * len(names)
                    rows += b"".join(known[name] for name in names)
        matrix = np.frombuffer(rows, dtype="<f4").reshape(len(keys), -1) if rows else np.zeros((0, 1))
        return keys, matrix.astype(np.float32, copy=False)


def _parts(documents: Iterator[Document]) -> Iterator[list[Document]]:
    """Cut documents into lists."""
    while part := list(islice(documents, _PART)):
        yield part


def encode(catalogue: Catalogue, encoder: Encoder, texts: dict[str, str], progress: Progress) -> int:
    """Encode texts, short ones together so that no batch is padded much, and keep each batch at once."""
    todo = sorted(texts.items(), key=lambda item: len(item[1]))
    for start in range(0, len(todo), _BATCH):
        progress("encode", start, len(todo))
        part = todo[start : start + _BATCH]
        vectors = encoder.encode([text for _, text in part])
        rows = {text_hash: v.astype("<f4").tobytes() for (text_hash, _), v in zip(part, vectors, strict=True)}
        catalogue.add_embeddings(encoder.id, rows)
    if todo:
        progress("encode", len(todo), len(todo))
    return len(todo)
