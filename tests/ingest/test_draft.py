"""Files and pasted text as drafts: what they say, what they list and what they cite."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.draft import pasted, read
from kb.model.draft import Draft

BIB = """% My tea
@article{Kettle:slow+1, title = {Slow Tea}, author = {Kettle, Kim and Pot, Pia}, year = 2010, eprint = {1001.00001},
  archiveprefix = {arXiv}}

@misc{broken, year = 2001}
@book{pot_2009, title = {Cups}, author = {Pot, Pia}, year = 2009}
@misc{, title = {No Key at All}, author = {Leaf, Lena}, year = 2008}
"""
RIS = (
    "TY  - JOUR\nID  - slow10\nTI  - Slow Tea\nAU  - Kettle, Kim\nPY  - 2010\nER  - \nTY  - BOOK\nTI  - Cups\nER  - \n"
)
CSL = json.dumps(
    [
        {"id": "http://e.org/items/A1", "title": "Slow Tea", "author": [{"family": "Kettle"}]},
        {"id": "cups", "title": "Cups", "issued": {"date-parts": [[2009]]}},
    ]
)


def listed(draft: Draft) -> list[tuple[str, int, str]]:
    return [(one.citekey, one.line, one.work.title) for one in draft.references]


def reasons(draft: Draft) -> list[str]:
    return [failure.reason for failure in draft.failures]


@pytest.mark.parametrize("name", ["tea.bib", "tea.txt", "tea", ""])
def test_bibtex_has_the_readers_keys_and_lines(name: str) -> None:
    draft = read(name, BIB.encode())
    assert listed(draft) == [("Kettle:slow+1", 2, "Slow Tea"), ("pot_2009", 6, "Cups"), ("", 7, "No Key at All")]
    assert draft.references[0].work.id == "arxiv:1001.00001"
    assert [(failure.line, failure.reason) for failure in draft.failures] == [
        (5, "broken: the entry has no title; add a field title")
    ]
    assert (draft.text, draft.title, draft.cited) == ("", "", ())


def test_other_bibliographies() -> None:
    assert listed(read("tea.ris", RIS.encode())) == [("slow10", 1, "Slow Tea"), ("", 7, "Cups")]
    assert listed(read("tea.json", CSL.encode())) == [("http://e.org/items/A1", 1, "Slow Tea"), ("cups", 1, "Cups")]
    table = "citekey,Title,Authors,Year\nmine,Slow Tea,Kim Kettle,2010\n,Cups,Pia Pot,2009\n"
    assert [title for _, _, title in listed(read("tea.csv", table.encode()))] == ["Slow Tea", "Cups"]
    lines = '{"title": "Slow Tea", "authors": ["Kim Kettle"], "year": 2010}\n'
    assert listed(read("tea.jsonl", lines.encode())) == [("", 0, "Slow Tea")]


@pytest.mark.parametrize("text", [BIB, RIS, CSL])
def test_a_pasted_bibliography_is_one(text: str) -> None:
    assert listed(pasted(f"\n  {text}")) != []
    assert listed(pasted(text))[0][2] == "Slow Tea"
    assert pasted(text).text == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1001.00001", ("arxiv:1001.00001",)),
        ("arXiv:1001.00001v3", ("arxiv:1001.00001",)),
        (" https://arxiv.org/abs/1001.00001v2 \n", ("arxiv:1001.00001",)),
        ("arxiv.org/pdf/1001.00001.pdf", ("arxiv:1001.00001",)),
        ("10.9999/Tea.7", ("doi:10.9999/tea.7",)),
        ("doi: 10.9999/tea.7.", ("doi:10.9999/tea.7",)),
        ("https://doi.org/10.48550/arXiv.1001.00001", ("arxiv:1001.00001",)),
        ("https://openreview.net/forum?id=Tea7", ("openreview:Tea7",)),
        ("https://e.org/tea/", ("url:https://e.org/tea",)),
        ("arxiv:1001.00001, doi:10.9999/tea；1001.00001", ("arxiv:1001.00001", "doi:10.9999/tea")),
        ("1. https://arxiv.org/abs/1001.00001\n2. 10.9999/tea\n- 0901.00009", None),
        ("", ()),
        (" \n\t\u200b", ()),
    ],
)
def test_identifiers_alone_are_what_is_cited(text: str, expected: tuple[str, ...] | None) -> None:
    wanted = ("arxiv:1001.00001", "doi:10.9999/tea", "arxiv:0901.00009") if expected is None else expected
    assert pasted(text) == Draft(cited=wanted)


def test_a_pasted_sentence_is_text() -> None:
    draft = pasted("Tea is slow, see arXiv:1001.00001 and https://doi.org/10.9999/tea. It is 慢 (10.9999/TEA).")
    assert draft.text == "Tea is slow, see arXiv:1001.00001 and https://doi.org/10.9999/tea. It is 慢 (10.9999/TEA)."
    assert draft.cited == ("arxiv:1001.00001", "doi:10.9999/tea")
    assert (draft.title, draft.references, draft.failures) == ("", (), ())
    chinese = pasted("慢泡茶见https://arxiv.org/abs/1001.00001的研究。")
    assert chinese.cited == ("arxiv:1001.00001",)
    assert chinese.text == "慢泡茶见https://arxiv.org/abs/1001.00001的研究。"


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.bib", b"", "the file is empty"),
        ("a.md", b" \n\n", "the file is empty"),
        ("a.bib", b"% nothing\n", "no entries are in it; see whether it is the right file"),
        ("a.docx", b"PK\x03\x04\x14\x00\x06\x00" + bytes(100), "an office document or e-book; save it as text or PDF"),
        ("a.pdf", b"%PDF-1.4\nnothing", "the PDF is damaged"),
        ("a.json", b'[{"title": ', "not readable as JSON"),
        ("a.tex", bytes(range(256)) * 8, "not a format that is read here; known are bibtex, ris"),
        ("a.txt", b"PMID- 12345\nTI  - Tea\n", "not a format that is read here; known are bibtex, ris"),
        ("a.txt", b"a" * 20_000_001, "larger than 20 MB; split the file"),
        ("a.tex", b"a " * 10_000_001, "larger than 20 MB; split the file"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, data: bytes, expected: str) -> None:
    draft = read(name, data)
    assert [reason[: len(expected)] for reason in reasons(draft)] == [expected]
    assert draft.failures[0].source == name
    assert (draft.text, draft.references, draft.cited) == ("", (), ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings(encoding: str) -> None:
    draft = read("茶.md", "# 慢泡\n\n慢泡茶的研究很多，本文综述之。见 [@kettle2010]。\n".encode(encoding))
    assert (draft.title, draft.text) == ("慢泡", "慢泡茶的研究很多，本文综述之。见。")
    assert draft.cited == ("kettle2010",)


def test_control_characters_and_our_own_marks_do_no_harm() -> None:
    draft = pasted("Tea\x00 is\x07 slow ⦗0⦘ ⦗99⦘ and\u202e old [@kettle].")
    assert (draft.text, draft.cited) == ("Tea is slow [0] [99] and old.", ("kettle",))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300) | st.text(alphabet="@{}[]()\\%$^_`~#*<>!-.,;: \nabcite2010", max_size=300))
def test_nothing_that_is_pasted_raises(text: str) -> None:
    assert isinstance(pasted(text), Draft)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["a.tex", "a.md", "a.bib", "a.pdf", "a.json", "a.ris", "a"]), st.binary(max_size=300))
def test_no_file_raises(name: str, data: bytes) -> None:
    assert isinstance(read(name, data), Draft)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "{",
            "[",
            "(",
            "\\cite{",
            "\\cite[",
            "[@",
            "@a[",
            "$",
            "$$",
            "\\[",
            "\\begin{verbatim}",
            "\\footnote{",
            "<!--",
        ),
        *(
            "```\n",
            "<",
            "[^1]: ",
            "\\item[",
            "\\section{",
            "\\title{",
            "%",
            "\\\\",
            "`",
            "a. ",
            "\\textbf{",
            "\\iffalse ",
        ),
        *(
            "\\bibitem{a}",
            "\\bibitem[",
            "\\begin{thebibliography}",
            "\\begin{filecontents}",
            "[a](",
            "⦗1⦘",
            "一",
            "@",
            "\\'",
        ),
    ],
)
@pytest.mark.parametrize("name", ["a.tex", "a.md"])
def test_what_is_never_closed_is_read(name: str, piece: str) -> None:
    draft = read(name, f"Tea is slow. {piece * 3_000} Tea.".encode())
    assert isinstance(draft, Draft)
    assert "Tea" in draft.text + str(draft.references)
