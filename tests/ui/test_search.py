import re

import pytest

from kb.bands import Band
from kb.model import Lang
from kb.overview import QUERIES
from kb.results import Mode
from kb.snippets import marked
from tests.ui.conftest import Open
from tests.ui.prose import prose
from tests.ui.reading import bare, links, texts
from ui.text import highlighted
from ui.words import table

KETTLE = "Slow steeping with SST: a résumé"


@pytest.mark.parametrize(("lang", "title", "try_"), [("en", "Search", "Try one of these"), ("zh", "搜索", "试试这些")])
def test_before_anything_was_asked_there_are_examples(open_page: Open, lang: str, title: str, try_: str) -> None:
    page = open_page("search", lang)
    assert page.title[0].value == title
    assert page.header[0].value == try_
    assert [label for label, _ in links(page)] == list(QUERIES)


@pytest.mark.parametrize(
    ("lang", "line"),
    [("en", "2 papers within the filters, newest first"), ("zh", "符合筛选条件的 2 篇文献，按年份从新到旧排列")],
)
def test_filters_without_a_query_list_papers(open_page: Open, lang: str, line: str) -> None:
    page = open_page("search", lang, **{"from": "2005"})
    assert line in texts(page)
    assert [label for label, _ in links(page, "paper")] == ["Against slow steeping", KETTLE]
    concepts = next(box for box in page.selectbox if box.key == f"concept.{lang}")
    assert any(option.endswith("(2)") for option in concepts.options)  # what the years leave, not the whole library


def test_filters_without_a_query_list_no_papers_where_concepts_are_asked_for(open_page: Open) -> None:
    page = open_page("search", show="concept", **{"from": "2005"})
    assert links(page, "paper") == []
    assert [bare(box.value).partition(".")[0] for box in page.info] == ["Filters alone list papers"]


def test_filters_that_leave_no_paper_say_so(open_page: Open) -> None:
    page = open_page("search", concept="ceremony", to="2010")
    assert [bare(box.value) for box in page.info] == ["No paper satisfies all of these filters. Take one away."]


@pytest.mark.parametrize(
    ("lang", "concept", "lines"),
    [
        (
            "en",
            "Slow steeping",
            [
                "Searched as",
                "3 results, best first",
                "Means: SST · Words: SST",
                "Leaves rest in warm water for a long time.",
            ],
        ),
        (
            "zh",
            "慢泡",
            [
                "按以下概念检索",
                "3 条结果，按相关程度排列",
                "含义：SST · 词语：SST",
                "茶叶在温水中长时间浸泡。",
            ],
        ),
    ],
)
def test_an_acronym(open_page: Open, lang: str, concept: str, lines: list[str]) -> None:
    page = open_page("search", lang, q="SST")
    assert links(page, "concept") == [(concept, f"id=steeping&lang={lang}")] * 2  # searched as, and the first hit
    assert [label for label, _ in links(page, "paper")] == [KETTLE, "Against slow steeping"]
    assert set(lines) <= set(texts(page))
    said = {
        "en": ("Paper that criticises [Slow steeping]", r"Leaves rest in warm water for a long time\."),
        "zh": ("文献作用：批评 [慢泡]", "茶叶在温水中长时间浸泡。"),
    }
    tie, gist = said[lang]
    assert page.main.markdown[-1].value == f':small[:gray[{tie}(concept?id=steeping&lang={lang} "{gist}")]]'
    labels = {"en": "Download as CSV", "zh": "下载 CSV"}[lang], "BibTeX", "RIS", "CSL-JSON", "CSV", "Markdown"
    assert tuple(button.proto.label for button in page.main.get("download_button")) == labels


@pytest.mark.parametrize(
    ("lang", "sentence", "nearest"),
    [
        (
            "en",
            "No good match for “zebra”. Try another word, an English term, or fewer filters.",
            "The nearest concepts",
        ),
        ("zh", "没有找到与“zebra”相符的内容。请换一个词、改用英文术语，或减少筛选条件。", "最接近的概念"),
    ],
)
def test_no_good_match_says_so_and_offers_the_nearest(open_page: Open, lang: str, sentence: str, nearest: str) -> None:
    page = open_page("search", lang, q="zebra", most="20")
    assert bare(page.warning[0].value).startswith(sentence)
    assert page.header[0].value == nearest
    assert len(links(page, "concept")) == 5
    assert links(page, "search")[0][1] == f"q=zebra&lang={lang}"  # the same without filters


