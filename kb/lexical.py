"""The lexical leg: BM25 over stems and Chinese bigrams (the seam to tantivy)."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import tantivy

from kb.documents import Document, Key, Kind
from kb.model import Facet
from kb.text import bigrams, clean, latin, simplified
from kb.values import from_json

_BOOSTS = {"whole": 1.0, "heading": 0.2, "pairs": 0.4}
"""The fields of the index: all of a document's text, once more its heading, and which words stand side by side.

Pairs are the ordered part of the sequential dependence model (Metzler and Croft 2005,
https://doi.org/10.1145/1076034.1076115); the boosts were chosen on the sets of docs/evaluation.md.
"""
_WORN = 0.1  # share of documents taken out that an index may still count
_ASKED = (  # noqa: SIM905 (one word a line is not read)
    "how what why when where who whom whose which can could may might shall should would do does did done has have had "
    "than then them they he she you your we our us me my i its his her from about there these those some any am been "
    "being were also just so very too s t"
).split()
"""Words that are asked with, not asked for; tantivy's own English list is short."""
_PARTICLES = frozenset("的了是在和与及或有我你他她它这那不也就都要吗呢吧")
_ANALYZER = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.remove_long(64))
    .filter(tantivy.Filter.lowercase())
    .filter(tantivy.Filter.ascii_fold())
    .filter(tantivy.Filter.stopword("english"))
    .filter(tantivy.Filter.custom_stopword(_ASKED))
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)
_MOST_TERMS = 256
_NAMED = ("kind", "concept", "facet", "entry_type", "venue", "source", "summary")
"""What a search can be limited to by a value, besides the year: the fields of `Filter`, of the index, and of counts."""
_MOST_VALUES = 10_000  # of a field that are counted
_YES = "yes"
_FAR = 10**9  # no year lies beyond it; tantivy takes 64 bits only


class Filter(NamedTuple):
    """What a hit must satisfy, all of it; ``concept`` includes everything below it (see `kb.documents.Document`).

    ``summary`` keeps what has a gist or a summary of ours. Concepts have no year, type or venue.
    """

    kind: Kind | None = None
    year_from: int | None = None
    year_to: int | None = None
    concept: str | None = None
    facet: Facet | None = None
    entry_type: str | None = None
    venue: str | None = None
    source: str | None = None
    summary: bool = False

    @property
    def active(self) -> bool:
        """Whether it restricts anything."""
        return self != Filter()

    @property
    def named(self) -> dict[str, str]:
        """The value that each field has to have."""
        values = {**self._asdict(), "summary": _YES if self.summary else None}
        return {field: str(values[field]) for field in _NAMED if values[field] is not None}


class LexicalHit(NamedTuple):
    """A document and its score: BM25 over that of a document of mean length with each word once (which has 1)."""

    key: Key
    score: float


def terms(text: str) -> list[str]:
    """Cut a text into what the index holds: English stems without stop words, and Chinese bigrams."""
    text = simplified(unicodedata.normalize("NFKC", clean(text)))
    stems: list[str] = _ANALYZER.analyze(latin(text))
    return stems + [gram for gram in bigrams(text) if gram not in _PARTICLES]


