"""How the framing of two claims differs: what is worth reading first, what translation may explain apart from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sinorus_lib.divergence import TranslationNull, beyond_translation, pair_divergence
from sinorus_lib.divergence.residual import RESIDUAL
from sinorus_lib.framing import NEEDS_ENCODER, SHARED_VALUES
from sinorus_lib.framing.emphasis import EmphasisMeasure
from sinorus_lib.framing.semantic.axes import BETWEEN
from sinorus_lib.framing.semantic.frames import ABSENT, UNSURE
from sinorus_lib.views.strings import Strings

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

Row = Mapping[str, Any]
PLACE = EmphasisMeasure.name
# Measures whose value says more than the class alone.
_VALUED = ("axis_", "frame_", "tone", "intensity")
# What two claims may share that is worth a word, and the class that is not.
_DEFAULTS = {"attribution": "own_voice", "certainty": "asserted", "polarity": "affirmed"}
_NO_SIDE = {BETWEEN, ABSENT, UNSURE}
SHOWN, TRANSLATION, SILENT, UNSET = "shown", "translation", "silent", "unset"
FOLDED = (TRANSLATION, SILENT, UNSET)
_COLOURS = 8


@dataclass(frozen=True)
class Mark:
    """How the cues of a measure are marked in a card: a letter, none if it has no cue there, and a colour."""

    letter: str
    colour: int


@dataclass(frozen=True)
class Contrast:
    """One measure on which two claims differ, as it is written."""

    measure: str
    name: str
    a: str
    b: str
    beyond: bool

    @property
    def place(self) -> bool:
        """Whether it is where the claims stand in their articles, and not how they are put."""
        return self.measure == PLACE


@dataclass(frozen=True)
class Contrasts:
    """What two claims differ in.

    Attributes:
        shown: what is worth reading, the place last.
        folded: what translation may explain, by why.
        agreeing: name and class of what is the same and worth a word.
        measured: whether any measure applies to both.
    """

    shown: tuple[Contrast, ...] = ()
    folded: tuple[tuple[str, tuple[Contrast, ...]], ...] = ()
    agreeing: tuple[tuple[str, str], ...] = ()
    measured: bool = False

    @property
    def beyond(self) -> bool:
        """Whether what is shown is more than translation makes; within a language that is no question."""
        return any(item.beyond for item in self.shown)

    @property
    def folds(self) -> int:
        """How many are folded."""
        return sum(len(items) for _, items in self.folded)


def contrasts_by_pair(
    comparison: Comparison, pairs: pd.DataFrame, strings: Strings
) -> dict[tuple[str, str], Contrasts]:
    """Return the contrasts of every pair that has any measure on both sides.

    Args:
        comparison: where the pairs come from.
        pairs: rows of its ``pairs`` or ``candidates``.
        strings: the interface.
    """
    across = pairs_across(pairs)
    own = _divergence(comparison, pairs)
    own = own.assign(beyond=beyond_translation(own))
    pairs_of = zip(own["claim_a"], own["claim_b"], strict=True)
    own = own[np.array([pair in across for pair in pairs_of], dtype=bool)]
    own = own.assign(kind=kinds(own, across, comparison.translation_null))
    wording = _Wording(strings)
    return {
        (str(a), str(b)): wording.contrasts(_records(rows))
        for (a, b), rows in own.groupby(["claim_a", "claim_b"], sort=False)
    }


def kinds(divergence: pd.DataFrame, across: Mapping[tuple[str, str], bool], null: TranslationNull) -> pd.Series:
    """Return which differences are shown, and why the others are not; ``None`` if there is nothing to show.

    Args:
        divergence: rows of the frame ``divergence`` with a column ``beyond`` (:func:`beyond_translation`).
        across: whether a pair is one across languages.
        null: tells which measures say anything across languages.
    """
    pairs = zip(divergence["claim_a"], divergence["claim_b"], strict=True)
    within = ~np.array([across[pair] for pair in pairs], dtype=bool) | (divergence["measure"] == PLACE)
    silent = [str(name) for name, found in null.measures.items() if not found.says_something]
    unset, mute = divergence["null_percentile"].isna(), divergence["measure"].isin(silent)
    beyond = divergence["beyond"].astype(bool) & ~(within | unset | mute)
    kind = np.select([within, unset, mute, beyond], [SHOWN, UNSET, SILENT, SHOWN], default=TRANSLATION)
    told = (_differ(divergence) | beyond) & ~_takes_no_side(divergence)
    return pd.Series(kind, index=divergence.index, dtype=object).where(told, None)


def _takes_no_side(divergence: pd.DataFrame) -> pd.Series:
    """Tell where both sides of an axis or frame are of one class, or of one where it says nothing."""
    nowhere = divergence["label_a"].isin(_NO_SIDE) & divergence["label_b"].isin(_NO_SIDE)
    return nowhere | (divergence["measure"].isin(NEEDS_ENCODER) & (divergence["label_a"] == divergence["label_b"]))


def _differ(divergence: pd.DataFrame) -> pd.Series:
    """Tell where two claims are of different classes; a measure that abstains gives none."""
    unsure = (divergence["label_a"] == UNSURE) | (divergence["label_b"] == UNSURE)
    # Where nothing differs of what both name, the classes are of things that only one side names.
    alone = divergence["measure"].isin(SHARED_VALUES) & (divergence["difference"] == 0)
    other = (divergence["measure"] == RESIDUAL) | unsure | alone
    return (divergence["label_a"] != divergence["label_b"]) & ~other


def pairs_across(pairs: pd.DataFrame) -> dict[tuple[str, str], bool]:
    """Tell of every pair whether it is one across languages."""
    keys = zip(pairs["claim_a"].astype(str), pairs["claim_b"].astype(str), strict=True)
    return dict(zip(keys, pairs["language_a"] != pairs["language_b"], strict=True))


def _divergence(comparison: Comparison, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the divergence of some pairs; that of the comparison, where they are all among its own."""
    kept = set(zip(comparison.pairs["claim_a"], comparison.pairs["claim_b"], strict=True))
    if kept.issuperset(zip(pairs["claim_a"], pairs["claim_b"], strict=True)):
        return comparison.divergence
    claims = {*pairs["claim_a"], *pairs["claim_b"]}
    return pair_divergence(
        pairs,
        comparison.framing[comparison.framing["claim_id"].isin(claims)],
        words=comparison.words,
        null=comparison.translation_null,
        settings=comparison.settings,
    )


