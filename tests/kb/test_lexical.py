import math
import random
from collections import Counter
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.documents import Document, Key, Kind
from kb.lexical import Filter, LexicalIndex, query_terms, terms

K1, B = 1.2, 0.75
BOOSTS = {"whole": 1.0, "heading": 0.2, "pairs": 0.4}
VOCABULARY = ["tea", "cup", "leaf", "water", "kettle", "pot", "steam", "sugar", "milk", "lemon"]


def document(kind: str, ref: str, year: int | None = None, concepts: tuple[str, ...] = (), **fields: str) -> Document:
    parts = {"heading": "", "names": "", "body": ""} | fields
    return Document(Key(Kind(kind), ref), **parts, texts=("",), year=year, concepts=frozenset(concepts))


def random_documents(count: int) -> list[Document]:
    dice = random.Random(7)

    def some(most: int) -> str:
        return " ".join(dice.choices(VOCABULARY, weights=range(1, 11), k=dice.randint(0, most)))

    return [
        document(
            dice.choice(["concept", "work"]),
            f"d{number}",
            dice.choice([None, *range(1998, 2006)]),
            tuple(dice.sample(["a", "b", "c"], dice.randint(0, 3))),
            heading=some(5),
            names=some(8),
            body=some(24),  # tantivy rounds lengths above 40
        )
        for number in range(count)
    ]


DOCUMENTS = random_documents(40)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    folder = tmp_path_factory.mktemp("lexical") / "index"
    LexicalIndex.build(folder, DOCUMENTS)
    return LexicalIndex(folder)


def bm25(query: str, documents: list[Document]) -> dict[Key, float]:
    """Score documents slowly: BM25 of the whole text, of the heading and of the pairs of words, each with its boost."""
    scores: dict[Key, float] = {}
    held = query_terms(query)
    for doc in documents:
        total = 0.0
        for field, boost in BOOSTS.items():
            asked = pairs(held) if field == "pairs" else held
            total += boost * sum(_field(term, doc, field, documents) for term in asked)
        if total:
            scores[doc.key] = total
    return scores


def pairs(words: Sequence[str]) -> list[str]:
    return [f"{words[i]}_{words[i + 1]}" for i in range(len(words) - 1)]


def _field(term: str, doc: Document, field: str, documents: list[Document]) -> float:
    texts = {d.key: d.heading if field == "heading" else f"{d.heading} {d.names} {d.body}" for d in documents}
    cut = {key: pairs(terms(text)) if field == "pairs" else terms(text) for key, text in texts.items()}
    frequency = Counter(cut[doc.key])[term]
    if not frequency:
        return 0.0
    holding = sum(term in held for held in cut.values())
    mean = sum(map(len, cut.values())) / len(documents)
    idf = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
    return idf * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * len(cut[doc.key]) / mean))


def test_terms_are_stems_and_bigrams() -> None:
    assert terms("The Agents' Résumés were modeling 强化学习!") == ["agent", "resum", "model", "强化", "化学", "学习"]
    assert terms("") == []
    assert terms("the of and") == []
    assert terms("x" * 65) == []


def test_query_terms_come_as_often_as_they_stand_there_and_at_most_256() -> None:
    assert query_terms("tea cup tea") == ("tea", "cup", "tea")
    assert query_terms(" ".join(f"w{n}" for n in range(300))) == tuple(f"w{n}" for n in range(256))


def test_a_score_worked_by_hand(tmp_path: Path) -> None:
    LexicalIndex.build(
        tmp_path / "i",
        [
            document("concept", "one", heading="tea cup"),
            document("concept", "two", heading="tea tea milk sugar"),
            document("concept", "three", heading="lemon pot steam"),
        ],
    )
    index = LexicalIndex(tmp_path / "i")
    # 3 documents, 2 hold "tea", mean length (2+4+3)/3 = 3: idf = ln(1 + 1.5/2.5) = 0.470004
    assert index.idf("tea") == pytest.approx(0.470004, abs=1e-6)
    # one: 1·2.2 / (1 + 1.2·(0.25 + 0.75·2/3)) = 2.2/1.9 = 1.157895, × 1.2·idf over 1.2·idf
    # two: 2·2.2 / (2 + 1.2·(0.25 + 0.75·4/3)) = 4.4/3.5 = 1.257143
    once = index.search("tea", Filter(), 5)
    assert [(hit.key.id, pytest.approx(hit.score, abs=1e-5)) for hit in once] == [("two", 1.257143), ("one", 1.157895)]
    # "tea zebra": the unknown word weighs ln(1 + 3.5/0.5) = 2.079442, so the measure is 1.2·(0.470004 + 2.079442)
    expected = [("two", 1.257143 * 0.470004 / 2.549446), ("one", 1.157895 * 0.470004 / 2.549446)]
    found = index.search("tea zebra", Filter(), 5)
    assert [(hit.key.id, pytest.approx(hit.score, abs=1e-5)) for hit in found] == expected


