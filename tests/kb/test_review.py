"""The review list: what a survey leaves on it, what decisions do, and what an undo takes away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Connection, Table, delete

from ingest import taxonomy as families
from kb import derived, intake, ledger, review
from kb.catalogue import Catalogue
from kb.errors import AtlasError, NotFoundError, ReviewError
from kb.home import Home
from kb.model import Facet, Link, Method, Record, RelationType, Role
from kb.model.candidate import Decision, Sighting, Suggestion, Verdict
from kb.model.run import Brought
from kb.model.survey import CandidateConcept
from kb.values import replace
from tests.fakes import MINI, build_mini, rows, silent
from tests.surveys import COLD, KETTLE, OWN, SLOW, survey, take

NEW, KNOWN = "cold-brewing.addresses.bitterness", "steeping.explains.bitterness"
ACCEPT = Decision(Verdict.ACCEPTED, "", "tea", Facet.APPROACH)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home without vectors that no test changes."""
    home = tmp_path_factory.mktemp("review") / "home"
    build_mini(home)
    return home


@pytest.fixture
def plain_home(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "home"))


@pytest.fixture
def catalogue(plain_home: Path) -> Iterator[Catalogue]:
    opened = Catalogue.open(Home(plain_home).catalogue)
    yield opened
    opened.close()


def listed(catalogue: Catalogue) -> dict[str, Verdict]:
    return {one.candidate.id: one.decision.verdict for one in review.reviews(catalogue)}


def found(catalogue: Catalogue) -> list[Link]:
    return [link for link in catalogue.links() if link.method is not Method.CURATED]


def test_what_the_taxonomy_lacks_is_listed_with_its_sentences(plain_home: Path, catalogue: Catalogue) -> None:
    take(plain_home)
    concept, new, known = review.reviews(catalogue)
    assert (concept.candidate.id, concept.candidate.labels(), concept.runs) == (
        "cold-brewing",
        ("Cold brewing", "冷泡", "CB"),
        (1,),
    )
    assert concept.candidate.evidence == (Sighting("tea.md", 7, "2.1", COLD.sentence),)
    assert new.candidate.id == NEW
    assert known.candidate.id == KNOWN  # that steeping addresses bitterness is in the taxonomy
    said = known.candidate.relation
    assert isinstance(said, Suggestion)
    assert (said.subject.id, said.type, said.object.id) == ("steeping", RelationType.EXPLAINS, "bitterness")
    assert known.candidate.evidence == (Sighting("tea.md", 9, "2.1", SLOW.sentence),)


def test_edges_become_links_that_curated_ones_outrank(plain_home: Path, catalogue: Catalogue) -> None:
    before = catalogue.links()
    take(plain_home)
    assert found(catalogue) == [
        Link(KETTLE.id, "bitterness", Role.DISCUSSES, Method.LEXICAL, 0.75, COLD.sentence),
        Link(OWN.id, "steeping", Role.SURVEYS, Method.LEXICAL, 0.75, SLOW.sentence),
    ]
    assert [link for link in catalogue.links() if link.method is Method.CURATED] == before
    assert {link.work for link in catalogue.links(concept="bitterness")} >= {KETTLE.id}
    assert len([link for link in catalogue.links(work=KETTLE.id) if link.concept == "steeping"]) == 1
    built = catalogue.contents()
    assert built.links == tuple(before)  # what was built, not what was found
    assert OWN.id not in {work.id for work in built.works}
    bitter, steeped = found(catalogue)[:2]
    both = catalogue.found_links("bitterness", "steeping", "cup", start=0, most=9)
    assert both == {"bitterness": (1, [bitter]), "steeping": (1, [steeped])}  # not the one that curators tied
    assert catalogue.found_links("steeping", start=1, most=9) == {"steeping": (1, [])}
    assert (catalogue.counts()["works"], catalogue.counts()["ingested"]) == (3, 1)
    assert catalogue.years() == (2001, 2010, 2015, 2020)


def test_a_rebuild_keeps_found_links_and_an_undo_takes_them_away(
    plain_home: Path, data: Path, catalogue: Catalogue
) -> None:
    take(plain_home)
    links = found(catalogue)
    tea = data / "concepts" / "tea.yaml"
    tea.write_text(tea.read_text(encoding="utf-8").replace("Slow steeping", "Very slow steeping"), encoding="utf-8")
    build_mini(plain_home, data=data)
    assert found(catalogue) == links
    intake.undo(Home(plain_home), 1, None, silent)
    assert found(catalogue) == []
    assert review.reviews(catalogue) == []


def test_an_undo_leaves_the_catalogue_as_it_was(plain_home: Path, catalogue: Catalogue) -> None:
    transient = ("meta", "runs", "gone", "works")
    before, works = rows(plain_home, transient), catalogue.all_works()
    take(plain_home)
    assert catalogue.brought(1) == Brought(records=2, works=1, candidates=3)
    intake.undo(Home(plain_home), 1, None, silent)
    assert rows(plain_home, transient) == before
    assert catalogue.all_works() == works


