"""What a reader sees of our own sets: is the right answer first, and is nonsense refused and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import inf
from typing import Any, NamedTuple

from kb.asking import asked_for
from kb.documents import Key, Kind
from kb.evaluation.judged import Judged
from kb.progress import Progress
from kb.results import Request
from kb.search import Searcher
from kb.text import has_cjk

_SHOWN = 10  # results of a page
_RIGHT = 2  # the grade of the right answer


class Answer(NamedTuple):
    """How one query was answered.

    ``place`` is that of the first right answer among those shown, from 1, None where it is not there; nonsense has no
    right answer. ``value`` is compared with ``threshold``; infinite where the query names something.
    """

    kind: str
    lang: str
    chinese: bool
    nonsense: bool
    place: int | None
    refused: bool
    value: float
    threshold: float


def answers(searcher: Searcher, judged: Judged, progress: Progress) -> list[Answer]:
    """Ask the labelled queries of a set as a reader does."""
    found = []
    for done, (query, (text, kind, lang)) in enumerate(judged.labelled.items(), start=1):
        results = searcher.search(Request(text, _SHOWN))
        confidence = results.confidence
        right = {document for document, grade in judged.qrels.get(query, {}).items() if grade == _RIGHT}
        place = _place([str(Key(hit.kind, hit.id)) for hit in results.results], right)
        value = inf if confidence.named else confidence.value
        nonsense = query not in judged.qrels
        found.append(
            Answer(
                kind,
                lang,
                has_cjk(asked_for(text)),
                nonsense,
                place,
                results.no_good_match,
                value,
                confidence.threshold,
            )
        )
        progress("search", done, len(judged.labelled))
    return found


def record(found: Iterable[Answer]) -> dict[str, Any]:
    """Return the figures by kind and language, and what refusing at other thresholds would give."""
    found = list(found)
    return {"kinds": _kinds(found), "refusals": _refusals(found)}


def _place(keys: list[str], right: set[str]) -> int | None:
    """Return the place of the first right answer: among the concepts where a concept is right, else among all."""
    if any(key.startswith(f"{Kind.CONCEPT}:") for key in right):
        keys = [key for key in keys if key.startswith(f"{Kind.CONCEPT}:")]
    return next((place for place, key in enumerate(keys, start=1) if key in right), None)


def _kinds(found: list[Answer]) -> list[dict[str, Any]]:
    groups: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in found:
        groups[answer.kind, answer.lang].append(answer)
    return [
        {
            "kind": kind,
            "lang": lang,
            "queries": len(group),
            "first": _within(group, 1),
            "first_three": _within(group, 3),
            "refused": _share(answer.refused for answer in group),
        }
        for (kind, lang), group in sorted(groups.items())
    ]


def _within(group: list[Answer], places: int) -> float | None:
    """Return how often the right answer is among the first, None where there is none to be found."""
    if any(answer.nonsense for answer in group):
        return None
    return _share(answer.place is not None and answer.place <= places for answer in group)


def _refusals(found: list[Answer]) -> list[dict[str, Any]]:
    """Sweep the threshold over the values of the nonsense, apart for queries with and without Chinese characters."""
    rows = []
    for chinese in (False, True):
        some = [answer for answer in found if answer.chinese is chinese]
        nonsense = [answer.value for answer in some if answer.nonsense]
        real = [answer.value for answer in some if not answer.nonsense]
        if nonsense and real:
            used = max(answer.threshold for answer in some)
            steps = sorted({0.0, used, *(_above(value) for value in nonsense if value < inf)})
            points = [(step, _below(nonsense, step), _below(real, step)) for step in steps]
            rows.append(
                {"chinese": chinese, "threshold": used, "nonsense": len(nonsense), "real": len(real), "points": points}
            )
    return rows


def _above(value: float) -> float:
    """Return the least threshold of three decimals that refuses a value."""
    return round(int(value * 1000) / 1000 + 0.001, 3)


def _below(values: list[float], threshold: float) -> float:
    return _share(value < threshold for value in values)


def _share(marks: Iterable[bool]) -> float:
    held = list(marks)
    return round(sum(held) / len(held), 4)
