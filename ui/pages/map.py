"""Map: all works in two dimensions, coloured by family; ``?concept=`` makes the works of one stand out."""

from functools import partial

import streamlit as st

from kb import landscape, positions
from kb.export import to_csv
from kb.landscape import Landscape, Rows, View
from kb.model import Lang
from ui import choices, clicks, details, knowledge, layers, links, parts, shown
from ui.layers import Scene
from ui.text import plain
from ui.words import language, t

_PART, _HEIGHT = 20, 620  # works of the list at a time; pixels of the map


def _chosen(land: Landscape) -> tuple[tuple[str, ...], str, int | None, int | None, bool]:
    """Draw the filters; returns families, a concept (empty: none), the years, and whether found works count."""
    families = choices.pills("family", t("map.family"), parts.family_badges(land.ties.taxonomy.families))
    left, right = st.columns(2, gap="medium", vertical_alignment="bottom")
    with left:
        labels = shown.concept_labels(atlas, language())
        concept = choices.select("concept", t("map.concept"), labels, empty=t("map.no_concept"))
    with right:
        start, end = choices.years(t("search.years"), land.years)
    whole = not land.ingested or choices.toggle("whole", t("trends.whole"), default=True)
    return tuple(families), concept, start, end, whole


def _draw(land: Landscape, scene: Scene) -> None:
    """Draw the map; a click on a work opens it. The list below says the same in words."""
    groups = [*scene.groups.values()]
    alt = t("map.alt", count=len(scene.view.drawn))
    works = land.places.works
    clicks.chart(scene.picture, lambda series, place: works[groups[series][place]], key="map", height=_HEIGHT, alt=alt)


def _told(concept: str, view: View) -> None:
    """Say what stands out and whether all is drawn, and what the axes do not mean."""
    if concept:
        line = t("map.lit", count=f"{len(view.lit):,}") if len(view.lit) else t("map.lit.none")
        st.markdown(f"{links.dotted(atlas.taxonomy.by_id[concept])} · {plain(line)}")
    if len(view.drawn) < view.total:
        st.caption(plain(t("map.sample", drawn=f"{len(view.drawn):,}", all=f"{view.total:,}")))
    st.caption(plain(t("map.axes")))


def _listed(land: Landscape, found: Rows) -> None:
    """Draw the works of the map as a list, the newest first, and what can be taken away."""
    parts.heading(t("map.list"), parts.counted("works", len(found)))
    part = choices.part("map", -(-len(found) // _PART))
    works = details.listed(atlas, _ids(land, found[(part - 1) * _PART : part * _PART]))
    st.markdown("\n\n".join(links.lines(f"**{links.work(work)}**", links.quiet(parts.byline(work))) for work in works))
    parts.download(t("map.csv"), "map.csv", partial(_table, land, found, language()))
    parts.exports(lambda: details.listed(atlas, _ids(land, found)), "map-works")


def _table(land: Landscape, found: Rows, lang: Lang) -> bytes:
    """Return the works of the map as a table; called for a download."""
    titles = positions.titles(atlas.catalogue, _ids(land, found))
    return to_csv(landscape.records(land, found, titles, lang), landscape.COLUMNS)


def _ids(land: Landscape, found: Rows) -> list[str]:
    return [land.places.works[row] for row in found]


atlas = knowledge.atlas()
st.title(t("page.map"), anchor=False)
st.markdown(t("map.lead"))
with parts.slow(_HEIGHT):
    land = layers.landscape(atlas)
    if not land.places.works:
        parts.empty(t("map.empty"))
        st.stop()
    asked = _chosen(land)
with parts.slow(_HEIGHT):
    scene = layers.scene(atlas, *asked, language())
    if len(scene.view.drawn):
        _draw(land, scene)
if len(scene.view.drawn):
    _told(asked[1], scene.view)  # below the map, which would jump
    _listed(land, scene.view.listed)
else:
    parts.empty(t("map.none"))
