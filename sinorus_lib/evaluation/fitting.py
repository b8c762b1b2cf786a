"""Models fitted on labelled pairs: the library's own, with any of its features, and one a baseline."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from sinorus_lib.alignment.features import CONFLICT_FEATURES, CONTENT_FEATURES
from sinorus_lib.alignment.probability import CONFLICT_PROBABILITY, PairModel, ProbabilityModel, fit
from sinorus_lib.errors import SinorusError
from sinorus_lib.evaluation.rankings import BASELINES, PLACES

ABOUT_THE_SAME = ("same", "conflicting")
_COVERAGE, _CONFLICTING = "coverage", "conflicting"
# Gives every pair the same probability, where there is no model yet.
UNFITTED = PairModel(ProbabilityModel((), (), (), (), 0.0), ProbabilityModel((), (), (), (), 0.0), 0.5, {})


@dataclass(frozen=True)
class Features:
    """The features of the two models of a pair; a feature may belong to both."""

    content: tuple[str, ...] = CONTENT_FEATURES
    conflict: tuple[str, ...] = CONFLICT_FEATURES

    @property
    def names(self) -> tuple[str, ...]:
        """All features, each once."""
        return tuple(dict.fromkeys(self.content + self.conflict))

    def without(self, name: str) -> Features:
        """Return the features without one, in whichever model it is."""
        kept = {
            side: tuple(other for other in getattr(self, side) if other != name) for side in ("content", "conflict")
        }
        return replace(self, **kept)


def training_rows(pairs: pd.DataFrame, best: str = "probability") -> pd.DataFrame:
    """Return what a model is fitted on: for each two places, their pair of claims that scores best."""
    scored = pairs[pairs["scored"]]
    ordered = scored.sort_values([best, "claim_a", "claim_b"], ascending=[False, True, True])
    return ordered.drop_duplicates(PLACES).reset_index(drop=True)


def fit_model(rows: pd.DataFrame, contradictions: pd.DataFrame, features: Features | None = None) -> PairModel:
    """Return the model of labelled training rows.

    Args:
        rows: training rows with their ``grade``: the content model's, and those that are about the same,
            the conflict model's as well.
        contradictions: further pairs about the same, with ``source grade`` and the features of a conflict.
        features: which features the models have; those of the library if not given. One that is the same in
            all training rows, since a component is switched off, is left out.
    """
    features = _varying(rows, features or Features())
    about = rows["grade"].isin(ABOUT_THE_SAME)
    content = fit(rows, (rows["grade"] == "same").to_numpy(), features.content)
    conflict = _fit_conflict(rows[about], contradictions, features.conflict)
    return PairModel(content, conflict, _contradicting(rows[about], conflict), {})


def _contradicting(rows: pd.DataFrame, conflict: ProbabilityModel) -> float:
    """Return the share of what the model takes for contradictions that are, one of either kind added."""
    taken = rows[conflict.probability(rows) >= CONFLICT_PROBABILITY]
    return round(float(((taken["grade"] == _CONFLICTING).sum() + 1) / (len(taken) + 2)), 4)


def _fit_conflict(rows: pd.DataFrame, contradictions: pd.DataFrame, features: tuple[str, ...]) -> ProbabilityModel:
    """Fit on coverage and on invented contradictions; how common they are is learnt from coverage alone.

    Coverage, scenes and families of edits count the same, however many pairs each has. The intercept is then
    moved until the mean probability over coverage is the share that conflicts there.
    """
    columns = ["source", "grade", *features]
    both = rows.assign(source=_COVERAGE), contradictions
    known = pd.concat([frame[columns] for frame in both if len(frame)], ignore_index=True)
    weights = (len(known) / known["source"].map(known["source"].value_counts())).to_numpy(dtype=np.float64)
    model = fit(known, (known["grade"] == _CONFLICTING).to_numpy(), features, weights / weights.mean())
    return _with_mean(model, rows, float((rows["grade"] == _CONFLICTING).mean()))


def _with_mean(model: ProbabilityModel, rows: pd.DataFrame, share: float) -> ProbabilityModel:
    """Return the model with the intercept by which the mean probability of the rows is the share."""
    from scipy.optimize import brentq

    odds = model.contributions(rows).sum(axis=1)
    share = min(max(share, 0.5 / (len(rows) + 1)), 1 - 0.5 / (len(rows) + 1))  # neither none nor all of them
    intercept = brentq(lambda x: float((1.0 / (1.0 + np.exp(-odds - x))).mean()) - share, -30.0, 30.0)
    return replace(model, intercept=round(float(intercept), 6))


def _varying(rows: pd.DataFrame, features: Features) -> Features:
    for name in features.names:
        if rows[name].nunique() < 2:
            features = features.without(name)
    return features


def with_model(pairs: pd.DataFrame, model: PairModel) -> pd.DataFrame:
    """Return the pairs with the probabilities that the model gives those that were scored.

    Raises:
        SinorusError: if the model gives a pair none, as when a feature was constant where it was fitted.
    """
    scored = model.scored(pairs[pairs["scored"]])
    names = ["content_probability", "conflict_probability", "probability"]
    if scored[names].isna().any(axis=None):
        raise SinorusError(
            "The model gives some pairs no probability; expected features that vary where it is fitted."
        )
    return pairs.assign(**{name: scored[name].reindex(pairs.index).astype(np.float64) for name in names})


def baseline_models(pairs: pd.DataFrame) -> dict[str, ProbabilityModel]:
    """Return, for each baseline, a model of that score alone, fitted on labelled pairs (Platt 1999)."""
    return {name: _baseline_model(training_rows(pairs, name), name) for name in BASELINES}


def _baseline_model(rows: pd.DataFrame, name: str) -> ProbabilityModel:
    return fit(rows, (rows["grade"] == "same").to_numpy(), (name,))
