"""What a reader brings to have related work found: text and files in the session alone, all else in the address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

import streamlit as st

from ingest.draft import joined, pasted, read
from kb import ids
from kb.atlas import Atlas
from kb.model import Work
from kb.model.draft import Draft
from kb.related.relate import related
from kb.related.values import Asked, Related
from kb.text import clean
from kb.tree import live
from ui import choices
from ui.words import t

MOST = ("20", "40", "60")
"""How many related works can be asked for."""
_BROUGHT, _FOUND = "related.brought", "related.found"
_WORKS, _LETTERS = 100, 300  # references in the address, and of one


@dataclass
class Brought:
    """A text as it was pasted and what it says, files by name (bytes until they are read), all of it as one draft."""

    text: str = ""
    pasted: Draft = field(default_factory=Draft)
    files: dict[str, bytes | Draft] = field(default_factory=dict)
    whole: Draft | None = None

    def draft(self) -> Draft:
        """Return everything as one draft; what is new is read, which may take a while."""
        if self.whole is None:
            with st.spinner(t("related.reading")):
                for name, data in self.files.items():
                    self.files[name] = read(name, data) if isinstance(data, bytes) else data
                files = [one for one in self.files.values() if isinstance(one, Draft)]
                self.whole = joined([*([self.pasted] if self.text else []), *files])
        return self.whole

    def add(self, text: str, files: Iterable[tuple[str, bytes]]) -> None:
        """Take a text instead of the last one, and files; one replaces an earlier one of the same name."""
        self.text, self.pasted, self.whole = text, pasted(text), None
        new: dict[str, bytes | Draft] = {}
        for name, data in files:
            names = (f"{name} ({number})" if number > 1 else name for number in count(1))
            new[next(one for one in names if one not in new)] = data
        self.files |= new

    def drop(self, name: str) -> None:
        """Forget a file."""
        self.files.pop(name, None)
        self.whole = None


class Picked(NamedTuple):
    """The works that the address names, and what the library does not have."""

    works: tuple[Work, ...]
    unknown: tuple[str, ...]


class _Found(NamedTuple):
    atlas: Atlas
    asked: Asked
    answer: Related


def held() -> Brought:
    """Return what this session holds."""
    brought: Brought = st.session_state.setdefault(_BROUGHT, Brought())
    return brought


def forget() -> None:
    """Forget what the session holds, and what the address names."""
    st.session_state[_BROUGHT] = Brought()
    choices.put_all(dict.fromkeys(("work", "concept", "without")))


def picked(atlas: Atlas) -> Picked:
    """Return the works of the address, each once."""
    return resolved(atlas, st.query_params.get_all("work"))


def resolved(atlas: Atlas, refs: Iterable[str]) -> Picked:
    """Return the works that ids, citekeys, DOIs or arXiv ids name, each once."""
    named = [*dict.fromkeys(clean(ref)[:_LETTERS] for ref in refs)][:_WORKS]
    by_ref = {ref: atlas.catalogue.find_work(ids.candidates(ref), ref) for ref in named if ref}
    works = {work.id: work for work in by_ref.values() if work}
    return Picked(tuple(works.values()), tuple(ref for ref, work in by_ref.items() if not work))


def pick(atlas: Atlas, refs: Iterable[str]) -> tuple[str, ...]:
    """Add works to the address; returns what the library does not have."""
    more = resolved(atlas, refs)
    choices.put("work", [*dict.fromkeys(work.id for work in (*picked(atlas).works, *more.works))])
    return more.unknown


def unpick(atlas: Atlas, ident: str) -> None:
    """Take a work out of the address."""
    choices.put("work", [work.id for work in picked(atlas).works if work.id != ident])


def concepts(atlas: Atlas, name: str) -> list[str]:
    """Return the concepts that the address adds (``concept``) or strikes (``without``)."""
    return choices.several(name, {concept.id for concept in live(atlas.taxonomy)})


def move(atlas: Atlas, ident: str, to: str = "") -> None:
    """Put a concept to those that are added (``concept``) or struck (``without``), or to neither."""
    rest = {name: [one for one in concepts(atlas, name) if one != ident] for name in ("concept", "without")}
    choices.put_all({name: [*some, ident] if name == to else some for name, some in rest.items()})


def asked(atlas: Atlas) -> Asked:
    """Return what is asked, by the session and the address."""
    return Asked(
        held().draft(),
        tuple(work.id for work in picked(atlas).works),
        tuple(concepts(atlas, "concept")),
        tuple(concepts(atlas, "without")),
        int(choices.one("most", MOST, MOST[0])),
    )


def answer(atlas: Atlas, asked: Asked) -> Related:
    """Answer; the last answer of the session is kept, for a choice of what is shown asks nothing new."""
    found: _Found | None = st.session_state.get(_FOUND)
    if found is None or found.atlas is not atlas or found.asked != asked:
        with st.spinner(t("related.finding")):
            found = _Found(atlas, asked, related(atlas, asked))
        st.session_state[_FOUND] = found
    return found.answer


def something(asked: Asked) -> bool:
    """Say whether there is anything to go by."""
    draft = asked.draft
    return any((draft.text, draft.title, draft.references, draft.cited, asked.works, asked.added))
