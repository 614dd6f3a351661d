import pytest

from kb.atlas import Atlas
from kb.model import Lang, Role
from kb.snippets import Piece
from kb.work_view import Statement, citations, evidenced, work_view

TEA = "url:https://example.org/tea"
SLOW = "arxiv:1001.00001"
AGAINST = "arxiv:1502.00002"


def test_of_a_work(atlas: Atlas) -> None:
    view = work_view(atlas, atlas.work("pot2015against"), Lang.EN)
    assert [(role, [concept.id for _, concept in ties]) for role, ties in view.ties] == [
        (Role.EVALUATES, ["ceremony"]),
        (Role.CRITIQUES, ["steeping"]),
    ]
    assert [near.work.id for near in view.similar] == [SLOW]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (Lang.EN, ["Slow steeping draws", "empirical", "Slow steeping addresses Bitterness"]),
        (Lang.ZH, ["慢泡用温水和", "empirical", "慢泡针对苦涩"]),
    ],
)
def test_statements_that_cite_a_work(atlas: Atlas, lang: Lang, words: list[str]) -> None:
    found = citations(atlas, SLOW, lang)
    assert [(c.kind, c.concept.id, c.locator) for c in found] == [
        (Statement.DEFINITION, "steeping", "§2"),
        (Statement.MATURITY, "steeping", ""),
        (Statement.RELATION, "steeping", "§4"),
    ]
    assert [c.text[: len(expected)] for c, expected in zip(found, words, strict=True)] == words


def test_statements_come_concept_by_concept(atlas: Atlas) -> None:
    found = [c.concept.id for c in citations(atlas, TEA, Lang.EN)]
    order = list(atlas.taxonomy.by_id)
    assert found == sorted(found, key=order.index)
    assert citations(atlas, "arxiv:0000.00000", Lang.EN) == ()


def test_works_cited_and_citing_by_year(atlas: Atlas) -> None:
    slow = work_view(atlas, atlas.work("kettle2010slow"), Lang.EN)
    assert [work.id for work in slow.cites] == [TEA]
    assert [work.id for work in slow.cited_by] == [AGAINST]
    tea = work_view(atlas, atlas.work("leaf2001tea"), Lang.EN)
    assert tea.cites == ()
    assert [work.id for work in tea.cited_by] == [SLOW, AGAINST]


@pytest.mark.parametrize(
    ("evidence", "pieces"),
    [
        ((), (("One is. Two is. Three is.", False),)),
        (("Two is.",), (("One is. ", False), ("Two is.", True), (" Three is.", False))),
        (("Three is.", "One  is.", ""), (("One is.", True), (" Two is. ", False), ("Three is.", True))),
        (("One is. Two is.", "Two is.", "A title"), (("One is. Two is.", True), (" Three is.", False))),
    ],
)
def test_an_abstract_is_cut_at_its_evidence(evidence: tuple[str, ...], pieces: tuple[tuple[str, bool], ...]) -> None:
    assert evidenced("One is.\nTwo  is. Three is.\u202e", evidence) == tuple(Piece(*piece) for piece in pieces)
