"""How pairs were told from other candidates: similarity of the sentences by overlap of the words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sinorus_lib.views.charts.chart import Chart, picture_and_numbers
from sinorus_lib.views.charts.layout import MIDDLE, axis, bold, colour_axis, key_below, label, layout
from sinorus_lib.views.links import Choice, Links
from sinorus_lib.views.pairs import CONFLICTING
from sinorus_lib.views.reasons import reason_text
from sinorus_lib.views.rendering import text_or
from sinorus_lib.views.strings import Strings, load_strings

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from matplotlib.axes import Axes

    from sinorus_lib.comparison import Comparison

PAIRS, CANDIDATES = 1_500, 120  # drawn one by one at most, the most probable and all contradictions first
CANDIDATE = "candidate"
_CELLS = (36, 14)  # into which the others are counted
_FEW = 200  # pairs up to which their whole texts are shown
_LONG, _SHORT = 280, 90
_NUMBERS = 40  # pairs in the table of the static form
_SYMBOLS = {"equivalent": "circle", "related": "diamond-open", CONFLICTING: "x", CANDIDATE: "circle-open"}
_MARKERS = {"equivalent": "o", "related": "D", CONFLICTING: "X", CANDIDATE: "o"}
_ORDER = (CANDIDATE, "related", "equivalent", CONFLICTING)


@dataclass(frozen=True)
class _Marks:
    """Candidates of one relation that are drawn one by one; colour is their probability."""

    relation: str
    name: str
    points: pd.DataFrame
    hovers: list[str]
    choices: list[Choice | None]


@dataclass(frozen=True)
class _Map:
    title: str
    note: str
    alt: str
    marks: list[_Marks]
    rest: pd.DataFrame
    rest_name: str


def pair_map(comparison: Comparison, *, interface: str | None = None, links: Links | None = None) -> Chart:
    """Return the candidates by similarity and overlap; pointing at one of the most probable shows both texts.

    Args:
        comparison: whose candidates.
        interface: language of the labels; that of the comparison's settings if not given.
        links: where the marks refer to; the places in the comparison if not given.
    """
    strings = load_strings(interface or comparison.settings.interface)
    shown = _map(comparison, links or Links.of(comparison), strings)
    return Chart(
        shown.title,
        shown.alt,
        _figure(shown, strings),
        strings.language,
        partial(_picture, shown, strings),
        partial(_static, shown, strings),
    )


def _map(comparison: Comparison, links: Links, strings: Strings) -> _Map:
    points = _with_relation(comparison)
    paired = points["relation"] != CANDIDATE
    first = pd.concat([points[paired].head(PAIRS), points[~paired].head(CANDIDATES)])
    rest = points.drop(first.index)
    texts = dict(comparison.claims[["claim_id", "text"]].astype(str).itertuples(index=False, name=None))
    longest = _LONG if int(paired.sum()) <= _FEW else _SHORT
    teller = _Teller(texts, links, strings, longest)
    left = int(paired.sum()) - min(int(paired.sum()), PAIRS)
    return _Map(
        title=strings("charts.pair_map"),
        note=_note(points, len(first), left, strings),
        alt=_alt(comparison, points, strings),
        marks=[teller.marks(relation, first[first["relation"] == relation]) for relation in _ORDER],
        rest=rest,
        rest_name=f"{strings('charts.background')} ({strings.whole(len(rest))})",
    )


def _with_relation(comparison: Comparison) -> pd.DataFrame:
    """Return the candidates, contradictions first, then the most probable; each with the relation of its pair."""
    candidates = comparison.candidates.drop(columns=["relation"], errors="ignore")
    pairs = comparison.pairs[["claim_a", "claim_b", "relation"]].assign(paired=True)
    joined = candidates.merge(pairs, on=["claim_a", "claim_b"], how="left")
    known = joined["relation"].astype(object).where(joined["relation"].notna(), CANDIDATE)
    against = known == CONFLICTING
    ordered = joined.assign(relation=known, against=against)
    return ordered.sort_values(["against", "probability"], ascending=False, kind="stable").reset_index(drop=True)


def _note(points: pd.DataFrame, drawn: int, left: int, strings: Strings) -> str:
    if points.empty:
        return strings("charts.no_candidates")
    said = [strings("charts.pair_map_note")]
    if rest := len(points) - drawn:
        said.append(strings("charts.counted", drawn=strings.whole(drawn), rest=strings.whole(rest)))
    if left:
        said.append(strings("charts.pairs_counted", count=strings.whole(left)))
    return " ".join(said)


def _alt(comparison: Comparison, points: pd.DataFrame, strings: Strings) -> str:
    if points.empty:
        return strings("charts.no_candidates")
    counts = comparison.pairs["relation"].value_counts()
    named = [
        f"{strings.whole(int(counts[key]))} {strings.named('relations', key)}"
        for key in _ORDER[::-1]
        if key in counts
    ]
    return strings(
        "charts.pair_map_alt",
        candidates=strings.whole(len(points)),
        pairs=strings.counted("pairs", len(comparison.pairs)),
        relations=", ".join(named) or strings("none"),
    )


@dataclass(frozen=True)
class _Teller:
    """Says of a candidate what is shown when it is pointed at, and what it stands for."""

    texts: Mapping[str, str]
    links: Links
    strings: Strings
    longest: int

    def marks(self, relation: str, points: pd.DataFrame) -> _Marks:
        """Return the marks of one relation, the most probable last, so that it lies on top."""
        points = points.iloc[::-1]
        rows = points.to_dict("records")
        name = f"{self.strings.named('relations', relation)} ({self.strings.whole(len(points))})"
        choices = [self.links.pair(str(row["claim_a"]), str(row["claim_b"])) for row in rows]
        return _Marks(relation, name, points, [self._hover(row) for row in rows], choices)

    def _hover(self, row: Mapping[Any, Any]) -> str:
        longest = _SHORT if row["relation"] == CANDIDATE else self.longest
        said = [f"{self.strings('charts.probability')} {label(self.strings.percent(float(row['probability'])))}"]
        for side in "ab":
            text = label(self.texts[str(row[f"claim_{side}"])], longest=longest)
            said.append(f"{bold(str(row[f'outlet_{side}']))}<br>{text}")
        return "<br><br>".join([*said, *self._why(row)])

    def _why(self, row: Mapping[Any, Any]) -> Iterator[str]:
        """Say why the two are called conflicting, where they are."""
        if row["relation"] == CONFLICTING:
            why = label(reason_text(text_or(row["reason"], ""), self.strings))
            yield f"{bold(self.strings('relations.conflicting'))}<br>{why}"


def _figure(shown: _Map, strings: Strings) -> go.Figure:
    import plotly.graph_objects as go

    figure = go.Figure()
    if len(shown.rest):
        figure.add_traces([_background(shown, strings)])
    for marks in shown.marks:
        if len(marks.points):
            figure.add_traces([_points(marks), _key(marks)])
    figure.update_layout(
        layout(shown.title, shown.note, strings, height=540),
        legend=key_below(),
        margin_b=100,
        coloraxis=colour_axis(strings("charts.probability"), strings),
        xaxis=axis(strings("charts.similarity")),
        yaxis=axis(strings("charts.overlap")),
    )
    return figure


def _background(shown: _Map, strings: Strings) -> go.Scatter:
    """Return the other candidates as squares of a grid: the more of them, the larger."""
    import plotly.graph_objects as go

    x, y, counts = _counted(shown.rest)
    return go.Scatter(
        x=x.tolist(),
        y=y.tolist(),
        mode="markers",
        marker={
            "symbol": "square",
            "size": (3 + 11 * np.sqrt(counts / counts.max())).round(1).tolist(),
            "color": MIDDLE,
            "opacity": 0.4,
            "line": {"width": 0},
        },
        name=shown.rest_name,
        text=[strings("charts.here", count=strings.whole(int(count))) for count in counts],
        customdata=[None] * len(counts),
        hovertemplate="%{text}<extra></extra>",
    )


def _counted(points: pd.DataFrame) -> tuple[Any, Any, Any]:
    """Return the middle and the count of every cell of a grid that holds any."""
    counts, across, up = np.histogram2d(points["similarity"], points["overlap"], bins=_CELLS)
    i, j = np.nonzero(counts)
    middles = [(edges[1:] + edges[:-1]) / 2 for edges in (across, up)]
    return middles[0][i], middles[1][j], counts[i, j]


def _points(marks: _Marks) -> go.Scatter:
    import plotly.graph_objects as go

    few, solid = len(marks.points) <= _FEW, marks.relation in ("equivalent", CONFLICTING)
    return go.Scatter(
        x=marks.points["similarity"].tolist(),
        y=marks.points["overlap"].tolist(),
        mode="markers",
        marker={
            "size": 7 if marks.relation == CANDIDATE else 12 if few else 8,
            "color": marks.points["probability"].round(3).tolist(),
            "coloraxis": "coloraxis",
            "symbol": _SYMBOLS.get(marks.relation, "diamond"),
            # An outline, so that pale ones are seen on white and dark ones on black; hollow ones are all outline.
            "line": {"width": 1 if few else 0.4, "color": MIDDLE} if solid else {"width": 2},
        },
        legendgroup=marks.relation,
        showlegend=False,
        text=marks.hovers,
        customdata=marks.choices,
        hovertemplate="%{text}<extra></extra>",
    )


def _key(marks: _Marks) -> go.Scatter:
    """Return the entry of the legend: plotly gives none a colour that is read off a scale."""
    import plotly.graph_objects as go

    return go.Scatter(
        x=[None],
        y=[None],
        mode="markers",
        marker={
            "size": 9,
            "color": MIDDLE,
            "symbol": _SYMBOLS.get(marks.relation, "diamond"),
            "line": {"width": 1.5},
        },
        legendgroup=marks.relation,
        name=marks.name,
        customdata=[None],
        hoverinfo="skip",
    )


def _picture(shown: _Map, strings: Strings) -> bytes:
    from sinorus_lib.views.charts import images

    figure, axes = images.canvas()
    images.caption(axes, shown.title, x=strings("charts.similarity"), y=strings("charts.overlap"))
    drawn = [marks for marks in shown.marks if len(marks.points)]
    if not drawn:
        images.no_marks(axes, strings("charts.no_candidates"))
        return images.png(figure)
    if len(shown.rest):
        rest = shown.rest[["similarity", "overlap"]].to_numpy(dtype=float).T
        axes.plot(*rest, ".", markersize=2.2, color="#c3cad2", linestyle="none", label=shown.rest_name)
    for marks in drawn:
        _scatter(axes, marks)
    for which in "xy":
        images.number_ticks(axes, which, strings)
    steps = [strings.percent(place / 4) for place in range(5)]
    images.share_scale(figure, axes, strings("charts.probability"), steps)
    images.legend(axes)
    return images.png(figure)


def _scatter(axes: Axes, marks: _Marks) -> None:
    from matplotlib.colors import to_rgba

    from sinorus_lib.views.charts import images

    hollow = marks.relation in ("related", CANDIDATE)
    colours = images.shares()(marks.points["probability"].to_numpy(dtype=float))
    axes.scatter(
        marks.points["similarity"].to_numpy(dtype=float),
        marks.points["overlap"].to_numpy(dtype=float),
        s=18 if marks.relation == CANDIDATE else 60,
        marker=_MARKERS.get(marks.relation, "D"),
        facecolors="none" if hollow else colours,
        edgecolors=colours if hollow else to_rgba("#5a6572"),
        linewidths=1.4 if hollow else 0.7,
        label=marks.name,
        zorder=3,
    )


def _static(shown: _Map, strings: Strings, chart: Chart) -> str:
    paired = [marks.points for marks in shown.marks[::-1] if marks.relation != CANDIDATE]
    points = pd.concat(paired).sort_values("probability", ascending=False, kind="stable")
    names = ["outlets", "relation", "probability", "similarity", "overlap"]
    rows = [
        [
            f"{row['outlet_a']} – {row['outlet_b']}",
            strings.named("relations", str(row["relation"])),
            strings.percent(float(row["probability"])),
            strings.number(float(row["similarity"])),
            strings.number(float(row["overlap"])),
        ]
        for row in points.head(_NUMBERS).to_dict("records")
    ]
    headings = [strings(f"charts.column_{name}") for name in names]
    summary = (
        strings("charts.numbers") if len(points) <= _NUMBERS else strings("charts.first_numbers", count=_NUMBERS)
    )
    return picture_and_numbers(chart, headings, rows, summary, note=shown.note)
