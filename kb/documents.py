"""What the index holds: concepts and works as documents with fields to search and a text to encode."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from kb.mentions import sentences
from kb.model import Concept, Facet, Lang, Link, Method, Taxonomy, Work
from kb.model.record import SHIPPED
from kb.text import has_cjk


class Kind(StrEnum):
    """What a document stands for."""

    CONCEPT = "concept"
    WORK = "work"


class Key(NamedTuple):
    """The kind and id of a document."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, raw: str) -> Key:
        """Read what ``str`` wrote."""
        kind, _, ref = raw.partition(":")
        return cls(Kind(kind), ref)


class Document(NamedTuple):
    """One searchable thing: ``heading``, ``names`` and ``body`` are its words, ``texts`` what is encoded.

    The first text stands for the whole; it is found by the nearest of them. What follows a search can be limited to:
    ``concepts`` holds the concepts it belongs to and all that is above them, ``facets`` the facet of a concept or those
    of the concepts that a work is tied to (not of those above, or all would be fields), ``sources`` where it came from
    (see `kb.model.record.Record.origin`); ``summarised`` says whether it has a gist or a summary of ours.
    """

    key: Key
    heading: str
    names: str
    body: str
    texts: tuple[str, ...]
    year: int | None
    concepts: frozenset[str]
    facets: frozenset[Facet] = frozenset()
    sources: frozenset[str] = frozenset()
    entry_type: str = ""
    venue: str = ""
    summarised: bool = False

    @property
    def text_hash(self) -> str:
        """The name of the first text in the cache of embeddings."""
        return text_hash(self.texts[0])

    def hashes(self, chinese: bool) -> dict[str, str]:
        """Return the texts by their names in the cache of embeddings; an encoder may not read Chinese."""
        return {text_hash(text): text for text in self.texts if chinese or text is self.texts[0] or not has_cjk(text)}


def text_hash(text: str) -> str:
    """Return the name of an encoded text in the cache of embeddings."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Documents:
    """Makes the documents of a taxonomy and of the works around it."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._above = {c.id: frozenset({c.id, *taxonomy.ancestors(c.id)}) for c in taxonomy.concepts}

    def concepts(self) -> list[Document]:
        """Return a document per concept that was not retired, in their order."""
        return [of_concept(c, self._above[c.id]) for c in self._taxonomy.concepts if c.replaced_by is None]

    def works(
        self, works: Iterable[Work], links: Iterable[Link], sources: Mapping[str, frozenset[str]]
    ) -> list[Document]:
        """Return a document per work, in their order; ``links`` and ``sources`` are those of these works."""
        curated: dict[str, list[Concept]] = defaultdict(list)
        groups: dict[str, set[str]] = defaultdict(set)
        facets: dict[str, set[Facet]] = defaultdict(set)
        for link in links:
            if link.concept in self._above:
                groups[link.work] |= self._above[link.concept]
                facets[link.work].add(self._taxonomy.by_id[link.concept].facet)
                if link.method is Method.CURATED:  # what is found in a text adds nothing to it
                    curated[link.work].append(self._taxonomy.by_id[link.concept])
        return [
            of_work(work, curated[work.id], frozenset(groups[work.id]))._replace(
                facets=frozenset(facets[work.id]), sources=sources.get(work.id, frozenset())
            )
            for work in works
        ]


def of_concept(concept: Concept, groups: frozenset[str]) -> Document:
    """Return the document of a concept; ``groups`` are its own id and all above it."""
    en = [d.text for d in concept.definitions if d.lang is Lang.EN]
    zh = [d.text for d in concept.definitions if d.lang is Lang.ZH]
    terms, hidden = concept.alt_label, concept.hidden_label
    label, gist = concept.pref_label, concept.gist
    return Document(
        key=Key(Kind.CONCEPT, concept.id),
        heading=_join(label.en, label.zh),
        names=_join(*terms.en, *terms.zh, *hidden.en, *hidden.zh),
        body=_join(gist.en, gist.zh, *en, *zh, *concept.asked.en, *concept.asked.zh),
        texts=(
            f"{label.en}. {gist.en} {' '.join(en)}".strip(),
            *filter(None, (gist.en, gist.zh)),
            *(sentence for text in en for sentence in sentences(text)),
            *concept.asked.en,
            *concept.asked.zh,
        ),
        year=None,
        concepts=groups,
        facets=frozenset({concept.facet}),
        sources=frozenset({SHIPPED}),
        summarised=bool(gist.en or gist.zh),
    )


def of_work(work: Work, concepts: list[Concept], groups: frozenset[str]) -> Document:
    """Return the document of a work; ``concepts`` are those that people tied it to, ``groups`` all and those above."""
    topics = [label for concept in concepts for label in (concept.pref_label.en, concept.pref_label.zh)]
    about = work.abstract or work.summary.en
    return Document(
        key=Key(Kind.WORK, work.id),
        heading=_join(work.title, work.details.get("titleaddon", "")),
        names=_join(
            *work.names(),
            work.details.get("authoraddon", ""),
            str(work.year or ""),
            work.venue,
            work.citekey,
            *work.identifiers.values(),
        ),
        body=_join(work.abstract, work.summary.en, work.summary.zh, *topics),
        texts=(f"{work.title}. {about or '; '.join(c.pref_label.en for c in concepts)}".strip(),),
        year=work.year,
        concepts=groups,
        entry_type=work.entry_type,
        venue=work.venue,
        summarised=bool(work.summary.en or work.summary.zh),
    )


def _join(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
