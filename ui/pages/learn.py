"""Learn: the curated paths and what to read next; ``?id=`` opens a path, ``?known=`` is what the reader knows."""

import streamlit as st

from kb.learning import Stop, readings
from kb.model import LearningPath
from ui import choices, details, found, knowledge, layers, learn_known, links, parts, reach, state
from ui.text import plain
from ui.words import language, t


def _size(path: LearningPath) -> str:
    works = {work for step in path.steps for work in step.read}
    return f"{t('learn.steps', count=len(path.steps))} · {parts.counted('works', len(works))}"


def _all() -> None:
    """Draw every path as a card."""
    paths, known = layers.paths(atlas), {*learn_known.held(atlas)}
    if not paths:
        parts.empty(t("learn.empty"))
        return
    grid = st.grid(2, min_column_width=320, gap="small", border=True)
    for path in paths.values():
        with grid.cell():
            state.link("learn", f"**{plain(path.title.best(language()))}**", id=path.id)
            st.markdown(plain(path.gist.best(language())))
            st.caption(" · ".join(filter(None, (_size(path), _done(path, known)))))


def _one(path: LearningPath) -> None:
    """Draw a path: each step with its number, why it comes here, and what to read at this point."""
    state.link("learn", t("learn.all"), icon="arrow_back")
    reach.name(t("page.learn"), path.title.best(language()))
    st.title(plain(path.title.best(language())), anchor=False)
    st.markdown(plain(path.gist.best(language())))
    st.caption(_size(path))
    stops = layers.stops(atlas, path.id)
    works = tuple(work.id for work in readings(stops))
    _progress(stops)
    seen: set[str] = set()
    for place, stop in enumerate(stops, 1):
        with st.container(border=True):
            st.markdown(f"## :gray[{place}]\u2002{links.dotted(stop.concept)}")
            st.markdown(plain(stop.why.best(language())))
            if stop.read:
                st.caption(t("learn.read"))
                st.markdown("\n\n".join(links.entry(work, said=work.id not in seen) for work in stop.read))
                seen |= {work.id for work in stop.read}
            learn_known.mark(atlas, stop.concept)
    if works:
        with st.popover(t("learn.export", works=parts.counted("works", len(works))), icon=":material/download:"):
            parts.exports(lambda: details.listed(atlas, works), path.id)
        st.caption(learn_known.guess())


def _progress(stops: tuple[Stop, ...]) -> None:
    """Draw how many steps are known, and how long the reading of the others may take."""
    known = {*learn_known.held(atlas)}
    left = tuple(stop for stop in stops if stop.concept.id not in known)
    done = len(stops) - len(left)
    st.progress(done / len(stops), t("learn.progress", done=done, count=len(stops)))
    if readings(left):
        st.caption(learn_known.estimate(readings(left)))
    st.caption(t("learn.link"))


def _done(path: LearningPath, known: set[str]) -> str:
    done = sum(atlas.concept(step.concept).id in known for step in path.steps)
    return t("learn.progress", done=done, count=len(path.steps)) if done else ""


atlas = knowledge.atlas()
chosen = found.one_of(layers.paths(atlas), "learn")
if chosen:
    _one(chosen)
else:
    st.title(t("page.learn"), anchor=False)
    views = {name: t(f"learn.view.{name}") for name in ("paths", "next")}
    if choices.segments("view", t("learn.view"), views, quiet=True) == "next":
        st.markdown(t("learn.next.lead"))
        learn_known.following(atlas)
        st.caption(t("learn.link"))
    else:
        st.markdown(t("learn.lead"))
        _all()
