from collections.abc import Iterator

import pytest

from kb.atlas import Atlas
from kb.build import build
from kb.home import Home
from kb.model import (
    Debate,
    Event,
    Facet,
    Level,
    Link,
    Milestone,
    Relation,
    RelationType,
    Role,
    Source,
    Text,
    Work,
)
from kb.model.draft import Reference
from kb.related.gaps import cited_by_topic, missing
from kb.related.values import Known, Lack, Missing, Topic
from tests.fakes import a_concept, a_work, silent, some_contents

START, CORE, ADVANCED = Level.START_HERE, Level.CORE, Level.ADVANCED
Row = tuple[str, str, Lack, Role, Level | None]


def a_paper(name: str, level: Level | None = None, year: int = 2020, survey: bool = False) -> Work:
    return a_work(
        id=f"doi:10.9999/{name}",
        citekey=name,
        title=f"All about {name} and its tea",
        year=year,
        level=level,
        survey=survey,
        identifiers={"doi": f"10.9999/{name}"},
    )


def link(work: str, concept: str, role: Role = Role.DISCUSSES) -> Link:
    return Link(f"doi:10.9999/{work}", concept, role)


PAPERS = [
    a_paper("first", CORE, 2001),
    a_paper("start", START, 2019),
    a_paper("proof", ADVANCED),
    a_paper("talk", CORE, 1999),
    a_paper("later", CORE, 2005),
    a_paper("note"),
    a_paper("map", survey=True),
    a_paper("atlas", year=2021),
    a_paper("critic", year=2003),
    a_paper("judge", year=2004),
    a_paper("chronicle", year=2005),
    a_paper("failure", year=2006),
    a_paper("chatter", year=2002),
]
METHOD = a_concept(
    "method",
    facet=Facet.APPROACH,
    debates=(Debate(Text("It fails.", "它会失败。"), ("doi:10.9999/judge",)),),
    timeline=(Milestone(Event.CRITICISED, "doi:10.9999/chronicle"),),
)
CONCEPTS = (METHOD, a_concept("flaw", facet=Facet.FAILURE_MODE), a_concept("plain"))
RELATIONS = (
    Relation("flaw", RelationType.FAILURE_MODE_OF, "method", (Source("doi:10.9999/failure"),)),
    Relation("plain", RelationType.CONTRASTS_WITH, "method", (Source("doi:10.9999/note"),)),
)
LINKS = (
    link("w", "root"),
    link("first", "plain", Role.INTRODUCES),
    link("later", "plain", Role.INTRODUCES),
    link("start", "plain"),
    link("proof", "plain", Role.FORMALISES),
    link("talk", "plain"),
    link("note", "plain", Role.INTRODUCES),
    link("critic", "plain", Role.CRITIQUES),
    link("map", "root"),
    link("atlas", "root", Role.SURVEYS),
    link("start", "root", Role.EVALUATES),
    link("start", "root"),
    link("critic", "method", Role.CRITIQUES),
    link("failure", "flaw", Role.DEMONSTRATES),
    link("chatter", "flaw"),
)


