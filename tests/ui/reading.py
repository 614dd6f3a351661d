"""What a page shows, as plain text."""

from __future__ import annotations

import json
import re

from streamlit.testing.v1 import AppTest

_MARKS = re.compile(r":color\[●\]\{[^}]*\} |:(?:small|gray)\[|\*\*|\u2060|\\(?=[^\w\s])")

_HIGHLIGHT = re.compile(r":primary-background\[(.*?)\]")


def bare(markdown: str) -> str:
    """Return Markdown without facet marks, escapes, highlights and emphasis."""
    return _MARKS.sub("", _HIGHLIGHT.sub(r"\1", markdown)).rstrip("]").strip()


def links(test: AppTest, page: str = "") -> list[tuple[str, str]]:
    """Return label and query string of the links in the page (or only those to one page)."""
    found = [
        (element.proto.page, bare(element.proto.label), element.proto.query_string)
        for element in test.main.get("page_link")
    ]
    return [(label, query) for to, label, query in found if not page or to == page]


def texts(test: AppTest) -> list[str]:
    """Return the paragraphs and captions of the page."""
    return [bare(element.value) for kind in ("markdown", "caption") for element in getattr(test.main, kind)]


def walked(test: AppTest) -> list[str]:
    """Return the addresses that the browser was told to leave for."""
    found = [element.proto for element in test.get("bidi_component") if element.proto.component_name == "atlas_walk"]
    return [json.loads(proto.json)["href"] for proto in found if "href" in proto.json]
