"""The third pane of the related work: what to read, what is missing, what to check, and what to take away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import streamlit as st

from ingest.citekeys import citekeys
from kb.model import Work
from kb.related.known import own_keys
from kb.related.outline import REST, STANCES, by_topic, outline
from kb.related.reasons import flaw_reason, lack_reason, why
from kb.related.values import Asked, Known, Missing, Related, Stance, Suggestion, Suspect
from ui import brought, choices, links, nearness, parts, stars
from ui.text import plain, shorten
from ui.words import language, t

_TITLE, _ENTRIES = 120, 200  # letters of a title in a list; entries of a list that are shown


def draw(asked: Asked, answer: Related) -> None:
    """Draw the part that the address names."""
    names = {
        "read": t("related.read", count=len(answer.results)),
        "missing": t("related.missing", count=len(answer.missing)),
        "check": t("related.check", count=len(answer.suspect)),
    }
    tab = choices.segments("tab", t("related.tab"), names, quiet=True)
    if tab == "missing":
        _missing(answer.missing)
        _take_away(answer, [one.work for one in answer.missing], "missing-work")
    elif tab == "check":
        _check(asked, answer)
    else:
        _read(answer)
        _take_away(answer, [one.work for one in answer.results], "related-work")


def _read(answer: Related) -> None:
    """Draw the suggestions, in one list or in groups, and a map of them."""
    with st.container(horizontal=True, gap="medium"):
        ways = {way: t(f"related.group.{way}") for way in ("list", "concept", "stance")}
        group = choices.segments("group", t("related.group"), ways)
        choices.segments("most", t("search.most"), {number: number for number in brought.MOST})
    if not answer.results:
        parts.empty(t("related.read.none"))
        return
    st.caption(t("related.read.help"))
    _map(answer.results)
    if group == "list":
        _rows(answer.results)
        return
    for heading, found in _by_stance(answer) if group == "stance" else _by_topic(answer):
        st.subheader(heading, anchor=False)
        _rows(found)


def _by_stance(answer: Related) -> Iterable[tuple[str, list[Suggestion]]]:
    for stance in Stance:
        found = [one for one in answer.results if one.stance is stance]
        if found:
            yield plain(STANCES[stance].get(language())), found


def _by_topic(answer: Related) -> Iterable[tuple[str, list[Suggestion]]]:
    for topic, found in by_topic(answer):
        yield links.dotted(topic.concept) if topic else plain(REST.get(language())), found


def _rows(found: Iterable[Suggestion]) -> None:
    st.markdown(
        "\n\n".join(_row(one.work, t("related.score", score=f"{one.score:.2f}"), why(one, language())) for one in found)
    )


def _row(work: Work, fact: str, reason: str) -> str:
    """Return a work as Markdown: link, byline with its marks and a fact before it, why it is here."""
    facts = " · ".join(filter(None, (fact, parts.byline(work), *parts.marks(work))))
    return links.lines(f"**{links.work(work)}**", links.quiet(facts), links.small(plain(reason)))


def _map(found: Sequence[Suggestion]) -> None:
    """Draw the suggestions by year and nearness; a click on one opens it. The list says the same in words."""
    dated = [one for one in found if one.work.year]
    if len(dated) < 2:
        return
    points = [(one.work, one.score, one.concepts[0].facet if one.concepts else None) for one in dated]
    nearness.draw(points, key="related.map", axis=t("related.map.score"), alt=t("related.map.alt", count=len(dated)))
    st.caption(t("related.map.help"))


def _missing(found: Sequence[Missing]) -> None:
    """Draw what is missed, by concept."""
    if not found:
        parts.empty(t("related.missing.none"))
        return
    st.caption(t("related.missing.help"))
    for _, group in groupby(found, key=lambda one: one.concept.id):
        lacks = [*group]
        st.subheader(links.dotted(lacks[0].concept), anchor=False)
        st.markdown("\n\n".join(_lack(one) for one in lacks))


def _lack(one: Missing) -> str:
    return _row(one.work, "", lack_reason(one, language()))


def _check(asked: Asked, answer: Related) -> None:
    """Draw what looks wrong in the reader's list, and which of its entries the library has."""
    entries = answer.known[: len(asked.draft.references)]
    if answer.suspect:
        st.caption(t("related.check.help"))
        st.markdown("\n\n".join(map(_flaw, answer.suspect)))
    elif entries:
        st.success(t("related.check.clean"), icon=":material/check:")
    else:
        parts.empty(t("related.check.none"))
    if entries:
        have = sum(one.work is not None for one in entries)
        with st.expander(t("related.listed", count=len(entries), have=have)):
            st.markdown("\n".join(f"- {_entry(one)}" for one in entries[:_ENTRIES]))
            if len(entries) > _ENTRIES:
                st.caption(t("related.listed.more", count=len(entries) - _ENTRIES))


def _flaw(one: Suspect) -> str:
    key = f"**{plain(shorten(one.citekey, _TITLE))}**" if one.citekey else ""
    title = plain(shorten(one.reference.work.title, _TITLE)) if one.reference else ""
    line = t("related.line", line=one.reference.line) if one.reference and one.reference.line else ""
    found = links.small(t("related.found", work=links.work(one.found))) if one.found else ""
    head = " ".join(filter(None, (key, title, links.quiet(line))))
    return links.lines(head, plain(flaw_reason(one, language())), found)


def _entry(one: Known) -> str:
    key = plain(shorten(one.reference.citekey, _TITLE))
    title = shorten(one.reference.work.title, _TITLE)
    said = links.work(one.work, title) if one.work else f"{plain(title)} {links.quiet(t('related.not_here'))}"
    return " ".join(filter(None, (f"**{key}**" if key else "", said)))


def _take_away(answer: Related, works: Sequence[Work], name: str) -> None:
    """Draw the downloads of the works that are shown, and of the outline of the whole."""
    if not works:
        return
    own = own_keys(answer.known)
    with st.container(horizontal=True, gap="small"):
        with st.popover(t("search.export", works=parts.counted("works", len(works))), icon=":material/download:"):
            parts.exports(lambda: works, name, own)
            st.caption(t("related.outline.help"))
            parts.download(t("related.outline"), "outline.md", lambda: _outline(answer, own))
        stars.add_all(works, name)


def _outline(answer: Related, own: Mapping[str, str]) -> str:
    works = [*(one.work for one in answer.results), *(one.work for one in answer.missing)]
    return outline(answer, citekeys(works, own), language())
