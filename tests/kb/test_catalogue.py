import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ingest import folder
from kb import database as module
from kb.catalogue import Catalogue
from kb.errors import HomeError
from kb.home import Home
from kb.model import Item, LearningPath, Link, Method, Relation, RelationType, Role, Scheme, Source, Step, Text
from kb.model.contents import Contents
from tests.fakes import MINI, a_concept, a_work, rows, some_contents

CONTENTS = folder.read(MINI)


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalogue]:
    monkeypatch.setattr(module, "_LOCK_SECONDS", 0.05)
    opened = Catalogue.open(tmp_path / "catalogue.db")
    yield opened
    opened.close()


def test_a_new_catalogue_is_empty(catalogue: Catalogue) -> None:
    assert catalogue.revision == 0
    assert catalogue.note("digest") is None
    assert catalogue.counts() == dict.fromkeys(("concepts", "works", "relations", "links", "ingested", "found"), 0)
    assert catalogue.taxonomy().concepts == ()


def test_contents_come_back_as_they_went_in(catalogue: Catalogue) -> None:
    assert catalogue.replace(CONTENTS, "d1") is True
    found = catalogue.taxonomy()
    assert found.families == CONTENTS.taxonomy.families
    assert found.concepts == CONTENTS.taxonomy.concepts
    assert found.relations == CONTENTS.taxonomy.relations
    assert catalogue.all_works() == sorted(CONTENTS.works, key=lambda work: work.id)
    assert catalogue.links() == sorted(CONTENTS.links, key=lambda link: (link.work, link.concept, link.role))
    assert tuple(catalogue.paths()) == CONTENTS.paths
    assert tuple(catalogue.schemes()) == CONTENTS.schemes
    counts = {"concepts": 6, "works": 3, "relations": 6, "links": 4, "ingested": 0, "found": 0}
    assert catalogue.counts() == counts
    assert (catalogue.note("digest"), catalogue.revision) == ("d1", 1)


def test_works_of_an_older_version_are_kept(catalogue: Catalogue, tmp_path: Path) -> None:
    """Version 2 kept titles twice, and who stated the fields; nothing that was ingested may be lost over that."""
    catalogue.replace(CONTENTS, "d1")
    with catalogue.database.transaction() as connection:
        old = "json_set(CAST(body AS TEXT), '$.provenance', json('{\"title\": \"a.bib\"}'))"
        connection.exec_driver_sql(f"UPDATE works SET body = CAST({old} AS BLOB)")
        connection.exec_driver_sql("ALTER TABLE works ADD COLUMN title")
        connection.exec_driver_sql("UPDATE meta SET value = '2' WHERE key = 'schema'")
    opened = Catalogue.open(tmp_path / "catalogue.db")
    assert opened.all_works() == catalogue.all_works() == sorted(CONTENTS.works, key=lambda work: work.id)
    assert opened.note("schema") == "3"
    opened.close()


def test_the_same_contents_are_no_new_revision(catalogue: Catalogue) -> None:
    catalogue.replace(CONTENTS, "d1")
    assert catalogue.replace(CONTENTS, "d2") is False
    assert (catalogue.note("digest"), catalogue.revision) == ("d2", 1)


@pytest.mark.parametrize(
    "changed",
    [
        some_contents((a_concept("x"),)),
        some_contents(works=(a_work(title="Other"),)),
        some_contents(links=(Link("doi:10.9999/w", "root", Role.DEFINES),)),
        some_contents(relations=(Relation("root", RelationType.EXPLAINS, "root", (Source("doi:10.9999/w"),)),)),
        some_contents(families=()),
    ],
)
def test_each_change_is_one_revision(catalogue: Catalogue, changed: Contents) -> None:
    catalogue.replace(some_contents(), "d1")
    assert catalogue.replace(changed, "d2") is True
    assert catalogue.replace(changed, "d2") is False
    assert catalogue.revision == 2
    assert catalogue.taxonomy().concepts == changed.taxonomy.concepts


T = Text("a", "甲")
PATHS = (LearningPath("p", T, T, (Step("root", T, ("w",)),)), LearningPath("a", T, T, ()))
SCHEMES = (Scheme("s", T, (Item("1", T, exact=("root",)),), "w"), Scheme("a", T, (), url="https://example.org"))


