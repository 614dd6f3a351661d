"""What parts English queries of the field from others, in their sense."""

from __future__ import annotations

import numpy as np
import pytest

from kb import topic
from kb.data import SHIPPED
from kb.encoder import DIMENSION, PackagedEncoder
from kb.topic import Topic, on_topic
from kb.values import from_json


def test_it_is_a_weighted_sum_and_a_bias(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic, "_shipped", lambda: Topic("one", (2.0, -1.0, 0.5)))
    assert on_topic(np.array([0.5, 0.25], np.float32), "one") == pytest.approx(1.25)
    assert on_topic(np.array([0.5, 0.25], np.float32), "another") == 0.0
    assert on_topic(np.array([0.5], np.float32), "one") == 0.0


def test_the_shipped_weights_are_of_the_packaged_encoder() -> None:
    found = from_json((SHIPPED / "student" / "topic.json").read_bytes(), Topic)
    assert found.encoder == PackagedEncoder().id, "fit anew: python -m benchmarks.fit_topic"
    assert len(found.weights) == DIMENSION + 1


@pytest.mark.model
@pytest.mark.parametrize(
    ("query", "ours"),
    [
        ("can a system behave well only while it is watched", True),
        ("how do we notice that a network wants something else", True),
        ("cheap flights to lisbon in may", False),
        ("recipe for lentil soup", False),
    ],
)
def test_queries_lie_on_their_side(query: str, ours: bool) -> None:
    encoder = PackagedEncoder()
    assert (on_topic(encoder.encode_query([query])[0], encoder.id) > 0) is ours
