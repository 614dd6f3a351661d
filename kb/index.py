"""The search index: a derived folder that knows which revision it holds and is replaced whole."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Protocol

from kb.documents import Document, Key
from kb.encoder import Vectors
from kb.errors import HomeError
from kb.home import sentence
from kb.lexical import Filter, LexicalHit, LexicalIndex
from kb.values import Value, from_json, to_json
from kb.vectors import DenseHit, VectorIndex

_FORMAT = 10  # raise when the layout or the analysis of text changes: older folders are then rebuilt
_BLOCK, _BLOCKS = 1 << 20, 64  # of a file that are read to check it: whole up to 64 MB


class Manifest(Value, frozen=True):
    """What an index folder holds: catalogue revision, encoder (empty: lexical only), and a checksum of every file.

    ``pending`` counts the documents that have no vector yet.
    """

    format: int
    revision: int
    encoder: str
    documents: int
    pending: int
    files: dict[str, int]


_LOCKS = shutil.ignore_patterns("*.lock")
Dense = tuple[Sequence[Key], Vectors]
"""Keys and their unit vectors, row by row."""
_WIDER = 4  # a search that found too few looks so many times as far
_CHECK = 4  # asking whether a document satisfies a filter costs as much as fetching so many that do


class Index(Protocol):
    """What the search asks of an index; a distributed engine can stand behind it."""

    @property
    def manifest(self) -> Manifest:
        """What it holds."""
        ...

    def lexical(self, text: str, where: Filter, limit: int) -> list[LexicalHit]:
        """Return the best documents by words."""
        ...

    def dense(self, vector: Vectors, where: Filter, limit: int) -> list[DenseHit]:
        """Return the best documents by meaning."""
        ...

    def matching(self, where: Filter, among: Collection[Key] | None = None) -> set[Key]:
        """Return the documents that satisfy a filter: all of them, or those among some."""
        ...

    def counts(self, keys: Collection[Key]) -> dict[str, dict[str, int]]:
        """Map each field that a search can be limited to, to its values and how many of the documents have them."""
        ...

    def idf(self, term: str) -> float:
        """Return how rare a term is."""
        ...

    def vectors_of(self, keys: Iterable[Key]) -> dict[Key, Vectors]:
        """Return the unit vectors of those documents that have one."""
        ...


class FolderIndex:
    """Words (`kb.lexical`) and vectors (`kb.vectors`) in one folder."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.manifest = manifest
        self.words = LexicalIndex(folder / "lexical")
        self._folder = folder

    @classmethod
    def open(cls, folder: Path, revision: int, encoder: str | None) -> FolderIndex | None:
        """Open an index that holds this revision with this encoder; None when it is missing, stale, torn or foreign.

        Without an encoder any index will do: its words are searched, its vectors left alone.
        """
        found = cls.usable(folder, encoder)
        return found if found and found.manifest.revision == revision else None

    @classmethod
    def usable(cls, folder: Path, encoder: str | None) -> FolderIndex | None:
        """Open an index with this encoder, whatever revision it holds; None when it is missing, torn or foreign."""
        try:
            manifest = from_json((folder / "manifest.json").read_bytes(), Manifest)
            if manifest.format != _FORMAT or encoder not in {None, manifest.encoder}:
                return None
            if _checksums(folder, {}) != manifest.files:
                return None
            return cls(folder, manifest)
        except (OSError, ValueError):
            return None

    @cached_property
    def vectors(self) -> VectorIndex | None:
        """The dense part, opened when it is first needed; None where the index was built without an encoder."""
        if not self.manifest.encoder or self.manifest.pending == self.manifest.documents:
            return None
        return VectorIndex(self._folder / "dense")

    def lexical(self, text: str, where: Filter, limit: int) -> list[LexicalHit]:
        """Return the best documents by words."""
        return self.words.search(text, where, limit)

    def dense(self, vector: Vectors, where: Filter, limit: int) -> list[DenseHit]:
        """Return the best documents by meaning."""
        if self.vectors is None:
            return []
        return self._sifted(vector, where, limit) if where.active else self.vectors.search(vector, limit)

    def _sifted(self, vector: Vectors, where: Filter, limit: int) -> list[DenseHit]:
        """Return the best documents that satisfy a filter, exactly.

        Where many do, the nearest of all are asked whether they do, as many as should be needed, then more; where few
        do, or those lie far, it is cheaper to fetch them.
        """
        assert self.vectors is not None  # noqa: S101 (asked before)
        count, documents = self.words.count(where), self.words.documents
        enough = limit + documents - count  # among so many, all but ``limit`` may fail
        depth = 2 * limit * documents // max(1, count)  # twice what is needed where filter and sense are independent
        while _CHECK * min(depth, enough) < count:
            near = self.vectors.search(vector, min(depth, enough))
            allowed = self.words.matching(where, [hit.key for hit in near])
            found = [hit for hit in near if hit.key in allowed]
            if len(found) >= limit or len(near) < depth:
                return found[:limit]
            depth *= _WIDER
        return self.vectors.search(vector, limit, self.words.matching(where))

    def vectors_of(self, keys: Iterable[Key]) -> dict[Key, Vectors]:
        """Return the unit vectors of those documents that have one; none without an encoder."""
        return {} if self.vectors is None else self.vectors.of(keys)

    def matching(self, where: Filter, among: Collection[Key] | None = None) -> set[Key]:
        """Return the documents that satisfy a filter: all of them, or those among some."""
        return self.words.matching(where, among)

    def newest(self, where: Filter, limit: int) -> list[Key]:
        """Return the documents of the latest years that satisfy a filter, the newest first."""
        return self.words.newest(where, limit)

    def counts(self, among: Collection[Key] | Filter) -> dict[str, dict[str, int]]:
        """Map each field that a search can be limited to, to its values and how many of some documents have them."""
        return self.words.counts(among)

    def values(self, field: str) -> dict[str, int]:
        """Map all values of such a field to how many documents have them, the most frequent first."""
        return self.words.values(field)

    def idf(self, term: str) -> float:
        """Return how rare a term is."""
        return self.words.idf(term)


