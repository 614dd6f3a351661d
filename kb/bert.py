"""The packaged model in numpy: the weights that torch would run, ready in a fraction of a second.

BERT as published (Devlin et al. 2019), the mean over the tokens, length 1. Texts stand one after the other in a
matrix and are told apart in the attention only: nothing is padded, and no vector depends on the text's neighbours.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from threadpoolctl import threadpool_limits
from tokenizers import Tokenizer

Matrix = NDArray[np.float32]

_HEADS = 12
_EPSILON = 1e-12
_MOST_TOKENS = 256
_TOKENS_AT_ONCE, _TOKENS_ALONE = 1024, 64  # of a portion: the most, and below which sharing gains nothing
_ROWS = 64  # of a wide matrix: as many as the cache of a core holds
_ERF = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)


class _Linear(NamedTuple):
    """A matrix and a bias."""

    weight: Matrix
    bias: Matrix

    def __call__(self, x: Matrix) -> Matrix:
        y: Matrix = x @ self.weight.T
        y += self.bias
        return y


class _Norm(NamedTuple):
    """Rows of mean 0 and variance 1, scaled and shifted."""

    weight: Matrix
    bias: Matrix

    def __call__(self, x: Matrix) -> Matrix:
        x -= x.mean(axis=1, keepdims=True)
        variance = np.einsum("nd,nd->n", x, x) / np.float32(x.shape[1])
        x /= np.sqrt(variance + np.float32(_EPSILON))[:, None]
        x *= self.weight
        x += self.bias
        return x


class _Share(NamedTuple):
    """How what is done with each row, or each head, of a matrix by itself is shared out among workers."""

    pool: ThreadPoolExecutor
    workers: int

    def __call__(self, work: Callable[..., Matrix], *matrices: Matrix, axis: int = 0, joined: int = 0) -> Matrix:
        """Return ``work(*matrices)``, cut along ``axis`` and put together again along ``joined``."""
        count = min(self.workers, matrices[0].shape[axis])
        if count == 1:
            return work(*matrices)
        parts = zip(*(np.array_split(matrix, count, axis) for matrix in matrices), strict=True)
        return np.concatenate([*self.pool.map(lambda part: work(*part), parts)], axis=joined)


class _Layer(NamedTuple):
    """Attention and what follows it."""

    query_key_value: _Linear
    attended: _Linear
    first_norm: _Norm
    wide: _Linear
    narrow: _Linear
    second_norm: _Norm

    def __call__(self, x: Matrix, ends: Sequence[int], share: _Share) -> Matrix:
        mixed = share(self._before, x)
        context = np.empty_like(x)
        for start, end in zip((0, *ends), ends, strict=False):
            context[start:end] = share(_attention, mixed[start:end], axis=2, joined=1)
        return share(self._after, context, x)

    def _before(self, x: Matrix) -> Matrix:
        return self.query_key_value(x).reshape(len(x), 3, _HEADS, -1)

    def _after(self, context: Matrix, x: Matrix) -> Matrix:
        x = self.first_norm(self.attended(context) + x)
        return self.second_norm(self.narrow(_gelu(self.wide(x))) + x)


class Bert:
    """The model of a folder; raises what the libraries raise where a file is not what it should be."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MOST_TOKENS)
        weights: dict[str, Matrix] = load_file(folder / "model.safetensors")
        self._words = weights["embeddings.word_embeddings.weight"]
        places = weights["embeddings.position_embeddings.weight"]
        self._places = places + weights["embeddings.token_type_embeddings.weight"][0]
        self._norm = _Norm(*_pair(weights, "embeddings.LayerNorm"))
        threadpool_limits(1, user_api="blas")  # for good: threads of numpy's own wait by spinning, and slow the others
        count = sum(name.endswith("attention.self.query.weight") for name in weights)
        self._layers = [_layer(weights, f"encoder.layer.{place}") for place in range(count)]

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one unit vector per text, shape (len(texts), 384)."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        workers = os.cpu_count() or 1
        most = min(_TOKENS_AT_ONCE, max(_TOKENS_ALONE, math.ceil(sum(map(len, tokens)) / workers)))
        with ThreadPoolExecutor(workers) as pool:
            if max(map(len, tokens), default=0) > most:  # one text outweighs the others
                return self._pooled(_Share(pool, workers), tokens)
            found = pool.map(partial(self._pooled, _Share(pool, 1)), _portions(tokens, most))
            return np.concatenate([np.zeros((0, self._words.shape[1]), dtype=np.float32), *found])

    def _pooled(self, share: _Share, tokens: list[list[int]]) -> Matrix:
        ends = np.cumsum([len(ids) for ids in tokens]).tolist()
        x = self._words[np.concatenate(tokens)]
        x += np.concatenate([self._places[: len(ids)] for ids in tokens])
        x = self._norm(x)
        for layer in self._layers:
            x = layer(x, ends, share)
        means = np.stack([x[end - len(ids) : end].mean(axis=0) for ids, end in zip(tokens, ends, strict=True)])
        unit: Matrix = means / np.linalg.norm(means, axis=1, keepdims=True)
        return unit


