"""The gold labels of the sample coverage: what the alignment finds there, and what it merges wrongly."""

from __future__ import annotations

import pandas as pd

from sinorus_lib.evaluation.figures import GRADES, Figures, figures, relations_by_grade
from sinorus_lib.evaluation.rankings import SINORUS
from sinorus_lib.evaluation.tables import Cell, markdown

TITLE = "Labelled coverage"
_HEADS = (
    "ranking", "unit", "AP, French-English", "AP, within a language", "called equivalent", "of them same",
    "same, related or conflicting", "same pairs found", "false merges", "calibration error",
)  # fmt: skip
_NOTE = """\
AP: average precision of the pairs labelled *same* among all pairs of sentences of two outlets. Called equivalent: by
the default settings. False merges: pairs called equivalent or put into one group that are *different* or
*conflicting*. Calibration error: expected calibration error, ten bins of equal count, over the scored pairs. Unit:
what is compared; a pair of sentences has the best score of its claims' pairs. Baselines: cosine around each
language's own mean; ratio margin (Artetxe and Schwenk 2019, k = 4, within two articles); sinorus's token overlap
above its background. Each baseline has a probability by a logistic fit of that one score on `data/calibration`, and
then the same selection as sinorus."""


def section(ranked: dict[str, dict[str, pd.DataFrame]]) -> str:
    """Return the tables, given unit -> ranking -> decided places."""
    rows = [_row(name, unit, figures(places)) for unit, by_name in ranked.items() for name, places in by_name.items()]
    relations = [_relations(unit, by_name[SINORUS]) for unit, by_name in ranked.items()]
    return "\n\n".join([_NOTE, markdown(_HEADS, rows), *relations])


def _row(name: str, unit: str, found: Figures) -> list[Cell]:
    return [
        name, unit, found.across, found.within, found.called, found.precision, found.precision_near, found.recall,
        found.false_merges, found.calibration_error,
    ]  # fmt: skip


def _relations(unit: str, places: pd.DataFrame) -> str:
    counts = relations_by_grade(places)
    rows: list[list[Cell]] = [[str(name), *(int(count) for count in row)] for name, *row in counts.itertuples()]
    return f"Relation by label, unit {unit}:\n\n{markdown(['relation', *GRADES], rows)}"
