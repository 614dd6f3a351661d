"""A comparison as Markdown that can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kb.bands import Band, band
from kb.compare import Concepts, Overlap, T, Tied, Works
from kb.compare_table import NONE, Row
from kb.concept_view import Pair
from kb.graph import Edge
from kb.markdown import text
from kb.model import Concept, Lang, RelationType, Source, Text, Work
from kb.phrases import BROADER, PHRASES, ROLES, heading, sentence

HEADS = {
    "definitions": Text("Definitions", "定义"),
    "between": Text("What is stated between them", "彼此之间的关系"),
    "relations": Text("Relations to others", "与其他概念的关系"),
    "parents": Text("Parents", "上位概念"),
    "papers": Text("Papers", "文献"),
    "cites": Text("Who cites whom", "相互引用"),
    "nearness": Text("Nearness in sense", "语义远近"),
    "concepts": Text("Concepts", "概念"),
    "references": Text("References in common", "共同引用的文献"),
    "citing": Text("Cited together by", "共同被引于"),
}
"""Headings of the parts of a comparison."""
ALL = Text("All of them", "全部")
ONLY = Text("Only {name}", "仅{name}")
CITES = Text("{a} cites {b}", "{a}引用了{b}")
BANDS = {
    Band.NEAR_SAME: Text("very close", "非常接近"),
    Band.CLOSE: Text("close", "接近"),
    Band.RELATED: Text("related", "相关"),
    Band.DISTANT: Text("distant", "较远"),
}
"""How near two works are in sense."""
UNREAD = Text("not compared", "未比较")


def nearness(cosine: float | None, lang: Lang) -> str:
    """Say how near two works are in sense."""
    return (UNREAD if cosine is None else BANDS[band(cosine)]).get(lang)


def owners(places: Sequence[int], names: Sequence[str], lang: Lang) -> str:
    """Say who of those compared has something."""
    together = (", " if lang is Lang.EN else "、").join(names[place] for place in places)
    return ALL.get(lang) if len(places) == len(names) else together


def concepts_markdown(found: Concepts, labels: Mapping[str, str], lang: Lang) -> str:
    """Return a comparison of concepts; ``labels`` are the names of all concepts by id."""
    names = [concept.pref_label.best(lang) for concept in found.concepts]
    works = {ident: f"{work.title}, {work.byline()}" for ident, work in found.cited.items()}
    defined = zip(found.concepts, found.definitions, strict=True)
    blocks = [
        *_start(names, found.rows, lang),
        _head("definitions", lang),
        *(block for concept, pairs in defined for block in _definitions(concept, pairs, found.cited, lang)),
        _head("between", lang),
        _listed(_statement(edge, labels, found.cited, lang) for edge in found.between),
        *_part("relations", found.relations, lambda tied: _tied(tied, labels, lang), names, lang),
        *_part("parents", found.parents, lambda ident: labels[ident], names, lang),
        *_part("papers", found.works, lambda ident: works[ident], names, lang),
    ]
    return "\n\n".join(blocks) + "\n"


def works_markdown(found: Works, labels: Mapping[str, str], lang: Lang) -> str:
    """Return a comparison of works; ``labels`` are the names of all concepts by id."""
    names = [work.title for work in found.works]
    cites = [CITES.get(lang).format(a=text(a.title), b=text(b.title)) for a, b in found.between]
    near = [f"{text(a.title)} · {text(b.title)}: {nearness(cosine, lang)}" for a, b, cosine in found.nearness]

    def role(ident: str) -> str:
        held = [found.roles[work.id, ident] for work in found.works if (work.id, ident) in found.roles]
        return f"{labels[ident]} ({', '.join(ROLES[role].get(lang) for role in held)})"

    def work(ident: str) -> str:
        return f"{found.named[ident].title}, {found.named[ident].byline()}"

    blocks = [
        *_start(names, found.rows, lang),
        _head("cites", lang),
        _listed(cites),
        _head("nearness", lang),
        _listed(near),
        *_part("concepts", found.concepts, role, names, lang),
        *_shared("references", found.references, work, names, lang),
        *_shared("citing", found.citing, work, names, lang),
    ]
    return "\n\n".join(blocks) + "\n"


def _head(name: str, lang: Lang) -> str:
    return f"## {HEADS[name].get(lang)}"


def _start(names: Sequence[str], rows: Iterable[Row], lang: Lang) -> Iterator[str]:
    """Yield the title and the table."""
    yield f"# {' · '.join(map(text, names))}"
    lines = [["", *names], ["---"] * (len(names) + 1), *([row.name.get(lang), *row.cells] for row in rows)]
    yield "\n".join(f"| {' | '.join(map(text, line))} |" for line in lines)


def _part(name: str, found: Overlap[T], said: Callable[[T], str], names: Sequence[str], lang: Lang) -> Iterator[str]:
    """Yield what is shared and what each has alone."""
    yield from _shared(name, found, said, names, lang)
    for only, own in zip(names, found.own, strict=True):
        if own:
            yield f"### {ONLY.get(lang).format(name=text(only))}"
            yield _listed(text(said(thing)) for thing in own)


def _shared(name: str, found: Overlap[T], said: Callable[[T], str], names: Sequence[str], lang: Lang) -> Iterator[str]:
    yield _head(name, lang)
    yield _listed(f"{text(said(thing))} ({text(owners(places, names, lang))})" for thing, places in found.shared)


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines) or NONE


def _definitions(concept: Concept, pairs: Iterable[Pair], cited: Mapping[str, Work], lang: Lang) -> Iterator[str]:
    yield f"### {text(concept.pref_label.best(lang))}"
    said = filter(None, (pair.own or pair.other for pair in pairs))
    yield _listed(f"{text(one.text)} ({_sources(one.sources, cited)})" for one in said)


def _statement(edge: Edge, labels: Mapping[str, str], cited: Mapping[str, Work], lang: Lang) -> str:
    phrase = PHRASES[RelationType(edge.type)] if edge.relation else BROADER
    said = text(sentence(phrase, lang, labels[edge.subject], labels[edge.object]))
    return f"{said} ({_sources(edge.relation.sources, cited)})" if edge.relation else said


def _tied(tied: Tied, labels: Mapping[str, str], lang: Lang) -> str:
    return f"{heading(tied.type, lang, inverse=tied.inverse)}: {labels[tied.other]}"


def _sources(cited: Iterable[Source], works: Mapping[str, Work]) -> str:
    return text("; ".join(filter(None, (f"{works[s.work].byline()} {s.locator}".strip() for s in cited))))
