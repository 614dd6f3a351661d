"""Quality: how complete each family is, what the checks find, how well the search finds, what was brought and built."""

import streamlit as st

from kb.export import to_csv
from kb.quality import COLUMNS, PROBLEM_COLUMNS, SHARES, Quality, problems_by_check, rows, share
from kb.values import to_plain
from ui import knowledge, layers, parts, quality_built, quality_search
from ui.text import plain
from ui.words import language, t

_HEIGHT = 760  # of the meters of all families, in pixels


def _meters(found: Quality) -> None:
    """Draw the shares of the whole, then of each family."""
    parts.heading(t("quality.coverage"), t("quality.coverage.help"))
    with st.grid(len(SHARES), min_column_width=125, gap="small"):
        for name in SHARES:
            value = f"{share(found.total, name):.1%}"
            st.metric(t(f"quality.{name}"), value, help=t(f"quality.{name}.help"))
    names = {family.id: family.label.best(language()) for family in atlas.taxonomy.families}
    table = rows((*found.meters, found.total), names | {"": t("quality.all")})
    columns = {
        f"{name}_share": st.column_config.ProgressColumn(
            t(f"quality.{name}"), help=t(f"quality.{name}.help"), format="percent", width=86
        )
        for name in SHARES
    }
    st.dataframe(
        table,
        column_order=["family", "concepts", *columns],
        column_config=columns
        | {
            "family": st.column_config.Column(t("quality.family")),
            "concepts": st.column_config.Column(t("quality.concepts")),
        },
        hide_index=True,
        height="content",
        key=f"meters.{language()}",
        alt=t("quality.table_alt"),
    )
    parts.download(t("quality.csv"), "coverage.csv", lambda: to_csv(table, COLUMNS))


def _checks(found: Quality) -> None:
    """Draw the number of problems that each check finds."""
    parts.heading(t("quality.checks"))
    if found.problems:
        st.warning(plain(t("quality.checks.some", count=len(found.problems))), icon=":material/warning:")
    else:
        st.success(plain(t("quality.checks.clean")), icon=":material/check:")
    head = f"| {t('quality.check')} | {t('quality.problems')} |\n| --- | ---: |"
    counts = problems_by_check(found.problems)
    lines = [
        f"| {plain(t(f'quality.check.{name}'))} | {f'**{count}**' if count else count} |"
        for name, count in counts.items()
    ]
    with st.expander(t("quality.checks.all", count=len(counts)), expanded=bool(found.problems)):
        st.markdown("\n".join([head, *lines]))
    if found.problems:
        data = to_csv([to_plain(problem) for problem in found.problems], PROBLEM_COLUMNS)
        parts.download(t("quality.problems.csv"), "problems.csv", lambda: data)


atlas = knowledge.atlas()
st.title(t("page.quality"), anchor=False)
st.markdown(t("quality.lead"))
with parts.slow(_HEIGHT):
    found = layers.measured(atlas)
    _meters(found)
_checks(found)
if figures := layers.figures():
    quality_search.draw(figures)
quality_built.ingested(atlas)
quality_built.built(atlas)
