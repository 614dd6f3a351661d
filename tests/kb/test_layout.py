import numpy as np
import pytest

from kb import layout
from kb.encoder import Vectors
from kb.layout import SPAN, arrange, place


def clusters(count: int, each: int) -> Vectors:
    """Return unit vectors in groups, each around an axis of its own."""
    noise = np.random.default_rng(7).normal(scale=0.1, size=(count * each, 12)).astype(np.float32)
    rows = np.repeat(np.eye(12, dtype=np.float32)[:count], each, axis=0) + noise
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def test_groups_stay_together_and_the_same_vectors_give_the_same_points() -> None:
    vectors = clusters(4, 15)
    points = arrange(vectors)
    assert points.shape == (60, 2)
    assert float(np.abs(points).max()) == SPAN
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    assert (apart.argmin(axis=1) // 15 == np.arange(60) // 15).all()
    assert (arrange(vectors) == points).all()


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_a_few_works_have_points_too(count: int) -> None:
    points = arrange(clusters(count, 1))
    assert np.isfinite(points).all()
    assert float(np.abs(points).max()) == pytest.approx(SPAN if count > 1 else 0)
    assert len({tuple(point) for point in points.tolist()}) == count


def test_equal_vectors_and_long_ones_are_no_trouble() -> None:
    assert np.isfinite(arrange(np.tile(clusters(1, 1), (6, 1)))).all()
    assert np.isfinite(arrange(np.tile(clusters(3, 2), 400) / np.float32(20))).all()


def test_attraction_and_repulsion_are_the_gradient_of_t_sne() -> None:
    """Compared with the formula of the article, pair by pair."""
    rng = np.random.default_rng(1)
    points = rng.normal(size=(6, 2)).astype(np.float32)
    near = np.array([[(row + step) % 6 for step in (1, 2)] for row in range(6)])
    weights = rng.random((6, 2)).astype(np.float32)
    attraction, repulsion = np.zeros((6, 2)), np.zeros((6, 2))
    total = 0.0
    for i in range(6):
        for j in range(6):
            if i != j:
                step = points[i] - points[j]
                close = 1 / (1 + step @ step)
                total += close
                repulsion[i] += close**2 * step
                pull = sum(weights[a][near[a].tolist().index(b)] for a, b in ((i, j), (j, i)) if b in near[a])
                attraction[i] += pull * close * step
    assert layout._attraction(points, near, weights) == pytest.approx(attraction, abs=1e-5)
    assert layout._repulsion(points) == pytest.approx(repulsion / total, abs=1e-5)


def test_a_new_work_lies_at_the_weighted_mean_of_its_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "_STRAY", 0.0)
    known = np.eye(3, dtype=np.float32)
    points = np.array([[0, 0], [10, 20], [90, 90]], dtype=np.float32)
    half = np.array([[0.5**0.5, 0.5**0.5, 0]], dtype=np.float32)
    monkeypatch.setattr(layout, "_NEAREST", 2)
    assert place(["a"], half, known, points).tolist() == [[5, 10]]
    monkeypatch.setattr(layout, "_WARMTH", 0.2 / np.log(3))  # cosines 0.6 and 0.8: the nearer counts three times
    leaning = np.array([[0.6, 0.8, 0]], dtype=np.float32)
    assert place(["a"], leaning, known, points)[0] == pytest.approx([7.5, 15])


def test_works_with_the_same_neighbours_do_not_hide_each_other() -> None:
    known, points = np.eye(1, 4, dtype=np.float32), np.zeros((1, 2), dtype=np.float32)
    names = [f"w{number}" for number in range(50)]
    placed = place(names, np.repeat(known, 50, axis=0), known, points)
    assert len({tuple(point) for point in placed.tolist()}) == 50
    assert (np.linalg.norm(placed, axis=1) <= layout._STRAY + 1e-6).all()
    assert (place(names[:1], known, known, points) == placed[:1]).all()
