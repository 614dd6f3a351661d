"""How related work is found: passages, their encoding, what is left out, and what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from kb.atlas import Atlas
from kb.build import build
from kb.encoder import Encoder
from kb.home import Home
from kb.linking import Linker
from kb.model import Link, Work
from kb.related import finder as module
from kb.related.finder import Finder
from tests.fakes import HashEncoder, a_concept, a_work, silent, some_contents
from tests.kb.related_values import ask, by_id, ids
from tests.kb.stubs import StubEncoder
from tests.library import paper

SLOW = "arxiv:1001.00001"
TEXT = "What slow steeping does to leaves."


def finder(atlas: Atlas, encoder: Encoder | None) -> Finder:
    return Finder(atlas.taxonomy, atlas.catalogue, atlas.index, encoder, Linker(atlas.taxonomy))


def test_a_text_is_read_in_passages_that_begin_with_the_title(atlas: Atlas) -> None:
    encoder = HashEncoder()
    long = "Leaves rest in warm water. " * 60
    read = finder(atlas, encoder).read("Slow  tea\n", long)
    assert read.title == "Slow tea"
    assert [len(passage) for passage in read.passages] == [980, 647]
    assert read.passages[0].startswith("Slow tea Leaves rest")
    assert encoder.texts == [*read.passages]
    assert read.vectors is not None
    assert read.vectors.shape == (2, 256)


def test_what_the_encoder_cannot_read_is_read_by_words(atlas: Atlas) -> None:
    encoder = StubEncoder()
    assert finder(atlas, encoder).read("", "慢泡对茶叶做了什么。").vectors is None
    assert finder(atlas, None).read("", TEXT).vectors is None
    assert encoder.texts == []
    assert finder(atlas, StubEncoder(reads_chinese=True)).read("", "慢泡。").passages == ["慢泡。"]


def test_a_long_passage_is_shown_by_its_first_words(atlas: Atlas) -> None:
    passage = f"Slow steeping of leaves in warm water, and so on {'and on ' * 40}. "
    answer = by_id(ask(atlas, text=passage + "Cups. " * 150))
    shown = answer[SLOW].passage
    assert shown == f"Slow steeping of leaves in warm water, and so on {'and on ' * 10}".strip() + "…"
    assert len(shown) <= 121


def test_the_only_passage_is_not_quoted(atlas: Atlas) -> None:
    assert by_id(ask(atlas, text="Slow steeping of leaves in warm water."))[SLOW].passage == ""


def test_of_a_long_chinese_passage_half_as_many_letters_are_shown(atlas: Atlas) -> None:
    encoder = HashEncoder()
    encoder.reads_chinese = True
    parts = SimpleNamespace(taxonomy=atlas.taxonomy, catalogue=atlas.catalogue, finder=finder(atlas, encoder))
    answer = by_id(ask(parts, text=f"SST{'茶叶' * 100}。{'杯' * 900}"))  # type: ignore[arg-type]
    assert answer[SLOW].passage == f"SST{'茶叶' * 28}茶…"


# --- a home of our own

Shelf = Callable[..., Atlas]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """Return a function that builds a home of works and links."""
    opened: list[Atlas] = []

    def call(*works: Work, links: tuple[Link, ...] = (), encoder: Encoder | None = None) -> Atlas:
        contents = some_contents((a_concept("x"),), works=(a_work(), *works), links=links)
        build(Home(tmp_path / "h"), "1", lambda: contents, encoder, silent)
        opened.append(Atlas(Home(tmp_path / "h"), encoder))
        return opened[0]

    yield call
    for atlas in opened:
        atlas.catalogue.close()


def test_long_titles_that_begin_or_end_alike_do_not_hide_each_other(shelf: Shelf) -> None:
    cited = paper("Progress measures for brewing in mechanistic steeping", "Leaf, Lena", doi="10.9999/1")
    ends = paper("Open problems of all the teas in mechanistic steeping", "Pot, Pia", doi="10.9999/2")
    begins = paper("Progress measures for brewing by the light of the moon", "Cup, Carl", doi="10.9999/3")
    version = paper("Progress measures for brewing in mechanistic steeping", "Leaf, Lena", year=2022, arxiv="2001.1")
    atlas = shelf(cited, ends, begins)
    for list_ in ((cited,), (version,), (replaced(cited, "10.9999/9"),)):
        assert sorted(ids(ask(atlas, *list_))) == [ends.id, begins.id]


def replaced(work: Work, doi: str) -> Work:
    """Return a work as it is under another DOI."""
    return paper(work.title, "Leaf, Lena", doi=doi)


def test_what_repeats_a_better_one_waits(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    near = paper("tea water leaves cup", "Pot, Pia", doi="10.9999/1")
    again = paper("tea water leaves cups cup", "Cup, Carl", doi="10.9999/2")
    fresh = paper("leaves pot milk", "Leaf, Lena", doi="10.9999/3")
    atlas = shelf(near, again, fresh, encoder=HashEncoder())

    def order(relevance: float) -> list[str]:
        monkeypatch.setattr(module, "RELEVANCE", relevance)
        return [i for i in ids(ask(atlas, text="tea water leaves pot")) if i != a_work().id]

    assert order(1.0) == [near.id, again.id, fresh.id]
    assert order(0.5) == [near.id, fresh.id, again.id]
