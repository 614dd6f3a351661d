"""Untrusted text as text in Markdown that leaves the house (CommonMark, GitHub, Pandoc)."""

from __future__ import annotations

import re

from kb.text import clean

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&^@!])|(?<=[a-z]):(?=//)|(?<=\bwww)\.", re.I)
_WEB = re.compile("https?://[^<>\\s]+$")
_KEY = re.compile(r"\w(?:[:.#$%&\-+?<>~/]?\w)*")  # what Pandoc reads as a key without braces


def text(raw: str) -> str:
    """Escape a text for the inside of a line or a heading; the result is one line."""
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", clean(raw))


def link(label: str, address: str | None) -> str:
    """Return a link to an address of the web, percent-encoded (`kb.ids.address`); without one, the label alone."""
    return f"[{text(label)}](<{address}>)" if address and _WEB.match(address) else text(label)


def cite(key: str) -> str:
    """Return a citation by its key, as Pandoc reads it."""
    return f"[@{key}]" if _KEY.fullmatch(key) else f"[@{{{text(key)}}}]"
