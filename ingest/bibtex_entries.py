"""BibTeX text cut into its entries; what has no regular form is left whole for `ingest.bibtex_library`.

The grammar is BibTeX's (https://tug.ctan.org/info/bibtex/tamethebeast/ttb_en.pdf) with the slips that people make: no
key, no comma between fields, a field behind ``%``. A line that begins with ``@word{`` begins an entry, so that an
unclosed brace costs a single entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_DEPTH = 6  # of braces in a value; what is nested deeper is not regular
_MOST_TEXT = 100_000  # letters of a value that is put together
_MOST_MACRO = 5_000  # letters of a string: a few that stand for each other could fill the memory
_MOST_COMMENT = 1_000  # letters before an entry that are looked at for a ``%``


def _balanced(depth: int) -> str:
    inside = rf"|\{{{_balanced(depth - 1)}\}}" if depth else ""
    return rf"(?:[^{{}}\\]++|\\.{inside})*+"


_BRACED = _balanced(_DEPTH)
_BLANK = r"(?:\s++|%[^\n]*+)*+"
_OPENING = re.compile(r"(?<![\w.])@[ \t]*+([A-Za-z]\w*+)\s*+([{(])")
_NEXT_LINE = re.compile(r"\n[ \t]*+@[ \t]*+[A-Za-z]\w*+[ \t]*+[{(]")  # of the second and later lines
_KEY = re.compile(
    r"\s*+(?:([^\s,={}\"%]*+(?:[ \t]++[^\s,={}\"%]++)*+)(?:\s*+,|(?=\s*+[})])|(?=[ \t]*+\n\s*+[\w-]++\s*+=)))?"
    rf"(?:,|{_BLANK})*+"
)
_VALUE = rf"(?:\{{({_BRACED})\}}|\"((?:[^\"{{}}\\]++|\\.|\{{{_BRACED}\}})*+)\"|([^\s,{{}}\"#=()%\\]++))"
_BEHIND = rf"{_BLANK}(?:,(?:[,\s]++|%[^\n]*+)*+|(?=[)}}])|(#)|(?=[A-Za-z][\w-]*+\s*+=))"
_FIELD = re.compile(rf"([^\s=,{{}}\"()#%]++)\s*+=\s*+{_VALUE}{_BEHIND}", re.S)
_PART = re.compile(rf"(\s*+){_VALUE}{_BEHIND}", re.S)
_STRING = re.compile(r"@[ \t]*+string\s*+([{(])\s*+", re.I)
_SILENT = re.compile(rf"{_BRACED}\}}", re.S)
_CLOSING = {"{": "}", "(": ")"}


class Entry(NamedTuple):
    """An entry: values without delimiters, strings and ``#`` resolved; what a repeated field says again is left out."""

    kind: str
    key: str
    fields: dict[str, str]
    start: int
    end: int
    repeated: bool = False


class Rough(NamedTuple):
    """The place of text that begins like an entry, up to the next line that does so."""

    start: int
    end: int


class _Fields(NamedTuple):
    values: dict[str, str]
    repeated: bool
    end: int


def strings(text: str) -> dict[str, str]:
    """Return what each ``@string`` of the text stands for, by its name in lower case."""
    found: dict[str, str] = {}
    for opening in _STRING.finditer(text):
        fields = _fields(text, opening.end(), len(text), opening[1], found)
        if fields:
            found.update((name, value[:_MOST_MACRO]) for name, value in fields.values.items())
    return found


def cut(text: str, macros: dict[str, str]) -> Iterator[Entry | Rough]:
    """Yield the entries of the text in their order; comments, preambles and lines behind ``%`` are passed over."""
    lines = (match.start() + 1 for match in _NEXT_LINE.finditer(text))
    limit, position = next(lines, len(text)), 0
    while opening := _OPENING.search(text, position):
        start = opening.start()
        if _is_commented(text, start):
            position = opening.end()
            continue
        while limit <= start:
            limit = next(lines, len(text))
        found = _block(text, opening, limit, macros)
        if isinstance(found, int):
            position = found
        else:
            yield found
            position = found.end


def _is_commented(text: str, start: int) -> bool:
    begin = max(0, start - _MOST_COMMENT)
    line = max(begin, text.rfind("\n", begin, start) + 1)
    return text[line:start].lstrip().startswith("%")


def _block(text: str, opening: re.Match[str], limit: int, macros: dict[str, str]) -> Entry | Rough | int:
    """Return the entry that begins here, or where to go on behind what is none."""
    kind = opening[1].lower()
    if kind in {"comment", "preamble"}:
        silent = _SILENT.match(text, opening.end(), limit)
        return silent.end() if silent else limit
    head = None if kind == "string" else _KEY.match(text, opening.end(), limit)
    fields = _fields(text, head.end() if head else opening.end(), limit, opening[2], macros)
    if fields is None:
        return Rough(opening.start(), limit)
    if head is None:
        return fields.end
    key = (head[1] or "").strip()  # a repeat that gave up may leave a blank in the group (seen once, Python 3.11.7)
    return Entry(kind, key, fields.values, opening.start(), fields.end, fields.repeated)


def _fields(text: str, position: int, limit: int, bracket: str, macros: dict[str, str]) -> _Fields | None:
    """Read fields up to the closing bracket, or return None where they are not regular."""
    values: dict[str, str] = {}
    repeated = False
    while field := _FIELD.match(text, position, limit):
        key, braced, quoted, bare, more = field.groups()
        value = braced or quoted or (macros.get(bare.lower(), bare) if bare else "")
        position = field.end()
        while more:
            part = _PART.match(text, position, limit)
            if part is None:
                return None
            _, braced, quoted, bare, more = part.groups()
            if len(value) < _MOST_TEXT:
                value += braced or quoted or (macros.get(bare.lower(), bare) if bare else "")
            position = part.end()
        key = key.lower()
        if values.get(key):
            repeated = True
        else:
            values[key] = value
    closed = text.startswith(_CLOSING[bracket], position, limit)
    return _Fields(values, repeated, position + 1) if closed else None
