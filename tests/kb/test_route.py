import pytest

from kb.atlas import Atlas
from kb.graph import Graph
from kb.model import Lang, Role, Taxonomy
from kb.route import Route, route, told

TEA, SLOW, AGAINST = "url:https://example.org/tea", "arxiv:1001.00001", "arxiv:1502.00002"


def ids(way: Route | None) -> list[str] | None:
    return None if way is None else [concept.id for concept in way.concepts]


@pytest.mark.parametrize(
    ("start", "goal", "expected"),
    [
        ("cup", "steeping", ["cup", "ceremony", "steeping"]),
        ("steeping", "cup", ["steeping", "ceremony", "cup"]),
        ("bitterness", "cup", ["bitterness", "steeping", "ceremony", "cup"]),
        ("tea", "tea", ["tea"]),
    ],
)
def test_concepts_on_the_way(atlas: Atlas, start: str, goal: str, expected: list[str]) -> None:
    assert ids(route(atlas, atlas.concept(start), atlas.concept(goal))) == expected


def test_what_is_told_with_its_sources(atlas: Atlas) -> None:
    way = route(atlas, atlas.concept("cup"), atlas.concept("steeping"))
    assert way is not None
    assert [(said.sentence, [source.work for source in said.sources]) for said in told(atlas, way, Lang.EN)] == [
        ("Porcelain cup is part of Tasting ceremony", [TEA]),
        ("Tasting ceremony evaluates Slow steeping", [AGAINST]),
    ]
    assert [said.sentence for said in told(atlas, way, Lang.ZH)] == ["瓷杯是品鉴会的组成部分", "品鉴会用于评测慢泡"]
    assert {*way.cited} == {TEA, AGAINST}


def test_a_work_begins_or_ends_by_one_of_its_concepts(atlas: Atlas) -> None:
    way = route(atlas, atlas.work(TEA), atlas.concept("bitterness"))
    assert way is not None
    assert (ids(way), way.first and way.first.role, way.last) == (["tea", "bitterness"], Role.SURVEYS, None)
    assert [said.sentence for said in told(atlas, way, Lang.EN)] == [
        "Tea for Everyone · surveys Tea craft",
        "Bitterness is narrower than Tea craft",
    ]


def test_works_about_one_concept_need_no_step(atlas: Atlas) -> None:
    way = route(atlas, atlas.work(SLOW), atlas.work(AGAINST))
    assert way is not None
    assert (ids(way), way.edges) == (["steeping"], ())
    assert [said.sentence for said in told(atlas, way, Lang.EN)] == [
        "Slow steeping with SST: a résumé · introduces Slow steeping",
        "Against slow steeping · criticises Slow steeping",
    ]


def test_nothing_connects_them(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    taxonomy = Taxonomy((), tuple(concept for concept in atlas.taxonomy.concepts if concept.id != "ceremony"), ())
    monkeypatch.setitem(atlas.__dict__, "graph", Graph(taxonomy))
    assert route(atlas, atlas.concept("cup"), atlas.concept("tea")) is None
    assert ids(route(atlas, atlas.concept("steeping"), atlas.concept("bitterness"))) == [
        "steeping",
        "tea",
        "bitterness",
    ]
