"""Re-ranking: what stays, what moves, what it costs when the model is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from kb import rerank as module
from kb.atlas import Atlas
from kb.documents import Key, Kind
from kb.errors import EncoderError
from kb.evaluation import judged
from kb.home import Home
from kb.rerank import CrossReranker, Ranked, from_environment, reranked
from kb.results import Mode, Request
from tests.conftest import Run
from tests.fakes import HashEncoder
from tests.kb import tiny

A, B, C, D = (Key(Kind.WORK, name) for name in "abcd")


class Liking:
    """A re-ranker that likes texts with a word, the earlier in them the better; remembers what it was asked."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.calls: list[tuple[str, list[str]]] = []

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        self.calls.append((query, list(texts)))
        return [1 / (2 + text.find(self.word)) if self.word in text else 0.0 for text in texts]


class Fixed:
    """A re-ranker with given scores."""

    def __init__(self, *scores: float) -> None:
        self.scores = list(scores)
        self.texts: list[str] = []

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        self.texts += texts
        return self.scores


def order(ranked: Ranked, *scores: float) -> str:
    found, _ = reranked(ranked, "q", lambda key: key.id, Fixed(*scores))
    assert [score for _, score in found] == [score for _, score in ranked]
    return "".join(key.id for key, _ in found)


def test_both_orders_count_alike_and_the_re_ranker_decides_ties() -> None:
    ranked = [(A, 0.9), (B, 0.5), (C, 0.4), (D, 0.1)]
    assert order(ranked, 0.4, 0.3, 0.2, 0.1) == "abcd"
    assert order(ranked, 0.3, 0.4, 0.2, 0.1) == "bacd"  # 1/61 + 1/62 both
    # a 1/61 + 1/64 = .032018, b 1/62 + 1/63 = .032002, c 1/63 + 1/62 = .032002, d 1/64 + 1/61 = .032018
    assert order(ranked, 0.1, 0.2, 0.3, 0.4) == "dacb"
    # a 1/61 + 1/63 = .032266, b 1/62 + 1/64 = .031754, c 1/63 + 1/61 = .032266, d 1/64 + 1/62 = .031754
    assert order(ranked, 0.2, 0.1, 0.4, 0.3) == "cadb"
    assert order(ranked, 0.2, 0.2, 0.2, 0.2) == "abcd"


def test_what_is_named_stays_and_what_is_deep_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_DEPTH", 2)
    monkeypatch.setattr(module, "_READ", 5)
    model = Fixed(0.25, 0.875)
    found, read = reranked([(A, 1.0), (B, 0.5), (C, 0.4), (D, 0.1)], "q", lambda key: f"text of {key.id}", model)
    assert found == [(A, 1.0), (C, 0.5), (B, 0.4), (D, 0.1)]
    assert read == {B: (0.25, "0.25"), C: (0.875, "0.88")}
    assert model.texts == ["text ", "text "]


def test_one_hit_is_not_read() -> None:
    model = Fixed()
    assert reranked([(A, 1.0), (B, 0.5)], "q", str, model) == ([(A, 1.0), (B, 0.5)], {})
    assert reranked([], "q", str, model) == ([], {})
    assert model.texts == []


@pytest.fixture
def liking(home: Path) -> Iterator[Atlas]:
    opened = Atlas(Home(home), HashEncoder(), Liking("judge"))
    yield opened
    opened.catalogue.close()


def test_a_search_is_ordered_by_both_and_says_so(liking: Atlas) -> None:
    asked = Request("what is the taste of tea leaves in a pot?")
    plain = Atlas(liking.home, HashEncoder()).search(asked).results
    found = liking.search(asked).results
    assert [hit.score for hit in found] == [hit.score for hit in plain]
    assert sorted(hit.id for hit in found) == sorted(hit.id for hit in plain)
    assert [hit.id for hit in plain].index("ceremony") > [hit.id for hit in found].index("ceremony")
    ((query, texts),) = liking.reranker.calls
    assert query == "taste of tea leaves in a pot?"
    assert any(text.startswith("Bitterness. ") and "harsh taste" in text for text in texts)
    why = {hit.id: [(reason.leg, reason.detail) for reason in hit.why] for hit in found}
    assert [legs[-1][0] for legs in why.values()].count("rerank") == 1  # a score of zero is no reason
    assert why["ceremony"][-1][0] == "rerank"
    assert not any(reason.leg == "rerank" for hit in plain for reason in hit.why)


@pytest.mark.parametrize("query", ["SST", "慢泡", "1001.00001"])
def test_a_name_stays_first(liking: Atlas, query: str) -> None:
    first = liking.search(Request(query)).results[0]
    assert (first.score, "rerank" in {reason.leg for reason in first.why}) == (1.0, False)
    assert first.id in {"steeping", "arxiv:1001.00001"}


