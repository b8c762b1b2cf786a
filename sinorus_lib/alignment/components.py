"""What each component of the probability adds to a comparison, and what would change without it.

A component is taken away by giving it the same contribution everywhere, its mean over the candidates, and leaving the
rest of the model as it is: an ablation of what was fitted, not of the fitting. A model fitted without the feature
would lean on the others; ``make eval`` measures that one on labels.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from sinorus_lib.alignment import kept_candidates
from sinorus_lib.alignment.probability import PairModel, ProbabilityModel
from sinorus_lib.settings import Settings

COMPONENT_COLUMNS = ("feature", "weight", "log_odds_pairs", "log_odds_rejected", "pairs_lost", "pairs_gained")


def component_table(candidates: pd.DataFrame, model: PairModel, settings: Settings) -> pd.DataFrame:
    """Return what each feature of the content model adds, and which pairs hang on it.

    Args:
        candidates: every scored pair, with its features and its ``conflict_probability``.
        model: what gave the candidates their probability.
        settings: which candidates are kept as pairs.

    Returns:
        One row a feature, in the order of the model: ``feature``; ``weight``, the log odds that a standard deviation
        of it adds; ``log_odds_pairs log_odds_rejected``, the mean log odds that it adds to the candidates that are
        kept and to the others, empty where there are none; ``pairs_lost pairs_gained``, how many pairs are kept only
        with it and only without it.
    """
    content = model.content
    added = pd.DataFrame(content.contributions(candidates), columns=list(content.features), index=candidates.index)
    pairs = kept_candidates(model.scored(candidates), settings).index
    without = {
        name: kept_candidates(replace(model, content=neutral).scored(candidates), settings).index
        for name, neutral in _neutral_models(content, added.mean()).items()
    }
    return pd.DataFrame(
        {
            "feature": content.features,
            "weight": content.weights,
            "log_odds_pairs": added.loc[pairs].mean().to_numpy(dtype=np.float64),
            "log_odds_rejected": added.drop(pairs).mean().to_numpy(dtype=np.float64),
            "pairs_lost": [len(pairs.difference(without[name])) for name in content.features],
            "pairs_gained": [len(without[name].difference(pairs)) for name in content.features],
        },
        columns=list(COMPONENT_COLUMNS),
    )


def _neutral_models(content: ProbabilityModel, means: pd.Series) -> dict[str, ProbabilityModel]:
    """Return for each feature the model to which it adds its mean contribution, whatever its value."""
    return {
        name: replace(
            content,
            weights=tuple(
                0.0 if one == name else weight for one, weight in zip(content.features, content.weights, strict=True)
            ),
            intercept=content.intercept + (float(means[name]) if len(means.dropna()) else 0.0),
        )
        for name in content.features
    }
