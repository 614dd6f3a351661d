import pytest

from kb import search as module
from kb.atlas import Atlas
from kb.documents import Key, Kind
from kb.lexical import Filter
from kb.model import Lang
from kb.results import Hit, Mode, Reason, Request, Results
from kb.search import _runs
from tests.kb.stubs import StubEncoder, searcher, set_constants

STEEPING, BITTERNESS = Key(Kind.CONCEPT, "steeping"), Key(Kind.CONCEPT, "bitterness")
SLOW, AGAINST = Key(Kind.WORK, "arxiv:1001.00001"), Key(Kind.WORK, "arxiv:1502.00002")


def found(results: Results) -> list[tuple[str, float]]:
    return [(hit.id, hit.score) for hit in results.results]


def why(results: Results, id_: str) -> list[tuple[str, str]]:
    return next([(r.leg, r.detail) for r in hit.why] for hit in results.results if hit.id == id_)


# --- what a query names comes first, in either language ---


@pytest.mark.parametrize("mode", [Mode.HYBRID, Mode.LEXICAL])
@pytest.mark.parametrize(
    ("query", "concept"),
    [
        ("SST", "steeping"),
        ("sst", "steeping"),
        ("Slow Steeping", "steeping"),
        ("slow-steeping", "steeping"),
        ("pot steeping", "steeping"),
        ("slow steping", "steeping"),  # hidden
        ("slow steepng", "steeping"),  # a slip
        ("慢泡", "steeping"),
        ("慢速 冲泡", "steeping"),
        ("什么是慢泡？", "steeping"),
        ("what is slow steeping?", "steeping"),
        ("bitter taste", "bitterness"),
        ("苦涩", "bitterness"),
        ("瓷杯", "cup"),
        ("ＳＳＴ", "steeping"),
        ("Ancient steeping", "steeping"),  # retired: its heir answers
        ("古法浸泡", "steeping"),
    ],
)
def test_a_label_puts_its_concept_first(atlas: Atlas, query: str, concept: str, mode: Mode) -> None:
    results = atlas.search(Request(query, mode=mode))
    assert results.searched_as == (concept,)
    assert results.results[0].id == concept
    assert results.results[0].score == 1.0
    assert results.no_good_match is False


def test_two_concepts_in_one_query(atlas: Atlas) -> None:
    results = atlas.search(Request("does slow steeping reduce bitterness", mode=Mode.LEXICAL))
    assert results.searched_as == ("steeping", "bitterness")
    assert {hit.id for hit in results.results[:2]} == {"steeping", "bitterness"}


@pytest.mark.parametrize(
    "query", ["1001.00001", "arXiv:1001.00001v2", "https://doi.org/10.9999/TEA.7", "kettle2010slow", "arxiv:1001.00001"]
)
def test_an_identifier_puts_its_work_first(atlas: Atlas, query: str) -> None:
    results = atlas.search(Request(query))
    assert found(results)[0] == ("arxiv:1001.00001", 1.0)
    assert why(results, "arxiv:1001.00001")[0][0] == "identifier"


# --- scores, worked by hand ---