@pytest.mark.parametrize("changes", [{"mode": Mode.LEXICAL}, {"mode": Mode.SEMANTIC}, {"rerank": False}])
def test_only_a_search_of_all_legs_that_wants_it_is_re_ranked(liking: Atlas, changes: dict[str, object]) -> None:
    liking.search(Request("taste of tea leaves", **changes))  # type: ignore[arg-type]
    assert liking.reranker.calls == []


def test_what_has_no_good_match_is_not_read(liking: Atlas) -> None:
    assert liking.search(Request("spaceship koala")).no_good_match
    assert liking.reranker.calls == []


def test_the_environment_names_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    assert from_environment() is None
    for name in ("", "none", "None"):
        monkeypatch.setenv("KB_RERANKER", name)
        assert from_environment() is None
    monkeypatch.setenv("KB_RERANKER", "/models/mine")
    assert isinstance(from_environment(), CrossReranker)


def test_the_command_names_the_variable(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> None:
        raise OSError("no such model\nand a long story")

    monkeypatch.setattr(module, "_load", fail)
    monkeypatch.setenv("KB_RERANKER", "/models/mine")
    outcome = run("--home", home, "search", "taste of tea leaves")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "The re-ranker “/models/mine” cannot be used (OSError: no such model). "
        "Name another cross-encoder in KB_RERANKER, or unset KB_RERANKER to search without one.\n"
    )
    assert run("--home", home, "search", "taste of tea leaves", "--mode", "lexical").code == 0


def test_it_is_measured_beside_the_others(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own" / "first"
    own.mkdir(parents=True)
    (own / "queries.jsonl").write_text('{"_id": "1", "text": "taste of tea leaves in a pot"}')
    (own / "qrels.tsv").write_text("1\tconcept:ceremony\t1\n")
    monkeypatch.setattr(judged, "OWN", tmp_path / "own")
    (plain,) = run("--home", home, "eval", "--json").json["sets"]
    assert list(plain["systems"]) == ["lexical", "semantic", "hybrid"]
    monkeypatch.setattr(module, "from_environment", lambda: Liking("judge"))
    (found,) = run("--home", home, "eval", "--json").json["sets"]
    assert list(found["systems"]) == ["lexical", "semantic", "hybrid", "reranked"]
    assert found["systems"]["hybrid"] == plain["systems"]["hybrid"]
    assert found["systems"]["reranked"]["mrr"] > found["systems"]["hybrid"]["mrr"]


@pytest.mark.model
def test_a_real_model_scores_pairs_as_transformers_does(tmp_path: Path) -> None:
    import torch  # noqa: PLC0415 (seconds)
    from transformers import AutoModelForSequenceClassification, AutoTokenizer  # noqa: PLC0415

    folder = tiny.cross_encoder(tmp_path)
    texts = ["slow tea", "a cup of water to judge", "", "慢泡", "tea " * 200]
    tokenizer = AutoTokenizer.from_pretrained(folder)
    plain = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    pairs = tokenizer([("taste", text) for text in texts], padding=True, truncation=True, return_tensors="pt")
    with torch.no_grad():
        expected = torch.sigmoid(plain(**pairs).logits)[:, 0].tolist()
    found = CrossReranker(str(folder)).score("taste", texts)
    assert found == pytest.approx(expected, abs=1e-5)
    assert len({round(score, 3) for score in found}) > 2


@pytest.mark.model
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("labels", "trained", "reason"),
    [
        (3, True, "ValueError: it gives 3 scores for a pair, not one"),
        (1, False, "ValueError: BertModel was not trained to compare two texts"),
    ],
)
def test_a_model_of_another_kind_is_refused(tmp_path: Path, labels: int, trained: bool, reason: str) -> None:
    folder = tiny.cross_encoder(tmp_path, labels, trained=trained)
    with pytest.raises(EncoderError) as caught:
        CrossReranker(str(folder)).score("taste", ["tea"])
    assert str(caught.value).startswith(f"The re-ranker “{folder}” cannot be used ({reason}). Name another")


@pytest.mark.model
def test_a_real_model_orders_a_search(home: Path, tmp_path: Path) -> None:
    model = CrossReranker(str(tiny.cross_encoder(tmp_path)))
    asked = Request("taste of tea leaves in a pot")
    plain = Atlas(Home(home), HashEncoder()).searcher
    fused = [(Key(hit.kind, hit.id), hit.score) for hit in plain.search(asked).results]
    expected, read = reranked(fused, asked.query, lambda key: plain._document(key).texts[0], model)
    found = Atlas(Home(home), HashEncoder(), model).search(asked).results
    assert [(Key(hit.kind, hit.id), hit.score) for hit in found] == expected
    assert {hit.id: hit.why[-1].detail for hit in found} == {key.id: detail for key, (_, detail) in read.items()}
