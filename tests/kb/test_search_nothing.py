"""What is offered where nothing matches."""

import math

import pytest

from kb import search as module
from kb.atlas import Atlas
from kb.documents import Key, Kind
from kb.results import Confidence, Mode, Request
from tests.kb.stubs import StubEncoder, StubIndex, searcher

STEEPING = Key(Kind.CONCEPT, "steeping")


def test_a_lone_particle_is_no_match(atlas: Atlas) -> None:
    assert atlas.search(Request("的")).no_good_match


def test_the_nearest_concepts_satisfy_the_filter(lexical_atlas: Atlas) -> None:
    free, filtered = (lexical_atlas.search(Request("porclan cap", concept=c)) for c in (None, "bitterness"))
    assert free.no_good_match
    assert filtered.no_good_match
    assert [hit.id for hit in free.results] == ["cup"]
    assert filtered.results == ()


def test_what_speaks_for_a_match_worked_by_hand(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_GOOD_EN", 0.62), ("_GOOD_ZH", 0.65), ("_KNOWN_EN", 0.2)):
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(StubIndex, "idf", lambda self, term: 2.0 if term in {"", "zebra"} else 1.0)

    def told(query: str, mode: Mode = Mode.HYBRID) -> Confidence:
        stub = searcher(atlas, {STEEPING: 0.4}, {STEEPING: 0.3}, StubEncoder(reads_chinese=True))
        return stub.search(Request(query, mode=mode)).confidence

    # zebra, which no document has, weighs 2, water and patience 1 each: 0.3 + 2/4 / 2 + 0.2 × 2/4
    found = told("zebra water patience")
    assert (found.named, found.words, found.cosine, found.threshold) == (False, ("water", "patience"), 0.3, 0.62)
    assert (found.share, found.value) == (pytest.approx(0.5), pytest.approx(0.65))
    assert found.good
    assert told("zebra water quagga").value == pytest.approx(0.3 + 1 / 4 / 2 + 0.2 * 2 / 4)  # others have the quagga
    assert told("zebra SST").value == pytest.approx(0.3 + 1 / 3 / 2 + 0.2 * (1 / 3 + 1 / 2))  # SST tells
    assert [told(query).named for query in ("SST", "what is SST?", "zebra SST", "1001.00001")] == [
        True,
        True,
        False,
        True,
    ]
    assert told("zebra SST", Mode.LEXICAL).named  # all there is
    assert told("water quagga zebra patience", Mode.LEXICAL) == Confidence(
        False, 2 / 5, 0.6, 2 / 5, ("water", "patience"), None
    )
    assert (told("zebra", Mode.SEMANTIC).value, told("zebra", Mode.SEMANTIC).words) == (0.3, ())
    assert told("斑马").threshold == 0.65


def test_the_home_says_what_speaks_for_a_match(atlas: Atlas) -> None:
    found = atlas.search(Request("zebra taste", mode=Mode.LEXICAL)).confidence
    rare, common = (math.log(1 + (8 - seen + 0.5) / (seen + 0.5)) for seen in (0, 3))  # of eight documents
    assert found.share == found.value == pytest.approx(common / (rare + common))
    assert not found.good
