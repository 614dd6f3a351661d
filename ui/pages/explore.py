"""Explore: the taxonomy as a tree, a sunburst and a table that stay in step."""

from collections import Counter

import streamlit as st

from kb.atlas import Atlas
from kb.model import Facet
from ui import choices, explore_sections, knowledge, parts, shown, state
from ui.text import plain
from ui.words import language, t

_VIEWS = {"tree": "account_tree", "sunburst": "donut_large", "table": "table"}
_HEIGHT = 640  # of tree, sunburst or table, in pixels


def _filters(atlas: Atlas) -> tuple[str, frozenset[Facet], str]:
    """Draw the filters; returns text, facets and family (empty: no restriction).

    What a filter counts is what the other ones leave.
    """
    taxonomy = atlas.taxonomy
    asked = choices.text("q")
    ticked = frozenset(Facet(value) for value in choices.several("facet", tuple(Facet)))
    held = choices.one("family", {family.id for family in taxonomy.families}, "")
    by_family = Counter(concept.family for concept in shown.selected(atlas, asked, ticked, None))
    by_facet = Counter(concept.facet for concept in shown.selected(atlas, asked, frozenset(), held or None))
    families = {f.id: f"{f.label.best(language())} ({by_family[f.id]})" for f in taxonomy.families}
    used = {concept.facet for concept in taxonomy.concepts}
    facets = {f.value: f"{parts.facet_badge(f)} :gray[{by_facet[f]}]" for f in Facet if f in used}
    left, right = st.columns([3, 2])
    with left:
        choices.box("q", t("explore.find"), example=t("explore.find_example"), icon="filter_list")
    with right:
        choices.select("family", t("explore.family"), families, empty=t("explore.all_families"))
    choices.pills("facet", t("explore.facet"), facets, tip=t("explore.facet_help"))
    return asked, ticked, held


atlas = knowledge.atlas()
st.title(t("page.explore"), anchor=False)
st.markdown(t("explore.lead"))
text, facets, family = _filters(atlas)
concepts = shown.selected(atlas, text, facets, family or None)
chosen = choices.one("concept", {concept.id for concept in shown.selected(atlas, "", frozenset(), None)}, "")
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    views = {name: f":material/{icon}: {t(f'explore.{name}')}" for name, icon in _VIEWS.items()}
    view = choices.segments("view", t("explore.view"), views, quiet=True)
    st.caption(t("explore.count", shown=len(concepts), all=shown.figures(atlas).concepts))
if family and view != "tree":
    st.caption(plain(next(f.gist.best(language()) for f in atlas.taxonomy.families if f.id == family)))
with parts.slow(_HEIGHT):
    if not concepts:
        parts.empty(t("explore.none"))
        state.link("explore", plain(t("explore.reset")), icon="restart_alt", view=view)
    elif view == "sunburst":
        explore_sections.sunburst(atlas, concepts, chosen)
    elif view == "table":
        explore_sections.table(atlas, concepts, chosen)
    else:
        found = shown.selected(atlas, text, facets, None)
        wanted = {concept.id for concept in found} if text or facets else None
        explore_sections.tree(atlas, family, wanted, chosen)
if chosen:
    explore_sections.card(atlas, atlas.taxonomy.by_id[chosen])
