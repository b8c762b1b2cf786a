"""Intervals and tests for differences that hang together within articles: arrays in, numbers out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
RESAMPLES = 2_000
CONFIDENCE = 0.95
FEWEST_ARTICLES = 2  # of each outlet; a bootstrap over one article is no bootstrap
FEWEST_CLUSTERS = 6  # signs are flipped by pair of articles from here on, by pair of claims below
_NONE = (float("nan"), float("nan"))


def codes(names: npt.ArrayLike) -> Codes:
    """Return a whole number for each name, the same for the same name."""
    return np.unique(np.asarray(names), return_inverse=True)[1].astype(np.int64)


def paired_interval(differences: Numbers, articles_a: Codes, articles_b: Codes) -> tuple[float, float]:
    """Return the 95 % interval of a mean of paired differences, by bootstrap over the articles of both sides.

    Articles of each side are drawn anew and a pair counts as often as both of its articles (the pigeonhole
    bootstrap, Owen 2007; percentile interval, Efron 1979). Empty with fewer than two articles on a side.
    """
    counts = [int(side.max()) + 1 for side in (articles_a, articles_b)]
    if min(counts) < FEWEST_ARTICLES:
        return _NONE
    random = np.random.default_rng(0)
    drawn_a, drawn_b = (random.multinomial(n, np.full(n, 1 / n), size=RESAMPLES) for n in counts)
    weights = (drawn_a[:, articles_a] * drawn_b[:, articles_b]).astype(np.float64)
    total = weights.sum(axis=1)
    means = (weights[total > 0] @ differences) / total[total > 0]
    return _ends(means)


def paired_p(differences: Numbers, articles_a: Codes, articles_b: Codes) -> float:
    """Return the two-sided p of a sign-flip permutation test of the mean (Fisher 1935).

    Signs are flipped for whole pairs of articles where there are enough of them, else for pairs of claims.
    """
    clusters = codes(articles_a * (int(articles_b.max()) + 1) + articles_b)
    if clusters.max() + 1 >= FEWEST_CLUSTERS:
        differences = np.asarray(np.bincount(clusters, weights=differences), dtype=np.float64)
    random = np.random.default_rng(0)
    signs = random.choice([-1.0, 1.0], (RESAMPLES, len(differences)))
    return _share_as_extreme(signs @ differences, differences.sum())


def pooled_interval(
    values_a: Numbers, articles_a: Codes, values_b: Numbers, articles_b: Codes
) -> tuple[float, float]:
    """Return the 95 % interval of a difference of means, by bootstrap over the articles of each side."""
    random = np.random.default_rng(0)
    means = [_resampled_means(*side, random) for side in ((values_a, articles_a), (values_b, articles_b))]
    return _ends(means[0] - means[1])


def pooled_p(values_a: Numbers, articles_a: Codes, values_b: Numbers, articles_b: Codes) -> float:
    """Return the two-sided p of a permutation test that deals the articles anew to the two sides."""
    sums = [np.bincount(*side) for side in ((articles_a, values_a), (articles_b, values_b))]
    sizes = [np.bincount(side) for side in (articles_a, articles_b)]
    total, size = np.concatenate(sums), np.concatenate(sizes)
    random = np.random.default_rng(0)
    first = np.arange(len(total)) < len(sums[0])
    dealt = np.stack([first, *(random.permutation(first) for _ in range(RESAMPLES))]).astype(np.float64)
    mean_a = dealt @ total / np.maximum(dealt @ size, 1)
    mean_b = (1 - dealt) @ total / np.maximum((1 - dealt) @ size, 1)
    found = mean_a - mean_b
    return _share_as_extreme(found[1:], found[0])


def benjamini_hochberg(p: Numbers) -> Numbers:
    """Return p after correction for the number of tests (Benjamini & Hochberg 1995); empty stays empty."""
    from scipy.stats import false_discovery_control

    q = np.full(len(p), np.nan)
    tested = np.isfinite(p)
    if tested.any():
        q[tested] = false_discovery_control(p[tested])
    return q


def _resampled_means(values: Numbers, articles: Codes, random: np.random.Generator) -> Numbers:
    sums, sizes = np.bincount(articles, weights=values), np.bincount(articles)
    drawn = random.multinomial(len(sums), np.full(len(sums), 1 / len(sums)), size=RESAMPLES)
    return np.asarray(drawn @ sums / np.maximum(drawn @ sizes, 1), dtype=np.float64)


def _ends(means: Numbers) -> tuple[float, float]:
    low, high = np.quantile(means, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)


def _share_as_extreme(found: Numbers, observed: float) -> float:
    extreme = int((np.abs(found) >= abs(observed) - 1e-12).sum())
    return (extreme + 1) / (len(found) + 1)
