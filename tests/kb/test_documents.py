import hashlib

from kb.documents import Document, Documents, Key, Kind, of_concept, of_work
from kb.model import Facet, Link, Person, Role, Terms, Text, Work
from tests.fakes import a_concept, a_work, some_contents


def test_key_round_trips() -> None:
    key = Key(Kind.WORK, "url:https://e.org/a:b")
    assert str(key) == "work:url:https://e.org/a:b"
    assert Key.parse(str(key)) == key


def test_document_of_a_concept() -> None:
    asked = Terms(("asked so",), ("这样问",))
    concept = a_concept("x", alt_label=Terms(("A",), ("甲",)), hidden_label=Terms(("H",)), asked=asked)
    assert of_concept(concept, frozenset({"x", "root"})) == Document(
        key=Key(Kind.CONCEPT, "x"),
        heading="Label x\n标签x",
        names="A\n甲\nH",
        body="A gist.\n一句话。\nWords.\n话。\nasked so\n这样问",
        texts=("Label x. A gist. Words.", "A gist.", "一句话。", "Words.", "asked so", "这样问"),
        year=None,
        concepts=frozenset({"x", "root"}),
        facets=frozenset({Facet.PROBLEM}),
        sources=frozenset({"curated"}),
        summarised=True,
    )


def test_document_of_a_work() -> None:
    work = a_work(
        authors=(Person("Pot", "Pia"),), venue="Journal", summary=Text("Sum.", "摘。"), details={"titleaddon": "Second"}
    )
    assert of_work(work, [a_concept("x")], frozenset({"x"})) == Document(
        key=Key(Kind.WORK, "doi:10.9999/w"),
        heading="Against\nSecond",
        names="Pia Pot\n2015\nJournal\npot2015against\n10.9999/w",
        body="Sum.\n摘。\nLabel x\n标签x",
        texts=("Against. Sum.",),
        year=2015,
        concepts=frozenset({"x"}),
        entry_type="misc",
        venue="Journal",
        summarised=True,
    )


def test_a_work_without_summary_is_encoded_with_its_topics() -> None:
    assert of_work(a_work(), [a_concept("x"), a_concept("y")], frozenset()).texts == ("Against. Label x; Label y",)
    assert of_work(a_work(abstract="Abs."), [a_concept("x")], frozenset()).texts == ("Against. Abs.",)


def test_documents_know_everything_above_and_leave_out_the_retired() -> None:
    contents = some_contents(
        (a_concept("x"), a_concept("y", broader=("x",), facet=Facet.RISK), a_concept("old", replaced_by="x")),
        links=(Link("doi:10.9999/w", "y", Role.DEFINES),),
    )
    maker, said = Documents(contents.taxonomy), {"doi:10.9999/w": frozenset({"curated", "a.bib"})}
    found = maker.concepts() + maker.works(contents.works, contents.links, said)
    assert [(str(d.key), d.concepts, d.facets, d.sources) for d in found] == [
        ("concept:root", {"root"}, {"problem"}, {"curated"}),
        ("concept:x", {"x", "root"}, {"problem"}, {"curated"}),
        ("concept:y", {"x", "y", "root"}, {"risk"}, {"curated"}),
        ("work:doi:10.9999/w", {"x", "y", "root"}, {"risk"}, {"curated", "a.bib"}),
    ]
    assert [d.summarised for d in found] == [True, True, True, False]


def test_text_hash_is_of_the_encoded_text_only() -> None:
    document = of_concept(a_concept("x"), frozenset())
    expected = hashlib.sha256(b"Label x. A gist. Words.").hexdigest()[:32]
    assert document.text_hash == expected
    assert document._replace(names="other", year=1).text_hash == expected


def test_an_author_is_found_by_the_chinese_name() -> None:
    work = Work(id="url:https://example.org/x", citekey="x", title="茶", details={"authoraddon": "茶博士"})
    assert "茶博士" in of_work(work, [], frozenset()).names.splitlines()
