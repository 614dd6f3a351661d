"""Links within texts: Markdown to a concept or a paper (`ui.walk` makes them keep the session)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote, urlencode

from kb.atlas import Atlas
from kb.graph import Edge
from kb.model import Concept, LearningPath, RelationType, Scheme, Source, Work
from kb.phrases import BROADER, PHRASES, sentence
from ui import parts, state
from ui.text import plain, shorten
from ui.words import language, t

TITLE = 300  # characters of a title


def concept(shown: Concept, label: str = "") -> str:
    """Return a link to a concept as Markdown; its gist shows when one points at it."""
    return _link("concept", shown.id, label or shown.pref_label.best(language()), shown.gist.best(language()))


def dotted(shown: Concept) -> str:
    """Return a link to a concept behind the dot of its facet."""
    return f"{parts.facet_mark(shown.facet)}\u00a0{concept(shown)}"


def choice(shown: Concept, address: Mapping[str, str | list[str]]) -> str:
    """Return a link behind the dot of a facet that chooses a concept in Explore, with what else the address says."""
    label, tip = shown.pref_label.best(language()), shown.gist.best(language())
    return f"{parts.facet_mark(shown.facet)}\u00a0{_to('explore', label, tip, **address, concept=shown.id)}"


def path(shown: LearningPath) -> str:
    """Return a link to a learning path as Markdown."""
    return _link("learn", shown.id, shown.title.best(language()), shown.gist.best(language()))


def scheme(shown: Scheme) -> str:
    """Return a link to the crosswalk of a scheme as Markdown."""
    return _link("crosswalk", shown.id, shown.title.best(language()), shown.title.best(language()))


def statement(atlas: Atlas, edge: Edge) -> str:
    """Return a statement of the graph as a sentence with links to both ends."""
    phrase = PHRASES[RelationType(edge.type)] if edge.relation else BROADER
    return sentence(phrase, language(), *(concept(atlas.taxonomy.by_id[end]) for end in (edge.subject, edge.object)))


def row(concepts: Iterable[Concept]) -> str:
    """Return links to concepts as one paragraph."""
    return "\u2003 ".join(map(dotted, concepts))


def listed(concepts: Iterable[Concept]) -> str:
    """Return links to concepts, a line each."""
    return lines(*map(dotted, concepts))


def work(shown: Work, label: str = "") -> str:
    """Return a link to a paper as Markdown."""
    return _link("paper", shown.id, label or shorten(shown.title, TITLE), shown.title)


def sources(cited: Iterable[Source], works: Mapping[str, Work]) -> str:
    """Return where a statement comes from, in small type: works by authors, year and place."""
    found = []
    for source in cited:
        held = works[source.work]
        place = source.locator
        found.append(work(held, t("sources.at", work=held.byline(), place=place) if place else held.byline()))
    return small(" · ".join(found))


def entry(shown: Work, *, said: bool = True, write: Callable[[str], str] = plain) -> str:
    """Return a paper as it stands in a list: link, byline with level and survey mark, our summary if ``said``.

    ``write`` turns the summary into Markdown (`ui.mentions` makes links of the concepts in it).
    """
    facts = " · ".join(filter(None, (parts.byline(shown), *parts.marks(shown))))
    summary = shown.summary.best(language()) if said else ""
    return lines(work(shown), quiet(facts), small(write(summary)) if summary else "")


def small(markdown: str, *, quiet: bool = False) -> str:
    """Return Markdown in small type, and gray where it is quiet."""
    return f":small[:gray[{markdown}]]" if quiet else f":small[{markdown}]"


def quiet(text: str) -> str:
    """Return a text, escaped, in small gray type; nothing of an empty one."""
    return small(plain(text), quiet=True) if text else ""


def lines(*parts_: str) -> str:
    """Return pieces of Markdown as one paragraph, a line each; empty ones are left out."""
    return "  \n".join(filter(None, parts_))


def _link(page: str, ident: str, label: str, tip: str) -> str:
    return _to(page, label, tip, id=ident)


def _to(page: str, label: str, tip: str, **parameters: str | list[str]) -> str:
    address = urlencode(state.address(page, **parameters), doseq=True, quote_via=quote, safe="")
    return f'[{plain(label)}]({page}?{address} "{plain(tip)}")'
