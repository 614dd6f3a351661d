"""Works like something, each with the reasons why, as pages list them."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from kb.model import Concept
from kb.similar import Similar
from ui import links, parts
from ui.text import plain
from ui.words import t


def rows(found: Iterable[Similar], shared: str) -> None:
    """Draw works like a work or a concept; ``shared`` is the key of what is said of the concepts in common."""
    st.markdown(
        "\n\n".join(links.lines(links.work(n.work), links.quiet(parts.byline(n.work)), _why(n, shared)) for n in found)
    )


def _why(near: Similar, shared: str) -> str:
    """Say as Markdown why a work is there: how near it is, the concepts and the rare words in common."""
    reasons = (
        plain(t(f"similar.{near.band}", cosine=f"{near.cosine:.2f}")) if near.band else "",
        t(shared, labels=_linked(near.shared)) if near.shared else "",
        plain(t("similar.words", words=t("parts.comma").join(near.words))) if near.words else "",
    )
    return links.small(" · ".join(filter(None, reasons)), quiet=True)


def _linked(concepts: Iterable[Concept]) -> str:
    return t("parts.comma").join(dict.fromkeys(map(links.concept, concepts)))
