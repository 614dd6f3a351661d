"""Re-ranking, where it is wanted: a cross-encoder reads the query together with each of the best hits.

Nogueira and Cho 2019, Passage Re-ranking with BERT.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from kb.documents import Key
from kb.encoder import library, said
from kb.errors import EncoderError
from kb.fusion import Leg

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_DEPTH = 30  # hits that are read: some seconds for a small model on a laptop
_READ = 1000  # characters of each: about what the encoder reads
_K = 60  # of reciprocal rank fusion: Cormack, Clarke and Büttcher 2009

Ranked = list[tuple[Key, float]]
"""Documents and their scores (0..1), best first."""


class Reranker(Protocol):
    """Says how well texts answer a query."""

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return one score per text, 0..1."""
        ...


class CrossReranker:
    """A sentence-transformers cross-encoder by name or path, loaded when it is first asked."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._model: CrossEncoder | None = None
        self._lock = Lock()

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return the logistic of what the model gives each text; raises EncoderError where it cannot be used."""
        try:
            with self._lock:
                self._model = self._model or _load(self._name)
            pairs = [(query, text) for text in texts]
            found = self._model.predict(pairs, activation_fn=lambda given: given.sigmoid(), show_progress_bar=False)
        except Exception as error:  # every library below raises its own kind
            raise EncoderError(
                f"The re-ranker “{self._name}” cannot be used ({type(error).__name__}: {said(error)}). "
                "Name another cross-encoder in KB_RERANKER, or unset KB_RERANKER to search without one."
            ) from error
        return [float(score) for score in found]


def from_environment() -> Reranker | None:
    """Return the re-ranker that ``$KB_RERANKER`` names (a model name or path), if it names one."""
    name = os.environ.get("KB_RERANKER", "")
    return None if name.lower() in {"", "none"} else CrossReranker(name)


def reranked(ranked: Ranked, asked: str, text: Callable[[Key], str], reranker: Reranker) -> tuple[Ranked, Leg]:
    """Return fused hits in an order that counts ours and the re-ranker's alike, and the scores that it gave.

    What the query names (score 1) stays on top. The best 30 others are ordered by reciprocal rank fusion, 1/(60 + our
    place) + 1/(60 + its place); it decides ties. Scores stay with the places: they mean the same as without it.
    """
    named = sum(score >= 1.0 for _, score in ranked)
    best = ranked[named : named + _DEPTH]
    if len(best) < 2:
        return ranked, {}
    scores = reranker.score(asked, [text(key)[:_READ] for key, _ in best])
    theirs = sorted(range(len(best)), key=lambda place: -scores[place])
    value = {ours: 1 / (_K + 1 + ours) + 1 / (_K + 1 + place) for place, ours in enumerate(theirs)}
    order = sorted(theirs, key=lambda ours: -round(value[ours], 9))
    again = [(best[ours][0], score) for ours, (_, score) in zip(order, best, strict=True)]
    read = {key: (score, f"{score:.2f}") for (key, _), score in zip(best, scores, strict=True)}
    return [*ranked[:named], *again, *ranked[named + len(best) :]], read


def _load(name: str) -> CrossEncoder:
    model: CrossEncoder = library().CrossEncoder(name, device="cpu", local_files_only=Path(name).is_dir())
    built = next(iter(getattr(model.config, "architectures", None) or ()), "")
    if model.num_labels != 1:
        raise ValueError(f"it gives {model.num_labels} scores for a pair, not one")
    if len(model) == 1 and not built.endswith("ForSequenceClassification"):  # the library invents what is missing
        raise ValueError(f"{built} was not trained to compare two texts")
    return model
