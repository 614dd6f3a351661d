"""From lines to blocks: paragraphs and list items made whole again across page breaks, each with its section."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from ingest.mentions import urls
from ingest.survey import headings, markup
from kb.model.survey import Section
from kb.text import CJK, fold

_LINES = re.compile(r"\r\n|\r|\n")
_ITEM = re.compile(r"\s*(?:[-*+•·]\s+|(?:\(\d{1,3}\)|（\d{1,3}）|\d{1,3}[.)])\s+|(?=\[\d{1,4}\]\s))")
_TABLE = re.compile(r"\s*\|[\s:|-]+\|?\s*")
_NOISE = re.compile(
    r"(?:©|\(c\)\s|copyright\b|根据《).{0,200}|(?:page|第)?\s{0,3}[-–]?\s{0,3}\d{1,4}\s{0,3}[-–]?\s{0,3}页?", re.I
)
_OPEN_END = re.compile(rf"[,，、\-–—(（\w{CJK}]\Z")
_ENTRY_END = re.compile(r"[.。!?\])/]\Z|\d\Z|https?://\S+\Z")
_AUTHORS_END = re.compile(r"[.)]\s+\(?(?:1[89]|20)\d\d[a-z]?[.)]*\Z")  # the title is still to come
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_WIDE = re.compile(rf"[{CJK}，。；：、？！（）“”《》]")
_LONG = 60  # a shorter line without full stop is an address or a caption, not the first half of a sentence


class Block(NamedTuple):
    """A paragraph, list item or reference; ``starts`` pairs offsets in ``text`` with 1-based lines."""

    text: str
    section: str
    starts: tuple[tuple[int, int], ...]
    item: bool
    reference: bool

    def line(self, offset: int) -> int:
        """Return the line on which the character at this offset stood."""
        return self.starts[bisect_right(self.starts, (offset, 1 << 62)) - 1][1]


class Document(NamedTuple):
    """The blocks of a text, its sections, and the addresses of its footnotes by their mark."""

    title: str
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    footnotes: dict[str, str]


def read(text: str) -> Document:
    """Cut Markdown or plain text into blocks."""
    reader = _Reader(_LINES.split(text))
    for index in range(len(reader.lines)):
        reader.take(index)
    reader.close()
    return Document(reader.title(), tuple(reader.sections), tuple(reader.blocks), reader.footnotes)


class _Reader:
    """Reads line by line; the open block waits for its next line until something else begins."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.sections: list[Section] = []
        self.blocks: list[Block] = []
        self.footnotes: dict[str, str] = {}
        self.taken: set[str] = set()
        self.parts: list[tuple[int, str]] = []
        self.length = 0  # letters of the open block
        self.item = self.gap = self.torn = self.listing = self.dated = False

    def title(self) -> str:
        first = self.sections[0] if self.sections else None
        block = self.blocks[0] if self.blocks else None
        if first and (not block or first.line < block.starts[0][1]):
            return first.heading
        return markup.plain(block.text)[:300] if block else ""

    def take(self, index: int) -> None:
        line = self.lines[index]
        before = self.lines[index - 1] if index else ""
        after = self.lines[index + 1] if index + 1 < len(self.lines) else ""
        found = headings.heading(line, before, after)
        if found:
            self._head(index + 1, *found)
        elif not line.strip() or headings.underline(line) or _TABLE.fullmatch(line):
            self.gap = True
        elif self._footnote(line) or (_NOISE.fullmatch(line.strip()) and not self.listing):
            self.gap = self.torn = True
        else:
            self._text(index + 1, line)

    def close(self) -> None:
        """Finish the open block."""
        pieces: list[str] = []
        starts: list[tuple[int, int]] = []
        length = 0
        for line, part in self.parts:
            space = _space(pieces[-1], part) if pieces else ""
            pieces += [space, part]
            starts.append((length + len(space), line))
            length += len(space) + len(part)
        section = self.sections[-1].id if self.sections else ""
        if pieces:
            self.blocks.append(Block("".join(pieces), section, tuple(starts), self.item, self.listing))
        self.parts, self.length, self.dated = [], 0, False
        self.item = self.gap = self.torn = False

    def _head(self, line: int, level: int, number: str, name: str) -> None:
        self.close()
        wanted = number or fold(name)[:60].strip() or "section"
        unique = wanted if wanted not in self.taken else f"{wanted} ({line})"
        self.taken.add(unique)
        self.sections.append(Section(unique, name[:300], level, line, number))
        self.listing = headings.lists_references(name)

    def _footnote(self, line: str) -> bool:
        note = markup.footnote(line)
        if note:
            self.footnotes.setdefault(note[0], next(iter(urls(markup.entry(note[1]))), ""))
        return note is not None

    def _text(self, number: int, line: str) -> None:
        item = _ITEM.match(line)
        if item or line.lstrip().startswith("|") or (self.parts and not self._goes_on(line.strip())):
            self.close()
        self.item = self.item or bool(item)
        numbered = self.listing and item and any(map(str.isdigit, item.group()))  # the number is what texts cite
        rest = line[item.end() :] if item and not numbered else line
        text = (markup.entry(rest) if self.listing else markup.bare(rest)).strip()
        if text:
            self.parts.append((number, text))
            self.length += len(text)
            self.dated = self.dated or bool(_YEAR.search(text))
        self.gap = self.torn = False

    def _goes_on(self, line: str) -> bool:
        """Say whether the open block is unfinished, so that this line belongs to it."""
        end = markup.plain(self.parts[-1][1]) if self.parts else ""
        if self.listing:
            if self.gap and _ENTRY_END.search(end):
                return False
            return not _ends_entry(end, self.dated, line)
        if not self.gap or end.endswith((",", "，", "、")):
            return True
        enough = _LONG // 2 if self.torn else _LONG
        return bool(_OPEN_END.search(end)) and self.length >= enough and (self.torn or not self.item)


def _ends_entry(end: str, has_year: bool, line: str) -> bool:
    """Say whether a reference that ends so is complete, and the line looks like the next one."""
    begins = line[:1].isupper() or not line[:1].isascii() or line[:1] in "[*"
    return has_year and begins and bool(_ENTRY_END.search(end)) and not _AUTHORS_END.search(end)


def _space(before: str, part: str) -> str:
    """Return what parts two lines of a block: nothing within Chinese."""
    return "" if _WIDE.match(before[-1]) and _WIDE.match(part) else " "
