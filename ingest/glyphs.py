"""What fonts put for letters in PDFs: radicals that look like Chinese characters, and ligatures."""

from __future__ import annotations

import unicodedata

_SIMPLIFIED = dict(  # CJK Radicals Supplement, which Unicode decomposes nowhere
    zip(
        "⺠⺟⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "民母西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
_COMPATIBLE = {chr(code) for first, last in ((0x2F00, 0x2FD5), (0xFB00, 0xFB06)) for code in range(first, last + 1)}
_LETTERS = str.maketrans(_SIMPLIFIED | {sign: unicodedata.normalize("NFKC", sign) for sign in _COMPATIBLE})


def letters(text: str) -> str:
    """Return the text with the letters that its glyphs stand for."""
    return text if text.isascii() else text.translate(_LETTERS)
