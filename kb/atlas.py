"""A loaded knowledge base: what the shells hold and ask."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kb import ids
from kb.build import MANY, refresh_index
from kb.catalogue import Catalogue
from kb.documents import Key, Kind
from kb.encoder import Encoder
from kb.errors import HomeError, NotBuiltError, NotFoundError
from kb.home import Home
from kb.index import FolderIndex
from kb.labels import Labels
from kb.lexical import Filter
from kb.linking import Linker
from kb.model import Concept, Lang, Link, Role, Taxonomy, Work
from kb.rerank import Reranker
from kb.results import Request, Results
from kb.search import Searcher
from kb.text import clean

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.related.finder import Finder

_LOADED = ("taxonomy", "labels", "graph", "index", "searcher", "finder")


class Atlas:
    """One home, opened for reading; its parts are loaded when they are first needed."""

    def __init__(self, home: Home, encoder: Encoder | None, reranker: Reranker | None = None) -> None:
        """Open a home; raises NotBuiltError where nothing was built."""
        home.require()
        self.home, self.encoder, self.reranker = home, encoder, reranker
        self.catalogue = Catalogue.open(home.catalogue)
        self._revision = self.catalogue.revision
        if not self._revision:
            raise NotBuiltError(f"The build in {home.path} never finished. Run: {home.build_command}")

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """Families, concepts and relations."""
        return self.catalogue.taxonomy()

    @cached_property
    def labels(self) -> Labels:
        """From labels to concepts."""
        return Labels(self.taxonomy.concepts)

    @cached_property
    def graph(self) -> Graph:
        """The concept graph."""
        from kb.graph import Graph  # noqa: PLC0415 (networkx is not needed for most commands)

        return Graph(self.taxonomy)

    @cached_property
    def index(self) -> FolderIndex:
        """The search index; one that is missing, stale, torn or foreign is first rebuilt from the catalogue.

        Thousands of texts are not encoded for that: their words are found, vectors and links are the next build's work.
        While another process rebuilds it, the index of before answers.
        """
        name = self.encoder.id if self.encoder else None
        found = FolderIndex.open(self.home.index, self.catalogue.revision, name)
        if found is None and self.home.busy:
            found = FolderIndex.usable(self.home.index, name)
        if found is None:
            with self.home.locked():  # no build can raise the revision in here
                refresh_index(self.home, self.catalogue, self.encoder, lambda _step, _done, _total: None, MANY)
                found = FolderIndex.open(self.home.index, self.catalogue.revision, name)
        if found is None:
            raise HomeError(f"The index in {self.home.index} cannot be read even after a rebuild; check the disk.")
        return found

    @cached_property
    def searcher(self) -> Searcher:
        """The search over this knowledge base."""
        gone = frozenset(self.catalogue.gone_since(self.index.manifest.revision))
        parts = self.taxonomy, self.labels, self.catalogue, self.index
        return Searcher(*parts, self.encoder, gone, self.reranker)

    @cached_property
    def finder(self) -> Finder:
        """What finds related work in this knowledge base."""
        from kb.related.finder import Finder  # noqa: PLC0415 (most commands do without)

        vectors = self.index.vectors_of(Key(Kind.CONCEPT, concept.id) for concept in self.taxonomy.concepts)
        linker = Linker(self.taxonomy, {key.id: vector for key, vector in vectors.items()})
        return Finder(self.taxonomy, self.catalogue, self.index, self.encoder, linker)

    def search(self, request: Request) -> Results:
        """Answer a query; where a build took away meanwhile what was found, load the home anew and ask again."""
        while True:
            try:
                return self.searcher.search(request)
            except KeyError:
                if not self.refresh():
                    raise

    def refresh(self) -> bool:
        """Load anew what a build has changed meanwhile; returns whether one has."""
        revision = self.catalogue.revision
        if revision == self._revision:
            return False
        self._revision = revision
        for part in _LOADED:
            self.__dict__.pop(part, None)
        return True

    def concept(self, ref: str) -> Concept:
        """Return the concept with this id or label; raises NotFoundError with near matches."""
        by_id = self.taxonomy.by_id
        found = (ref,) if ref in by_id else self.labels.find(ref)
        if not found:
            raise NotFoundError("concept", clean(ref)[:200], self.labels.near(ref))
        concept = by_id[found[0]]
        return by_id[concept.replaced_by] if concept.replaced_by else concept

    def work(self, ref: str) -> Work:
        """Return the work with this id, arXiv id, DOI, URL or citekey; raises NotFoundError with near titles."""
        ref = clean(ref)
        found = self.catalogue.find_work(ids.candidates(ref), ref)
        if found is None:
            raise NotFoundError("work", ref[:200], self._near_works(ref))
        return found

    def works_of(self, concept: str) -> list[tuple[Link, Work]]:
        """Return the works that the data tie to a concept, by role and year."""
        links = self.catalogue.curated_links(concept)
        works = self.catalogue.works(link.work for link in links)
        roles = list(Role)
        pairs = [(link, works[link.work]) for link in links]
        return sorted(pairs, key=lambda pair: (roles.index(pair[0].role), pair[1].year or 0, pair[1].title))

    def found_works(self, concept: str, start: int, most: int) -> tuple[int, list[tuple[Link, Work]]]:
        """Return how many ingested works were found for a concept, and some of them, the surest first."""
        count, links = self.catalogue.found_links(concept, start=start, most=most).get(concept, (0, []))
        works = self.catalogue.works(link.work for link in links)
        return count, [(link, works[link.work]) for link in links if link.work in works]

    def concepts_of(self, work: str) -> list[tuple[Link, Concept]]:
        """Return the concepts that a work is tied to."""
        by_id = self.taxonomy.by_id
        return [(link, by_id[link.concept]) for link in self.catalogue.links(work=work)]

    def label(self, concept: str, lang: Lang) -> str:
        """Return the preferred label of a concept id."""
        return self.taxonomy.by_id[concept].pref_label.best(lang)

    def _near_works(self, ref: str) -> tuple[str, ...]:
        hits = self.index.lexical(ref, Filter(kind=Kind.WORK), 3)
        works = self.catalogue.works(hit.key.id for hit in hits)
        return tuple(f"{work.citekey} ({work.title})" for hit in hits if (work := works.get(hit.key.id)))
