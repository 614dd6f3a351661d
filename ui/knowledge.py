"""The loaded knowledge base: built at the first start with visible progress, then shared by all sessions."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait

import streamlit as st

from ingest import folder
from kb import build, rerank
from kb.atlas import Atlas
from kb.data import SHIPPED
from kb.encoder import from_environment
from kb.errors import AtlasError, NotBuiltError
from kb.home import Home
from kb.results import Mode
from ui.desk import desk
from ui.reasons import localized
from ui.text import plain
from ui.words import t

_SHARE = {"read": (0.0, 0.05), "encode": (0.05, 0.85), "index": (0.85, 0.9), "map": (0.9, 1.0)}
"""Where the steps of a build lie on the progress bar."""


class _Job:
    """One build in a thread, watched by every session that waits for it (st.* must not be called in there)."""

    def __init__(self) -> None:
        self.step, self.fraction = "open", 0.0
        self._encoder, self._reranker = from_environment(), rerank.from_environment()
        self._revision = 0
        thread = ThreadPoolExecutor(1, "build")
        self.future: Future[Atlas] = thread.submit(self._work)
        self.warm: Future[None] = thread.submit(self._warm_up)
        self.reranks: Future[None] = thread.submit(self._try_reranker)

    def done(self, seconds: float) -> bool:
        return bool(wait([self.future], seconds).done)

    def reopen(self) -> None:
        """Open the home anew where a build from elsewhere has changed it: what pages keep is kept by Atlas.

        Until that build is done the index is behind: pages stay with what they have.
        """
        held = self.future.result()
        revision = held.catalogue.revision
        if revision != self._revision and not held.home.busy:
            fresh: Future[Atlas] = Future()
            fresh.set_result(self._open(held.home))
            self.future, self._revision = fresh, revision

    def _work(self) -> Atlas:
        home = Home()
        opened = self._behind(home)
        if opened is None:
            build.build(home, folder.digest(SHIPPED), lambda: folder.read(SHIPPED), self._encoder, self._report)
            opened = self._open(home)
        self._revision = opened.index.manifest.revision
        return opened

    def _open(self, home: Home) -> Atlas:
        return Atlas(home, self._encoder, self._reranker)

    def _behind(self, home: Home) -> Atlas | None:
        """Open a home as it is while another process is changing it; None where nobody is or nothing is there yet."""
        try:
            return self._open(home) if home.busy else None
        except NotBuiltError:
            return None

    def _warm_up(self) -> None:
        """Load the encoder while people read: only a search waits for it."""
        if self._encoder and not self.future.exception():
            self._encoder.encode(["warm up"])

    def _try_reranker(self) -> None:
        if self._reranker and not self.future.exception():
            self._reranker.score("warm up", ["warm up"])

    def _report(self, step: str, done: int, total: int) -> None:
        low, high = _SHARE[step]
        self.fraction = low + (high - low) * done / max(1, total)
        self.step = "load" if step == "encode" and not done else step


@st.cache_resource(show_spinner=False)
def _job() -> _Job:
    return _Job()


def ready() -> None:
    """Wait for the knowledge base, showing a bar; a failure is shown as a sentence and can be tried again."""
    job = _job()
    place = st.empty()  # in every run: what comes after would else be drawn anew by the next one, and lose the focus
    if not job.done(0):
        with place.container():
            st.title("Alignment Atlas", anchor=False)
            st.markdown(t("build.first"))
            bar = st.progress(0.0)
            while not job.done(0.1):
                bar.progress(job.fraction, text=t(f"build.{job.step}", percent=int(100 * job.fraction)))
        place.empty()
    try:
        if not desk().busy:  # the index is behind until the work is done: pages stay with what they have
            job.reopen()
    except AtlasError as error:
        _job.clear()
        st.error(t("build.failed"))
        st.markdown("\n\n".join(plain(localized(line)) for line in str(error).splitlines()[:20]))
        st.button(t("build.again"))
        st.stop()


def possible(mode: Mode) -> Mode:
    """Wait until the encoder is loaded; returns the mode, or words alone (and says why) where it cannot be."""
    return mode if mode is Mode.LEXICAL or _loaded(_job().warm) else Mode.LEXICAL


def reranks() -> bool:
    """Wait until the re-ranker, if there is one, is loaded; returns False, and says why, where it cannot be."""
    return _loaded(_job().reranks)


def _loaded(model: Future[None]) -> bool:
    try:
        with st.spinner(t("build.load")):
            model.result()
    except AtlasError as error:
        st.warning(plain(localized(str(error))), icon=":material/warning:")
        return False
    return True


def atlas() -> Atlas:
    """Return the loaded knowledge base (after `ready`)."""
    return _job().future.result()
