"""How far a probability can be believed: on the gold labels, and on events that were held out of the fit."""

from __future__ import annotations

import pandas as pd

from sinorus_lib.evaluation.fitting import Features, fit_model, training_rows, with_model
from sinorus_lib.evaluation.rankings import by_place
from sinorus_lib.evaluation.statistics import expected_calibration_error, precision_recall, reliability
from sinorus_lib.evaluation.tables import markdown

TITLE = "Calibration"
_CURVE = ("probability", "mean probability", "share same", "pairs")
_NOTE = """\
Held out: every event of `data/calibration` by a model fitted on all the others, pooled. Calibration error: expected
calibration error, ten bins of equal count. The reliability tables have bins of equal width. Called: every pair at or
above the probability, whether or not its claims are each other's best."""


def held_out(
    events: dict[str, pd.DataFrame],
    contradictions: pd.DataFrame,
    features: Features | None = None,
    *,
    best: str = "probability",
) -> dict[str, pd.DataFrame]:
    """Return the pairs of each event with the probability of a model that was fitted on all the others.

    Args:
        events: name -> labelled pairs.
        contradictions: further pairs to fit on, of no event.
        features: the features of the model; those of the library if not given.
        best: what chooses, of the claims of two sentences, those that are taken for them.
    """
    rows = {name: training_rows(pairs, best) for name, pairs in events.items()}
    found = {}
    for event, pairs in events.items():
        others = pd.concat([rows[name] for name in rows if name != event], ignore_index=True)
        found[event] = with_model(pairs, fit_model(others, contradictions, features))
    return found


def section(places: dict[str, pd.DataFrame]) -> str:
    """Return the tables, given the name of a labelled set -> its places."""
    return "\n\n".join([_NOTE, *(_reliability(name, found) for name, found in places.items()), _curves(places)])


def pooled(events: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the places of all events in one frame."""
    return pd.concat([by_place(pairs) for pairs in events.values()], ignore_index=True)


def _reliability(name: str, places: pd.DataFrame) -> str:
    scored = places[places["scored"]]
    probability, same = scored["probability"].to_numpy(), (scored["grade"] == "same").to_numpy()
    error = expected_calibration_error(probability, same)
    rows = [
        [f"{low:.1f} to {high:.1f}", mean, share, int(pairs)]
        for low, high, mean, share, pairs in reliability(probability, same).itertuples(index=False)
    ]
    return f"Reliability, {name}; calibration error {error:.4f}:\n\n{markdown(_CURVE, rows)}"


def _curves(places: dict[str, pd.DataFrame]) -> str:
    curves = {
        name: precision_recall((found["grade"] == "same").to_numpy(), found["probability"].to_numpy())
        for name, found in places.items()
    }
    heads = [f"{column}, {name}" for name in curves for column in ("called", "precision", "recall")]
    thresholds = next(iter(curves.values()))["threshold"]
    rows = [
        [f"{threshold:.1f}", *(cell for curve in curves.values() for cell in _cells(curve.iloc[at]))]
        for at, threshold in enumerate(thresholds)
    ]
    return f"Precision and recall:\n\n{markdown(['probability at least', *heads], rows)}"


def _cells(row: pd.Series) -> tuple[int, float, float]:
    return int(row["called"]), float(row["precision"]), float(row["recall"])
