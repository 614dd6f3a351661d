"""Models of transformers' own make, tiny and random, saved in a folder: what a name in the environment leads to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "tea",
    "slow",
    "cup",
    "judge",
    "taste",
    "water",
    "query",
    "passage",
]


def cross_encoder(folder: Path, labels: int = 1, *, trained: bool = True) -> Path:
    """Save a model that compares two texts, or one that has no head for it."""
    from transformers import BertForSequenceClassification, BertModel  # noqa: PLC0415 (seconds)

    _save(folder, BertForSequenceClassification if trained else BertModel, num_labels=labels)
    return folder


def sentence_model(folder: Path, prompts: Mapping[str, str] | None = None) -> Path:
    """Save a sentence-transformers model that averages its tokens, with prompts of its own."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer  # noqa: PLC0415
    from transformers import BertModel  # noqa: PLC0415

    _save(folder / "bert", BertModel)
    modules = [Transformer(str(folder / "bert")), Pooling(16)]
    SentenceTransformer(modules=modules, prompts=dict(prompts or {}), device="cpu").save(str(folder / "model"))
    return folder / "model"


def _save(folder: Path, kind: Any, **options: Any) -> None:
    import torch  # noqa: PLC0415
    from transformers import BertConfig, BertTokenizerFast  # noqa: PLC0415

    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        initializer_range=1.0,  # so that texts differ by more than rounding
        **options,
    )
    kind(config).eval().save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(WORDS))
    BertTokenizerFast(vocab={word: place for place, word in enumerate(WORDS)}, model_max_length=64).save_pretrained(
        folder
    )
