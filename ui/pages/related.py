"""Related work: from a draft, an abstract or a bibliography to what to read, cite and contrast."""

import streamlit as st

from kb.atlas import Atlas
from kb.errors import AtlasError
from kb.related.values import Asked, Related
from kb.results import Mode
from ui import brought, knowledge, parts, related_examples, related_input, related_sections, related_topics
from ui.reasons import localized
from ui.text import plain
from ui.words import t

_HEIGHT = 640  # of the panes that the answer fills, in pixels


def _answer(atlas: Atlas, asked: Asked) -> Related | None:
    """Answer; None, and a sentence why, where that cannot be."""
    if knowledge.possible(Mode.HYBRID) is not Mode.HYBRID:
        return None
    try:
        return brought.answer(atlas, asked)
    except AtlasError as error:
        st.error(plain(localized(str(error))), icon=":material/error:")
        return None


atlas = knowledge.atlas()
st.title(t("page.related"), anchor=False)
st.markdown(t("related.lead"))
with st.container(key="related-panes"):
    own, rest = st.columns([4, 11], gap="medium")
with own:
    parts.heading(t("related.input"))
    related_input.draw(atlas)
    waiting = st.container()  # what says that one has to wait stands here: it moves nothing of the other panes
with rest, parts.slow(_HEIGHT):
    with waiting:
        asked = brought.asked(atlas)
        answer = _answer(atlas, asked) if brought.something(asked) else None
    if answer:
        about, found = st.columns([4, 7], gap="medium")
        with about:
            parts.heading(t("related.topics"), t("related.topics.help"))
            related_topics.draw(atlas, answer.topics)
        with found:
            parts.heading(t("related.results"))
            related_sections.draw(asked, answer)
    elif not brought.something(asked):
        related_examples.draw(atlas)
with own:
    related_input.failures(asked.draft.failures)
    if answer:
        related_input.listed(asked, answer)
