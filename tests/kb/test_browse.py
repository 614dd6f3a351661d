"""Works by filters alone."""

from collections.abc import Iterable
from types import SimpleNamespace

import pytest

from kb.atlas import Atlas
from kb.browse import MOST, browse
from kb.documents import Key, Kind
from kb.hits import Sort
from kb.lexical import Filter
from kb.model import Level, Work
from kb.values import replace
from tests.library import paper

AGAINST, SLOW, TEA = "Against slow steeping", "Slow steeping with SST: a résumé", "Tea for Everyone"


@pytest.mark.parametrize(
    ("where", "titles"),
    [
        (Filter(), [AGAINST, SLOW, TEA]),
        (Filter(kind=Kind.CONCEPT), [AGAINST, SLOW, TEA]),  # works it is that are browsed
        (Filter(year_to=2010), [SLOW, TEA]),
        (Filter(venue="Journal of Invented Tea"), [SLOW]),
        (Filter(concept="ceremony"), [AGAINST]),
        (Filter(concept="ceremony", year_to=2010), []),
        (Filter(concept="nonsense"), []),
    ],
)
def test_what_filters_leave_the_newest_first(lexical_atlas: Atlas, where: Filter, titles: list[str]) -> None:
    found = browse(lexical_atlas, where, Sort.YEAR)
    assert [work.title for work in found.works] == titles
    assert found.total == len(titles)


def test_by_level_what_has_none_comes_last_and_the_newest_of_a_level_first() -> None:
    works = [
        replace(paper(f"w{place}"), year=year, level=level)
        for place, (year, level) in enumerate(
            [(2001, Level.CORE), (2020, None), (2009, Level.START_HERE), (2005, Level.CORE), (None, Level.CORE)]
        )
    ]
    atlas = stub(works)
    years = [work.year for work in browse(atlas, Filter(), Sort.LEVEL).works]  # type: ignore[arg-type]
    assert years == [2009, 2005, 2001, None, 2020]
    years = [work.year for work in browse(atlas, Filter(), Sort.RELEVANCE).works]  # type: ignore[arg-type]
    assert years == [2020, 2009, 2005, 2001, None]


def test_a_work_that_a_build_took_away_meanwhile_is_not_listed() -> None:
    held = [replace(paper("a"), year=2001)]
    assert browse(stub(held, gone="b"), Filter(), Sort.YEAR).works == tuple(held)  # type: ignore[arg-type]


def stub(works: Iterable[Work], gone: str = "") -> SimpleNamespace:
    """Return what stands for an Atlas that holds these works; its index has one more that is gone."""
    held = {work.id: work for work in works}

    def newest(where: Filter, limit: int) -> list[Key]:
        assert (where, limit) == (Filter(kind=Kind.WORK), MOST)
        return [Key(Kind.WORK, ident) for ident in (*held, *filter(None, [gone]))]

    index = SimpleNamespace(newest=newest, words=SimpleNamespace(count=lambda _: len(held)))
    return SimpleNamespace(
        index=index, catalogue=SimpleNamespace(works=lambda ids: {i: held[i] for i in ids if i in held})
    )
