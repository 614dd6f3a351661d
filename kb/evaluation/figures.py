"""Figures of rankings (the seam to ir-measures): means with confidence intervals, and paired tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ir_measures
import numpy as np
from ir_measures import RR, Measure, R, ScoredDoc, nDCG

from kb.values import Value

Rankings = Mapping[str, Sequence[str]]
"""The documents that were found for each query, best first."""

MEASURES = {"ndcg@10": nDCG @ 10, "mrr": RR, "recall@20": R @ 20, "recall@100": R @ 100}
RELATED = {"ndcg@10": nDCG @ 10, "recall@20": R @ 20, "recall@50": R @ 50}
"""The measures of related work: a reader goes through fifty suggestions at most."""
_SAMPLES = 2000
_SEED = 20261123


class Figure(Value, frozen=True):
    """The mean over the queries and the 95% interval of a bootstrap over them (percentiles)."""

    mean: float
    low: float
    high: float


def per_query(
    qrels: Mapping[str, Mapping[str, int]], found: Rankings, measures: Mapping[str, Measure] = MEASURES
) -> dict[str, list[float]]:
    """Return each measure's value (0..1) for each ranked query, in the order of the rankings."""
    run = [
        ScoredDoc(query, document, -float(place))
        for query, ranked in found.items()
        for place, document in enumerate(ranked)
    ]
    judged = {query: dict(qrels[query]) for query in found}
    values: dict[tuple[str, str], float] = {
        (str(m.measure), m.query_id): m.value for m in ir_measures.iter_calc(list(measures.values()), judged, run)
    }
    return {name: [values.get((str(m), query), 0.0) for query in found] for name, m in measures.items()}


def figure(values: Sequence[float]) -> Figure:
    """Return the mean with its interval."""
    sample = np.asarray(values)
    drawn = np.random.default_rng(_SEED).integers(0, len(sample), (_SAMPLES, len(sample)))
    low, high = np.percentile(sample[drawn].mean(axis=1), [2.5, 97.5])
    return Figure(round(float(sample.mean()), 4), round(float(low), 4), round(float(high), 4))


def p_value(one: Sequence[float], other: Sequence[float]) -> float:
    """Return how likely a difference of means as large as this is by chance (paired sign-flipping, two-sided).

    Smucker, Allan and Carterette (2007), https://doi.org/10.1145/1321440.1321528
    """
    difference = np.asarray(one) - np.asarray(other)
    signs = np.random.default_rng(_SEED).choice((-1.0, 1.0), (_SAMPLES, len(difference)))
    reached = np.abs((signs * difference).mean(axis=1)) >= abs(difference.mean()) - 1e-12
    return float((reached.sum() + 1) / (_SAMPLES + 1))
