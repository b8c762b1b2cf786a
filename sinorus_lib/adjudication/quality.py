"""Quality: what decisions say of a comparison, in numbers with intervals and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sinorus_lib.adjudication.deciding import known_decisions, outcomes
from sinorus_lib.adjudication.estimates import UNREACHED, Estimate, Judged, Sample, calibration_table, strata
from sinorus_lib.adjudication.recalibrating import RECALIBRATED
from sinorus_lib.adjudication.records import SAME, UNSURE, pair_keys
from sinorus_lib.adjudication.wording import Table, estimate_cells, html_table, plain_table, wording
from sinorus_lib.alignment import select_pairs

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

FEWEST = 30  # decided pairs below which a number is called a rough guess
MEASURES = ("precision", "recall", "brier", "calibration_error")
_PLACES = (2, 2, 3, 3)  # decimals of each


@dataclass(frozen=True, eq=False)
class Quality:
    """How good a comparison is, as far as decisions tell.

    Attributes:
        precision: share of the pairs called equivalent that are the same claim.
        recall: share of the same-claim pairs among all scored pairs that are called equivalent.
        brier: mean squared distance of probability and judgement; 0 is perfect.
        calibration_error: mean distance of probability and share judged the same; few decisions alone make some.
        calibration: ``low high mean_probability share_same share_low share_high pairs candidates``, a row a bin.
        decided: number of scored pairs that were decided, but not as unsure.
        same: how many of them as the same claim.
        called: number of pairs called equivalent.
        candidates: number of scored pairs.
        notes: what to keep in mind, in the interface's language.
        interface: language in which it shows itself.
    """

    precision: Estimate
    recall: Estimate
    brier: Estimate
    calibration_error: Estimate
    calibration: pd.DataFrame
    decided: int
    same: int
    called: int
    candidates: int
    notes: tuple[str, ...] = ()
    interface: str = "en"

    @property
    def note(self) -> str:
        """What to keep in mind, as one text."""
        return " ".join(self.notes)

    def tables(self) -> list[Table]:
        """Return the numbers and the calibration as tables of words."""
        words = wording(self.interface)
        numbers = [
            [words(f"quality.{name}"), *estimate_cells(getattr(self, name), words, places=places)]
            for name, places in zip(MEASURES, _PLACES, strict=True)
        ]
        title = words(
            "quality.title", decided=words.counted("decided", self.decided), candidates=words.whole(self.candidates)
        )
        heads = [words(f"heads.{name}") for name in ("measure", "value", "interval", "pairs")]
        return [Table(title, heads, numbers), _calibration(self.calibration, self.interface)]

    def __repr__(self) -> str:
        return plain_table(self.tables(), self.notes)

    def _repr_html_(self) -> str:
        return html_table(self.tables(), self.notes, self.interface)


def _calibration(calibration: pd.DataFrame, interface: str) -> Table:
    words = wording(interface)
    decided = calibration[calibration["pairs"] > 0]
    rows = [
        [
            f"{words.percent(low)} – {words.percent(high)}",
            words.percent(mean),
            *estimate_cells(Estimate(share, share_low, share_high, int(pairs)), words),
            words.whole(int(candidates)),
        ]
        for low, high, mean, share, share_low, share_high, pairs, candidates in decided.to_numpy(dtype=float)
    ]
    names = ("bin", "mean_probability", "share_same", "interval", "pairs", "candidates")
    return Table(words("quality.calibration"), [words(f"heads.{name}") for name in names], rows)


def estimate_quality(comparison: Comparison, decisions: pd.DataFrame | None = None) -> Quality:
    """Return the quality of a comparison; see :meth:`sinorus_lib.Comparison.estimate_quality`."""
    given = comparison.decisions if decisions is None else decisions
    known = known_decisions(given, set(comparison.claims["claim_id"]), stacklevel=4)
    judged = judge(comparison, outcomes(known, comparison.coder))
    sample = Sample.of(judged)
    weights, drawn = sample.weights(), sample.drawn()
    decided, called = int(judged.decided.sum()), int((judged.decided & judged.called).sum())
    estimates = {
        name: Estimate.of(getattr(sample, name)(weights)[0], [getattr(sample, name)(one) for one in drawn], rests_on)
        for name, rests_on in zip(MEASURES, (called, decided, decided, decided), strict=True)
    }
    missed = _unreached(judged)
    if missed or not called:
        estimates["recall"] = Estimate.none(decided)
    return Quality(
        **estimates,
        calibration=calibration_table(judged, sample),
        decided=decided,
        same=int((judged.same & judged.decided).sum()),
        called=int(judged.called.sum()),
        candidates=len(judged.probability),
        notes=_notes(comparison, judged, known, missed),
        interface=comparison.settings.interface,
    )


def judge(comparison: Comparison, decided: dict[tuple[str, str], str]) -> Judged:
    """Return all scored pairs of a comparison, what its model calls them, and what was decided of them."""
    candidates = comparison.candidates
    model = select_pairs(candidates, comparison.settings)
    equivalent = set(pair_keys(model[model["relation"] == "equivalent"]))
    keys = pair_keys(candidates)
    said = [decided.get(pair, UNSURE) for pair in keys]
    return Judged(
        candidates["probability"].to_numpy(dtype=np.float64),
        np.array([pair in equivalent for pair in keys], dtype=np.bool_),
        np.array([one != UNSURE for one in said], dtype=np.bool_),
        np.array([one == SAME for one in said], dtype=np.bool_),
    )


def _unreached(judged: Judged) -> int:
    return int((strata(judged) == UNREACHED).sum())


def _notes(comparison: Comparison, judged: Judged, known: pd.DataFrame, missed: int) -> tuple[str, ...]:
    words = wording(comparison.settings.interface)
    decided = int(judged.decided.sum())
    if not decided:
        return (words("notes.nothing"),)
    same = int((judged.same & judged.decided).sum())
    seen = int((known["holds"] & ~known["blind"]).sum())
    pairs, unreached = words.counted("decided", decided), words.counted("unreached", missed)
    called = bool((judged.decided & judged.called).any())
    told = {
        "few": decided < FEWEST,
        "one_kind": same in (0, decided),
        "none_called": not called,
        "missed": bool(missed) and called,
        "seen": seen > 0,
        "fitted": RECALIBRATED in comparison.model.provenance,
    }
    values = {"pairs": pairs, "fewest": FEWEST, "missed": unreached, "seen": words.counted("decisions", seen)}
    return tuple(words(f"notes.{name}", **values) for name, applies in told.items() if applies)
