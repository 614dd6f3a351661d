from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from kb.documents import Key, Kind
from kb.encoder import Vectors
from kb.shards import Shard
from kb.vectors import VectorIndex

DICE = np.random.default_rng(3)
COUNT, DIMENSION = 60, 16
MATRIX = DICE.normal(size=(COUNT, DIMENSION)).astype(np.float32)
MATRIX /= np.linalg.norm(MATRIX, axis=1, keepdims=True)
QUERY = MATRIX[:5].sum(axis=0) / np.linalg.norm(MATRIX[:5].sum(axis=0))
KEYS = [Key(Kind.WORK if n % 3 else Kind.CONCEPT, f"d{n}") for n in range(COUNT)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> VectorIndex:
    folder = tmp_path_factory.mktemp("dense") / "index"
    VectorIndex.add(folder, KEYS, MATRIX)
    return VectorIndex(folder)


def brute(limit: int, allowed: set[Key] | None = None) -> list[tuple[Key, float]]:
    cosines = MATRIX @ QUERY
    order = [n for n in np.argsort(-cosines) if allowed is None or KEYS[n] in allowed]
    return [(KEYS[n], float(cosines[n])) for n in order[:limit]]


@pytest.mark.parametrize("limit", [1, 10, COUNT, 1000])
def test_search_equals_brute_force(index: VectorIndex, limit: int) -> None:
    found, expected = index.search(QUERY, limit), brute(limit)
    assert [hit.key for hit in found] == [key for key, _ in expected]
    assert [hit.cosine for hit in found] == pytest.approx([cosine for _, cosine in expected], abs=1e-6)


@pytest.mark.parametrize("allowed", [set(KEYS[::3]), set(KEYS[7:8]), set(KEYS), set(), {Key(Kind.WORK, "elsewhere")}])
def test_search_among_the_allowed_equals_brute_force(index: VectorIndex, allowed: set[Key]) -> None:
    found, expected = index.search(QUERY, 10, allowed), brute(10, allowed)
    assert [hit.key for hit in found] == [key for key, _ in expected]
    assert [hit.cosine for hit in found] == pytest.approx([cosine for _, cosine in expected], abs=1e-6)


SHARED = [KEYS[n % 7] if n % 2 else KEYS[7 + n % 11] for n in range(COUNT)]  # eighteen documents of several vectors


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> VectorIndex:
    folder = tmp_path_factory.mktemp("dense") / "index"
    VectorIndex.add(folder, SHARED, MATRIX)
    assert VectorIndex.count(folder) == 18
    return VectorIndex(folder)


def nearest(limit: int, allowed: set[Key] | None = None) -> list[tuple[Key, float]]:
    best: dict[Key, float] = {}
    for key, cosine in zip(SHARED, MATRIX @ QUERY, strict=True):
        if allowed is None or key in allowed:
            best[key] = max(best.get(key, -1.0), float(cosine))
    return sorted(best.items(), key=lambda pair: -pair[1])[:limit]


@pytest.mark.parametrize("limit", [1, 2, 10, 17, 18, 19, 1000])
@pytest.mark.parametrize("allowed", [None, {*SHARED[:3]}, {*SHARED[::2]}, {SHARED[5], KEYS[59]}, {KEYS[59]}, {*SHARED}])
def test_a_document_of_several_vectors_is_found_once_by_its_nearest(
    several: VectorIndex, limit: int, allowed: set[Key] | None
) -> None:
    found, expected = several.search(QUERY, limit, allowed), nearest(limit, allowed)
    assert [hit.key for hit in found] == [key for key, _ in expected]
    assert [hit.cosine for hit in found] == pytest.approx([cosine for _, cosine in expected], abs=1e-6)


def test_a_document_whose_vectors_are_all_the_nearest_hides_no_other(tmp_path: Path) -> None:
    near = np.tile(QUERY, (40, 1)).astype(np.float32)
    keys = [*[KEYS[0]] * 40, *KEYS[1:4]]
    VectorIndex.add(tmp_path / "i", keys, np.concatenate([near, MATRIX[11:14]]))
    index = VectorIndex(tmp_path / "i")
    cosines = {KEYS[n]: float(MATRIX[10 + n] @ QUERY) for n in (1, 2, 3)}
    others = sorted(cosines, key=lambda key: -cosines[key])
    for limit in (1, 2, 3, 4):
        found = index.search(QUERY, limit)
        assert [hit.key for hit in found] == [KEYS[0], *others][:limit]
        assert [hit.cosine for hit in found] == pytest.approx([1.0, *(cosines[k] for k in others)][:limit], abs=1e-6)


def holds(index: VectorIndex, expected: Mapping[Key, Vectors]) -> bool:
    found = index.of(expected)
    return [*found] == [*expected] and all(np.array_equal(found[key], row) for key, row in expected.items())


def test_the_first_vector_of_a_document_stands_for_it(tmp_path: Path, several: VectorIndex) -> None:
    assert len(several) == 18
    assert holds(several, {key: MATRIX[SHARED.index(key)] for key in SHARED})
    folder = tmp_path / "i"
    VectorIndex.add(folder, [KEYS[0], KEYS[0], KEYS[1]], MATRIX[:3])
    VectorIndex.add(folder, [KEYS[0], KEYS[2], KEYS[0], KEYS[0]], MATRIX[3:7])  # three instead of two
    for _ in range(2):
        index = VectorIndex(folder)
        assert (len(index), VectorIndex.count(folder)) == (3, 3)
        assert np.array_equal(index.of([KEYS[0]])[KEYS[0]], MATRIX[3])
        rows = {KEYS[0]: MATRIX[[3, 5, 6]], KEYS[1]: MATRIX[[2]], KEYS[2]: MATRIX[[4]]}
        cosines = {key: float((part @ QUERY).max()) for key, part in rows.items()}
        assert {hit.key: pytest.approx(hit.cosine, abs=1e-6) for hit in index.search(QUERY, 9)} == cosines
        for _ in range(17):  # many shards become one
            VectorIndex.add(folder, [], np.zeros((0, 1), dtype=np.float32), [KEYS[9]])
    VectorIndex.add(folder, [], np.zeros((0, 1), dtype=np.float32), [KEYS[0]])
    assert {hit.key for hit in VectorIndex(folder).search(QUERY, 9)} == {KEYS[1], KEYS[2]}


def test_search_for_nothing(index: VectorIndex) -> None:
    assert index.search(QUERY, 0) == []


def test_vectors_of_documents(index: VectorIndex) -> None:
    found = index.of([KEYS[4], Key(Kind.WORK, "elsewhere"), KEYS[1]])
    assert [*found] == [KEYS[4], KEYS[1]]
    assert np.array_equal(np.stack([*found.values()]), MATRIX[[4, 1]])


def test_rows_and_keys_must_agree(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="4 vectors but 3 keys"):
        VectorIndex.add(tmp_path / "i", KEYS[:3], MATRIX[:4])
    VectorIndex.add(tmp_path / "i", KEYS[:3], MATRIX[:3])
    np.save(tmp_path / "i" / "vectors-0000.npy", MATRIX[:4])
    with pytest.raises(ValueError, match="4 vectors but 3 keys"):
        VectorIndex(tmp_path / "i")


def shards(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_later_shard_replaces_and_takes_out(tmp_path: Path) -> None:
    folder = tmp_path / "i"
    VectorIndex.add(folder, KEYS[:7], MATRIX[:7])
    VectorIndex.add(folder, [KEYS[1], KEYS[9]], MATRIX[8:10], [KEYS[0]])
    index = VectorIndex(folder)
    rows = {KEYS[1]: MATRIX[8], KEYS[9]: MATRIX[9], **{KEYS[n]: MATRIX[n] for n in range(2, 7)}}
    assert len(index) == VectorIndex.count(folder) == 7
    assert KEYS[0] not in index
    assert holds(index, rows)
    best = max(rows, key=lambda key: float(rows[key] @ QUERY))
    assert index.search(QUERY, 1)[0].key == best
    assert shards(folder) == ["keys-0000.json", "keys-0001.json", "vectors-0000.npy", "vectors-0001.npy"]


def test_a_shard_that_only_takes_out(tmp_path: Path) -> None:
    folder = tmp_path / "i"
    VectorIndex.add(folder, KEYS[:3], MATRIX[:3])
    VectorIndex.add(folder, [], np.zeros((0, 1), dtype=np.float32), KEYS[:1])
    index = VectorIndex(folder)
    assert [KEYS[0] in index, KEYS[1] in index, len(index), VectorIndex.count(folder)] == [False, True, 2, 2]
    VectorIndex.add(folder, KEYS[:1], MATRIX[5:6])
    assert np.array_equal(VectorIndex(folder).of(KEYS)[KEYS[0]], MATRIX[5])


def test_nothing_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "i"
    assert VectorIndex.count(folder) == 0
    VectorIndex.add(folder, KEYS[:2], MATRIX[:2])
    VectorIndex.add(folder, [], np.zeros((0, 1), dtype=np.float32), KEYS[:2])
    assert VectorIndex.count(folder) == 0
    with pytest.raises(ValueError, match="no vectors"):
        VectorIndex(folder)


def test_shards_become_one_when_they_outgrow_the_one_before(tmp_path: Path) -> None:
    folder = tmp_path / "i"
    VectorIndex.add(folder, KEYS[:20], MATRIX[:20])
    sizes = []
    for number in range(20, 32):
        VectorIndex.add(folder, [KEYS[number], KEYS[59]], MATRIX[[number, number]], [KEYS[number - 1]])
        sizes.append([len(Shard(folder, n).keys) for n in Shard.numbers(folder)])
        index = VectorIndex(folder)
        expected = {**{KEYS[n]: MATRIX[n] for n in (*range(19), number)}, KEYS[59]: MATRIX[number]}
        assert {key for key in KEYS if key in index} == set(expected)
        assert holds(index, expected)
        assert VectorIndex.count(folder) == 21
    assert sizes == [[20, 2]] * 12  # what was taken out of the second shard is not carried along
    VectorIndex.add(folder, KEYS[32:59], MATRIX[32:59])
    assert [len(Shard(folder, n).keys) for n in Shard.numbers(folder)] == [48]


def test_shards_are_few_and_their_rows_all_there(tmp_path: Path) -> None:
    folder = tmp_path / "i"
    for number in range(COUNT):
        VectorIndex.add(folder, KEYS[number : number + 1], MATRIX[number : number + 1])
        sizes = [len(Shard(folder, n)) for n in Shard.numbers(folder)]
        assert sizes == [1 << bit for bit in reversed(range(6)) if (number + 1) >> bit & 1]  # binary counting
    index = VectorIndex(folder)
    assert [(hit.key, pytest.approx(hit.cosine, abs=1e-6)) for hit in index.search(QUERY, COUNT)] == brute(COUNT)
    assert holds(index, dict(zip(KEYS, MATRIX, strict=True)))


def test_taking_out_half_writes_a_shard_anew(tmp_path: Path) -> None:
    folder, nothing = tmp_path / "i", np.zeros((0, 1), dtype=np.float32)
    VectorIndex.add(folder, KEYS[:8], MATRIX[:8])
    VectorIndex.add(folder, [], nothing, KEYS[:3])
    assert shards(folder) == ["keys-0000.json", "keys-0001.json", "vectors-0000.npy", "vectors-0001.npy"]
    VectorIndex.add(folder, [], nothing, KEYS[3:4])
    assert shards(folder) == ["keys-0003.json", "vectors-0003.npy"]
    assert {key for key in KEYS if key in VectorIndex(folder)} == {*KEYS[4:8]}


def test_compaction_of_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "i"
    VectorIndex.add(folder, KEYS[:1], MATRIX[:1])
    for _ in range(17):
        VectorIndex.add(folder, [], np.zeros((0, 1), dtype=np.float32), KEYS[:1])
    assert VectorIndex.count(folder) == 0
    VectorIndex.add(folder, KEYS[:1], MATRIX[:1])
    assert len(VectorIndex(folder)) == 1