@pytest.mark.parametrize(
    ("lang", "address", "lines"),
    [
        (
            "en",
            {"q": "zebra taste"},
            [
                "What was tried:",
                "- Names: the query is no label, alias or identifier of the Atlas.",
                "- Words: the text that fits best has “taste”, which is 25% of what was asked, rare words "
                "counting more.",
                "- Meaning: even the nearest text is distant (0.27).",
                "- Altogether that makes 0.47; a match takes 0.80.",
            ],
        ),
        ("zh", {"q": "斑马", "mode": "lexical"}, ["- 词语：没有文本含有查询中的词语。", "- 语义：未作比较。"]),
        ("en", {"q": "zebra", "mode": "semantic"}, ["- Meaning: even the nearest text is distant (0.00)."]),
        (
            "en",
            {"q": "SST", "show": "work", "concept": "bitterness"},
            ["- The query was understood, but the filters leave nothing of what was found."],
        ),
    ],
)
def test_no_good_match_says_what_was_tried(
    open_page: Open, lang: str, address: dict[str, str], lines: list[str]
) -> None:
    page = open_page("search", lang, **address)
    (told,) = [text for text in prose(page) if text.startswith(("What was tried", "检索过程"))]
    assert set(lines) <= set(told.splitlines())
    assert ("Names" in told) == (address["q"] == "zebra taste")
    assert links(page, "explore")[-1] == (
        ("Browse all concepts", "lang=en") if lang == "en" else ("浏览全部概念", "lang=zh")
    )


@pytest.mark.parametrize(
    ("lang", "query", "title", "passage"),
    [
        (
            "en",
            "patience flavours",
            "Slow steeping",
            "Slow steeping draws :primary-background[**flavour**] out of leaves with warm water and "
            ":primary-background[**patience**]\\.",
        ),
        ("zh", "苦涩味道", ":primary-background[**苦涩**]", "破坏口感的:primary-background[**苦涩味**]。"),
    ],
)
def test_matched_words_are_marked(open_page: Open, lang: str, query: str, title: str, passage: str) -> None:
    page = open_page("search", lang, q=query, mode="lexical")
    assert any(e.proto.label.endswith(f" {title}**") for e in page.main.get("page_link") if e.proto.page == "concept")
    assert f":small[{passage}]" in [element.value for element in page.main.markdown]


@pytest.mark.parametrize(
    ("address", "concepts", "papers"),
    [
        ({"show": "concept"}, 1, []),
        ({"show": "work"}, 0, [KETTLE, "Against slow steeping"]),
        ({"show": "work", "from": "2011"}, 0, ["Against slow steeping"]),
        ({"show": "work", "to": "2012"}, 0, [KETTLE]),
        ({"show": "work", "from": "nonsense", "most": "-1", "mode": "x"}, 0, [KETTLE, "Against slow steeping"]),
        ({"concept": "ceremony", "show": "work"}, 0, ["Against slow steeping"]),
        ({"show": "apart"}, 1, [KETTLE, "Against slow steeping"]),
    ],
)
def test_the_address_restores_the_filters(
    open_page: Open, address: dict[str, str], concepts: int, papers: list[str]
) -> None:
    page = open_page("search", q="SST", **address)
    assert len(links(page, "concept")) == concepts + 1  # and "searched as"
    assert [label for label, _ in links(page, "paper")] == papers


@pytest.mark.parametrize(
    ("address", "papers"),
    [
        ({"type": "article"}, [KETTLE]),
        ({"venue": "Journal of Invented Tea"}, [KETTLE]),
        ({"facet": "approach"}, [KETTLE, "Against slow steeping"]),
        ({"facet": "evaluation"}, ["Against slow steeping"]),
        ({"source": "curated", "type": "misc"}, ["Against slow steeping"]),
        ({"type": "nonsense", "venue": "x", "facet": "y", "source": "z"}, [KETTLE, "Against slow steeping"]),
    ],
)
def test_every_filter_can_stand_in_the_address(open_page: Open, address: dict[str, str], papers: list[str]) -> None:
    page = open_page("search", q="SST", show="work", **address)
    assert [label for label, _ in links(page, "paper")] == papers


@pytest.mark.parametrize(
    ("lang", "types", "facets"),
    [
        (
            "en",
            ["Any type", "journal article (1)", "preprint, post or other (1)"],
            ["Any facet", "approach (3)", "evaluation (1)"],
        ),
        ("zh", ["不限类型", "期刊论文 (1)", "预印本、文章或其他 (1)"], ["不限类别", "方法 (3)", "评测 (1)"]),
    ],
)
def test_values_are_counted_in_what_is_found(open_page: Open, lang: str, types: list[str], facets: list[str]) -> None:
    page = open_page("search", lang, q="SST")
    assert page.selectbox(key=f"type.{lang}").options == types
    assert page.selectbox(key=f"facet.{lang}").options == facets
    page = open_page("search", lang, q="SST", type="misc", facet="evaluation")
    assert page.selectbox(key=f"type.{lang}").options == [types[0], types[2]]  # as many as without its own limit
    assert page.selectbox(key=f"facet.{lang}").options == [facets[0], *(f.replace("3", "1") for f in facets[1:])]


