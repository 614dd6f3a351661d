"""Identifiers as BibTeX entries state them: in their own fields, and where exports hide them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.facts import UNSAID
from ingest.loose import arxiv_in, best_url
from kb import ids

_TILDE = re.compile(r"\\textasciitilde(?:\{\}|\s*)|\$\\sim\$|\\~\{\}")
_BRACES = re.compile(r"[\\{}]")
_DOI = re.compile(r"10\.\d{4,9}/[^\s,;]+")
_URL = re.compile(r"https?://[^\s,;<>\"]+")
_NOTES = {"note", "annote", "annotation", "extra"}  # Zotero: arXiv: …
_PREPRINTS = {*_NOTES, "journal", "journaltitle", "howpublished", "volume", "number", "eid", "arxivid"}
_PAGES = ("url", "howpublished", "eprint", "doi", "link", "ee", "note", "bdsk-url-1")
_MOST = 2_000  # letters of a field


def stated(fields: Mapping[str, str]) -> dict[str, str]:
    """Return arXiv id, DOI and address as their own fields state them, well formed or not; and `facts.UNSAID`."""
    prefix = _value(fields, "archiveprefix").lower() or _value(fields, "eprinttype").lower()
    eprint = _value(fields, "eprint") if prefix in {"", "arxiv"} else ""
    own = {scheme: _value(fields, scheme) for scheme in UNSAID if scheme in fields}
    return {"arxiv": eprint, "doi": _value(fields, "doi"), "url": _value(fields, "url")} | own


def known(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the identifiers, normalised; what its own field lacks or says badly is looked for elsewhere."""
    raw = stated(fields)
    found = ids.identifiers(raw) if any(raw.values()) else {}
    more = {}
    if "arxiv" not in found:
        more["arxiv"] = _hidden_arxiv(fields)
    if "doi" not in found and raw["doi"]:
        match = _DOI.search(raw["doi"])
        more["doi"] = match[0] if match else ""
    if "url" not in found:
        more["url"] = _hidden_url(fields)
    return ids.identifiers(raw | more) if any(more.values()) else found


def _hidden_arxiv(fields: Mapping[str, str]) -> str:
    for name in _PREPRINTS.intersection(fields):
        value = fields[name].lower()
        if name == "arxivid" or "abs/" in value:
            value = f"arxiv:{value.rpartition('abs/')[2]}"
        if "arxiv" in value and (name not in _NOTES or value.startswith("arxiv")):
            found = arxiv_in(value)
            if found:
                return found
    return ""


def _hidden_url(fields: Mapping[str, str]) -> str:
    pages = [page for name in _PAGES if "http" in fields.get(name, "") for page in _URL.findall(_value(fields, name))]
    return best_url(pages) if pages else ""


def _value(fields: Mapping[str, str], name: str) -> str:
    raw = fields.get(name, "")
    if not raw or ("\\" not in raw and "{" not in raw):
        return raw.strip()
    return _BRACES.sub("", _TILDE.sub("~", raw[:_MOST])).strip()
