"""The sections of a comparison: side by side, between them, in common, and what each has alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from kb.atlas import Atlas
from kb.compare import Concepts, Overlap, T, Tied, Works
from kb.compare_table import Row, table_csv
from kb.compare_text import ALL, CITES, HEADS, ONLY, concepts_markdown, nearness, owners, works_markdown
from kb.model import Work
from kb.phrases import ROLES, heading
from ui import choices, links, parts, shown, state
from ui.text import plain, shorten
from ui.words import language, t

_OWN, _TITLE = 8, 60  # things of one alone that are shown at once; letters of a title where it is a name


def concepts(atlas: Atlas, found: Concepts) -> None:
    """Draw concepts side by side."""
    names = [each.pref_label.best(language()) for each in found.concepts]
    for column, each in zip(_columns(found.concepts), found.concepts, strict=True):
        column.markdown(links.lines(f"**{links.dotted(each)}**", plain(each.gist.best(language()))))
    _table(found.rows, [links.dotted(each) for each in found.concepts])
    _definitions(found)
    _between(atlas, found)
    labels = shown.concept_labels(atlas, language())

    def concept(ident: str) -> str:
        return links.dotted(atlas.taxonomy.by_id[ident])

    def relation(tied: Tied) -> str:
        said = plain(heading(tied.type, language(), inverse=tied.inverse))
        return links.lines(f":gray[{said}] {concept(tied.other)}", links.sources(found.sources[tied], found.cited))

    def work(ident: str) -> str:
        roles = [found.roles[c.id, ident] for c in found.concepts if (c.id, ident) in found.roles]
        said = t("parts.comma").join(ROLES[role].get(language()) for role in roles)
        return links.lines(links.work(found.cited[ident]), links.quiet(f"{found.cited[ident].byline()} · {said}"))

    _overlap("relations", found.relations, relation, names)
    _overlap("parents", found.parents, concept, names)
    _overlap("papers", found.works, work, names)
    _take_away(names, found.rows, lambda: concepts_markdown(found, labels, language()))


def works(atlas: Atlas, found: Works) -> None:
    """Draw works side by side."""
    names = [shorten(work.title, _TITLE) for work in found.works]
    for column, each in zip(_columns(found.works), found.works, strict=True):
        column.markdown(links.entry(each))
    _table(found.rows, [links.work(work, work.byline()) for work in found.works])
    parts.heading(HEADS["cites"].get(language()), t("compare.cites.help" if found.between else "compare.cites.none"))
    say = CITES.get(language())
    st.markdown("\n".join(f"- {say.format(a=links.work(a), b=links.work(b))}" for a, b in found.between))
    parts.heading(HEADS["nearness"].get(language()), t("compare.nearness.help"))
    for a, b, cosine in found.nearness:
        st.markdown(f"{links.work(a)} · {links.work(b)}: **{nearness(cosine, language())}**")
        state.link("path", t("compare.path"), icon="route", **{"from": a.id, "to": b.id})

    def concept(ident: str) -> str:
        roles = [found.roles[w.id, ident] for w in found.works if (w.id, ident) in found.roles]
        said = t("parts.comma").join(ROLES[role].get(language()) for role in roles)
        return f"{links.dotted(atlas.taxonomy.by_id[ident])} {links.quiet(said)}"

    def work(ident: str) -> str:
        return links.lines(links.work(found.named[ident]), links.quiet(found.named[ident].byline()))

    _overlap("concepts", found.concepts, concept, names)
    for name, held in (("references", found.references), ("citing", found.citing)):
        if held.shared:
            parts.heading(HEADS[name].get(language()))
            st.markdown(_shared(held, work, names))
    labels = shown.concept_labels(atlas, language())
    _take_away(names, found.rows, lambda: works_markdown(found, labels, language()), found.works)


def _columns(things: Sequence[object]) -> list[st.delta_generator.DeltaGenerator]:
    return st.columns(len(things), gap="medium")


def _table(rows: Iterable[Row], heads: Sequence[str]) -> None:
    """Draw the table."""
    lines = [[t("compare.table"), *heads], ["---"] * (len(heads) + 1)]
    lines += [[f"**{plain(row.name.get(language()))}**", *map(plain, row.cells)] for row in rows]
    parts.heading(t("compare.table"))
    with st.container(key="compare-table"):
        st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _definitions(found: Concepts) -> None:
    """Draw the definitions of each concept, the other language below in gray, with what both cite."""
    parts.heading(HEADS["definitions"].get(language()))
    for column, concept, pairs in zip(_columns(found.concepts), found.concepts, found.definitions, strict=True):
        column.markdown(f"**{links.dotted(concept)}**")
        for pair in pairs:
            beside = pair.other.text if pair.other else ""
            own = plain(pair.own.text) if pair.own else t("concept.definitions.missing")
            column.markdown(links.lines(own, links.quiet(beside), links.sources(pair.sources, found.cited)))


def _between(atlas: Atlas, found: Concepts) -> None:
    """Draw what is stated of two of them, and the way between those of whom nothing is."""
    parts.heading(HEADS["between"].get(language()), "" if found.between else t("compare.between.none"))
    rows = [
        links.lines(links.statement(atlas, e), links.sources(e.relation.sources if e.relation else (), found.cited))
        for e in found.between
    ]
    st.markdown("\n\n".join(rows))
    for a, b in found.apart:
        label = t("compare.way", a=a.pref_label.best(language()), b=b.pref_label.best(language()))
        state.link("path", plain(label), icon="route", **{"from": a.id, "to": b.id})


def _overlap(name: str, found: Overlap[T], said: Callable[[T], str], names: Sequence[str]) -> None:
    """Draw what is shared, and below it in columns what each has alone."""
    parts.heading(HEADS[name].get(language()), "" if found.shared else t("compare.shared.none"))
    if found.shared:
        st.markdown(_shared(found, said, names))
    if any(found.own):
        for place, (column, only, own) in enumerate(zip(_columns(names), names, found.own, strict=True), 1):
            column.caption(plain(ONLY.get(language()).format(name=only)))
            column.markdown("\n\n".join(map(said, own[:_OWN])) or "–")
            if own[_OWN:]:
                with column, choices.fold(f"{name}.{place}", t("paper.more", count=len(own) - _OWN)):
                    st.markdown("\n\n".join(map(said, own[_OWN:])))


def _shared(found: Overlap[T], said: Callable[[T], str], names: Sequence[str]) -> str:
    """Return what is shared as paragraphs, and who has it where not all do."""
    rows = []
    for thing, places in found.shared:
        who = owners(places, names, language())
        rows.append(
            links.lines(said(thing), "" if who == ALL.get(language()) and len(names) == 2 else links.quiet(who))
        )
    return "\n\n".join(rows)


def _take_away(names: Sequence[str], rows: Sequence[Row], told: Callable[[], str], held: Sequence[Work] = ()) -> None:
    """Draw the downloads."""
    with st.popover(t("compare.export"), icon=":material/download:"):
        with st.container(horizontal=True, gap="small"):
            parts.download(t("compare.markdown"), "comparison.md", told)
            parts.download(t("compare.csv"), "comparison.csv", lambda: table_csv(names, rows, language()))
        if held:
            parts.exports(lambda: held, "compared-papers")
