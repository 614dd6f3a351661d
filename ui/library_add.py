"""The library page's ways in: files that are dropped, and folders of this machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import streamlit as st

from ingest import files
from ingest.formats import FORMATS
from kb import intake
from kb.clock import now
from kb.model.incoming import Incoming
from kb.progress import Progress
from ui import choices, knowledge, parts
from ui.desk import Desk, desk
from ui.text import plain
from ui.words import t

_FILES, _FOLDER, _SAID = "library.files", "library.folder", "library.said"


def draw() -> None:
    """Draw both ways in, side by side where there is room."""
    parts.heading(t("library.add"), t("library.add.help"))
    left, right = st.columns(2, gap="large")
    with left, st.form("library.drop", clear_on_submit=True, border=False):
        st.file_uploader(t("library.files"), accept_multiple_files=True, key=_FILES, help=t("library.files.help"))
        st.form_submit_button(t("library.take"), on_click=_dropped, disabled=desk().busy)
    with right, st.form("library.name", clear_on_submit=True, border=False):
        st.text_input(
            t("library.folder"), key=_FOLDER, help=t("library.folder.help"), placeholder="~/Zotero/export.bib"
        )
        st.form_submit_button(t("library.take.folder"), on_click=_named, disabled=desk().busy)
    said = st.session_state.pop(_SAID, "")
    if said:
        st.warning(plain(said), icon=":material/info:")
    with choices.fold("formats", t("library.formats")):
        lines = [f"- **{plain(t(f'library.format.{f.name}'))}** {plain(' '.join(f.suffixes))}" for f in FORMATS]
        st.markdown("\n".join(lines))


def _dropped() -> None:
    """Take in the files that were dropped (they are read from memory, so that a reload loses nothing)."""
    dropped = [(file.name, file.getvalue()) for file in st.session_state[_FILES] or []]
    if not dropped:
        st.session_state[_SAID] = t("library.files.none")
        return
    _start(source for name, data in dropped for source in files.from_bytes(name, data))


def _named() -> None:
    """Take in what lies at a path of this machine."""
    asked = st.session_state[_FOLDER].strip().strip("\"'")
    path = Path(asked.replace("\0", "")).expanduser()
    if not asked or not path.exists():
        st.session_state[_SAID] = t("library.folder.unknown", path=asked) if asked else t("library.folder.none")
        return
    _start(files.sources([path]))


def _start(sources: Iterable[Incoming]) -> None:
    atlas, held = knowledge.atlas(), desk()
    at = now()

    def work(progress: Progress) -> object:
        return intake.ingest(atlas.home, _noted(sources, held), at, atlas.encoder, progress)

    if not held.start("ingest", work):
        st.session_state[_SAID] = t("library.busy")


def _noted(sources: Iterable[Incoming], held: Desk) -> Iterator[Incoming]:
    """Yield the sources, telling those who watch which one it is."""
    for source in sources:
        held.source = source.path
        yield source
