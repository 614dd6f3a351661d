"""Path: the shortest way between two concepts or papers; ``?from=`` and ``?to=`` name them by id or label."""

import streamlit as st

from kb import ids
from kb.atlas import Atlas
from kb.errors import NotFoundError
from kb.model import Concept, Lang, Work
from kb.route import EXAMPLES, Route, told
from ui import choices, details, graph, knowledge, links, parts, reach, shown, state
from ui.text import plain, shorten
from ui.words import language, t

_HEIGHT, _LETTERS, _TITLE = 300, 120, 80  # of the picture; of an unknown id; of a title in a list


def _end(atlas: Atlas, name: str) -> Concept | Work | None:
    """Draw the list to choose an end from; returns what the address names, a sentence where it is unknown."""
    ref, labels = choices.text(name), shown.concept_labels(atlas, language())
    found: Concept | Work | None = None
    if ref:
        try:
            found = atlas.concept(ref)
        except NotFoundError:
            found = atlas.catalogue.find_work(ids.candidates(ref), ref)
    paper = {found.id: shorten(found.title, _TITLE)} if isinstance(found, Work) else {}
    value = found.id if found else ""
    choices.select(name, t(f"path.{name}"), paper | labels, empty=t("path.choose"), value=value)
    if ref and not found:
        st.warning(plain(t("path.unknown", ref=shorten(ref, _LETTERS))), icon=":material/info:")
    return found


def _swap(start: str, goal: str) -> None:
    choices.put_all({"from": goal, "to": start})


def _examples(atlas: Atlas) -> None:
    labels = shown.concept_labels(atlas, language())
    held = [example for example in EXAMPLES if labels.keys() >= {*example}]
    if held:
        parts.heading(t("path.try"))
    for a, b in held:
        label = t("compare.way", a=labels[a], b=labels[b])
        state.link("path", plain(label), icon="route", **{"from": a, "to": b})


def _picture(atlas: Atlas, way: Route) -> None:
    """Draw the concepts on the way; a click on one opens it."""
    if way.edges:
        label = t("path.label", concepts=len(way.concepts))
        with parts.slow(_HEIGHT):
            clicked = graph.draw(graph.chain(atlas, way, language()), label=label, key="path", height=_HEIGHT)
        if clicked in {concept.id for concept in way.concepts}:
            state.go("concept", id=clicked)
    else:
        st.markdown(links.row(way.concepts))
    parts.legend(concept.facet for concept in way.concepts)
    if way.edges:
        st.caption(t("path.lines"))


def _sentences(atlas: Atlas, way: Route) -> None:
    """Draw the way as sentences in the reader's language, with their sources, and in the other one beside."""
    beside = Lang.EN if language() is Lang.ZH else Lang.ZH
    parts.heading(t("path.sentences"), t("path.sentences.help"))
    for column, lang in zip(st.columns(2, gap="large"), (language(), beside), strict=True):
        column.caption(t(f"concept.in.{lang}"))
        said = told(atlas, way, lang)
        rows = [
            links.lines(f"{place}. {plain(one.sentence)}", links.sources(one.sources, way.cited) if one.sources else "")
            for place, one in enumerate(said, 1)
        ]
        column.markdown("\n".join(rows))
    st.markdown(links.row(way.concepts))


def _compare(start: Concept | Work, goal: Concept | Work) -> None:
    """Draw the way to the comparison of two of a kind."""
    both = [start.id, goal.id]
    if isinstance(start, Concept) and isinstance(goal, Concept):
        state.link("compare", t("path.compare"), icon="compare", concept=both)
    elif isinstance(start, Work) and isinstance(goal, Work):
        state.link("compare", t("path.compare"), icon="compare", work=both)


atlas = knowledge.atlas()
st.title(t("page.path"), anchor=False)
st.markdown(t("path.lead"))
left, right = st.columns(2, gap="medium")
with left:
    start = _end(atlas, "from")
with right:
    goal = _end(atlas, "to")
if start and goal:
    ends = [end.title if isinstance(end, Work) else end.pref_label.best(language()) for end in (start, goal)]
    reach.name(t("page.path"), " → ".join(ends))
    st.button(t("path.swap"), icon=":material/swap_horiz:", on_click=_swap, args=(start.id, goal.id))
    way = details.way(atlas, start.id, goal.id)
    if start.id == goal.id:
        parts.empty(t("path.same"))
    elif way is None:
        parts.empty(t("path.none"))
    else:
        _picture(atlas, way)
        _sentences(atlas, way)
        _compare(start, goal)
else:
    _examples(atlas)
