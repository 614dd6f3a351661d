import csv
import io

import pytest

from kb.atlas import Atlas
from kb.compare import Overlap, Tied, compare_concepts, compare_works, overlap
from kb.compare_table import Row, table_csv
from kb.compare_text import concepts_markdown, nearness, owners, works_markdown
from kb.model import Lang, RelationType, Role, Text
from tests.fakes import a_work

T = RelationType
TEA, SLOW, AGAINST = "url:https://example.org/tea", "arxiv:1001.00001", "arxiv:1502.00002"
LABELS = {
    "tea": "Tea craft",
    "steeping": "Slow steeping",
    "bitterness": "Bitterness",
    "cup": "Porcelain cup",
    "ceremony": "Tasting ceremony",
}


def cells(rows: tuple[Row, ...], lang: Lang) -> dict[str, tuple[str, ...]]:
    return {row.name.get(lang): row.cells for row in rows}


def test_overlap_of_three() -> None:
    assert overlap(["abca", "xbc", "cyz"]) == Overlap((("c", (0, 1, 2)), ("b", (0, 1))), (("a",), ("x",), ("y", "z")))
    assert overlap([[], []]) == Overlap((), ((), ()))


def test_concepts_side_by_side(atlas: Atlas) -> None:
    found = compare_concepts(atlas, [atlas.concept("steeping"), atlas.concept("ceremony")], Lang.EN)
    assert [[pair.own.text[:12] for pair in pairs if pair.own] for pairs in found.definitions] == [
        ["Slow steepin", "Others call "],
        ["At a tasting"],
    ]
    assert [edge[:3] for edge in found.between] == [
        ("ceremony", "evaluates", "steeping"),
        ("ceremony", "requires", "steeping"),
    ]
    assert found.apart == ()
    assert found.relations == Overlap(
        (), ((Tied(T.ADDRESSES, False, "bitterness"), Tied(T.REQUIRES, False, "tea")), (Tied(T.PART_OF, True, "cup"),))
    )
    assert [source.locator for source in found.sources[Tied(T.ADDRESSES, False, "bitterness")]] == ["§4"]
    assert found.parents == Overlap((("tea", (0, 1)),), ((), ("cup",)))
    assert found.works == Overlap(((AGAINST, (0, 1)),), ((SLOW,), ()))
    assert found.roles == {
        ("steeping", SLOW): Role.INTRODUCES,
        ("steeping", AGAINST): Role.CRITIQUES,
        ("ceremony", AGAINST): Role.EVALUATES,
    }
    assert {*found.cited} == {TEA, SLOW, AGAINST}


def test_what_two_have_in_common_and_of_whom_nothing_is_stated(atlas: Atlas) -> None:
    found = compare_concepts(atlas, [atlas.concept(ident) for ident in ("steeping", "bitterness", "cup")], Lang.EN)
    assert found.relations.shared == ((Tied(T.REQUIRES, False, "tea"), (0, 1)),)
    assert [(a.id, b.id) for a, b in found.apart] == [("steeping", "cup"), ("bitterness", "cup")]
    assert [source.locator for source in found.sources[Tied(T.REQUIRES, False, "tea")]] == ["", "§5"]


def test_the_table_of_concepts(atlas: Atlas) -> None:
    concepts = [atlas.concept("steeping"), atlas.concept("tea")]
    assert cells(compare_concepts(atlas, concepts, Lang.EN).rows, Lang.EN) == {
        "In the other language": ("慢泡", "茶艺"),
        "Also called": ("SST; pot-steeping", "–"),
        "Facet": ("approach", "field"),
        "Family": ("Tea", "Tea"),
        "Core concept": ("yes", "–"),
        "Research so far": ("empirical", "–"),
        "Coined": ("Leaf & O'Pot (2001)", "–"),
        "Formalised": ("Kettle et al. (2010)", "–"),
        "Demonstrated": ("Kettle et al. (2010)", "–"),
        "Criticised": ("Pot (2015)", "–"),
        "To learn first": ("1", "0"),
        "Unlocks": ("1", "2"),
        "Papers": ("2", "1"),
        "Must-knows by level": ("–", "start here 1"),
    }
    chinese = cells(compare_concepts(atlas, concepts, Lang.ZH).rows, Lang.ZH)
    assert chinese["另一语言名称"] == ("Slow steeping", "Tea craft")
    assert chinese["核心概念"] == ("是", "–")
    assert chinese["各难度的必读文献"] == ("–", "入门 1")


