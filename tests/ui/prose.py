"""Markdown with links within it, read as words."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from streamlit.testing.v1 import AppTest

_LINK = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\((\S+) \"((?:\\.|[^\"\\])*)\"\)")
_MARKS = re.compile(r":color\[●\]\{[^}]*\}\s|:(?:small|gray)\[|(?<!\\)[\[\]]|\*\*|\u2060")
_ESCAPE = re.compile(r"\\([^\w\s])")


class Linked(NamedTuple):
    """A link within a text."""

    label: str
    page: str
    id: str
    lang: str
    tip: str


def words(markdown: str) -> str:
    """Return what a reader sees of a piece of Markdown, its lines as they are."""
    seen = _ESCAPE.sub(r"\1", _MARKS.sub("", _LINK.sub(r"\1", markdown)))
    return "\n".join(line.strip() for line in seen.replace("\u00a0", " ").splitlines())


def prose(test: AppTest) -> list[str]:
    """Return the paragraphs of the page, without captions."""
    return [words(element.value) for element in test.main.markdown]


def captions(test: AppTest) -> list[str]:
    """Return the quiet lines of the page."""
    return [words(element.value) for element in test.main.caption]


def linked(test: AppTest) -> list[Linked]:
    """Return the links within the texts of the page."""
    found = []
    for element in test.main.markdown:
        for label, address, tip in _LINK.findall(element.value):
            parts = urlsplit(address)
            query = parse_qs(parts.query)
            found.append(
                Linked(words(label), parts.path, (query.get("id") or query["concept"])[0], query["lang"][0], words(tip))
            )
    return found


def picture(test: AppTest) -> dict[str, Any]:
    """Return what the graph component was given."""
    found = [element.proto for element in test.get("bidi_component") if element.proto.component_name == "atlas_graph"]
    data: dict[str, Any] = json.loads(found[0].json)
    return data
