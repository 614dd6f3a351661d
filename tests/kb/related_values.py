"""Invented answers about related work."""

from kb.model import Concept, Facet, Person, Text, Work
from kb.related.values import Signal, Stance, Suggestion


def concept(ident: str, en: str = "", zh: str = "") -> Concept:
    return Concept(ident, "tea", Facet.PROBLEM, Text(en or ident.title(), zh or "茶"), Text("A gist.", "要旨。"))


def work(ident: str, title: str = "Slow tea", family: str = "Pot", year: int | None = 2010) -> Work:
    return Work(ident, f"{family.lower()}{year}", title, (Person(family, "Pia"),), year)


STEEPING, CUPS = concept("steeping", "Slow steeping", "慢泡"), concept("cups", "Porcelain cups", "瓷杯")
TEA, LEAF, KETTLE = work("1"), work("2", "Leaves", "Leaf"), work("3", "Kettles", "Kettle", None)


def suggestion(found: Work, stance: Stance = Stance.DISCUSSES, *about: Concept) -> Suggestion:
    return Suggestion(found, 0.5, stance, about, {Signal.WORDS: 0.2, Signal.SENSE: 0.1})
