"""``python -m benchmarks.related HOME SHARED``: sections of surveys and the works that they cite.

Asked with the text of a section (title and sentences, citations removed), with half of its citations, or with both; to
be found are the works it cites, or the other half. What else the section's own survey cites is known to no system.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.search_peer import peer
from kb.atlas import Atlas
from kb.citations import Pairs
from kb.documents import Document, Key, Kind
from kb.encoder import Encoder, Vectors, from_environment
from kb.evaluation.corpus import Corpus, open_corpus
from kb.evaluation.figures import RELATED, p_value, per_query
from kb.home import Home
from kb.lexical import Filter
from kb.linking import Linker
from kb.model import Link, Method
from kb.related import finder, ranking
from kb.related.closeness import closeness
from kb.related.finder import Finder
from kb.related.values import Asked, Signal

_SEED = 7  # of which citations are the known half
_WORKS = Filter(kind=Kind.WORK)
_DEPTH = 50


class Section(NamedTuple):
    """A section: its survey, title, text, the known half of its citations and the other one."""

    survey: str
    title: str
    text: str
    known: tuple[str, ...]
    hidden: tuple[str, ...]


class Library(Corpus):
    """The corpus with the Atlas's links of works, those that the linker finds, and citations of surveys."""

    def __init__(self, corpus: Corpus, links: Iterable[Link], sections: Sequence[Section]) -> None:
        self._works = corpus._works
        self._sections = sections
        self.left_out = ""
        self._of_work: dict[str, list[Link]] = {}
        self._of_concept: dict[str, list[Link]] = {}
        for link in links:
            self._of_work.setdefault(link.work, []).append(link)
            self._of_concept.setdefault(link.concept, []).append(link)

    def links(
        self, work: str | None = None, concept: str | None = None, works: Iterable[str] | None = None
    ) -> list[Link]:
        """Return the links of works, which is all that is asked."""
        return [link for one in works or () for link in self._of_work.get(one, ())]

    def curated_links(self, *concepts: str) -> list[Link]:
        """Return what people tied to concepts."""
        return [one for concept in concepts for one in self._tied(concept) if one.method is Method.CURATED]

    def found_links(self, *concepts: str, start: int, most: int) -> dict[str, tuple[int, list[Link]]]:
        """Return what the linker tied to concepts, the surest first."""
        found = {}
        for concept in concepts:
            tied = [one for one in self._tied(concept) if one.method is not Method.CURATED]
            surest = sorted(tied, key=lambda one: (-one.confidence, one.work))
            found[concept] = len(tied), surest[start : start + most]
        return found

    def _tied(self, concept: str) -> list[Link]:
        return self._of_concept.get(concept, [])

    def cited_pairs(self, works: Collection[str]) -> tuple[Pairs, Pairs]:
        """Return what the other surveys' sections cite; a section stands for a work."""
        wanted = set(works)
        pairs = {
            (f"{section.survey}#{place}", work)
            for place, section in enumerate(self._sections)
            if section.survey != self.left_out
            for work in (*section.known, *section.hidden)
        }
        return frozenset(p for p in pairs if p[0] in wanted), frozenset(p for p in pairs if p[1] in wanted)


class Question(NamedTuple):
    """What is asked with (a text, cited works, or both) and what should be found."""

    survey: str
    title: str
    text: str
    cited: tuple[str, ...]
    wanted: tuple[str, ...]


System = Callable[[Question], list[str]]


def main() -> None:
    """Measure and print."""
    atlas, shared = Atlas(Home(Path(sys.argv[1])), from_environment()), Path(sys.argv[2])
    sections = read(shared / "eval" / "survey_sections_dev.jsonl")
    systems = Systems(atlas, shared / "corpora" / "alignment_abstracts.jsonl.gz", sections)
    console = Console(width=140)
    for name, questions in asked(sections).items():
        console.print(_table(name, systems, questions))


