import numpy as np
import pytest

from kb.diverse import diverse

SCORES = [0.9, 0.8, 0.5]
ALIKE = np.array([[1.0, 0.95, 0.1], [0.95, 1.0, 0.1], [0.1, 0.1, 1.0]])


@pytest.mark.parametrize(
    ("weight", "order"),
    [
        (1.0, [0, 1, 2]),
        (0.8, [0, 1, 2]),  # 0.8 × 0.8 − 0.2 × 0.95 = 0.45 against 0.8 × 0.5 − 0.2 × 0.1 = 0.38
        (0.7, [0, 2, 1]),  # 0.7 × 0.8 − 0.3 × 0.95 = 0.275 against 0.7 × 0.5 − 0.3 × 0.1 = 0.32
        (0.0, [0, 2, 1]),
    ],
)
def test_what_is_like_a_better_one_waits(weight: float, order: list[int]) -> None:
    assert diverse(SCORES, ALIKE, 3, weight) == order


def test_no_more_than_wanted_and_no_more_than_there_are() -> None:
    assert diverse(SCORES, ALIKE, 2, 0.7) == [0, 2]
    assert diverse(SCORES, ALIKE, 9, 0.7) == [0, 2, 1]
    assert diverse(SCORES, ALIKE, 0, 0.7) == []
    assert diverse([], np.zeros((0, 0)), 3, 0.7) == []


def test_equal_ones_keep_their_order() -> None:
    assert diverse([0.5, 0.5, 0.5], np.eye(3), 3, 0.5) == [0, 1, 2]
