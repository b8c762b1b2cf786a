"""The figures of one ranking and its decisions, on labelled places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sinorus_lib.evaluation.statistics import (
    average_precision,
    expected_calibration_error,
    f1,
    precision_at,
    recall_at,
)

GRADES = ("same", "related", "conflicting", "different")
WRONG = ("different", "conflicting")  # grades of places that must not be merged


@dataclass(frozen=True)
class Figures:
    """What a ranking and its decisions reach.

    Attributes:
        across: average precision of the pairs across languages, of ``same``.
        within: the same within a language; 0 where there is none.
        called: pairs called equivalent.
        precision: share of them that are ``same``.
        precision_near: share of them that are ``same``, ``related`` or ``conflicting``.
        recall: share of the ``same`` pairs that were called equivalent.
        false_merges: pairs called equivalent, or put into one group, that are ``different`` or ``conflicting``.
        calibration_error: expected calibration error over the pairs that were scored.
    """

    across: float
    within: float
    called: int
    precision: float
    precision_near: float
    recall: float
    false_merges: int
    calibration_error: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return f1(self.precision, self.recall)


def figures(places: pd.DataFrame) -> Figures:
    """Return the figures of decided places."""
    same, called = (places["grade"] == "same").to_numpy(), places["called"].to_numpy(dtype=bool)
    scored = places["scored"].to_numpy(dtype=bool)
    merged = called | places["together"].to_numpy(dtype=bool)
    across, within = average_precisions(places)
    return Figures(
        across=across,
        within=within,
        called=int(called.sum()),
        precision=precision_at(same, called),
        precision_near=precision_at((places["grade"] != "different").to_numpy(), called),
        recall=recall_at(same, called),
        false_merges=int((merged & places["grade"].isin(WRONG).to_numpy()).sum()),
        calibration_error=expected_calibration_error(places["probability"].to_numpy()[scored], same[scored]),
    )


def average_precisions(places: pd.DataFrame) -> tuple[float, float]:
    """Return the average precision of ``same`` by ``score``, across languages and within them."""
    same, scores = (places["grade"] == "same").to_numpy(), places["score"].to_numpy(dtype=np.float64)
    across = places["across"].to_numpy(dtype=bool)
    return average_precision(same[across], scores[across]), average_precision(same[~across], scores[~across])


def relations_by_grade(places: pd.DataFrame) -> pd.DataFrame:
    """Return how many places of each grade have each relation: one row a relation, ``none`` for no pair."""
    relation = places["relation"].astype(object).where(places["relation"].notna(), "none")
    counts = pd.crosstab(relation, places["grade"])
    rows = [name for name in ("equivalent", "related", "conflicting", "none") if name in counts.index]
    return counts.reindex(index=rows, columns=list(GRADES), fill_value=0)
