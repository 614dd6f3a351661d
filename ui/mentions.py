"""Texts in which every mention of a concept is a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from kb.atlas import Atlas
from kb.evidence import neighbours
from kb.model import Concept, Lang
from kb.named import Names
from ui import links
from ui.text import escaped
from ui.words import language

Prose = Callable[[str], str]
"""Turns a text into Markdown with links, escaped."""


def of_concept(atlas: Atlas, concept: Concept) -> Prose:
    """Return how texts about a concept are written: it is not linked to itself."""
    return partial(_linked, atlas, concept.id, _near(atlas).get(concept.id, frozenset()))


def of_work(atlas: Atlas, tied: Iterable[Concept]) -> Prose:
    """Return how the texts of a work are written that is tied to some concepts."""
    return partial(_linked, atlas, "", frozenset(concept.id for concept in tied))


def _linked(atlas: Atlas, own: str, near: frozenset[str], text: str) -> str:
    return _markdown(atlas, own, near, text, language())


@lru_cache(maxsize=4096)
def _markdown(atlas: Atlas, own: str, near: frozenset[str], text: str, _lang: Lang) -> str:
    """Return a text as Markdown, its links in the session's language (`links.concept` reads it, the cache needs it)."""
    by_id = atlas.taxonomy.by_id
    return "".join(
        links.concept(by_id[part.concept], part.text) if part.concept else escaped(part.text)
        for part in _names(atlas).parts(text, own, near)
    )


@lru_cache(maxsize=8)
def _names(atlas: Atlas) -> Names:
    return Names(atlas.taxonomy)


@lru_cache(maxsize=8)
def _near(atlas: Atlas) -> dict[str, frozenset[str]]:
    return neighbours(atlas.taxonomy)