def write(folder: Path, documents: Iterable[Document], dense: Dense | None, revision: int, encoder: str) -> Manifest:
    """Write an index beside the folder, then put it in place; a crash leaves the old one or none, never half of one."""
    with _beside(folder) as fresh:
        LexicalIndex.build(fresh / "lexical", documents)
        return _finish(fresh, dense, (), revision, encoder, {})


def update(  # noqa: PLR0913, PLR0917 (the parts of a change)
    folder: Path,
    documents: Iterable[Document],
    dense: Dense | None,
    removed: Sequence[Key],
    revision: int,
    encoder: str,
) -> Manifest:
    """Bring an index up to date at the cost of what changed: its files are linked, and only new ones written.

    ``removed`` names what is gone and what is replaced by ``documents``.
    """
    known = from_json((folder / "manifest.json").read_bytes(), Manifest).files
    with _beside(folder) as fresh:
        shutil.copytree(folder, fresh, copy_function=_link, dirs_exist_ok=True, ignore=_LOCKS)
        (fresh / "manifest.json").unlink()
        LexicalIndex.update(fresh / "lexical", documents, removed)
        return _finish(fresh, dense, removed, revision, encoder, known)


def worn(folder: Path) -> bool:
    """Whether an index that was brought up to date often should be written whole."""
    return LexicalIndex.worn(folder / "lexical")


def _finish(  # noqa: PLR0913, PLR0917 (the parts of a manifest)
    fresh: Path, dense: Dense | None, removed: Sequence[Key], revision: int, encoder: str, known: dict[str, int]
) -> Manifest:
    """Write the dense part and the manifest of a new folder."""
    documents, vectors = LexicalIndex(fresh / "lexical").documents, 0
    if encoder:
        if dense is not None and (len(dense[0]) or (removed and (fresh / "dense").is_dir())):
            VectorIndex.add(fresh / "dense", dense[0], dense[1], removed)
        vectors = VectorIndex.count(fresh / "dense")
    pending = documents - vectors if encoder else 0
    manifest = Manifest(_FORMAT, revision, encoder, documents, pending, _checksums(fresh, known))
    (fresh / "manifest.json").write_bytes(to_json(manifest))
    return manifest


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of another one at the end; raises HomeError."""
    fresh, old = folder.with_name(folder.name + ".new"), folder.with_name(folder.name + ".old")
    try:
        for leftover in (fresh, old):
            _remove(leftover)
        fresh.mkdir(parents=True)
        yield fresh
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
        _remove(old)
    except OSError as error:
        raise HomeError(sentence(folder, error)) from error
    except ValueError as error:  # tantivy reports a full disk as ValueError
        raise HomeError(f"The index in {folder} cannot be written: {error}.") from error


def _link(source: str, target: str) -> None:
    """Link a file that is never written to again; copy those that are, or where the file system has no links."""
    if Path(source).suffix == ".json":
        shutil.copy2(source, target)
        return
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _remove(path: Path) -> None:
    """Remove what stands at a path, whatever it is."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _checksums(folder: Path, known: dict[str, int]) -> dict[str, int]:
    """Return the CRC-32 of every file but the manifest and locks; ``known`` has those of files never written again."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path.name != "manifest.json" and path.suffix != ".lock":
            kept = known.get(name) if path.suffix != ".json" else None
            found[name] = _checksum(path) if kept is None else kept
    return found


def _checksum(path: Path) -> int:
    """Return the CRC-32 of a file; of one beyond 64 MB, of blocks from its first to its last, and its size.

    That finds what a crash or a full disk leaves; a flipped bit in so large a file costs one answer at most.
    """
    size = path.stat().st_size
    whole = size <= _BLOCK * _BLOCKS
    starts = range(0, size, _BLOCK) if whole else [n * (size - _BLOCK) // (_BLOCKS - 1) for n in range(_BLOCKS)]
    found = size & 0xFFFFFFFF
    with path.open("rb") as file:
        for start in starts:
            file.seek(start)
            found = zlib.crc32(file.read(_BLOCK), found)
    return found
