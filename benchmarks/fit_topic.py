"""``python -m benchmarks.fit_topic`` makes ``data/student/topic.json``: what parts English queries of this field.

A logistic regression over vectors: how people ask for each concept (``data/asked``) and its labels (a quarter of the
weight), the gists (a quarter), and ``queries/offtopic.tsv`` (half). No judged query is among them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence

from sklearn.linear_model import LogisticRegression

from ingest import folder
from kb.asking import asked_for
from kb.data import SHIPPED
from kb.encoder import Encoder, PackagedEncoder
from kb.evaluation import judged
from kb.text import has_cjk
from kb.topic import FILE, Topic
from kb.values import to_json

_OTHERS = "off topic"
OFF_TOPIC = judged.OWN / "offtopic.tsv"
_STRENGTH = (
    500.0  # inverse of the regularisation: of 50, 170, 500 and 1,000 what parts best in ten-fold cross-validation
)


def off_topic() -> list[str]:
    """Return queries of everyday life that use words of the field, in both languages."""
    with OFF_TOPIC.open(encoding="utf-8", newline="") as file:
        return [row["query"] for row in csv.DictReader(file, delimiter="\t")]


def fitted(encoder: Encoder, texts: Mapping[str, Sequence[str]]) -> tuple[float, ...]:
    """Return the weights of a vector's numbers and the bias that part ``off topic`` from the other texts."""
    shares = {name: 0.5 if name == _OTHERS else 0.5 / (len(texts) - 1) for name in texts}
    vectors = encoder.encode_query([asked_for(text) for some in texts.values() for text in some])
    wanted = [name != _OTHERS for name, some in texts.items() for _ in some]
    weights = [shares[name] / len(some) for name, some in texts.items() for _ in some]
    model = LogisticRegression(C=_STRENGTH, max_iter=1000).fit(vectors, wanted, weights)
    return tuple(round(float(number), 4) for number in (*model.coef_[0], model.intercept_[0]))


def main() -> None:
    """Fit and write the file."""
    encoder = PackagedEncoder()
    concepts = folder.read(SHIPPED).taxonomy.concepts
    asked = (text for concept in concepts for text in (*concept.asked.en, *concept.all_labels()))
    texts = {"asked": asked, "gists": (concept.gist.en for concept in concepts), _OTHERS: off_topic()}
    english = {name: [text for text in some if text and not has_cjk(text)] for name, some in texts.items()}
    FILE.write_bytes(to_json(Topic(encoder.id, fitted(encoder, english))) + b"\n")


if __name__ == "__main__":
    main()
