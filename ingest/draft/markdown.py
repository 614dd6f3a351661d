"""Markdown and plain text: what is no text is taken out, line by line, so that places stay right."""

from __future__ import annotations

import re

from ingest.draft import prose
from ingest.draft.marks import Marks, unmarked
from kb.model.draft import Draft
from kb.text import clean

_FRONT = re.compile(r"\A\s*---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_TITLE = re.compile(r"^title[ \t]*:[ \t]*(\S.{0,500})$", re.M | re.I)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_COMMENT = re.compile(r"<!--|-->")
_NOTE = re.compile(r"^ {0,3}\[\^([^\[\]\s]{1,60})\]:[ \t]*", re.M)
_NOTED = re.compile(r"\[\^([^\[\]\s]{1,60})\]")
_MATH = re.compile(r"\$\$[^$]{1,5000}\$\$|(?<![\\$\w])\$(?=\S)[^$\n]{1,300}(?<=\S)\$(?![\d$])")


def read(text: str, source: str) -> Draft:
    """Read Markdown with Pandoc's citations, or plain text; ``source`` names it in failures."""
    text = unmarked(text)
    front = _FRONT.match(text)
    stated = _TITLE.search(front[1]) if front else None
    if front:
        text = _blank(front.group()) + text[front.end() :]
    text = _MATH.sub(lambda math: _blank(math.group()) or " ", _without_code(_without_comments(text)))
    marks = Marks()
    marked = marks.pandoc(marks.commands(_with_notes(text)))
    return prose.read(marked, marks, source, clean(stated[1].strip().strip("\"'")) if stated else "")


def _without_comments(text: str) -> str:
    """Return the text without HTML's comments; one that is not closed is text."""
    pieces, done, start = [], 0, -1
    for sign in _COMMENT.finditer(text):
        if sign.group() == "<!--" and start < 0:
            start = sign.start()
        elif sign.group() == "-->" and start >= 0:
            pieces += [text[done:start], _blank(text[start : sign.end()])]
            done, start = sign.end(), -1
    return "".join([*pieces, text[done:]])


def _without_code(text: str) -> str:
    """Return the text with empty lines for fenced code, whose end may be missing."""
    out, fence = [], ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            closed = mark and mark[1].startswith(fence) and not line[mark.end() :].strip()
            fence = "" if closed else fence
            out.append("")
        else:
            fence = mark[1] if mark else ""
            out.append("" if mark else line)
    return "\n".join(out)


def _with_notes(text: str) -> str:
    """Return the text with footnotes as paragraphs, for they cite too."""
    marks = set(_NOTE.findall(text))
    opened = _NOTE.sub("", text)
    return _NOTED.sub(lambda note: "" if note[1] in marks else note.group(), opened) if marks else text


def _blank(text: str) -> str:
    return "\n" * text.count("\n")
