"""The library page's report of a run, and the list of runs with the way back."""

from __future__ import annotations

import streamlit as st

from kb import intake, reports
from kb.atlas import Atlas
from kb.export import to_csv
from kb.model import Run
from kb.progress import Progress
from kb.values import to_json
from ui import choices, parts, state
from ui.desk import desk
from ui.reasons import localized
from ui.text import plain, shorten
from ui.words import day, t

_PART, _SHOWN, _NAMES = 10, 15, 3  # failures at a time; runs before the rest is folded; sources named in a row
_UNDO = "library.undo"


def report(run: Run) -> None:
    """Draw what a run did with each source, and every entry that it could not take."""
    title = t("library.run", number=run.id, at=moment(run))
    parts.heading(title, t("library.undone") if run.undone else t("library.report.help"))
    with st.grid(len(reports.COUNTS), min_column_width=110, gap="small"):
        for name in reports.COUNTS:
            st.metric(t(f"library.{name}"), f"{run.total(name):,}", help=t(f"library.{name}.help"))
    columns = {name: st.column_config.Column(t(f"library.{name}")) for name in ("path", "format", *reports.COUNTS)}
    st.dataframe(
        reports.rows(run),
        column_config=columns,
        hide_index=True,
        height="content" if len(run.sources) < 12 else 400,
        key=f"library.sources.{run.id}",
        alt=t("library.sources.alt"),
    )
    _failures(run)
    with st.container(horizontal=True, gap="small"):
        if run.total("failed"):
            name = f"run-{run.id}-failures.csv"
            parts.download(t("library.csv"), name, lambda: to_csv(reports.failures(run), reports.FAILURE_COLUMNS))
        parts.download(t("library.json"), f"run-{run.id}.json", lambda: to_json(reports.record(run)))


def _failures(run: Run) -> None:
    """Draw the entries that could not be taken, some at a time, each with its place, the reason and the raw text."""
    if not run.total("failed"):
        st.success(t("library.clean"), icon=":material/check:")
        return
    parts.heading(t("library.failures"), t("library.failures.help"))
    words = (
        choices.box("q", t("library.filter"), example=t("library.filter.example")) if run.total("failed") > 3 else ""
    )
    found = reports.failures(run, words, localized)
    if words:
        st.caption(t("library.filtered", count=len(found), all=run.total("failed")))
    part = choices.part(f"run{run.id}", -(-len(found) // _PART))
    for row in found[(part - 1) * _PART : part * _PART]:
        place = t("library.line", source=row["source"], line=row["line"]) if row["line"] else row["source"]
        st.markdown(f"**{plain(place)}**  \n{plain(localized(row['reason']))}")
        if row["raw"].strip():
            st.code(row["raw"].replace("\0", "�"), language=None, wrap_lines=True)


def runs(atlas: Atlas, found: list[Run]) -> None:
    """Draw the runs, the last one first, each with its report and the way back."""
    parts.heading(t("library.runs"), t("library.runs.help"))
    asked = st.session_state.get(_UNDO)
    for run in found[:_SHOWN]:
        _row(atlas, run, asked)
    if found[_SHOWN:]:
        with choices.fold("runs", t("library.runs.more", count=len(found) - _SHOWN)):
            for run in found[_SHOWN:]:
                _row(atlas, run, asked)


def _row(atlas: Atlas, run: Run, asked: int | None) -> None:
    names = [shorten(source.path.rpartition("/")[2] or source.path, 40) for source in run.sources]
    what = t("parts.comma").join(names[:_NAMES]) + (" …" if len(names) > _NAMES else "")
    counts = " · ".join(t("library.counted", name=t(f"library.{n}"), count=run.total(n)) for n in reports.COUNTS)
    with st.container(border=True, gap="xsmall"):
        title = t("library.run", number=run.id, at=moment(run))
        state.link("library", f"**{plain(title)}**", tip=t("library.open"), icon="receipt_long", id=str(run.id))
        st.markdown(plain(what) or "—")
        st.caption(plain(counts))
        if run.undone:
            st.caption(t("library.undone"))
        elif asked == run.id:
            _confirm(atlas, run)
        else:
            label = t("library.undo", number=run.id)
            st.button(
                label,
                key=f"library.undo.{run.id}",
                on_click=_ask,
                args=(run.id,),
                disabled=desk().busy,
                icon=":material/undo:",
            )


def _confirm(atlas: Atlas, run: Run) -> None:
    """Say what would go, and ask."""
    brought = atlas.catalogue.brought(run.id)
    merged = brought.records - brought.works
    going = t(
        "library.undo.what", number=run.id, works=brought.works, records=max(0, merged), candidates=brought.candidates
    )
    st.warning(plain(going), icon=":material/warning:")
    with st.container(horizontal=True, gap="small"):
        st.button(t("library.undo.yes"), key=f"library.yes.{run.id}", on_click=_undo, args=(atlas, run.id))
        st.button(t("library.undo.no"), key=f"library.no.{run.id}", on_click=_ask, args=(None,))


def _ask(number: int | None) -> None:
    st.session_state[_UNDO] = number


def _undo(atlas: Atlas, number: int) -> None:
    _ask(None)

    def work(progress: Progress) -> object:
        return intake.undo(atlas.home, number, atlas.encoder, progress)

    desk().start("undo", work)


def moment(run: Run) -> str:
    """Return when a run was, to the minute (UTC)."""
    return f"{day(run.at)} {run.at[11:16]} UTC"
