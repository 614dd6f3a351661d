"""Related work for a draft: what it is about, what to read, what it lacks, what looks wrong in its list."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kb.related.gaps import cited_by_topic, missing
from kb.related.known import recognised
from kb.related.suspects import suspects
from kb.related.values import Asked, Related

if TYPE_CHECKING:
    from kb.atlas import Atlas

_MISSING = 40  # works that are missed


def related(atlas: Atlas, asked: Asked) -> Related:
    """Answer whatever a reader brings; where there is nothing to go by, the answer is empty."""
    began = time.perf_counter()
    draft, finder = asked.draft, atlas.finder
    known = recognised(atlas.catalogue, draft, asked.works)
    cited = {one.work.id: one.work for one in known if one.work}
    unknown = [one.reference.work for one in known if not one.work]
    text = finder.read(draft.title, draft.text)
    topics = cited_by_topic(atlas.catalogue, finder.topics(text, cited, asked), known)
    return Related(
        topics,
        known,
        finder.suggestions(text, cited, unknown, topics, asked.limit),
        missing(atlas, topics, known, _MISSING),
        suspects(atlas.catalogue, draft, known),
        round((time.perf_counter() - began) * 1000, 2),
    )
