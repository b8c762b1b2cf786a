"""The two claims of a pair, measure by measure: how they differ, and where that lies among translations."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sinorus_lib.divergence.null import TranslationNull, is_beyond
from sinorus_lib.divergence.residual import RESIDUAL, residual_framing
from sinorus_lib.framing import NEEDS_ENCODER, SHARED_VALUES
from sinorus_lib.schemas import conform, empty
from sinorus_lib.settings import Settings

_SIDES = ["claim_a", "claim_b"]
_KEY = [*_SIDES, "measure"]
_NOTHING = (np.nan, "")  # value and class of a claim that names nothing that the other does


def pair_divergence(
    pairs: pd.DataFrame,
    framing: pd.DataFrame,
    *,
    words: pd.DataFrame | None = None,
    null: TranslationNull | None = None,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Return the difference of every pair on every measure that applies to both claims: the frame ``divergence``.

    Args:
        pairs: the frame ``pairs``.
        framing: the frame ``framing`` of their claims.
        words: the word alignment of the pairs (``Comparison.words``), for the measure ``residual``.
        null: what translation alone makes; the shipped one if not given. Pairs within a language have none.
        settings: their encoder must be that of the null for measures that rest on vectors.
    """
    values = framing.drop_duplicates(["claim_id", "measure"])[["claim_id", "measure", "value", "label"]]
    sides = _joined(pairs[_SIDES], values)
    sides = pd.concat([_of_what_both_name(sides, framing), residual_framing(pairs, words)], ignore_index=True)
    if sides.empty:
        return empty("divergence")
    found = sides.assign(difference=sides["value_a"] - sides["value_b"])
    across = _across_languages(pairs)
    null, encoder = null or TranslationNull.shipped(), (settings or Settings()).encoder
    percentiles = [
        _percentiles(str(measure), part, across, null, encoder) for measure, part in found.groupby("measure")
    ]
    return conform(_in_order(found.assign(null_percentile=pd.concat(percentiles)), pairs, framing), "divergence")


def beyond_translation(divergence: pd.DataFrame) -> pd.Series:
    """Tell which differences lie outside the middle 95 % of those that translation alone makes."""
    percentile = divergence["null_percentile"]
    return pd.Series(is_beyond(percentile.to_numpy(dtype=float)), index=divergence.index)


def _joined(pairs: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Return the values of both claims side by side, one row a pair and measure."""
    for side in "ab":
        renamed = values.rename(
            columns={"claim_id": f"claim_{side}", "value": f"value_{side}", "label": f"label_{side}"}
        )
        pairs = pairs.merge(renamed, on=["claim_a"] if side == "a" else ["claim_b", "measure"])
    return pairs


def _of_what_both_name(sides: pd.DataFrame, framing: pd.DataFrame) -> pd.DataFrame:
    """Compare a measure that reads one thing at a time only on the things that both claims name.

    A claim that names Moscow and one that names Moscow and Putin do not differ in how they name Moscow.
    """
    for measure, value_of in SHARED_VALUES.items():
        own = sides["measure"] == measure
        notes = _notes(framing[framing["measure"] == measure])
        claims = sides.loc[own, _SIDES].itertuples(index=False, name=None)
        both = [value_of(notes[a], notes[b]) or (_NOTHING, _NOTHING) for a, b in claims]
        for side, readings in zip("ab", zip(*both, strict=True), strict=False):
            sides.loc[own, [f"value_{side}", f"label_{side}"]] = pd.DataFrame(readings).to_numpy()
    return sides.dropna(subset=["value_a", "value_b"]).astype({"value_a": float, "value_b": float})


def _notes(framing: pd.DataFrame) -> Mapping[str, list[str]]:
    return {str(claim): part["note"].dropna().tolist() for claim, part in framing.groupby("claim_id")}


def _across_languages(pairs: pd.DataFrame) -> set[tuple[str, str]]:
    """Return the pairs of a French claim ``a`` and an English claim ``b``."""
    across = pairs[(pairs["language_a"] == "fr") & (pairs["language_b"] == "en")]
    return set(across[_SIDES].itertuples(index=False, name=None))


def _percentiles(
    measure: str, part: pd.DataFrame, across: set[tuple[str, str]], null: TranslationNull, encoder: str
) -> pd.Series:
    found = pd.Series(np.nan, index=part.index)
    known = null.of(measure, encoder=encoder, needs_encoder=measure in NEEDS_ENCODER | {RESIDUAL})
    if known is not None:
        chosen = [pair in across for pair in part[_SIDES].itertuples(index=False, name=None)]
        found[chosen] = known.percentile(part["difference"].to_numpy()[chosen])
    return found


def _in_order(found: pd.DataFrame, pairs: pd.DataFrame, framing: pd.DataFrame) -> pd.DataFrame:
    """Return the rows by pair, then by measure, both in the order of their frames."""
    places = {pair: place for place, pair in enumerate(pairs[_SIDES].itertuples(index=False, name=None))}
    measures = {name: place for place, name in enumerate([*framing["measure"].drop_duplicates(), RESIDUAL])}
    pair = [places[key] for key in found[_SIDES].itertuples(index=False, name=None)]
    return found.assign(pair=pair, place=found["measure"].map(measures)).sort_values(["pair", "place"])[
        [*_KEY, "value_a", "value_b", "label_a", "label_b", "difference", "null_percentile"]
    ]
