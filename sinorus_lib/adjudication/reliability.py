"""How far coders agree beyond chance: Krippendorff's alpha, with an interval and the pairs they disagree on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.adjudication.estimates import DRAWS, Estimate
from sinorus_lib.adjudication.records import JUDGEMENTS, SAME, pair_keys, settled
from sinorus_lib.adjudication.wording import Table, estimate_cells, html_table, plain_table, wording

Counts = npt.NDArray[np.int64]
FEWEST_SHARED = 20  # pairs of two coders below which alpha is called a rough guess
_RELIABLE, _TENTATIVE = 0.8, 0.667  # Krippendorff 2004, Content Analysis, 2nd edition, page 241
_MEASURES = ("alpha", "alpha_same")


@dataclass(frozen=True, eq=False)
class Agreement:
    """How far coders agree.

    Attributes:
        alpha: over ``same related conflicting different split``; 1 is perfect, 0 is chance.
        alpha_same: over the same claim or not.
        coders: who decided, in order of name.
        pairs: number of pairs that two coders or more judged; ``unsure`` is no judgement.
        disagreements: ``claim_a claim_b coder decision note`` of the pairs that were judged differently, pair by
            pair; the smaller id comes first.
        notes: what to keep in mind, in the interface's language.
        interface: language in which it shows itself.
    """

    alpha: Estimate
    alpha_same: Estimate
    coders: tuple[str, ...]
    pairs: int
    disagreements: pd.DataFrame
    notes: tuple[str, ...] = ()
    interface: str = "en"

    @property
    def note(self) -> str:
        """What to keep in mind, as one text."""
        return " ".join(self.notes)

    def tables(self) -> list[Table]:
        """Return the numbers as a table of words; without rows if there are none."""
        words = wording(self.interface)
        title = words("agreement.title", coders=len(self.coders), pairs=words.counted("shared", self.pairs))
        rows = [[words(f"agreement.{name}"), *estimate_cells(getattr(self, name), words)] for name in _MEASURES]
        heads = [words("heads.judged"), words("agreement.value"), words("heads.interval"), words("heads.pairs")]
        return [Table(title, heads, rows if self.pairs else [])]

    def __repr__(self) -> str:
        return plain_table(self.tables(), self.notes)

    def _repr_html_(self) -> str:
        return html_table(self.tables(), self.notes, self.interface)


def agreement(decisions: pd.DataFrame, *, interface: str = "en") -> Agreement:
    """Return how far coders agree on the pairs that two or more of them judged.

    Krippendorff's alpha for nominal data (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability), by the
    package ``krippendorff``; it allows for chance, for any number of coders, and for pairs that some did not judge.
    The interval is a percentile bootstrap over pairs (Efron 1979; Zapf et al. 2016). It is not a number where it
    cannot be computed, and ``notes`` say why.

    Args:
        decisions: the frame ``decisions``; what holds of it counts.
        interface: language in which the result shows itself, ``en`` or ``fr``.

    Raises:
        SchemaError: if the frame lacks a column.
    """
    known = settled(decisions)
    held = known[known["holds"]]
    judged = held[held["decision"].isin(JUDGEMENTS)]
    table = _by_coder(judged)
    shared = table[table.notna().sum(axis=1) >= 2]
    counts = value_counts(shared)
    both = np.stack(
        [counts[:, JUDGEMENTS.index(SAME)], counts.sum(axis=1) - counts[:, JUDGEMENTS.index(SAME)]], axis=1
    )
    found = {name: _estimate(values) for name, values in zip(_MEASURES, (counts, both), strict=True)}
    coders = tuple(sorted(held["coder"].unique()))
    return Agreement(
        **found,
        coders=coders,
        pairs=len(shared),
        disagreements=_disagreements(judged, shared),
        notes=_notes(found, coders, len(shared), interface),
        interface=interface,
    )


def _by_coder(judged: pd.DataFrame) -> pd.DataFrame:
    """Return what each coder judged, one row a pair, one column a coder."""
    long = pd.DataFrame({"pair": pair_keys(judged), "coder": judged["coder"], "decision": judged["decision"]})
    return long.pivot(index="pair", columns="coder", values="decision")  # noqa: PD010 - one cell a pair and coder


def value_counts(table: pd.DataFrame) -> Counts:
    """Return how many coders gave each judgement to each pair, shape ``(pairs, judgements)``."""
    return np.stack([(table == one).to_numpy().sum(axis=1) for one in JUDGEMENTS], axis=1).astype(np.int64)


def alpha(counts: Counts) -> float:
    """Return Krippendorff's alpha of nominal counts, shape ``(pairs, values)``; not a number without variation."""
    import krippendorff

    paired = counts[counts.sum(axis=1) >= 2]
    if (paired.sum(axis=0) > 0).sum() < 2:
        return float("nan")
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))


def _estimate(counts: Counts) -> Estimate:
    value = alpha(counts)
    if np.isnan(value):
        return Estimate.none(len(counts))
    drawn = np.random.default_rng(0).integers(0, len(counts), size=(DRAWS, len(counts)))
    return Estimate.of(value, [np.array([alpha(counts[rows]) for rows in drawn])], len(counts))


def _disagreements(judged: pd.DataFrame, shared: pd.DataFrame) -> pd.DataFrame:
    differ = set(shared.index[shared.apply(lambda row: len(set(row.dropna())) > 1, axis=1)]) if len(shared) else set()
    pairs = pair_keys(judged)
    found = judged[pairs.isin(list(differ)).astype(bool)]
    sides = [[pair[side] for pair in pair_keys(found)] for side in (0, 1)]
    ordered = found.assign(claim_a=sides[0], claim_b=sides[1]).sort_values(["claim_a", "claim_b", "coder"])
    return ordered[["claim_a", "claim_b", "coder", "decision", "note"]].reset_index(drop=True)


def _notes(found: dict[str, Estimate], coders: tuple[str, ...], pairs: int, interface: str) -> tuple[str, ...]:
    words = wording(interface)
    if len(coders) < 2:
        return (words("agreement.one_coder", names=coders[0]) if coders else words("agreement.no_coder"),)
    if not pairs:
        return (words("agreement.no_shared"),)
    said = [words(f"agreement.{_reading(found[name].value)}", what=words(f"agreement.{name}")) for name in _MEASURES]
    few = words("agreement.few", pairs=words.counted("shared", pairs), fewest=FEWEST_SHARED)
    return (*([few] if pairs < FEWEST_SHARED else []), *said)


def _reading(value: float) -> str:
    if np.isnan(value):
        return "no_variation"
    return "reliable" if value >= _RELIABLE else "tentative" if value >= _TENTATIVE else "unreliable"
