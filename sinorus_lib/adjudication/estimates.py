"""How good a comparison is, estimated from decisions on some of its pairs: arrays in, numbers with intervals out.

Nobody decides on a random sample: an analyst reads the probable pairs. So the scored pairs are cut into strata by
whether they are called equivalent and by probability, and within a stratum those decided stand for those that are not
(post-stratification; every decided pair weighs as many pairs as it stands for: Horvitz & Thompson 1952, Cochran 1977,
chapter 5). Where nobody decided anything, nothing is estimated.

Intervals are those of the Bayesian bootstrap (Rubin 1981) within strata, each with one pair added, so that three of
three is not certainty: once judged half the same and half not, so that the share of a stratum has Jeffreys' interval
(Brown, Cai & DasGupta 2001), and once judged as probable as the model says. The first expects too many of the same
claim among very improbable pairs, the second believes the model; an interval reaches as far as either. The shares of
the calibration table have Wilson's (1927), at the effective number of pairs (Kish 1965).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]

EDGES = np.array([0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
UNREACHED = -1
FEWEST_IN_STRATUM = 5  # decided pairs, where they can be had
_MUCH_LARGER = 4  # times as many pairs; so many are not spoken for by the few decided of a smaller bin
DRAWS = 1_000
_Z = 1.959964  # of a 95 % interval
_HALF = 0.5
_LEAST = 1e-3  # of a pair


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval; not a number where nothing can be said.

    Attributes:
        value: the estimate.
        low: lower end of the interval.
        high: its upper end.
        pairs: number of decided pairs that it rests on.
    """

    value: float
    low: float
    high: float
    pairs: int

    @classmethod
    def of(cls, value: float, draws: Sequence[Numbers], pairs: int) -> Estimate:
        """Return the estimate with the middle 95 % of its draws, of each kind, widened to hold the value itself."""
        known = [some[np.isfinite(some)] for some in draws]
        if not np.isfinite(value) or not all(map(len, known)):
            return cls.none(pairs)
        low, high = np.transpose([np.quantile(some, [0.025, 0.975]) for some in known])
        return cls(float(value), float(min(*low, value)), float(max(*high, value)), pairs)

    @classmethod
    def none(cls, pairs: int = 0) -> Estimate:
        """Return that nothing can be said."""
        return cls(float("nan"), float("nan"), float("nan"), pairs)


@dataclass(frozen=True, eq=False)
class Judged:
    """Scored pairs, of which some were judged; one item a pair in every array.

    Attributes:
        probability: that both assert the same claim, shape ``(pairs,)``.
        called: whether the pair is called equivalent.
        decided: whether somebody decided on it.
        same: whether it was judged the same claim; only said where ``decided``.
    """

    probability: Numbers
    called: Booleans
    decided: Booleans
    same: Booleans


def bins(probability: Numbers) -> Codes:
    """Return the number of the bin of each probability; the last one includes 1."""
    return np.asarray(np.clip(np.searchsorted(EDGES, probability, side="right") - 1, 0, len(EDGES) - 2), np.int64)


def strata(judged: Judged) -> Codes:
    """Return the stratum of each pair, ``UNREACHED`` for those that no decided pair stands for.

    A stratum is a run of bins, of the pairs called equivalent or of the others, with five decided pairs where that
    joins no bin to a much larger one. A bin in which nobody decided anything joins the next one below; among
    those called equivalent the lowest join the one above, and among the others, which reach down to the least
    probable, they stay unreached.
    """
    found = np.full(len(judged.probability), UNREACHED, dtype=np.int64)
    which = bins(judged.probability)
    for called in (True, False):
        own = judged.called == called
        sizes, decided = (np.bincount(which[some], minlength=len(EDGES) - 1) for some in (own, own & judged.decided))
        runs = _runs(sizes, decided)
        if called and len(runs) > 1 and decided[runs[-1]].sum() < FEWEST_IN_STRATUM:
            runs[-2:] = [runs[-2] + runs[-1]]
        reached = [run for run in runs if decided[run].any()]
        for number, run in enumerate(reached, int(found.max(initial=UNREACHED)) + 1):
            found[own & np.isin(which, run)] = number
    return found


def _runs(sizes: Codes, decided: Codes) -> list[list[int]]:
    """Return the bins from the most probable down, those joined that make one stratum."""
    runs: list[list[int]] = [[]]
    for one in range(len(sizes) - 1, -1, -1):
        run = runs[-1]
        count, much = decided[run].sum(), _MUCH_LARGER * sizes[run].sum()
        if count >= FEWEST_IN_STRATUM or (count and (not decided[one] or sizes[one] >= much)):
            runs.append([])
        runs[-1].append(one)
    return runs


