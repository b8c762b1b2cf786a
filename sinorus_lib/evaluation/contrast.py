"""The contrast set: does the relation of two claims react to an edit of what is claimed, and to nothing else?

After contrast sets (Gardner et al. 2020) and minimal functionality tests (Ribeiro et al. 2020, CheckList).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from sinorus_lib.alignment import select_pairs
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.lists import both_lists, list_places
from sinorus_lib.evaluation.statistics import bootstrap_interval
from sinorus_lib.evaluation.tables import Cell, markdown
from sinorus_lib.settings import SENTENCE

TITLE = "Contrast set"
FILE = "pairs.csv"
RELATIONS = ("equivalent", "related", "conflicting")
NONE = "none"
_NOTE = """\
Accuracy of the relation of 424 French-English pairs that differ in one respect at most (`data/contrast`; nothing is
fitted there). Round r compares the r-th claims of all families as one French article with one English one, whole
sentences, at the default thresholds and `min_probability=0.0`; a pair without a relation is wrong."""


def read_contrast(path: Path) -> pd.DataFrame:
    """Return the contrast set with the ``round`` of each row: its number within its family, from 0."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    return table.assign(round=table.groupby("family").cumcount())


def predict(table: pd.DataFrame, bench: Bench) -> pd.DataFrame:
    """Return the rows with the ``predicted`` relation of their own pair; ``none`` if it has none."""
    bench = bench.in_unit(SENTENCE)
    rounds = [_predict_round(part, bench) for _, part in table.groupby("round")]
    return pd.concat(rounds).sort_index()


def _predict_round(table: pd.DataFrame, bench: Bench) -> pd.DataFrame:
    claims = both_lists(table["claim_fr"].tolist(), table["claim_en"].tolist(), bench)
    pairs = select_pairs(bench.candidates(claims), bench.settings.with_(min_probability=0.0))
    places = dict(zip(claims["claim_id"], list_places(claims), strict=True))
    found: dict[tuple[str, str], str] = {}
    for a, b, relation in pairs[["claim_a", "claim_b", "relation"]].itertuples(index=False):  # most probable first
        if isinstance(relation, str):
            found.setdefault((places[a], places[b]), relation)
    own = [found.get((f"fr:{row}", f"en:{row}"), NONE) for row in range(len(table))]
    return table.assign(predicted=own)


def section(predicted: pd.DataFrame) -> str:
    """Return the tables of the predicted relations."""
    right = predicted.assign(right=predicted["predicted"] == predicted["relation"])
    return "\n\n".join([_NOTE, _overall(right), _by_edit(right), _by_relation(right)])


def unread(family: str) -> bool:
    """Tell whether nobody read the misses of a family while the cues of a contradiction were being built."""
    return bool(int(hashlib.md5(family.encode(), usedforsecurity=False).hexdigest(), 16) % 2)


def _overall(right: pd.DataFrame) -> str:
    families = right.groupby("family")["right"].mean()
    low, high = bootstrap_interval(families.to_numpy())
    commonest = right["relation"].value_counts(normalize=True).iloc[0]
    fresh = right[right["family"].map(unread)]
    return (
        f"Right: {right['right'].mean():.3f} of {len(right)} rows (always the commonest relation: {commonest:.3f}); "
        f"{fresh['right'].mean():.3f} of the {len(fresh)} rows of families whose misses nobody read. "
        f"Mean of {len(families)} families {families.mean():.3f}, 95 % interval by bootstrap over families "
        f"{low:.3f} to {high:.3f}; the worst family {families.min():.3f}, the best {families.max():.3f}."
    )


def _by_edit(right: pd.DataFrame) -> str:
    rows = [_edit_row(str(edit), part) for edit, part in right.groupby("edit", sort=False)]
    heads = ("edit", "rows", "right", "French side edited", "English side edited")
    return markdown(heads, [*rows, _edit_row("all", right)])


def _edit_row(edit: str, part: pd.DataFrame) -> list[Cell]:
    sides = part.groupby("side")["right"].mean()
    by_side = [float(sides[side]) if side in sides else None for side in ("fr", "en")]
    return [edit, len(part), float(part["right"].mean()), *by_side]


def _by_relation(right: pd.DataFrame) -> str:
    counts = pd.crosstab(right["relation"], right["predicted"])
    heads = [*RELATIONS, NONE]
    table = counts.reindex(index=list(RELATIONS), columns=heads, fill_value=0)
    rows: list[list[Cell]] = [[str(name), *(int(count) for count in row)] for name, *row in table.itertuples()]
    total: list[Cell] = ["all", *(int(count) for count in table.sum())]
    return "Predicted, by label:\n\n" + markdown(["label", *heads], [*rows, total])
