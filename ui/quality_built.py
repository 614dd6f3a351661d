"""What was brought in, and what was built by what: the last sections of the quality page."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from kb import __version__, quality, reports
from kb.atlas import Atlas
from ui import layers, library_report, parts, state
from ui.text import plain, shorten
from ui.words import language, t

_RUNS, _NAMES, _DIGITS = 20, 80, 12  # runs in the table, letters of their sources, digits of a hash


def ingested(atlas: Atlas) -> None:
    """Draw the runs that brought works in, the last one first, with what became of their entries."""
    runs = atlas.catalogue.runs()
    parts.heading(t("quality.runs"), t("quality.runs.help") if runs else t("quality.runs.none"))
    if runs:
        _runs_table(
            [
                {
                    "run": library_report.moment(run),
                    "path": shorten(t("parts.comma").join(one.path.rpartition("/")[2] for one in run.sources), _NAMES),
                    **{name: run.total(name) for name in reports.COUNTS},
                    "undone": run.undone,
                }
                for run in runs[:_RUNS]
            ]
        )
    state.link("library", plain(t("quality.library")), icon="library_books")


def _runs_table(rows: list[dict[str, object]]) -> None:
    config = st.column_config
    columns = {name: config.Column(t(f"library.{name}")) for name in ("path", *reports.COUNTS)}
    columns |= {"run": config.Column(t("quality.run")), "undone": config.CheckboxColumn(t("quality.undone"))}
    st.dataframe(
        rows,
        column_config=columns,
        hide_index=True,
        height="content",
        key=f"runs.{language()}",
        alt=t("quality.runs_alt"),
    )


def built(atlas: Atlas) -> None:
    """Draw what was built, by what."""
    manifest, counts = atlas.index.manifest, atlas.catalogue.counts()
    parts.heading(t("quality.built"), t("quality.built.help"))
    facts = {
        "documents": f"{manifest.documents:,}",
        **{name: f"{counts[name]:,}" for name in counts},
        "paths": str(len(layers.paths(atlas))),
        "schemes": str(len(layers.crosswalks(atlas))),
    }
    versions = {
        "version": __version__,
        "data": (atlas.catalogue.note("digest") or "")[:_DIGITS],
        "revision": str(manifest.revision),
        "encoder": manifest.encoder or t("quality.no_encoder"),
    }
    left, right = st.columns(2, gap="large")
    with left:
        _table({t(f"quality.{name}"): value for name, value in facts.items()})
    with right:
        _table({t(f"quality.{name}"): value for name, value in versions.items()} | quality.versions())


def _table(facts: Mapping[str, str]) -> None:
    lines = [f"| {plain(name)} | {plain(value)} |" for name, value in facts.items()]
    st.markdown("\n".join([f"| {t('quality.what')} | {t('quality.value')} |\n| --- | --- |", *lines]))
