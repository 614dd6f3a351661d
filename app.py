"""Alignment Atlas: the entry of the dashboard (``streamlit run app.py``)."""

from pathlib import Path

import streamlit as st

from ui import knowledge, look, reach, refused, state, walk

ICON = str(Path(__file__).parent / "ui" / "icon.png")
st.set_page_config(page_icon=ICON, layout="wide")
st.logo(ICON, size="large")
refused.begin()
state.choose_language()
pages = state.pages()
page = st.navigation(list(pages.values()), position="hidden")
reach.name(page.title)
state.keep_address(page)
state.navigate(pages)
look.apply()
reach.apply()
walk.along_links()
knowledge.ready()
told = st.container()
try:
    page.run()
finally:  # a page may stop where it has nothing to show
    refused.settle(told)
