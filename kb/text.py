"""Text as a key: folding labels, telling scripts apart, cutting words and bigrams."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK = re.compile(f"[{CJK}]")
_CJK_RUN = re.compile(f"[{CJK}]+")
_CHINESE_TEXT = re.compile(f"[{CJK}\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+")
_SPACE_BY_CJK = re.compile(rf"(?<=[{CJK}])\s+|\s+(?=[{CJK}])")
_SEPARATORS = re.compile(r"[\s\-‐-―−_/·•.,;:!?\"“”()\[\]{}<>|\\*#@^~+=&%$，。、；：？！（）【】《》「」『』…]+")
_APOSTROPHES = re.compile(r"['’‘`´]")
_ASCII = {  # what `fold` does to ASCII, which most titles are: half the time of the expressions
    **{i: " " for i in range(128) if not chr(i).isprintable() or _SEPARATORS.match(chr(i))},
    **{i: None for i in range(128) if _APOSTROPHES.match(chr(i))},
}
_UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_WORD = re.compile(r"[^\W_]+")


def clean(text: str) -> str:
    """Return the text in NFC with control, zero-width and bidi characters dropped and white space as single spaces."""
    text = unicodedata.normalize("NFC", text)
    if not text.isprintable():  # the letters of a text are few: looking at each once is ten times as fast
        strange = (c for c in set(text) if not c.isprintable())
        text = text.translate({ord(c): "" if unicodedata.category(c) in {"Cf", "Cs", "Co"} else " " for c in strange})
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return the key under which a label is found: case, punctuation, hyphens, accents and spaces by Chinese folded."""
    if text.isascii():
        return " ".join(text.translate(_ASCII).casefold().split())
    plain = clean(unicodedata.normalize("NFKC", text)).casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = plain.translate({ord(c): "" for c in set(plain) if unicodedata.combining(c)}).translate(_UNDECOMPOSED)
    plain = _SEPARATORS.sub(" ", _APOSTROPHES.sub("", plain)).strip()
    return simplified(_SPACE_BY_CJK.sub("", plain))


def simplified(text: str) -> str:
    """Return the text with traditional Chinese characters as simplified ones (OpenCC, the seam to it)."""
    return _converter().convert(text) if _CJK.search(text) else text


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC  # noqa: PLC0415 (its dictionaries take a tenth of a second)

    return OpenCC("t2s")


def has_cjk(text: str) -> bool:
    """Say whether the text has a Chinese character."""
    return bool(_CJK.search(text))


def latin(text: str) -> str:
    """Return the text without its Chinese characters and punctuation."""
    return _CHINESE_TEXT.sub(" ", text)


def words(text: str) -> list[str]:
    """Cut folded text into words; a run of Chinese characters is one word."""
    out: list[str] = []
    for piece in _WORD.findall(fold(text)):
        out.extend(p for p in re.split(f"([{CJK}]+)", piece) if p)
    return out


def bigrams(text: str) -> list[str]:
    """Cut each run of Chinese characters into overlapping pairs (a lone character stands for itself)."""
    out: list[str] = []
    for run in _CJK_RUN.findall(unicodedata.normalize("NFKC", text)):
        out.extend([run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)])
    return out


def ngram_words(tokens: list[str], longest: int) -> list[tuple[int, int, str]]:
    """Return every span (start, end, words joined by a space) of at most ``longest`` tokens, longest first."""
    return [
        (i, i + n, " ".join(tokens[i : i + n]))
        for n in range(min(longest, len(tokens)), 0, -1)
        for i in range(len(tokens) - n + 1)
    ]
