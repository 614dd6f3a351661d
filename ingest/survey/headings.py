"""Headings: marked ones, and those that only their number, name or underline gives away."""

from __future__ import annotations

import re

from ingest.survey.markup import bare, plain
from kb.text import fold

_MARKED = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)[\s#]*")
_NUMBERED = re.compile(r"(?:§\s*)?(\d{1,2}(?:\.\d{1,2}){0,4}|[A-H](?:\.\d{1,2}){1,3})[.、．]?\s+(\S.*)")
_CHINESE = re.compile(r"(?:第([一二三四五六七八九十]{1,3})[章节]\s*|([一二三四五六七八九十]{1,3})、\s*)(\S.*)")
_UNDERLINE = re.compile(r"\s{0,3}(=|-){3,}\s*")
_LONGEST = 80
_REFERENCES = {"references", "bibliography", "works cited", "literature cited", "literature", "参考文献", "引用文献"}
_NAMES = _REFERENCES | {
    *("abstract", "introduction", "conclusion", "conclusions", "acknowledgments", "acknowledgements", "appendix"),
    *("摘要", "引言", "结论", "结语", "致谢", "附录"),
}


def heading(line: str, before: str, after: str) -> tuple[int, str, str] | None:
    """Return level (from 1), number and text when the line, between its neighbours, is a heading; else None."""
    marked = _MARKED.fullmatch(line[:1000])
    text = plain(bare(marked[2] if marked else line[:1000]))
    number, name = _split(text)
    if not name or (not marked and (before.strip() or len(text) > _LONGEST)):
        return None
    if marked:
        level = len(marked[1])
    elif _UNDERLINE.fullmatch(after):
        level = 1 if "=" in after else 2
    else:
        alone = bool(number) and not after.strip() and text[-1] not in ".。;；,，:："
        level = 2 if alone or fold(name) in _NAMES else 0
    return (_depth(number) or level, number, name) if level else None


def underline(line: str) -> bool:
    """Say whether the line only underlines a heading or separates parts."""
    return bool(_UNDERLINE.fullmatch(line))


def lists_references(name: str) -> bool:
    """Say whether a section of this name is the list of references."""
    return fold(name) in _REFERENCES


def is_common(name: str) -> bool:
    """Say whether a part of any article may be called so, which is then not the title of one."""
    return fold(name) in _NAMES


def _split(text: str) -> tuple[str, str]:
    """Return number and name of a heading; Chinese numerals are kept as written."""
    match = _NUMBERED.fullmatch(text)
    if match:
        return match[1], match[2]
    chinese = _CHINESE.fullmatch(text)
    return (chinese[1] or chinese[2], chinese[3]) if chinese else ("", text)


def _depth(number: str) -> int:
    return number.count(".") + 2 if number else 0
