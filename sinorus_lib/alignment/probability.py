"""The probability that two claims are the same: a logistic model of few, named features."""

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


@dataclass(frozen=True)
class ProbabilityModel:
    """A logistic model of standardised features.

    Attributes:
        features: names of the features, in order.
        means: what is subtracted from each.
        scales: what each is then divided by.
        weights: log odds a standard deviation of each adds.
        intercept: log odds of an average pair.
        provenance: what it was fitted on, and how well it did there.
    """

    features: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float
    provenance: dict[str, Any]

    def contributions(self, pairs: pd.DataFrame) -> npt.NDArray[np.float64]:
        """Return the log odds that each feature adds, shape ``(pairs, features)``."""
        values = pairs[list(self.features)].to_numpy(dtype=np.float64)
        return np.asarray((values - self.means) / self.scales * self.weights)

    def probability(self, pairs: pd.DataFrame) -> npt.NDArray[np.float64]:
        """Return the probability of each pair, shape ``(pairs,)``."""
        odds = self.contributions(pairs).sum(axis=1) + self.intercept
        return np.asarray(1.0 / (1.0 + np.exp(-odds)))

    def to_json(self, path: Path) -> None:
        """Write the model as readable JSON."""
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def from_json(cls, text: str) -> ProbabilityModel:
        """Read a model that :meth:`to_json` wrote.

        Raises:
            SinorusError: if it is not one.
        """
        try:
            values = json.loads(text)
            lists = {name: tuple(values[name]) for name in ("features", "means", "scales", "weights")}
            return cls(**lists, intercept=float(values["intercept"]), provenance=dict(values["provenance"]))
        except (ValueError, KeyError, TypeError) as error:
            raise SinorusError(f"The probability model cannot be read ({error!r}); fit it again.") from error

    @classmethod
    def shipped(cls) -> ProbabilityModel:
        """Return the model that comes with the library."""
        return cls.from_json(files(__package__).joinpath("probability.json").read_text(encoding="utf-8"))


def fit(
    pairs: pd.DataFrame, same: npt.NDArray[np.bool_], features: tuple[str, ...], provenance: dict[str, Any]
) -> ProbabilityModel:
    """Fit the model to labelled pairs.

    Args:
        pairs: one row a pair, with a column for each feature.
        same: whether each pair was labelled as the same claim, shape ``(pairs,)``.
        features: the columns to use.
        provenance: what to remember of the data.
    """
    from sklearn.linear_model import LogisticRegression

    values = pairs[list(features)].to_numpy(dtype=np.float64)
    means, scales = values.mean(axis=0), np.maximum(values.std(axis=0), 1e-9)
    fitted = LogisticRegression(max_iter=1_000).fit((values - means) / scales, same)
    means, scales, weights = (tuple(np.round(x, 6).tolist()) for x in (means, scales, fitted.coef_[0]))
    return ProbabilityModel(features, means, scales, weights, round(float(fitted.intercept_[0]), 6), provenance)