def _portions(tokens: Sequence[list[int]], most: int) -> Iterator[list[list[int]]]:
    """Yield the texts in portions of ``most`` tokens, or of one longer text."""
    part: list[list[int]] = []
    held = 0
    for ids in tokens:
        if part and held + len(ids) > most:
            yield part
            part, held = [], 0
        part.append(ids)
        held += len(ids)
    if part:
        yield part


def _attention(mixed: Matrix) -> Matrix:
    """Return what the tokens of one text, shape (tokens, 3, heads, size), take from each other, (tokens, heads * size).

    The three are queries, keys and values.
    """
    query, key, value = mixed.transpose(1, 2, 0, 3)
    scores: Matrix = query @ key.transpose(0, 2, 1)
    scores *= np.float32(mixed.shape[3] ** -0.5)
    scores -= scores.max(axis=2, keepdims=True)
    np.exp(scores, out=scores)
    taken: Matrix = scores @ value
    taken /= scores.sum(axis=2, keepdims=True)
    return taken.transpose(1, 0, 2).reshape(len(mixed), -1)


def _gelu(x: Matrix) -> Matrix:
    """Return x Φ(x), in place; erf is formula 7.1.26 of Abramowitz and Stegun (1964), exact to 1.5e-7."""
    for start in range(0, len(x), _ROWS):
        part = x[start : start + _ROWS]
        size = np.abs(part)
        z = size * np.float32(0.5**0.5)
        t = np.reciprocal(z * np.float32(0.3275911) + np.float32(1))
        rest = t * np.float32(_ERF[0])
        for factor in _ERF[1:]:
            rest += np.float32(factor)
            rest *= t
        rest *= np.exp(-z * z)  # 1 - erf(z)
        rest *= size * np.float32(0.5)
        np.maximum(part, 0, out=part)
        part -= rest
    return x


def _layer(weights: dict[str, Matrix], name: str) -> _Layer:
    parts = [_pair(weights, f"{name}.attention.self.{part}") for part in ("query", "key", "value")]
    return _Layer(
        _Linear(np.concatenate([weight for weight, _ in parts]), np.concatenate([bias for _, bias in parts])),
        _Linear(*_pair(weights, f"{name}.attention.output.dense")),
        _Norm(*_pair(weights, f"{name}.attention.output.LayerNorm")),
        _Linear(*_pair(weights, f"{name}.intermediate.dense")),
        _Linear(*_pair(weights, f"{name}.output.dense")),
        _Norm(*_pair(weights, f"{name}.output.LayerNorm")),
    )


def _pair(weights: dict[str, Matrix], name: str) -> tuple[Matrix, Matrix]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]
