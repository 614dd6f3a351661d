"""A filtered search is the search of a library that holds only what satisfies the filter, word statistics apart."""

import random
from collections import Counter
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from kb.atlas import Atlas
from kb.documents import Key, Kind
from kb.encoder import Vectors
from kb.fusion import Leg
from kb.home import Home
from kb.index import FolderIndex, Manifest
from kb.intake import ingest, undo
from kb.lexical import Filter, LexicalHit
from kb.model import Facet, Text, Work
from kb.results import Mode, Request, Results
from kb.search import Searcher
from kb.values import replace
from kb.vectors import DenseHit
from tests.fakes import HashEncoder, build_mini, silent
from tests.library import AT, paper, source

WORDS = (
    "leaf",
    "water",
    "kettle",
    "pot",
    "steam",
    "sugar",
    "milk",
    "lemon",
    "patience",
    "warm",
    "bitter",
    "cup",
    "judge",
    "taste",
    "slow",
    "steeping",
)
NAMED = ("slow steeping", "bitterness", "porcelain cup", "tasting ceremony")
VENUES = ("", "Journal of Invented Tea", "Cups & Saucers", "Proc. Kettle 2020: “boiling”")
QUERIES = ("SST", "slow steeping and bitterness", "慢泡", "warm water for judges", "10.9999/n7")
ALL = 10**6


def papers() -> list[Work]:
    """Return works that differ in all that a search can be limited to, more than a leg looks at."""
    dice = random.Random(5)
    return [
        replace(
            paper(
                f"{' '.join(dice.sample(WORDS, 4))} {number} {dice.choice((*NAMED, '', ''))}",
                f"Author{number}, A.",
                year=dice.choice([None, *range(1999, 2007)]),
                venue=dice.choice(VENUES),
                kind=dice.choice(["article", "misc", "inproceedings"]),
                abstract=" ".join(dice.choices(WORDS, k=20)),
                doi=f"10.9999/n{number}",
            ),
            summary=Text("Ours.", "") if dice.random() < 0.2 else Text(),
        )
        for number in range(240)
    ]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    """The invented data and 240 works from three files, one of which says more of a curated work."""
    home, found = tmp_path_factory.mktemp("filters") / "home", papers()
    build_mini(home, HashEncoder())
    again = paper("Against slow steeping", "Pot, Pia", year=2015, arxiv="1502.00002")
    parts = [source("a.bib", found[:150]), source("b.csv", found[150:]), source("c.ris", [again])]
    ingest(Home(home), parts, AT, HashEncoder(), silent)
    opened = Atlas(Home(home), HashEncoder())
    yield opened
    opened.catalogue.close()


class Brute:
    """An index that ranks everything, keeps what the catalogue says is allowed, and cuts."""

    def __init__(self, atlas: Atlas) -> None:
        self._index: FolderIndex = atlas.index
        self.facts = facts(atlas)
        self.manifest: Manifest = atlas.index.manifest
        self.idf, self.vectors_of = atlas.index.idf, atlas.index.vectors_of
        self._words = lru_cache(lambda text: self._index.lexical(text, Filter(), ALL))
        self._sense = lru_cache(lambda raw: self._index.dense(np.frombuffer(raw, dtype=np.float32), Filter(), ALL))

    def lexical(self, text: str, where: Filter, limit: int) -> list[LexicalHit]:
        return [hit for hit in self._words(text) if self._allows(hit.key, where)][:limit]

    def dense(self, vector: Vectors, where: Filter, limit: int) -> list[DenseHit]:
        return [hit for hit in self._sense(vector.tobytes()) if self._allows(hit.key, where)][:limit]

    def matching(self, where: Filter, among: Collection[Key] | None = None) -> set[Key]:
        return {key for key in (self.facts if among is None else among) if self._allows(key, where)}

    def counts(self, keys: Collection[Key]) -> dict[str, dict[str, int]]:
        if not keys:
            return {}
        found = {name: Counter(value for key in keys for value in self.facts[key][name]) for name in FIELDS}
        return {name: dict(sorted(found[name].items(), key=lambda pair: (-pair[1], pair[0]))) for name in FIELDS}

    def _allows(self, key: Key, where: Filter) -> bool:
        fact = self.facts[key]
        year = next(map(int, fact["year"]), None)
        low, high = where.year_from, where.year_to
        dated = (low is None and high is None) or (
            year is not None and (low is None or year >= low) and (high is None or year <= high)
        )
        named = all(getattr(where, name) in {None, *fact[name]} for name in FIELDS if name not in {"year", "summary"})
        return dated and named and (not where.summary or bool(fact["summary"]))


