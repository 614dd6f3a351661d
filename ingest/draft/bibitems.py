r"""Lists of references in LaTeX itself: ``\bibitem[Label(2018)]{key} Authors. \newblock Title``."""

from __future__ import annotations

import re

from ingest import loose
from ingest.latex import running
from ingest.survey.references import Entry, entry
from kb.model import Batch, Failure
from kb.model.draft import Reference
from kb.text import clean

_ITEM = re.compile(r"\\bibitem\s*(?:\[((?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*+)\])?\s*\{([^{}]*)\}")
_BLOCK = re.compile(r"\\newblock(?![A-Za-z])")
_YEAR = re.compile(r"(?<![\d./:])((?:1[5-9]|20)\d\d)[a-z]?(?![\d/])")
_MOST = 20_000  # letters of one entry
_ENDS = " .,:"


def bibitems(text: str, source: str, line: int) -> Batch[Reference]:
    """Read the content of a ``thebibliography`` that begins on this line; each entry is a reference or a failure."""
    references: list[Reference] = []
    failures: list[Failure] = []
    items, counted = list(_ITEM.finditer(text)), 0
    for item, following in zip(items, [*items[1:], None], strict=True):
        line, counted = line + text.count("\n", counted, item.start()), item.start()
        end = min(following.start() if following else len(text), item.end() + _MOST)
        made = _entry(text[item.end() : end], item[1] or "")
        if isinstance(made, Entry):
            references.append(Reference(made.work, clean(item[2]), line))
        else:
            failures.append(loose.failure(source, line, text[item.start() : end].strip(), made))
    return Batch(tuple(references), tuple(failures))


def _entry(text: str, label: str) -> Entry | str:
    """Return the entry; blocks of authors, title and the rest, as BibTeX writes them, are put in ACL's style."""
    blocks = [running(block) for block in _BLOCK.split(text)]
    years = _YEAR.findall(" ".join(blocks[2:])) or _YEAR.findall(running(label))
    if len(blocks) > 2 and years and not _YEAR.search(blocks[0]):
        authors, title, rest = blocks[0].strip(_ENDS), blocks[1].strip(_ENDS), " ".join(blocks[2:])
        return entry(f"{authors}. {years[-1]}. {title}. {rest}")
    return entry(" ".join(blocks))