def read(path: Path) -> list[Section]:
    """Return the sections, with a known half of citations that is the same in each run."""
    drawn = random.Random(_SEED)  # noqa: S311 (which half is known is no secret)
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        cites = drawn.sample(row["cites"], len(row["cites"]))
        half = max(1, len(cites) // 2)
        title, text = " > ".join(row["path"]), " ".join(row["sentences"])
        found.append(Section(row["doc"], title, text, tuple(cites[:half]), tuple(cites[half:])))
    return found


def asked(sections: Sequence[Section]) -> dict[str, list[Question]]:
    """Return the questions of each of the three ways of asking."""
    return {
        "text": [Question(s.survey, s.title, s.text, (), s.known + s.hidden) for s in sections],
        "half of the citations": [Question(s.survey, "", "", s.known, s.hidden) for s in sections],
        "both": [Question(s.survey, s.title, s.text, s.known, s.hidden) for s in sections],
    }


class Systems:
    """Ours and its rivals over one corpus with one encoder."""

    def __init__(self, atlas: Atlas, file: Path, sections: Sequence[Section]) -> None:
        """Open the corpus and tie its works to concepts as an ingest does."""
        corpus, self.index = open_corpus(atlas.home, atlas.catalogue, file, atlas.encoder, lambda *_: None)
        self._documents = corpus.documents()
        held = self.index.vectors_of(document.key for document in self._documents)
        self._rows: Vectors = np.stack([held[document.key] for document in self._documents])
        linker = Linker(atlas.taxonomy, {key.id: row for key, row in _concepts(atlas).items()})
        self.library = Library(corpus, _links(atlas, linker, corpus, self._documents, self._rows), sections)
        assert atlas.encoder is not None  # noqa: S101 (the figures are of the real encoder)
        self._encoder: Encoder = atlas.encoder
        self._finder = Finder(atlas.taxonomy, self.library, self.index, atlas.encoder, linker)
        self._peer = peer([d.texts[0] for d in self._documents], self._rows, atlas.encoder)

    def rankings(self, questions: Sequence[Question]) -> dict[str, dict[str, list[str]]]:
        """Return what each system finds for each question, by its place."""
        rivals: dict[str, System] = {"related": self.ours, "dense": self.dense, "BM25": self.words}
        if questions[0].cited:
            rivals["citation coupling"] = self.citations
        if self._peer:
            rivals["txtai"] = self.txtai
        found = {name: self._ranked(system, questions) for name, system in rivals.items()}
        for name, changes in _ABLATIONS.items():
            with _set(changes):
                found[name] = self._ranked(self.ours, questions)
        return found

    def ours(self, question: Question) -> list[str]:
        """Find related work as the Atlas does."""
        self.library.left_out = question.survey
        cited = self.library.works(question.cited)
        text = self._finder.read(question.title, question.text)
        topics = self._finder.topics(text, cited, Asked())
        return [one.work.id for one in self._finder.suggestions(text, cited, (), topics, _DEPTH)]

    def dense(self, question: Question) -> list[str]:
        """Compare by sense alone: with the nearest passage and with the mean of what is cited, both counting alike."""
        text = self._finder.read(question.title, question.text)
        held = self.index.vectors_of(Key(Kind.WORK, work) for work in question.cited)
        cosines = [] if text.vectors is None else [(self._rows @ text.vectors.T).max(axis=1)]
        cosines += [self._rows @ np.mean([*held.values()], axis=0)] if held else []
        scores = sum(some / some.max() for some in cosines)
        return self._but(question, [self._documents[place].key.id for place in np.argsort(-scores, kind="stable")])

    def words(self, question: Question) -> list[str]:
        """Compare by words alone: those of the text and of the titles of what is cited."""
        hits = self.index.lexical(self._words_of(question), _WORKS, 2 * _DEPTH)
        return self._but(question, [hit.key.id for hit in hits])

    def txtai(self, question: Question) -> list[str]:
        """Ask txtai with the same words."""
        assert self._peer is not None  # noqa: S101
        return self._but(question, [self._documents[place].key.id for place, _ in self._peer(self._words_of(question))])

    def citations(self, question: Question) -> list[str]:
        """Look at citations alone."""
        self.library.left_out = question.survey
        near = closeness(self.library, set(question.cited))
        return [work for work in sorted(near, key=lambda work: (-near[work].weight, work)) if ":" in work][:_DEPTH]

    def _words_of(self, question: Question) -> str:
        titles = (work.title for work in self.library.works(question.cited).values())
        return " ".join(filter(None, (question.title, question.text, *titles)))

    @staticmethod
    def _but(question: Question, found: Iterable[str]) -> list[str]:
        return [work for work in found if work not in question.cited][:_DEPTH]

    @staticmethod
    def _ranked(system: System, questions: Sequence[Question]) -> dict[str, list[str]]:
        return {str(place): system(question) for place, question in enumerate(questions)}


_ABLATIONS: dict[str, dict[str, object]] = {
    **{f"without {signal}": {"WEIGHTS": ranking.WEIGHTS | {signal: 0.0}} for signal in Signal},
    "found links as curated ones": {"_FOUND": 1.0},
    "not diversified": {"RELEVANCE": 1.0},
}


@contextmanager
def _set(changes: Mapping[str, object]) -> Iterator[None]:
    """Give constants other values for a while."""
    rooms = {name: finder if name == "RELEVANCE" else ranking for name in changes}
    before = {name: getattr(room, name) for name, room in rooms.items()}
    for name, room in rooms.items():
        setattr(room, name, changes[name])
    yield
    for name, room in rooms.items():
        setattr(room, name, before[name])


def _concepts(atlas: Atlas) -> dict[Key, Vectors]:
    return atlas.index.vectors_of(Key(Kind.CONCEPT, concept.id) for concept in atlas.taxonomy.concepts)


def _links(
    atlas: Atlas, linker: Linker, corpus: Corpus, documents: Sequence[Document], rows: Vectors
) -> Iterator[Link]:
    """Yield the curated links of works that the Atlas has too, and what the linker finds for all."""
    works = corpus.works(document.key.id for document in documents)
    yield from (link for link in atlas.catalogue.curated_links() if link.work in works)
    for found in linker.links_of([works[document.key.id] for document in documents], rows):
        yield from found


def _table(name: str, systems: Systems, questions: Sequence[Question]) -> Table:
    """Tabulate the figures of each system and how likely a difference to ours as large is by chance (nDCG@10)."""
    qrels = {str(place): dict.fromkeys(question.wanted, 1) for place, question in enumerate(questions)}
    figures = {name: per_query(qrels, found, RELATED) for name, found in systems.rankings(questions).items()}
    table = Table(name, *RELATED, "p", title=f"{len(questions)} sections")
    ours = figures["related"]
    for system, values in figures.items():
        p = "" if system == "related" else f"{p_value(values['ndcg@10'], ours['ndcg@10']):.4f}"
        table.add_row(system, *(f"{mean(values[measure]):.3f}" for measure in RELATED), p)
    return table


if __name__ == "__main__":
    main()
