"""Entries as reference managers and sites export them."""

import pytest

from ingest.bibtex import parse, write
from kb.model import Person, Work


def one(text: str) -> Work:
    batch = parse(text, "export.bib")
    assert batch.failures == ()
    (work,) = batch.records
    return work


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ("journal = {arXiv preprint arXiv:1001.00001}", {"arxiv": "1001.00001"}),  # Google Scholar
        ("journal = {CoRR}, volume = {abs/1001.00001}", {"arxiv": "1001.00001"}),  # DBLP
        ("eprinttype = {arXiv}, eprint = {1001.00001}", {"arxiv": "1001.00001"}),
        ("note = {arXiv: 1001.00001}", {"arxiv": "1001.00001"}),  # Zotero
        ("note = {a comment on arXiv:1001.00001}", {}),
        ("archivePrefix = {arXiv}, arxivId = {1001.00001v2}, eprint = {1001}", {"arxiv": "1001.00001"}),  # Mendeley
        ("doi = {10.9999/tea{\\_}7}", {"doi": "10.9999/tea_7"}),
        ("doi = {10.9999/tea.7, urn:nbn:tea}", {"doi": "10.9999/tea.7"}),
        ("doi = {null}", {}),
        ("url = {http://one.example/a http://two.example/b}", {"url": "http://one.example/a"}),
        ("howpublished = {\\url{https://tea.example/~pot}}", {"url": "https://tea.example/~pot"}),
        ("url = {https://tea.example/{\\textasciitilde}pot}", {"url": "https://tea.example/~pot"}),
        ("eprint = {https://tea.example/full.pdf}", {"url": "https://tea.example/full.pdf"}),
        ("eprint = {12345}, eprinttype = {jstor}", {}),
    ],
)
def test_identifiers_are_found_where_exports_hide_them(fields: str, known: dict[str, str]) -> None:
    assert one(f"@article{{k, title = {{T}}, {fields}}}").identifiers == known


def test_mendeley() -> None:
    work = one(
        "@article{Pot2010,\nabstract = {Yield {\\textless} 5{\\%} \\& falling.},\nauthor = {Pot, Pia},\n"
        "file = {:home/pia/tea.pdf:pdf},\nmendeley-groups = {Tea},\n"
        "title = {{Slow steeping: the {SST} way}},\nyear = {2010}\n}"
    )
    assert (work.title, work.abstract) == ("Slow steeping: the SST way", "Yield < 5% & falling.")
    assert work.details == {}  # no paths of the user's disk


def test_jabref() -> None:
    text = (
        "% This file was created with JabRef.\n@Article{Pot2010,\n  Title = {T},\n"
        "  Month = {#jan#},\n  Owner = {pia}\n}\n"
        "@Comment{jabref-meta: grouping:\n0 AllEntriesGroup:;\n1 StaticGroup:Tea\\;0\\;;\n}\n@comment{no brace"
    )
    assert one(text).citekey == "Pot2010"


def test_dblp() -> None:
    work = one(
        "@inproceedings{DBLP:conf/tea/PotL10,\n  author    = {Pia Pot and\n               Lena{-}Lu Leaf},\n"
        "  title     = {Tea in {D}ublin},\n  booktitle = {Tea 2010},\n  biburl = {https://dblp.example/x.bib},\n"
        "  timestamp = {Mon, 01 Jan 2010}\n}"
    )
    assert work.citekey == "DBLP:conf/tea/PotL10"
    assert work.authors == (Person("Pot", "Pia"), Person("Leaf", "Lena-Lu"))
    assert (work.title, work.venue, work.details) == ("Tea in Dublin", "Tea 2010", {"venue_field": "booktitle"})


def test_acl() -> None:
    work = one(
        '@inproceedings{pot-leaf-2010-tea,\n    title = "Tea {\\&} Cups",\n'
        '    author = "Pot, Pia  and\n      Leaf, Lena",\n'
        '    month = jul # "~1",\n    year = "2010",\n    url = "https://aclanthology.org/P10-1001/",\n}'
    )
    assert work.id == "acl:P10-1001"
    assert work.authors == (Person("Pot", "Pia"), Person("Leaf", "Lena"))
    assert (work.title, work.details) == ("Tea & Cups", {"month": "jul 1"})


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Tea &amp; cups: 5 &lt; 6", "Tea & cups: 5 < 6"),
        ("Tea \\&amp; cups", "Tea & cups"),
        ("H<sub>2</sub>O and <i>tea</i>", "H2O and tea"),
        ("Why $a<b>c$ holds", "Why $a<b>c$ holds"),
        ("<script>tea</script>", "<script>tea</script>"),
    ],
)
def test_html_in_titles(raw: str, title: str) -> None:
    assert one(f"@misc{{k, title = {{{raw}}}}}").title == title


