"""Mean differences of two outlets with their intervals, against what translation alone makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from sinorus_lib.divergence import FEWEST_PAIRS
from sinorus_lib.views.charts.lanes import LANES, ROWS, Band, Differences, Dot, Outlets, between, measure_name
from sinorus_lib.views.charts.layout import bold, label
from sinorus_lib.views.findings import paired_rows, stands_out
from sinorus_lib.views.links import Links
from sinorus_lib.views.strings import Strings

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

_SIDES = ["outlet_a", "outlet_b"]
_COLUMNS = ("measure", "outlets", "difference", "interval", "q", "translation", "stands", "shared")


def intervals(comparison: Comparison, links: Links, strings: Strings) -> Differences:
    """Return the mean differences that were tested, those that stand out and lie furthest out first."""
    rows = paired_rows(comparison, strings)
    tested = rows[rows["p"].notna()]
    tested = tested.assign(stands=stands_out(tested, comparison), out=_out(tested))
    lanes = _most_shared(tested)
    measures = _furthest(tested)
    places = {outlets: lane for lane, outlets in enumerate(lanes[:LANES])}
    chosen = tested[tested["measure"].isin(measures[:ROWS]) & _keys(tested).isin(list(places))]
    teller = _Teller(strings, links, {name: row for row, name in enumerate(measures[:ROWS])}, places)
    records = chosen.sort_values(["stands", "out"], ascending=False, kind="stable").to_dict("records")
    return Differences(
        title=strings("charts.divergence"),
        note=_note(rows, tested, lanes, measures, strings),
        alt=_alt(tested, lanes, strings),
        key=tuple(strings(f"charts.key_{name}") for name in ("translation", "stands", "stands_not")),  # type: ignore[arg-type]  # three
        measures=[measure_name(name, strings) for name in measures[:ROWS]],
        lanes=lanes[:LANES],
        dots=[teller.dot(row) for row in records],
        bands=[teller.band(row) for row in records if pd.notna(row["null_low"])],
        headings=[strings(f"charts.column_{name}") for name in _COLUMNS],
        numbers=[teller.numbers(row) for row in records],
    )


def _keys(rows: pd.DataFrame) -> pd.Series:
    return pd.Series([*zip(rows["outlet_a"], rows["outlet_b"], strict=True)], index=rows.index, dtype=object)


def _out(rows: pd.DataFrame) -> pd.Series:
    """Return how far each difference lies outside of what translation makes; from zero where that is not known."""
    within = rows["difference"].clip(rows["null_low"], rows["null_high"])
    return (rows["difference"] - within.fillna(0.0)).abs()


def _most_shared(tested: pd.DataFrame) -> list[Outlets]:
    shared = tested.groupby(_SIDES, sort=False)["pairs"].max().sort_values(ascending=False, kind="stable")
    return [(str(a), str(b)) for a, b in shared.index]


def _furthest(tested: pd.DataFrame) -> list[str]:
    ranked = tested.groupby("measure", sort=False)[["stands", "out"]].max()
    return [str(name) for name in ranked.sort_values(["stands", "out"], ascending=False, kind="stable").index]


def _note(
    rows: pd.DataFrame, tested: pd.DataFrame, lanes: list[Outlets], measures: list[str], strings: Strings
) -> str:
    said = [strings("charts.intervals_note")]
    if len(measures) > ROWS:
        said.append(strings("charts.measures_left", shown=ROWS, total=len(measures)))
    if len(lanes) > LANES:
        said.append(strings("charts.lanes_left", shown=LANES, total=len(lanes)))
    if few := len(rows.drop_duplicates(_SIDES)) - len(lanes):
        said.append(strings("charts.few_left", count=strings.whole(few), fewest=FEWEST_PAIRS))
    return " ".join(said)


def _alt(tested: pd.DataFrame, lanes: list[Outlets], strings: Strings) -> str:
    first = tested.sort_values(["stands", "out"], ascending=False, kind="stable").iloc[0]
    said = strings(
        "charts.intervals_alt",
        tested=strings.whole(len(tested)),
        lanes=strings.whole(len(lanes)),
        stand=strings.whole(int(tested["stands"].sum())),
    )
    return f"{said} {first['finding']}"


@dataclass(frozen=True)
class _Teller:
    """Turns rows of the frame ``outlets`` into marks and numbers."""

    strings: Strings
    links: Links
    rows: Mapping[str, int]
    lanes: Mapping[Outlets, int]

    def dot(self, row: Mapping[Any, Any]) -> Dot:
        """Return the mark of a row."""
        outlets = (str(row["outlet_a"]), str(row["outlet_b"]))
        choice = self.links.between(*outlets, str(row["measure"]))
        at, ends = (self.rows[str(row["measure"])], self.lanes[outlets]), (float(row["low"]), float(row["high"]))
        return Dot(*at, float(row["difference"]), bool(row["stands"]), self._hover(row, outlets), choice, *ends)

    def band(self, row: Mapping[Any, Any]) -> Band:
        """Return what translation makes of a row."""
        lane = self.lanes[str(row["outlet_a"]), str(row["outlet_b"])]
        return Band(self.rows[str(row["measure"])], lane, float(row["null_low"]), float(row["null_high"]))

    def _hover(self, row: Mapping[Any, Any], outlets: Outlets) -> str:
        heading = f"<b>{between(outlets)}</b><br>{bold(measure_name(str(row['measure']), self.strings))}"
        numbers = self.strings("charts.interval", difference=self._signed(row["difference"]), range=self._range(row))
        return "<br>".join([heading, label(str(row["finding"]), longest=500), label(numbers)])

    def _signed(self, value: float) -> str:
        return self.strings.number(float(value) + 0.0, signed=True)

    def _range(self, row: Mapping[Any, Any], low: str = "low", high: str = "high") -> str:
        if pd.isna(row[low]):
            return "–"
        return self.strings("charts.range", low=self._signed(row[low]), high=self._signed(row[high]))

    def numbers(self, row: Mapping[Any, Any]) -> list[str]:
        """Return the row as the table of the static form has it."""
        strings = self.strings
        return [
            measure_name(str(row["measure"]), strings),
            f"{row['outlet_a']} – {row['outlet_b']}",
            self._signed(row["difference"]),
            self._range(row),
            strings.number(float(row["q"]), places=3),
            self._range(row, "null_low", "null_high"),
            strings("charts.yes" if row["stands"] else "charts.no"),
            strings.whole(int(row["pairs"])),
        ]
