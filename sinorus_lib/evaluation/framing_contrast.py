"""The framing contrast set: does a measure react to a minimal edit of what it measures, and to nothing else?

Minimal pairs after Gardner et al. (2020), in French and in English, written before the measures were run on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from sinorus_lib.alignment import word_table
from sinorus_lib.alignment.tokens import TokenSpace
from sinorus_lib.divergence.calibrating import plain_claims
from sinorus_lib.divergence.residual import RESIDUAL, residual_framing
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.statistics import f1
from sinorus_lib.evaluation.tables import Cell, markdown
from sinorus_lib.framing import measure_framing
from sinorus_lib.schemas import SCHEMAS, conform
from sinorus_lib.settings import LANGUAGES, SENTENCE

TITLE = "Framing measures on minimal pairs"
FILE = "framing.csv"
EMPHASIS = "emphasis"
MOVES = 0.05  # a smaller change of the value, with the same class, is none
UP, DOWN, SAME = "+", "-", "0"
SIDES = ("base", "edited")
_KEY = ["item", "language"]
_HEADS = (
    "measure", "pairs fr", "pairs en", "detected P fr", "P en", "R fr", "R en", "F1 fr", "F1 en",
    "direction F1 fr", "direction F1 en", "classes fr", "classes en",
)  # fmt: skip
_NOTE = f"""\
Each row of `data/contrast/{FILE}` is a sentence before and after one edit. *Detected*: the value moves by {MOVES}
or the class changes, on the pairs whose edit concerns the measure, and not on the controls, whose edit concerns
something else. *Direction*: the value moves the right way. *Classes*: share of sentences, before and after, whose
class is the labelled one. `residual` is measured against the unedited sentence of the other language."""


def read_framing_contrast(path: Path) -> pd.DataFrame:
    """Return the framing contrast set: ``item measure language base edited direction label_base … claim``."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def readings(table: pd.DataFrame, bench: Bench) -> pd.DataFrame:
    """Return the rows with their readings: ``value_base value_edited found_base found_edited``, empty if none."""
    parts = [_read(str(measure), part.copy(), bench) for measure, part in table.groupby("measure", sort=False)]
    return pd.concat(parts).sort_index()


def scores(read: pd.DataFrame) -> dict[str, float]:
    """Return precision, recall and F1 of detection, F1 of direction, and the share of right classes."""
    moved = _moved(read)
    concerned = read["direction"] != SAME
    ordered = read["direction"].isin([UP, DOWN])
    signs = np.sign(read["value_edited"] - read["value_base"])
    right = ordered & moved & (signs == read["direction"].map({UP: 1.0, DOWN: -1.0}))
    shifted = moved & (signs != 0) & (ordered | ~concerned)
    detected = {"precision": _share(concerned, moved), "recall": _share(moved, concerned)}
    direction = f1(_share(right, shifted), _share(right, ordered))
    labelled = read[read["label_base"] != ""]
    classes = [labelled[f"found_{side}"] == labelled[f"label_{side}"] for side in SIDES]
    return {
        **detected,
        "f1": f1(detected["precision"], detected["recall"]),
        "direction": direction,
        "classes": float(np.mean(classes)) if len(labelled) else float("nan"),
    }


def section(table: pd.DataFrame, bench: Bench) -> str:
    """Return the table of every measure, French and English side by side."""
    read = readings(table, bench)
    rows = [_row(str(measure), part) for measure, part in read.groupby("measure", sort=False)]
    return f"{_NOTE}\n\n{markdown(_HEADS, rows, decimals=2)}"


def _row(measure: str, part: pd.DataFrame) -> list[Cell]:
    by_language = [part[part["language"] == language] for language in LANGUAGES]
    found = [scores(side) for side in by_language]
    cells: list[Cell] = [measure, *(int((side["direction"] != SAME).sum()) for side in by_language)]
    for name in ("precision", "recall", "f1", "direction", "classes"):
        cells += [None if np.isnan(side[name]) else side[name] for side in found]
    return cells


