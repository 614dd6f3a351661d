"""What a reader brings to have related work found: files and pasted text of any kind, as drafts."""

from __future__ import annotations

from ingest.draft.joining import joined
from ingest.draft.reading import MOST, pasted, read

__all__ = ["MOST", "joined", "pasted", "read"]
