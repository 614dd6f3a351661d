"""The library page's review list: what surveys suggest, to be accepted, merged or rejected, and the patches."""

from __future__ import annotations

import streamlit as st

from kb import review
from kb.atlas import Atlas
from kb.errors import AtlasError
from kb.model import Facet
from kb.model.candidate import Candidate, Decision, Review, Sighting, Verdict
from kb.phrases import heading
from ui import choices, links, parts, shown
from ui.desk import desk
from ui.reasons import localized
from ui.text import plain, shorten
from ui.words import language, t

_PART, _MOST, _SENTENCES = 5, 700, 3
_SAID = "library.review.said"


def draw(atlas: Atlas, found: list[Review]) -> None:
    """Draw the candidates of one state, some at a time, and the patches that follow from the decisions."""
    parts.heading(t("library.review"), t("library.review.help") if found else "")
    said = st.session_state.pop(_SAID, "")
    if said:
        st.warning(plain(said), icon=":material/info:")
    if not found:
        parts.empty(t("library.review.none"))
        return
    count = {verdict: sum(one.decision.verdict is verdict for one in found) for verdict in Verdict}
    names = {verdict.value: f"{t(f'library.verdict.{verdict}')} ({count[verdict]})" for verdict in Verdict}
    verdict = Verdict(choices.segments("show", t("library.review.show"), names, quiet=True))
    listed = [one for one in found if one.decision.verdict is verdict]
    if not listed:
        st.caption(t("library.review.empty"))
    part = choices.part(f"review.{verdict}", -(-len(listed) // _PART))
    for one in listed[(part - 1) * _PART : part * _PART]:
        with st.container(border=True):
            _candidate(atlas, one)
    _patches(atlas)


def _candidate(atlas: Atlas, one: Review) -> None:
    candidate = one.candidate
    st.markdown(f"**{plain(_name(atlas, candidate))}**")
    st.caption(plain(t(f"library.kind.{'relation' if candidate.relation else 'concept'}", id=candidate.id)))
    for sighting in candidate.evidence[:_SENTENCES]:
        place = t("library.line", source=sighting.source, line=sighting.line)
        quote = plain(t("library.quote", text=shorten(sighting.sentence, _MOST)))
        st.markdown(links.lines(quote, links.quiet(_at(place, sighting))))
    if one.decision.verdict is not Verdict.OPEN:
        st.markdown(plain(_decision(atlas, one.decision)))
        _button("reopen", candidate, Decision(Verdict.OPEN), atlas)
        return
    if candidate.relation is None:
        _forms(atlas, candidate)
        _button("reject", candidate, Decision(Verdict.REJECTED), atlas)
    else:
        with st.container(horizontal=True, gap="small"):
            _button("accept", candidate, Decision(Verdict.ACCEPTED), atlas)
            _button("reject", candidate, Decision(Verdict.REJECTED), atlas)


def _forms(atlas: Atlas, candidate: Candidate) -> None:
    """Draw what it takes to accept a concept, and to merge it into another one."""
    key, lang = candidate.id, language()
    families = {family.id: family.label.best(lang) for family in atlas.taxonomy.families}
    facets = {facet.value: parts.facet_name(facet) for facet in Facet}
    labels = shown.concept_labels(atlas, lang)
    near = dict.fromkeys(
        i for name in candidate.labels() for label in atlas.labels.near(name) for i in atlas.labels.find(label)
    )
    accept, merge = st.columns(2, gap="large")
    with accept, st.form(f"library.accept.{key}", border=False):
        st.text_input(t("library.id"), value=candidate.id, key=f"library.id.{key}", help=t("library.id.help"))
        st.selectbox(
            t("explore.family"), list(families), format_func=families.__getitem__, key=f"library.family.{key}.{lang}"
        )
        st.selectbox(
            t("explore.facet"), list(facets), format_func=facets.__getitem__, key=f"library.facet.{key}.{lang}"
        )
        st.form_submit_button(t("library.accept"), on_click=_accept, args=(atlas, key, lang), disabled=desk().busy)
    with merge, st.form(f"library.merge.{key}", border=False):
        options = [*near, *(i for i in labels if i not in near)]
        st.selectbox(
            t("library.merge_into"),
            options,
            format_func=lambda i: labels.get(i, i),
            key=f"library.into.{key}.{lang}",
            help=t("library.merge_into.help"),
        )
        st.form_submit_button(t("library.merge"), on_click=_merge, args=(atlas, key, lang), disabled=desk().busy)


def _button(name: str, candidate: Candidate, decision: Decision, atlas: Atlas) -> None:
    st.button(
        t(f"library.{name}"),
        key=f"library.{name}.{candidate.id}",
        on_click=_decide,
        args=(atlas, candidate.id, decision),
        disabled=desk().busy,
    )


def _accept(atlas: Atlas, ident: str, lang: str) -> None:
    said = st.session_state
    family, facet = said[f"library.family.{ident}.{lang}"], said[f"library.facet.{ident}.{lang}"]
    _decide(atlas, ident, Decision(Verdict.ACCEPTED, said[f"library.id.{ident}"].strip(), family, Facet(facet)))


def _merge(atlas: Atlas, ident: str, lang: str) -> None:
    _decide(atlas, ident, Decision(Verdict.MERGED, st.session_state[f"library.into.{ident}.{lang}"]))


def _decide(atlas: Atlas, ident: str, decision: Decision) -> None:
    try:
        review.decide(atlas.home, ident, decision)
    except AtlasError as error:
        st.session_state[_SAID] = localized(str(error))


def _patches(atlas: Atlas) -> None:
    """Draw the patches with their text."""
    found = sorted(atlas.home.review.glob("*.yaml"))
    parts.heading(t("library.patches"), t("library.patches.help" if found else "library.patches.none"))
    for path in found:
        text = path.read_text(encoding="utf-8")
        with st.expander(f"data/concepts/{plain(path.name)}"):
            parts.download(t("library.patch", name=plain(path.name)), path.name, text.encode)
            st.code(text, language="yaml", wrap_lines=True)


def _name(atlas: Atlas, candidate: Candidate) -> str:
    if candidate.relation is None:
        return " · ".join(candidate.labels())
    by_id = atlas.taxonomy.by_id
    subject, object_ = (
        by_id[end.id].pref_label.best(language()) if end.id in by_id else end.labels[0]
        for end in (candidate.relation.subject, candidate.relation.object)
    )
    return f"{subject} — {heading(candidate.relation.type, language(), inverse=False)} → {object_}"


def _at(place: str, sighting: Sighting) -> str:
    return t("sources.at", work=place, place=f"§ {sighting.section}") if sighting.section else place


def _decision(atlas: Atlas, decision: Decision) -> str:
    if not decision.concept:
        return t(f"library.verdict.{decision.verdict}")
    known = atlas.taxonomy.by_id.get(decision.concept)
    label = known.pref_label.best(language()) if known else decision.concept
    return t(f"library.decided.{decision.verdict}", concept=label)