@dataclass(frozen=True, eq=False)
class Sample:
    """The decided pairs, each with the number of pairs that it stands for, and what was added to each stratum.

    Attributes:
        probability: of each item, shape ``(items,)``.
        called: whether it is called equivalent.
        same: whether it was judged the same claim.
        stratum: number of its stratum.
        added: whether it was added to its stratum: two items each, at the mean probability, the same and not.
        sizes: number of pairs of each stratum, shape ``(strata,)``.
    """

    probability: Numbers
    called: Booleans
    same: Booleans
    stratum: Codes
    added: Booleans
    sizes: Numbers

    @classmethod
    def of(cls, judged: Judged) -> Sample:
        """Return the sample of what was judged, and what is added to each stratum."""
        stratum = strata(judged)
        decided, number = judged.decided & (stratum != UNREACHED), int(stratum.max(initial=UNREACHED)) + 1
        reached = stratum != UNREACHED
        sizes = np.bincount(stratum[reached], minlength=number).astype(np.float64)
        sums = np.bincount(stratum[reached], weights=judged.probability[reached], minlength=number)
        calls = np.bincount(stratum[reached], weights=judged.called[reached], minlength=number) > 0
        twice = np.tile(np.arange(number), 2)
        return cls(
            probability=np.concatenate([judged.probability[decided], (sums / sizes)[twice]]),
            called=np.concatenate([judged.called[decided], calls[twice]]),
            same=np.concatenate([judged.same[decided], np.repeat([True, False], number)]),
            stratum=np.concatenate([stratum[decided], twice]),
            added=np.repeat([False, True], [decided.sum(), 2 * number]),
            sizes=sizes,
        )

    def weights(self) -> Numbers:
        """Return how many pairs each item stands for, shape ``(1, items)``; what was added stands for none."""
        return self._scaled(np.where(self.added, 0.0, 1.0)[np.newaxis])

    def drawn(self) -> list[Numbers]:
        """Return the same drawn anew, each of shape ``(DRAWS, items)``, by what is taken for a pair that is added."""
        believed = np.where(self.same, self.probability, 1.0 - self.probability)
        return [self._drawn(np.where(self.added, one, 1.0)) for one in (np.full(len(self.added), _HALF), believed)]

    def _drawn(self, count: Numbers) -> Numbers:
        return self._scaled(np.random.default_rng(0).gamma(np.maximum(count, _LEAST), size=(DRAWS, len(count))))

    def _scaled(self, weights: Numbers) -> Numbers:
        if not weights.size:
            return weights
        within = np.zeros((len(weights), len(self.sizes)))
        for number in range(len(self.sizes)):
            within[:, number] = weights[:, self.stratum == number].sum(axis=1)
        return np.asarray(weights / within[:, self.stratum] * self.sizes[self.stratum], dtype=np.float64)

    def precision(self, weights: Numbers) -> Numbers:
        """Return the share of pairs called equivalent that are the same claim, one a row of weights."""
        return _share(weights[:, self.called & self.same].sum(axis=1), weights[:, self.called].sum(axis=1))

    def recall(self, weights: Numbers) -> Numbers:
        """Return the share of same-claim pairs that are called equivalent, one a row of weights."""
        return _share(weights[:, self.called & self.same].sum(axis=1), weights[:, self.same].sum(axis=1))

    def brier(self, weights: Numbers) -> Numbers:
        """Return the mean squared distance of probability and judgement (Brier 1950), one a row of weights."""
        return _share(weights @ np.square(self.probability - self.same), weights.sum(axis=1))

    def calibration_error(self, weights: Numbers) -> Numbers:
        """Return the expected calibration error (Naeini, Cooper & Hauskrecht 2015), one a row of weights."""
        member = np.eye(len(EDGES) - 1)[bins(self.probability)]
        gaps = weights @ (member * (self.probability - self.same)[:, np.newaxis])
        return _share(np.abs(gaps).sum(axis=1), weights.sum(axis=1))


def _share(part: Numbers, whole: Numbers) -> Numbers:
    found = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return np.asarray(found, dtype=np.float64)


def calibration_table(judged: Judged, sample: Sample) -> pd.DataFrame:
    """Return the reliability of each bin: what the model says, and what coders say (DeGroot & Fienberg 1983).

    Returns:
        ``low high mean_probability share_same share_low share_high pairs candidates``, one row a bin with scored
        pairs: mean probability of all of them, share of the decided ones judged the same with its interval, how
        many were decided, and how many there are.
    """
    which, weights = bins(judged.probability), sample.weights()[0]
    own = np.where(weights > 0, bins(sample.probability), UNREACHED)
    rows = [
        _bin_row(int(one), judged.probability[which == one], weights[own == one], sample.same[own == one])
        for one in np.unique(which)
    ]
    columns = ["low", "high", "mean_probability", "share_same", "share_low", "share_high", "pairs", "candidates"]
    return pd.DataFrame(rows, columns=columns)


def _bin_row(one: int, probability: Numbers, weights: Numbers, same: Booleans) -> tuple[float, ...]:
    share = float(weights[same].sum() / weights.sum()) if len(weights) else float("nan")
    effective = weights.sum() ** 2 / np.square(weights).sum() if len(weights) else 0.0
    low, high = EDGES[one : one + 2]
    interval = wilson(share, effective)
    return (low, high, float(probability.mean()), share, *interval, len(weights), len(probability))


def wilson(share: float, count: float) -> tuple[float, float]:
    """Return the 95 % interval of a share of a number of items (Wilson 1927); not a number of none."""
    if not count > 0:
        return float("nan"), float("nan")
    centre, spread = share + _Z**2 / (2 * count), _Z * np.sqrt(share * (1 - share) / count + (_Z / (2 * count)) ** 2)
    ends = np.clip([(centre - spread) / (1 + _Z**2 / count), (centre + spread) / (1 + _Z**2 / count)], 0.0, 1.0)
    return float(ends[0]), float(ends[1])
