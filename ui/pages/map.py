"""Map: all works in two dimensions, coloured by family; ``?concept=`` makes the works of one stand out."""

from collections.abc import Sequence

import streamlit as st

from kb import landscape
from kb.export import to_csv
from kb.landscape import Landscape
from kb.positions import Place
from ui import choices, details, knowledge, layers, links, parts, plots, shown, state
from ui.text import plain
from ui.words import language, t

_PART = 20  # works of the list at a time


def _filters(land: Landscape) -> tuple[list[str], str, list[Place]]:
    """Draw the filters; returns families, a concept (empty: none) and the works that are left."""
    families = choices.pills("family", t("map.family"), parts.family_badges(land.ties.taxonomy.families))
    left, right = st.columns(2, gap="medium", vertical_alignment="bottom")
    with left:
        labels = shown.concept_labels(atlas, language())
        concept = choices.select("concept", t("map.concept"), labels, empty=t("map.no_concept"))
    with right:
        start, end = choices.years(t("search.years"), *land.years)
    whole = not land.ingested or choices.toggle("whole", t("trends.whole"), default=True)
    return families, concept, landscape.select(land, families, start, end, whole=whole)


def _draw(land: Landscape, found: Sequence[Place], lit: frozenset[str], families: Sequence[str]) -> None:
    """Draw the map; a click on a work opens it. The list below says the same in words."""
    groups = plots.grouped(land, found, lit)
    clicks = st.session_state.setdefault("_clicks", 0)  # a new chart after each: a selected point takes no click
    key = f"map.{clicks}"

    def clicked() -> None:
        chosen = st.session_state[key].selection.selected
        st.session_state["_clicks"] = clicks + 1
        if chosen and chosen[0]["data_indices"]:
            places = [*groups.values()][chosen[0]["series_index"]]
            st.session_state["_point"] = places[chosen[0]["data_indices"][0]].work

    regions = [region for region in land.regions if not families or region.concept.family in families]
    spec = plots.landscape(land, groups, lit, regions, language())
    st.echarts_chart(spec, height=620, key=key, on_select=clicked, alt=t("map.alt", count=len(found)))
    point = st.session_state.pop("_point", "")
    if point:
        state.go("paper", id=point)


def _listed(land: Landscape, found: Sequence[Place]) -> None:
    """Draw the works of the map as a list, the newest first, and what can be taken away."""
    ordered = sorted(found, key=lambda place: (-(place.year or 0), place.title))
    parts.heading(t("map.list"), parts.counted("works", len(ordered)))
    part = choices.part("part", "map", -(-len(ordered) // _PART))
    works = details.listed(atlas, (place.work for place in ordered[(part - 1) * _PART : part * _PART]))
    st.markdown("\n\n".join(links.lines(f"**{links.work(work)}**", links.quiet(parts.byline(work))) for work in works))
    parts.download(
        t("map.csv"), "map.csv", lambda: to_csv(landscape.records(land, ordered, language()), landscape.COLUMNS)
    )
    parts.exports(lambda: details.listed(atlas, (place.work for place in ordered)), "map-works")


atlas = knowledge.atlas()
st.title(t("page.map"), anchor=False)
st.markdown(t("map.lead"))
land = layers.landscape(atlas)
if not land.places:
    parts.empty(t("map.empty"))
    st.stop()
families, concept, found = _filters(land)
lit = land.ties.within[concept] if concept else frozenset[str]()
found.sort(key=lambda place: place.work not in lit)  # what stands out is always drawn
drawn = found[: landscape.MOST]
lit &= {place.work for place in drawn}
if len(drawn) < len(found):
    st.caption(plain(t("map.sample", drawn=f"{len(drawn):,}", all=f"{len(found):,}")))
if concept:
    line = t("map.lit", count=f"{len(lit):,}") if lit else t("map.lit.none")
    st.markdown(f"{links.dotted(atlas.taxonomy.by_id[concept])} · {plain(line)}")
if drawn:
    _draw(land, drawn, lit, families)
    st.caption(plain(t("map.axes")))
    _listed(land, [place for place in found if place.work in lit] if lit else found)
else:
    parts.empty(t("map.none"))
