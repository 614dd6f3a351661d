"""Publish figures of the search: ``python -m benchmarks.published MEASURED.json`` writes data/figures/search.json.

MEASURED.json is what ``python -m kb eval … --json`` printed. The figures are dated today and shown on the page Quality.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from kb.data import SHIPPED
from kb.evaluation import judged
from kb.evaluation.published import FILE, published
from kb.values import to_json


def command(sets: list[str]) -> str:
    """Return the command that measures these sets; those that are not ours lie in a folder of the reader's."""
    own = judged.own()
    ours, others = [s for s in sets if s in own], [f"--beir DIR/{s}" for s in sets if s not in own]
    return " ".join(["python -m kb eval", *ours, *others, "--json"])


def main() -> None:
    """Read what was measured and write what is published."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measured", type=Path, help="the output of python -m kb eval --json")
    record = json.loads(parser.parse_args().measured.read_bytes())
    today = datetime.now(UTC).date().isoformat()
    found = published(record, today, command([one["set"] for one in record["sets"]]))
    (SHIPPED / FILE).parent.mkdir(exist_ok=True)
    (SHIPPED / FILE).write_bytes(to_json(found) + b"\n")
    print(f"{len(found.sets)} sets, {len(found.answered)} by kind -> {SHIPPED / FILE}")


if __name__ == "__main__":
    main()
