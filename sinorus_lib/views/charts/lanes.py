"""Differences as marks: a row for each measure, in it a lane for every two outlets; drawn in both forms."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sinorus_lib.views.charts.layout import LOOKS, MIDDLE, Look, axis, key_below, key_room, label, layout
from sinorus_lib.views.links import Choice
from sinorus_lib.views.strings import Strings

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from matplotlib.axes import Axes

ROWS, LANES = 10, len(LOOKS)  # drawn at most
_SPREAD = 0.8  # of the height of a row, that its lanes take
_BAND = "rgba(122, 133, 145, 0.28)"
_NAME = 28
Outlets = tuple[str, str]


@dataclass(frozen=True)
class Dot:
    """One difference.

    Attributes:
        row: place of its measure.
        lane: place of its two outlets.
        value: the difference, first outlet less second.
        filled: whether it stands out.
        hover: what is shown when it is pointed at; markup of ours.
        choice: the pairs that it stands for.
        low: lower end of its interval, if it has one.
        high: upper end.
        shift: where in its lane it lies, -0.5 to 0.5.
    """

    row: int
    lane: int
    value: float
    filled: bool
    hover: str
    choice: Choice | None
    low: float = math.nan
    high: float = math.nan
    shift: float = 0.0


@dataclass(frozen=True)
class Band:
    """What translation alone makes of a difference."""

    row: int
    lane: int
    low: float
    high: float


@dataclass(frozen=True)
class Differences:
    """What the chart of differences shows, in either of its kinds.

    Attributes:
        title: what it shows.
        note: how it is read and what is left out.
        alt: the same with its main numbers.
        key: wording of the band, and of a mark that is filled and one that is not.
        measures: the names of the rows.
        lanes: the two outlets of each lane.
        dots: the marks.
        bands: behind them.
        headings: of the table of the static form.
        numbers: its rows.
    """

    title: str
    note: str
    alt: str
    key: tuple[str, str, str]
    measures: Sequence[str]
    lanes: Sequence[Outlets]
    dots: Sequence[Dot]
    bands: Sequence[Band]
    headings: Sequence[str]
    numbers: Sequence[Sequence[str]]

    def place(self, row: int, lane: int, shift: float = 0.0) -> float:
        """Return how far down a mark lies, in rows."""
        return row + _SPREAD * ((lane + 0.5 + shift) / max(1, len(self.lanes)) - 0.5)

    @property
    def widest(self) -> float:
        """How far from zero the axis goes."""
        ends = [abs(dot.value) for dot in self.dots]
        ends += [abs(end) for dot in self.dots for end in (dot.low, dot.high) if math.isfinite(end)]
        ends += [abs(end) for band in self.bands for end in (band.low, band.high)]
        return min(1.06, 1.12 * max(ends, default=1.0)) or 1.0


def between(outlets: Outlets, *, longest: int = _NAME) -> str:
    """Return the names of two outlets as a label."""
    return " – ".join(label(name, longest=longest) for name in outlets)


def measure_name(measure: str, strings: Strings) -> str:
    """Return the wording of a measure or of ``measure:class``."""
    name, _, own = measure.partition(":")
    shown = strings.named("measures", name)
    return shown + strings("colon") + strings.label(name, own) if own else shown


def lanes_figure(shown: Differences, strings: Strings) -> go.Figure:
    """Return the interactive form."""
    import plotly.graph_objects as go

    rows, lanes, keys = max(1, len(shown.measures)), max(1, len(shown.lanes)), _keys(shown)
    figure = go.Figure([*(_lane(shown, lane, outlets) for lane, outlets in enumerate(shown.lanes)), *keys])
    room, high = key_room([trace.name for trace in keys]), max(130, rows * round(12 + max(9.0 * lanes, 20)))
    names = [label(name, longest=60, line=30) for name in shown.measures]
    figure.update_layout(
        layout(shown.title, shown.note, strings, height=52 + high + room),
        shapes=[_rectangle(shown, band) for band in shown.bands],
        legend=key_below(),
        xaxis=axis(strings("charts.difference"), range=[-shown.widest, shown.widest], zerolinewidth=2),
        yaxis=axis(
            tickvals=list(range(len(names))),
            ticktext=names,
            range=[rows - 0.45, -0.55],
            zeroline=False,
            showgrid=False,
        ),
    )
    return figure.update_layout(margin_b=room)


def _lane(shown: Differences, lane: int, outlets: Outlets) -> go.Scatter:
    import plotly.graph_objects as go

    look, dots = LOOKS[lane], [dot for dot in shown.dots if dot.lane == lane]
    return go.Scatter(
        x=[dot.value for dot in dots],
        y=[shown.place(dot.row, dot.lane, dot.shift) for dot in dots],
        error_x=_error(dots, look),
        mode="markers",
        marker={
            "symbol": [look.symbol if dot.filled else f"{look.symbol}-open" for dot in dots],
            "size": [11 if dot.filled else 8 for dot in dots],
            "color": look.colour,
            "opacity": 1,
            "line": {"width": 1.5, "color": look.colour},
        },
        legendgroup=between(outlets),
        showlegend=False,
        text=[dot.hover for dot in dots],
        customdata=[dot.choice for dot in dots],
        hovertemplate="%{text}<extra></extra>",
    )


def _error(dots: Sequence[Dot], look: Look) -> dict[str, Any]:
    if not any(math.isfinite(dot.low) for dot in dots):
        return {"visible": False}
    above = [dot.high - dot.value if math.isfinite(dot.high) else 0.0 for dot in dots]
    below = [dot.value - dot.low if math.isfinite(dot.low) else 0.0 for dot in dots]
    ends = {"type": "data", "symmetric": False, "array": above, "arrayminus": below}
    return {**ends, "color": look.colour, "thickness": 2, "width": 0}


def _keys(shown: Differences) -> list[go.Scatter]:
    """Return the entries of the legend: plotly would give a lane the symbol of its first mark, filled or not."""
    import plotly.graph_objects as go

    band, filled, hollow = shown.key
    looks = zip(map(between, shown.lanes), LOOKS, strict=False)
    markers: list[tuple[str, dict[str, Any]]] = [
        *((name, {"symbol": look.symbol, "size": 10, "color": look.colour}) for name, look in looks),
        (filled, {"symbol": "circle", "size": 11, "color": MIDDLE}),
        (hollow, {"symbol": "circle-open", "size": 8, "color": MIDDLE, "line": {"width": 1.5}}),
        *([(band, {"symbol": "square", "size": 13, "color": _BAND})] if shown.bands else []),
    ]
    common = {"x": [None], "y": [None], "mode": "markers", "customdata": [None], "hoverinfo": "skip"}
    return [
        go.Scatter(**common, name=name, legendgroup=name, marker=marker) for name, marker in markers if shown.dots
    ]


def _rectangle(shown: Differences, band: Band) -> dict[str, Any]:
    half = 0.42 * _SPREAD / len(shown.lanes)
    y = shown.place(band.row, band.lane)
    place = {"x0": band.low, "x1": band.high, "y0": y - half, "y1": y + half}
    return {"type": "rect", **place, "fillcolor": _BAND, "line": {"width": 0}, "layer": "below"}


def lanes_picture(shown: Differences, strings: Strings) -> bytes:
    """Return the static form."""
    from sinorus_lib.views.charts import images

    rows, lanes = len(shown.measures), max(1, len(shown.lanes))
    figure, axes = images.canvas(height=min(8.0, 1.9 + rows * (0.1 + max(0.09 * lanes, 0.18))))
    images.caption(axes, shown.title, x=strings("charts.difference"))
    if not shown.dots:
        images.no_marks(axes, strings("charts.no_differences"))
        return images.png(figure)
    axes.axvline(0, color="#9aa5b1", linewidth=1.2, zorder=1)
    _draw_bands(axes, shown)
    for lane, outlets in enumerate(shown.lanes):
        _draw_lane(axes, shown, lane, " – ".join(images.literal(name, longest=22) for name in outlets))
    _draw_keys(axes, shown)
    axes.set(xlim=(-shown.widest, shown.widest), ylim=(rows - 0.45, -0.55))
    images.ticks(axes, "y", range(rows), [images.literal(name) for name in shown.measures])
    images.number_ticks(axes, "x", strings)
    images.legend(axes)
    return images.png(figure)


def _draw_bands(axes: Axes, shown: Differences) -> None:
    height = 0.84 * _SPREAD / len(shown.lanes)
    for band in shown.bands:
        y = shown.place(band.row, band.lane)
        axes.barh(y, band.high - band.low, height, left=band.low, color="#d9dee4", zorder=2, linewidth=0)


def _draw_lane(axes: Axes, shown: Differences, lane: int, name: str) -> None:
    look, common = LOOKS[lane], _marker(LOOKS[lane].colour)
    axes.plot([], [], look.marker, markerfacecolor=look.colour, markersize=6, label=name, **common)
    for dot in (dot for dot in shown.dots if dot.lane == lane):
        y = shown.place(dot.row, dot.lane, dot.shift)
        if math.isfinite(dot.low):
            axes.plot([dot.low, dot.high], [y, y], color=look.colour, linewidth=1.6, zorder=3)
        face, size = (look.colour, 6.5) if dot.filled else ("white", 4.5)
        axes.plot(dot.value, y, look.marker, markerfacecolor=face, markersize=size, zorder=4, **common)


def _draw_keys(axes: Axes, shown: Differences) -> None:
    band, filled, hollow = shown.key
    axes.plot([], [], "o", markerfacecolor=MIDDLE, markersize=6.5, label=filled, **_marker(MIDDLE))
    axes.plot([], [], "o", markerfacecolor="white", markersize=4.5, label=hollow, **_marker(MIDDLE))
    if shown.bands:
        axes.plot([], [], "s", color="#d9dee4", markersize=8, label=band)


def _marker(colour: str) -> Mapping[str, Any]:
    return {"linestyle": "none", "markeredgecolor": colour, "markeredgewidth": 1.2}
