"""How the framing of two claims differs: what is worth reading first, what translation may explain apart from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

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
    comparison: Comparison, pairs: pd.DataFrame, strings: Strings, *, words: pd.DataFrame | None = None
) -> dict[tuple[str, str], Contrasts]:
    """Return the contrasts of every pair that has any measure on both sides.

    Args:
        comparison: where the pairs come from.
        pairs: rows of its ``pairs`` or ``candidates``.
        strings: the interface.
        words: the word alignment of these pairs, where the comparison keeps none.
    """
    across = _across(pairs)
    own = _divergence(comparison, pairs, words)
    own = own.assign(beyond=beyond_translation(own))
    judge = _Judge(comparison.translation_null, strings)
    return {
        (str(a), str(b)): judge.contrasts(_records(rows), across[str(a), str(b)])
        for (a, b), rows in own.groupby(["claim_a", "claim_b"], sort=False)
        if (str(a), str(b)) in across
    }


def _across(pairs: pd.DataFrame) -> dict[tuple[str, str], bool]:
    keys = zip(pairs["claim_a"].astype(str), pairs["claim_b"].astype(str), strict=True)
    return dict(zip(keys, pairs["language_a"] != pairs["language_b"], strict=True))


def _divergence(comparison: Comparison, pairs: pd.DataFrame, words: pd.DataFrame | None) -> pd.DataFrame:
    """Return the divergence of some pairs; that of the comparison, where they are all among its own."""
    kept = set(zip(comparison.pairs["claim_a"], comparison.pairs["claim_b"], strict=True))
    if kept.issuperset(zip(pairs["claim_a"], pairs["claim_b"], strict=True)):
        return comparison.divergence
    claims = {*pairs["claim_a"], *pairs["claim_b"]}
    return pair_divergence(
        pairs,
        comparison.framing[comparison.framing["claim_id"].isin(claims)],
        words=comparison.words if words is None else words,
        null=comparison.translation_null,
        settings=comparison.settings,
    )


def _records(frame: pd.DataFrame) -> list[Row]:
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


@dataclass(frozen=True)
class _Judge:
    """Tells what is worth reading, and how it is written."""

    null: TranslationNull
    strings: Strings

    def contrasts(self, rows: list[Row], across: bool) -> Contrasts:
        """Return the contrasts of one pair, from its rows of the frame ``divergence``."""
        ordered = sorted(rows, key=lambda row: row["measure"] == PLACE)
        kinds = [self._kind(row, across) for row in ordered]
        by_kind = {
            kind: tuple(self._contrast(row) for row, own in zip(ordered, kinds, strict=True) if own == kind)
            for kind in (SHOWN, *FOLDED)
        }
        folded = tuple((kind, by_kind[kind]) for kind in FOLDED if by_kind[kind])
        return Contrasts(by_kind[SHOWN], folded, tuple(self._agreeing(rows)), bool(rows))

    def _kind(self, row: Row, across: bool) -> str | None:
        """Return whether a measure is shown or folded, and why; ``None`` if there is nothing to show."""
        differ = _differ(row)
        if _takes_no_side(row):
            return None
        if not across or row["measure"] == PLACE:
            return SHOWN if differ else None
        if pd.isna(row["null_percentile"]):
            return UNSET if differ else None
        if not self.null.measures[row["measure"]].says_something:
            return SILENT if differ else None
        if row["beyond"]:
            return SHOWN
        return TRANSLATION if differ else None

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


def _takes_no_side(row: Row) -> bool:
    """Say whether both sides of an axis or frame are of one class or where it says nothing, whatever their values."""
    labels = {row["label_a"], row["label_b"]}
    return labels <= _NO_SIDE or (row["measure"] in NEEDS_ENCODER and len(labels) == 1)


def _differ(row: Row) -> bool:
    """Say whether two claims are of different classes; a measure that abstains gives none."""
    labels = {row["label_a"], row["label_b"]}
    if row["measure"] in SHARED_VALUES and not row["difference"]:
        return False  # the classes are of things that only one side names
    return len(labels) > 1 and UNSURE not in labels and row["measure"] != RESIDUAL


def marks_of(shown: Iterable[Contrast], cued: set[str]) -> dict[str, Mark]:
    """Return how the measures of a card are marked, by name; those that have a cue take letters in their order."""
    letters = iter(ascii_uppercase)
    return {
        item.measure: Mark(next(letters) if item.measure in cued else "", place % _COLOURS)
        for place, item in enumerate(shown)
    }
