"""What each feature of the probability adds, and each component of the scoring: all but one, fitted again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sinorus_lib import alignment
from sinorus_lib.evaluation.calibration import held_out
from sinorus_lib.evaluation.figures import average_precisions
from sinorus_lib.evaluation.fitting import Features, fit_model, training_rows, with_model
from sinorus_lib.evaluation.rankings import by_place
from sinorus_lib.evaluation.tables import Cell, markdown

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FEATURES_TITLE, COMPONENTS_TITLE = "What each feature adds", "What each component adds"
EVERYTHING = "nothing"
Row = tuple[float, float, float, float]
_HEADS = (
    "left out", "gold, French-English", "change", "gold, within a language", "change",
    "held out, French-English", "change", "held out, within a language", "change",
)  # fmt: skip
_NOTE = """\
Average precision of a model fitted on `data/calibration` without one {what} at a time. Gold: `data/coverage`. Held
out: mean over the calibration events, each by a model fitted on all the others."""


@dataclass(frozen=True, eq=False)
class Sets:
    """Labelled pairs to fit on and to measure on.

    Attributes:
        gold: the gold pairs; nothing is fitted on them.
        events: the pairs of each calibration event.
        contradictions: further pairs to fit on: ``grade`` and the features of a conflict.
    """

    gold: pd.DataFrame
    events: dict[str, pd.DataFrame]
    contradictions: pd.DataFrame


def average_precision_of(sets: Sets, features: Features) -> Row:
    """Return the average precision across and within languages, on gold and on held-out events."""
    rows = pd.concat([training_rows(pairs) for pairs in sets.events.values()], ignore_index=True)
    model = fit_model(rows, sets.contradictions, features)
    on_gold = average_precisions(by_place(with_model(sets.gold, model)))
    found = held_out(sets.events, sets.contradictions, features).values()
    across, within = np.mean([average_precisions(by_place(pairs)) for pairs in found], axis=0).tolist()
    return (*on_gold, across, within)


def without_each_feature(sets: Sets, features: Features) -> dict[str, Row]:
    """Return what is left out -> the figures, from nothing to each of the features."""
    kept = {EVERYTHING: features} | {name: features.without(name) for name in features.names}
    return {name: average_precision_of(sets, chosen) for name, chosen in kept.items()}


def components() -> DataclassInstance | None:
    """Return the switches of ``score_candidates``, all on; nothing if it has none."""
    switches: Callable[[], DataclassInstance] | None = getattr(alignment, "Components", None)
    return switches() if switches is not None else None


def without_each_component(
    switches: DataclassInstance, score: Callable[[DataclassInstance], Sets], features: Features
) -> dict[str, Row]:
    """Return what is switched off -> the figures, from nothing to each of the switches.

    Args:
        switches: a frozen dataclass of booleans, all on.
        score: scores both sets with the switches given.
        features: the features of the probability.
    """
    names = [item.name for item in fields(switches) if getattr(switches, item.name) is True]
    off: dict[str, Any] = {EVERYTHING: switches} | {name: replace(switches, **{name: False}) for name in names}
    return {name: average_precision_of(score(chosen), features) for name, chosen in off.items()}


def section(found: dict[str, Row], what: str) -> str:
    """Return the table of what leaving each ``what`` out changes."""
    rows = [_row(name, row, found[EVERYTHING]) for name, row in found.items()]
    return f"{_NOTE.format(what=what)}\n\n{markdown(_HEADS, rows)}"


def _row(name: str, row: Row, full: Row) -> list[Cell]:
    changes = [None if name == EVERYTHING else f"{value - base:+.3f}" for value, base in zip(row, full, strict=True)]
    return [name, *(cell for both in zip(row, changes, strict=True) for cell in both)]
