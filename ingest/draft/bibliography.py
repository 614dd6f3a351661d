"""Bibliographies of any format as references under the reader's own keys."""

from __future__ import annotations

from ingest import bibtex, csl, ris
from ingest.formats import Format
from ingest.loose import failure
from kb import ids
from kb.model import Batch, Work
from kb.model.draft import Draft, Reference
from kb.model.survey import Survey

_WITH_KEYS = {"bibtex": bibtex.references, "csl-json": csl.references, "ris": ris.references}


def read(data: bytes, source: str, known: Format) -> Draft:
    """Read a bibliography; entries that cannot be read are failures, and so is a file without entries."""
    batch = _WITH_KEYS[known.name](data, source) if known.name in _WITH_KEYS else _other(data, source, known)
    failures = batch.failures
    if not batch.records and not failures:
        failures = (failure(source, 0, "", "no entries are in it; see whether it is the right file"),)
    return Draft(references=batch.records, failures=failures)


def _other(data: bytes, source: str, known: Format) -> Batch[Reference]:
    found = known.parse(data, source)
    batch = found.references if isinstance(found, Survey) else found
    return Batch(tuple(Reference(work, _stated(work)) for work in batch.records), batch.failures)


def _stated(work: Work) -> str:
    """Return the key of the work if it is not one that was made of its facts."""
    family = work.authors[0].family if work.authors else ""
    return "" if work.citekey == ids.citekey(family, work.year, work.title) else work.citekey
