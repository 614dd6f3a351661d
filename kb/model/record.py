"""Records: a work as one source stated it. Works are what records of the same work say together."""

from __future__ import annotations

import hashlib

from kb.model.work import Work
from kb.values import Value, to_json

CURATED = 0
"""The run of the records that come from the data folder."""
SHIPPED = "curated"
"""Where concepts and curated works come from, beside the sources of ingests."""


class Record(Value, frozen=True):
    """What a source said of a work; ``source`` names the file or service, ``run`` the ingest that brought it.

    ``digest`` stands for what is said, whoever says it: the same words are the same record. ``position`` counts all
    records in the order in which they came.
    """

    digest: str
    run: int
    position: int
    source: str
    work: Work

    @property
    def origin(self) -> str:
        """Where it came from, as a search can be limited to: ``curated``, or the source of an ingest."""
        return SHIPPED if self.run == CURATED else self.source


def record(work: Work, run: int, position: int, source: str) -> Record:
    """Return the record of a work that a parser read."""
    kind = b"curated" if run == CURATED else b""  # the same words in the data folder and in a file are two records
    return Record(hashlib.sha256(kind + to_json(work)).hexdigest()[:24], run, position, source, work)
