"""The seam to pylatexenc: LaTeX as it stands in bibliographies, to and from plain text."""

from __future__ import annotations

import re
import unicodedata

from pylatexenc.latex2text import LatexNodes2Text

from ingest.latex_signs import COMBINING, ESCAPES, LETTERS, LIGATURES, SIGNS, STYLES
from kb.text import clean

_MARKUP = ("{", "\\", "--", "}", "$", "~", "``", "''")
_ACCENT = (
    r"\\(?:([`'^~=.\"])|([uvHcdbkr])(?![A-Za-z]))[ \t\n]*"
    r"(?:\{[ \t\n]*(\\[ij](?![A-Za-z])|[^\W\d_]?)[ \t\n]*\}|(\\[ij](?![A-Za-z]))[ \t\n]*|([^\W\d_]))"
)
_COMMAND = re.compile(
    rf"{_ACCENT}|\\(?P<escaped>[&%$#_{{}}])|\\(?:url|path|nolinkurl)\s*\{{(?P<verbatim>[^{{}}]*)\}}"
    r"|\\(?P<word>[A-Za-z]+)[ \t\n]*|\\(?P<tie>[\\ ,;:])|\\(?P<nothing>[-/@!])|\\(?P<beyond>)"
    r"|\$(?P<math>\$?(?:[^$\\]|\\.)*\$\$?)",
    re.S,
)
_LETTER = re.compile(rf"{_ACCENT}|\\(?P<word>{'|'.join(LETTERS)})(?![A-Za-z])(?:\{{\}}|[ \t\n]*)")
_BRACED_LETTER = re.compile(r"\{([^{}\\,\s])\}")
_KEPT = str.maketrans("{}~-`'", "\ue000\ue001\ue002\ue003\ue004\ue005")  # text that must not be taken for markup
_LIGATURE = re.compile(r"([-`'])(?=\1)")  # TeX joins two of these
_FREED = str.maketrans("\ue000\ue001\ue002\ue003\ue004\ue005", "{}~-`'")
_WORDS = {word: text.translate(_KEPT) for word, text in {**LETTERS, **SIGNS, **dict.fromkeys(STYLES, "")}.items()}
_MOST_TEXT = 20_000  # letters that pylatexenc is given: it takes a second and more beyond
_PERCENT = re.compile(r"(?<!\\)%")  # LaTeX would drop the rest of the line as a comment
_DECODER = LatexNodes2Text(math_mode="verbatim", strict_latex_spaces=False)


class _BeyondError(Exception):
    """The text holds a command that the tables do not know."""


def to_plain(latex: str) -> str:
    """Turn accents, commands and braces into plain text; mathematics stays as written between its dollar signs."""
    if not any(map(latex.__contains__, _MARKUP)):
        return clean(latex)
    commands = "\\" in latex or "$" in latex
    try:
        text = _COMMAND.sub(_read, latex) if commands else latex
    except _BeyondError:
        return clean(_whole(latex))
    return _freed(text)


def running(latex: str) -> str:
    """Turn a paragraph of a document into plain text as `to_plain` does; a command that nothing is known of is dropped.

    What it was given in braces stays.
    """
    return _freed(_COMMAND.sub(_read_known, latex))


def _freed(text: str) -> str:
    for written, sign in LIGATURES.items():
        text = text.replace(written, sign)
    return clean(text if text.isascii() else text.translate(_FREED))


def accented(latex: str) -> str:
    r"""Put letters for the accents alone (``{\'e}``, ``\"{o}``); everything else stays as it is."""
    return _BRACED_LETTER.sub(r"\1", _LETTER.sub(_letter, latex) if "\\" in latex else latex)


def to_latex(plain: str) -> str:
    """Escape what LaTeX would read as a command; accents and Chinese stay as UTF-8."""
    return _LIGATURE.sub(r"\1{}", "".join(ESCAPES.get(character, character) for character in plain))


def _read(command: re.Match[str]) -> str:
    kind = command.lastgroup
    if kind is None:
        return _letter(command).translate(_KEPT)
    if kind == "word":
        word = _WORDS.get(command["word"])
        if word is None:
            raise _BeyondError
        return word
    if kind == "beyond":
        raise _BeyondError
    if kind == "verbatim":
        return command["verbatim"].replace("\\", "").translate(_KEPT)
    if kind == "math":
        return command[0].translate(_KEPT)
    return command[kind].translate(_KEPT) if kind == "escaped" else " " if kind == "tie" else ""


def _read_known(command: re.Match[str]) -> str:
    try:
        return _read(command)
    except _BeyondError:
        return ""


def _letter(token: re.Match[str]) -> str:
    r"""Return the letter with its accent; an accent over nothing stands for a sign (``\~{}``) or for nothing."""
    if token.lastgroup == "word":
        return LETTERS[token["word"]]
    accent, letter = token[1] or token[2], (token[3] or token[4] or token[5] or "").lstrip("\\")
    if not letter:
        return accent if accent in "~^" else ""
    return unicodedata.normalize("NFC", letter + COMBINING[accent])


def _whole(latex: str) -> str:
    """Let pylatexenc read what the tables do not know."""
    if len(latex) > _MOST_TEXT:
        return latex
    latex = _PERCENT.sub(r"\\%", latex).replace(ESCAPES["^"], "^")  # pylatexenc would read another circumflex
    try:
        text: str = _DECODER.latex_to_text(latex)
    except RecursionError:  # nested thousands of levels deep: nobody's title
        return latex
    return text
