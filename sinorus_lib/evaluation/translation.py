"""The translation null on translations held out: what is flagged there is flagged wrongly."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sinorus_lib.divergence import TranslationNull, beyond_translation
from sinorus_lib.divergence.calibrating import Translations, read_parallel
from sinorus_lib.divergence.null import TAIL
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.tables import Cell, markdown
from sinorus_lib.settings import LANGUAGES

TITLE = "Framing measures on translations held out"
FILE = "newstest2013.tsv"
_HEADS = (
    "measure", "pairs", "differ", "sd", "flagged", "from French", "from English", "above 95th",
    "below 5th", "told apart", "across languages",
)  # fmt: skip
_NOTE = f"""\
Professionally translated news that the shipped null was not built on (WMT newstest2013); one number, how much is kept
in reserve for other corpora, was chosen after a first look at it. *Differ*: share of
translations whose two sides differ at all; *sd*: of the difference, French minus English. *Flagged*: outside the
middle {1 - 2 * TAIL:.0%} of the null, also by the language of origin; each of these flags is a false one. *Above
95th*, *below 5th*: `null_percentile` beyond one of them. *Told apart*: the share that the
null flags of unrelated pairs of sentences that differ; below one in ten the measure says nothing across languages."""


def section(folder: Path, bench: Bench) -> str:
    """Return the table of the false flags of every measure, and the worst class."""
    table = read_parallel(folder / FILE)
    translations = Translations.of(table, bench.settings, parser=bench.parser, encoder=bench.tokens)
    null = TranslationNull.shipped()
    found = translations.divergence(null)
    found = found.assign(flagged=beyond_translation(found))
    classes = found["measure"].str.contains(":")
    rows = [_row(str(measure), part, null) for measure, part in found[~classes].groupby("measure", sort=False)]
    return f"{_NOTE}\n\n{markdown(_HEADS, rows)}\n\n{_classes(found[classes])}"


def _row(measure: str, part: pd.DataFrame, null: TranslationNull) -> list[Cell]:
    by_origin = part.groupby("origin")["flagged"].mean()
    percentile = part["null_percentile"]
    known = null.measures.get(measure)
    return [
        measure,
        len(part),
        float((part["difference"].abs() > 0).mean()),
        float(part["difference"].std()),
        float(part["flagged"].mean()),
        *(float(by_origin[origin]) if origin in by_origin else None for origin in LANGUAGES),
        float((percentile > 1 - 2 * TAIL).mean()),
        float((percentile < 2 * TAIL).mean()),
        known.told if known else None,
        "says something" if known and known.says_something else "says nothing",
    ]


def _classes(found: pd.DataFrame) -> str:
    shares = found.groupby("measure")["flagged"].mean()
    return f"Of {len(shares)} classes, the one flagged most is `{shares.idxmax()}`: {shares.max():.3f}."
