"""Collections: what was starred and set aside, with notes; to sort, take away, and bring back."""

import streamlit as st

from kb.collection import contents, store
from kb.collection.contents import Order
from kb.collection.values import STARRED
from kb.documents import Kind
from kb.errors import AtlasError
from ui import choices, collection_actions, collection_rows, knowledge, parts, reach, stars
from ui.reasons import localized
from ui.text import plain, shorten
from ui.words import language, t

_KINDS = ("all", *Kind)

atlas = knowledge.atlas()
st.title(t("page.collections"), anchor=False)
st.markdown(t("collections.lead"))
stars.said("collections")
collection_actions.undo(atlas)
try:
    stars.settle(atlas)
    held = {str(one.id): one for one in store.collections(atlas.home)}
    asked = choices.text("id")
    collection = held.get(asked, held[str(STARRED)])
    found = contents.entries(atlas, collection.id)
except AtlasError as error:
    st.error(plain(localized(str(error))), icon=":material/error:")
    st.stop()
if asked not in {"", *held}:
    st.warning(plain(t("collections.unknown", ref=shorten(asked, 120))), icon=":material/info:")
if collection.id != STARRED:
    reach.name(t("page.collections"), collection.name)
names = {ident: f"{stars.name(one)} ({one.size})" for ident, one in held.items() if one.id != STARRED}
first = f"{t('collections.starred')} ({held[str(STARRED)].size})"
choices.select("id", t("collections.which"), names, empty=first, value=asked if asked in names else "")
collection_actions.draw(atlas, collection, found)
if found:
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        kinds = {kind: t(f"collections.show.{kind}") for kind in _KINDS}
        kind = choices.segments("show", t("collections.show"), kinds)
        orders = {order.value: t(f"collections.sort.{order}") for order in Order}
        order = Order(choices.segments("sort", t("collections.sort"), orders))
        text = choices.box("q", t("collections.filter"), icon="filter_list")
    shown = contents.chosen(found, text, None if kind == "all" else Kind(kind))
    collection_rows.draw(atlas, collection, found, contents.arranged(shown, order, language()), order)
else:
    parts.empty(t("collections.empty" if collection.id == STARRED else "collections.empty.named"))
    collection_actions.ways()
collection_actions.deleted(atlas)
