"""What a draft lacks for the concepts that it touches: must-knows, a survey, and criticism of the methods it uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import Protocol

from kb.catalogue import Catalogue
from kb.model import Concept, Event, Facet, Level, Link, RelationType, Role, Taxonomy, Work
from kb.related.values import Known, Lack, Missing, Topic
from kb.values import replace

_METHODS = {Facet.APPROACH, Facet.COMPONENT, Facet.EVALUATION, Facet.GOVERNANCE, Facet.THESIS}
"""What a draft can rest on, so that it should know what is said against it."""
_AGAINST = {RelationType.CRITIQUES, RelationType.FAILURE_MODE_OF}
_MAKING = {Role.INTRODUCES, Role.DEFINES, Role.FORMALISES, Role.DEMONSTRATES}
"""What a work does that makes a criticism, and does not only speak of it."""
_CHOICE = 3  # one survey, or one criticism, closes the gap
_LEVELS, _ROLES = list(Level), list(Role)


class Parts(Protocol):
    """The parts of an Atlas that gaps are told by."""

    @property
    def taxonomy(self) -> Taxonomy:
        """Families, concepts and relations."""
        ...

    @property
    def catalogue(self) -> Catalogue:
        """The works and their links."""
        ...


def cited_by_topic(catalogue: Catalogue, topics: Iterable[Topic], known: Sequence[Known]) -> tuple[Topic, ...]:
    """Return the topics with the known works that are tied to each, in the order of the list, each once."""
    works = {one.work.id: one.work for one in known if one.work}
    tied: dict[str, set[str]] = defaultdict(set)
    for link in catalogue.links(works=works):
        tied[link.concept].add(link.work)
    return tuple(
        replace(topic, cited=tuple(work for i, work in works.items() if i in tied[topic.concept.id]))
        for topic in topics
    )


def missing(atlas: Parts, topics: Sequence[Topic], known: Sequence[Known], limit: int) -> tuple[Missing, ...]:
    """Return the works that are missed, by topic, the heaviest first, and within one the most telling first.

    A work stands once, under the heaviest topic that misses it. Of more than ``limit`` each topic keeps as many as its
    weight gives it (D'Hondt), so that the first does not take all places.
    """
    cited = {one.work.id for one in known if one.work}
    told: set[str] = set()
    lists: list[list[Missing]] = []
    heaviest = sorted(topics, key=lambda topic: -topic.weight)
    shelf = _Shelf(atlas, [topic.concept for topic in heaviest])
    for topic in heaviest:
        lists.append([one for one in shelf.lacks(topic.concept, cited) if one.work.id not in told])
        told |= {one.work.id for one in lists[-1]}
    places = [(-topic.weight / (i + 1), t, i) for t, topic in enumerate(heaviest) for i in range(len(lists[t]))]
    kept = sorted((t, i) for _, t, i in sorted(places)[:limit])
    return tuple(lists[t][i] for t, i in kept)


class _Shelf:
    """What the curators tied to some concepts and to what is against them, read at once."""

    def __init__(self, atlas: Parts, concepts: Sequence[Concept]) -> None:
        self._by_id = atlas.taxonomy.by_id
        methods = {concept.id for concept in concepts if concept.facet in _METHODS}
        self._against: dict[str, list[str]] = defaultdict(list)
        for relation in atlas.taxonomy.relations:
            if relation.type in _AGAINST and relation.object in methods:
                self._against[relation.object].append(relation.subject)
        wanted = {*(concept.id for concept in concepts), *chain.from_iterable(self._against.values())}
        self._links: dict[str, list[Link]] = defaultdict(list)
        for link in atlas.catalogue.curated_links(*wanted) if wanted else ():
            self._links[link.concept].append(link)
        tied = {link.work for links in self._links.values() for link in links}
        self._works = atlas.catalogue.works(tied.union(*map(_critics, concepts)))

    def lacks(self, concept: Concept, cited: Collection[str]) -> list[Missing]:
        """Return what those who cite these works miss of a concept, the most telling first.

        That are all its must-knows and, where no survey or no criticism of it is cited, a choice of these.
        """
        works = self._works
        links = sorted(self._links[concept.id], key=_rank, reverse=True)
        roles = {link.work: link.role for link in links if link.work in works}  # the most telling one stays
        plain, drawn = self._critics(concept)

        def order(work: str) -> tuple[int, int, int, str]:
            return (*_urgency(works[work], roles.get(work, Role.CRITIQUES)), work)

        surveys = sorted((i for i in roles if roles[i] is Role.SURVEYS or works[i].survey), key=order)
        further = drawn.keys() - plain
        critics = [*sorted(plain & works.keys(), key=order), *sorted(further & works.keys(), key=order)]
        owed = {work: Lack.MUST_KNOW for work in roles if works[work].level}
        for lack, ways in ((Lack.SURVEY, surveys), (Lack.CRITICISM, critics)):
            if not any(work in cited for work in ways):
                owed |= dict.fromkeys(ways[:_CHOICE], lack)

        def lacking(work: str) -> Missing:
            if owed[work] is Lack.CRITICISM and work in further:
                link = drawn[work]
                rival = self._by_id[link.concept]
                return Missing(concept, works[work], owed[work], link.role, works[work].level, rival)
            return Missing(concept, works[work], owed[work], roles.get(work, Role.CRITIQUES), works[work].level)

        return [lacking(work) for work in sorted(owed, key=order) if work not in cited]

    def _critics(self, concept: Concept) -> tuple[set[str], dict[str, Link]]:
        """Return the works that speak against a method, and those that make what is against it by a relation."""
        if concept.facet not in _METHODS:
            return set(), {}
        plain = {link.work for link in self._links[concept.id] if link.role is Role.CRITIQUES}
        against = chain.from_iterable(self._links[one] for one in self._against[concept.id])
        drawn = sorted((link for link in against if link.role in _MAKING), key=_rank, reverse=True)
        return plain | _critics(concept), {link.work: link for link in drawn}


def _critics(concept: Concept) -> set[str]:
    """Return the works that speak against a concept by its debates and its timeline."""
    debated = {work for debate in concept.debates for work in debate.critics}
    return debated | {milestone.work for milestone in concept.timeline if milestone.event is Event.CRITICISED}


def _rank(link: Link) -> int:
    return _ROLES.index(link.role)


def _urgency(work: Work, role: Role) -> tuple[int, int, int]:
    """Return the place of a work among what is missed: by level (one without stands with the core), role and year."""
    return _LEVELS.index(work.level or Level.CORE), _ROLES.index(role), work.year or 0
