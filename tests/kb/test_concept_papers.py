import pytest

from kb.concept_papers import Papers, Wanted, by_role, chosen, works
from kb.model import Level, Link, Method, Role, Work
from tests.fakes import a_work


def pair(ident: str, role: Role, year: int | None = None, level: Level | None = None) -> tuple[Link, Work]:
    return Link(ident, "tea", role, Method.CURATED), a_work(id=ident, title=ident, year=year, level=level)


PAPERS = by_role(
    [
        pair("a", Role.CRITIQUES, 2020),
        pair("b", Role.INTRODUCES, 2019, Level.ADVANCED),
        pair("c", Role.INTRODUCES, 2021, Level.START_HERE),
        pair("d", Role.INTRODUCES, 2018),
        pair("e", Role.INTRODUCES, 2017, Level.ADVANCED),
        pair("f", Role.INTRODUCES),
        pair("c", Role.CRITIQUES, 2021, Level.START_HERE),
    ]
)


def shown(papers: Papers) -> dict[Role, str]:
    return {role: "".join(work.id for _, work in pairs) for role, pairs in papers}


def test_by_role_then_level_then_year() -> None:
    assert [*shown(PAPERS).items()] == [(Role.INTRODUCES, "cebfd"), (Role.CRITIQUES, "ca")]


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (Wanted(), {Role.INTRODUCES: "cebfd", Role.CRITIQUES: "ca"}),
        (Wanted(roles={Role.CRITIQUES, Role.SURVEYS}), {Role.CRITIQUES: "ca"}),
        (Wanted(levels={Level.START_HERE}), {Role.INTRODUCES: "c", Role.CRITIQUES: "c"}),
        (Wanted(levels={Level.ADVANCED}), {Role.INTRODUCES: "eb"}),
        (Wanted(first=2020), {Role.INTRODUCES: "c", Role.CRITIQUES: "ca"}),
        (Wanted(last=2018), {Role.INTRODUCES: "ed"}),
        (Wanted(frozenset(), frozenset(), 2018, 2019), {Role.INTRODUCES: "bd"}),
        (Wanted({Role.CRITIQUES}, {Level.CORE}), {}),
    ],
)
def test_filters_narrow(wanted: Wanted, left: dict[Role, str]) -> None:
    assert shown(chosen(PAPERS, wanted)) == left


def test_a_work_of_two_roles_is_taken_away_once() -> None:
    assert [work.id for work in works(PAPERS)] == ["c", "e", "b", "f", "d", "a"]
