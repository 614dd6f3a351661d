import platform

import msgspec
import pytest

from ingest import folder
from kb import quality as module
from kb.atlas import Atlas
from kb.checks import CHECKS
from kb.checks.problem import Problem
from kb.coverage import Meter
from kb.model import Definition, Lang, Link, Role, Source, Text
from kb.quality import COLUMNS, SHARES, problems_by_check, quality, rows, share
from tests.fakes import MINI, a_concept, some_contents

METER = Meter("f", 8, 3, 8, 7, 1, 0, 2, 0)


@pytest.mark.parametrize(
    ("name", "expected"), [("core", 0.375), ("bilingual", 1), ("double_sourced", 0.875), ("evaluated", 0)]
)
def test_share(name: str, expected: float) -> None:
    assert share(METER, name) == expected


def test_a_share_of_one_means_all() -> None:
    assert share(Meter("f", 3000, 2999, 0, 0, 0, 0, 0, 0), "core") == 0.999
    assert share(Meter("f", 0, 0, 0, 0, 0, 0, 0, 0), "core") == 0


def test_rows_have_counts_and_shares() -> None:
    (row,) = rows([METER], {"f": "Tea"})
    assert tuple(row) == COLUMNS
    assert (row["family"], row["concepts"], row["core"], row["core_share"]) == ("Tea", 8, 3, 0.375)
    assert rows([METER], {})[0]["family"] == "f"
    assert SHARES == ("core", "bilingual", "double_sourced", "introduced", "evaluated", "dated", "debated")


def test_quality_of_contents() -> None:
    source = (Source("doi:10.9999/w"),)
    one_sided = a_concept("x", core=True, gist=Text("A gist.", ""), definitions=(Definition(Lang.EN, "W.", source),))
    links = (Link("doi:10.9999/w", "x", Role.INTRODUCES), Link("doi:10.9999/w", "root", Role.EVALUATES))
    found = quality(some_contents((one_sided,), links=links))
    assert found.meters == (Meter("f", 2, 1, 1, 0, 1, 1, 0, 0),)
    assert found.total == found.meters[0]._replace(family="")
    counts = problems_by_check(found.problems)
    assert list(counts) == [check.__name__ for check in CHECKS]
    assert {name: count for name, count in counts.items() if count} == {"missing_language": 3, "single_source": 1}


def test_nothing_found() -> None:
    assert set(problems_by_check([]).values()) == {0}
    assert problems_by_check([Problem("cycle", "x", "y")] * 2)["cycle"] == 2


def test_the_catalogue_gives_back_all_contents(atlas: Atlas) -> None:
    read, built = folder.read(MINI), atlas.catalogue.contents()
    assert built.taxonomy.families == read.taxonomy.families
    assert built.taxonomy.concepts == read.taxonomy.concepts
    assert built.taxonomy.relations == read.taxonomy.relations
    assert list(built.works) == sorted(read.works, key=lambda work: work.id)
    assert set(built.links) == set(read.links)
    assert len(built.links) == len(read.links)
    assert (built.paths, built.schemes) == (read.paths, read.schemes)
    assert built.citations == tuple(sorted(read.citations))
    assert len(built.citations) == 3
    assert quality(built) == quality(read)


def test_versions_leave_out_what_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACKAGES", ("msgspec", "no-such-package"))
    assert module.versions() == {"Python": platform.python_version(), "msgspec": msgspec.__version__}
