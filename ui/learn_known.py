"""What the reader knows: marked on the page Learn, kept in its address, and what can be read next because of it."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from kb.atlas import Atlas
from kb.learning import BOOK, BY_LEVEL, PAGE, SURVEY, Next, minutes
from kb.model import Concept, Level, Work
from kb.tree import live
from ui import choices, details, layers, links, parts, shown, state
from ui.text import plain
from ui.words import language, t

_PART, _READ = 8, 4  # concepts at a time; must-knows of each
_HOUR, _HALVES = 60, 3  # minutes; hours below which halves are told


def held(atlas: Atlas) -> list[str]:
    """Return what the address says is known, else what this session does."""
    if "known" in st.query_params:
        state.know(choices.several("known", {concept.id for concept in live(atlas.taxonomy)}))
    return state.known()


def keep(concepts: Iterable[str]) -> None:
    """Put what is known into the address and the session."""
    state.know(dict.fromkeys(concepts))
    choices.put("known", state.known())


def mark(atlas: Atlas, concept: Concept) -> None:
    """Draw the box that says whether a concept is known."""
    known, key = held(atlas), f"known.{concept.id}.{language()}"
    st.session_state[key] = concept.id in known

    def changed() -> None:
        rest = [ident for ident in known if ident != concept.id]
        keep([*rest, concept.id] if st.session_state[key] else rest)

    st.checkbox(t("learn.known", label=plain(concept.pref_label.best(language()))), key=key, on_change=changed)


def following(atlas: Atlas) -> None:
    """Draw what is known, and what can be learnt next, a part at a time."""
    known = _choose(atlas)
    ready = layers.open_to(atlas, tuple(known))
    count = len(ready)
    key = "learn.next.help" if known else "learn.next.start"
    parts.heading(t("learn.next.title"), t(key, count=count) if ready else t("learn.next.none"))
    part = choices.part("next", -(-count // _PART))
    shown_now = [layers.lesson(atlas, concept.id) for concept in ready[(part - 1) * _PART : part * _PART]]
    for one in shown_now:
        with st.container(border=True):
            _lesson(atlas, one)
    works = tuple(dict.fromkeys(work.id for one in shown_now for work in one.read[:_READ]))
    if works:
        st.caption(estimate(details.listed(atlas, works)))
        with st.popover(t("learn.export", works=parts.counted("works", len(works))), icon=":material/download:"):
            parts.exports(lambda: details.listed(atlas, works), "read-next")
    st.caption(guess())


def estimate(works: Iterable[Work]) -> str:
    """Say how long works may take to read."""
    found = [*works]
    return plain(t("learn.estimate", works=parts.counted("works", len(found)), time=duration(sum(map(minutes, found)))))


def duration(total: int) -> str:
    """Return minutes in words: tens of minutes up to an hour, half hours up to three, then whole ones."""
    if total < _HOUR:
        return t("learn.minutes", count=max(5, round(total, -1)))
    hours = round(2 * total / _HOUR) / 2 if total < _HALVES * _HOUR else round(total / _HOUR)
    return t("learn.hours", count=f"{hours:g}")


def guess() -> str:
    """Say how the estimates are made."""
    level = {name.name.lower(): BY_LEVEL[name] for name in Level}
    return plain(t("learn.guess", page=PAGE, survey=SURVEY // _HOUR, book=BOOK // _HOUR, **level))


def _choose(atlas: Atlas) -> list[str]:
    """Draw the list of what is known; returns it."""
    known, labels = held(atlas), shown.concept_labels(atlas, language())
    key = f"known.{language()}"
    st.session_state[key] = [ident for ident in known if ident in labels]
    st.multiselect(
        t("learn.mine"),
        list(labels),
        format_func=lambda ident: labels[ident],
        key=key,
        on_change=lambda: keep(st.session_state[key]),
        placeholder=t("learn.mine.example"),
        select_all=False,
        help=t("learn.mine.help"),
    )
    return known


def _lesson(atlas: Atlas, one: Next) -> None:
    """Draw a concept to learn next: what it is, what it rests on and opens, and its must-knows."""
    st.markdown(f"### {links.dotted(one.concept)}")
    st.markdown(plain(one.concept.gist.best(language())))
    needs = links.small(f"{t('learn.needs')} {links.row(one.needs)}") if one.needs else ""
    opens = links.quiet(t("learn.opens", count=one.opens)) if one.opens else ""
    if needs or opens:
        st.markdown(links.lines(needs, opens))
    read = one.read[:_READ]
    if read:
        st.caption(t("learn.read"))
        st.markdown("\n\n".join(map(_entry, read)))
    mark(atlas, one.concept)


def _entry(work: Work) -> str:
    return links.lines(links.entry(work), links.quiet(t("learn.about", time=duration(minutes(work)))))
