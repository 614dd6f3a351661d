"""Streamlit as a program, with the invented data for the shipped ones and the tiny encoder for the packaged one."""

from __future__ import annotations

import sys

from streamlit.web import cli

from tests.fakes import MINI, HashEncoder
from ui import knowledge

if __name__ == "__main__":
    knowledge.SHIPPED = MINI
    knowledge.from_environment = HashEncoder
    sys.exit(cli.main())
