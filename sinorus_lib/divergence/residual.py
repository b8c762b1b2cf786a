"""Residual words: what token overlap leaves unmatched when two claims report the same; the open-ended measure.

What two accounts of one claim share is the claim; what is left over on a side (an adjective, a cause, a motive, a
source) is where framing shows, and no list of cues has to foresee it. Words are ranked by how rare they are and how
little the other side answers them, over all shared claims of an outlet; that ranking is open coding's raw material
(Glaser & Strauss 1967), a close relative of fighting words (Monroe, Colaresi & Quinn 2008).

``value`` of the measure ``residual`` is the share of a side's content words, by weight, that have no counterpart on
the other side. It cannot see a word whose counterpart the encoder misses: translations leave words over, too, and the
translation null says how many.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

RESIDUAL = "residual"
LABELS = ("little left over", "much left over")
_HALF = 0.5
WORD_COLUMNS = ("outlet", "language", "word", "claims", "weight", "example")
_JOINED = ["claim_a", "claim_b"]


def residual_framing(pairs: pd.DataFrame, words: pd.DataFrame | None) -> pd.DataFrame:
    """Return the measure ``residual`` of each pair: ``claim_a claim_b measure value_a value_b label_a label_b``."""
    columns = [*_JOINED, "measure", "value_a", "value_b", "label_a", "label_b"]
    if words is None or words.empty or pairs.empty:
        return pd.DataFrame(columns=columns)
    own = words.merge(pairs[_JOINED], on=_JOINED)
    left = own.assign(left=own["weight"].where(~own["matched"].astype(bool), 0.0))
    summed = left.groupby([*_JOINED, "side"])[["left", "weight"]].sum().reset_index()
    summed = summed.assign(share=summed["left"] / summed["weight"].clip(lower=1e-9))
    share = summed.pivot_table(index=_JOINED, columns="side", values="share").reindex(columns=["a", "b"])
    found = share.dropna().reset_index().rename(columns={"a": "value_a", "b": "value_b"})
    labels = {f"label_{side}": np.where(found[f"value_{side}"] > _HALF, LABELS[1], LABELS[0]) for side in "ab"}
    return found.assign(measure=RESIDUAL, **labels)[columns]


def residual_words(pairs: pd.DataFrame, words: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Return the words that shared claims leave over, ranked within their outlet.

    Args:
        pairs: the frame ``pairs``; all its rows count as shared.
        words: the word alignment of the pairs.
        claims: the frame ``claims``.

    Returns:
        ``outlet language word claims weight example``: in how many claims a word is left over, its summed weight
        (inverse document frequency times how little the other side answers it, a claim in several pairs counted
        once, by what answers it best), and the id of the claim where it weighs most.
    """
    if words.empty or pairs.empty:
        return pd.DataFrame(columns=list(WORD_COLUMNS))
    own = words.merge(pairs[_JOINED], on=_JOINED)
    own = own.assign(claim_id=own["claim_a"].where(own["side"] == "a", own["claim_b"]), form=own["word"].str.lower())
    left = _least_left(own)
    left = left.merge(claims[["claim_id", "outlet", "language"]], on="claim_id")
    ranked = left.sort_values(["left", "claim_id"], ascending=[False, True]).groupby(["outlet", "language", "form"])
    table = ranked.agg(claims=("claim_id", "nunique"), weight=("left", "sum"), example=("claim_id", "first"))
    ordered = table.reset_index().rename(columns={"form": "word"})
    ordered = ordered.sort_values(["outlet", "weight", "word"], ascending=[True, False, True])
    return ordered[list(WORD_COLUMNS)].reset_index(drop=True)


def _least_left(own: pd.DataFrame) -> pd.DataFrame:
    """Return how much of each word of each claim is left over after all its pairs; none if any pair matches it."""
    answered = own["similarity"].clip(0.0, 1.0)
    left = (own["weight"] * (1.0 - answered)).where(~own["matched"].astype(bool), 0.0)
    least = own.assign(left=left).groupby(["claim_id", "start", "form"])["left"].min().reset_index()
    return least[least["left"] > 0]
