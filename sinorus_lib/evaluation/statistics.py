"""The statistics of a ranking and of a probability: arrays in, numbers and small frames out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Booleans = Sequence[bool] | npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
THRESHOLDS = tuple(round(0.1 * step, 1) for step in range(1, 10))
_BOOTSTRAPS, _SEED = 2_000, 1


def average_precision(relevant: Booleans, scores: Numbers) -> float:
    """Return the average precision of a ranking, from 0 to 1; 0 if nothing is relevant.

    Items of the same score come in together, so that no order among them is rewarded (the sum over
    thresholds of precision times the recall gained, as in scikit-learn).
    """
    hits = np.asarray(relevant, dtype=np.float64)
    distinct, level = np.unique(-np.asarray(scores, dtype=np.float64), return_inverse=True)
    found = np.bincount(level, weights=hits, minlength=len(distinct))
    seen = np.bincount(level, minlength=len(distinct))
    precision = found.cumsum() / np.maximum(seen.cumsum(), 1)
    return float((precision * found).sum() / max(1.0, hits.sum()))


def expected_calibration_error(probability: Numbers, relevant: Booleans, *, bins: int = 10) -> float:
    """Return the mean distance of probability and share of relevant items, over bins of equal count.

    After Naeini, Cooper and Hauskrecht 2015 (Obtaining Well Calibrated Probabilities Using Bayesian
    Binning), with bins of equal count instead of equal width (Nguyen and O'Connor 2015).
    """
    order = np.argsort(probability, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    hits = np.asarray(relevant, dtype=np.float64)
    gaps = [abs(probability[part].mean() - hits[part].mean()) * len(part) for part in parts]
    return float(sum(gaps) / max(1, len(order)))


def reliability(probability: Numbers, relevant: Booleans, *, bins: int = 10) -> pd.DataFrame:
    """Return the reliability curve: ``low high mean_probability share_same pairs``, one row a filled bin.

    The bins are of equal width, which shows the few probable pairs among very many improbable ones
    (reliability diagram, DeGroot and Fienberg 1983).
    """
    members = np.clip((np.asarray(probability) * bins + 1e-9).astype(int), 0, bins - 1)
    frame = pd.DataFrame({"bin": members, "p": probability, "same": np.asarray(relevant, dtype=np.float64)})
    grouped = frame.groupby("bin").agg(
        mean_probability=("p", "mean"), share_same=("same", "mean"), pairs=("p", "size")
    )
    edges = grouped.index.to_numpy() / bins
    return grouped.assign(low=edges, high=edges + 1 / bins)[
        ["low", "high", "mean_probability", "share_same", "pairs"]
    ].reset_index(drop=True)


def precision_at(relevant: Booleans, called: Booleans) -> float:
    """Return the share of what was called that is relevant; 0 if nothing was called."""
    hits, chosen = np.asarray(relevant, dtype=bool), np.asarray(called, dtype=bool)
    return float(hits[chosen].mean()) if chosen.any() else 0.0


def recall_at(relevant: Booleans, called: Booleans) -> float:
    """Return the share of what is relevant that was called; 0 if nothing is relevant."""
    return precision_at(called, relevant)


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean of precision and recall; 0 if both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def precision_recall(
    relevant: Booleans, probability: Numbers, thresholds: Sequence[float] = THRESHOLDS
) -> pd.DataFrame:
    """Return ``threshold called precision recall``, one row a threshold: what lies at or above it is called."""
    rows = []
    for threshold in thresholds:
        called = probability >= threshold
        scores = precision_at(relevant, called), recall_at(relevant, called)
        rows.append((threshold, int(called.sum()), *scores))
    return pd.DataFrame(rows, columns=["threshold", "called", "precision", "recall"])


def rank_correlation(x: Numbers, y: Numbers) -> float:
    """Return Spearman's rank correlation (Spearman 1904), from -1 to 1."""
    from scipy.stats import spearmanr

    return float(spearmanr(x, y).statistic)


def bootstrap_interval(values: Numbers) -> tuple[float, float]:
    """Return the 95 % percentile interval of a mean (Efron 1979), the same at every call."""
    random = np.random.default_rng(_SEED)
    drawn = random.integers(0, len(values), size=(_BOOTSTRAPS, len(values)))
    low, high = np.percentile(np.asarray(values)[drawn].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
