"""Running judged queries through the search: each leg alone, all of them fused, and re-ranked."""

from __future__ import annotations

from typing import Any

from kb.documents import Kind
from kb.evaluation.figures import MEASURES, figure, p_value, per_query
from kb.evaluation.judged import Judged
from kb.fusion import DEPTH, fused
from kb.progress import Progress
from kb.results import Request
from kb.search import Searcher

_LEGS = ("lexical", "semantic", "concept")
HYBRID, RERANKED = "hybrid", "reranked"

Rankings = dict[str, dict[str, list[str]]]
"""By system and query: the documents that were found, best first."""


def rankings(searcher: Searcher, judged: Judged, progress: Progress) -> Rankings:
    """Return what each system finds for each query, at most 100 documents."""
    own = judged.corpus is None
    found: Rankings = {system: {} for system in (*_LEGS, HYBRID, RERANKED)}
    for place, (query, text) in enumerate(judged.queries.items()):
        asked, _, all_legs, _ = searcher.legs(Request(text, DEPTH + 1))
        itself, known = judged.made_from.get(query), searcher.known(asked)
        legs = {
            name: {key: hit for key, hit in leg.items() if key.id != itself and (own or key.kind is Kind.WORK)}
            for name, leg in all_legs.items()
        }
        ranked = {name: fused({name: legs.get(name, {})}, asked, known) for name in _LEGS}
        ranked[HYBRID] = fused(legs, asked, known)
        if searcher.reranker:
            ranked[RERANKED], _ = searcher.rerank(ranked[HYBRID], asked)
        for system, keys in ranked.items():
            found[system][query] = [str(key) if own else key.id for key, _ in keys[:DEPTH]]
        progress("search", place + 1, len(judged.queries))
    return {system: found[system] for system in found if any(found[system].values())}


def record(judged: Judged, found: Rankings) -> dict[str, Any]:
    """Return the figures of a set: means, their 95% intervals, and p of each system's nDCG@10 against the hybrid's."""
    values = {system: per_query(judged.qrels, ranked) for system, ranked in found.items()}
    systems: dict[str, Any] = {}
    for system, measured in values.items():
        means = {name: figure(measured[name]) for name in MEASURES}
        systems[system] = {
            **{name: held.mean for name, held in means.items()},
            "interval": {name: [held.low, held.high] for name, held in means.items()},
        }
        if system != HYBRID:
            systems[system]["p"] = round(p_value(measured["ndcg@10"], values[HYBRID]["ndcg@10"]), 4)
    return {"set": judged.name, "queries": len(judged.queries), "systems": systems}
