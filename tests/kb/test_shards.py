"""Each tier of the vector index against brute force, on few rows: the sizes that ask for a tier are lowered."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kb import codes as codes_module
from kb import shards as shards_module
from kb.codes import Codes
from kb.documents import Key, Kind
from kb.encoder import Vectors
from kb.shards import Shard
from kb.vectors import VectorIndex

DICE = np.random.default_rng(11)
COUNT, WIDTH, LIMIT = 3000, 24, 40
CENTRES = DICE.normal(size=(60, WIDTH))


def unit(matrix: np.ndarray) -> Vectors:
    return (matrix / np.linalg.norm(matrix, axis=-1, keepdims=True)).astype(np.float32)


MATRIX = unit(CENTRES[DICE.integers(0, 60, COUNT)] + 0.7 * DICE.normal(size=(COUNT, WIDTH)))
QUERIES = unit(MATRIX[:25] + 0.1 * DICE.normal(size=(25, WIDTH)))
KEYS = [Key(Kind.WORK, f"d{n}") for n in DICE.permutation(COUNT)]
OWNERS = [KEYS[n if n % 5 else n // 100] for n in range(COUNT)]  # every fifth row is one more of some document
TIERS = {"floats": (10**9, 10**9), "eight bits": (500, 10**9), "four bits": (500, 500)}
RECALL = {"floats": 1.0, "eight bits": 1.0, "four bits": 0.99}


@pytest.fixture(params=TIERS)
def tier(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    coded, short = TIERS[request.param]
    monkeypatch.setattr(shards_module, "CODED", coded)
    monkeypatch.setattr(codes_module, "SHORT", short)
    return str(request.param)


def brute(query: Vectors, keys: list[Key], matrix: Vectors, allowed: set[Key] | None = None) -> dict[Key, float]:
    best: dict[Key, float] = {}
    for key, cosine in zip(keys, matrix @ query, strict=True):
        if allowed is None or key in allowed:
            best[key] = max(best.get(key, -1.0), float(cosine))
    return dict(sorted(best.items(), key=lambda item: -item[1]))


def agrees(index: VectorIndex, keys: list[Key], matrix: Vectors, recall: float) -> None:
    """Compare the first forty of all queries: the recall is at least so high, every cosine right, the order too."""
    shares = []
    for query in QUERIES:
        found, cosines = index.search(query, LIMIT), brute(query, keys, matrix)
        assert [hit.cosine for hit in found] == pytest.approx([cosines[hit.key] for hit in found], abs=1e-6)
        assert [hit.cosine for hit in found] == sorted((hit.cosine for hit in found), reverse=True)
        assert len({hit.key for hit in found}) == LIMIT
        shares.append(len({hit.key for hit in found} & {*list(cosines)[:LIMIT]}) / LIMIT)
    assert sum(shares) / len(shares) >= recall


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_each_tier_equals_brute_force(tier: str, tmp_path: Path) -> None:
    VectorIndex.add(tmp_path / "i", KEYS, MATRIX)
    index = VectorIndex(tmp_path / "i")
    agrees(index, KEYS, MATRIX, RECALL[tier])
    coded = [] if tier == "floats" else ["codes-0000.faiss"]
    assert names(tmp_path / "i") == [*coded, "keys-0000.json", "vectors-0000.npy"]
    assert (len(index), VectorIndex.count(tmp_path / "i")) == (COUNT, COUNT)
    assert np.array_equal(np.stack([*index.of(KEYS).values()]), MATRIX)


def test_a_document_of_several_rows_is_found_once(tier: str, tmp_path: Path) -> None:
    VectorIndex.add(tmp_path / "i", OWNERS, MATRIX)
    index = VectorIndex(tmp_path / "i")
    agrees(index, OWNERS, MATRIX, RECALL[tier])
    assert len(index) == VectorIndex.count(tmp_path / "i") == len({*OWNERS})
    for key, vector in index.of(OWNERS[:500:5]).items():
        assert np.array_equal(vector, MATRIX[OWNERS.index(key)])


def test_all_are_found_when_all_are_asked_for(tier: str, tmp_path: Path) -> None:
    VectorIndex.add(tmp_path / "i", OWNERS, MATRIX)
    found = VectorIndex(tmp_path / "i").search(QUERIES[0], 10**6)
    expected = brute(QUERIES[0], OWNERS, MATRIX)
    assert {hit.key: pytest.approx(hit.cosine, abs=1e-6) for hit in found} == expected


@pytest.mark.parametrize("allowed", [{*OWNERS[::3]}, {*OWNERS[40:50]}, {*OWNERS}, {Key(Kind.WORK, "elsewhere")}, set()])
def test_a_set_of_allowed_documents_is_searched_exactly(tier: str, tmp_path: Path, allowed: set[Key]) -> None:
    VectorIndex.add(tmp_path / "i", OWNERS, MATRIX)
    index = VectorIndex(tmp_path / "i")
    for query in QUERIES[:5]:
        found = [(hit.key, pytest.approx(hit.cosine, abs=1e-6)) for hit in index.search(query, LIMIT, allowed)]
        assert found == list(brute(query, OWNERS, MATRIX, allowed).items())[:LIMIT]


def test_added_changed_and_taken_out(tier: str, tmp_path: Path) -> None:
    folder = tmp_path / "i"
    held = dict(zip(KEYS[:2000], MATRIX[:2000], strict=True))
    VectorIndex.add(folder, KEYS[:2000], MATRIX[:2000])
    for start, gone in ((2000, 0), (2300, 20), (2600, 1000)):  # at last, so many that all is written anew
        changed = [*KEYS[start : start + 300], *KEYS[100:120]]
        rows = unit(MATRIX[start - 320 :][: len(changed)] + 0.05 * DICE.normal(size=(len(changed), WIDTH)))
        VectorIndex.add(folder, changed, rows, KEYS[200 : 200 + gone])
        held |= dict(zip(changed, rows, strict=True))
        held = {key: row for key, row in held.items() if key not in KEYS[200 : 200 + gone]}
        for _ in range(2):  # opened, and opened again
            index = VectorIndex(folder)
            agrees(index, list(held), np.stack(list(held.values())), RECALL[tier])
            assert VectorIndex.count(folder) == len(index) == len(held)
            assert {key for key in KEYS if key in index} == set(held)
    assert len(Shard.numbers(folder)) == 1


def _cut(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


def _other(raw: bytes) -> bytes:
    return b"something else" * 40


@pytest.mark.parametrize("damage", [_cut, _other])
@pytest.mark.parametrize("part", ["codes-0000.faiss", "keys-0000.json", "vectors-0000.npy"])
def test_a_torn_or_foreign_file_is_told(
    part: str, damage: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards_module, "CODED", 500)
    VectorIndex.add(tmp_path / "i", KEYS, MATRIX)
    path = tmp_path / "i" / part
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ValueError, match=r"."):
        VectorIndex(tmp_path / "i")


def test_codes_of_other_rows_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards_module, "CODED", 500)
    VectorIndex.add(tmp_path / "i", KEYS, MATRIX)
    codes_module.write(tmp_path / "i" / "codes-0000.faiss", MATRIX[:600])
    with pytest.raises(ValueError, match="600 vectors but 3000 keys"):
        VectorIndex(tmp_path / "i")


def test_the_error_of_codes_bounds_every_cosine(tmp_path: Path) -> None:
    error = codes_module.write(tmp_path / "c", MATRIX)
    codes = Codes(tmp_path / "c", error)
    for query in QUERIES:
        rows, bound = codes.nearest(query, 50)
        others = np.setdiff1d(np.arange(COUNT), rows)
        last = np.sort(MATRIX @ query)[-50]
        assert float((MATRIX[others] @ query).max()) <= bound <= last + 2 * error + 1e-5
    assert 0.001 < error < 0.01
    assert len(codes) == COUNT


def test_rows_that_codes_cannot_tell_apart_are_told_apart_by_their_floats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards_module, "CODED", 500)
    near = unit(np.tile(QUERIES[0], (1000, 1)) + 1e-4 * DICE.normal(size=(1000, WIDTH)))
    matrix = np.concatenate([near, MATRIX[:2000]])
    VectorIndex.add(tmp_path / "i", KEYS, matrix)
    found = VectorIndex(tmp_path / "i").search(QUERIES[0], 1)[0]
    assert found.cosine == pytest.approx(float((matrix @ QUERIES[0]).max()), abs=1e-6)
