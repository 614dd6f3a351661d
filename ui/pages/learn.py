"""Learn: the curated paths; ``?id=`` opens one with its steps, the reason for each, and what to read."""

import streamlit as st

from kb.learning import readings
from kb.model import LearningPath
from ui import details, found, knowledge, layers, links, parts, state
from ui.text import plain
from ui.words import language, t


def _size(path: LearningPath) -> str:
    works = {work for step in path.steps for work in step.read}
    return f"{t('learn.steps', count=len(path.steps))} · {parts.counted('works', len(works))}"


def _all() -> None:
    """Draw every path as a card."""
    st.title(t("page.learn"), anchor=False)
    st.markdown(t("learn.lead"))
    paths = layers.paths(atlas)
    if not paths:
        parts.empty(t("learn.empty"))
        return
    grid = st.grid(2, min_column_width=320, gap="small", border=True)
    for path in paths.values():
        with grid.cell():
            state.link("learn", f"**{plain(path.title.best(language()))}**", id=path.id)
            st.markdown(plain(path.gist.best(language())))
            st.caption(_size(path))


def _one(path: LearningPath) -> None:
    """Draw a path: each step with its number, why it comes here, and what to read at this point."""
    state.link("learn", t("learn.all"), icon="arrow_back")
    st.title(plain(path.title.best(language())), anchor=False)
    st.markdown(plain(path.gist.best(language())))
    st.caption(_size(path))
    stops = layers.stops(atlas, path.id)
    works = tuple(work.id for work in readings(stops))
    seen: set[str] = set()
    for place, stop in enumerate(stops, 1):
        with st.container(border=True):
            st.markdown(f"##### :gray[{place}]\u2002{links.dotted(stop.concept)}")
            st.markdown(plain(stop.why.best(language())))
            if stop.read:
                st.caption(t("learn.read"))
                st.markdown("\n\n".join(links.entry(work, said=work.id not in seen) for work in stop.read))
                seen |= {work.id for work in stop.read}
    if works:
        with st.popover(t("learn.export", works=parts.counted("works", len(works))), icon=":material/download:"):
            parts.exports(lambda: details.listed(atlas, works), path.id)


atlas = knowledge.atlas()
chosen = found.one_of(layers.paths(atlas), "learn")
if chosen:
    _one(chosen)
else:
    _all()
