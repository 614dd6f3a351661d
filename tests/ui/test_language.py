"""Every string is there in both languages, every one is used, and no page speaks a language that was not asked for."""

from __future__ import annotations

import ast
import json
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from kb.model import Lang
from tests.fakes import MINI, ROOT
from tests.ui.conftest import Open
from tests.ui.reading import bare
from ui.words import day, table

SOURCES = [ROOT / "app.py", *sorted((ROOT / "ui").rglob("*.py"))]
ADDRESSES: dict[str, list[dict[str, str]]] = {
    "explore": [{"open": "all", "concept": "ceremony"}, {"view": "sunburst"}, {"view": "table", "q": "zebra"}],
    "search": [{}, {"q": "SST", "sort": "year"}, {"q": "zebra", "type": "misc"}],
    "concept": [{}, {"id": "steeping"}, {"id": "zebra"}],
    "paper": [{}, {"id": "leaf2001tea"}],
    "learn": [{}, {"id": "from-leaf-to-judge"}],
}
"""Pages that are looked at more than once; the others are as they open."""
PAGES = [
    (path.stem, address)
    for path in sorted((ROOT / "ui" / "pages").glob("*.py"))
    if path.stem != "__init__"
    for address in ADDRESSES.get(path.stem, [{}])
]
_LEAST = 12  # letters between a string's values from which it can be told from the data


def named(source: str) -> tuple[set[str], list[str]]:
    """Return the strings of a module, and its f-strings as patterns where they have a dot, as keys do."""
    plain, patterns = set(), []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            plain.add(node.value)
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(v.value) if isinstance(v, ast.Constant) else ".+" for v in node.values]
            if any("." in v.value for v in node.values if isinstance(v, ast.Constant)):
                patterns.append("".join(parts))
    return plain, patterns


def asked(source: str) -> Iterator[str]:
    """Yield the keys that a module asks for outright."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t":
            first = node.args[0]
            if isinstance(first, ast.Constant):
                yield first.value


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_strings_with_the_same_values() -> None:
    english, chinese = table(Lang.EN), table(Lang.ZH)
    assert english.keys() == chinese.keys()
    differ = {key for key in english if places(english[key]) != places(chinese[key])}
    assert differ == {"paper.authors_more"}  # "and two more", but "five in all"
    assert [key for key in english if not english[key].strip() or not chinese[key].strip()] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_string_is_missing(path: Path) -> None:
    assert set(asked(path.read_text(encoding="utf-8"))) <= set(table(Lang.EN))


def test_no_string_is_unused() -> None:
    found = [named(path.read_text(encoding="utf-8")) for path in SOURCES]
    plain = set().union(*(strings for strings, _ in found))
    patterns = [re.compile(pattern) for _, each in found for pattern in each]
    unused = [key for key in table(Lang.EN) if key not in plain and not any(p.fullmatch(key) for p in patterns)]
    assert unused == []


@cache
def foreign(lang: Lang) -> tuple[dict[str, str], dict[str, str]]:
    """Return the strings of the other language: those to be met whole, and pieces that betray them anywhere."""
    own = table(lang)
    other = {key: text for key, text in table(Lang.ZH if lang is Lang.EN else Lang.EN).items() if own[key] != text}
    data = " ".join([*own.values(), *(path.read_text(encoding="utf-8") for path in sorted(MINI.rglob("*.yaml")))])
    whole = {bare(text): key for key, text in other.items() if not places(text) and text not in data}
    pieces = {
        max((bare(part) for part, *_ in string.Formatter().parse(text)), key=len): key for key, text in other.items()
    }
    least = _LEAST if lang is Lang.ZH else _LEAST // 3
    return whole, {piece: key for piece, key in pieces.items() if len(piece) >= least and piece not in data}


def strings(value: Any) -> Iterator[str]:
    """Yield the strings within a message that became plain values, JSON within them opened."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        try:
            opened = json.loads(value)
        except ValueError:
            opened = None
        yield from strings(opened) if isinstance(opened, (dict, list)) else [value]


def shown(test: AppTest) -> Iterator[str]:
    """Yield what the page and its sidebar tell the browser."""
    for element in test:
        proto = getattr(element, "proto", None)
        if proto is None or not hasattr(proto, "DESCRIPTOR") or getattr(proto, "component_name", "") == "atlas_look":
            continue  # the style sheet is not told to anybody
        if element.key != "lang":  # the switch names each language in that language
            yield from map(bare, strings(MessageToDict(proto)))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("page", "address"), PAGES, ids=str)
def test_no_page_falls_back(open_page: Open, page: str, address: dict[str, str], lang: str) -> None:
    whole, pieces = foreign(Lang(lang))
    test = open_page(page, lang, **address)
    texts = list(shown(test))
    assert table(Lang(lang))[f"page.{page}"] in texts or page in {"home", "concept", "paper"}
    betrayed = {whole[text] for text in texts if text in whole}
    told = "\n".join(texts)
    betrayed |= {key for piece, key in pieces.items() if piece in told}
    assert betrayed == set()


@pytest.mark.parametrize(
    ("lang", "moment", "said"),
    [
        (Lang.EN, "2026-11-03T10:20:30Z", "3 November 2026"),
        (Lang.ZH, "2026-11-03", "2026年11月3日"),
        (Lang.EN, "soon", "soon"),
    ],
)
def test_a_day_is_said_as_the_language_says_it(lang: Lang, moment: str, said: str) -> None:
    assert day(moment, lang) == said
