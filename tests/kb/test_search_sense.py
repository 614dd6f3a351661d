"""What the encoder is given of a query, and how much it counts."""

import pytest

from kb.atlas import Atlas
from kb.documents import Key, Kind
from kb.results import Request
from tests.kb.stubs import StubEncoder, searcher, set_constants


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("how does it taste", ["how does it taste"]),
        ("慢泡", ["Slow steeping"]),
        ("慢泡与苦涩 in green tea", ["Slow steeping Bitterness in green tea"]),
        ("茶叶的颜色", []),
        ("", []),
    ],
)
def test_what_the_encoder_reads(atlas: Atlas, query: str, read: list[str]) -> None:
    encoder = StubEncoder()
    searcher(atlas, {}, {}, encoder).search(Request(query))
    assert encoder.texts == read


@pytest.mark.parametrize("query", ["how does it taste", "慢泡", "慢泡与苦涩 in green tea", "茶叶的颜色"])
def test_an_encoder_that_reads_chinese_is_given_the_query(atlas: Atlas, query: str) -> None:
    encoder = StubEncoder(reads_chinese=True)
    results = searcher(atlas, {}, {}, encoder).search(Request(query))
    assert (encoder.texts, results.notice) == ([query], "")


def test_what_is_read_whole_counts_whole(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    set_constants(monkeypatch)

    def score(query: str, reads_chinese: bool) -> float | None:
        stub = searcher(atlas, {}, {Key(Kind.CONCEPT, "bitterness"): 0.5}, StubEncoder(reads_chinese))
        results = stub.search(Request(query)).results
        return next((hit.score for hit in results if hit.id == "bitterness"), None)

    # (0.5 − 0.2)/0.6 × 0.8 = 0.4; the label is one of the four pairs of “慢泡的颜色”
    assert (score("慢泡的颜色", True), score("慢泡的颜色", False)) == (0.4, 0.1)
    assert (score("茶叶的颜色", True), score("茶叶的颜色", False)) == (0.4, None)
    assert (score("colour", True), score("colour", False)) == (0.4, 0.4)


def test_which_share_of_a_query_the_library_knows(atlas: Atlas) -> None:
    assert atlas.searcher.known("slow quagga") == 0.5
    assert atlas.searcher.known("慢泡象") == 0.5  # 慢泡, 泡象
    assert atlas.searcher.known("") == 0.0