@pytest.mark.parametrize(
    "changed",
    [
        some_contents()._replace(paths=PATHS),
        some_contents()._replace(schemes=SCHEMES),
        some_contents()._replace(citations=(("w", "v"),)),
    ],
    ids=["paths", "schemes", "citations"],
)
def test_what_is_laid_over_is_content(catalogue: Catalogue, changed: Contents) -> None:
    catalogue.replace(some_contents(), "d1")
    assert [catalogue.replace(changed, "d2"), catalogue.replace(changed, "d3")] == [True, False]
    assert (catalogue.revision, catalogue.note("digest")) == (2, "d3")
    assert (tuple(catalogue.paths()), tuple(catalogue.schemes())) == (changed.paths, changed.schemes)
    assert catalogue.replace(some_contents(), "d1") is True
    assert (catalogue.paths(), catalogue.schemes(), catalogue.citations("w")) == ([], [], ((), ()))


def test_the_order_of_paths_is_content(catalogue: Catalogue) -> None:
    catalogue.replace(some_contents()._replace(paths=PATHS), "d1")
    assert catalogue.replace(some_contents()._replace(paths=PATHS[::-1]), "d2") is True
    assert [path.id for path in catalogue.paths()] == ["a", "p"]


def test_citations_both_ways(catalogue: Catalogue) -> None:
    pairs = (("c", "a"), ("b", "a"), ("c", "b"), ("a", "d"))
    catalogue.replace(some_contents()._replace(citations=pairs), "d")
    assert catalogue.citations("a") == (("d",), ("b", "c"))
    assert catalogue.citations("c") == (("a", "b"), ())
    assert catalogue.citations("unknown") == ((), ())


def test_cited_pairs_of_several_works(catalogue: Catalogue) -> None:
    pairs = (("c", "a"), ("b", "a"), ("c", "b"), ("a", "d"), ("x", "y"), ("a", "a"))
    catalogue.replace(some_contents()._replace(citations=pairs), "d")
    assert catalogue.cited_pairs(["a", "b"]) == ({("a", "d"), ("b", "a")}, {("c", "a"), ("b", "a"), ("c", "b")})
    assert catalogue.cited_pairs({"d"}) == (frozenset(), {("a", "d")})
    assert catalogue.cited_pairs(["unknown"]) == (frozenset(), frozenset())
    assert catalogue.cited_pairs([]) == (frozenset(), frozenset())


def test_cited_pairs_of_very_many_works(catalogue: Catalogue) -> None:
    catalogue.replace(some_contents()._replace(citations=(("c", "a"), ("a", "d"))), "d")
    many = ["a", *(f"doi:10.9999/{n}" for n in range(40_000))]
    assert catalogue.cited_pairs(many) == ({("a", "d")}, {("c", "a")})


def test_citations_of_the_invented_data(catalogue: Catalogue) -> None:
    catalogue.replace(CONTENTS, "d")
    tea, slow, against = (work.id for work in CONTENTS.works)
    assert catalogue.citations(slow) == ((tea,), (against,))
    assert catalogue.citations(tea) == ((), (slow, against))


def test_the_order_of_concepts_is_content(catalogue: Catalogue) -> None:
    first, second = a_concept("b"), a_concept("a")
    catalogue.replace(some_contents((first, second)), "d1")
    assert [c.id for c in catalogue.taxonomy().concepts] == ["root", "b", "a"]
    assert catalogue.replace(some_contents((second, first)), "d2") is True
    assert [c.id for c in catalogue.taxonomy().concepts] == ["root", "a", "b"]


def test_works_by_id_in_many_chunks(catalogue: Catalogue) -> None:
    works = tuple(a_work(id=f"w{n}", citekey=f"k{n}", title=f"T{n}", identifiers={}) for n in range(1100))
    catalogue.replace(some_contents(works=works), "d")
    found = catalogue.works([*(f"w{n}" for n in range(0, 1100, 2)), "unknown", "w2"])
    assert {work.title for work in found.values()} == {f"T{n}" for n in range(0, 1100, 2)}
    assert catalogue.works([]) == {}


def test_find_work_prefers_ids_in_their_order(catalogue: Catalogue) -> None:
    one, two = a_work(id="w1", citekey="k1", identifiers={}), a_work(id="w2", citekey="k2", identifiers={})
    catalogue.replace(some_contents(works=(one, two)), "d")
    assert catalogue.find_work(["unknown", "w2", "w1"], "k1") == two
    assert catalogue.find_work(["unknown"], "k1") == one
    assert catalogue.find_work([], "k3") is None


def test_find_work_by_any_identifier(catalogue: Catalogue) -> None:
    catalogue.replace(CONTENTS, "d")
    for ref in ("arxiv:1001.00001", "doi:10.9999/tea.7"):
        found = catalogue.find_work(["unknown", ref], "")
        assert found is not None
        assert found.citekey == "kettle2010slow"


