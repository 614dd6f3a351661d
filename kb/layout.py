"""Vectors as points of a plane: t-SNE of some works, and a place among these for each other one.

The original algorithm (van der Maaten and Hinton 2008) with its customary schedule, in numpy: the forces between
neighbours are summed over a sparse graph, those that part all from all are computed exactly in blocks that fit a cache.
scikit-learn's implementation took five times as long.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kb.encoder import Vectors

SPAN = 100.0
"""The farthest coordinate of a layout, in either direction."""
Points = NDArray[np.float32]

_NEIGHBOURS, _PERPLEXITY = 45, 15.0
_EARLY, _STEPS = 80, 250  # steps in all, and of them with stronger attraction, so that clusters form
_EXAGGERATION = 12.0
_ROWS = 64  # of the matrix of all pairs at a time
_NEAREST, _WARMTH = 5, 0.05  # neighbours that place a work; the difference of cosines by which one counts e times less
_STRAY = 1.2  # how far from the mean of its neighbours a work lies at most, lest equal ones hide each other


def arrange(vectors: Vectors) -> Points:
    """Return a point for each of the unit vectors, (n, 2), within ±`SPAN`; the same for the same vectors.

    Near vectors get near points. Distances between groups, directions and the axes mean nothing.
    """
    count = len(vectors)
    points = _principal(vectors)
    if count > 3:
        near, weights = _neighbours(vectors)
        points = _descend(points * np.float32(1e-4), near, weights)
    points -= points.mean(axis=0)
    return (points * (SPAN / max(float(np.abs(points).max(initial=0)), 1e-12))).astype(np.float32)


def place(ids: Sequence[str], vectors: Vectors, known: Vectors, points: Points) -> Points:
    """Return a point for each of the works, (n, 2): the mean of its nearest known ones, the nearer the weightier.

    ``known`` and ``points`` are the vectors and points of those; there must be one. A small step aside, drawn from the
    id, keeps works with the same neighbours apart.
    """
    cosines = vectors @ known.T
    most = min(_NEAREST, len(known))
    near = np.argpartition(-cosines, most - 1, axis=1)[:, :most]
    held = np.take_along_axis(cosines, near, axis=1)
    weights = np.exp((held - held.max(axis=1, keepdims=True)) / _WARMTH)
    weights /= weights.sum(axis=1, keepdims=True)
    means = (weights[..., None] * points[near]).sum(axis=1)
    return np.asarray(means + np.stack([_aside(ident) for ident in ids]), dtype=np.float32)


def lot(ident: str) -> bytes:
    """Return bytes drawn from an id, the same in every process."""
    return hashlib.sha256(ident.encode()).digest()


def _aside(ident: str) -> NDArray[np.float64]:
    """Return a step within a disc, evenly spread."""
    drawn = lot(ident)
    angle, radius = int.from_bytes(drawn[:4]) / 2**32 * 2 * np.pi, (int.from_bytes(drawn[4:8]) / 2**32) ** 0.5
    return np.array([np.cos(angle) * radius * _STRAY, np.sin(angle) * radius * _STRAY])


def _principal(vectors: Vectors) -> Points:
    """Return the first two principal components, the first with deviation 1; their largest parts are positive."""
    centred = (vectors - vectors.mean(axis=0)).astype(np.float64)
    if len(centred) < centred.shape[1]:  # the smaller of the two matrices that have the same spectrum
        values, axes = np.linalg.eigh(centred @ centred.T)
        parts = axes[:, :-3:-1] * np.sqrt(values[:-3:-1].clip(0))
    else:
        parts = centred @ np.linalg.eigh(centred.T @ centred)[1][:, :-3:-1]
    found = np.zeros((len(vectors), 2))
    found[:, : parts.shape[1]] = parts * np.sign(parts[np.abs(parts).argmax(axis=0), range(parts.shape[1])])
    return (found / max(float(found[:, 0].std()), 1e-12)).astype(np.float32)


def _neighbours(vectors: Vectors) -> tuple[NDArray[np.int64], Points]:
    """Return for each row its neighbours, and how much they attract it; all attractions sum to 1/2.

    How fast attraction falls with distance is set by bisection, so that its entropy is that of `_PERPLEXITY` equals.
    """
    count = len(vectors)
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -2)
    most = min(_NEIGHBOURS, count - 1)
    near = np.argpartition(-cosines, most - 1, axis=1)[:, :most]
    far = 2 - 2 * np.take_along_axis(cosines, near, axis=1).astype(np.float64)
    far -= far.min(axis=1, keepdims=True)
    goal = np.log(min(_PERPLEXITY, most * 2 / 3))
    low, high, steep = np.zeros((count, 1)), np.full((count, 1), np.inf), np.ones((count, 1))
    for _ in range(50):
        weights = np.exp(-far * steep)
        whole = weights.sum(axis=1, keepdims=True)
        wide = np.log(whole) + steep * (weights * far).sum(axis=1, keepdims=True) / whole > goal
        low, high = np.where(wide, steep, low), np.where(wide, high, steep)
        steep = np.where(np.isinf(high), np.minimum(steep * 2, 1e6), (low + high) / 2)
    weights = np.exp(-far * steep)
    weights /= 2 * count * weights.sum(axis=1, keepdims=True)
    return near, weights.astype(np.float32)


def _descend(points: Points, near: NDArray[np.int64], weights: Points) -> Points:
    """Follow the gradient of t-SNE with momentum and a gain for each coordinate (Jacobs 1988)."""
    rate = max(len(points) / _EXAGGERATION / 4, 50.0)
    gains, step = np.ones_like(points), np.zeros_like(points)
    for number in range(_STEPS):
        strength, momentum = (_EXAGGERATION, 0.5) if number < _EARLY else (1.0, 0.8)
        slope = 4 * (strength * _attraction(points, near, weights) - _repulsion(points))
        gains = np.where(np.sign(slope) == np.sign(step), gains * 0.8, gains + 0.2).clip(0.01)
        step = momentum * step - rate * gains * slope
        points = (points + step).astype(np.float32)
    return points


def _attraction(points: Points, near: NDArray[np.int64], weights: Points) -> Points:
    """Return the pull of each row's neighbours, and of those whose neighbour it is."""
    apart = points[:, None] - points[near]
    apart *= (weights / (1 + np.square(apart).sum(axis=2)))[..., None]
    ends = near.ravel()
    back = [np.bincount(ends, apart[..., axis].ravel(), len(points)) for axis in (0, 1)]
    return np.asarray(apart.sum(axis=1) - np.stack(back, axis=1), dtype=np.float32)


def _repulsion(points: Points) -> Points:
    """Return the push of all others on each row."""
    x, y = np.ascontiguousarray(points.T)
    total, pushed = -float(len(points)), np.empty_like(points)  # a point does not push itself
    for start in range(0, len(points), _ROWS):
        here = slice(start, start + _ROWS)
        across, along = x[here, None] - x, y[here, None] - y
        close = np.square(across)
        close += np.square(along)
        close += 1
        np.reciprocal(close, out=close)
        total += float(close.sum())
        np.square(close, out=close)
        pushed[here, 0], pushed[here, 1] = np.vecdot(close, across), np.vecdot(close, along)
    return pushed / np.float32(total)