FIELDS = ("kind", "concept", "facet", "entry_type", "venue", "source", "summary", "year")


def facts(atlas: Atlas) -> dict[Key, dict[str, set[str]]]:
    """Return what each document can be asked for, straight from the catalogue."""
    above = {c.id: {c.id, *atlas.taxonomy.ancestors(c.id)} for c in atlas.taxonomy.concepts}
    found: dict[Key, dict[str, set[str]]] = {}
    for concept in atlas.taxonomy.concepts:
        if concept.replaced_by is None:
            said = {"kind": {"concept"}, "concept": above[concept.id], "facet": {concept.facet.value}}
            found[Key(Kind.CONCEPT, concept.id)] = said | {"source": {"curated"}, "summary": {"yes"}}
    for work in atlas.catalogue.all_works():
        tied = [concept for _, concept in atlas.concepts_of(work.id)]
        found[Key(Kind.WORK, work.id)] = {
            "kind": {"work"},
            "concept": {each for concept in tied for each in above[concept.id]},
            "facet": {concept.facet.value for concept in tied},
            "entry_type": {work.entry_type},
            "venue": {work.venue} - {""},
            "source": {"curated" if r.run == 0 else r.source for r in atlas.catalogue.records(work.id)},
            "summary": {"yes"} if work.summary.en or work.summary.zh else set(),
            "year": {str(work.year)} if work.year else set(),
        }
    return {key: {name: fact.get(name, set()) for name in FIELDS} for key, fact in found.items()}


SINGLE: tuple[dict[str, object], ...] = (
    {"kind": Kind.CONCEPT},
    {"kind": Kind.WORK},
    {"year_from": 2003},
    {"year_to": 2001},
    {"year_from": -(10**30), "year_to": 10**30},
    {"year_from": 2010, "year_to": 2000},
    {"concept": "steeping"},
    {"concept": "tea"},  # everything below it too
    {"concept": "nothing"},
    {"facet": Facet.APPROACH},
    {"facet": Facet.FIELD},
    {"entry_type": "article"},
    {"venue": "Cups & Saucers"},
    {"venue": VENUES[-1]},
    {"source": "curated"},
    {"source": "a.bib"},
    {"source": "c.ris"},
    {"summary": True},
)


@pytest.fixture(scope="module")
def oracle(library: Atlas) -> Searcher:
    taxonomy, labels, catalogue = library.taxonomy, library.labels, library.catalogue
    return Searcher(taxonomy, labels, catalogue, Brute(library), HashEncoder())


def test_the_filters_tell_the_library_apart(library: Atlas) -> None:
    brute = Brute(library)
    sizes = [len(brute.matching(Filter(**parts))) for parts in SINGLE]  # type: ignore[arg-type]
    assert len(brute.facts) == 248
    assert min(size for size, parts in zip(sizes, SINGLE, strict=True) if parts not in (SINGLE[5], SINGLE[8])) > 0
    assert brute.matching(Filter(source="c.ris")) == {Key(Kind.WORK, "arxiv:1502.00002")}  # it is curated too
    assert len(brute.matching(Filter(facet=Facet.FIELD))) < len(brute.matching(Filter(concept="tea")))
    assert sorted(size > 100 for size in sizes).count(True) >= 4  # more than a leg looks at