def test_works_side_by_side(atlas: Atlas) -> None:
    found = compare_works(atlas, [atlas.work(ident) for ident in (SLOW, AGAINST)], Lang.EN)
    assert [(a.citekey, b.citekey) for a, b in found.between] == [("pot2015against", "kettle2010slow")]
    assert found.references == Overlap(((TEA, (0, 1)),), ((), ()))
    assert found.citing == Overlap((), ((), ()))
    assert found.concepts == Overlap((("steeping", (0, 1)),), ((), ("ceremony",)))
    assert found.roles == {
        (SLOW, "steeping"): Role.INTRODUCES,
        (AGAINST, "steeping"): Role.CRITIQUES,
        (AGAINST, "ceremony"): Role.EVALUATES,
    }
    assert {*found.named} == {TEA}
    assert cells(found.rows, Lang.EN) == {
        "Authors": ("Kim Kettle; Lena Leaf; Institute of Tea", "Pia Pot"),
        "Year": ("2010", "2015"),
        "Venue": ("Journal of Invented Tea", "–"),
        "Level": ("–", "–"),
        "Survey": ("–", "–"),
        "Concepts": ("1", "2"),
        "Works of the Atlas that it cites": ("1", "2"),
        "Works of the Atlas that cite it": ("1", "0"),
    }


def test_nearness_of_works_is_the_cosine_of_their_texts(atlas: Atlas, lexical_atlas: Atlas) -> None:
    slow, against = atlas.work(SLOW), atlas.work(AGAINST)
    (near,) = compare_works(atlas, [slow, against], Lang.EN).nearness
    # each text is the title and the names of its concepts: “slow” and “steeping” twice in both, and 4 and 3 words else
    assert near.cosine == pytest.approx(8 / (12 * 11) ** 0.5, abs=1e-3)
    assert compare_works(lexical_atlas, [slow, against], Lang.EN).nearness[0].cosine is None


@pytest.mark.parametrize(
    ("cosine", "en", "zh"),
    [
        (0.75, "very close", "非常接近"),
        (0.55, "close", "接近"),
        (0.4, "related", "相关"),
        (0.39, "distant", "较远"),
        (None, "not compared", "未比较"),
    ],
)
def test_nearness_in_words(cosine: float | None, en: str, zh: str) -> None:
    assert (nearness(cosine, Lang.EN), nearness(cosine, Lang.ZH)) == (en, zh)


def test_owners() -> None:
    assert owners((0, 2), ["A", "B", "C"], Lang.EN) == "A, C"
    assert owners((0, 2), ["A", "B", "C"], Lang.ZH) == "A、C"
    assert owners((0, 1), ["A", "B"], Lang.EN) == "All of them"


def test_the_table_as_csv_keeps_equal_names_apart_and_runs_no_formula() -> None:
    rows = [Row(Text("Year", "年份"), ("2001", "2002", "=1+1"))]
    read = list(csv.reader(io.StringIO(table_csv(["A", "A", "B"], rows, Lang.ZH).decode("utf-8-sig"))))
    assert read == [["compared", "A", "A (2)", "B"], ["年份", "2001", "2002", "'=1+1"]]


CONCEPTS = """\
## Definitions

### Bitterness

- Bitterness is the harsh taste of leaves that were treated badly. (Leaf \\& O'Pot (2001) §5)

### Porcelain cup

- A porcelain cup is a thin vessel that keeps the scent of the tea. (Leaf \\& O'Pot (2001) §7)

## What is stated between them

–

## Relations to others

–

### Only Bitterness

- learn first: Tea craft
- is addressed by: Slow steeping

### Only Porcelain cup

- part of: Tasting ceremony

## Parents

–

### Only Bitterness

- Tea craft

## Papers

–
"""
WORKS = """\
## 相互引用

- Against slow steeping引用了Slow steeping with SST: a résumé

## 语义远近

- Slow steeping with SST: a résumé · Against slow steeping: 接近

## 概念

- 慢泡 (提出, 批评) (全部)

### 仅Against slow steeping

- 品鉴会 (评测)

## 共同引用的文献

- Tea for Everyone, Leaf \\& O'Pot (2001) (全部)

## 共同被引于

–
"""


def test_concepts_as_markdown(atlas: Atlas) -> None:
    found = compare_concepts(atlas, [atlas.concept("bitterness"), atlas.concept("cup")], Lang.EN)
    told = concepts_markdown(found, LABELS, Lang.EN)
    assert told.startswith("# Bitterness · Porcelain cup\n\n|  | Bitterness | Porcelain cup |\n| --- | --- | --- |\n")
    assert "\n| Facet | problem | component |\n" in told
    assert told[told.index("## Definitions") :] == CONCEPTS


def test_works_as_markdown(atlas: Atlas) -> None:
    found = compare_works(atlas, [atlas.work(SLOW), atlas.work(AGAINST)], Lang.ZH)
    told = works_markdown(found, {"steeping": "慢泡", "ceremony": "品鉴会"}, Lang.ZH)
    assert told[told.index("## 相互引用") :] == WORKS


def test_a_hostile_title_stays_in_its_cell(atlas: Atlas) -> None:
    works = [atlas.work(SLOW), a_work(title="a | b </td><script> [x](javascript:1)\n# c")]
    told = works_markdown(compare_works(atlas, works, Lang.EN), LABELS, Lang.EN)
    assert told.splitlines()[2] == (
        "|  | Slow steeping with SST: a résumé | a \\| b \\</td\\>\\<script\\> \\[x\\](javascript:1) \\# c |"
    )
    assert "- Slow steeping with SST: a résumé · a \\| b" in told
    assert not [line for line in told.splitlines() if line.startswith("# c")]
