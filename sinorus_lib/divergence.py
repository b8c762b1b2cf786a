"""Differences in framing: between the two claims of a pair, and between two outlets over the claims they share."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.schemas import conform, empty

# Below this many shared claims a test says nothing, and none is made.
FEWEST_PAIRS = 6
_RESAMPLES = 2_000
_CONFIDENCE = 0.95


def pair_divergence(pairs: pd.DataFrame, framing: pd.DataFrame) -> pd.DataFrame:
    """Return the difference of every pair on every measure: the frame ``divergence``.

    ``null_percentile`` is empty until the measure is calibrated on true translations.
    """
    values = framing.drop_duplicates(["claim_id", "measure"])[["claim_id", "measure", "value"]]
    sides = pairs[["claim_a", "claim_b"]]
    for side in "ab":
        renamed = values.rename(columns={"claim_id": f"claim_{side}", "value": f"value_{side}"})
        sides = sides.merge(renamed, on=[f"claim_{side}"] if side == "a" else ["claim_b", "measure"])
    if sides.empty:
        return empty("divergence")
    difference = sides["value_a"] - sides["value_b"]
    return conform(sides.assign(difference=difference, null_percentile=np.nan), "divergence")


def outlet_divergence(pairs: pd.DataFrame, divergence: pd.DataFrame) -> pd.DataFrame:
    """Return paired differences between outlets over their equivalent claims: the frame ``outlets``.

    The interval is a percentile bootstrap of the mean (Efron 1979), the test a sign-flip permutation test
    (Fisher 1935), corrected over all rows by Benjamini and Hochberg (1995). They are empty below
    six shared claims, where they would say nothing.
    """
    equivalent = pairs[pairs["relation"] == "equivalent"]
    shared = divergence.merge(equivalent[["claim_a", "claim_b", "outlet_a", "outlet_b"]], on=["claim_a", "claim_b"])
    rows = [
        {
            **dict(zip(("outlet_a", "outlet_b", "measure"), names, strict=True)),
            **_paired(group["difference"].to_numpy()),
        }
        for names, group in shared.groupby(["outlet_a", "outlet_b", "measure"])
    ]
    if not rows:
        return empty("outlets")
    frame = pd.DataFrame(rows)
    return conform(frame.assign(q=_corrected(frame["p"].to_numpy(dtype=float))), "outlets")


def _paired(differences: npt.NDArray[np.float64]) -> dict[str, float | int]:
    count = len(differences)
    summary: dict[str, float | int] = {"difference": float(differences.mean()), "pairs": count}
    if count < FEWEST_PAIRS:
        return {**summary, "low": np.nan, "high": np.nan, "p": np.nan}
    random = np.random.default_rng(0)
    resampled = random.choice(differences, (_RESAMPLES, count)).mean(axis=1)
    flipped = (random.choice([-1.0, 1.0], (_RESAMPLES, count)) * differences).mean(axis=1)
    extreme = int((np.abs(flipped) >= abs(differences.mean()) - 1e-12).sum())
    low, high = np.quantile(resampled, [(1 - _CONFIDENCE) / 2, (1 + _CONFIDENCE) / 2])
    return {**summary, "low": float(low), "high": float(high), "p": (extreme + 1) / (_RESAMPLES + 1)}


def _corrected(p: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    from scipy.stats import false_discovery_control

    q = np.full(len(p), np.nan)
    tested = np.isfinite(p)
    if tested.any():
        q[tested] = false_discovery_control(p[tested])
    return q
