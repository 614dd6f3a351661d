"""What stands for what in LaTeX text: accents, letters, signs, and commands that only change the type."""

from __future__ import annotations

COMBINING = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
"""Accent commands that take the letter after them."""

LETTERS = {
    **{"aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł"},
    **{"ss": "ß", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ"},
}

SIGNS = {
    **{"textgreater": ">", "textless": "<", "textbar": "|", "textbackslash": "\\", "backslash": "\\"},
    **{"textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_", "textdollar": "$", "textdegree": "°"},
    **{"textbraceleft": "{", "textbraceright": "}", "lbrace": "{", "rbrace": "}", "textperiodcentered": "·"},
    **{"textendash": "–", "textemdash": "—", "textquotesingle": "'", "textquotedbl": '"', "textbullet": "•"},
    **{"textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”"},
    **{"guillemotleft": "«", "guillemotright": "»", "textquestiondown": "¿", "textexclamdown": "¡"},
    **{"dots": "…", "ldots": "…", "textellipsis": "…", "textrightarrow": "→", "texttimes": "×", "textpm": "±"},
    **{"textcopyright": "©", "textregistered": "®", "texttrademark": "™", "textmu": "µ", "texteuro": "€"},
    **{"S": "§", "textsection": "§", "textparagraph": "¶", "textsterling": "£", "textordmasculine": "º"},
    **{"TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "newline": " ", "par": " ", "relax": ""},
}

STYLES = {
    *("emph", "enquote", "mbox", "text", "textit", "textbf", "texttt", "textsc", "textrm", "textsf", "textsl"),
    *("textup", "textmd", "textnormal", "em", "it", "bf", "sc", "tt", "sl", "rm", "itshape", "bfseries", "scshape"),
    *("ttfamily", "upshape", "normalfont", "noun", "ensuremath"),
}
"""Commands whose argument, or what stands behind them, is the text."""

LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " ", "{": "", "}": ""}
"""In the order in which they are replaced."""

ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts an escaped brace, too
    "}": r"\textbraceright{}",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
"""What LaTeX would read as a command, and how it is written instead."""
