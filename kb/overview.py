"""The knowledge base at a glance: its figures, its families, and the concepts as rows of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kb.atlas import Atlas
from kb.model import Concept, Family, Lang
from kb.phrases import FACETS
from kb.tree import live

STARTS = ("outer-alignment", "inner-alignment", "mesa-optimizer", "rlhf", "scalable-oversight", "debate")
"""Good first concepts, where the data have them."""
QUERIES = (
    "RLHF",
    "mesa-optimizer",
    "how can humans supervise AI smarter than them",
    "reward hacking",
    "什么是外部对齐？",
    "欺骗性对齐",
    "怎样监督比人类更聪明的AI",
)
"""Queries worth trying: an acronym, a term, questions, in both languages."""
COLUMNS = ("id", "en", "zh", "facet", "family", "broader", "below", "works", "gist")
"""What `rows` says of each concept."""


class Figures(NamedTuple):
    """How much there is; ``definitions`` counts by language, ``years`` are those that works are of.

    ``ingested`` counts the works that are not of the data, and that no other figure counts.
    """

    concepts: int
    works: int
    ingested: int
    relations: int
    families: int
    definitions: Mapping[Lang, int]
    years: tuple[int, ...]


class Summary(NamedTuple):
    """A family, the number of its live concepts, and of the works tied to them."""

    family: Family
    concepts: int
    works: int


def figures(atlas: Atlas) -> Figures:
    """Count what the data hold; retired concepts are left out."""
    concepts = live(atlas.taxonomy)
    spoken = [definition.lang for concept in concepts for definition in concept.definitions]
    counts = atlas.catalogue.counts()
    return Figures(
        concepts=len(concepts),
        works=counts["works"],
        ingested=counts["ingested"],
        relations=len(atlas.taxonomy.relations),
        families=len(atlas.taxonomy.families),
        definitions={lang: spoken.count(lang) for lang in Lang},
        years=atlas.catalogue.years(),
    )


def works_by_concept(atlas: Atlas) -> dict[str, set[str]]:
    """Map each concept that has works to their ids, as the data have it."""
    found: dict[str, set[str]] = defaultdict(set)
    for link in atlas.catalogue.curated_links():
        found[link.concept].add(link.work)
    return dict(found)


def families(atlas: Atlas) -> tuple[Summary, ...]:
    """Return the families in their order, with counts."""
    works = works_by_concept(atlas)
    found = []
    for family in atlas.taxonomy.families:
        members = [concept.id for concept in live(atlas.taxonomy) if concept.family == family.id]
        tied: set[str] = set().union(*(works.get(ident, set()) for ident in members))
        found.append(Summary(family, len(members), len(tied)))
    return tuple(found)


def starts(atlas: Atlas, most: int = 6) -> tuple[Concept, ...]:
    """Return concepts to start with: the well-known ones, else the tops of the families."""
    by_id = atlas.taxonomy.by_id
    tops = (top for family in atlas.taxonomy.families for top in family.top)
    found = [by_id[ident] for ident in STARTS if ident in by_id] or [by_id[ident] for ident in tops if ident in by_id]
    return tuple(found[:most])


def rows(atlas: Atlas, concepts: Iterable[Concept], lang: Lang) -> list[dict[str, str | int]]:
    """Return concepts as records for a table or an export, in their order."""
    works, taxonomy = works_by_concept(atlas), atlas.taxonomy
    names = {family.id: family.label.best(lang) for family in taxonomy.families}
    alive = {concept.id for concept in live(taxonomy)}
    return [
        {
            "id": concept.id,
            "en": concept.pref_label.en,
            "zh": concept.pref_label.zh,
            "facet": FACETS[concept.facet].get(lang),
            "family": names.get(concept.family, concept.family),
            "broader": "; ".join(atlas.label(parent, lang) for parent in concept.broader),
            "below": len(taxonomy.descendants(concept.id) & alive),
            "works": len(works.get(concept.id, ())),
            "gist": concept.gist.best(lang),
        }
        for concept in concepts
    ]
