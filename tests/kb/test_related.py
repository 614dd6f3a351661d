"""Related work for what a reader brings, over the invented data: from input to answer, worked by hand."""

from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace

import pytest

from kb.atlas import Atlas
from kb.documents import Key, Kind
from kb.home import Home
from kb.lexical import Filter
from kb.linking import LEXICAL
from kb.model import Role
from kb.related.values import Lack, Signal, Stance
from tests.fakes import hashed
from tests.kb.related_values import ask, by_id, ids
from tests.library import paper

TEA, SLOW, AGAINST = "url:https://example.org/tea", "arxiv:1001.00001", "arxiv:1502.00002"
TEXT = "What slow steeping does to leaves."
S, W, C, T = Signal.SENSE, Signal.WORDS, Signal.CONCEPTS, Signal.CITATIONS
ALL = Filter(kind=Kind.WORK)
TITLE = 1 / (1 + math.exp(-(LEXICAL.bias + LEXICAL.plain + LEXICAL.plain_title)))


# --- a text


def test_a_text_by_words_and_concepts(lexical_atlas: Atlas) -> None:
    answer = ask(lexical_atlas, text=TEXT)
    (topic,) = answer.topics
    assert (topic.concept.id, topic.weight, topic.evidence, topic.cited) == ("steeping", round(TITLE, 4), (TEXT,), ())
    # two of the eight documents are tied to it: 1 − ln 3 / ln 9 = 0.5 of its weight, and 0.9 of that for criticism
    tied = pytest.approx(topic.weight * 0.5 * 0.9, abs=1e-4)
    assert ids(answer)[:2] == [AGAINST, SLOW]
    against, slow = answer.results[:2]
    assert against.signals == {S: 0.0, W: 1.0, C: tied, T: 0.0}  # the shorter title is made of the shared words
    assert against.score == pytest.approx(0.28 + 0.33 * topic.weight * 0.5 * 0.9, abs=1e-4)
    assert slow.score == pytest.approx(0.28 * slow.signals[W] + 0.33 * topic.weight * 0.5, abs=1e-4)
    assert (against.stance, against.role, slow.stance, slow.role) == (
        Stance.CRITIQUES,
        Role.CRITIQUES,
        Stance.INTRODUCES,
        Role.INTRODUCES,
    )
    assert (against.cosine, against.passage) == (None, "")
    assert [(one.concept, one.work.id, one.lack) for one in answer.missing] == [
        (topic.concept, AGAINST, Lack.CRITICISM)
    ]
    assert (answer.known, answer.suspect) == ((), ())


def test_a_text_by_sense_too(atlas: Atlas) -> None:
    answer = by_id(ask(atlas, text=TEXT))
    vectors = atlas.index.vectors_of([Key(Kind.WORK, i) for i in (SLOW, AGAINST, TEA)])
    cosines = {key.id: float(hashed(TEXT) @ row) for key, row in vectors.items()}
    assert {i: one.cosine for i, one in answer.items()} == {
        i: round(cosine, 4) for i, cosine in cosines.items() if i in answer
    }
    top = max(cosines.values())
    assert {i: one.signals[S] for i, one in answer.items()} == {i: round(cosines[i] / top, 4) for i in answer}
    assert {one.passage for one in answer.values()} == {""}  # the only one


def test_chinese_finds_the_same(atlas: Atlas) -> None:
    answer = ask(atlas, text="慢泡對茶葉做了什麼。")
    assert [(topic.concept.id, topic.evidence) for topic in answer.topics] == [("steeping", ("慢泡对茶叶做了什么。",))]
    assert {SLOW, AGAINST} <= {*ids(answer)}


def test_a_title_without_a_stop_is_no_part_of_the_sentence_behind_it(lexical_atlas: Atlas) -> None:
    answer = ask(lexical_atlas, title=" Leaves\nin water", text="Slow steeping takes time. A porcelain cup helps.")
    assert {topic.concept.id: topic.evidence for topic in answer.topics} == {
        "steeping": ("Slow steeping takes time.",),
        "cup": ("A porcelain cup helps.",),
    }


def test_a_title_alone_is_a_text(lexical_atlas: Atlas) -> None:
    (topic,) = ask(lexical_atlas, title="Slow steeping of leaves").topics
    assert (topic.concept.id, topic.evidence) == ("steeping", ("Slow steeping of leaves",))


@pytest.mark.parametrize("text", ["", " \u200b ", "???", "zebra", "\x00", "<script>", "$" * 5000])
@pytest.mark.parametrize("lexical", [True, False])
def test_nothing_speaks_for_anything(atlas: Atlas, lexical_atlas: Atlas, text: str, lexical: bool) -> None:
    answer = ask(lexical_atlas if lexical else atlas, text=text)
    assert (answer.topics, answer.results, answer.missing, answer.suspect) == ((), (), (), ())


def test_no_more_than_are_wanted_and_the_best_first(lexical_atlas: Atlas) -> None:
    assert ids(ask(lexical_atlas, text=TEXT, limit=1)) == [AGAINST]


# --- works that are cited or picked