@pytest.fixture(scope="module")
def tea(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    contents = some_contents(CONCEPTS, RELATIONS, (a_work(), *PAPERS), links=LINKS)
    home = tmp_path_factory.mktemp("gaps") / "home"
    build(Home(home), "digest", lambda: contents, None, silent)
    opened = Atlas(Home(home), None)
    yield opened
    opened.catalogue.close()


def topic(atlas: Atlas, concept: str, weight: float = 1.0) -> Topic:
    return Topic(atlas.taxonomy.by_id[concept], weight)


def known(*names: str) -> list[Known]:
    works = {paper.citekey: paper for paper in PAPERS}
    return [Known(Reference(works[name], name), works[name]) for name in names]


def rows(found: tuple[Missing, ...]) -> list[Row]:
    return [(one.concept.id, one.work.citekey, one.lack, one.role, one.level) for one in found]


def names(found: tuple[Missing, ...]) -> list[str]:
    return [one.work.citekey for one in found]


def test_must_knows_by_level_role_and_year(tea: Atlas) -> None:
    assert rows(missing(tea, [topic(tea, "plain")], [], 9)) == [
        ("plain", "start", Lack.MUST_KNOW, Role.DISCUSSES, START),
        ("plain", "first", Lack.MUST_KNOW, Role.INTRODUCES, CORE),
        ("plain", "later", Lack.MUST_KNOW, Role.INTRODUCES, CORE),
        ("plain", "talk", Lack.MUST_KNOW, Role.DISCUSSES, CORE),
        ("plain", "proof", Lack.MUST_KNOW, Role.FORMALISES, ADVANCED),
    ]


def test_what_is_cited_is_not_missed_and_what_is_unknown_helps_nobody(tea: Atlas) -> None:
    entry = Known(Reference(a_work(title="Elsewhere"), "k"))
    assert names(missing(tea, [topic(tea, "plain")], [entry, *known("first", "proof", "note")], 9)) == [
        "start",
        "later",
        "talk",
    ]


def test_a_survey_is_missed_where_none_is_cited(tea: Atlas) -> None:
    assert rows(missing(tea, [topic(tea, "root")], [], 9)) == [
        ("root", "start", Lack.MUST_KNOW, Role.EVALUATES, START),
        ("root", "atlas", Lack.SURVEY, Role.SURVEYS, None),
        ("root", "map", Lack.SURVEY, Role.DISCUSSES, None),
    ]
    for one in ("map", "atlas"):
        assert names(missing(tea, [topic(tea, "root")], known(one), 9)) == ["start"]


def test_criticism_of_a_method_by_links_debates_its_timeline_and_relations(tea: Atlas) -> None:
    found = rows(missing(tea, [topic(tea, "method")], [], 9))
    assert found == [
        ("method", name, Lack.CRITICISM, Role.CRITIQUES, None) for name in ("critic", "judge", "chronicle")
    ]
    for one in ("critic", "judge", "chronicle", "failure"):
        assert missing(tea, [topic(tea, "method")], known(one), 9) == ()
    assert names(missing(tea, [topic(tea, "method")], known("chatter"), 9)) == ["critic", "judge", "chronicle"]


def test_what_makes_a_failure_is_offered_after_what_says_so(tea: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.related.gaps._CHOICE", 9)
    found = missing(tea, [topic(tea, "method")], [], 9)
    assert names(found) == ["critic", "judge", "chronicle", "failure"]
    assert [(one.role, one.rival and one.rival.id) for one in found[2:]] == [
        (Role.CRITIQUES, None),
        (Role.DEMONSTRATES, "flaw"),
    ]


def test_what_is_no_method_needs_no_criticism(tea: Atlas) -> None:
    assert missing(tea, [topic(tea, "flaw")], [], 9) == ()


def test_a_work_stands_once_under_the_heaviest_topic(tea: Atlas) -> None:
    both = [topic(tea, "root", 0.5), topic(tea, "plain", 0.9)]
    found = missing(tea, both, [], 9)
    assert [(one.concept.id, one.work.citekey) for one in found] == [
        *(("plain", name) for name in ("start", "first", "later", "talk", "proof")),
        *(("root", name) for name in ("atlas", "map")),
    ]


def test_few_places_are_shared_by_weight(tea: Atlas) -> None:
    asked = [topic(tea, "method", 0.35), topic(tea, "plain", 1.0), topic(tea, "root", 0.2)]
    assert names(missing(tea, asked, [], 1)) == ["start"]
    assert names(missing(tea, asked, [], 4)) == ["start", "first", "later", "critic"]
    assert names(missing(tea, asked, [], 0)) == []


def test_without_topics_nothing_is_missed(tea: Atlas) -> None:
    assert missing(tea, [], known("first"), 9) == ()


def test_a_topic_is_told_what_of_the_list_is_tied_to_it(tea: Atlas) -> None:
    asked = [topic(tea, "plain"), topic(tea, "root", 0.5), topic(tea, "method", 0.1)]
    entries = known("proof", "start", "first", "proof")
    found = cited_by_topic(tea.catalogue, asked, [Known(Reference(a_work())), *entries])
    assert [(one.concept.id, one.weight, [work.citekey for work in one.cited]) for one in found] == [
        ("plain", 1.0, ["proof", "start", "first"]),
        ("root", 0.5, ["start"]),
        ("method", 0.1, []),
    ]


def test_the_invented_data(lexical_atlas: Atlas) -> None:
    by_id = lexical_atlas.taxonomy.by_id
    asked = [Topic(by_id[one], weight) for one, weight in (("tea", 0.5), ("steeping", 1.0))]
    found = missing(lexical_atlas, asked, [], 9)
    assert [(one.concept.id, one.work.id, one.lack) for one in found] == [
        ("steeping", "arxiv:1502.00002", Lack.CRITICISM),
        ("tea", "url:https://example.org/tea", Lack.SURVEY),
    ]
    assert found[1].level is Level.START_HERE
