"""What a related work is to the reader's: from its roles for what both are about, and from how concepts are related."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from kb.model import Link, Method, RelationType, Role, Taxonomy, Work
from kb.related.values import Stance

_STANCES = {
    Role.INTRODUCES: Stance.INTRODUCES,
    Role.DEFINES: Stance.INTRODUCES,
    Role.FORMALISES: Stance.INTRODUCES,
    Role.DEMONSTRATES: Stance.BUILDS_ON,
    Role.EVALUATES: Stance.EVALUATES,
    Role.CRITIQUES: Stance.CRITIQUES,
    Role.SURVEYS: Stance.SURVEYS,
    Role.DISCUSSES: Stance.DISCUSSES,
}
_AGAINST = {RelationType.CONTRASTS_WITH: Stance.CONTRASTS, RelationType.CRITIQUES: Stance.CRITIQUES}


class Stand(NamedTuple):
    """A stance, the topics that the work is about (heaviest first), its role for the first, and a rival it is about."""

    stance: Stance
    concepts: tuple[str, ...]
    role: Role | None = None
    rival: str | None = None


def rivals(taxonomy: Taxonomy, topics: Collection[str]) -> dict[str, Stance]:
    """Return the concepts that contrast with a topic or criticise it and are none themselves."""
    found: dict[str, Stance] = {}
    for relation in taxonomy.relations:
        stance = _AGAINST.get(relation.type)
        pairs = [(relation.subject, relation.object)]
        pairs += [(relation.object, relation.subject)] if stance is Stance.CONTRASTS else []
        for one, other in pairs if stance else ():
            if other in topics and one not in topics:
                found.setdefault(one, stance or Stance.CONTRASTS)
    return found


def stand(
    work: Work, links: Sequence[Link], weights: Mapping[str, float], against: Mapping[str, Stance], builds: bool
) -> Stand:
    """Return what a work is to the reader's.

    ``weights`` are those of the topics, ``against`` comes from `rivals`, ``builds`` says whether the work cites what
    the reader cites. A curated role for a topic decides; then that it is about a rival; then whether it builds.
    """
    shared = [link for link in links if link.concept in weights]
    curated = [link for link in shared if link.method is Method.CURATED]
    roles = defaultdict[str, list[Role]](list)
    for link in curated or shared:
        roles[link.concept].append(link.role)
    concepts = tuple(sorted(roles, key=lambda concept: (-weights[concept], concept)))
    rest = tuple(sorted({link.concept for link in shared} - roles.keys(), key=lambda c: (-weights[c], c)))
    role = min(roles[concepts[0]], key=list(Role).index) if concepts else None
    if curated and role is not None and role is not Role.DISCUSSES:
        return Stand(_STANCES[role], concepts + rest, role)
    if work.survey:
        return Stand(Stance.SURVEYS, concepts + rest, role)
    opposed = [link.concept for link in links if link.concept in against and link.method is Method.CURATED]
    if opposed:
        return Stand(against[opposed[0]], concepts + rest, role, opposed[0])
    return Stand(Stance.BUILDS_ON if builds else Stance.DISCUSSES, concepts + rest, role)
