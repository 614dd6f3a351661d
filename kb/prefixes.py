"""What some models want in front of a query and of a document: their own prompts, else what is known of their kind."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class Prefixes(NamedTuple):
    """The words in front of a query and of a document."""

    query: str
    document: str


_KNOWN = (
    (r"(multilingual-)?e5-(small|base|large)(-v2)?", Prefixes("query: ", "passage: ")),
    (r"nomic-embed-text-v\d.*", Prefixes("search_query: ", "search_document: ")),
    (r"bge-(small|base|large)-en.*", Prefixes("Represent this sentence for searching relevant passages: ", "")),
    (r"bge-(small|base|large)-zh.*", Prefixes("为这个句子生成表示以用于检索相关文章：", "")),
)
"""By the last part of a name: what the cards of models say that carry no prompts (e5, Nomic Embed, BGE)."""

_QUERY, _DOCUMENT = ("query",), ("document", "passage", "corpus")
"""How the prompts of sentence-transformers models are called, the first non-empty one counts."""


def prefixes(name: str, prompts: Mapping[str, str | None]) -> Prefixes:
    """Return what a model wants: what its own prompts say or, where it has none, what is known under its name."""
    own = Prefixes(_first(prompts, _QUERY), _first(prompts, _DOCUMENT))
    return own if any(own) else _known(name)


def document_prefix(name: str) -> str:
    """Return what stands in front of documents as far as it is known before the model is loaded.

    A folder says it in its configuration, any other model by its name.
    """
    try:
        held = json.loads((Path(name) / "config_sentence_transformers.json").read_bytes())
        prompts = {key: text for key, text in held["prompts"].items() if isinstance(text, str)}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):  # loading it will say what is wrong
        prompts = {}
    return prefixes(name, prompts).document


def _first(prompts: Mapping[str, str | None], names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := prompts.get(name))), "")


def _known(name: str) -> Prefixes:
    last = Path(name).name.lower()
    return next((found for pattern, found in _KNOWN if re.fullmatch(pattern, last)), Prefixes("", ""))