@pytest.mark.parametrize("parts", SINGLE, ids=str)
def test_what_satisfies_a_filter(library: Atlas, parts: dict[str, object]) -> None:
    where, brute = Filter(**parts), Brute(library)  # type: ignore[arg-type]
    assert library.index.matching(where) == brute.matching(where)
    some = sorted(brute.facts)[::3]
    assert library.index.matching(where, some) == brute.matching(where, some)


def found_by(legs: dict[str, Leg]) -> dict[str, dict[Key, float]]:
    """Return what each leg found at all; where it says nothing, order is chance."""
    return {name: {key: score for key, (score, _) in leg.items() if score > 0} for name, leg in legs.items()}


@pytest.mark.parametrize("query", QUERIES)
def test_each_leg_equals_brute_force(library: Atlas, oracle: Searcher, query: str) -> None:
    for parts in SINGLE:
        request = Request(query, **parts)  # type: ignore[arg-type]
        found, expected = found_by(library.searcher.legs(request)[2]), found_by(oracle.legs(request)[2])
        assert found.keys() == expected.keys()
        for name, leg in expected.items():
            assert found[name] == pytest.approx(leg, abs=1e-5), (name, parts)


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("query", QUERIES)
def test_a_filtered_search_equals_brute_force(library: Atlas, oracle: Searcher, query: str, mode: Mode) -> None:
    for parts in SINGLE:
        request = Request(query, top_k=20, mode=mode, **parts)  # type: ignore[arg-type]
        assert said(library.search(request)) == said(oracle.search(request)), parts


@pytest.mark.parametrize("query", ["SST", "slow steeping and bitterness"])
def test_filters_together_equal_brute_force(library: Atlas, oracle: Searcher, query: str) -> None:
    for one, other in combinations(SINGLE, 2):
        if not one.keys() & other.keys():
            request = Request(query, top_k=20, **one, **other)  # type: ignore[arg-type]
            assert said(library.search(request)) == said(oracle.search(request)), (one, other)


def said(results: Results) -> Results:
    """Return an answer without the time it took."""
    return replace(results, took_ms=0.0)


def test_counts_are_of_all_that_was_found_not_of_what_is_shown(library: Atlas) -> None:
    request = Request("warm water for judges", top_k=1, entry_type="article", source="a.bib")
    found, everything = library.search(request), library.search(replace(request, top_k=100))
    assert (len(found.results), len(everything.results)) == (1, 50)
    expected = Brute(library).counts([Key(hit.kind, hit.id) for hit in everything.results])
    assert found.counts == everything.counts == expected
    assert found.counts["kind"] == {"work": 50}
    assert [list(counts.values()) for counts in found.counts.values()] == [
        sorted(counts.values(), reverse=True) for counts in found.counts.values()
    ]


def test_the_values_of_a_field_are_those_of_the_whole_library(library: Atlas) -> None:
    known = Brute(library).facts.values()
    for name in FIELDS[:-1]:
        assert library.index.values(name) == Counter(value for fact in known for value in fact[name]), name


def test_another_source_of_a_known_work_is_indexed_and_taken_back(tmp_path: Path) -> None:
    home = tmp_path / "home"
    build_mini(home, HashEncoder())
    again = paper("Against slow steeping", "Pot, Pia", year=2015, arxiv="1502.00002")

    def named() -> set[str]:
        opened = Atlas(Home(home), HashEncoder())
        found = {key.id for key in opened.index.matching(Filter(source="c.ris"))}
        opened.catalogue.close()
        return found

    assert named() == set()
    run = ingest(Home(home), [source("c.ris", [again])], AT, HashEncoder(), silent)
    assert named() == {"arxiv:1502.00002"}
    undo(Home(home), run.id, HashEncoder(), silent)
    assert named() == set()