def test_a_picked_work(lexical_atlas: Atlas) -> None:
    answer = ask(lexical_atlas, works=(SLOW,))
    (topic,) = answer.topics
    assert (topic.concept.id, topic.weight, topic.evidence) == ("steeping", 1.0, ())
    assert [work.id for work in topic.cited] == [SLOW]
    assert [(one.work and one.work.id, one.reference.citekey) for one in answer.known] == [(SLOW, "")]
    against, tea = answer.results
    # Against cites Slow and Tea: it is near by one of one seeds (1), Tea by half of Against's list and by Slow (1.5)
    found = {hit.key.id: hit.score for hit in lexical_atlas.index.lexical(answer.known[0].reference.work.title, ALL, 9)}
    words = found[AGAINST] / found[SLOW]  # the title that is looked for finds its own work best
    assert against.work.id == AGAINST
    assert against.signals == {S: 0.0, W: round(words, 4), C: 0.45, T: 0.6667}  # half of it, by a critic 0.9 of that
    assert against.score == pytest.approx(0.28 * words + 0.33 * 0.45 + 0.11 * 2 / 3, abs=1e-4)
    assert (tea.work.id, tea.signals, tea.score) == (TEA, {S: 0.0, W: 0.0, C: 0.0, T: 1.0}, 0.11)
    assert [work.id for work in (*against.cites, *tea.beside, *tea.cited_by)] == [SLOW, SLOW, SLOW]
    assert (against.beside, against.cited_by, tea.cites) == ((), (), ())


def test_two_works_share_their_topics(lexical_atlas: Atlas) -> None:
    answer = ask(lexical_atlas, works=(SLOW, AGAINST))
    assert {topic.concept.id: (topic.weight, [w.id for w in topic.cited]) for topic in answer.topics} == {
        "steeping": (1.0, [SLOW, AGAINST]),
        "ceremony": (0.5, [AGAINST]),
    }
    (tea,) = answer.results
    # cited beside Slow by Against (1 / 2), and by both of the two works (2 / 2)
    assert (tea.work.id, tea.signals[T], [w.id for w in tea.beside]) == (TEA, 1.0, [SLOW])
    assert {work.id for work in tea.cited_by} == {SLOW, AGAINST}


def test_what_is_cited_under_another_identifier_is_not_suggested_nor_missed(lexical_atlas: Atlas) -> None:
    published = paper("Slow steeping with SST: a résumé", "Kettle, Kim", year=2010, doi="10.9999/tea.7")
    answer = ask(lexical_atlas, published, text=TEXT)
    assert [one.work and one.work.id for one in answer.known] == [SLOW]
    assert ids(answer) == [AGAINST, TEA]
    unnumbered = paper("Against Slow Steeping!", "Pot, P.", year=2016, url="https://example.org/against")
    answer = ask(lexical_atlas, unnumbered, text=TEXT)
    assert AGAINST not in ids(answer)
    assert answer.missing == ()


def test_what_may_be_cited_is_not_suggested(lexical_atlas: Atlas) -> None:
    unsigned = paper("Against slow steeping", year=2015)
    assert [one.work for one in ask(lexical_atlas, unsigned, text=TEXT).known] == [None]
    assert AGAINST not in ids(ask(lexical_atlas, unsigned, text=TEXT))


def test_what_bears_a_cited_identifier_is_checked_and_not_suggested(lexical_atlas: Atlas) -> None:
    stranger = paper("The porcelain question", "Cup, Carl", arxiv="1502.00002")
    answer = ask(lexical_atlas, stranger, text=TEXT)
    assert AGAINST not in ids(answer)
    assert [(one.citekey, one.found and one.found.id) for one in answer.suspect][:1] == [("k1", AGAINST)]


def test_a_namesake_of_what_is_cited_is_suggested(lexical_atlas: Atlas) -> None:
    namesake = paper("Against slow steeping", "Stone, Sam", year=2015, doi="10.9999/stone")
    assert [one.work for one in ask(lexical_atlas, namesake, text=TEXT).known] == [None]
    assert ids(ask(lexical_atlas, namesake, text=TEXT))[0] == AGAINST


def test_what_the_library_does_not_have_counts_by_its_title(atlas: Atlas, lexical_atlas: Atlas) -> None:
    other = paper("Slow steeping in clay", "Stone, Sam", doi="10.9999/clay")
    by_words = ask(lexical_atlas, other)
    assert by_words.topics == ()
    assert (by_words.results[0].work.id, by_words.results[0].score) == (AGAINST, 0.28)
    by_sense = by_id(ask(atlas, other))
    vector = atlas.index.vectors_of([Key(Kind.WORK, AGAINST)])[Key(Kind.WORK, AGAINST)]
    assert by_sense[AGAINST].cosine == round(float(hashed(other.title) @ vector), 4)
    assert by_sense[AGAINST].passage == ""


# --- concepts by hand


def test_a_concept_added_finds_its_works(lexical_atlas: Atlas) -> None:
    answer = ask(lexical_atlas, added=("steeping",))
    assert [(topic.concept.id, topic.weight, topic.by_hand) for topic in answer.topics] == [("steeping", 1.0, True)]
    assert [(one.work.id, one.score) for one in answer.results] == [
        (SLOW, 0.165),  # 0.33 × 0.5
        (AGAINST, 0.1485),  # by its role 0.9 of that
    ]


def test_a_concept_struck_is_followed_no_more(lexical_atlas: Atlas) -> None:
    answer = ask(lexical_atlas, text=TEXT, struck=("steeping",))
    assert (answer.topics, answer.missing) == ((), ())
    assert (by_id(answer)[AGAINST].signals[C], by_id(answer)[AGAINST].score) == (0.0, 0.28)


def test_a_work_about_what_contrasts_is_a_contrast(home: Path) -> None:
    atlas = Atlas(Home(home), None)
    try:
        answer = by_id(ask(atlas, added=("bitterness",), works=(TEA,)))
        assert answer[SLOW].stance is Stance.BUILDS_ON  # it cites Tea
        assert answer[SLOW].concepts == ()
    finally:
        atlas.catalogue.close()


def test_what_was_asked_takes_time_that_is_told(lexical_atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter((2.0, 2.0125))
    monkeypatch.setattr("kb.related.relate.time", SimpleNamespace(perf_counter=lambda: next(times)))
    assert ask(lexical_atlas).took_ms == 12.5