@pytest.mark.parametrize("query", ["tea", "lemon sugar", "cup leaf pot zebra", "milk milk steam water kettle", "zebra"])
def test_scores_equal_a_slow_oracle(index: LexicalIndex, query: str) -> None:
    ideal = sum(index.idf(term) for term in query_terms(query)) * (BOOSTS["whole"] + BOOSTS["heading"])
    expected = {key: score / ideal for key, score in bm25(query, DOCUMENTS).items()}
    found = index.search(query, Filter(), 100)
    assert {hit.key: hit.score for hit in found} == pytest.approx(expected, rel=1e-4)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def satisfies(doc: Document, where: Filter) -> bool:
    dated = where.year_from is not None or where.year_to is not None
    low, high = where.year_from or -(10**9), where.year_to or 10**9
    return (
        (where.kind is None or doc.key.kind is where.kind)
        and (where.concept is None or where.concept in doc.concepts)
        and (not dated or (doc.year is not None and low <= doc.year <= high))
    )


FILTERS = [
    Filter(*parts)
    for parts in product(
        [None, Kind.WORK, Kind.CONCEPT], [None, 2001, 2006, 10**20], [None, 2001, 1990, -(10**20)], [None, "a", "none"]
    )
]


@pytest.mark.parametrize("where", FILTERS, ids=str)
def test_filters_equal_brute_force(index: LexicalIndex, where: Filter) -> None:
    allowed = {doc.key for doc in DOCUMENTS if satisfies(doc, where)}
    assert index.matching(where) == allowed
    free = index.search("tea lemon", Filter(), 100)
    expected = {hit.key: hit.score for hit in free if hit.key in allowed}
    found = index.search("tea lemon", where, 100)
    assert {hit.key: hit.score for hit in found} == pytest.approx(expected)


@pytest.mark.parametrize("where", FILTERS, ids=str)
def test_the_newest_are_those_of_a_sort_by_year(index: LexicalIndex, where: Filter) -> None:
    allowed = [doc for doc in DOCUMENTS if satisfies(doc, where)]
    found = [year_of(key) for key in index.newest(where, 100)]
    assert found == sorted((doc.year for doc in allowed), key=lambda year: -(year or 0))
    assert [year_of(key) for key in index.newest(where, 2)] == found[:2]


def year_of(key: Key) -> int | None:
    return next(doc.year for doc in DOCUMENTS if doc.key == key)


@pytest.mark.parametrize("where", FILTERS, ids=str)
def test_counts_of_a_filter_are_those_of_what_it_leaves(index: LexicalIndex, where: Filter) -> None:
    none: dict[str, dict[str, int]] = {field: {} for field in index.counts(Filter())}
    assert index.counts(where) == (index.counts(index.matching(where)) or none)


def test_the_limit_keeps_the_best(index: LexicalIndex) -> None:
    full = index.search("lemon sugar", Filter(), 100)
    assert [hit.score for hit in index.search("lemon sugar", Filter(), 3)] == [hit.score for hit in full[:3]]


def test_words_side_by_side_count_more(tmp_path: Path) -> None:
    documents = [
        document("work", "apart", body="water tea with cold lemon"),
        document("work", "together", body="cold water tea with lemon"),
        document("work", "other", body="milk sugar cup pot leaf"),
    ]
    LexicalIndex.build(tmp_path / "i", documents)
    one, other = LexicalIndex(tmp_path / "i").search("cold water", Filter(), 5)
    assert (one.key.id, other.key.id) == ("together", "apart")
    # 4 terms and 3 pairs each but the last document; one of three holds the pair: idf ln(1 + 2.5/1.5) = 0.980829,
    # two hold each word: idf 0.470004; mean lengths (4+4+5)/3 and (3+3+4)/3
    pair = 0.4 * 0.980829 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 3 / (10 / 3)))
    assert one.score - other.score == pytest.approx(pair / (2 * 0.470004 * 1.2), abs=1e-5)


def test_an_empty_index_answers(tmp_path: Path) -> None:
    LexicalIndex.build(tmp_path / "i", [])
    index = LexicalIndex(tmp_path / "i")
    assert index.search("tea", Filter(), 5) == []
    assert index.matching(Filter()) == set()


@given(st.text())
def test_any_text_is_taken(index: LexicalIndex, text: str) -> None:
    assert all(hit.score > 0 for hit in index.search(text, Filter(), 10))
