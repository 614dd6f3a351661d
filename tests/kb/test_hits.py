import pytest

from kb import hits
from kb.atlas import Atlas
from kb.documents import Kind
from kb.hits import Sort
from kb.model import Lang, Level, Role
from kb.results import Hit, Mode, Reason, Request, Results
from kb.snippets import Pieces
from tests.fakes import UNSURE, a_work


def test_rows_join_authors_and_reasons() -> None:
    why = (Reason("concept", "introduces Tea"), Reason("semantic", "0.61"))
    (row,) = hits.rows([Hit(Kind.WORK, "arxiv:1", "A title", 0.5, 2010, ("Kim Kettle", "Lena Leaf"), None, why)])
    assert row == {
        "kind": "work",
        "id": "arxiv:1",
        "title": "A title",
        "year": 2010,
        "authors": "Kim Kettle; Lena Leaf",
        "score": 0.5,
        "why": "concept: introduces Tea; semantic: 0.61",
    }
    assert tuple(row) == hits.COLUMNS


@pytest.mark.parametrize(
    ("by", "places"), [(Sort.RELEVANCE, [0, 1, 2, 3, 4]), (Sort.YEAR, [2, 3, 1, 0, 4]), (Sort.LEVEL, [3, 1, 0, 2, 4])]
)
def test_what_has_no_year_or_level_stands_last_and_equals_keep_their_order(by: Sort, places: list[int]) -> None:
    facts = (("c", None, None), ("d", 2001, Level.ADVANCED), ("e", 2020, None), ("f", 2020, Level.START_HERE))
    found = [
        Hit(Kind.CONCEPT if ident == "c" else Kind.WORK, ident, "", 0.5, year, (), None, ())
        for ident, year, _ in (*facts, ("g", None, None))
    ]
    works = {ident: a_work(id=ident, level=level) for ident, _, level in facts[1:]}
    assert hits.order(found, works, by) == places


def said(pieces: Pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.matched else piece.text for piece in pieces)


def shown(atlas: Atlas, query: str, lang: Lang = Lang.EN) -> dict[str, tuple[str, str]]:
    found = atlas.search(Request(query, mode=Mode.LEXICAL, lang=lang))
    return {
        hit.id: (said(excerpt.title), said(excerpt.passage))
        for hit, excerpt in zip(found.results, hits.excerpts(atlas, found, lang), strict=True)
    }


@pytest.mark.parametrize(
    ("query", "lang", "hit", "shows"),
    [
        (
            "patience flavours",
            Lang.EN,
            "steeping",
            ("Slow steeping", "Slow steeping draws [flavour] out of leaves with warm water and [patience]."),
        ),
        ("slow steeping", Lang.EN, "steeping", ("[Slow steeping]", "Leaves rest in warm water for a long time.")),
        ("什么是苦涩", Lang.ZH, "bitterness", ("[苦涩]", "破坏口感的[苦涩]味。")),
        ("苦涩", Lang.EN, "bitterness", ("Bitterness", "A harsh taste that spoils the cup.")),
        (
            "books about tea",
            Lang.EN,
            "url:https://example.org/tea",
            ("[Tea] for Everyone", "A [book] on everything about [tea]."),
        ),
        ("讲述茶 taste", Lang.ZH, "url:https://example.org/tea", ("Tea for Everyone", "一本[讲述茶]的方方面面的书。")),
    ],
)
def test_an_excerpt_shows_what_the_title_does_not(
    atlas: Atlas, query: str, lang: Lang, hit: str, shows: tuple[str, str]
) -> None:
    assert shown(atlas, query, lang)[hit] == shows


def test_a_hit_that_is_gone_keeps_its_title(atlas: Atlas) -> None:
    hit = Hit(Kind.WORK, "arxiv:0", "SST " * 60, 0.5, None, (), None, ())
    (excerpt,) = hits.excerpts(atlas, Results("sst", (), False, 0.0, (hit,), UNSURE), Lang.EN)
    assert said(excerpt.title) == "[" + " ".join(["SST"] * 40) + "]…"
    assert excerpt.passage == ()


def test_ties_name_role_and_concept(atlas: Atlas) -> None:
    for lang, said_of in ((Lang.EN, "criticises Slow steeping"), (Lang.ZH, "批评 慢泡")):
        found = atlas.search(Request("SST", lang=lang))
        role, concept = hits.ties(atlas, found, lang)[said_of]
        assert (role, concept.id) == (Role.CRITIQUES, "steeping")
        details = {r.detail for hit in found.results if hit.kind == Kind.WORK for r in hit.why if r.leg == "concept"}
        assert said_of in details <= hits.ties(atlas, found, lang).keys()