def _records(frame: pd.DataFrame) -> list[Row]:
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


@dataclass(frozen=True)
class _Wording:
    """Tells how contrasts are written."""

    strings: Strings

    def contrasts(self, rows: list[Row]) -> Contrasts:
        """Return the contrasts of one pair, from its rows of the frame ``divergence`` with their kinds."""
        ordered = sorted(rows, key=lambda row: row["measure"] == PLACE)
        by_kind = {
            kind: tuple(self._contrast(row) for row in ordered if row["kind"] == kind) for kind in (SHOWN, *FOLDED)
        }
        folded = tuple((kind, by_kind[kind]) for kind in FOLDED if by_kind[kind])
        return Contrasts(by_kind[SHOWN], folded, tuple(self._agreeing(rows)), bool(rows))

    def _contrast(self, row: Row) -> Contrast:
        measure = str(row["measure"])
        beyond = bool(row["beyond"]) and measure != PLACE
        name = self.strings.named("measures", measure)
        return Contrast(measure, name, self._side(row, "a"), self._side(row, "b"), beyond)

    def _side(self, row: Row, side: str) -> str:
        """Return the class of one side, its value, or both, whichever tells the two apart."""
        measure, value = str(row["measure"]), float(row[f"value_{side}"])
        if measure == RESIDUAL:
            return self.strings.percent(value)
        label, number = self.strings.label(measure, str(row[f"label_{side}"])), self.strings.number(value)
        if measure.startswith(_VALUED):
            return f"{label} {number}"
        return number if row["label_a"] == row["label_b"] else label

    def _agreeing(self, rows: list[Row]) -> Iterator[tuple[str, str]]:
        for row in rows:
            measure, label = str(row["measure"]), str(row["label_a"])
            if label == row["label_b"] and label != _DEFAULTS.get(measure, label):
                yield self.strings.named("measures", measure), self.strings.label(measure, label)


def marks_of(shown: Iterable[Contrast], cued: set[str]) -> dict[str, Mark]:
    """Return how the measures of a card are marked, by name; those that have a cue take letters in their order."""
    letters = iter(ascii_uppercase)
    return {
        item.measure: Mark(next(letters) if item.measure in cued else "", place % _COLOURS)
        for place, item in enumerate(shown)
    }
