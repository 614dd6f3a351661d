"""From a file or a pasted text to a draft: recognised by content, then by name; nothing that a person brings raises."""

from __future__ import annotations

import re
from itertools import takewhile

from ingest import decode, loose
from ingest.draft import bibliography, latex, markdown, paper
from ingest.formats import BY_NAME, FORMATS, is_foreign, recognise
from ingest.parts import HEAD
from kb import ids
from kb.model.draft import Draft
from kb.text import has_cjk

MOST = max(form.most for form in FORMATS)
"""Bytes of a file of any format; of a longer one no more than that and one needs to be given."""
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SPLIT = re.compile(r"[\s,;，；、|]+")
_SPACED = re.compile(r"\b(arxiv|doi)\s*[:：]\s*", re.I)
_LIST = re.compile(r"^\s*(?:[-*+•·]|\[?\d{1,3}[.)\]])\s+", re.M)
_STATED = re.compile(rf"({'|'.join(ids.SCHEMES)}):(\S{{1,300}})", re.I)
_MOST_LISTED = 100_000  # letters of a paste that may hold nothing but identifiers
_PASTED = "pasted text"


def read(name: str, data: bytes) -> Draft:
    """Read a file: a bibliography gives references; Markdown, LaTeX, a PDF or plain text gives what it says and cites.

    ``name`` is the file's. What cannot be read is a failure.
    """
    head = data[:HEAD]
    known = recognise(name, head)
    if known and known.name == "pdf":
        return paper.read(data, name)
    if not decode.text(head).strip() and len(data) <= HEAD:
        return _failed(name, "the file is empty")
    if known is None and data.startswith(_OFFICE):
        return _failed(name, "an office document or e-book; save it as text or PDF")
    if known is None and (decode.binary(head) or is_foreign(decode.text(head))):
        return _failed(name, f"not a format that is read here; known are {', '.join(BY_NAME)}")
    prose = known is None or known.name == "survey"
    most = BY_NAME["survey"].most if prose or known is None else known.most
    if len(data) > most:
        return _failed(name, f"larger than {most // 1_000_000} MB; split the file")
    return _prose(decode.text(data), name) if prose or known is None else bibliography.read(data, name, known)


def pasted(text: str) -> Draft:
    """Read what was pasted: identifiers alone, one or several; a bibliography; else LaTeX, Markdown or plain text."""
    text = decode.text(text)
    if not text.strip():
        return Draft()
    listed = _identifiers(text)
    if listed:
        return Draft(cited=listed)
    data = text.encode()
    known = recognise("", data[:HEAD])
    if known and known.name != "pdf":
        return bibliography.read(data, _PASTED, known)
    return _prose(text, _PASTED)


def _prose(text: str, name: str) -> Draft:
    return latex.read(text, name) if latex.is_latex(name, text) else markdown.read(text, name)


def _identifiers(text: str) -> tuple[str, ...]:
    """Return the identifiers of a text that holds nothing else, in order, each once; else nothing."""
    if len(text) > _MOST_LISTED:
        return ()
    words = [word for word in _SPLIT.split(_SPACED.sub(r"\1:", _LIST.sub("", text))) if word]
    found = [*takewhile(bool, (_identifier(word.strip("<>()[]\"'“”").rstrip(".")) for word in words))]
    return tuple(dict.fromkeys(found)) if len(found) == len(words) else ()


def _identifier(word: str) -> str:
    """Return the strongest identifier that a word is, as ``scheme:value``, or nothing."""
    stated = _STATED.fullmatch(word)
    if stated and ids.identifiers({stated[1].lower(): stated[2]}):
        return f"{stated[1].lower()}:{ids.identifiers({stated[1].lower(): stated[2]})[stated[1].lower()]}"
    if has_cjk(word):
        return ""
    known = {one.partition(":")[0]: one for one in ids.candidates(word)[1:]}
    return next((known[scheme] for scheme in ids.SCHEMES if scheme in known), "")


def _failed(name: str, reason: str) -> Draft:
    return Draft(failures=(loose.failure(name, 0, "", reason),))
