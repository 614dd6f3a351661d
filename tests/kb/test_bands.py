import pytest

from kb.bands import LEAST, Band, band


@pytest.mark.parametrize(
    ("cosine", "expected"),
    [
        (1.0, Band.NEAR_SAME),
        (0.75, Band.NEAR_SAME),
        (0.7499, Band.CLOSE),
        (0.55, Band.CLOSE),
        (0.5499, Band.RELATED),
        (0.40, Band.RELATED),
        (0.3999, Band.DISTANT),
        (0.0, Band.DISTANT),
        (-1.0, Band.DISTANT),
    ],
)
def test_a_cosine_belongs_to_one_band(cosine: float, expected: Band) -> None:
    assert band(cosine) is expected


def test_bands_from_the_nearest_to_the_farthest() -> None:
    assert [*LEAST, Band.DISTANT] == list(Band)
    assert sorted(LEAST.values(), reverse=True) == list(LEAST.values())
