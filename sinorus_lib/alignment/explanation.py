"""Why two claims are a pair: the words they share, the words left over, what differs, and what each feature adds."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sinorus_lib.alignment.facts import CUES
from sinorus_lib.alignment.probability import PairModel, ProbabilityModel

WATERFALL_COLUMNS = ("feature", "value", "log_odds", "probability_after")
CONFLICT_COLUMNS = ("cue", "value", "log_odds", "reason")
SHARED_COLUMNS = ("word_a", "word_b", "similarity")
BASELINE, CONFLICT, NO_CUE = "an average pair", "conflict", "no cue"
CANDIDATE = "candidate"  # the relation of what was scored but is no pair
_CUE = re.compile(f"(?:^|; )({'|'.join(CUES)}): ")
_LEAST = 1e-12  # probabilities closer than this to 0 or 1 have no log odds


@dataclass(frozen=True)
class Difference:
    """What one cue found to differ.

    Attributes:
        cue: name of the cue.
        pairs: what claim a has and what claim b has; none where the cue's name says it all.
    """

    cue: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Explanation:
    """The evidence for one pair.

    Attributes:
        claim_a: its row of ``claims``; the French side across languages.
        claim_b: the other's.
        words: one row a content word of either side, with its best match on the other; the columns of
            ``alignment.overlap.align_words``.
        waterfall: ``feature value log_odds probability_after``, from an average pair to this one: first what
            says that both are about the same, then ``conflict``, the chance that one contradicts the other.
        conflict: ``cue value log_odds reason``, from a pair without any cue to the conflict probability.
        probability: calibrated probability that both assert the same claim.
        conflict_probability: probability that, if both are about the same, one contradicts the other.
        relation: ``equivalent``, ``related``, ``conflicting``, or ``candidate`` for what is no pair.
        reasons: what differs, as in ``pairs.reason``, whatever the relation; empty if nothing does.
        interface: language in which it shows itself.
    """

    claim_a: pd.Series
    claim_b: pd.Series
    words: pd.DataFrame
    waterfall: pd.DataFrame
    conflict: pd.DataFrame
    probability: float
    conflict_probability: float
    relation: str = CANDIDATE
    reasons: str = ""
    interface: str = "en"

    @property
    def matched(self) -> pd.DataFrame:
        """The words of either side that have a counterpart on the other, most similar first."""
        found = self.words[self.words["matched"].astype(bool)]
        return found.sort_values("similarity", ascending=False, kind="stable").reset_index(drop=True)

    @property
    def shared(self) -> pd.DataFrame:
        """The words that match, joined: ``word_a word_b similarity``, in the order of claim a."""
        found = self.matched
        sides = {side: found[found["side"] == side] for side in "ab"}
        joined = sides["a"].merge(sides["b"], left_on="match_start", right_on="start", suffixes=("_a", "_b"))
        ordered = joined.sort_values("start_a", kind="stable").rename(columns={"similarity_a": "similarity"})
        return ordered[list(SHARED_COLUMNS)].reset_index(drop=True)

    @property
    def left_over(self) -> pd.DataFrame:
        """The words of either side that have none, rarest first: where the framing is."""
        found = self.words[~self.words["matched"].astype(bool)]
        return found.sort_values("weight", ascending=False, kind="stable").reset_index(drop=True)

    @property
    def differences(self) -> list[Difference]:
        """What differs, one entry a cue."""
        return read_reason(self.reasons)

    def __repr__(self) -> str:
        from sinorus_lib.views.explanations import explanation_text

        return explanation_text(self)

    def _repr_html_(self) -> str:
        from sinorus_lib.views.explanations import explanation_html

        return explanation_html(self)


def read_reason(reason: str) -> list[Difference]:
    """Return what a reason says, one entry a cue: ``quantity: 12 dead / 14 dead; time: happened / prospective``."""
    _, *parts = _CUE.split(reason)
    return [Difference(cue, _sides(found)) for cue, found in zip(parts[::2], parts[1::2], strict=True)]


def _sides(found: str) -> tuple[tuple[str, str], ...]:
    cut = (item.partition(" / ") for item in found.split("; "))
    return tuple((left, right) for left, between, right in cut if between)


def explain_pair(
    candidate: pd.Series,
    claim_a: pd.Series,
    claim_b: pd.Series,
    words: pd.DataFrame,
    model: PairModel,
    *,
    relation: str = CANDIDATE,
    interface: str = "en",
) -> Explanation:
    """Return the explanation of one scored candidate.

    Args:
        candidate: its row of ``candidates``.
        claim_a: the row of its first claim.
        claim_b: the row of its second claim.
        words: their word alignment.
        model: what gave it its probability.
        relation: what the two are called, if they are a pair.
        interface: language in which the explanation shows itself.
    """
    reasons = candidate["reason"] if isinstance(candidate["reason"], str) else ""
    return Explanation(
        claim_a,
        claim_b,
        words,
        waterfall(candidate, model),
        conflict_cues(candidate, model.conflict, reasons),
        probability=float(candidate["probability"]),
        conflict_probability=float(candidate["conflict_probability"]),
        relation=relation,
        reasons=reasons,
        interface=interface,
    )


def waterfall(candidate: pd.Series, model: PairModel) -> pd.DataFrame:
    """Return what each feature adds in log odds, and the probability after each, from an average pair on."""
    content = model.content
    odds = [content.intercept, *content.contributions(_row(candidate, content))[0]]
    conflict, probability = float(candidate["conflict_probability"]), float(candidate["probability"])
    odds.append(_log_odds(probability) - sum(odds))
    return pd.DataFrame(
        {
            "feature": [BASELINE, *content.features, CONFLICT],
            "value": [np.nan, *candidate[list(content.features)].astype(float), conflict],
            "log_odds": odds,
            "probability_after": 1.0 / (1.0 + np.exp(-np.cumsum(odds))),
        },
        columns=list(WATERFALL_COLUMNS),
    )


def conflict_cues(candidate: pd.Series, model: ProbabilityModel, reason: str) -> pd.DataFrame:
    """Return what each cue adds to the log odds of a contradiction; a cue that is zero adds nothing."""
    row = _row(candidate, model)
    added, without = model.contributions(row)[0], model.contributions(row * 0.0)[0]
    parts = _CUE.split(reason)
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    return pd.DataFrame(
        {
            "cue": [NO_CUE, *model.features],
            "value": [np.nan, *row.iloc[0]],
            "log_odds": [model.intercept + without.sum(), *(added - without)],
            "reason": ["", *(told.get(cue, "") for cue in model.features)],
        },
        columns=list(CONFLICT_COLUMNS),
    )


def _row(candidate: pd.Series, model: ProbabilityModel) -> pd.DataFrame:
    return candidate[list(model.features)].astype(float).to_frame().T


def _log_odds(probability: float) -> float:
    kept = float(np.clip(probability, _LEAST, 1.0 - _LEAST))
    return float(np.log(kept) - np.log1p(-kept))
