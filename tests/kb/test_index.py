import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kb import index as module
from kb.documents import Document, Documents, Key, Kind
from kb.encoder import Vectors
from kb.errors import HomeError
from kb.index import FolderIndex, write
from kb.lexical import Filter
from tests.fakes import PACKAGED, HashEncoder, a_concept, answers, hashed, some_contents, tree

CONTENTS = some_contents((a_concept("x"), a_concept("y", broader=("x",))))
_MAKER = Documents(CONTENTS.taxonomy)
DOCUMENTS = _MAKER.concepts() + _MAKER.works(CONTENTS.works, CONTENTS.links, {})


def dense(documents: list[Document]) -> module.Dense:
    keys = [document.key for document in documents for _ in document.texts]
    return keys, np.stack([hashed(text) for document in documents for text in document.texts])


def nearest(query: Vectors) -> dict[Key, float]:
    """Return the cosine of each document by brute force: that of the nearest of its texts."""
    return {d.key: max(float(hashed(text) @ query) for text in d.texts) for d in DOCUMENTS}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "index", DOCUMENTS, dense(DOCUMENTS), 3, "e")
    return tmp_path / "index"


def opened(folder: Path) -> FolderIndex:
    found = FolderIndex.open(folder, 3, "e")
    assert found is not None
    return found


def test_an_index_knows_what_it_holds(folder: Path) -> None:
    manifest = opened(folder).manifest
    assert (manifest.revision, manifest.encoder, manifest.documents, manifest.pending) == (3, "e", 4, 0)
    assert [len(document.texts) for document in DOCUMENTS] == [4, 4, 4, 1]
    assert {"dense/keys-0000.json", "dense/vectors-0000.npy", "lexical/meta.json"} <= set(manifest.files)
    assert [path.name for path in folder.parent.iterdir()] == ["index"]


@pytest.mark.parametrize(("revision", "encoder"), [(4, "e"), (2, "e"), (3, "other"), (3, "")])
def test_another_revision_or_encoder_does_not_fit(folder: Path, revision: int, encoder: str) -> None:
    assert FolderIndex.open(folder, revision, encoder) is None


def test_another_format_does_not_fit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FORMAT", module._FORMAT + 1)
    assert FolderIndex.open(folder, 3, "e") is None


def test_dense_equals_brute_force_with_and_without_filter(folder: Path) -> None:
    query = hashed("Label x")
    cosines = nearest(query)
    for where in (Filter(), Filter(kind=Kind.CONCEPT), Filter(concept="x"), Filter(year_from=2015), Filter(year_to=2)):
        allowed = {document.key for document in DOCUMENTS if satisfies(document, where)}
        expected = sorted((c for key, c in cosines.items() if key in allowed), reverse=True)
        found = opened(folder).dense(query, where, 10)
        assert [hit.cosine for hit in found] == pytest.approx(expected, abs=1e-6)
        assert {hit.key: pytest.approx(hit.cosine, abs=1e-6) for hit in found} == {k: cosines[k] for k in allowed}


def test_vectors_of_documents_are_those_of_their_first_texts(folder: Path) -> None:
    whole = {document.key: hashed(document.texts[0]) for document in DOCUMENTS}
    found = opened(folder).vectors_of([*whole, Key(Kind.WORK, "unknown")])
    assert {key: vector.tolist() for key, vector in found.items()} == {k: v.tolist() for k, v in whole.items()}


def test_a_filter_is_exact_whether_many_or_few_satisfy_it(tmp_path: Path) -> None:
    dice = np.random.default_rng(3)
    vectors = dice.normal(size=(400, 6)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    kinds = [Kind.CONCEPT if row % 40 == 0 else Kind.WORK for row in range(400)]
    years = [2000 + int(vector[0] > 0) + 2 * (row % 50 == 0) for row, vector in enumerate(vectors)]  # one half of space
    made = [
        Document(Key(kind, str(row)), "", "", "", ("",), year, frozenset())
        for row, (kind, year) in enumerate(zip(kinds, years, strict=True))
    ]
    write(tmp_path / "index", made, ([document.key for document in made], vectors), 3, "e")
    index = opened(tmp_path / "index")
    for where in (Filter(kind=Kind.WORK), Filter(year_to=2000), Filter(year_from=2002), Filter(year_from=2050)):
        allowed = [row for row, document in enumerate(made) if satisfies(document, where)]
        for query in vectors[:40]:
            expected = sorted((vectors[allowed] @ query).tolist(), reverse=True)[:3]
            found = index.dense(query, where, 3)
            assert [hit.cosine for hit in found] == pytest.approx(expected, abs=1e-6)
            assert {int(hit.key.id) for hit in found} <= {*allowed}
    assert [index.words.count(Filter(kind=kind)) for kind in Kind] == [10, 390]


def satisfies(document: Document, where: Filter) -> bool:
    return (
        (where.kind in {None, document.key.kind})
        and (where.concept is None or where.concept in document.concepts)
        and (where.year_from is None or (document.year or 0) >= where.year_from)
        and (where.year_to is None or (document.year is not None and document.year <= where.year_to))
    )


def test_without_an_encoder_there_is_no_dense_part(tmp_path: Path) -> None:
    write(tmp_path / "index", DOCUMENTS, None, 3, "")
    found = FolderIndex.open(tmp_path / "index", 3, "")
    assert found is not None
    assert found.dense(hashed("x"), Filter(), 5) == []
    assert found.vectors_of([Key(Kind.CONCEPT, "x")]) == {}
    assert found.lexical("label x", Filter(kind=Kind.CONCEPT), 1)[0].key.kind is Kind.CONCEPT


def test_writing_replaces_the_folder_whole(folder: Path) -> None:
    (folder / "stray").write_text("x")
    write(folder, DOCUMENTS[:2], dense(DOCUMENTS[:2]), 4, "e")
    found = FolderIndex.open(folder, 4, "e")
    assert found is not None
    assert found.manifest.documents == 2
    assert not (folder / "stray").exists()


# --- what may happen to a folder between two runs; each is healed and answers the same ---


def _truncate(index: Path) -> None:
    path = index / "dense" / "vectors-0000.npy"
    path.write_bytes(path.read_bytes()[:100])


def _flip(pattern: str) -> Callable[[Path], None]:
    def flip(index: Path) -> None:
        path = max(index.glob(pattern), key=lambda p: p.stat().st_size)
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 2] ^= 1
        path.write_bytes(raw)

    return flip


