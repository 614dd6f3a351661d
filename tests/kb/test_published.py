"""Published figures: from what was measured to the file, and as rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.published import command
from kb import search
from kb.data import SHIPPED
from kb.evaluation import published
from kb.evaluation.published import FILE, Answered, Mean, Measured, Refusals
from kb.values import InvalidValueError, to_json

RECORD = {
    "sets": [
        {
            "set": "tea",
            "queries": 3,
            "systems": {
                "lexical": {"mrr": 0.5, "interval": {"mrr": [0.4, 0.6]}, "p": 0.01},
                "hybrid": {"mrr": 0.75, "interval": {"mrr": [0.7, 0.8]}},
            },
            "answers": {
                "kinds": [
                    {"kind": "nonsense", "lang": "en", "queries": 2, "first": None, "first_three": None, "refused": 1.0}
                ],
                "refusals": [
                    {
                        "chinese": False,
                        "threshold": 0.6,
                        "nonsense": 2,
                        "real": 4,
                        "points": [[0.0, 0.0, 0.0], [0.6, 1.0, 0.25]],
                    }
                ],
            },
        },
        {"set": "cups", "queries": 1, "systems": {}},
    ],
    "atlas": {"encoder": "some", "concepts": 5, "works": 3},
}


def test_what_was_measured_is_published_and_read_again(tmp_path: Path) -> None:
    found = published.published(RECORD, "2026-11-23", "python -m kb eval tea")
    assert (found.date, found.command, found.encoder, found.concepts, found.works) == (
        "2026-11-23",
        "python -m kb eval tea",
        "some",
        5,
        3,
    )
    assert found.sets == (
        Measured("tea", 3, {"lexical": {"mrr": Mean(0.5, 0.4, 0.6)}, "hybrid": {"mrr": Mean(0.75, 0.7, 0.8)}}),
        Measured("cups", 1, {}),
    )
    swept = Refusals(False, 0.6, 2, 4, ((0.0, 0.0, 0.0), (0.6, 1.0, 0.25)))
    assert found.answered == (Answered("tea", (published.Kind("nonsense", "en", 2, 1.0),), (swept,)),)
    assert swept.used == (1.0, 0.25)
    assert published.read(tmp_path) is None
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_bytes(to_json(found))
    assert published.read(tmp_path) == found


def test_rows_are_one_a_mean() -> None:
    first, second = published.rows(published.published(RECORD, "d", "c"))
    assert list(first.values()) == ["tea", 3, "lexical", "mrr", 0.5, 0.4, 0.6]
    assert list(second.values()) == ["tea", 3, "hybrid", "mrr", 0.75, 0.7, 0.8]
    assert tuple(first) == published.COLUMNS


def test_what_is_no_record_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        published.published(RECORD | {"atlas": {"encoder": 1}}, "d", "c")


def test_the_command_names_our_sets_and_the_folders_of_others() -> None:
    assert command(["atlas-dev", "zh_titles"]) == "python -m kb eval atlas-dev --beir DIR/zh_titles --json"


def test_the_shipped_figures_can_be_read() -> None:
    found = published.read(SHIPPED)
    assert found is not None
    assert found.answered
    for one in found.sets:
        assert set(one.systems["hybrid"]) == set(published.MEASURES)
        assert all(0 <= m.low <= m.mean <= m.high <= 1 for means in one.systems.values() for m in means.values())
    assert all(one.points[-1][0] >= one.threshold for told in found.answered for one in told.refusals)


def test_the_shipped_figures_are_of_the_thresholds_in_use() -> None:
    found = published.read(SHIPPED)
    assert found is not None
    used = {(one.chinese, one.threshold) for told in found.answered for one in told.refusals}
    assert used == {(False, search._GOOD_EN), (True, search._GOOD_ZH)}, "publish anew: python -m benchmarks.published"
