"""A regularised linear scale from sentence vectors, its held-out scores, and their calibration; arrays only.

The scale is a weighted ridge regression (Hoerl & Kennard 1970) whose penalty has a second part: the directions in
which a sentence and its translation differ cost extra, so that the scale reads both languages alike. The scores that
calibrate it are each predicted from the other items alone, by the closed form of leave-one-item-out, all sentences
of an item in all languages together. Probabilities follow Platt (1999), with the examples weighted to the rate that
is expected in use (the correction of priors of Saerens et al. 2002, made before the fit).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

RIDGE = 10.0  # both in units of the mean variance of a dimension, so that they suit any encoder
TRANSLATION = 10.0
STEPS = 50
SETTLED = 1e-9
SLOPE_PENALTY = 1e-4
GRID = np.arange(0.50, 1.0, 0.01)


@dataclass(frozen=True)
class Sample:
    """What a scale learns from: one row a sentence.

    Attributes:
        vectors: centred sentence vectors, shape ``(n, d)``.
        target: -1 to 1.
        weight: how much each row counts.
        item: number of the item that each row belongs to.
    """

    vectors: Array
    target: Array
    weight: Array
    item: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Line:
    """A straight line through the space: ``score = vector @ direction + intercept``."""

    direction: Array
    intercept: float

    def scores(self, vectors: Array) -> Array:
        """Return the score of every row."""
        return np.asarray(vectors @ self.direction + self.intercept)


@dataclass(frozen=True)
class Logistic:
    """Scores -> 0 to 1."""

    intercept: float
    slope: float

    def __call__(self, scores: Array) -> Array:
        """Return one value a score."""
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(self.intercept + self.slope * scores, -30.0, 30.0))))


def penalty(vectors: Array, translation_differences: Array) -> Array:
    """Return the penalty of directions, shape ``(d, d)``: all of them, and those of translation more."""
    size = vectors.shape[1]
    variance = float((vectors**2).sum() / vectors.size)
    noise = translation_differences.T @ translation_differences / max(1, len(translation_differences))
    return np.asarray(RIDGE * variance * np.eye(size) + TRANSLATION * noise)


def fit(sample: Sample, cost: Array) -> tuple[Line, Array]:
    """Return the scale, and the score of every row when its item is left out."""
    rows = np.column_stack([np.ones(len(sample.vectors)), sample.vectors])
    weight = sample.weight / sample.weight.sum()
    full = np.zeros((rows.shape[1], rows.shape[1]))
    full[1:, 1:] = cost
    inverse = np.linalg.inv((rows * weight[:, None]).T @ rows + full)
    solution = inverse @ (rows.T @ (weight * sample.target))
    return Line(solution[1:], float(solution[0])), _held_out(rows, weight, inverse, sample, rows @ solution)


def _held_out(rows: Array, weight: Array, inverse: Array, sample: Sample, fitted: Array) -> Array:
    scores = np.empty(len(rows))
    order = np.argsort(sample.item, kind="stable")
    projected = rows @ inverse
    cuts = np.flatnonzero(np.diff(sample.item[order])) + 1
    for at in np.split(order, cuts):
        leverage = projected[at] @ (rows[at] * weight[at, None]).T
        error = np.linalg.solve(np.eye(len(at)) - leverage, sample.target[at] - fitted[at])
        scores[at] = sample.target[at] - error
    return scores


def logistic(scores: Array, target: Array, weight: Array) -> Logistic:
    """Return the weighted logistic curve from scores to targets of 0 to 1, by Newton's method."""
    rows = np.column_stack([np.ones(len(scores)), scores])
    weight = weight / weight.sum()
    ridge = np.diag([0.0, SLOPE_PENALTY])
    found = np.zeros(2)
    for _ in range(STEPS):
        value = Logistic(*found)(scores)
        gradient = rows.T @ (weight * (target - value)) - ridge @ found
        curvature = (rows * (weight * value * (1.0 - value) + 1e-9)[:, None]).T @ rows + ridge
        step = np.linalg.solve(curvature, gradient)
        found = found + step
        if np.abs(step).max() < SETTLED:
            break
    return Logistic(float(found[0]), float(found[1]))


def at_rate(positive: Mask, weight: Array, rate: float) -> Array:
    """Return the weights rescaled so that the positive examples make up ``rate`` of them."""
    total = np.where(positive, weight[positive].sum(), weight[~positive].sum())
    return np.asarray(np.where(positive, rate, 1.0 - rate) * weight / total)


def band(probability: Array, positive: Mask, weight: Array, right: float) -> tuple[float, float]:
    """Return the narrowest band in which to abstain, as its lower and upper edge.

    From the upper edge on, a share ``right`` is positive. Up to the lower edge the same share is negative, and of
    the positive examples that get a label at all no more than ``1 - right`` lie there. An edge that no
    threshold reaches lies beyond 0 or 1, so that the label is never given.
    """
    held = np.where(positive, weight, 0.0)
    upper = next((edge for edge in GRID if _share(held, weight, probability >= edge) >= right), 2.0)
    found = held[probability >= upper].sum()
    for edge in 1.0 - GRID:
        below = probability <= edge
        missed = held[below].sum()
        if 1.0 - _share(held, weight, below) >= right and missed <= (1.0 - right) * (missed + found):
            return float(edge), float(upper)
    return -1.0, float(upper)


def _share(held: Array, weight: Array, chosen: Mask) -> float:
    """Return how much of the chosen weight is held; 0.5, which convinces nobody, if nothing is chosen."""
    total = weight[chosen].sum()
    return float(held[chosen].sum() / total) if total > 0 else 0.5
