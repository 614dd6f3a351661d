r"""Citations by key: LaTeX's ``\citep[p. 3]{a,b}`` and Pandoc's ``[see @a; @b]``, replaced by marks.

Syntax: https://pandoc.org/MANUAL.html#citation-syntax, and the commands of natbib and biblatex.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.text import CJK, clean

_OPTION = r"\s*\[(?:[^\[\]{}]|\{[^{}]*\})*+\]"
_KEYS = r"\s*\{([^{}]*)\}"
_COMMAND = re.compile(
    rf"\\(?!citetext\b|[A-Za-z]*(?:style|color|name|font|package|index|setup)\b)[A-Za-z]*[cC]ite[A-Za-z]*\*?"
    rf"((?:(?:{_OPTION}){{0,4}}{_KEYS}){{1,50}})"
)
_KEYED = re.compile(rf"(?:{_OPTION})*{_KEYS}")
_KEY = re.compile(r"[^\s\\{}#%~,\"=*](?:[^\\{}#%~,\"=]{0,198}[^\s\\{}#%~,\"=])?")
_BRACED = r"-?@(?:\{([^{}\s]{1,300})\}"
_LATIN = r"[A-Za-z0-9_\u00c0-\u024f]"
_SIGN = r"[:.#$%&+?<>~/-]"
_BARE = re.compile(  # Chinese before a year belongs to the key, Chinese behind it to the sentence
    rf"(?<![A-Za-z0-9_.@\\/]){_BRACED}|((?:[{CJK}]{{1,12}}(?=\d))?{_LATIN}(?:{_SIGN}*{_LATIN})*+))(?!\{{)"
    r"(?:[ \t]?\[(?!\^)[^\[\]@]{1,100}\](?!\())?"
)
_BRACKETED = re.compile(r"\[([^\[\]@]{0,500}@[^\[\]]{1,2000})\](?!\()")
_INSIDE = re.compile(rf"(?<![\w.@\\/]){_BRACED}|(\w(?:{_SIGN}*\w)*+))")
_CODE = re.compile(r"(`+)[^`\n]{0,1000}\1(?!`)")
_MARK = re.compile(r"⦗(\d{1,7})⦘")
_SIGNS = str.maketrans("⦗⦘", "[]")
_HOLLOW = re.compile(r"[(（\[]\s*(?:see|e\.g\.,?|cf\.|and|见|参见|[,;，；、\s])*\s*[)）\]]", re.I)
_WIDE = rf"[{CJK}，。；：、？！（）“”《》]"
_WITHIN_CHINESE = re.compile(rf"(?<={_WIDE})\s*(?:⦗\d{{1,7}}⦘\s*)+(?={_WIDE})")
_LOOSE = re.compile(r"\s+(?=[.,;:!?)\]，。；：！？）])|(?<=[(（\[])\s+")


class Marks:
    """Citations taken out of a text, each by the number that stands for it there."""

    def __init__(self) -> None:
        self._cited: list[tuple[str, ...]] = []

    def put(self, cited: Iterable[str]) -> str:
        """Return the mark that stands for keys and identifiers."""
        self._cited.append(tuple(cited))
        return f"⦗{len(self._cited) - 1}⦘"

    def found(self, text: str) -> list[tuple[int, str]]:
        """Return what the marks of a text stand for, in order, with their places."""
        spots = ((match.start(), int(match[1])) for match in _MARK.finditer(text))
        return [(start, one) for start, number in spots for one in self._cited[number]]

    def commands(self, text: str) -> str:
        r"""Return the text with marks for the commands of LaTeX that cite; ``\nocite{*}`` cites nothing."""
        return _COMMAND.sub(self._command, text)

    def pandoc(self, text: str) -> str:
        """Return the text with marks for Pandoc's citations; what stands in ``code`` is none."""
        pieces, done = [], 0
        for code in _CODE.finditer(text):
            pieces += [self._pandoc(text[done : code.start()]), code.group().replace("@", " ")]
            done = code.end()
        return "".join([*pieces, self._pandoc(text[done:])])

    def _pandoc(self, text: str) -> str:
        return _BARE.sub(self._bare, _BRACKETED.sub(self._bracketed, text))

    def _command(self, match: re.Match[str]) -> str:
        keys = [clean(key) for group in _KEYED.findall(match[1]) for key in group.split(",")]
        return self.put(key for key in keys if _KEY.fullmatch(key))

    def _bracketed(self, match: re.Match[str]) -> str:
        keys = [braced or key for braced, key in _INSIDE.findall(match[1])]
        return self.put(keys) if keys else match.group()

    def _bare(self, match: re.Match[str]) -> str:
        return self.put([match[1] or match[2]])


def unmarked(text: str) -> str:
    """Return a text as it may come from anywhere without the signs that marks are made of."""
    return text.translate(_SIGNS)


def without(text: str) -> str:
    """Return the text without marks, and without the brackets and spaces that only they filled."""
    if "⦗" not in text:
        return text
    bare = _MARK.sub(" ", _WITHIN_CHINESE.sub("", text))
    return " ".join(_LOOSE.sub("", _HOLLOW.sub("", bare)).split())
