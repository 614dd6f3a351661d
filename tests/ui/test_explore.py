import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import Open
from tests.ui.prose import linked, prose
from tests.ui.reading import bare, links, texts
from ui import choices, explore_sections

EN = ["Porcelain cup", "Tasting ceremony", "Tea craft", "Tasting ceremony", "Slow steeping", "Bitterness"]
ZH = ["瓷杯", "品鉴会", "茶艺", "品鉴会", "慢泡", "苦涩"]


def _labels(page: AppTest) -> list[str]:
    """Return what the tree of every open family lists."""
    return [link.label for link in linked(page)]


@pytest.mark.parametrize(
    ("lang", "tree", "said"),
    [
        (
            "en",
            EN,
            (
                "Explore",
                "5 of 5 concepts",
                "Tea 3 concepts · 3 papers · How tea is made and judged.",
                "1 paper · also under Tea craft",
            ),
        ),
        (
            "zh",
            ZH,
            ("浏览", "共 5 个概念，显示 5 个", "茶 3 个概念 · 3 篇文献 · 茶的制作与品评。", "1 篇文献 · 另属茶艺"),
        ),
    ],
)
def test_the_tree_shows_each_parent(open_page: Open, lang: str, tree: list[str], said: tuple[str, ...]) -> None:
    page = open_page("explore", lang, open="all")
    title, count, family, note = said
    assert page.title[0].value == title
    assert _labels(page) == tree
    assert count in texts(page)
    assert bare(page.expander[1].label) == family
    assert prose(page)[1].splitlines()[1].endswith(note)
    assert page.main.markdown[2].value.splitlines()[1].startswith("  - ")  # the hierarchy is a list within a list


@pytest.mark.parametrize(
    ("opened", "address", "tree"),
    [
        ([], {}, []),
        (["cups"], {"open": "cups"}, EN[:2]),
        (["cups", "tea"], {"open": ["tea", "cups", "no-such"]}, EN),
        (["cups"], {"concept": "cup"}, EN[:2]),  # where the chosen concept stands
        ([], {"concept": "cup", "open": "none"}, []),
        (["tea"], {"q": "harsh"}, ["Tea craft", "Bitterness"]),
        ([], {"q": "harsh", "open": "none"}, []),
    ],
)
def test_only_open_families_are_drawn(
    open_page: Open, opened: list[str], address: dict[str, str | list[str]], tree: list[str]
) -> None:
    page = open_page("explore", **address)
    families = ("cups", "tea") if "q" not in address else ("tea",)
    assert [family for family in families if page.session_state[f"family.{family}"]] == opened
    assert _labels(page) == tree


def test_opening_all_families_is_in_the_address(open_page: Open) -> None:
    page = open_page("explore")
    page.toggle(key="unfold.en").set_value(True).run()
    assert page.query_params["open"] == "all"
    assert _labels(page) == EN
    page.toggle(key="unfold.en").set_value(False).run()
    assert page.query_params["open"] == "none"
    assert _labels(page) == []


@pytest.mark.parametrize(
    ("address", "tree", "count"),
    [
        ({"q": "harsh"}, ["Tea craft", "Bitterness"], "1 of 5 concepts"),
        ({"q": "慢泡"}, ["Tea craft", "Slow steeping"], "1 of 5 concepts"),
        ({"family": "cups"}, ["Porcelain cup", "Tasting ceremony"], "2 of 5 concepts"),
        ({"facet": ["field", "component"]}, ["Porcelain cup", "Tea craft"], "2 of 5 concepts"),
        ({"family": "no-such", "facet": "no-such", "view": "no-such", "open": "all"}, EN, "5 of 5 concepts"),
    ],
)
def test_the_address_restores_the_filters(
    open_page: Open, address: dict[str, str], tree: list[str], count: str
) -> None:
    page = open_page("explore", **address)
    assert _labels(page) == tree
    assert count in texts(page)


def test_filters_are_written_to_the_address(open_page: Open) -> None:
    page = open_page("explore")
    page.text_input(key="q.en").input("harsh").run()
    page.selectbox(key="family.en").select("tea").run()
    page.button_group(key="view.en").set_value("table").run()
    assert {name: page.query_params[name] for name in ("q", "family", "view")} == {
        "q": "harsh",
        "family": "tea",
        "view": "table",
    }
    page.text_input(key="q.en").input("").run()
    page.button_group(key="view.en").set_value("tree").run()
    assert "q" not in page.query_params
    assert "view" not in page.query_params


