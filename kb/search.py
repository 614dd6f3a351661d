"""Hybrid search: what a query names (concept leg), its words (lexical) and its sense (semantic), fused with reasons."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple, Protocol

from kb.asking import asked_for, looked_at
from kb.documents import Document, Key, Kind, of_concept, of_work
from kb.encoder import Encoder
from kb.everyday import telling
from kb.fusion import DEPTH, Leg, fused
from kb.ids import candidates
from kb.index import Index
from kb.labels import Labels, Mention
from kb.lexical import Filter, query_terms, terms
from kb.model import Lang, Link, Method, Role, Taxonomy, Work
from kb.phrases import tie
from kb.rerank import Ranked, Reranker, reranked
from kb.results import Confidence, Hit, Mode, Reason, Request, Results
from kb.text import CJK, clean, has_cjk, latin
from kb.topic import on_topic

_COUNTED = 1000  # found documents, the best first, whose years, venues … are counted
_PARTIAL, _SHARE = 0.3, 0.65  # a label within a longer query scores _PARTIAL + _SHARE × its share of the query
_BY_ROLE = {role: 0.7 - 0.05 * place for place, role in enumerate(Role)}
_COSINE_LOW, _COSINE_HIGH = 0.2, 0.8  # cosines of MiniLM between unrelated and near-identical sentences
_NAMED = re.compile(r"[a-z]+\d{4}[a-z]*|(?:openreview|acl|fp):\S+")  # citekeys, and ids that have no other form
_GOOD_SHARE = 0.6  # of a query's words, by their rarity, in the best document, where sense is not known
_GOOD_EN, _GOOD_ZH = 0.8, 1.24  # where real and off-topic queries part (docs/evaluation.md)
_KNOWN_EN, _KNOWN_ZH = 0.3, 1.0  # how much words count that the library holds anywhere
_TOPIC = 0.3  # … and each step of log-odds that an English query's sense is of this field


class Library(Protocol):
    """What the search asks about works."""

    def find_work(self, ids: Iterable[str], citekey: str) -> Work | None:
        """Return the first work with one of the ids or identifiers (``scheme:value``), else with this citekey."""
        ...

    def links(self, work: str | None = None, concept: str | None = None) -> list[Link]:
        """Return the links of a work or of a concept."""
        ...

    def works(self, ids: Iterable[str]) -> dict[str, Work]:
        """Return the works that exist among the ids."""
        ...


class Found(NamedTuple):
    """What is asked for, the labels in it, what each leg found, and how much its sense is of this field."""

    asked: str
    mentions: list[Mention]
    legs: dict[str, Leg]
    topic: float


class Searcher:
    """Search over one loaded knowledge base."""

    def __init__(  # noqa: PLR0913, PLR0917 (what is searched)
        self,
        taxonomy: Taxonomy,
        labels: Labels,
        catalogue: Library,
        index: Index,
        encoder: Encoder | None,
        gone: AbstractSet[str] = frozenset(),
        reranker: Reranker | None = None,
    ) -> None:
        """Take what is searched; ``gone`` are works that an index from before still holds."""
        self._taxonomy, self._labels, self._catalogue = taxonomy, labels, catalogue
        self._index, self._encoder, self._gone, self.reranker = index, encoder, gone, reranker
        self._links_of = lru_cache(maxsize=1024)(lambda concept: tuple(catalogue.links(concept=concept)))
        self._terms_of = lru_cache(maxsize=8192)(self._document_terms)
        self._work = lru_cache(maxsize=8192)(self._load_work)

    def search(self, request: Request) -> Results:
        """Answer any string; never raises for what a person types."""
        began = time.perf_counter()
        asked, mentions, legs, topic = self.legs(request)
        confidence = self._confidence(asked, mentions, legs, topic)
        good = confidence.good
        ranked = fused(legs, asked, self.known(asked)) if good else []
        hits = self._hits(ranked, legs, request, asked) if good else self._nearest(legs, request)
        counts = self._index.counts([key for key, _ in ranked[:_COUNTED]])
        concepts = tuple(dict.fromkeys(c for mention in mentions for c in mention.concepts))
        took = (time.perf_counter() - began) * 1000
        notice = self._notice(request, asked)
        missed = not good or not hits
        return Results(request.query, concepts, missed, round(took, 2), hits, confidence, notice, counts)

    def legs(self, request: Request) -> Found:
        """Look with each leg that the mode has."""
        text = looked_at(request.query)
        asked = asked_for(request.query)
        where, depth = request.where, max(DEPTH, request.top_k)
        mentions = self._mentions(text, asked, request.mode)
        legs: dict[str, Leg] = {}
        topic = 0.0
        if request.mode is not Mode.SEMANTIC:
            named = self._identifier_leg(text, where)
            legs |= {"identifier": named} if named else {}
            legs["concept"] = self._concept_leg(mentions, asked, where, request.lang)
            legs["lexical"] = self._lexical_leg(asked, where, depth)
        if request.mode is not Mode.LEXICAL:
            legs["semantic"], topic = self._semantic_leg(asked, mentions, where, depth)
        return Found(asked, mentions, legs, topic)

    def _mentions(self, text: str, asked: str, mode: Mode) -> list[Mention]:
        if mode is Mode.SEMANTIC:
            return []
        whole = self._labels.find(text)
        if whole:
            return [Mention(whole, text, 1.0)]
        found = self._labels.mentions(asked)
        if any(mention.share == 1.0 for mention in found):
            return found
        return self._labels.corrected(asked) or found

    def _identifier_leg(self, text: str, where: Filter) -> Leg:
        """Find the work whose id, arXiv id, DOI, address or citekey the query is."""
        refs = candidates(text)
        if len(refs) == 1 and not _NAMED.fullmatch(text):
            return {}
        work = self._catalogue.find_work(refs, text)
        return self._allowed({Key(Kind.WORK, work.id): (1.0, text)}, where) if work else {}

    def _concept_leg(self, mentions: list[Mention], asked: str, where: Filter, lang: Lang) -> Leg:
        """Score the concepts that the query names, and the works tied to them."""
        leg: Leg = {}
        for mention in mentions:
            score = 1.0 if mention.share == 1.0 else _PARTIAL + _SHARE * _share(mention, asked)
            for concept in mention.concepts:
                leg[Key(Kind.CONCEPT, concept)] = (score, mention.label)
                for link in self._links_of(concept):
                    key, value = Key(Kind.WORK, link.work), score * _BY_ROLE[link.role] * link.confidence
                    if value > leg.get(key, (0.0, ""))[0]:
                        leg[key] = (value, tie(link.role, self._taxonomy.by_id[concept], lang))
        return self._allowed(leg, where)

    def _allowed(self, leg: Leg, where: Filter) -> Leg:
        if not where.active:
            return leg
        allowed = self._index.matching(where, leg)
        return {key: value for key, value in leg.items() if key in allowed}

    def _lexical_leg(self, asked: str, where: Filter, depth: int) -> Leg:
        return {hit.key: (hit.score, "") for hit in self._index.lexical(asked, where, depth) if self._there(hit.key)}

    def _semantic_leg(self, asked: str, mentions: list[Mention], where: Filter, depth: int) -> tuple[Leg, float]:
        """Compare by sense; one that reads no Chinese is given the Latin part and the English names of concepts."""
        if self._encoder is None:
            return {}, 0.0
        foreign = has_cjk(asked) and not self._encoder.reads_chinese
        sense = self._sense(asked, mentions) if foreign else asked
        if not sense:
            return {}, 0.0
        vector = self._encoder.encode_query([sense])[0]
        hits = [hit for hit in self._index.dense(vector, where, depth) if self._there(hit.key)]
        said = min(1.0, sum(_share(mention, asked) for mention in mentions)) if foreign else 1.0
        leg = {hit.key: (said * _nearness(hit.cosine), f"{hit.cosine:.2f}") for hit in hits}
        return leg, 0.0 if has_cjk(asked) else on_topic(vector, self._encoder.id)

    def _there(self, key: Key) -> bool:
        return key.id in self._taxonomy.by_id if key.kind is Kind.CONCEPT else key.id not in self._gone

    def _sense(self, asked: str, mentions: list[Mention]) -> str:
        names = [self._taxonomy.by_id[c].pref_label.en for mention in mentions for c in mention.concepts]
        return clean(" ".join([*names, latin(asked)]))

    def known(self, asked: str) -> float:
        """Return which share (0..1) of a query's words any document holds."""
        wanted, unknown = set(query_terms(asked)), self._index.idf("")
        return sum(self._index.idf(term) < unknown for term in wanted) / max(1, len(wanted))

    def _confidence(self, asked: str, mentions: Iterable[Mention], legs: Mapping[str, Leg], topic: float) -> Confidence:
        """Return what speaks for what the legs found, and whether that deserves to be called a match."""
        wanted, unknown = set(query_terms(asked)), self._index.idf("")
        weights = {term: self._index.idf(term) for term in wanted}
        total = max(sum(weights.values()), 1e-9)
        words = legs.get("lexical", {})
        best = max(words, key=lambda key: words[key][0], default=None)
        held = self._terms_of(best).intersection(wanted) if best else ()
        share = sum(weights[term] for term in held) / total
        cosine = max((float(detail) for _, detail in legs.get("semantic", {}).values()), default=None)
        named = "identifier" in legs or any(mention.share == 1.0 for mention in mentions)
        told = any(telling(mention.label, mention.share) for mention in mentions)
        value, least = share, _GOOD_SHARE
        if cosine is None:
            named |= told
        else:
            known = sum(weight for weight in weights.values() if weight < unknown) / total
            weight, least = (_KNOWN_ZH, _GOOD_ZH) if has_cjk(asked) else (_KNOWN_EN, _GOOD_EN)
            value = cosine + share / 2 + weight * (known + told / 2) + _TOPIC * topic
        return Confidence(named, value, least, share, tuple(self._matched(best, asked)) if best else (), cosine)

    def rerank(self, ranked: Ranked, asked: str) -> tuple[Ranked, Leg]:
        """Let the re-ranker, if there is one, order the best of fused hits; returns them and the scores it gave."""
        if self.reranker is None:
            return ranked, {}
        return reranked(ranked, asked, lambda key: self._document(key).texts[0], self.reranker)

    def _hits(self, ranked: Ranked, legs: dict[str, Leg], request: Request, asked: str) -> tuple[Hit, ...]:
        if request.rerank and request.mode is Mode.HYBRID:
            ranked, read = self.rerank(ranked, asked)
            legs = legs | {"rerank": read}
        best = ranked[: max(0, request.top_k)]
        return tuple(self._hit(key, score, self._why(key, legs, asked), request.lang) for key, score in best)

    def _nearest(self, legs: dict[str, Leg], request: Request) -> tuple[Hit, ...]:
        """Return the concepts nearest in sense, or in spelling where there is none, to a query that nothing matches."""
        keys = [key for key in legs.get("semantic", {}) if key.kind is Kind.CONCEPT]
        if not keys:
            near = self._labels.near(request.query)
            named = [Key(Kind.CONCEPT, concept) for label in near for concept in self._labels.find(label)]
            keys = list(self._allowed(dict.fromkeys(named, (0.0, "")), request.where))
        semantic = legs.get("semantic", {})
        return tuple(
            self._hit(key, semantic.get(key, (0.0, ""))[0], self._why(key, legs, request.query), request.lang)
            for key in list(dict.fromkeys(keys))[: min(request.top_k, 5)]
        )

    def _why(self, key: Key, legs: dict[str, Leg], asked: str) -> tuple[Reason, ...]:
        reasons = []
        for name, leg in legs.items():
            if key in leg and leg[key][0] > 0:
                detail = leg[key][1] if name != "lexical" else ", ".join(self._matched(key, asked))
                reasons.append(Reason(name, detail))
        return tuple(reasons)

    def _matched(self, key: Key, asked: str) -> list[str]:
        """Return the words of the query that stand in the document, Chinese ones as whole runs."""
        held = self._terms_of(key)
        shown = [w for w in re.findall(r"[^\W_]+", latin(asked)) if held.intersection(query_terms(w))]
        for run in re.findall(f"[{CJK}]+", asked):
            marks = [run[i : i + 2] in held or (len(run) == 1 and run in held) for i in range(max(1, len(run) - 1))]
            shown += _runs(run, marks)
        return list(dict.fromkeys(shown))

    def _document_terms(self, key: Key) -> frozenset[str]:
        document = self._document(key)
        return frozenset(terms("\n".join((document.heading, document.names, document.body))))

    def _document(self, key: Key) -> Document:
        if key.kind is Kind.CONCEPT:
            return of_concept(self._taxonomy.by_id[key.id], frozenset())
        links = self._catalogue.links(work=key.id)
        linked = [self._taxonomy.by_id[link.concept] for link in links if link.method is Method.CURATED]
        return of_work(self._work(key.id), linked, frozenset())

    def _hit(self, key: Key, score: float, why: tuple[Reason, ...], lang: Lang) -> Hit:
        if key.kind is Kind.CONCEPT:
            label = self._taxonomy.by_id[key.id].pref_label
            both = {"en": label.en, "zh": label.zh}
            return Hit(key.kind, key.id, label.best(lang), round(score, 4), None, (), both, why)
        work = self._work(key.id)
        return Hit(key.kind, key.id, work.title, round(score, 4), work.year, work.names(), None, why)

    def _load_work(self, work_id: str) -> Work:
        return self._catalogue.works([work_id])[work_id]

    def _notice(self, request: Request, asked: str) -> str:
        if request.mode is Mode.LEXICAL:
            return ""
        if self._encoder is None:
            return "no-encoder"
        unread = has_cjk(asked) and not self._encoder.reads_chinese and not latin(asked).strip()
        return "not-encoded" if unread else ""


def _share(mention: Mention, asked: str) -> float:
    """Return how much of the query's terms a mention makes up (0..1)."""
    wanted = set(query_terms(asked))
    return len(wanted.intersection(terms(mention.label))) / max(1, len(wanted))


def _nearness(cosine: float) -> float:
    """Map a cosine to 0..1 between what unrelated and what near-identical texts have."""
    return min(1.0, max(0.0, (cosine - _COSINE_LOW) / (_COSINE_HIGH - _COSINE_LOW)))


def _runs(run: str, marks: list[bool]) -> list[str]:
    """Join overlapping matched bigrams of a run to the longest pieces."""
    pieces, piece = [], ""
    for i, hit in enumerate(marks):
        if hit:
            piece = run[i : i + 2] if not piece else piece + run[i + 1]
        elif piece:
            pieces.append(piece)
            piece = ""
    return [*pieces, piece] if piece else pieces