def test_a_link_follows_its_record_from_work_to_work(plain_home: Path, catalogue: Catalogue) -> None:
    take(plain_home)
    curated, said = catalogue.records(KETTLE.id)
    intake.decide(Home(plain_home), (curated.digest, said.digest), False, None, silent)
    (alone,) = [w.id for w in catalogue.all_works() if w.title == KETTLE.title and w.id != KETTLE.id]
    assert {link.work for link in found(catalogue) if link.evidence == COLD.sentence} == {alone}
    assert catalogue.decided(KETTLE.id)[0][2] is False
    intake.decide(Home(plain_home), (curated.digest, said.digest), None, None, silent)
    assert {link.work for link in found(catalogue) if link.evidence == COLD.sentence} == {KETTLE.id}


def test_a_decision_that_is_taken_back_while_it_is_read_is_not_told(
    plain_home: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(plain_home)
    curated, said = catalogue.records(KETTLE.id)
    intake.decide(Home(plain_home), (curated.digest, said.digest), False, None, silent)
    real = ledger._pairs

    def late(connection: Connection, table: Table) -> list[tuple[Record, Record, tuple[str, str]]]:
        found = real(connection, table)
        connection.execute(delete(table))
        return found

    monkeypatch.setattr(ledger, "_pairs", late)
    assert catalogue.decided() == []


def test_computed_links_go_with_their_works_and_are_replaced(plain_home: Path, catalogue: Catalogue) -> None:
    links = [
        Link(KETTLE.id, "cup", Role.DISCUSSES, Method.SEMANTIC, 0.5, "Near."),
        Link(KETTLE.id, "cup", Role.DISCUSSES, Method.LEXICAL, 0.6, "Said."),
        Link(KETTLE.id, "no-such-concept", Role.DISCUSSES, Method.LEXICAL, 0.9, "Gone."),
    ]
    with catalogue.database.transaction() as connection:
        assert derived.store(connection, links, 2) == 2
        assert derived.store(connection, links, 2) == 0
    assert found(catalogue) == [links[1]]  # the surest; one whose concept is not there is not shown
    assert [work.id for part in catalogue._works_in_parts(1) for work in part] == [KETTLE.id]
    with catalogue.database.transaction() as connection:
        assert derived.delete_links(connection, 3, works=[KETTLE.id, OWN.id]) == 1
    assert found(catalogue) == []


def test_the_same_in_two_surveys_is_one_candidate(plain_home: Path, catalogue: Catalogue) -> None:
    more = replace(
        survey(line=70),
        concepts=(CandidateConcept("cold-brewing", ("Cold Brewing", "Night brewing"), (), (), (COLD,)),),
    )
    take(plain_home, ("tea.md", survey()), ("more.md", more))
    take(plain_home)
    one = next(each for each in review.reviews(catalogue) if each.candidate.id == "cold-brewing")
    assert one.runs == (1, 2)
    assert one.candidate.en == ("Cold brewing", "Night brewing")
    assert [(s.source, s.line) for s in one.candidate.evidence] == [("tea.md", 7), ("more.md", 7)]
    review.decide(Home(plain_home), "cold-brewing", Decision(Verdict.REJECTED))
    intake.undo(Home(plain_home), 1, None, silent)
    assert listed(catalogue)["cold-brewing"] is Verdict.REJECTED


def test_accepting_writes_a_block_that_the_data_take(plain_home: Path, catalogue: Catalogue) -> None:
    take(plain_home)
    home = Home(plain_home)
    done = review.decide(home, "cold-brewing", ACCEPT)
    assert done.decision == Decision(Verdict.ACCEPTED, "cold-brewing", "tea", Facet.APPROACH)
    review.decide(home, NEW, Decision(Verdict.ACCEPTED))
    text = (home.review / "tea.yaml").read_text(encoding="utf-8")
    assert "  # tea.md, line 7, §2.1:\n  #   冷泡 (Cold brewing, CB) needs a night, and a cup" in text
    patch = yaml.safe_load(text)
    assert patch["concepts"][0]["pref_label"] == {"en": "Cold brewing", "zh": "冷泡"}
    assert patch["concepts"][0]["alt_label"] == {"en": ["CB"]}
    assert patch["concepts"][0]["gist"] == {"en": "TODO", "zh": "TODO"}
    assert patch["relations"] == [
        {"subject": "cold-brewing", "type": "addresses", "target": "bitterness", "sources": {"TODO": "§2.1"}}
    ]
    block = text[text.index("concepts:\n") + len("concepts:\n") : text.index("# Relations")]
    whole = (MINI / "concepts" / "tea.yaml").read_text(encoding="utf-8").rstrip() + "\n" + block
    batch = families.parse(whole, "tea.yaml", lambda key: f"doi:{key}").batch
    assert (batch.failures, batch.records[-1].concept.id) == ((), "cold-brewing")


def test_a_relation_waits_for_its_concept(plain_home: Path) -> None:
    take(plain_home)
    home = Home(plain_home)
    review.decide(home, NEW, Decision(Verdict.ACCEPTED))
    assert "Waits until “cold-brewing” is accepted" in (home.review / "tea.yaml").read_text(encoding="utf-8")
    review.decide(home, "cold-brewing", Decision(Verdict.MERGED, "慢泡"))
    patch = yaml.safe_load((home.review / "tea.yaml").read_text(encoding="utf-8"))
    assert patch["alt_label"] == [{"id": "steeping", "en": ["Cold brewing", "CB"], "zh": ["冷泡"]}]
    assert patch["relations"][0]["subject"] == "steeping"


def test_every_decision_can_be_taken_back(plain_home: Path, catalogue: Catalogue) -> None:
    take(plain_home)
    home = Home(plain_home)
    for decision in (ACCEPT, Decision(Verdict.MERGED, "steeping"), Decision(Verdict.REJECTED)):
        review.decide(home, "cold-brewing", decision)
        assert listed(catalogue)["cold-brewing"] is decision.verdict
        assert home.review.joinpath("tea.yaml").exists() is (decision.verdict is not Verdict.REJECTED)
        review.decide(home, "cold-brewing", Decision(Verdict.OPEN))
        assert listed(catalogue)["cold-brewing"] is Verdict.OPEN
        assert list(home.review.glob("*")) == []


def test_an_undo_takes_the_patch_along_and_a_new_run_brings_it_back(plain_home: Path) -> None:
    take(plain_home)
    home = Home(plain_home)
    review.decide(home, "cold-brewing", ACCEPT)
    text = (home.review / "tea.yaml").read_text(encoding="utf-8")
    intake.undo(home, 1, None, silent)
    assert list(home.review.glob("*")) == []
    take(plain_home)
    assert (home.review / "tea.yaml").read_text(encoding="utf-8") == text


def test_what_the_data_have_taken_leaves_the_list(plain_home: Path, data: Path, catalogue: Catalogue) -> None:
    take(plain_home)
    review.decide(Home(plain_home), "cold-brewing", Decision(Verdict.MERGED, "steeping"))
    tea = data / "concepts" / "tea.yaml"
    tea.write_text(
        tea.read_text(encoding="utf-8").replace('"pot-steeping"]', "cold brewing]"),
        encoding="utf-8",
    )
    build_mini(plain_home, data=data)
    assert "cold-brewing" not in listed(catalogue)


@pytest.mark.parametrize(
    ("ident", "decision", "error"),
    [
        ("cold-brew", ACCEPT, NotFoundError),
        ("cold-brewing", replace(ACCEPT, family="coffee"), NotFoundError),
        ("cold-brewing", replace(ACCEPT, facet=None), ReviewError),
        ("cold-brewing", replace(ACCEPT, concept="Cold Brewing"), ReviewError),
        ("cold-brewing", replace(ACCEPT, concept="steeping"), ReviewError),
        ("cold-brewing", Decision(Verdict.MERGED, "coffee"), NotFoundError),
        (NEW, Decision(Verdict.MERGED, "steeping"), ReviewError),
    ],
)
def test_a_decision_that_does_not_fit_changes_nothing(
    plain_home: Path, catalogue: Catalogue, ident: str, decision: Decision, error: type[AtlasError]
) -> None:
    take(plain_home)
    with pytest.raises(error):
        review.decide(Home(plain_home), ident, decision)
    assert set(listed(catalogue).values()) == {Verdict.OPEN}
    assert not Home(plain_home).review.exists()


HOSTILE = [
    "</script>: [x]",
    "a: b # c",
    "'\"\\",
    "line\nbreak\u2028and\x00nul\x85",
    "\u202eright to left",
    "{TODO: 1}",
    "- x",
    "😀",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_labels_and_sentences_stay_text_in_a_patch(plain_home: Path, text: str) -> None:
    seen = replace(COLD, sentence=text)
    concept = CandidateConcept("odd", (text, f"{text} 2"), (), (), (seen,))
    take(plain_home, (f"{text}.md", replace(survey(), concepts=(concept,), relations=(), edges=())))
    review.decide(Home(plain_home), "odd", replace(ACCEPT, concept="odd-one"))
    patch = yaml.safe_load((Home(plain_home).review / "tea.yaml").read_text(encoding="utf-8"))
    assert len(patch["concepts"]) == 1
    assert patch["concepts"][0]["id"] == "odd-one"
    shown = patch["concepts"][0]["pref_label"]["en"]
    assert shown == "".join(" " if c in "\n\u2028\x85" else c for c in text if c not in "\u202e\x00").strip()
