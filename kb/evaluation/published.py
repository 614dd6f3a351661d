"""The figures of the search that ship with the Atlas: measured once, kept in a small file, shown to readers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kb.values import Value, convert, from_json

FILE = Path("figures", "search.json")
"""Where the figures lie in the data folder."""
MEASURES = ("ndcg@10", "mrr", "recall@20", "recall@100")
COLUMNS = ("set", "queries", "system", "measure", "mean", "low", "high")
"""What `rows` says of each figure."""


class Mean(Value, frozen=True):
    """A mean over the queries of a set (0..1) and its 95% interval."""

    mean: float
    low: float
    high: float


class Measured(Value, frozen=True):
    """A set of queries and what each system (a leg of the search, or all together) reaches by measure."""

    name: str
    queries: int
    systems: dict[str, dict[str, Mean]]


class Kind(Value, frozen=True):
    """Shares (0..1) of the queries of a kind and language: right answer first, among the first three, nothing given.

    Nonsense has no right answer (None).
    """

    kind: str
    lang: str
    queries: int
    refused: float
    first: float | None = None
    first_three: float | None = None


class Refusals(Value, frozen=True):
    """What refusing below other thresholds would give: threshold, share of nonsense and of real queries refused.

    ``threshold`` is the one in use; queries with and without Chinese characters have their own.
    """

    chinese: bool
    threshold: float
    nonsense: int
    real: int
    points: tuple[tuple[float, float, float], ...]

    @property
    def used(self) -> tuple[float, float]:
        """The shares of nonsense and of real queries that are refused at the threshold in use."""
        return next((nonsense, real) for step, nonsense, real in self.points if step >= self.threshold)


class Answered(Value, frozen=True):
    """How a reader is answered on one of our own sets."""

    name: str
    kinds: tuple[Kind, ...]
    refusals: tuple[Refusals, ...]


class Published(Value, frozen=True):
    """The figures, the day and the command they are from, and what they were measured on."""

    date: str
    command: str
    encoder: str
    concepts: int
    works: int
    sets: tuple[Measured, ...]
    answered: tuple[Answered, ...] = ()


def read(data: Path) -> Published | None:
    """Return the figures of a data folder, None where it has none; raises InvalidValueError."""
    path = data / FILE
    return from_json(path.read_bytes(), Published) if path.is_file() else None


def published(record: Mapping[str, Any], date: str, command: str) -> Published:
    """Return what ``python -m kb eval --json`` printed as figures to publish; raises InvalidValueError."""
    told = record["sets"]
    sets = [{"name": one["set"], "queries": one["queries"], "systems": _means(one["systems"])} for one in told]
    answered = [{"name": one["set"], **one["answers"]} for one in told if "answers" in one]
    return convert({"date": date, "command": command, **record["atlas"], "sets": sets, "answered": answered}, Published)


def rows(found: Published) -> list[dict[str, object]]:
    """Return every mean as a record for a table or an export."""
    return [
        {"set": one.name, "queries": one.queries, "system": system, "measure": measure}
        | {"mean": mean.mean, "low": mean.low, "high": mean.high}
        for one in found.sets
        for system, means in one.systems.items()
        for measure, mean in means.items()
    ]


def _means(systems: Mapping[str, Any]) -> dict[str, Any]:
    return {
        system: {name: {"mean": held[name], "low": low, "high": high} for name, (low, high) in held["interval"].items()}
        for system, held in systems.items()
    }