@pytest.fixture
def constants(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fix what is tuned elsewhere."""
    set_constants(monkeypatch)


@pytest.mark.usefixtures("constants")
def test_legs_are_fused(atlas: Atlas) -> None:
    stub = searcher(atlas, {STEEPING: 0.6, SLOW: 0.3}, {STEEPING: 0.5, BITTERNESS: 0.8, AGAINST: 0.2}, StubEncoder())
    # the best sense is 1, so that words and sense count in full: half each, times 0.8
    # steeping: words 1, sense 0.3/0.6 = 0.5; bitterness: sense 1; the slow work: words 0.3/0.6; the work against: 0
    assert found(stub.search(Request("zebra quagga"))) == [
        ("steeping", 0.6),
        ("bitterness", 0.4),
        ("arxiv:1001.00001", 0.2),
    ]
    assert found(stub.search(Request("zebra quagga", top_k=1))) == [("steeping", 0.6)]
    assert found(stub.search(Request("zebra quagga", top_k=0))) == []


@pytest.mark.usefixtures("constants")
def test_a_named_concept_brings_its_works(atlas: Atlas) -> None:
    stub = searcher(atlas, {AGAINST: 0.5}, {}, None)
    results = stub.search(Request("SST"))
    # the work against: role 0.4, and words, half as good as can be: 1 − 0.6 × (1 − 0.8 × 0.5 × 0.5) = 0.52
    assert found(results) == [("steeping", 1.0), ("arxiv:1001.00001", 0.6), ("arxiv:1502.00002", 0.52)]
    assert why(results, "arxiv:1001.00001") == [("concept", "introduces Slow steeping")]


@pytest.mark.usefixtures("constants")
def test_a_label_in_a_longer_query_scores_its_share(atlas: Atlas) -> None:
    stub = searcher(atlas, {}, {}, None)
    # terms: zebra, slow, steep, quagga; the label has two of four: 0.3 + 0.6 × 0.5
    assert found(stub.search(Request("zebra slow steeping quagga")))[0] == ("steeping", 0.6)


@pytest.mark.usefixtures("constants")
def test_modes_use_their_legs(atlas: Atlas) -> None:
    encoder = StubEncoder()
    stub = searcher(atlas, {BITTERNESS: 0.6}, {SLOW: 0.5}, encoder)
    # (0.5 − 0.2)/0.6 = 0.5 is as good as the best is: 0.8 × 0.5
    assert found(stub.search(Request("SST", mode=Mode.SEMANTIC))) == [("arxiv:1001.00001", 0.4)]
    assert encoder.texts == ["SST"]
    lexical = stub.search(Request("SST", mode=Mode.LEXICAL))
    assert [id_ for id_, _ in found(lexical)] == ["steeping", "arxiv:1001.00001", "arxiv:1502.00002", "bitterness"]
    assert encoder.texts == ["SST"]


# --- why, language, notices ---


def test_why_names_words_label_and_cosine(atlas: Atlas) -> None:
    results = atlas.search(Request("the patience, warm water", mode=Mode.LEXICAL))
    assert why(results, "steeping") == [("lexical", "patience, warm, water")]
    assert why(atlas.search(Request("SST")), "steeping")[:2] == [("concept", "SST"), ("lexical", "SST")]
    assert why(atlas.search(Request("茶叶的味道", mode=Mode.LEXICAL)), "steeping") == [("lexical", "茶叶的味道")]
    semantic = atlas.search(Request("Bitterness. A harsh taste", mode=Mode.SEMANTIC))
    ((leg, detail),) = why(semantic, "bitterness")
    assert leg == "semantic"
    assert 0.4 < float(detail) <= 1.0


@pytest.mark.parametrize(
    ("run", "marks", "pieces"),
    [
        ("强化学习", [True, True, True], ["强化学习"]),
        ("强化学习法", [True, False, True, False], ["强化", "学习"]),
        ("强化", [False], []),
        ("茶", [True], ["茶"]),
        ("", [], []),
    ],
)
def test_matched_chinese_is_shown_in_runs(run: str, marks: list[bool], pieces: list[str]) -> None:
    assert _runs(run, marks) == pieces


def test_titles_and_roles_in_the_language_of_the_request(atlas: Atlas) -> None:
    results = atlas.search(Request("SST", mode=Mode.LEXICAL, lang=Lang.ZH))
    assert results.results[0] == Hit(
        Kind.CONCEPT,
        "steeping",
        "慢泡",
        1.0,
        None,
        (),
        {"en": "Slow steeping", "zh": "慢泡"},
        (Reason("concept", "SST"), Reason("lexical", "SST")),
    )
    assert results.results[1].title == "Slow steeping with SST: a résumé"
    assert results.results[1].authors == ("Kim Kettle", "Lena Leaf", "Institute of Tea")
    assert why(results, "arxiv:1502.00002") == [("concept", "批评 慢泡")]


@pytest.mark.parametrize(
    ("query", "mode", "notice"),
    [
        ("tea", Mode.HYBRID, ""),
        ("茶", Mode.HYBRID, "not-encoded"),
        ("茶 tea", Mode.HYBRID, ""),
        ("茶", Mode.LEXICAL, ""),
    ],
)
def test_notice(atlas: Atlas, query: str, mode: Mode, notice: str) -> None:
    assert atlas.search(Request(query, mode=mode)).notice == notice


def test_without_an_encoder_the_search_is_lexical_and_says_so(lexical_atlas: Atlas) -> None:
    hybrid = lexical_atlas.search(Request("warm water and patience"))
    lexical = lexical_atlas.search(Request("warm water and patience", mode=Mode.LEXICAL))
    assert hybrid.notice == "no-encoder"
    assert (hybrid.results, lexical.notice) == (lexical.results, "")


def test_each_leg_looks_as_deep_as_results_are_asked_for(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DEPTH", 1)
    monkeypatch.setattr(module, "_GOOD_EN", 0.0)  # whatever is near is a match
    asked = Request("tea", top_k=6, mode=Mode.SEMANTIC)
    cosines = [hit.cosine for hit in atlas.index.dense(atlas.encoder.encode(["tea"])[0], Filter(), 8)]
    assert len(atlas.search(asked).results) == sum(cosine > 0.2 for cosine in cosines[:6])
