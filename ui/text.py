"""Untrusted text shown as text in every place that reads Markdown."""

from __future__ import annotations

import re

from kb.snippets import Pieces

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&=\"'@/^])")
# Streamlit replaces these after it has parsed Markdown, so no backslash helps: a word joiner (invisible) parts them.
_LATE = re.compile(r"://|www\.|@|mailto:|xmpp:|<->|<-|->|--|>=|<=|~=|:streamlit:", re.IGNORECASE)


def plain(text: str) -> str:
    """Escape a text for Markdown, captions, labels and table cells; the result is one line.

    Not for st.text, st.dataframe, select options or charts: they read no Markdown.
    """
    return escaped(" ".join(text.replace("\0", "").split()))


def highlighted(pieces: Pieces) -> str:
    """Escape the pieces of a text for Markdown, with those that matched bold on a tint: not by colour alone."""
    return "".join(
        f":primary-background[**{escaped(piece.text)}**]" if piece.matched else escaped(piece.text) for piece in pieces
    )


def shorten(text: str, most: int) -> str:
    """Cut a text at ``most`` characters, with an ellipsis where something is cut off."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def escaped(line: str) -> str:
    """Escape a piece of one line for Markdown, its blanks as they are."""
    return _SPECIAL.sub(r"\\\1", _LATE.sub(lambda match: match[0][0] + "\u2060" + match[0][1:], line))
