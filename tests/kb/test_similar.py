from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from kb import similar
from kb.atlas import Atlas
from kb.bands import Band
from kb.build import build
from kb.documents import Key, Kind
from kb.home import Home
from kb.model import Link, Person, Role, Work
from kb.similar import Similar, like_concept, like_text, like_work
from tests.fakes import HashEncoder, a_concept, a_work, hashed, silent, some_contents
from tests.kb.stubs import StubEncoder

TEA = "url:https://example.org/tea"
SLOW = "arxiv:1001.00001"
AGAINST = "arxiv:1502.00002"
Shelf = Callable[..., Atlas]


def ids(found: Iterable[Similar]) -> list[str]:
    return [one.work.id for one in found]


def test_like_a_work_with_the_weights_of_the_docstring(atlas: Atlas) -> None:
    found = {one.work.id: one for one in like_work(atlas, atlas.work(SLOW), 8)}
    against = found[AGAINST]
    vectors = atlas.index.vectors_of([Key(Kind.WORK, SLOW), Key(Kind.WORK, AGAINST)])
    one, other = vectors.values()
    cosine = float(one @ other)
    idf = atlas.index.idf
    mine = [idf(t) for t in ("slow", "steep", "sst", "resum")]
    theirs = [idf(t) for t in ("against", "slow", "steep")]
    words = (idf("slow") ** 2 + idf("steep") ** 2) / float(np.hypot.reduce(mine) * np.hypot.reduce(theirs))
    concept = 1 - np.log(3) / np.log(9)  # two works are tied to it, of eight documents
    assert against.score == pytest.approx(0.4 * cosine + 0.2 * concept + 0.4 * words, abs=1e-4)
    assert against.cosine == pytest.approx(cosine, abs=1e-4)
    assert [c.id for c in against.shared] == ["steeping"]
    assert against.band is Band.CLOSE
    assert SLOW not in found


def test_without_an_encoder_concepts_and_words_decide(lexical_atlas: Atlas) -> None:
    (found,) = like_work(lexical_atlas, lexical_atlas.work(SLOW), 8)
    assert (found.work.id, found.cosine, found.band, [c.id for c in found.shared]) == (
        AGAINST,
        None,
        None,
        ["steeping"],
    )
    assert like_work(lexical_atlas, lexical_atlas.work(TEA), 8) == ()


def test_like_a_concept_is_what_is_not_tied_to_it(atlas: Atlas, lexical_atlas: Atlas) -> None:
    (found,) = like_concept(lexical_atlas, lexical_atlas.concept("steeping"), 8)
    assert (found.work.id, [c.id for c in found.shared]) == (TEA, ["tea"])
    assert like_concept(atlas, atlas.concept("steeping"), 8) == ()  # a neighbour, but distant in sense


@pytest.mark.parametrize("text", ["What slow steeping does to leaves.", "慢泡对茶叶做了什么。"])
def test_like_a_text_in_either_language(atlas: Atlas, text: str) -> None:
    found = like_text(atlas, text, 8)
    assert set(ids(found)) == {SLOW, AGAINST}
    assert all([c.id for c in one.shared] == ["steeping"] for one in found)


@pytest.mark.parametrize("text", ["", " \u200b ", "zebra", "???"])
def test_nothing_is_like_nothing(atlas: Atlas, text: str) -> None:
    assert like_text(atlas, text, 8) == ()


def test_a_long_text_is_as_near_as_its_nearest_passage(atlas: Atlas) -> None:
    first = "Zebras run far away from lions and never stop to drink anything. " * 14
    encoder = HashEncoder()
    parts = SimpleNamespace(taxonomy=atlas.taxonomy, catalogue=atlas.catalogue, index=atlas.index, encoder=encoder)
    found = {one.work.id: one for one in like_text(parts, f"{first}\n\n{'Against slow steeping. ' * 6}", 8)}
    vector = atlas.index.vectors_of([Key(Kind.WORK, AGAINST)])[Key(Kind.WORK, AGAINST)]
    assert len(encoder.texts) == 2
    assert found[AGAINST].cosine == pytest.approx(max(float(hashed(t) @ vector) for t in encoder.texts), abs=1e-4)


def test_what_the_encoder_cannot_read_is_compared_by_concepts_and_words(atlas: Atlas) -> None:
    encoder = StubEncoder()
    parts = SimpleNamespace(taxonomy=atlas.taxonomy, catalogue=atlas.catalogue, index=atlas.index, encoder=encoder)
    found = like_text(parts, "慢泡对茶叶做了什么。", 8)
    assert {one.work.id: one.cosine for one in found} == {SLOW: None, AGAINST: None}
    assert encoder.texts == []


# --- a home of our own ---


def book(number: int, title: str, **changes: object) -> Work:
    """Return an invented book with a DOI of its own."""
    doi = f"10.9999/{number}"
    fields = {"id": f"doi:{doi}", "citekey": f"a{number}", "identifiers": {"doi": doi}, "title": title}
    return a_work(**(fields | changes))


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """Return a function that builds a home of works and links."""
    opened: list[Atlas] = []

    def call(works: tuple[Work, ...], links: tuple[Link, ...] = ()) -> Atlas:
        contents = some_contents((a_concept("x"), a_concept("y")), works=(a_work(), *works), links=links)
        build(Home(tmp_path / "h"), "1", lambda: contents, HashEncoder(), silent)
        opened.append(Atlas(Home(tmp_path / "h"), HashEncoder()))
        return opened[0]

    yield call
    for atlas in opened:
        atlas.catalogue.close()


def test_other_versions_of_the_work_are_left_out(shelf: Shelf) -> None:
    own = book(1, "Slow steeping of green leaves")
    preprint = book(
        2, "Slow steeping of green leaves", year=2014, id="arxiv:1401.00001", identifiers={"arxiv": "1401.00001"}
    )
    other = book(3, "Slow steeping of black leaves", authors=(Person("Cup", "Cleo"),))
    atlas = shelf((own, preprint, other))
    assert ids(like_work(atlas, own, 8)) == [other.id]


def test_what_repeats_a_better_one_waits(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    own = book(1, "tea water leaves pot", authors=(Person("A", "A"),))
    near = book(2, "tea water leaves cup", authors=(Person("B", "B"),))
    again = book(3, "tea water leaves cups cup", authors=(Person("C", "C"),))
    fresh = book(4, "leaves pot milk", authors=(Person("D", "D"),))
    atlas = shelf((own, near, again, fresh))
    monkeypatch.setattr(similar, "RELEVANCE", 1.0)
    assert ids(like_work(atlas, own, 3)) == [near.id, again.id, fresh.id]
    monkeypatch.setattr(similar, "RELEVANCE", 0.5)
    assert ids(like_work(atlas, own, 3)) == [near.id, fresh.id, again.id]


def test_a_rare_concept_counts_more_and_comes_first(shelf: Shelf) -> None:
    works = tuple(book(n, f"Title{n}", authors=(Person(f"P{n}", "P"),)) for n in range(1, 6))
    one, two, three, *_ = (work.id for work in works)
    ties = [(one, "x"), (two, "x"), (one, "y"), (two, "y"), *((work.id, "x") for work in works[2:])]
    atlas = shelf(works, tuple(Link(work, concept, Role.DISCUSSES) for work, concept in ties))
    found = like_work(atlas, works[0], 8)
    assert [c.id for c in found[0].shared] == ["y", "x"]
    assert found[0].work.id == two
    assert found[0].score > found[1].score
    assert three in ids(found)
