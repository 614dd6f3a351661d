import pytest

from ingest.survey import parse
from ingest.survey.references import Entry, entry
from kb.model import Work

FAMILIES = {"Kettle": "Kim", "Leaf": "Lena", "Pot": "Pia"}


def read(text: str) -> Entry:
    found = entry(text)
    assert isinstance(found, Entry), found
    return found


def facts(work: Work) -> tuple[str, list[str], int | None, str]:
    return work.title, [person.name() for person in work.authors], work.year, work.venue


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kim Kettle, Lena van der Leaf, and Pia Pot. 2010. Slow tea: a survey. *Journal of Tea*, 3(1):1–9.",
            ("Slow tea: a survey", ["Kim Kettle", "Lena van der Leaf", "Pia Pot"], 2010, "Journal of Tea"),
        ),
        ("Kim Kettle. 2010. Is tea slow? *ArXiv*, abs/1001.00001.", ("Is tea slow?", ["Kim Kettle"], 2010, "ArXiv")),
        ("Kim Kettle and Pia Pot. 2010. Slow tea.", ("Slow tea", ["Kim Kettle", "Pia Pot"], 2010, "")),
        (
            "K. K. Kettle et al. 2010b. Slow tea. In *Tea Days*.",
            ("Slow tea", ["K. K. Kettle", "et al."], 2010, "Tea Days"),
        ),
        ("Kim Kettle. 2010. *A Book of Tea*. Cup Press.", ("A Book of Tea", ["Kim Kettle"], 2010, "Cup Press")),
        ("Institute of Tea. 2010. Slow tea. https://e.org/x", ("Slow tea", ["Institute of Tea"], 2010, "")),
        (
            "Kettle, K., Leaf, L., & Pot, P. (2010). Slow tea. *Journal of Tea*, 3(1), 1-9.",
            ("Slow tea", ["K. Kettle", "L. Leaf", "P. Pot"], 2010, "Journal of Tea"),
        ),
        ("Kettle, K. (2010, May). Slow tea. Tea Days.", ("Slow tea", ["K. Kettle"], 2010, "Tea Days")),
        (
            '[7] K. Kettle, L. Leaf, and P. Pot, "Slow tea," in *Tea Days*, 2010, pp. 1-9.',
            ("Slow tea", ["K. Kettle", "L. Leaf", "P. Pot"], 2010, "Tea Days"),
        ),
        (
            "[8] Kettle K, Leaf L, et al. Slow tea[J]. Journal of Tea, 2010, 3(1): 1-9.",
            ("Slow tea", ["K Kettle", "L Leaf", "et al."], 2010, "Journal of Tea"),
        ),
        (
            "[9] 叶小茶, 李水, 等. 慢泡综述[J]. 茶学报, 2010, 3(1).",
            ("慢泡综述", ["叶小茶", "李水", "et al."], 2010, "茶学报"),
        ),
        (
            "[1] K. Kettle, L. van der Leaf, and P. Pot. Risks of slow tea. arXiv preprint arXiv:1001.00001, 2010.",
            ("Risks of slow tea", ["K. Kettle", "L. van der Leaf", "P. Pot"], 2010, "arXiv preprint"),
        ),
        (
            "Kettle, K., Leaf, L., and Pot, P. Risks of slow tea. In Proceedings of the Tea Days, pp. 1-9, 2010.",
            ("Risks of slow tea", ["K. Kettle", "L. Leaf", "P. Pot"], 2010, "Proceedings of the Tea Days"),
        ),
        (
            "Kim K. Kettle and Pia Pot. Concrete Tea. Tea Press, 2010. URL https://e.org/x.",
            ("Concrete Tea", ["Kim K. Kettle", "Pia Pot"], 2010, "Tea Press"),
        ),
        (
            "Kettle, K., Pot, P.: Is tea: slow or cold? Journal of Tea 3(1), 1-9 (2010)",
            ("Is tea: slow or cold?", ["K. Kettle", "P. Pot"], 2010, "Journal of Tea 3(1)"),
        ),
        ("[4] OpenAI. GPT-4 technical report, 2023.", ("GPT-4 technical report", ["OpenAI"], 2023, "")),
        ("叶小茶，李水（2010）。慢泡综述。茶学报，3(1)。", ("慢泡综述", ["叶小茶", "李水"], 2010, "茶学报")),
    ],
)
def test_styles(text: str, expected: tuple[str, list[str], int, str]) -> None:
    assert facts(read(text).work) == expected


def test_number_letter_and_identifiers() -> None:
    found = read("[12] Kim Kettle. 2010b. Slow tea. CoRR, abs/1001.00001. https://doi.org/10.9999/tea.")
    assert (found.number, found.suffix) == ("12", "b")
    assert found.work.identifiers == {
        "arxiv": "1001.00001",
        "doi": "10.9999/tea",
        "url": "https://doi.org/10.9999/tea",
    }


@pytest.mark.parametrize(
    "text", ["", "TEA 2010", "Just a line", "2010.", "[3]", "… . 2010. ?!", "A. 2010. &lt;b&gt;", "9 9. 2010. Tea."]
)
def test_what_is_no_reference_has_a_reason(text: str) -> None:
    assert isinstance(entry(text), str)
    assert entry(text)


LISTED = """# References

Kim Kettle. 2010. Slow tea. *Tea*, 3.
Pia Pot. 2009. Quick
tea. *Tea*, 2, 2009.
nothing readable but long enough to be an entry of its own, for all who read it

1. Lena Leaf. 2008. Cold tea. Tea.
2. Lena Leaf. 2007. Iced tea.

# Appendix

Tea Law. 2010. No reference at all. Tea.
"""


def test_a_list_without_marks() -> None:
    batch = parse(LISTED, "tea.md").references
    assert [(work.title, work.year) for work in batch.records[:2]] == [("Slow tea", 2010), ("Quick tea", 2009)]
    assert [work.title for work in batch.records[-2:]] == ["Cold tea", "Iced tea"]
    assert all(work.title != "No reference at all" for work in batch.records)