class LexicalIndex:
    """A tantivy index in a folder."""

    def __init__(self, folder: Path) -> None:
        """Open the index that `build` wrote."""
        self._index = tantivy.Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()
        self.documents: int = self._searcher.num_docs
        self.count = lru_cache(maxsize=256)(self._count)
        self.idf = lru_cache(maxsize=100_000)(self._idf)  # one comparison of two texts asks for hundreds

    @staticmethod
    def build(folder: Path, documents: Iterable[Document]) -> None:
        """Write an index of the documents into an empty folder."""
        folder.mkdir()
        _add(tantivy.Index(_schema(), path=str(folder)), documents, ())

    @staticmethod
    def update(folder: Path, documents: Iterable[Document], removed: Iterable[Key]) -> None:
        """Replace documents in an index, or add them, and take out others; untouched segments stay as they are."""
        _add(tantivy.Index.open(str(folder)), documents, removed)

    @staticmethod
    def worn(folder: Path) -> bool:
        """Whether so many documents were taken out that scores, which still count them, are off."""
        segments = from_json((folder / "meta.json").read_bytes(), dict[str, Any])["segments"]
        lost = sum(segment["deletes"]["num_deleted_docs"] for segment in segments if segment["deletes"])
        return bool(lost > _WORN * sum(segment["max_doc"] for segment in segments))

    def search(self, text: str, where: Filter, limit: int) -> list[LexicalHit]:
        """Return the best documents for a text, whatever its characters."""
        held = query_terms(text)
        wanted = {"whole": Counter(held), "heading": Counter(held), "pairs": Counter(_pairs(held))}
        ideal = sum(map(self.idf, held)) * (_BOOSTS["whole"] + _BOOSTS["heading"])
        if not ideal:
            return []
        parts = [
            (tantivy.Occur.Should, self._term(term, field, boost * count))
            for field, boost in _BOOSTS.items()
            for term, count in wanted[field].items()
        ]
        query = tantivy.Query.boolean_query(parts)
        found = self._searcher.search(self._filtered(query, where), limit).hits
        return [LexicalHit(self._key(address), score / ideal) for score, address in found]

    def matching(self, where: Filter, among: Collection[Key] | None = None) -> set[Key]:
        """Return the documents that satisfy a filter: all of them, or those among some."""
        query = self._filtered(tantivy.Query.all_query() if among is None else self._any_of(among), where)
        most = self.documents if among is None else len(among)
        return {self._key(address) for _, address in self._searcher.search(query, max(1, most)).hits}

    def newest(self, where: Filter, limit: int) -> list[Key]:
        """Return the documents of the latest years that satisfy a filter, the newest first, undated ones last."""
        query = self._filtered(tantivy.Query.all_query(), where)
        return [self._key(address) for _, address in self._searcher.search(query, limit, order_by_field="year").hits]

    def counts(self, among: Collection[Key] | Filter) -> dict[str, dict[str, int]]:
        """Map each field that a search can be limited to, to its values and how many of some documents have them.

        The most frequent values come first. Counted are years too; of ``summary`` those that have one (``yes``).
        """
        if not among:
            return {}
        query = self._filtered(tantivy.Query.all_query(), among) if isinstance(among, Filter) else self._any_of(among)
        wanted = {field: {"terms": {"field": field, "size": _MOST_VALUES}} for field in (*_NAMED, "year")}
        found = self._searcher.aggregate(query, wanted)
        return {field: _ordered((str(b["key"]), b["doc_count"]) for b in found[field]["buckets"]) for field in wanted}

    def values(self, field: str) -> dict[str, int]:
        """Map all values of a field that a search can be limited to, to how many documents have them, as `counts`."""
        everything = tantivy.Query.all_query()  # what was replaced would be counted without
        return _ordered(self._searcher.terms_with_prefix(field, "", everything))

    def _idf(self, term: str) -> float:
        """Return BM25's inverse document frequency of a term; unknown terms weigh most."""
        seen = min(self.documents, self._searcher.doc_freq("whole", term))
        return math.log(1 + (self.documents - seen + 0.5) / (seen + 0.5))

    def _term(self, term: str, field: str, boost: float) -> tantivy.Query:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, term), boost)

    def _count(self, where: Filter) -> int:
        """Return how many documents satisfy a filter."""
        found = self._searcher.search(self._filtered(tantivy.Query.all_query(), where), 1)
        return int(found.count)  # type: ignore[attr-defined]  # tantivy's stubs leave it out

    def _any_of(self, keys: Iterable[Key]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, "id", [str(key) for key in keys])

    def _filtered(self, query: tantivy.Query, where: Filter) -> tantivy.Query:
        must = [query, *(self._exact(field, value) for field, value in where.named.items())]
        if where.year_from is not None or where.year_to is not None:
            must.append(self._years(where))
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in must]) if len(must) > 1 else query

    def _exact(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.const_score_query(tantivy.Query.term_query(self._schema, field, value), 0.0)

    def _years(self, where: Filter) -> tantivy.Query:
        low, high = (year and max(-_FAR, min(_FAR, year)) for year in (where.year_from, where.year_to))
        years = tantivy.Query.range_query(self._schema, "year", tantivy.FieldType.Integer, low, high)
        return tantivy.Query.const_score_query(years, 0.0)

    def _key(self, address: tantivy.DocAddress) -> Key:
        return Key.parse(self._searcher.doc(address)["id"][0])


@lru_cache(maxsize=256)
def query_terms(text: str) -> tuple[str, ...]:
    """Return the terms of a query as often as they stand in it, at most 256."""
    return tuple(terms(text[:4000]))[:_MOST_TERMS]


def _pairs(words: Sequence[str]) -> list[str]:
    return [f"{one}_{other}" for one, other in pairwise(words)]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for field in _NAMED:
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("year", indexed=True, fast=True)
    for field in _BOOSTS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _add(index: tantivy.Index, documents: Iterable[Document], removed: Iterable[Key]) -> None:
    writer = index.writer(num_threads=1)
    for key in removed:
        writer.delete_documents_by_term("id", str(key))
    for document in documents:
        writer.add_document(_row(document))
    writer.commit()
    writer.wait_merging_threads()


def _row(document: Document) -> tantivy.Document:
    row = tantivy.Document(id=str(document.key))
    heading = terms(document.heading)
    whole = [*heading, *terms(f"{document.names}\n{document.body}")]
    for field, words in (("heading", heading), ("whole", whole), ("pairs", _pairs(whole))):
        row.add_text(field, " ".join(words))
    for field, values in _named(document).items():
        for value in sorted(filter(None, values)):
            row.add_text(field, value)
    if document.year is not None:
        row.add_integer("year", document.year)
    return row


def _named(document: Document) -> dict[str, Iterable[str]]:
    """Return the values by which a document can be asked for."""
    return {
        "kind": [document.key.kind.value],
        "concept": document.concepts,
        "facet": [facet.value for facet in document.facets],
        "entry_type": [document.entry_type],
        "venue": [document.venue],
        "source": document.sources,
        "summary": [_YES] if document.summarised else [],
    }


def _ordered(counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Put the most frequent values first, among equals by name."""
    return dict(sorted(counted, key=lambda pair: (-pair[1], pair[0])))
