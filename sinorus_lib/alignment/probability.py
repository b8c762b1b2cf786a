"""The probability that two claims are the same: logistic models of few, named features.

One model says whether two claims have the same content, the other whether, if so, one contradicts the other.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.errors import SinorusError

CONFLICT_PROBABILITY = 0.5  # from which two claims about the same are taken to contradict each other
_LEAST_SCALE = 1e-3  # of a feature that is the same everywhere; it keeps six decimals


@dataclass(frozen=True)
class ProbabilityModel:
    """A logistic model of standardised features.

    Attributes:
        features: names of the features, in order.
        means: what is subtracted from each.
        scales: what each is then divided by.
        weights: log odds a standard deviation of each adds.
        intercept: log odds of an average pair.
    """

    features: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def contributions(self, pairs: pd.DataFrame) -> npt.NDArray[np.float64]:
        """Return the log odds that each feature adds, shape ``(pairs, features)``."""
        values = pairs[list(self.features)].to_numpy(dtype=np.float64)
        return np.asarray((values - self.means) / self.scales * self.weights)

    def probability(self, pairs: pd.DataFrame) -> npt.NDArray[np.float64]:
        """Return the probability of each pair, shape ``(pairs,)``."""
        odds = self.contributions(pairs).sum(axis=1) + self.intercept
        return np.asarray(1.0 / (1.0 + np.exp(-odds)))


@dataclass(frozen=True)
class PairModel:
    """What gives every candidate its probability.

    Attributes:
        content: whether two claims have the same content.
        conflict: whether, if so, one contradicts the other.
        contradicting: share of the pairs of coverage taken to contradict each other that do; the others are most
            often another wording of the same, or a later report of what was to come.
        provenance: what both were fitted on, and how well they did on what they were not fitted on.
    """

    content: ProbabilityModel
    conflict: ProbabilityModel
    contradicting: float
    provenance: dict[str, Any]

    def scored(self, pairs: pd.DataFrame) -> pd.DataFrame:
        """Return the pairs with ``content_probability``, ``conflict_probability`` and ``probability``."""
        content, conflict = self.content.probability(pairs), self.conflict.probability(pairs)
        same = np.where(conflict >= CONFLICT_PROBABILITY, content * (1.0 - self.contradicting), content)
        return pairs.assign(content_probability=content, conflict_probability=conflict, probability=same)

    def to_json(self, path: Path) -> None:
        """Write the model as readable JSON."""
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def from_json(cls, text: str) -> PairModel:
        """Read a model that :meth:`to_json` wrote.

        Raises:
            SinorusError: if it is not one.
        """
        try:
            values = json.loads(text)
            models = model_of(values["content"]), model_of(values["conflict"])
            return cls(*models, float(values["contradicting"]), dict(values["provenance"]))
        except (ValueError, KeyError, TypeError) as error:
            raise SinorusError(f"The probability model cannot be read ({error!r}); fit it again.") from error

    @classmethod
    def shipped(cls) -> PairModel:
        """Return the model that comes with the library."""
        return cls.from_json(files(__package__).joinpath("probability.json").read_text(encoding="utf-8"))


def model_of(values: dict[str, Any]) -> ProbabilityModel:
    """Return a model from its values as JSON has them.

    Raises:
        KeyError, TypeError, ValueError: if one is missing or of another kind.
    """
    lists = {name: tuple(values[name]) for name in ("features", "means", "scales", "weights")}
    return ProbabilityModel(**lists, intercept=float(values["intercept"]))


def fit(
    pairs: pd.DataFrame,
    positive: npt.NDArray[np.bool_],
    features: tuple[str, ...],
    counts: npt.NDArray[np.float64] | None = None,
) -> ProbabilityModel:
    """Fit a model to labelled pairs.

    Args:
        pairs: one row a pair, with a column for each feature.
        positive: whether each pair is what the model is to find, shape ``(pairs,)``.
        features: the columns to use.
        counts: how much each pair counts; all the same if not given.
    """
    from sklearn.linear_model import LogisticRegression

    values = pairs[list(features)].to_numpy(dtype=np.float64)
    means, scales = values.mean(axis=0), np.maximum(values.std(axis=0), _LEAST_SCALE)
    fitted = LogisticRegression(max_iter=1_000).fit((values - means) / scales, positive, counts)
    means, scales, weights = (tuple(np.round(x, 6).tolist()) for x in (means, scales, fitted.coef_[0]))
    return ProbabilityModel(features, means, scales, weights, round(float(fitted.intercept_[0]), 6))