@pytest.mark.parametrize(
    ("lang", "labels"), [("en", ["Download as CSV", "Download as JSON"]), ("zh", ["下载 CSV", "下载 JSON"])]
)
def test_the_table_has_the_same_concepts_and_an_export(open_page: Open, lang: str, labels: list[str]) -> None:
    page = open_page("explore", lang, view="table", family="cups")
    assert list(page.dataframe[0].value["zh"]) == ["瓷杯", "品鉴会"]
    assert [button.proto.label for button in page.main.get("download_button")] == labels


def test_filters_count_what_the_others_leave(open_page: Open) -> None:
    page = open_page("explore", "zh", family="tea", facet="approach")
    assert page.selectbox(key="family.zh").options == ["全部概念族", "茶杯 (0)", "茶 (1)"]
    pills = [bare(option.content) for option in page.button_group(key="facet.zh").proto.options]
    assert [pill.replace(":gray[", "") for pill in pills] == ["领域 1", "问题 1", "方法 1", "组成要素 0", "评测 0"]


@pytest.mark.parametrize("view", ["tree", "sunburst", "table"])
@pytest.mark.parametrize(("lang", "said"), [("en", ("Tasting ceremony", "Under")), ("zh", ("品鉴会", "上位概念"))])
def test_every_view_shows_the_chosen_concept(open_page: Open, view: str, lang: str, said: tuple[str, str]) -> None:
    page = open_page("explore", lang, view=view, concept="ceremony", open="none")
    assert (said[0], f"id=ceremony&lang={lang}") in links(page, "concept")
    assert [link.id for link in linked(page)] == ["tea", "cup"]  # its parents
    assert any(text.startswith(said[1]) for text in prose(page))


def test_the_tree_marks_the_chosen_concept_at_each_of_its_places(open_page: Open) -> None:
    page = open_page("explore", concept="ceremony", open="all")
    trees = [element.value for element in page.main.markdown if element.value.startswith("- ")]
    marked = [line for tree in trees for line in tree.splitlines() if ":primary-background[**" in line]
    assert ["(concept?id=ceremony" in line for line in marked] == [True, True]


def test_a_click_in_the_tree_chooses_and_a_second_one_opens(open_page: Open) -> None:
    page = open_page("explore", "zh", q="茶", facet=["field", "component"], concept="cup", open=["tea", "cups"])
    lines = "\n".join(element.value for element in page.main.markdown)
    assert "(explore?q=%E8%8C%B6&facet=field&facet=component&open=tea&open=cups&concept=tea&lang=zh " in lines
    assert ":primary-background[**" in lines
    assert "(concept?id=cup&lang=zh " in lines
    assert "concept=cup" not in lines


def test_a_choice_is_let_go(open_page: Open) -> None:
    page = open_page("explore", concept="ceremony", view="table")
    page.button[0].click().run()
    assert "concept" not in page.query_params
    assert links(page, "concept") == []


@pytest.mark.parametrize(
    ("lang", "sentence", "reset"),
    [
        ("en", "No concept fits these filters. Shorten the words, or choose fewer sorts.", "Show all concepts"),
        ("zh", "没有符合条件的概念。请缩短筛选词，或减少所选类别。", "显示全部概念"),
    ],
)
def test_nothing_fits(open_page: Open, lang: str, sentence: str, reset: str) -> None:
    page = open_page("explore", lang, q="<script>zebra</script>", view="table")
    assert bare(page.info[0].value) == sentence
    assert (reset, f"view=table&lang={lang}") in links(page, "explore")


def test_a_sector_is_chosen_and_a_family_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    address: dict[str, str] = {}
    monkeypatch.setattr(st, "query_params", address)
    monkeypatch.setattr(choices, "put", lambda name, value: address.update({name: value or ""}))
    explore_sections.choose(("concept", "steeping"))
    explore_sections.choose(("family", "tea"))
    assert address == {"concept": "steeping", "family": "tea"}
    explore_sections.choose(("family", "tea"))
    explore_sections.choose(None)
    assert address == {"concept": "", "family": ""}