def _share(of: pd.Series, among: pd.Series) -> float:
    return float(of[among].mean()) if among.any() else 0.0


def _moved(read: pd.DataFrame) -> pd.Series:
    by_value = (read["value_edited"] - read["value_base"]).abs() >= MOVES
    return by_value | (read["found_base"] != read["found_edited"])


def _read(measure: str, part: pd.DataFrame, bench: Bench) -> pd.DataFrame:
    if measure == RESIDUAL:
        return _read_residual(part, bench)
    claims = _placed_claims(part, bench) if measure == EMPHASIS else _sentence_claims(part)
    framing = measure_framing(claims, parser=bench.parser, settings=bench.settings, measures=[measure])
    found = framing.drop_duplicates("claim_id").set_index("claim_id")[["value", "label"]]
    for side in SIDES:
        own = found.reindex([_id(str(language), side, row) for row, language in part["language"].items()])
        part[f"value_{side}"], part[f"found_{side}"] = own["value"].to_numpy(), own["label"].fillna("").to_numpy()
    return part


def _id(language: str, side: str, row: object) -> str:
    return f"{language}:{side}:{row}"


def _sentence_claims(part: pd.DataFrame) -> pd.DataFrame:
    frames = [
        plain_claims(group[side].tolist(), str(language), [str(row) for row in group.index]).assign(
            claim_id=[_id(str(language), side, row) for row in group.index]
        )
        for language, group in part.groupby("language")
        for side in SIDES
    ]
    return pd.concat(frames, ignore_index=True)


def _placed_claims(part: pd.DataFrame, bench: Bench) -> pd.DataFrame:
    """Return the claims of the short articles; the one that a row asks for has the id of the row."""
    return pd.concat(
        [_placed(row, side, facts, bench) for row, facts in part.iterrows() for side in SIDES], ignore_index=True
    )


def _placed(row: object, side: str, facts: pd.Series, bench: Bench) -> pd.DataFrame:
    text, language = str(facts[side]), str(facts["language"])
    article = dict.fromkeys(SCHEMAS["articles"]) | {
        "article_id": _id(language, side, row), "outlet": language, "language": language, "text": text,
        "title": text.split("\n")[0],
    }  # fmt: skip
    claims = bench.in_unit(SENTENCE).claims(conform(pd.DataFrame([article]), "articles"))
    wanted = claims["text"].str.contains(str(facts["claim"]), regex=False)
    asked = claims.index == wanted.idxmax()
    return claims.assign(claim_id=claims["claim_id"].mask(asked, _id(language, side, row)))


def _read_residual(part: pd.DataFrame, bench: Bench) -> pd.DataFrame:
    """Measure each sentence against the unedited one of the other language."""
    claims = _sentence_claims(part)
    tokens = bench.tokens.encode(claims["text"].tolist())
    space = TokenSpace.fit(tokens, claims["language"].tolist())
    rows = {(item, language): row for row, item, language in part[["item", "language"]].itertuples()}
    for side in SIDES:
        sought = [
            _opposed(row, item, language, side, rows) for row, item, language in part[_KEY].itertuples(name=None)
        ]
        pairs = pd.DataFrame(sought, columns=["claim_a", "claim_b"])
        found = residual_framing(pairs, word_table(pairs, claims, tokens, space))
        values = pairs.merge(found, on=["claim_a", "claim_b"], how="left")
        part[f"value_{side}"] = np.where(part["language"] == "fr", values["value_a"], values["value_b"])
        part[f"found_{side}"] = ""
    return part


def _opposed(
    row: object, item: str, language: str, side: str, rows: Mapping[tuple[str, str], object]
) -> tuple[str, str]:
    """Return the ids of a sentence and of the unedited one of the other language, the French first."""
    other = next(name for name in LANGUAGES if name != language)
    ids = {language: _id(language, side, row), other: _id(other, "base", rows[item, other])}
    return ids["fr"], ids["en"]
