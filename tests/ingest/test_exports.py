"""Lists of works as files: what is written is read back, and nothing in a field breaks out of it."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ingest import bibtex, ris
from ingest import csl as csl_json
from ingest.exports import COLUMNS, Export, Form, citation, export
from kb.model import Batch, Person, Work
from kb.text import clean
from kb.values import replace
from tests.fakes import ROOT, a_work

READ = {Form.BIBTEX: bibtex.parse, Form.RIS: ris.parse, Form.CSL: csl_json.parse}
FORMS = pytest.mark.parametrize("form", list(READ))
TEA = Work(
    id="arxiv:1001.00001",
    citekey="pot2010slow",
    title="Slow tea",
    authors=(Person("van der Pot", "Pia"), Person("Institute of Tea"), Person("others")),
    year=2010,
    entry_type="article",
    venue="Journal of Tea",
    abstract="Left out.",
    identifiers={"arxiv": "1001.00001", "doi": "10.9999/tea", "url": "https://tea.example/a_b~c?d=1&e=%7B"},
    details={"venue_field": "journal", "volume": "7", "number": "3", "pages": "1–9", "publisher": "House"},
)


def facts(work: Work) -> tuple[object, ...]:
    """Return what every form holds of a work."""
    kept = ("id", "citekey", "title", "authors", "year", "venue", "entry_type", "identifiers", "language")
    return tuple(getattr(work, name) for name in kept)


def again(form: Form, *works: Work) -> Batch[Work]:
    return READ[form](export(works, form).data, "x")


@FORMS
def test_the_shipped_works_round_trip(form: Form) -> None:
    files = sorted((ROOT / "data" / "works").glob("*.bib"))
    works = [work for file in files for work in bibtex.parse(file.read_text("utf-8"), file.name).records]
    found = again(form, *works)
    assert len(works) == 1396
    assert found.failures == ()
    assert [facts(work) for work in found.records] == [facts(work) for work in works]


PEOPLE = [
    (Person("Pot", "Pia"), Person("Leaf", "Lena-Lu"), Person("others")),
    (Person("OpenAI"), Person("Institute of Tea & Cups"), Person("Cup, Saucer and Co.")),
    (Person("van der Leaf", "Lena"), Person("de la Pot", "P."), Person("O’Pot", "Kim"), Person("Prud'Homme", "B.")),
    (Person("张三"), Person("欧阳 修"), Person("王", "小明")),
    (Person("Kettle", "Žofie Ł."), Person("Pot Jr.", "Paul"), Person("Pot", "Pia"), Person("Pot", "Pia")),
    (),
]
TITLES = [
    "Learning $O(n^2)$ and $\\frac{a_1}{b} < 5$ in 100% of cases & more",
    "a } b { c \\ d # e ~ f ^ g _ h",
    "<script>alert(1)</script> if a < b > c",
    "“Curly” ‘quotes’, -- dashes --- and ``TeX'' ''ones''",
    "TY - JOUR",
    "@misc{evil, title = {x}}",
    "=1+1 | ER -",
    "论奖励建模：一种方法",
    "t" * 5000,
    "Tea. Is it slow? “Yes!” (a: survey) [v2] GPT-4o mHC",
]
TYPES = [
    *("article", "inproceedings", "book", "incollection", "inbook", "phdthesis", "mastersthesis", "techreport"),
    *("misc", "online", "unpublished", "proceedings", "dataset", "manual"),
]


@FORMS
@pytest.mark.parametrize("people", PEOPLE)
def test_authors_round_trip(form: Form, people: tuple[Person, ...]) -> None:
    work = replace(TEA, authors=people)
    assert [facts(found) for found in again(form, work).records] == [facts(work)]


@FORMS
@pytest.mark.parametrize("title", TITLES)
def test_titles_round_trip(form: Form, title: str) -> None:
    work = replace(TEA, title=title, language="en")
    assert [facts(found) for found in again(form, work).records] == [facts(work)]


@FORMS
@pytest.mark.parametrize("entry_type", TYPES)
@pytest.mark.parametrize("venue", ["Journal of Tea", ""])
def test_types_round_trip(form: Form, entry_type: str, venue: str) -> None:
    work = replace(TEA, entry_type=entry_type, venue=venue, details={"publisher": "House", "series": "Tea"})
    assert [facts(found) for found in again(form, work).records] == [facts(work)]
    bare = replace(work, id="url:https://tea.example", identifiers={"url": "https://tea.example"}, year=None)
    assert [facts(found) for found in again(form, bare).records] == [facts(bare)]


@FORMS
def test_identifiers_without_a_field_round_trip(form: Form) -> None:
    known = {"openreview": "aB_c-1", "acl": "P10-1001", "s2": "0a" * 20, "openalex": "W12"}
    work = replace(TEA, identifiers={**TEA.identifiers, **known}, language="zh")
    assert [facts(found) for found in again(form, work).records] == [facts(work)]


@FORMS
@pytest.mark.parametrize("cut", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\0", "\u202e"])
def test_no_field_breaks_out_of_its_own(form: Form, cut: str) -> None:
    attack = f"Tea{cut}ER  - {cut}TY  - BOOK{cut}TI  - Evil{cut}AU  - X, Y{cut}}}}}\n@misc{{evil, title = {{Evil}}}}"
    work = replace(
        TEA,
        title=attack,
        venue=attack,
        citekey=attack,
        authors=(Person(attack, "Pia"),),
        entry_type=f"misc{cut}",
        details={"note": attack, "volume": attack, "publisher": attack, f"x{cut}": "y", "pages": attack},
    )
    batch = again(form, work, replace(TEA, id="url:2", citekey="second"))
    assert batch.failures == ()
    assert [found.title for found in batch.records] == [clean(attack), "Slow tea"]
    assert batch.records[0].venue == clean(attack)
    assert [found.citekey for found in batch.records][1] == "second"


SIGN = some.sampled_from("abcAIé茶 {}&%#_^~\\,@=\":.?$`'-/*[]()|“’\n\t\0\u2028\u200b")
TEXT = some.text(SIGN, min_size=1, max_size=30).filter(lambda text: any(c.isalpha() for c in clean(text)))


@FORMS
@given(title=TEXT, venue=TEXT, note=TEXT)
def test_any_text_round_trips(form: Form, title: str, venue: str, note: str) -> None:
    work = replace(TEA, title=title, venue=venue, language="en", details={"note": note, "volume": note})
    batch = again(form, work, replace(TEA, id="url:2", citekey="second"))
    assert batch.failures == ()
    assert [(found.title, found.venue) for found in batch.records] == [
        (clean(title), clean(venue)),
        ("Slow tea", "Journal of Tea"),
    ]


def test_ris_as_it_is_written() -> None:
    assert export([TEA], Form.RIS).data.decode() == (
        "TY  - JOUR\nID  - pot2010slow\nTI  - Slow tea\nAU  - van der Pot, Pia\nAU  - Institute of Tea,\n"
        "AU  - others\nPY  - 2010\nT2  - Journal of Tea\nPB  - House\nSP  - 1\nEP  - 9\nVL  - 7\nIS  - 3\n"
        "DO  - 10.9999/tea\nUR  - https://tea.example/a_b~c?d=1&e=%7B\nAN  - arXiv:1001.00001\nLA  - en\nER  - \n"
    )


def test_csl_as_it_is_written() -> None:
    assert json.loads(export([TEA], Form.CSL).data) == [
        {
            "id": "pot2010slow",
            "citation-key": "pot2010slow",
            "type": "article-journal",
            "title": "Slow tea",
            "author": [
                {"family": "van der Pot", "given": "Pia"},
                {"literal": "Institute of Tea"},
                {"literal": "others"},
            ],
            "issued": {"date-parts": [[2010]]},
            "container-title": "Journal of Tea",
            "publisher": "House",
            "volume": "7",
            "issue": "3",
            "page": "1–9",
            "DOI": "10.9999/tea",
            "URL": "https://tea.example/a_b~c?d=1&e=%7B",
            "archive_location": "arXiv:1001.00001",
            "language": "en",
        }
    ]


@pytest.mark.parametrize(
    ("entry_type", "identifiers", "venue", "csl", "tag"),
    [
        ("article", {}, "", "article-journal", "JOUR"),
        ("inproceedings", {}, "", "paper-conference", "CPAPER"),
        ("book", {}, "", "book", "BOOK"),
        ("incollection", {}, "", "chapter", "CHAP"),
        ("phdthesis", {}, "", "thesis", "THES"),
        ("techreport", {}, "", "report", "RPRT"),
        ("misc", {"arxiv": "1001.00001"}, "", "article", "GEN"),
        ("misc", {"url": "https://tea.example"}, "AI Alignment Forum", "post-weblog", "ELEC"),
        ("misc", {"url": "https://tea.example"}, "Tea House", "webpage", "ELEC"),
        ("misc", {"doi": "10.9999/tea", "url": "https://tea.example"}, "", "document", "GEN"),
        ("misc", {}, "", "document", "GEN"),
    ],
)
def test_types_as_reference_managers_name_them(
    entry_type: str, identifiers: dict[str, str], venue: str, csl: str, tag: str
) -> None:
    work = replace(TEA, entry_type=entry_type, identifiers=identifiers, venue=venue)
    (item,) = json.loads(export([work], Form.CSL).data)
    assert item["type"] == csl
    assert item.get("number") == ("arXiv:1001.00001" if csl == "article" else "3" if csl == "report" else None)
    assert export([work], Form.RIS).data.decode().startswith(f"TY  - {tag}\n")


def test_a_table() -> None:
    made = export([TEA, replace(TEA, id="fp:1", title="=1+1", identifiers={}, year=None)], Form.CSV, "tea")
    heading, *rows = csv.reader(io.StringIO(made.data.decode("utf-8-sig"), newline=""))
    assert (made.name, made.kind, tuple(heading)) == ("tea.csv", "text/csv", COLUMNS)
    people, link = "Pia van der Pot; Institute of Tea; et al.", "https://tea.example/a_b~c?d=1&e=%7B"
    named = ["Slow tea", people, "2010", "Journal of Tea", "article", "10.9999/tea", "1001.00001", link]
    assert rows == [
        ["pot2010slow", *named, "arxiv:1001.00001"],
        ["pot2010slowa", "'=1+1", people, "", "Journal of Tea", "article", "", "", "", "fp:1"],
    ]


def test_references_to_read() -> None:
    hostile = replace(
        TEA,
        title="*Tea* [x](javascript:y) <b>\n# www.tea.example",
        authors=(Person("O_t", "`"),),
        year=None,
        venue="",
        identifiers={"url": "javascript:alert(1)"},
    )
    many = replace(TEA, id="2", authors=(Person("Pot", "P."),) * 11, identifiers={"url": "https://a.example/>)\\"})
    assert export([TEA, replace(many, citekey="b")], Form.MARKDOWN) == Export(
        "works.md",
        "text/markdown",
        (
            "- Pia van der Pot, Institute of Tea, et al. (2010). [Slow tea](<https://arxiv.org/abs/1001.00001>). "
            "*Journal of Tea*.\n"
            f"- {'P. Pot, ' * 10}et al. (2010). [Slow tea](<https://a.example/%3E%29%5C>). *Journal of Tea*.\n"
        ).encode(),
    )
    assert export([hostile], Form.MARKDOWN).data.decode() == (
        "- \\` O\\_t. \\*Tea\\* \\[x\\](javascript:y) \\<b\\> \\# www\\.tea.example.\n"
    )


@pytest.mark.parametrize("form", list(Form))
def test_a_list_of_nothing(form: Form) -> None:
    empty = {Form.CSL: b"[]\n", Form.CSV: b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n"}
    assert export([], form).data == empty.get(form, b"")


@pytest.mark.parametrize("form", [Form.BIBTEX, Form.RIS, Form.CSL, Form.CSV])
def test_the_readers_keys_are_kept(form: Form) -> None:
    assert "Pot10" in export([TEA], form, keys={TEA.id: "Pot10"}).data.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"venue": "Tea \u202e<b>"}, "Pia Pot (2015). Against. Tea <b>. https://doi.org/10.9999/w"),
        ({"year": None, "identifiers": {}, "title": "*x*\n$y$"}, "Pia Pot. *x* $y$."),
        ({"authors": (), "identifiers": {}}, "(2015). Against."),
        ({"authors": (Person("A"),) * 12, "identifiers": {}}, f"{'A, ' * 10}et al. (2015). Against."),
    ],
)
def test_a_citation_is_a_line_of_text(changes: dict[str, object], said: str) -> None:
    assert citation(a_work(**changes)) == said
