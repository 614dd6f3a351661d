"""What a query asks for: its text without the words that only ask."""

from __future__ import annotations

import re

from kb.text import clean, simplified

_LONGEST = 4000  # characters of a query that are looked at; the encoder reads about 1,000
_ASKING = re.compile(
    r"什么是|是什么|什么叫|为什么|有哪些|哪些|什么|如何|怎么|怎样|请问|介绍|一下|吗|呢|吧"
    r"|^\W*(?:what(?:'s|s)?|who|define|explain|describe|meaning of|tell me about)\b(?: (?:is|are|does|do|a|an|the)\b)*"
    r"|(?<![\w-])mean(?:s|ing)?\W*$",
    re.IGNORECASE,
)
"""Words that ask but do not say what for."""

_NUMBERING = re.compile(r"(?<![\w-])\d+(?:\.\d+)+(?!\w)")  # of a section


def looked_at(query: str) -> str:
    """Return what of a query is looked at, in simplified characters."""
    return simplified(clean(query[:_LONGEST]))


def asked_for(query: str) -> str:
    """Return what a query asks for; words that only ask are set aside, unless it has no others."""
    text = looked_at(query)
    return clean(_NUMBERING.sub(" ", _ASKING.sub(" ", text))) or text
