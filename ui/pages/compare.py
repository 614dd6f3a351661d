"""Compare: two to four concepts or papers side by side; ``?concept=`` or ``?work=`` names them."""

import streamlit as st

from ui import choices, compare_pick, compare_sections, details, knowledge, parts, reach
from ui.words import language, t

atlas = knowledge.atlas()
st.title(t("page.compare"), anchor=False)
st.markdown(t("compare.lead"))
ways = {name: t(f"compare.view.{name}") for name in ("concept", "work")}
view = choices.segments(
    "view", t("compare.view"), ways, quiet=True, default="work" if choices.text("work") else "concept"
)
if view == "concept":
    concepts = compare_pick.concepts(atlas)
    if len(concepts) > 1:
        reach.name(t("page.compare"), t("compare.versus").join(one.pref_label.best(language()) for one in concepts))
        compare_sections.concepts(atlas, details.concepts(atlas, tuple(one.id for one in concepts), language()))
    else:
        for one in concepts:
            parts.empty(t("compare.one", label=one.pref_label.best(language())))
        compare_pick.more_concepts(atlas, concepts)
else:
    works = compare_pick.works(atlas)
    if len(works) > 1:
        reach.name(t("page.compare"), t("compare.versus").join(one.title for one in works))
        compare_sections.works(atlas, details.works(atlas, tuple(one.id for one in works), language()))
    else:
        for work in works:
            parts.empty(t("compare.one", label=work.title))
        compare_pick.more_works(atlas)
