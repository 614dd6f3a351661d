"""Every page, filter and selection is restored from its address."""

from __future__ import annotations

import ast
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kb.model import Lang
from tests.fakes import ROOT
from tests.grown import grow
from tests.ui.conftest import Open
from tests.ui.links_table import AGAINST, NOTHING, ROWS, Row
from tests.ui.prose import words
from tests.ui.test_quality import FIGURES
from ui import choices, layers
from ui.words import table

SOURCES = sorted((ROOT / "ui").rglob("*.py"))
FOLDS = {"decided", "deleted", "formats", "graph", "runs", "similar", "table", "trails", "unlocks"}
"""Sections that can be opened: the parameter is ``open``."""


@pytest.fixture(scope="session")
def grown(mini_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds more than the data; no test changes it."""
    folder = Path(shutil.copytree(mini_home, tmp_path_factory.mktemp("grown") / "home"))
    grow(folder)
    return folder


def held(test: AppTest, name: str) -> Any:
    """Return what the widget of a parameter holds."""
    for element in test:
        if (getattr(element, "key", None) or "").partition(".")[0] == name and hasattr(element, "value"):
            return element.value
    for one in test.main.get("pagination"):
        if f"-{name}." in one.proto.id:
            return one.proto.value if one.proto.set_value else one.proto.default
    return held(test, "from") if name == "to" else NOTHING  # a range of years is one widget


@pytest.fixture
def bound(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the parameters that get a widget, as pages are drawn."""
    names: set[str] = set()
    bind, fold = choices._bind, choices.fold

    def noted(name: str, *args: Any, **more: Any) -> Any:
        names.add(name)
        return bind(name, *args, **more)

    def folded(name: str, label: str) -> Any:
        names.add("open")
        return fold(name, label)

    monkeypatch.setattr(choices, "_bind", noted)
    monkeypatch.setattr(choices, "fold", folded)
    return names


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.page}-{row.name}")
def test_the_address_restores_what_is_chosen_and_shown(
    open_page: Open, grown: Path, bound: set[str], monkeypatch: pytest.MonkeyPatch, row: Row
) -> None:
    if row.own:
        monkeypatch.setenv("KB_HOME", str(grown))
    if row.prepare:
        row.prepare(monkeypatch)
    test = open_page(row.page, **{"lang": row.lang, **row.address})
    assert held(test, row.name) == (row.value if row.held is None else row.held)
    assert row.read(test) == row.shown
    assert refusals(test) == []
    assert bound <= {one.name for one in ROWS if one.page == row.page}, "a choice that no row of the table tries"
    del test.query_params[row.name]  # as the browser's Back does
    test.run()
    assert (row.read(test) != row.shown) is not row.kept


def refusals(test: AppTest) -> list[str]:
    """Return what a page says of an address that it cannot follow."""
    begins = tuple(table(lang)["address.refused"].partition("{")[0] for lang in Lang)
    return [said for warning in test.main.warning if (said := words(warning.value)).startswith(begins)]


BY_HAND = {
    "ui/state.py": {"segmented_control"},  # lang
    "ui/explore_sections.py": {"toggle", "expander", "echarts_chart", "dataframe"},  # open, concept, family
    "ui/learn_known.py": {"checkbox", "multiselect"},  # known
    "ui/related_topics.py": {"selectbox", "expander"},  # concept; the sentences of one
}
"""Widgets that write to the address by themselves."""
NOT_SHARED = {
    "ui/clicks.py": {"echarts_chart"},  # a click leaves the page
    "ui/collection_actions.py": {"text_input"},  # names and notes are kept in the home
    "ui/collection_rows.py": {"text_area"},
    "ui/stars.py": {"checkbox", "text_input"},
    "ui/finder.py": {"text_input"},  # what is typed before it is chosen, and what a reader brings
    "ui/library_add.py": {"file_uploader", "text_input"},
    "ui/library_review.py": {"text_input", "selectbox", "expander"},
    "ui/related_input.py": {"text_area", "file_uploader", "expander"},
    "ui/related_sections.py": {"expander"},
    "ui/pages/search.py": {"expander"},  # open where an option is set
    "ui/pages/quality.py": {"expander"},  # open where there are problems
}
"""Widgets whose state is private or of the moment."""
WIDGETS = {
    *("checkbox", "data_editor", "date_input", "expander", "feedback", "file_uploader", "multiselect", "number_input"),
    *("pagination", "pills", "radio", "segmented_control", "select_slider", "selectbox", "slider", "tabs", "text_area"),
    *("text_input", "time_input", "toggle"),
}


