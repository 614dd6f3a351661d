"""A concept as Markdown that leaves the house: gist, definitions, learning order, relations and papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kb.concept_papers import works
from kb.concept_view import ConceptView
from kb.markdown import text
from kb.model import Concept, Lang, Relation, Source, Text, Work
from kb.phrases import PHRASES, sentence

_DEFINITIONS = Text("Definitions", "定义")
_FIRST = Text("Learn first", "先学什么")
_RELATIONS = Text("Relations", "关系")
_PAPERS = Text("Papers", "文献")


def markdown(view: ConceptView, names: Mapping[str, Concept], lang: Lang, citation: str) -> str:
    """Return the concept in one language, the citation (as text) at the end; ``names`` are all concepts by id."""
    concept = view.concept
    first = " → ".join(text(step.pref_label.best(lang)) for step in view.learn_first)
    stated = [_relation(relation, names, view.cited, lang) for group in view.groups for relation in group.relations]
    papers = [f"- {text(work.byline())}: {text(work.title)}" for work in works(view.papers)]
    blocks = [
        f"# {text(concept.pref_label.best(lang))}",
        text(concept.gist.best(lang)),
        *_section(_DEFINITIONS, lang, _definitions(view)),
        *_section(_FIRST, lang, [first] if first else []),
        *_section(_RELATIONS, lang, ["\n".join(stated)] if stated else []),
        *_section(_PAPERS, lang, ["\n".join(papers)] if papers else []),
        text(citation),
    ]
    return "\n\n".join(blocks) + "\n"


def defining(view: ConceptView) -> tuple[Work, ...]:
    """Return the works that the definitions of a concept follow, each once, in their order."""
    cited = (source.work for pair in view.definitions for source in pair.sources)
    return tuple(view.cited[work] for work in dict.fromkeys(cited) if work in view.cited)


def _section(title: Text, lang: Lang, blocks: Iterable[str]) -> list[str]:
    blocks = [*blocks]
    return [f"## {title.get(lang)}", *blocks] if blocks else []


def _definitions(view: ConceptView) -> Iterator[str]:
    for pair in view.definitions:
        if said := pair.own or pair.other:
            yield f"> {text(said.text)}\n>\n> {_cited(pair.sources, view.cited)}"


def _relation(relation: Relation, names: Mapping[str, Concept], cited: Mapping[str, Work], lang: Lang) -> str:
    ends = (text(names[end].pref_label.best(lang)) for end in (relation.subject, relation.object))
    said = sentence(PHRASES[relation.type], lang, *ends)
    return f"- {said} ({_cited(relation.sources, cited)})"


def _cited(sources: Iterable[Source], works: Mapping[str, Work]) -> str:
    """Return what is cited: authors, year and place."""
    found = (", ".join(filter(None, (works[s.work].byline(), s.locator))) for s in sources if s.work in works)
    return text("; ".join(found))
