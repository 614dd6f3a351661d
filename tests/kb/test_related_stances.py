"""What a related work is to the reader's."""

from __future__ import annotations

import pytest

from kb.model import Link, Method, Role, Work
from kb.related.stances import Stand, stand
from kb.related.values import Stance

WORK = Work(id="w", citekey="w", title="Tea")
WEIGHTS = {"steeping": 0.9, "cup": 0.4}
AGAINST = {"boiling": Stance.CONTRASTS}


@pytest.mark.parametrize(
    ("links", "builds", "expected"),
    [
        ([("cup", Role.SURVEYS), ("steeping", Role.FORMALISES)], False, (Stance.INTRODUCES, Role.FORMALISES, None)),
        ([("steeping", Role.CRITIQUES)], True, (Stance.CRITIQUES, Role.CRITIQUES, None)),
        ([("cup", Role.DISCUSSES), ("boiling", Role.DEFINES)], True, (Stance.CONTRASTS, Role.DISCUSSES, "boiling")),
        ([("steeping", Role.DISCUSSES)], True, (Stance.BUILDS_ON, Role.DISCUSSES, None)),
        ([("pot", Role.INTRODUCES)], False, (Stance.DISCUSSES, None, None)),
    ],
)
def test_a_curated_role_decides_then_a_rival_then_what_it_cites(
    links: list[tuple[str, Role]], builds: bool, expected: tuple[Stance, Role | None, str | None]
) -> None:
    found = stand(WORK, [Link("w", concept, role) for concept, role in links], WEIGHTS, AGAINST, builds)
    assert (found.stance, found.role, found.rival) == expected


def test_the_heaviest_topic_comes_first() -> None:
    links = [Link("w", "cup", Role.SURVEYS), Link("w", "steeping", Role.EVALUATES)]
    assert stand(WORK, links, WEIGHTS, {}, False) == Stand(Stance.EVALUATES, ("steeping", "cup"), Role.EVALUATES)


def test_a_found_link_says_less_than_that_it_builds_on_the_same() -> None:
    links = [Link("w", "cup", Role.DISCUSSES, Method.LEXICAL, 0.6)]
    assert stand(WORK, links, WEIGHTS, {}, True) == Stand(Stance.BUILDS_ON, ("cup",), Role.DISCUSSES)
