"""The quality of what was built: coverage meters and checks, as rows of tables."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

from kb import checks, coverage
from kb.checks.problem import Problem
from kb.coverage import Meter
from kb.model.contents import Contents

SHARES = Meter._fields[2:]
"""The meters that are counts out of a family's concepts."""
COLUMNS = ("family", "concepts", *(name for meter in SHARES for name in (meter, f"{meter}_share")))
"""What `rows` says of each family."""
PROBLEM_COLUMNS = ("check", "subject", "message")
"""What a problem says."""

PACKAGES = ("streamlit", "sqlalchemy", "tantivy", "faiss-cpu", "sentence-transformers", "torch", "numpy", "networkx")
"""The packages that decide what is found and shown."""


class Quality(NamedTuple):
    """Meters by family, their total, and what the checks found."""

    meters: tuple[Meter, ...]
    total: Meter
    problems: tuple[Problem, ...]


def quality(contents: Contents) -> Quality:
    """Measure the coverage of contents and run every check on them."""
    found = coverage.meters(contents.taxonomy, contents.links)
    return Quality(found, coverage.total(found), tuple(checks.run(contents)))


def share(meter: Meter, name: str) -> float:
    """Return which part of the concepts a count is, to a tenth of a percent; rounded down, so that 1 means all."""
    count: int = getattr(meter, name)
    return count * 1000 // max(1, meter.concepts) / 1000


def rows(meters: Sequence[Meter], names: Mapping[str, str]) -> list[dict[str, str | float]]:
    """Return meters as records with counts and shares; ``names`` maps a family to its label."""
    found: list[dict[str, str | float]] = []
    for meter in meters:
        row: dict[str, str | float] = {"family": names.get(meter.family, meter.family), "concepts": meter.concepts}
        for name in SHARES:
            row |= {name: getattr(meter, name), f"{name}_share": share(meter, name)}
        found.append(row)
    return found


def problems_by_check(problems: Iterable[Problem]) -> dict[str, int]:
    """Map each check, in their order, to the number of its problems."""
    found = Counter(problem.check for problem in problems)
    return {check.__name__: found[check.__name__] for check in checks.CHECKS}


def versions() -> dict[str, str]:
    """Map Python and the packages that matter to their versions; one that is not installed is left out."""
    found = {"Python": platform.python_version()}
    for package in PACKAGES:
        with suppress(PackageNotFoundError):
            found[package] = version(package)
    return found