def test_before_a_query_values_are_counted_in_the_library(open_page: Open) -> None:
    page = open_page("search")
    assert page.selectbox(key="venue.en").options == ["Any venue", "Cup House (1)", "Journal of Invented Tea (1)"]
    assert page.selectbox(key="source.en").options == ["Anywhere", "The Atlas itself (8)"]
    page.selectbox(key="venue.en").select("Journal of Invented Tea").run()
    assert page.query_params["venue"] == "Journal of Invented Tea"


@pytest.mark.parametrize(
    ("lang", "limits"),
    [
        ("en", ["Years: 2010–…", "Type of publication: journal article", "Take all filters away"]),
        ("zh", ["年份：2010–…", "文献类型：期刊论文", "去掉全部筛选条件"]),
    ],
)
def test_active_filters_are_listed_and_each_can_be_taken_away(open_page: Open, lang: str, limits: list[str]) -> None:
    page = open_page("search", lang, **{"q": "SST", "type": "article", "from": "2010", "show": "work"})
    rest = [f"q=SST&show=work&type=article&lang={lang}", f"q=SST&show=work&from=2010&lang={lang}"]
    assert links(page, "search") == list(zip(limits, [*rest, f"q=SST&show=work&lang={lang}"], strict=True))


@pytest.mark.parametrize(
    ("lang", "other"),
    [
        ("en", "Without “Venue: Journal of Invented Tea”: 1 result"),
        ("zh", "去掉“发表处：Journal of Invented Tea”：1 条结果"),
    ],
)
def test_where_filters_leave_nothing_the_page_says_what_each_costs(open_page: Open, lang: str, other: str) -> None:
    page = open_page("search", lang, q="SST", venue="Journal of Invented Tea", type="misc", show="work")
    assert links(page, "paper") == []
    assert (other, f"q=SST&show=work&type=misc&lang={lang}") in links(page, "search")


def test_choices_are_written_to_the_address(open_page: Open) -> None:
    page = open_page("search")
    page.text_input(key="q.en").input("慢泡").run()
    page.select_slider(key="from.en").set_range(2010, 2010).run()
    page.button_group(key="mode.en").set_value(Mode.LEXICAL.value).run()
    assert {name: page.query_params[name] for name in ("q", "from", "to", "mode")} == {
        "q": "慢泡",
        "from": "2010",
        "to": "2010",
        "mode": "lexical",
    }
    assert [label for label, _ in links(page, "paper")] == [KETTLE]


@pytest.mark.parametrize(
    "query", ["</script><img src=x onerror=alert(1)>", "**b** $x$ :red[y] [a](//b)", "(AND title:", "x" * 9999]
)
def test_hostile_queries_are_text(open_page: Open, query: str) -> None:
    page = open_page("search", q=query)
    assert page.text_input(key="q.en").value == query
    shown = " ".join(bare(warning.value) for warning in page.warning)
    assert shown.count(query[:79].rstrip()) == len(page.warning)
    assert not any(re.search(r"(?<!\\)[<*$\[:]", warning.value) for warning in page.warning)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("</script><img onerror=tea>", r"\<\/script\>\<img onerror\=:primary-background[**tea**]\>"),
        ("**tea** $tea$ :tea[x]", r"\*\*{}\*\* \${}\$ \:{}\[x\]"),
        ("a tea\u202eb www.tea.org", "a teab w\u2060ww\\.{}\\.org"),
        ("茶叶（茶）", "茶叶（:primary-background[**茶**]）"),
    ],
)
def test_hostile_texts_are_marked_as_text(text: str, shown: str) -> None:
    mark = ":primary-background[**tea**]"
    assert highlighted(marked(text, {"tea", "茶"})) == shown.replace("{}", mark)


def test_every_leg_and_band_has_its_words() -> None:
    needed = {f"parts.why.{leg}" for leg in ("identifier", "concept", "lexical", "rerank", "link")}
    needed |= {f"{prefix}.{near}" for prefix in ("parts.why.semantic", "search.tried.meaning") for near in Band}
    for lang in Lang:
        assert needed <= set(table(lang))
