r"""LaTeX documents: their text as Markdown with marks for citations, and the bibliographies that they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple

from ingest import bibtex, mentions
from ingest.draft import prose
from ingest.draft.bibitems import bibitems
from ingest.draft.marks import Marks, unmarked, without
from ingest.latex import running
from kb.model import Failure
from kb.model.draft import Draft, Reference
from kb.text import clean

_SUFFIXES = {".tex", ".ltx", ".latex", ".bbl"}
_MARKDOWN = {".md", ".markdown"}
_WHOLE = re.compile(r"\\documentclass\s*[\[{]|\\begin\s*\{document\}")
_SHOWS = re.compile(
    r"\\(?:documentclass|begin|(?:sub)*section|chapter|bibitem|usepackage|[A-Za-z]*cite[a-z]*)\*?\s*[\[{]", re.I
)
_HEADED_BY_SIGNS = re.compile(r"^#{1,6} |^```", re.M)
_COMMENT = re.compile(r"(?P<kept>\\(?:url|href|path)\s*\{[^{}\n]*\}|\\[\\%])|(?P<line>^[ \t]*%[^\n]*)|%[^\n]*", re.M)
_UNSEEN = "\u2063"  # what is left of a line of comment: it parts no paragraph
_MATH = "equation|align|alignat|flalign|gather|multline|eqnarray|displaymath|math|subequations"
_NO_TEXT = (
    "thebibliography|filecontents|comment|verbatim|Verbatim|lstlisting|minted|tikzpicture|tabular|tabularx|tabulary|"
    "longtable|algorithm|algorithmic|CCSXML|array|forest|picture|pgfpicture"
)
_PART = re.compile(
    rf"(?<!\\)\\(?:(?P<turn>begin|end)\s*\{{(?P<name>{_NO_TEXT}|{_MATH})(?P<star>\*?)\}}|(?P<skip>iffalse|fi)(?![A-Za-z])"
    r"|(?P<formula>[\[\]()]))"
)
_FILE = r"\begin{filecontents"
_TURNS = {"[": ("display", True), "]": ("display", False), "(": ("inline", True), ")": ("inline", False)}
_ARGUMENT = r"\s*\{((?:[^{}]++|\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\})*+)\}"
_OPTION = r"(?:\s*\[[^\[\]]{0,300}\])?"
_TITLE = re.compile(rf"\\(?:icml)?title{_OPTION}{_ARGUMENT}")
_DEFINITION = re.compile(
    rf"\\(?:(?:re)?newcommand|providecommand|DeclareMathOperator|(?:re)?newenvironment|newtheorem|setlength|def)\*?"
    rf"\s*(?:\{{\\?\w*\}}|\\\w+)(?:\[[^\[\]]*\]|#\d)*(?:{_ARGUMENT}){{0,2}}"
)
_FORMULA = re.compile(r"(?<!\\)\$\$[^$]{0,5000}\$\$|(?<!\\)\$[^$]{0,2000}(?<!\\)\$")
_LINK = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}" + _ARGUMENT)
_HEADING = re.compile(rf"\\(part|chapter|(?:sub)*section)\*?{_OPTION}{_ARGUMENT}")
_LEVELS = {"part": "#", "chapter": "#", "section": "##", "subsection": "###"}
_NOTE = re.compile(rf"\\(?:footnote|footnotetext){_OPTION}{_ARGUMENT}")
_GIVEN = re.compile(  # what stands in braces behind these is no text
    r"\\(?:label|[a-zA-Z]*ref|ref[a-z]*|includegraphics|input|include|bibliography(?:style)?|addbibresource|[vh]space|"
    r"usepackage|RequirePackage|documentclass|hypersetup|pagestyle|thispagestyle|(?:text)?color|definecolor|title|icmltitle|"
    r"(?:icml)?author\w*|affil\w*|institute|address|email|date|thanks|todo|vskip|setcounter|addtocounter|pdfinfo|graphicspath|"
    rf"citestyle|setcitestyle|printbibliography|acks|icmltitlerunning|titlerunning|authorrunning|keywordstyle)\*?{_OPTION}(?:{_ARGUMENT})?"
)
_OPENING = re.compile(rf"\\(?:begin|end)\s*\{{[^{{}}]*\}}{_OPTION}(?:\{{[^{{}}]{{0,40}}\}})?")
_BREAK = re.compile(r"\\\\\*?(?:\[[^\[\]]{0,20}\])?")
_ITEM = re.compile(r"\\item(?![A-Za-z])(?:\s*\[([^\[\]]{0,200})\])?\s*")
_OPTIONED = re.compile(r"(\\[A-Za-z]+\*?)\s*\[[^\[\]]{0,300}\]")
_PARAGRAPH = re.compile(r"\n\s*\n|\\par(?![A-Za-z])")
_CHINESE_LINES = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*\n[ \t]*(?=[\u3000-\u9fff\uff00-\uffef])")
_HEADED = re.compile(r"(#{1,6} |- )?(.*)", re.S)


class Inside(NamedTuple):
    """What stands in an environment that is no running text, and the line on which it begins."""

    name: str
    content: str
    line: int


def is_latex(name: str, text: str) -> bool:
    """Say whether a text is LaTeX, by its name or by commands; Markdown may have some too, within its own headings."""
    suffix = PurePath(name.lower()).suffix
    if suffix in _SUFFIXES or _WHOLE.search(text):
        return True
    return suffix not in _MARKDOWN and bool(_SHOWS.search(text)) and not _HEADED_BY_SIGNS.search(text)


def read(text: str, source: str) -> Draft:
    """Read a document or a piece of one; ``source`` names it in failures."""
    whole = unmarked(text)
    body, inside = _parted(_COMMENT.sub(_uncommented, whole))
    references, failures = _held(whole, inside, source)
    stated = _TITLE.search(body)
    title = without(running(_BREAK.sub(" ", _GIVEN.sub("", stated[1])))) if stated else ""
    start = body.find(r"\begin{document}")
    body = body[max(start, 0) :].partition(r"\end{document}")[0]
    marks = Marks()
    draft = prose.read(_as_markdown(body, marks), marks, source, title, references)
    return Draft(draft.text, draft.title, draft.references, draft.cited, (*failures, *draft.failures))


def _uncommented(found: re.Match[str]) -> str:
    return found["kept"] or (_UNSEEN if found["line"] else "")


def _parted(text: str) -> tuple[str, list[Inside]]:
    """Return the text without formulas and what else is no running text, and the latter."""
    pieces: list[str] = []
    inside: list[Inside] = []
    done, opened, name, line, counted = 0, -1, "", 1, 0
    for part in _PART.finditer(text):
        found, opens = _TURNS.get(part["formula"] or "", ("", part["turn"] == "begin" or part["skip"] == "iffalse"))
        found = found or part["name"] or "if"
        if opens and opened < 0:
            opened, name, content = part.start(), found, part.end()
        elif not opens and opened >= 0 and found == name:
            line, counted = line + text.count("\n", counted, content), content
            inside.append(Inside(name, text[content : part.start()], line))
            pieces += [text[done:opened], " "]
            done, opened = part.end(), -1
    return "".join([*pieces, text[done:]]), inside


def _held(whole: str, inside: list[Inside], source: str) -> tuple[list[Reference], list[Failure]]:
    """Return the entries of the bibliographies that stand in the document itself."""
    batches = [bibitems(part.content, source, part.line) for part in inside if part.name == "thebibliography"]
    start = whole.find(_FILE)  # before comments go, for a ``%`` in an address is none
    while start >= 0 and (end := whole.find(r"\end{filecontents", start)) >= 0:
        before = "\n" * whole.count("\n", 0, start)
        batches.append(bibtex.references(before + whole[start + len(_FILE) : end], source))
        start = whole.find(_FILE, end)
    references = [one for batch in batches for one in batch.records]
    return references, [failure for batch in batches for failure in batch.failures]


def _as_markdown(body: str, marks: Marks) -> str:
    text = _FORMULA.sub(" ", _DEFINITION.sub("", marks.commands(body)))
    text = _LINK.sub(lambda link: _linked(link, marks), text)
    text = _HEADING.sub(_heading, _NOTE.sub(r" (\1)", text))
    text = _ITEM.sub(lambda item: f"\n\n- {item[1] or ''} ", _OPENING.sub("\n\n", _GIVEN.sub("", text)))
    text = _OPTIONED.sub(r"\1 ", _BREAK.sub(" ", text))
    return "\n\n".join(_paragraphs(text))


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in _PARAGRAPH.split(_CHINESE_LINES.sub("", text)):
        headed = _HEADED.fullmatch(paragraph.strip())
        plain = running(headed[2]) if headed else ""
        if headed and plain:
            yield (headed[1] or "") + plain


def _heading(found: re.Match[str]) -> str:
    return f"\n\n{_LEVELS.get(found[1], '####')} {' '.join(found[2].split())}\n\n"


def _linked(link: re.Match[str], marks: Marks) -> str:
    address = clean((link[1] or link[2] or "").replace("\\", ""))
    return f"{link[3] or ''} {marks.put(ident for _, ident in mentions.named(address))}"