def _manifest(raw: bytes) -> Callable[[Path], None]:
    return lambda index: (index / "manifest.json").write_bytes(raw) and None


def _foreign(field: str, value: object) -> Callable[[Path], None]:
    def change(index: Path) -> None:
        path = index / "manifest.json"
        path.write_text(json.dumps(json.loads(path.read_bytes()) | {field: value}))

    return change


def _file(index: Path) -> None:
    shutil.rmtree(index)
    index.write_text("not a folder")


def _leftovers(index: Path) -> None:
    shutil.copytree(index, index.with_name("index.new"))
    index.rename(index.with_name("index.old"))


def _leftover_files(index: Path) -> None:
    shutil.rmtree(index)
    for name in ("index.new", "index.old"):
        index.with_name(name).write_text("x")


DAMAGES: dict[str, Callable[[Path], None]] = {
    "missing": shutil.rmtree,
    "truncated": _truncate,
    "a byte flipped in the vectors": _flip("dense/vectors-0000.npy"),
    "a byte flipped in the words": _flip("lexical/*.*"),
    "a byte flipped in the keys": _flip("dense/keys-0000.json"),
    "a file gone": lambda index: (index / "dense" / "keys-0000.json").unlink(),
    "a file too many": lambda index: (index / "lexical" / "stray").write_text("x") and None,
    "dense part gone": lambda index: shutil.rmtree(index / "dense"),
    "manifest gone": lambda index: (index / "manifest.json").unlink(),
    "manifest empty": _manifest(b""),
    "manifest not JSON": _manifest(b"{"),
    "manifest not UTF-8": _manifest(b"\xff\xfe\x00"),
    "manifest of another shape": _manifest(b"[]"),
    "manifest of another kind": _manifest(b'{"format": "one"}'),
    "foreign encoder": _foreign("encoder", "other"),
    "foreign revision": _foreign("revision", 99),
    "foreign format": _foreign("format", 0),
    "a file in its place": _file,
    "leftovers of a crash": _leftovers,
    "files where leftovers may be": _leftover_files,
}


@pytest.mark.parametrize("place", [0, 50, 99, -1])
def test_of_a_large_file_the_ends_and_the_size_are_checked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    monkeypatch.setattr(module, "_BLOCK", 4)
    monkeypatch.setattr(module, "_BLOCKS", 3)
    path = folder / "large"
    raw = bytes(range(100))
    path.write_bytes(raw)
    before = module._checksum(path)
    path.write_bytes(raw[:place] + b"x" + raw[place:][1:])
    assert module._checksum(path) != before
    path.write_bytes(raw[:10] + raw[11:])
    assert module._checksum(path) != before
    path.write_bytes(raw)
    assert module._checksum(path) == before


@pytest.fixture(scope="module")
def good(mini_home: Path) -> list[dict[str, object]]:
    return answers(mini_home, HashEncoder())


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_index_heals_itself(home: Path, good: list[object], damage: Callable[[Path], None]) -> None:
    damage(home / "index")
    assert FolderIndex.open(home / "index", 1, PACKAGED) is None
    encoder = HashEncoder()
    assert answers(home, encoder) == good
    assert FolderIndex.open(home / "index", 1, PACKAGED) is not None
    assert not home.joinpath("index.new").exists()
    assert not home.joinpath("index.old").exists()
    healed = tree(home / "index")
    assert answers(home, HashEncoder()) == good
    assert tree(home / "index") == healed


def test_healing_takes_vectors_from_the_catalogue(home: Path) -> None:
    shutil.rmtree(home / "index")
    encoder = HashEncoder()
    answers(home, encoder)
    assert not any("Slow steeping. " in text for text in encoder.texts)  # only queries were encoded


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ValueError("No space left on device")])
def test_a_full_disk_leaves_the_old_index(folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    before = tree(folder)

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(module.LexicalIndex, "build", fail)
    with pytest.raises(HomeError, match=r"(?i)/index.* cannot be .*no space left on device"):
        write(folder, DOCUMENTS, dense(DOCUMENTS), 4, "e")
    assert tree(folder) == before
    assert opened(folder).manifest.revision == 3
