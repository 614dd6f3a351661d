"""What an input is about, worked by hand."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pytest

from kb.encoder import Vectors
from kb.evidence import Evidence
from kb.linking import BOTH, LEXICAL, Candidate, Linker, Weights
from kb.model import Link, Method, Role, Taxonomy
from kb.model.concept import Terms
from kb.related.topics import MOST, Read, topics
from kb.related.values import Asked, Topic
from kb.values import replace
from tests.kb.related_values import concept

STEEPING = replace(concept("steeping", "Slow steeping", "慢泡"), alt_label=Terms(("SST",), ()))
CUP, POT = concept("cup", "Porcelain cup", "瓷杯"), concept("pot", "Clay pot", "陶壶")
TEA = Taxonomy((), (STEEPING, CUP, POT), ())
NOTHING = Read("", [], None)


def sure(score: float) -> float:
    """Return the probability of a score."""
    return 1 / (1 + math.exp(-score))


PLAIN = sure(LEXICAL.bias + LEXICAL.plain)
"""That a text is about what one of its sentences names."""
TITLE = sure(LEXICAL.bias + LEXICAL.plain + LEXICAL.plain_title)


class Told:
    """A linker that finds in each passage what it is told to, with the probabilities given."""

    def __init__(self, *passages: dict[str, float], evidence: Mapping[str, Evidence] | None = None) -> None:
        self._passages, self._evidence, self.texts = passages, evidence or {}, list[list[str]]()

    def candidates(self, texts: Sequence[list[str]], vectors: Vectors | None) -> Iterator[list[Candidate]]:
        weights = LEXICAL if vectors is None else BOTH
        self.texts += texts
        for some in self._passages:
            yield [Candidate(c, features(weights, p), self._evidence.get(c)) for c, p in some.items()]


def features(weights: Weights, probability: float) -> tuple[float, ...]:
    """Return features of which a plain label alone makes the probability."""
    score = math.log(probability / (1 - probability)) - weights.bias
    return tuple(score / weights.plain if name == "plain" else 0.0 for name in Weights._fields[1:])


def about(read: Read = NOTHING, *links: Link, linker: object = None, asked: Asked = Asked()) -> tuple[Topic, ...]:  # noqa: B008 (a frozen value)
    return topics(linker or Linker(TEA), TEA, lambda _: 1.0, read, links, asked)  # type: ignore[arg-type]


def weights(found: Sequence[Topic]) -> dict[str, float]:
    return {topic.concept.id: topic.weight for topic in found}


def read(*passages: str, title: str = "", sense: bool = False) -> Read:
    return Read(title, passages, np.ones((len(passages), 1), np.float32) if sense else None)


def tie(work: str, found: str, confidence: float = 1.0) -> Link:
    method = Method.CURATED if confidence == 1 else Method.LEXICAL
    return Link(work, found, Role.DISCUSSES, method, confidence)


# --- from the text


def test_a_concept_is_told_by_the_sentence_that_names_it() -> None:
    (found,) = about(read("We drink tea. Slow steeping is what we study. It takes time."))
    assert found == Topic(STEEPING, round(PLAIN, 4), ("Slow steeping is what we study.",))


def test_a_title_that_names_it_says_more_and_is_the_evidence() -> None:
    (found,) = about(read("Slow steeping. We study it.", title="Slow steeping"))
    assert found == Topic(STEEPING, round(TITLE, 4), ("Slow steeping",))


def test_chinese_says_the_same() -> None:
    (found,) = about(read("我们喝茶。我们研究慢泡。"))
    assert found == Topic(STEEPING, round(PLAIN, 4), ("我们研究慢泡。",))


def test_the_weight_is_the_mean_of_the_highest_and_of_the_mean_over_passages() -> None:
    linker = Told({"steeping": 0.9, "cup": 0.4}, {"steeping": 0.5}, {}, {})
    found = about(read("One.", "Two.", "Three.", "Four."), linker=linker)
    assert weights(found) == {
        "steeping": 0.625,  # (0.9 + (0.9 + 0.5) / 4) / 2
        "cup": 0.25,  # (0.4 + 0.4 / 4) / 2
    }


def test_what_is_not_probable_in_a_passage_does_not_count() -> None:
    assert weights(about(read("One."), linker=Told({"steeping": 0.31, "cup": 0.29}))) == {"steeping": 0.31}


def test_with_vectors_labels_and_sense_are_weighed_together() -> None:
    assert weights(about(read("One.", sense=True), linker=Told({"steeping": 0.7}))) == {"steeping": 0.7}


def test_every_passage_is_read_with_the_title() -> None:
    linker = Told({}, {})
    about(read("One. Two.", "Three.", title="Tea"), linker=linker)
    assert linker.texts == [["Tea", "One.", "Two."], ["Tea", "Three."]]


def test_at_most_three_sentences_show_it_the_surest_passage_first() -> None:
    linker = Told({"cup": 0.5}, {"cup": 0.9}, {"cup": 0.6}, {"cup": 0.8})
    (found,) = about(read("One.", "Two.", "Three.", "Four."), linker=linker)
    assert found.evidence == ("Two.", "Four.", "Three.")


def test_a_sentence_shows_it_once() -> None:
    (found,) = about(read("A porcelain cup.", "A porcelain cup.", "My porcelain cup."))
    assert found.evidence == ("A porcelain cup.", "My porcelain cup.")


def test_what_no_label_names_is_shown_by_the_sentence_with_most_of_its_words() -> None:
    linker = Told({"cup": 0.6})
    (found,) = about(read("It rained. A cup of porcelain is thin. The end."), linker=linker)
    assert found.evidence == ("A cup of porcelain is thin.",)


def test_the_sentence_is_that_of_the_evidence() -> None:
    said = Evidence(plain=True, weak=False, supported=True, title=False, sentence=2, spoken=0)
    linker = Told({"cup": 0.6}, evidence={"cup": said})
    (found,) = about(read("One. Two.", title="Cups"), linker=linker)
    assert found.evidence == ("Two.",)


@pytest.mark.parametrize(
    ("supported", "acronym", "weight"), [(False, False, 0.4), (True, False, 0.6), (False, True, 0.6)]
)
def test_what_a_passage_names_is_a_topic_even_if_it_is_named_in_passing(
    supported: bool, acronym: bool, weight: float
) -> None:
    said = Evidence(False, True, supported, title=False, sentence=1, spoken=0, acronym=acronym)
    linker = Told({"cup": 0.4, "pot": 0.5}, evidence={"cup": said})
    assert weights(about(read("One. Two.", title="Cups"), linker=linker)) == {"cup": weight, "pot": 0.5}


def test_what_a_passage_names_more_surely_keeps_its_confidence() -> None:
    said = Evidence(plain=True, weak=False, supported=True, title=False, sentence=1, spoken=0)
    assert weights(about(read("One. Two."), linker=Told({"cup": 0.7}, evidence={"cup": said}))) == {"cup": 0.7}


def test_a_text_of_one_sentence_stands_for_its_title() -> None:
    linker = Told({}, {})
    about(read("Slow steeping is slow"), linker=linker)
    about(read("It is slow", title="Tea"), linker=linker)
    about(read("One.", "Two."), linker=linker)
    assert linker.texts == [["Slow steeping is slow"], ["Tea", "It is slow"], ["", "One."], ["", "Two."]]
    (found,) = about(read("We study slow steeping."))
    assert found == Topic(STEEPING, round(TITLE, 4), ("We study slow steeping.",))


# --- from what is cited


def test_the_share_of_the_cited_works_that_are_tied_to_it() -> None:
    links = (tie("a", "steeping"), tie("a", "cup"), tie("b", "steeping", 0.5), tie("c", "cup", 0.2), tie("d", "pot"))
    found = about(NOTHING, *links)
    assert weights(found) == {"steeping": 0.375, "cup": 0.3, "pot": 0.25}  # 1.5, 1.2 and 1 of four works
    assert [topic.evidence for topic in found] == [(), (), ()]


def test_two_roles_of_a_work_count_once_as_the_surer() -> None:
    assert weights(about(NOTHING, tie("a", "cup", 0.4), tie("a", "cup", 0.6), tie("b", "pot", 0.2))) == {
        "cup": 0.3,
        "pot": 0.1,
    }


def test_text_or_citations_whichever_is_more() -> None:
    links = (tie("a", "steeping"), tie("b", "cup", 0.4))
    found = about(read("One."), *links, linker=Told({"steeping": 0.4, "cup": 0.7}))
    assert weights(found) == {"cup": 0.7, "steeping": 0.5}


def test_what_one_of_many_cited_works_is_about_is_left_out() -> None:
    links = [tie(f"w{n}", "steeping") for n in range(12)]
    assert weights(about(NOTHING, *links, tie("w12", "cup"))) == {"steeping": 0.9231}  # 12 / 13; 1 / 13 is below 0.08
    assert weights(about(NOTHING, *links[:11], tie("w12", "cup"))) == {"steeping": 0.9167, "cup": 0.0833}


def test_at_most_twelve_the_heaviest_and_of_equal_weight_by_id() -> None:
    many = [concept(f"c{n:02}") for n in range(14)]
    links = [tie("a", one.id) for one in reversed(many[1:])] + [tie("a", "c00", 0.9)]
    found = topics(Linker(TEA), Taxonomy((), tuple(many), ()), lambda _: 1.0, NOTHING, links, Asked())
    assert MOST == 12
    assert [topic.concept.id for topic in found] == [f"c{n:02}" for n in range(1, 13)]


def test_a_concept_that_is_gone_is_no_topic() -> None:
    assert about(NOTHING, tie("a", "gone"), asked=Asked(added=("lost",))) == ()


# --- by hand


def test_what_is_added_weighs_one_and_stands_first_in_the_order_given() -> None:
    asked = Asked(added=("pot", "cup"))
    found = about(read("Slow steeping in a porcelain cup."), asked=asked)
    assert [(topic.concept.id, topic.weight, topic.by_hand) for topic in found] == [
        ("pot", 1.0, True),
        ("cup", 1.0, True),
        ("steeping", round(TITLE, 4), False),
    ]
    assert [topic.evidence for topic in found] == [(), *[("Slow steeping in a porcelain cup.",)] * 2]


def test_what_is_struck_is_left_out_wherever_it_comes_from() -> None:
    links = (tie("a", "cup"), tie("a", "pot"))
    found = about(read("Slow steeping."), *links, asked=Asked(struck=("cup", "steeping", "unknown")))
    assert weights(found) == {"pot": 1.0}


def test_what_is_added_and_struck_stays() -> None:
    assert weights(about(NOTHING, asked=Asked(added=("cup",), struck=("cup",)))) == {"cup": 1.0}


def test_adding_twice_adds_once() -> None:
    assert weights(about(NOTHING, asked=Asked(added=("cup", "cup")))) == {"cup": 1.0}


@pytest.mark.parametrize("text", ["Zebras run.", "???", "SST"])
def test_a_text_about_nothing_known_has_no_topics(text: str) -> None:
    assert about(read(text)) == ()


def test_nothing_is_about_nothing() -> None:
    assert about() == ()


def test_a_retired_concept_is_read_as_its_heir() -> None:
    old = replace(concept("old", "Earthen kettle", "土壶"), replaced_by="pot")
    taxonomy = Taxonomy((), (POT, old), ())
    found = topics(Linker(taxonomy), taxonomy, lambda _: 1.0, read("An earthen kettle."), (), Asked())
    assert found == (Topic(POT, round(TITLE, 4), ("An earthen kettle.",)),)


def test_labels_of_both_languages_are_one_concept() -> None:
    (found,) = about(read("Slow steeping (慢泡) is slow."))
    assert (found.concept, found.evidence) == (STEEPING, ("Slow steeping (慢泡) is slow.",))
