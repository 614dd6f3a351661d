"""Fusing what the legs of a search found: how much each counts, by the kind of query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kb.documents import Key
from kb.lexical import query_terms
from kb.student import latin_share
from kb.text import has_cjk

DEPTH = 100
"""Candidates that a leg gives, or as many as results are asked for."""
_TEXT = 0.7  # what words and sense can reach together
_KEYWORDS, _SENSE, _FOREIGN = 0.1, 0.3, 0.6  # what sense counts beside words (docs/evaluation.md)
_FULL = 0.5  # score of English words from which the best of them counts in full
_MIXED = 0.3  # share of Latin letters from which a Chinese query is found by its Latin words
_KNOWN = 0.6  # share of a Chinese query's words that a library with Chinese texts holds

Leg = dict[Key, tuple[float, str]]
"""Score (0..1; of words more where a document says them often) and detail of each document that a leg found."""


def fused(legs: Mapping[str, Leg], asked: str, known: float = 1.0) -> list[tuple[Key, float]]:
    """Fuse legs, best first; ``known`` is the share (0..1) of the query's words that the library holds.

    Words and sense are each brought to 0..1 within the query (sense from where a full leg ends), weighed by the kind of
    query (sense in full where no words were found), and count as much as the best match is good in itself. Names and
    labels join by noisy-or, 1 − Π(1 − score): scores stay in 0..1.
    """
    text: dict[Key, float] = defaultdict(float)
    sense, quality = _sense_weight(asked, known) if legs.get("lexical") else 1.0, 0.0
    for name, weight in (("lexical", 1.0 - sense), ("semantic", sense)):
        scores = {key: score for key, (score, _) in legs.get(name, {}).items()}
        top = max(scores.values(), default=0.0)
        low = min(scores.values()) if name == "semantic" and len(scores) >= DEPTH else 0.0
        quality = max(quality, min(1.0, top))
        if name == "lexical" and not has_cjk(asked):
            top = max(top, _FULL)
        for key, score in scores.items():
            text[key] += weight * (score - low) / max(top - low, 1e-9)
    misses = {key: 1.0 - _TEXT * quality * score for key, score in text.items()}
    for name in ("identifier", "concept"):
        for key, (score, _) in legs.get(name, {}).items():
            misses[key] = misses.get(key, 1.0) * (1.0 - score)
    found = [key for key, miss in misses.items() if miss < 1.0]
    found.sort(key=lambda key: (round(misses[key], 6), key.kind, key.id))
    return [(key, 1.0 - misses[key]) for key in found]


def _sense_weight(asked: str, known: float) -> float:
    """Return how much sense counts beside words: little for key words, most for Chinese in an English library."""
    if has_cjk(asked):
        return _FOREIGN if known < _KNOWN and latin_share(asked) <= _MIXED else _SENSE
    return _KEYWORDS if len(set(query_terms(asked))) <= 2 else _SENSE