def test_links_by_work_and_concept(catalogue: Catalogue) -> None:
    catalogue.replace(CONTENTS, "d")
    introduces = Link("arxiv:1001.00001", "steeping", Role.INTRODUCES)
    critiques = Link("arxiv:1502.00002", "steeping", Role.CRITIQUES)
    assert catalogue.links(concept="steeping") == [introduces, critiques]
    assert catalogue.links(work="arxiv:1001.00001") == [introduces]
    assert catalogue.links(work="arxiv:1001.00001", concept="tea") == []


def test_links_keep_every_field(catalogue: Catalogue) -> None:
    link = Link("w", "root", Role.SURVEYS, Method.LEXICAL, 0.25, "the words “tea”")
    catalogue.replace(some_contents(links=(link,)), "d")
    assert catalogue.links() == [link]


def test_embeddings_by_encoder_and_hash(catalogue: Catalogue) -> None:
    vectors = {f"h{n}": bytes([n % 256]) * 4 for n in range(1100)}
    catalogue.add_embeddings("e1", vectors)
    catalogue.add_embeddings("e2", {"h1": b"other"})
    assert catalogue.embeddings("e1", [*vectors, "unknown"]) == vectors
    assert catalogue.embeddings("e2", vectors) == {"h1": b"other"}
    catalogue.add_embeddings("e1", {"h1": b"again"})
    assert catalogue.embeddings("e1", ["h1"]) == {"h1": b"again"}
    assert catalogue.revision == 0


def test_a_failed_change_leaves_everything(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.replace(some_contents(), "d1")
    before = rows(tmp_path)
    twice = some_contents(works=(a_work(), a_work(id="w2", citekey=None)))  # the database refuses a missing citekey
    with pytest.raises(HomeError):
        catalogue.replace(twice, "d2")
    assert rows(tmp_path) == before


def test_write_ahead_log_lets_others_read(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.replace(some_contents(), "d")
    with sqlite3.connect(tmp_path / "catalogue.db", isolation_level=None) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        other.execute("BEGIN IMMEDIATE")
        assert catalogue.revision == 1
        with pytest.raises(HomeError, match=r"catalogue\.db is in use by another process; wait"):
            catalogue.replace(some_contents((a_concept("x"),)), "d2")
        other.execute("ROLLBACK")
    other.close()
    assert catalogue.replace(some_contents((a_concept("x"),)), "d2") is True


def test_a_full_disk_is_one_sentence(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.replace(some_contents(), "d")
    before = rows(tmp_path)
    full = some_contents(tuple(a_concept(f"x{n}", gist=Text("w" * 900, "茶")) for n in range(200)))
    with catalogue.database._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 20")
    with pytest.raises(HomeError, match=r"catalogue\.db cannot be written because the disk is full"):
        catalogue.replace(full, "d2")
    assert rows(tmp_path) == before


def test_a_read_only_catalogue_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Catalogue.open(tmp_path / "catalogue.db").close()

    def refuse_writes(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    monkeypatch.setattr(module, "_pragmas", refuse_writes)
    catalogue = Catalogue.open(tmp_path / "catalogue.db")
    assert catalogue.revision == 0
    with pytest.raises(HomeError, match=r"cannot be written \(read-only\); choose another folder"):
        catalogue.replace(some_contents(), "d")
    catalogue.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "catalogue.db").write_bytes(b"not a database, but long enough to look at" * 100)
    with pytest.raises(HomeError, match="is damaged or not a catalogue; move it away"):
        Catalogue.open(tmp_path / "catalogue.db")


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="cannot be opened; check that the folder"):
        Catalogue.open(tmp_path / "nowhere" / "catalogue.db")


def test_a_path_with_characters_that_mean_something_in_a_url(tmp_path: Path) -> None:
    path = tmp_path / "50% a?b#c 茶" / "catalogue.db"
    path.parent.mkdir()
    Catalogue.open(path).close()
    assert path.is_file()


def test_a_record_of_another_version_is_one_sentence(home: Path) -> None:
    path = Home(home).catalogue
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE works SET body = '{\"colour\": 1}'")
        database.execute("UPDATE links SET role = 'praises'")
    catalogue = Catalogue.open(path)
    citekey = "pot2015against"
    for read in (catalogue.all_works, catalogue.links, lambda: catalogue.find_work([], citekey)):
        with pytest.raises(HomeError, match=r"catalogue\.db holds a record that cannot be read \(.*\); move it away"):
            read()
    catalogue.close()
