"""Differences pair by pair, for outlets that share too few claims for an interval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from sinorus_lib.divergence import FEWEST_PAIRS
from sinorus_lib.divergence.null import range_of_means
from sinorus_lib.divergence.residual import RESIDUAL
from sinorus_lib.framing import NEEDS_ENCODER
from sinorus_lib.views.charts.lanes import LANES, ROWS, Band, Differences, Dot, Outlets, measure_name
from sinorus_lib.views.charts.layout import MARKS, bold, label
from sinorus_lib.views.contrasts import contrasts_by_pair
from sinorus_lib.views.links import Links
from sinorus_lib.views.strings import Strings

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

PAIRS = MARKS // ROWS
_KEY = ["claim_a", "claim_b"]
_FACTS = [*_KEY, "outlet_a", "outlet_b", "language_a", "language_b", "relation"]
_TEXT = 64
_LEAST = 0.005  # a difference that would be written as 0.00 is none
_COLUMNS = ("measure", "outlets", "pairs", "beyond", "least", "most")


def strips(comparison: Comparison, links: Links, strings: Strings) -> Differences:
    """Return the differences of single pairs, the measures first on which most are more than translation makes."""
    lanes = _most_pairs(comparison.pairs)
    pairs = comparison.pairs[_outlets(comparison.pairs).isin(lanes[:LANES])].head(PAIRS)
    rows = _rows(comparison, pairs, strings)
    measures = _furthest(rows)
    chosen = rows[rows["measure"].isin(measures[:ROWS])]
    texts = dict(comparison.claims[["claim_id", "text"]].astype(str).itertuples(index=False, name=None))
    teller = _Teller(strings, links, {name: row for row, name in enumerate(measures[:ROWS])}, lanes[:LANES], texts)
    return Differences(
        title=strings("charts.divergence"),
        note=_note(comparison, pairs, lanes, measures, strings),
        alt=_alt(comparison, pairs, rows, measures, strings),
        key=tuple(strings(f"charts.key_{name}") for name in ("translation", "beyond", "beyond_not")),  # type: ignore[arg-type]  # three
        measures=[f"{measure_name(name, strings)} ({_differing(rows, name)})" for name in measures[:ROWS]],
        lanes=lanes[:LANES],
        dots=[teller.dot(row) for row in chosen[_differ(chosen)].to_dict("records")],
        bands=list(_bands(comparison, chosen, teller)),
        headings=[strings(f"charts.column_{name}") for name in _COLUMNS],
        numbers=list(_numbers(chosen, measures[:ROWS], strings)),
    )


def _outlets(pairs: pd.DataFrame) -> pd.Series:
    return pd.Series([*zip(pairs["outlet_a"], pairs["outlet_b"], strict=True)], index=pairs.index, dtype=object)


def _most_pairs(pairs: pd.DataFrame) -> list[Outlets]:
    counts = _outlets(pairs).value_counts()
    return sorted(counts.index, key=lambda outlets: (-int(counts[outlets]), outlets))


def _rows(comparison: Comparison, pairs: pd.DataFrame, strings: Strings) -> pd.DataFrame:
    """Return the frame ``divergence`` of some pairs with their outlets, and what is more than translation makes."""
    rows = comparison.divergence.merge(pairs[_FACTS], on=_KEY)
    contrasts = contrasts_by_pair(comparison, pairs, strings)
    beyond = {(*pair, item.measure) for pair, own in contrasts.items() for item in own.shown if item.beyond}
    keys = zip(rows["claim_a"], rows["claim_b"], rows["measure"], strict=True)
    across = rows["language_a"] != rows["language_b"]
    place = rows.groupby(["outlet_a", "outlet_b", "measure"]).cumcount()
    of = rows.groupby(["outlet_a", "outlet_b", "measure"])["measure"].transform("size")
    shift = ((place + 0.5) / of.astype(float) - 0.5) * 0.7
    return rows.assign(beyond=[key in beyond for key in keys], across=across, shift=shift)


def _differ(rows: pd.DataFrame) -> pd.Series:
    return rows["difference"].abs() >= _LEAST


def _differing(rows: pd.DataFrame, measure: str) -> str:
    """Return how many of the pairs differ on a measure."""
    own = rows[rows["measure"] == measure]
    return f"{int(_differ(own).sum())}/{len(own)}"


def _furthest(rows: pd.DataFrame) -> list[str]:
    """Return the measures on which any pair differs, the most often and the furthest beyond translation first."""
    by_measure = rows.assign(size=rows["difference"].abs()).groupby("measure", sort=False)
    ranked = by_measure.agg(beyond=("beyond", "sum"), size=("size", "max"))
    ranked = ranked[ranked["size"] >= _LEAST].sort_values(["beyond", "size"], ascending=False, kind="stable")
    return [str(name) for name in ranked.index]


def _note(
    comparison: Comparison, pairs: pd.DataFrame, lanes: list[Outlets], measures: list[str], strings: Strings
) -> str:
    if pairs.empty:
        return strings("charts.no_differences")
    said = [strings("charts.strips_note", fewest=FEWEST_PAIRS)]
    if len(measures) > ROWS:
        said.append(strings("charts.measures_left", shown=ROWS, total=len(measures)))
    if len(lanes) > LANES:
        said.append(strings("charts.lanes_left", shown=LANES, total=len(lanes)))
    if len(pairs) < len(comparison.pairs):
        total = strings.whole(len(comparison.pairs))
        said.append(strings("charts.pairs_left", shown=strings.whole(len(pairs)), total=total))
    return " ".join(said)


def _alt(
    comparison: Comparison, pairs: pd.DataFrame, rows: pd.DataFrame, measures: list[str], strings: Strings
) -> str:
    if pairs.empty:
        return strings("charts.no_differences")
    said = strings(
        "charts.strips_alt",
        fewest=FEWEST_PAIRS,
        pairs=strings.counted("pairs", len(pairs)),
        beyond=strings.whole(int(rows["beyond"].sum())),
    )
    if not rows["beyond"].any():
        return said
    return f"{said} {strings('charts.strips_most', measure=measure_name(measures[0], strings))}"


@dataclass(frozen=True)
class _Teller:
    """Turns rows of the frame ``divergence`` into marks."""

    strings: Strings
    links: Links
    rows: Mapping[str, int]
    lanes: list[Outlets]
    texts: Mapping[str, str]

    def dot(self, row: Mapping[Any, Any]) -> Dot:
        """Return the mark of one pair on one measure."""
        choice = self.links.pair(str(row["claim_a"]), str(row["claim_b"]))
        hover, shift = self._hover(row), float(row["shift"])
        return Dot(*self.place(row), float(row["difference"]), bool(row["beyond"]), hover, choice, shift=shift)

    def place(self, row: Mapping[Any, Any]) -> tuple[int, int]:
        """Return the places of the measure and of the outlets of a row."""
        return self.rows[str(row["measure"])], self.lanes.index((str(row["outlet_a"]), str(row["outlet_b"])))

    def _hover(self, row: Mapping[Any, Any]) -> str:
        return "<br>".join([bold(measure_name(str(row["measure"]), self.strings)), *self._sides(row), self._why(row)])

    def _sides(self, row: Mapping[Any, Any]) -> Iterator[str]:
        for side in "ab":
            own = self.strings.label(str(row["measure"]), str(row[f"label_{side}"]))
            said = f"{own} {self.strings.number(float(row[f'value_{side}']))}"
            text = label(self.texts[str(row[f"claim_{side}"])], longest=_TEXT)
            yield f"{bold(str(row[f'outlet_{side}']))} {label(said)}<br>{text}"

    def _why(self, row: Mapping[Any, Any]) -> str:
        if not row["across"]:
            return self.strings("charts.one_language")
        return self.strings("charts.key_beyond" if row["beyond"] else "charts.key_beyond_not")


def _bands(comparison: Comparison, rows: pd.DataFrame, teller: _Teller) -> Iterator[Band]:
    """Return where 95 % of single translations lie, for every measure and two outlets of different languages."""
    across = rows[rows["across"] & rows["null_percentile"].notna()]
    for row in across.drop_duplicates(["outlet_a", "outlet_b", "measure"]).to_dict("records"):
        measure = str(row["measure"])
        vectors = measure in NEEDS_ENCODER | {RESIDUAL}
        null = comparison.translation_null.of(measure, encoder=comparison.settings.encoder, needs_encoder=vectors)
        if null is not None:
            yield Band(*teller.place(row), *range_of_means(null.means(1)))


def _numbers(rows: pd.DataFrame, measures: list[str], strings: Strings) -> Iterator[list[str]]:
    """Return the rows of the table of the static form: measures and outlets between whom any pair differs."""
    for (measure, a, b), own in sorted(
        rows.groupby(["measure", "outlet_a", "outlet_b"]), key=lambda item: measures.index(str(item[0][0]))
    ):
        if _differ(own).any():
            yield [
                measure_name(str(measure), strings),
                f"{a} – {b}",
                strings.whole(len(own)),
                strings.whole(int(own["beyond"].sum())),
                strings.number(float(own["difference"].min()) + 0.0, signed=True),
                strings.number(float(own["difference"].max()) + 0.0, signed=True),
            ]
