"""PDFs as drafts, and several drafts as one."""

from ingest.draft import joined, pasted, read
from kb.model.draft import Draft
from tests.ingest.pdf_files import Print, pdf

PAGES = [
    [
        Print("arXiv:1002.00002v1 [cs.TE] 2 Feb 2010", 20, turned=True),
        Print("A survey of slow tea", 20),
        Print("Lena Leaf", 11),
        Print("Tea is slow [1], and its con-"),
        Print("sequences are known (Pot, 2009). See arXiv:0901.00009."),
    ],
    [
        Print("So we end, after Kettle et al. (2010)."),
        Print("References", 12),
        Print("[1] K. Kettle, L. Leaf, and P. Pot. Slow tea and its conse-"),
        Print("quences. Journal of Tea, 3(1), 2010."),
        Print("[2] P. Pot. A history of cups. arXiv preprint arXiv:"),
        Print("0902.00002, 2009."),
        Print("A Proofs"),
        Print("[3] Nothing of all this is a reference."),
    ],
]
BIB = """@article{slow, title = {Slow tea and its consequences}, author = {Kettle, Kim and Leaf, L. and Pot, P.},
  year = 2010, journal = {Journal of Tea}}
@misc{cups, title = {A History of Cups}, author = {Pot, Pia}, year = 2009, eprint = {0902.00002},
  archiveprefix = {arXiv}}
@book{other, title = {Other}, author = {Leaf, Lena}, year = 2001}
"""


def keys(draft: Draft) -> list[str]:
    return [one.citekey for one in draft.references]


def test_a_pdf() -> None:
    draft = read("tea.pdf", pdf(PAGES))
    assert draft.title == "A survey of slow tea"
    assert [(one.citekey, one.line, one.work.title, one.work.year) for one in draft.references] == [
        ("kettle2010slow", 0, "Slow tea and its consequences", 2010),
        ("pot2009history", 0, "A history of cups", 2009),
    ]
    assert draft.references[1].work.id == "arxiv:0902.00002"
    assert draft.cited == ("kettle2010slow", "pot2009history", "arxiv:0901.00009")
    assert "its consequences are known" in draft.text
    assert draft.text.endswith("So we end, after Kettle et al. (2010).")
    assert "1002.00002" not in draft.text
    assert draft.failures == ()


def test_a_pdf_without_list_or_text() -> None:
    draft = read("tea.pdf", pdf([[Print("A survey of slow tea", 20), Print("Tea is slow.")]]))
    assert (draft.title, draft.references) == ("A survey of slow tea", ())
    assert "Tea is slow." in draft.text
    empty = read("scan.pdf", pdf([[]]))
    assert [failure.reason for failure in empty.failures] == ["no text: the pages are images; run OCR"]


def test_a_long_pdf_is_read_from_both_ends() -> None:
    pages = [[Print(f"This is the sentence of page {number}.")] for number in range(60)]
    draft = read("book.pdf", pdf([*pages, PAGES[1]]))
    assert "sentence of page 39." in draft.text
    assert "sentence of page 40." not in draft.text
    assert keys(draft) == ["kettle2010slow", "pot2009history"]


def test_latex_with_its_bibliography() -> None:
    tex = read("a.tex", b"\\title{Slow}\\begin{document}Tea \\cite{slow,cups,gone}.\\end{document}")
    both = joined([read("a.bib", BIB.encode()), tex])
    assert (both.title, both.text) == ("Slow", "Tea.")
    assert (keys(both), both.cited) == (["slow", "cups", "other"], ("slow", "cups", "gone"))
    assert [one.line for one in both.references] == [1, 3, 5]


def test_an_articles_own_list_gives_way_to_the_readers() -> None:
    for order in (1, -1):
        drafts = [read("tea.pdf", pdf(PAGES)), read("a.bib", BIB.encode())][::order]
        both = joined(drafts)
        assert keys(both) == ["slow", "cups", "other"]
        assert both.cited == ("slow", "cups", "arxiv:0901.00009")


def test_the_first_title_wins_and_what_is_cited_stands_once() -> None:
    one = pasted("# First\n\nTea [@a], https://arxiv.org/abs/1001.00001.")
    two = pasted("# Second\n\nCups [@b; @a].")
    both = joined([pasted(""), one, two, pasted("1001.00001 0902.00002"), pasted("2 ")])
    assert (both.title, both.text) == ("First", "Tea, https://arxiv.org/abs/1001.00001.\n\nCups.")
    assert both.cited == ("a", "arxiv:1001.00001", "b", "arxiv:0902.00002")


def test_what_one_cites_another_lists() -> None:
    text = pasted("Tea is slow (Kettle et al., 2010). Pot (2009) differs; see arXiv:0902.00002 [@slow].")
    assert joined([text, read("a.bib", BIB.encode())]).cited == ("cups", "slow")
    ris = "TY  - BOOK\nTI  - Cups\nAU  - Pot, P\nPY  - 2009\nER  - \n"
    assert joined([pasted("Pot (2009) differs."), pasted(ris)]).cited != ()


def test_the_same_file_twice_is_one_and_slips_within_it_stay() -> None:
    twice = read("a.bib", (BIB + BIB).encode())
    assert len(twice.references) == 6
    assert keys(joined([twice, read("copy.bib", BIB.encode())])) == ["slow", "cups", "other"] * 2


def test_nothing_joined_is_nothing() -> None:
    assert joined([]) == Draft()
    assert joined(iter([Draft(title="T")])) == Draft(title="T")


def test_failures_of_all_are_kept() -> None:
    both = joined([read("a.bib", b""), read("b.md", b""), pasted("Tea.")])
    assert [(failure.source, failure.reason) for failure in both.failures] == [
        ("a.bib", "the file is empty"),
        ("b.md", "the file is empty"),
    ]