def calls(path: Path) -> Iterator[tuple[str, str, ast.Call]]:
    """Yield the calls of a function of a module, as in ``st.slider(…)``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield ast.unparse(node.func.value), node.func.attr, node


def test_every_widget_is_bound_to_the_address_or_has_a_reason_not_to_be() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for path in SOURCES:
        for module, name, call in calls(path):
            selects = any(word.arg == "on_select" for word in call.keywords)
            if module != "choices" and (name in WIDGETS or selects):
                found[path.relative_to(ROOT).as_posix()].add(name)
    del found["ui/choices.py"]
    assert found == BY_HAND | NOT_SHARED


def test_every_parameter_has_a_row_and_its_words() -> None:
    names = {
        "part" if name == "part" else call.args[0].value
        for path in SOURCES
        for module, name, call in calls(path)
        if module == "choices" and call.args and isinstance(call.args[0], ast.Constant)
    } - FOLDS
    assert names <= {row.name for row in ROWS}
    for lang in Lang:
        assert {key.removeprefix("address.") for key in table(lang) if key.startswith("address.")} == {
            "refused",
            "one",
            *(row.name for row in ROWS),
        } - {"id", "q", "work"}  # pages have their own words for these


def test_every_page_has_a_row() -> None:
    assert {row.page for row in ROWS} == {path.stem for path in (ROOT / "ui" / "pages").glob("[a-z]*.py")}


BAD: dict[str, tuple[dict[str, str | list[str]], dict[str, str]]] = {
    "home": ({"lang": "xx"}, {"en": "language “xx”"}),
    "explore": (
        {"family": "no", "facet": ["x", "field"], "view": "9", "concept": "zebra", "open": "none"},
        {"en": "facet “x”, family “no”, concept “zebra”, view “9”", "zh": "类别“x”、概念族“no”、概念“zebra”、视图“9”"},
    ),
    "search": (
        {"sort": "loud", "from": "20x", "to": "1999", "venue": "Nowhere", "q": "SST"},
        {
            "en": "order “loud”, first year “20x”, last year “1999”, venue “Nowhere”",
            "zh": "排序“loud”、起始年份“20x”、截止年份“1999”、发表处“Nowhere”",
        },
    ),
    "concept": (
        {"id": "steeping", "depth": "7", "type": "hates"},
        {"en": "how far “7”, kind “hates”", "zh": "范围“7”、类型“hates”"},
    ),
    "paper": ({"id": AGAINST, "part": "0"}, {"en": "page of the list “0”", "zh": "列表页码“0”"}),
    "compare": ({"view": "x"}, {"en": "view “x”", "zh": "视图“x”"}),
    "collections": ({"id": "1"}, {}),  # the starred things have a number, too
    "learn": (
        {"view": "next", "known": ["tea", "nope"], "part": "-1"},
        {"en": "known concept “nope”, page of the list “-1”", "zh": "已掌握的概念“nope”、列表页码“-1”"},
    ),
    "trends": (
        {"family": "<b>*x*", "concept": ["cup", "nope"], "from": "2999", "to": "2010"},
        {
            "en": "family “<b>*x*”, concept “nope”, first year “2999”",
            "zh": "概念族“<b>*x*”、概念“nope”、起始年份“2999”",
        },
    ),
    "map": (
        {"concept": "$x$ :red[y]" + "y" * 99, "from": "1", "part": "x"},
        {"en": f"concept “$x$ :red[y]{'y' * 48}…”, page of the list “x”"},
    ),
    "quality": ({"measure": "luck"}, {"en": "measure “luck”", "zh": "指标“luck”"}),
    "related": (
        {"work": [AGAINST], "without": "no", "tab": "x", "most": "7"},
        {"en": "struck concept “no”, number of results “7”, part “x”", "zh": "删去的概念“no”、结果数量“7”、栏目“x”"},
    ),
    "library": ({"view": "x"}, {"en": "view “x”", "zh": "视图“x”"}),
}
"""Addresses that ask for what is not here, and what is named of it."""


@pytest.mark.parametrize(("page", "lang"), [(page, lang) for page, (_, said) in BAD.items() for lang in said or ["en"]])
def test_what_an_address_asks_for_in_vain_is_told(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, page: str, lang: str
) -> None:
    monkeypatch.setattr(layers, "figures", lambda: FIGURES)
    address, said = BAD[page]
    test = open_page(page, **{"lang": lang, **address})
    expected = [table(Lang(lang))["address.refused"].format(what=said[lang])] if said else []
    assert refusals(test) == expected
    assert test.main.title[0].value
    raw = " ".join(warning.value for warning in test.main.warning)
    assert not re.search(r"(?<!\\)[<*$\[:]", raw)


def test_a_choice_takes_out_what_was_not_here(open_page: Open) -> None:
    test = open_page("trends", family=["nope", "tea"], concept="nope")
    assert len(refusals(test)) == 1
    test.button_group(key="measure.en").set_value("share").run()
    assert refusals(test) == []
    assert {name: test.query_params[name] for name in test.query_params} == {
        "lang": "en",
        "family": "tea",
        "measure": "share",
    }


def test_a_choice_takes_out_what_it_leaves_without_meaning(open_page: Open) -> None:
    test = open_page("concept", id="cup", depth="2", type=["evaluates"])
    assert refusals(test) == []
    test.main.segmented_control[0].set_value("1").run()  # nothing is evaluated so near
    assert (refusals(test), "type" in test.query_params) == ([], False)


def test_a_list_that_gets_shorter_shows_its_last_part_and_another_choice_its_first(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.trends_sections._PART", 1)
    test = open_page("trends", part="99")
    assert (refusals(test), held(test, "part")) == ([], 5)
    test.main.select_slider[0].set_range(2002, 2015).run()
    assert {name: test.query_params[name] for name in test.query_params} == {"lang": "en", "from": "2002"}
    assert held(test, "part") == 1


def test_many_bad_values_are_not_all_told(open_page: Open) -> None:
    (said,) = refusals(open_page("trends", concept=[f"no{number}" for number in range(9)]))
    assert "concept “no5” …." in said
    assert "no6" not in said
