"""Probabilities fitted again to decisions: Platt scaling that a few decisions move little.

The log odds of the same content are stretched and shifted (Platt 1999), with normal priors around leaving them alone,
so that twenty decisions change little and hundreds decide. Which pairs were decided may depend on their probability
without harm, since it is what the fit is conditional on; that those decided are like the others of their probability
is assumed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.adjudication.deciding import known_decisions, outcomes, selected_again
from sinorus_lib.adjudication.records import SAME, UNSURE, pair_keys
from sinorus_lib.alignment.probability import PairModel, ProbabilityModel
from sinorus_lib.errors import SinorusError

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

Numbers = npt.NDArray[np.float64]
RECALIBRATED = "recalibrated"  # key in a model's provenance
FEWEST_TO_REFIT = 20
_SLOPE_SPREAD, _SHIFT_SPREAD = 0.25, 0.5  # standard deviations of the priors, in log odds
_LEAST_SLOPE, _MOST_SLOPE = 0.05, 5.0  # the order of the pairs never turns round
_LEAST = 1e-9  # probabilities closer to 0 or 1 are as good as certain


@dataclass(frozen=True)
class Scaling:
    """Log odds times ``slope`` plus ``shift``."""

    slope: float = 1.0
    shift: float = 0.0

    def apply(self, probability: Numbers) -> Numbers:
        """Return the probabilities after scaling."""
        return _probability(self.slope * _log_odds(probability) + self.shift)

    def undo(self, probability: Numbers) -> Numbers:
        """Return the probabilities before it."""
        return _probability((_log_odds(probability) - self.shift) / self.slope)


def fit_scaling(content: Numbers, asserted: Numbers, same: npt.NDArray[np.bool_]) -> Scaling:
    """Return the scaling of content probabilities under which judgements are most probable, given the priors.

    Args:
        content: probability of each pair to have the same content, shape ``(pairs,)``.
        asserted: probability that, if so, neither contradicts the other.
        same: whether each was judged the same claim.
    """
    from scipy.optimize import minimize

    odds = _log_odds(content)

    def cost(found: Numbers) -> float:
        p = np.clip(_probability(found[0] * odds + found[1]) * asserted, _LEAST, 1 - _LEAST)
        prior = ((found[0] - 1) / _SLOPE_SPREAD) ** 2 / 2 + (found[1] / _SHIFT_SPREAD) ** 2 / 2
        return float(prior - np.where(same, np.log(p), np.log1p(-p)).sum())

    limits = [(_LEAST_SLOPE, _MOST_SLOPE), (None, None)]
    slope, shift = minimize(cost, np.array([1.0, 0.0]), bounds=limits, method="L-BFGS-B").x
    return Scaling(float(slope), float(shift))


def recalibrated(comparison: Comparison, decisions: pd.DataFrame | None = None) -> Comparison:
    """Return the comparison fitted to decisions; see :meth:`sinorus_lib.Comparison.recalibrated`."""
    given = comparison.decisions if decisions is None else decisions
    known = known_decisions(given, set(comparison.claims["claim_id"]), stacklevel=4)
    before = scaling_of(comparison.model)
    candidates = _scaled(comparison.candidates, before.undo)
    scaling, pairs = _fitted(candidates, outcomes(known, comparison.coder))
    candidates = _scaled(candidates, scaling.apply)
    model = _with_scaling(comparison.model, before, scaling, pairs)
    return selected_again(replace(comparison, candidates=candidates, model=model))


def scaling_of(model: PairModel) -> Scaling:
    """Return how a model was scaled; not at all if it never was."""
    found = model.provenance.get(RECALIBRATED)
    return Scaling(float(found["slope"]), float(found["shift"])) if found else Scaling()


def _fitted(candidates: pd.DataFrame, decided: dict[tuple[str, str], str]) -> tuple[Scaling, int]:
    said = np.array([decided.get(pair, UNSURE) for pair in pair_keys(candidates)], dtype=object)
    rows, same = candidates[said != UNSURE], said[said != UNSURE] == SAME
    if len(rows) < FEWEST_TO_REFIT or same.all() or not same.any():
        raise SinorusError(
            f"{len(rows)} decided pairs, {int(same.sum())} of them the same claim, are too few to fit probabilities "
            f"to; expected at least {FEWEST_TO_REFIT}, some the same claim and some not. Decide more pairs, probable "
            "and improbable ones."
        )
    content = rows["content_probability"].to_numpy(dtype=np.float64)
    return fit_scaling(content, _asserted(rows), same.astype(np.bool_)), len(rows)


def _asserted(candidates: pd.DataFrame) -> Numbers:
    """Return the probability of each pair that, if both have the same content, neither contradicts the other."""
    content = candidates["content_probability"].to_numpy(dtype=np.float64)
    same = candidates["probability"].to_numpy(dtype=np.float64)
    share = np.divide(same, content, out=np.ones_like(same), where=content > _LEAST)
    return np.asarray(np.clip(share, 0.0, 1.0), dtype=np.float64)


def _scaled(candidates: pd.DataFrame, change: Callable[[Numbers], Numbers]) -> pd.DataFrame:
    content = change(candidates["content_probability"].to_numpy(dtype=np.float64))
    return candidates.assign(content_probability=content, probability=content * _asserted(candidates))


def _with_scaling(model: PairModel, before: Scaling, scaling: Scaling, pairs: int) -> PairModel:
    """Return the model whose content model is scaled, in place of how it was scaled before."""
    slope = scaling.slope / before.slope
    content: ProbabilityModel = model.content
    content = replace(
        content,
        weights=tuple(slope * weight for weight in content.weights),
        intercept=slope * (content.intercept - before.shift) + scaling.shift,
    )
    told = {"slope": scaling.slope, "shift": scaling.shift, "pairs": pairs}
    return replace(model, content=content, provenance={**model.provenance, RECALIBRATED: told})


def _log_odds(probability: Numbers) -> Numbers:
    kept = np.clip(probability, _LEAST, 1.0 - _LEAST)
    return np.asarray(np.log(kept) - np.log1p(-kept), dtype=np.float64)


def _probability(odds: Numbers) -> Numbers:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -40.0, 40.0))), dtype=np.float64)
