"""A page with a part that takes long to come, for `test_calm`."""

import time

import streamlit as st

from ui import look, parts

look.apply()
st.title("Tea", anchor=False)
cups = st.segmented_control("Cups", ["one", "two"], default="one")
with parts.slow(300):
    time.sleep(2)
    st.container(height=300, border=True).write(f"Steeped: {cups}")
st.header("Below", anchor=False)
