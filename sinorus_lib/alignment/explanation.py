"""Why two claims are a pair: the words they share, the words left over, and what each feature adds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sinorus_lib.alignment.probability import ProbabilityModel

WATERFALL_COLUMNS = ("feature", "value", "log_odds", "probability_after")
BASELINE = "an average pair"


@dataclass(frozen=True, eq=False)
class Explanation:
    """The evidence for one pair.

    Attributes:
        claim_a: its row of ``claims``; the French side across languages.
        claim_b: the other's.
        words: one row a content word of either side, with its best match on the other; the columns of
            ``alignment.overlap.align_words``.
        waterfall: ``feature value log_odds probability_after``, from an average pair to this one.
        probability: calibrated probability that both assert the same claim.
    """

    claim_a: pd.Series
    claim_b: pd.Series
    words: pd.DataFrame
    waterfall: pd.DataFrame
    probability: float

    @property
    def matched(self) -> pd.DataFrame:
        """The words of either side that have a counterpart on the other, most similar first."""
        found = self.words[self.words["matched"].astype(bool)]
        return found.sort_values("similarity", ascending=False, kind="stable").reset_index(drop=True)

    @property
    def left_over(self) -> pd.DataFrame:
        """The words of either side that have none, rarest first: where the framing is."""
        found = self.words[~self.words["matched"].astype(bool)]
        return found.sort_values("weight", ascending=False, kind="stable").reset_index(drop=True)

    def __repr__(self) -> str:
        left = {side: ", ".join(self.left_over.loc[self.left_over["side"] == side, "word"]) for side in "ab"}
        return (
            f"Explanation(probability {self.probability:.2f})\n"
            f"  a: {self.claim_a['text']}\n  b: {self.claim_b['text']}\n"
            f"  only in a: {left['a'] or '-'}\n  only in b: {left['b'] or '-'}"
        )

    def _repr_html_(self) -> str:
        from sinorus_lib.views.summaries import explanation_html

        return explanation_html(self)


def explain_pair(
    candidate: pd.Series,
    claim_a: pd.Series,
    claim_b: pd.Series,
    words: pd.DataFrame,
    model: ProbabilityModel,
) -> Explanation:
    """Return the explanation of one scored candidate, given its two claims and their word alignment."""
    return Explanation(claim_a, claim_b, words, waterfall(candidate, model), float(candidate["probability"]))


def waterfall(candidate: pd.Series, model: ProbabilityModel) -> pd.DataFrame:
    """Return what each feature adds in log odds, and the probability after each, from an average pair on."""
    added = model.contributions(candidate.to_frame().T)[0]
    odds = np.concatenate([[model.intercept], added])
    return pd.DataFrame(
        {
            "feature": [BASELINE, *model.features],
            "value": [np.nan, *candidate[list(model.features)].astype(float)],
            "log_odds": odds,
            "probability_after": 1.0 / (1.0 + np.exp(-odds.cumsum())),
        },
        columns=list(WATERFALL_COLUMNS),
    )