def test_strings_months_and_concatenation() -> None:
    text = '@String(J = "Journal of " # {Tea})\n@string{pot = {Pot, Pia}}\n@article{k, title = "A" # { and } # b,\n'
    work = one(
        text + 'journal = J, author = pot # " and " # {Leaf, Lena}, month = oct # {-} # nov, publisher = unknown}'
    )
    assert (work.title, work.venue) == ("A and b", "Journal of Tea")
    assert work.authors == (Person("Pot", "Pia"), Person("Leaf", "Lena"))
    assert work.details == {"month": "oct-nov", "publisher": "unknown", "venue_field": "journal"}


def test_an_entry_inherits_what_it_lacks() -> None:
    text = """
@inproceedings{child, title = {Tea}, author = {Pot, Pia}, crossref = {Parent}}
@book{alone, year = 2001, crossref = {parent}}
@misc{alias, crossref = {child}}
@misc{shared, title = {Cups}, xdata = {x, y}}
@xdata{x, publisher = {Tea House}, doi = {10.9999/x}}
@xdata{y, xdata = {x, y}, year = 2012}
@proceedings{parent, title = {Tea 2010}, subtitle = {Slow}, year = {2010}, doi = {10.9999/tea}, editor = {Leaf, Lena}}
"""
    batch = parse(text, "x.bib")
    works = {work.citekey: work for work in batch.records}
    assert batch.failures == ()
    assert [*works] == ["child", "alone", "alias", "shared", "parent"]
    child = works["child"]
    assert (child.title, child.venue, child.year, child.identifiers) == ("Tea", "Tea 2010", 2010, {})
    assert child.details == {"booksubtitle": "Slow", "editor": "Leaf, Lena", "venue_field": "booktitle"}
    assert (works["alone"].title, works["alone"].year) == ("Tea 2010", 2001)
    assert (works["alias"].title, works["alias"].year, works["alias"].venue) == ("Tea", 2010, "Tea 2010")
    assert (works["shared"].venue, works["shared"].year, works["shared"].id[:3]) == ("Tea House", 2012, "fp:")
    assert works["parent"].title == "Tea 2010: Slow"


def test_a_circle_of_references_ends() -> None:
    text = "@misc{a, crossref = {b}}\n@misc{b, crossref = {a}}\n@misc{c, crossref = {gone}}"
    assert [f.reason.partition(": ")[2] for f in parse(text, "x.bib").failures] == [
        "the entry has no title; add one, or the entry “b” that it refers to",
        "the entry has no title; add one, or the entry “a” that it refers to",
        "the entry has no title; add one, or the entry “gone” that it refers to",
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("@proceedings{k, booktitle = {Tea 2010}, publisher = {House}}", "Tea 2010"),
        ("@book{k, booktitle = {Tea}}", "Tea"),
        ("@book{k, title = {Tea}, subtitle = {A history}}", "Tea: A history"),
        ("@book{k, title = {Tea: A history}, subtitle = {A history}}", "Tea: A history"),
    ],
)
def test_title(text: str, title: str) -> None:
    assert one(text).title == title


@pytest.mark.parametrize(
    ("fields", "language"),
    [
        ("langid = {english}", "en"),
        ("language = {Chinese}", "zh"),
        ("langid = {german}, note = {x}", "de"),
        ("language = {of tea}", "en"),
        ("note = {茶}", "en"),
    ],
)
def test_language(fields: str, language: str) -> None:
    assert one(f"@misc{{k, title = {{T}}, {fields}}}").language == language


def test_a_chinese_title_is_chinese() -> None:
    assert one("@misc{k, title = {{茶}与水}}").language == "zh"


@pytest.mark.parametrize("year", ["in press", "forthcoming", "", "n.d.", "19"])
def test_no_year(year: str) -> None:
    assert one(f"@misc{{k, title = {{T}}, year = {{{year}}}}}").year is None


def test_a_key_is_made_where_there_is_none() -> None:
    text = "@misc{, title = {Slow tea}, author = {Pot, Pia}, year = 2010}\n@misc{title = {Cups}}"
    assert [work.citekey for work in parse(text, "x.bib").records] == ["pot2010slow", "cups"]


def test_written_citekeys_are_unique() -> None:
    works = parse("@misc{k, title = {A}}\n@misc{k, title = {B}}\n@misc{k-2, title = {C}}", "x.bib").records
    again = parse(write(works), "x.bib", strict=True)
    assert again.failures == ()
    assert [(work.citekey, work.title) for work in again.records] == [("k", "A"), ("ka", "B"), ("k-2", "C")]
