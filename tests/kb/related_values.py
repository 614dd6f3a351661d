"""Invented answers about related work, and short ways to ask for it."""

from kb.atlas import Atlas
from kb.model import Concept, Facet, Person, Text, Work
from kb.model.draft import Draft, Reference
from kb.related.relate import related
from kb.related.values import Asked, Related, Signal, Stance, Suggestion


def concept(ident: str, en: str = "", zh: str = "") -> Concept:
    return Concept(ident, "tea", Facet.PROBLEM, Text(en or ident.title(), zh or "茶"), Text("A gist.", "要旨。"))


def work(ident: str, title: str = "Slow tea", family: str = "Pot", year: int | None = 2010) -> Work:
    return Work(ident, f"{family.lower()}{year}", title, (Person(family, "Pia"),), year)


STEEPING, CUPS = concept("steeping", "Slow steeping", "慢泡"), concept("cups", "Porcelain cups", "瓷杯")
TEA, LEAF, KETTLE = work("1"), work("2", "Leaves", "Leaf"), work("3", "Kettles", "Kettle", None)


def suggestion(found: Work, stance: Stance = Stance.DISCUSSES, *about: Concept) -> Suggestion:
    return Suggestion(found, 0.5, stance, about, {Signal.WORDS: 0.2, Signal.SENSE: 0.1})


def ask(atlas: Atlas, *entries: Work, text: str = "", title: str = "", **more: object) -> Related:
    """Ask with a text and a list of works under the keys k1, k2 …"""
    references = tuple(Reference(entry, f"k{i}", i) for i, entry in enumerate(entries, 1))
    return related(atlas, Asked(Draft(text, title, references), **more))  # type: ignore[arg-type]


def by_id(answer: Related) -> dict[str, Suggestion]:
    return {one.work.id: one for one in answer.results}


def ids(answer: Related) -> list[str]:
    return [one.work.id for one in answer.results]
