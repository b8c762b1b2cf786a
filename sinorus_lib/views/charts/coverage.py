"""Who reports what: shared claims by outlets, as squares that can be chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup

from sinorus_lib.views.charts.chart import Chart
from sinorus_lib.views.charts.layout import axis, bold, label, layout
from sinorus_lib.views.links import Choice, Links
from sinorus_lib.views.rendering import render
from sinorus_lib.views.strings import Strings, load_strings
from sinorus_lib.views.summaries import matrix_markup

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from matplotlib.axes import Axes

    from sinorus_lib.comparison import Comparison

ROWS, COLUMNS = 60, 24  # shown at most
_HOVER = 3  # claims of a cell that are shown when it is pointed at
_PICTURE_ROWS = 24
_UPRIGHT = 8  # outlets whose names stand upright
_BLUE = "47, 119, 189"
# See-through, so that numbers are read on it on light and on dark paper: one claim, two, more.
_STRENGTH = (0.28, 0.42, 0.58)


@dataclass(frozen=True)
class _Cell:
    row: int
    column: int
    count: int
    hover: str
    choice: Choice


@dataclass(frozen=True)
class _Matrix:
    """The cells that are shown, and how many groups and outlets are not."""

    title: str
    note: str
    alt: str
    outlets: list[str]
    claims: list[str]
    cells: list[_Cell]


def coverage_chart(comparison: Comparison, *, interface: str | None = None, links: Links | None = None) -> Chart:
    """Return shared claims by outlets; pointing at a square shows the claims.

    Args:
        comparison: whose claim groups and outlets.
        interface: language of the labels; that of the comparison's settings if not given.
        links: where the marks refer to; the places in the comparison if not given.
    """
    strings = load_strings(interface or comparison.settings.interface)
    shown = _matrix(comparison, links or Links.of(comparison), strings)
    return Chart(
        shown.title,
        shown.alt,
        _figure(shown, strings),
        strings.language,
        partial(_picture, shown, strings),
        partial(_static, comparison, strings),
    )


def _static(comparison: Comparison, strings: Strings, chart: Chart) -> str:
    table = Markup(matrix_markup(comparison, strings, most=ROWS))  # noqa: S704 - rendered with autoescape on
    return str(render("chart", title=chart.title, body=table))


def _matrix(comparison: Comparison, links: Links, strings: Strings) -> _Matrix:
    whole = comparison.coverage_matrix()
    chosen = whole.sum().sort_values(ascending=False, kind="stable").index[:COLUMNS]
    part = whole.loc[:, [name in set(chosen) for name in whole.columns]].head(ROWS)
    return _Matrix(
        title=strings("charts.coverage"),
        note=_note(whole, part, strings),
        alt=_alt(comparison, whole, strings),
        outlets=[str(name) for name in part.columns],
        claims=[str(claim) for _, claim in part.index],
        cells=list(_cells(comparison, part, links, strings)),
    )


def _note(whole: pd.DataFrame, part: pd.DataFrame, strings: Strings) -> str:
    said = [strings("charts.coverage_note" if len(whole) else "charts.no_groups")]
    if len(part) < len(whole):
        said.append(strings("charts.rows_left", shown=strings.whole(len(part)), total=strings.whole(len(whole))))
    if part.shape[1] < whole.shape[1]:
        total = strings.whole(whole.shape[1])
        said.append(strings("charts.outlets_left", shown=strings.whole(part.shape[1]), total=total))
    return " ".join(said)


def _alt(comparison: Comparison, whole: pd.DataFrame, strings: Strings) -> str:
    if whole.empty:
        return strings("charts.no_groups")
    most = int((whole > 0).sum(axis=1).max())
    return strings(
        "charts.coverage_alt",
        groups=strings.counted("groups", len(whole)),
        outlets=strings.counted("outlets", whole.shape[1]),
        most=strings.counted("outlets", most),
        claims=strings.whole(int(whole.to_numpy().sum())),
    )


def _cells(comparison: Comparison, part: pd.DataFrame, links: Links, strings: Strings) -> Iterator[_Cell]:
    texts = _texts(comparison)
    for row, (group, _) in enumerate(part.index):
        for column, outlet in enumerate(map(str, part.columns)):
            own = texts.get((str(group), outlet), [])
            choice = links.group(str(group), outlet if own else None)
            yield _Cell(row, column, len(own), _hover(outlet, own, strings), choice)


def _texts(comparison: Comparison) -> dict[tuple[str, str], list[str]]:
    members = comparison.group_members()[["group_id", "outlet", "text"]].astype(str)
    return {(str(g), str(o)): own["text"].tolist() for (g, o), own in members.groupby(["group_id", "outlet"])}


def _hover(outlet: str, texts: list[str], strings: Strings) -> str:
    said = [label(text) for text in texts[:_HOVER]] or [strings("charts.not_found")]
    if len(texts) > _HOVER:
        said.append(strings("charts.more_claims", count=strings.whole(len(texts) - _HOVER)))
    return bold(outlet) + "<br>" + "<br><br>".join(said)


def _figure(shown: _Matrix, strings: Strings) -> go.Figure:
    import plotly.graph_objects as go

    rows, columns = len(shown.claims), len(shown.outlets)
    figure = go.Figure([_empty_cells(shown), _counts(shown, strings)])
    turned = columns > _UPRIGHT
    names = [label(name, longest=20 if turned else 36, line=20 if turned else 13) for name in shown.outlets]
    above = 90 if turned else 12 + 17 * max((name.count("<br>") for name in names), default=0)
    high = 92 + above + 36 * max(1, rows)
    figure.update_layout(layout(shown.title, shown.note, strings, height=high), showlegend=False)
    figure.layout.margin.update(t=figure.layout.margin.t + above, b=20, r=90 if turned else 20)
    figure.update_yaxes(
        axis(tickvals=list(range(rows)), ticktext=[label(text, longest=84, line=44) for text in shown.claims]),
        range=[max(0, rows - 1) + 0.55, -0.55],
        showgrid=False,
        zeroline=False,
    )
    figure.update_xaxes(
        axis(tickvals=list(range(columns)), ticktext=names),
        side="top",
        range=[-0.55, columns - 0.45],
        showgrid=False,
        zeroline=False,
        tickangle=-45 if turned else 0,
    )
    return figure


def _empty_cells(shown: _Matrix) -> go.Scatter:
    cells = [cell for cell in shown.cells if not cell.count]
    return _marks(cells, marker={"symbol": "square-open", "size": 22, "color": "rgba(122, 133, 145, 0.35)"})


def _counts(shown: _Matrix, strings: Strings) -> go.Scatter:
    cells = [cell for cell in shown.cells if cell.count]
    colours = [f"rgba({_BLUE}, {_STRENGTH[min(cell.count, 3) - 1]})" for cell in cells]
    trace = _marks(cells, marker={"symbol": "square", "size": 28, "color": colours, "opacity": 1})
    # An empty list would be taken for no template at all, and the texts shown instead.
    counts = [strings.whole(cell.count) for cell in cells]
    return trace.update(mode="markers+text", texttemplate=counts or "", textfont={"color": "#1d2530"})


def _marks(cells: list[_Cell], *, marker: dict[str, object]) -> go.Scatter:
    import plotly.graph_objects as go

    return go.Scatter(
        x=[cell.column for cell in cells],
        y=[cell.row for cell in cells],
        mode="markers",
        marker=marker,
        text=[cell.hover for cell in cells],
        customdata=[cell.choice for cell in cells],
        hovertemplate="%{text}<extra></extra>",
    )


def _picture(shown: _Matrix, strings: Strings) -> bytes:
    from sinorus_lib.views.charts import images

    claims = shown.claims[:_PICTURE_ROWS]
    figure, axes = images.canvas(height=max(2.2, min(9.0, 1.3 + 0.32 * len(claims))))
    images.caption(axes, _picture_title(shown, len(claims), strings))
    if not claims:
        images.no_marks(axes, strings("charts.no_groups"))
        return images.png(figure)
    axes.grid(visible=False)
    for cell in shown.cells:
        if cell.row < len(claims):
            _square(axes, cell, strings)
    images.ticks(axes, "y", range(len(claims)), [images.literal(claim, longest=54) for claim in claims])
    turned = {} if len(shown.outlets) <= 6 else {"rotation": 40, "ha": "left"}
    names = [images.literal(name, longest=16) for name in shown.outlets]
    images.ticks(axes, "x", range(len(shown.outlets)), names, **turned)
    axes.xaxis.tick_top()
    axes.spines[:].set_visible(False)
    axes.set(xlim=(-0.6, len(shown.outlets) - 0.4), ylim=(len(claims) - 0.4, -0.6))
    return images.png(figure)


def _picture_title(shown: _Matrix, rows: int, strings: Strings) -> str:
    if rows == len(shown.claims):
        return shown.title
    return f"{shown.title} ({strings('charts.first_rows', count=strings.whole(rows))})"


def _square(axes: Axes, cell: _Cell, strings: Strings) -> None:
    from matplotlib.colors import to_rgb

    from sinorus_lib.views.charts import images

    if not cell.count:
        axes.plot(cell.column, cell.row, "s", markersize=12, markerfacecolor="none", markeredgecolor="#d5dae0")
        return
    colour = (*to_rgb("#2f77bd"), _STRENGTH[min(cell.count, 3) - 1])
    axes.plot(cell.column, cell.row, "s", markersize=15, markerfacecolor=colour, markeredgecolor="none")
    axes.text(cell.column, cell.row, strings.whole(cell.count), ha="center", va="center_baseline", **images.words())
