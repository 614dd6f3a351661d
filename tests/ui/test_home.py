import pytest

from kb.overview import QUERIES
from tests.ui.conftest import Open
from tests.ui.reading import links, texts

EN = ["Browse", "Search", "Start with a concept", "Try these", "The families of concepts", "Where the data come from"]
ZH = ["浏览", "搜索", "从一个概念开始", "试试这些", "各概念族", "数据来源"]


@pytest.mark.parametrize(
    ("lang", "sections", "labels", "family"),
    [
        ("en", EN, ["Concepts", "Papers", "Relations", "Definitions", "Families"], ("Tea", "3 concepts · 3 papers")),
        ("zh", ZH, ["概念", "文献", "关系", "定义", "概念族"], ("茶", "3 个概念 · 3 篇文献")),
    ],
)
def test_home(open_page: Open, lang: str, sections: list[str], labels: list[str], family: tuple[str, str]) -> None:
    page = open_page("home", lang)
    assert page.title[0].value == "Alignment Atlas"
    assert [heading.value for heading in page.header] == sections
    assert [metric.label for metric in page.metric] == labels
    assert [metric.value for metric in page.metric] == ["5", "3", "6", "12", "2"]
    assert (family[0], f"family=tea&lang={lang}") in links(page, "explore")
    assert [label for label, _ in links(page, "search")][1:] == list(QUERIES)
    assert [query for _, query in links(page, "concept")] == [f"id=cup&lang={lang}", f"id=tea&lang={lang}"]
    assert family[1] in texts(page)
    for way in ("map", "related", "learn"):
        assert [query for _, query in links(page, way)] == [f"lang={lang}"]
