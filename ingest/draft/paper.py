"""PDFs as drafts: their pages as one text, words and identifiers that lines broke made whole again."""

from __future__ import annotations

import re

from ingest import pdf
from ingest.draft import prose
from ingest.draft.marks import Marks, unmarked
from kb.model import Failure
from kb.model.draft import Draft
from kb.values import replace

_HYPHEN = re.compile(r"(?<=[a-zà-ÿ])[-\u00ad\u2010][ \t]*\n\s*(?=[a-zà-ÿ])")
_STAMP = re.compile(r"arXiv\s?:\s?\S{1,40}\s*\[[\w.-]+\]\s*\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}")
_AFTER = re.compile(
    r"^[ \t]*(?:(?i:supplement(?:ary|al)\s+material|appendi(?:x|ces)\b|附\s*录)"
    r"|A\.?[ \t]+(?:Appendix|Additional|Details|Experiment|Further|Hyperparameter|Implementation|Omitted|Proof))"
    r".{0,80}$",
    re.M,
)


def read(data: bytes, source: str) -> Draft:
    """Read a PDF; ``source`` names it in failures. Its lines have no numbers that mean anything to a person."""
    found = pdf.article(data, source)
    if isinstance(found, Failure):
        return Draft(failures=(found,))
    body = _STAMP.sub("", "\n\n".join(found.pages))
    listed = _AFTER.split(found.listed, maxsplit=1)[0]
    text = f"{body}\n\n# References\n\n{listed}\n" if listed.strip() else body
    draft = prose.read(unmarked(_HYPHEN.sub("", text)), Marks(), source, found.title or "")
    last = max((one.line for one in draft.references), default=0)
    return replace(
        draft,
        references=tuple(replace(one, line=0) for one in draft.references),
        failures=tuple(replace(one, line=0) for one in draft.failures if one.line < last or not one.line),
    )  # what follows the last entry that is one is an appendix, not a list
