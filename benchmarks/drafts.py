"""``python -m benchmarks.drafts HOME``: how long related work takes, warm, for texts and a bibliography.

The abstract has 988 letters, about as many as the encoder reads at once; the list has 300 works of the library.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from ingest.draft import pasted, read
from ingest.exports import Form, export
from kb.atlas import Atlas
from kb.encoder import PackagedEncoder, from_environment
from kb.home import Home
from kb.model.draft import Draft
from kb.related.relate import related
from kb.related.values import Asked

_ROUNDS, _ENTRIES = 11, 300
_ENGLISH = (
    "Language models are more and more tuned with reinforcement learning from human feedback, yet the reward models "
    "that stand in for human judgement are imperfect proxies. We study how policies exploit such proxies as pressure "
    "grows, and find that reward overoptimisation follows a regular law in the size of the reward model and "
    "the distance of the policy from where it began. We compare ways to soften it: ensembles of reward models, "
    "constrained optimisation, process supervision, and debate between two models before a weaker judge. Ensembles "
    "delay overoptimisation without removing it, while process supervision reduces sycophancy and specification gaming "
    "in long tasks. Finally we discuss what this means for scalable oversight of systems whose abilities exceed those "
    "of their overseers, and for finding deceptive alignment in models that behave well only while they believe that "
    "they are being evaluated. All our tasks, models and scripts are open, so that others can check what we say."
)
_CHINESE = (
    "我们研究在人类偏好上训练奖励模型时的过度优化问题。实验表明，随着策略偏离参考模型，代理奖励继续上升，而人工评价却开始下降；"
    "模型还会迎合标注者的观点。我们比较了多种缓解方法，包括过程监督与辩论，并讨论其对可扩展监督和欺骗性对齐检测的意义。"
)


def main() -> None:
    """Measure and print."""
    encoder = from_environment() or PackagedEncoder()
    atlas = Atlas(Home(Path(sys.argv[1])), encoder)
    works = atlas.catalogue.all_works()
    listed = [work for work in works if work.year][:: max(1, len(works) // _ENTRIES)][:_ENTRIES]
    bib = export(listed, Form.BIBTEX, "list").data
    table = Table("input", "whole", "of it to encode", "whole / encode", "limit", title=f"{len(works):,} works, warm")
    for name, text in (("an abstract", _ENGLISH), ("a passage in Chinese", _CHINESE)):
        whole, alone = _in_turn(partial(_ask, atlas, pasted(text)), partial(encoder.encode, [text]))
        table.add_row(name, f"{whole:.0f} ms", f"{alone:.0f} ms", f"{whole / alone:.1f}", "150 ms, 400 ms of 100,000")
    whole, reading = _in_turn(lambda: _ask(atlas, read("list.bib", bib)), partial(read, "list.bib", bib))
    table.add_row(f"{len(listed)} entries of BibTeX", f"{whole:.0f} ms", "", f"read alone {reading:.0f} ms", "5 s")
    Console(width=120).print(table)


def _ask(atlas: Atlas, draft: Draft) -> None:
    related(atlas, Asked(draft))


def _in_turn(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """Return the median milliseconds of both, called in turn, so that a busy machine is busy for both."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(_ROUNDS):
        for call, held in zip((one, other), times, strict=True):
            began = time.perf_counter()
            call()
            held.append((time.perf_counter() - began) * 1000)
    return median(times[0][1:]), median(times[1][1:])


if __name__ == "__main__":
    main()
