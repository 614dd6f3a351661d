"""The order of what is found, and the searches of before."""

import pytest

from tests.ui.conftest import Open
from tests.ui.reading import links, texts

KETTLE = "Slow steeping with SST: a résumé"


@pytest.mark.parametrize(
    ("lang", "sort", "papers", "said"),
    [
        ("en", "relevance", [KETTLE, "Against slow steeping"], "2 results, best first"),
        ("en", "year", ["Against slow steeping", KETTLE], "2 results: the best matches, newest first"),
        ("zh", "year", ["Against slow steeping", KETTLE], "最相关的 2 条结果，按年份从新到旧排列"),
        ("zh", "nonsense", [KETTLE, "Against slow steeping"], "2 条结果，按相关程度排列"),
    ],
)
def test_the_order_is_in_the_address(open_page: Open, lang: str, sort: str, papers: list[str], said: str) -> None:
    page = open_page("search", lang, q="SST", show="work", sort=sort)
    assert [label for label, _ in links(page, "paper")] == papers
    assert said in texts(page)


def test_an_order_is_written_to_the_address(open_page: Open) -> None:
    page = open_page("search", q="SST")
    page.button_group(key="sort.en").set_value("level").run()
    assert page.query_params["sort"] == "level"


def test_earlier_searches_are_links_and_can_be_forgotten(open_page: Open) -> None:
    page = open_page("search", q="SST", type="misc")
    assert [query for _, query in links(page, "search")] == ["q=SST&lang=en"]  # the filter's own
    for query in ("<b>zebra", "sst", "苦涩"):
        page.text_input(key="q.en").input(query).run()
    assert page.main.get("popover")[0].proto.popover.label == "Earlier searches (2)"
    earlier = [(label, query) for label, query in links(page, "search") if label.startswith(("sst", "<b>"))]
    assert earlier == [
        ("sst with filters", "q=sst&type=misc&lang=en"),
        ("<b>zebra with filters", "q=%3Cb%3Ezebra&type=misc&lang=en"),
    ]
    page.button[0].click().run()
    assert page.main.get("popover") == [] or "Earlier" not in page.main.get("popover")[0].proto.popover.label
