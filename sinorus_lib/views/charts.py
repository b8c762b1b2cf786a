"""Charts: a plotly figure for where scripts run, and a static form of the same data for where they do not."""

from __future__ import annotations

import html
import json
import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sinorus_lib.views.pairs import CONFLICTING
from sinorus_lib.views.reasons import reason_text
from sinorus_lib.views.rendering import fragment, render, text_or
from sinorus_lib.views.static_charts import scatter_svg
from sinorus_lib.views.strings import Strings, load_strings
from sinorus_lib.views.summaries import matrix_markup

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from sinorus_lib.comparison import Comparison

PLOTLY_MIME = "application/vnd.plotly.v1+json"
# Candidates that carry their two texts; the others are drawn as points, and the chart says so.
WITH_TEXT = 400
_LONGEST_TEXT = 280
_LINE = 70
_INK, _SOFT, _GRID, _ACCENT = "#1d2530", "#5a6572", "#e4e8ed", "#1b5fa8"
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
_HEAT = ((0, 0.06), (1 / 3, 0.34), (2 / 3, 0.6), (1, 0.85))
_SYMBOLS = {"equivalent": "circle", "related": "diamond-open", "conflicting": "x", "candidate": "circle-open"}
# What reverses, embeds or hides text has no place in a label.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart in two forms.

    Attributes:
        title: what it shows.
        figure: the interactive form, a plotly figure to change or save as one likes.
        html: the static form, for pages where no script runs.
    """

    title: str
    figure: go.Figure = field(repr=False)
    html: str = field(repr=False)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {
            PLOTLY_MIME: json.loads(str(self.figure.to_json())),
            "text/html": self.html,
            "text/plain": repr(self),
        }


def label(text: str, *, longest: int = _LONGEST_TEXT) -> str:
    """Return article text as a plotly label may carry it: shortened, wrapped, its markup inert."""
    shown = " ".join(_INVISIBLE.sub("", text[: 4 * longest]).split())
    shown = shown if len(shown) <= longest else shown[: longest - 1] + "…"
    return "<br>".join(html.escape(line, quote=False) for line in textwrap.wrap(shown, _LINE))


def coverage_chart(comparison: Comparison, *, interface: str | None = None) -> Chart:
    """Return claim groups by outlets as a heat map; pointing at a cell shows the claims."""
    strings = load_strings(interface or comparison.settings.interface)
    matrix = comparison.coverage_matrix()
    title = strings("charts.coverage")
    static = fragment(render("chart", title=title, body=_safe(matrix_markup(comparison, strings))), strings.language)
    return Chart(title, _coverage_figure(comparison, matrix, strings), static)


def _coverage_figure(comparison: Comparison, matrix: pd.DataFrame, strings: Strings) -> go.Figure:
    import plotly.graph_objects as go

    outlets, rows = [label(str(name)) for name in matrix.columns], list(range(len(matrix)))
    counts = matrix.to_numpy(dtype=float) if len(matrix) else np.zeros((0, len(outlets)))
    heat = go.Heatmap(
        z=counts,
        x=outlets,
        y=rows,
        zmin=0,
        zmax=3,
        # See-through, so that it does on light and on dark paper.
        colorscale=[[step, f"rgba(47, 119, 189, {alpha})"] for step, alpha in _HEAT],
        showscale=False,
        xgap=3,
        ygap=3,
        text=[[str(int(count)) if count else "" for count in row] for row in counts],
        texttemplate="%{text}",
        textfont={"color": _INK},
        customdata=_cell_texts(comparison, matrix, strings),
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure = go.Figure(heat)
    figure.update_layout(_layout(strings("charts.coverage"), height=110 + 34 * max(1, len(rows))))
    names = [_row_name(str(index[1])) for index in matrix.index]
    figure.update_yaxes(
        tickvals=rows, ticktext=names, autorange="reversed", showgrid=False, automargin=True, zeroline=False
    )
    figure.update_xaxes(side="top", showgrid=False, automargin=True, type="category")
    return figure


def _row_name(text: str) -> str:
    return label(text, longest=58)


def _cell_texts(comparison: Comparison, matrix: pd.DataFrame, strings: Strings) -> list[list[str]]:
    members = comparison.group_members()
    texts: dict[tuple[str, str], list[str]] = {}
    for row in members.itertuples(index=False):
        texts.setdefault((str(row.group_id), str(row.outlet)), []).append(str(row.text))
    return [
        [_cell_text(str(outlet), texts.get((str(index[0]), str(outlet)), []), strings) for outlet in matrix]
        for index in matrix.index
    ]


def _cell_text(outlet: str, texts: list[str], strings: Strings) -> str:
    shown = "<br><br>".join(map(label, texts)) or strings("charts.not_found")
    return f"<b>{label(outlet)}</b><br>{shown}"


def pair_map(comparison: Comparison, *, interface: str | None = None) -> Chart:
    """Return every candidate by similarity and overlap; pointing at one of the best shows both texts."""
    strings = load_strings(interface or comparison.settings.interface)
    points = _with_relation(comparison)
    title = strings("charts.pair_map")
    static = fragment(render("chart", title=title, body=_safe(scatter_svg(points, strings))), strings.language)
    return Chart(title, _pair_figure(comparison, points, strings), static)


def _with_relation(comparison: Comparison) -> pd.DataFrame:
    """Return the candidates, least probable first, each with the relation it has as a pair."""
    candidates = comparison.candidates.drop(columns=["relation"], errors="ignore")
    pairs = comparison.pairs[["claim_a", "claim_b", "relation"]]
    joined = candidates.merge(pairs, on=["claim_a", "claim_b"], how="left")
    joined["relation"] = joined["relation"].astype(object).where(joined["relation"].notna(), "candidate")
    return joined.sort_values("probability", kind="stable").reset_index(drop=True)


def _pair_figure(comparison: Comparison, points: pd.DataFrame, strings: Strings) -> go.Figure:
    import plotly.graph_objects as go

    best = points.tail(WITH_TEXT)
    paired = points[points["relation"] != "candidate"]
    told = points.loc[best.index.union(paired.index)]
    figure = go.Figure()
    figure.add_trace(_background(points.drop(told.index), strings))
    for relation in ("candidate", "related", "equivalent", "conflicting"):
        shown = told[told["relation"] == relation]
        if len(shown):
            figure.add_traces([_points(comparison, shown, relation, strings), _key(shown, relation, strings)])
    figure.update_layout(_layout(strings("charts.pair_map"), height=560))
    figure.update_layout(
        legend={"orientation": "h", "y": -0.16, "x": 0},
        coloraxis={
            "colorscale": [[0, "#b9c4d0"], [0.15, "#86b9e8"], [0.5, "#2f77bd"], [1, "#0d2f57"]],
            "cmin": 0,
            "cmax": 1,
            "colorbar": {"title": strings("charts.probability"), "thickness": 10, "len": 0.6, "outlinewidth": 0},
        },
    )
    figure.update_xaxes(title=strings("charts.similarity"), gridcolor=_GRID, zerolinecolor=_GRID)
    figure.update_yaxes(title=strings("charts.overlap"), gridcolor=_GRID, zerolinecolor=_GRID)
    return figure


def _background(points: pd.DataFrame, strings: Strings) -> go.Scatter:
    import plotly.graph_objects as go

    return go.Scatter(
        x=points["similarity"].to_numpy(dtype=np.float32),
        y=points["overlap"].to_numpy(dtype=np.float32),
        mode="markers",
        marker={"size": 3, "color": "#9aa5b1", "opacity": 0.35},
        name=f"{strings('charts.background')} ({strings.whole(len(points))})",
        hoverinfo="skip",
    )


def _points(comparison: Comparison, points: pd.DataFrame, relation: str, strings: Strings) -> go.Scatter:
    import plotly.graph_objects as go

    return go.Scatter(
        x=points["similarity"].to_numpy(dtype=np.float32),
        y=points["overlap"].to_numpy(dtype=np.float32),
        mode="markers",
        marker={
            "size": 7 if relation == "candidate" else 11,
            "color": points["probability"].round(3).tolist(),
            "coloraxis": "coloraxis",
            "symbol": _SYMBOLS.get(relation, "diamond"),
            "line": {"width": 1.5},
        },
        legendgroup=relation,
        showlegend=False,
        text=list(_hovers(comparison, points, strings)),
        hovertemplate="%{text}<extra></extra>",
    )


def _key(points: pd.DataFrame, relation: str, strings: Strings) -> go.Scatter:
    """Return the entry of the legend: plotly gives none a colour that is read off a scale."""
    import plotly.graph_objects as go

    return go.Scatter(
        x=[None],
        y=[None],
        mode="markers",
        marker={"size": 9, "color": _ACCENT, "symbol": _SYMBOLS.get(relation, "diamond"), "line": {"width": 1.5}},
        legendgroup=relation,
        name=f"{strings.named('relations', relation)} ({strings.whole(len(points))})",
    )


def _hovers(comparison: Comparison, points: pd.DataFrame, strings: Strings) -> Iterable[str]:
    texts = {str(key): str(text) for key, text in comparison.claims[["claim_id", "text"]].to_numpy()}
    for row in points.to_dict("records"):
        sides = (
            f"<b>{label(str(outlet))}</b><br>{label(texts[str(claim)])}"
            for outlet, claim in ((row["outlet_a"], row["claim_a"]), (row["outlet_b"], row["claim_b"]))
        )
        share = html.escape(strings.percent(row["probability"]), quote=False)
        yield f"{strings('charts.probability')} {share}<br><br>" + "<br><br>".join(sides) + _why(row, strings)


def _why(row: Mapping[Any, Any], strings: Strings) -> str:
    """Return why the two are called conflicting, where they are."""
    if row["relation"] != CONFLICTING:
        return ""
    why = label(reason_text(text_or(row["reason"], ""), strings))
    return f"<br><br><b>{strings('relations.conflicting')}</b><br>{why}"


def _layout(title: str, *, height: int) -> dict[str, Any]:
    return {
        "title": {"text": title, "x": 0, "xref": "container", "font": {"size": 16}},
        "height": height,
        "margin": {"l": 60, "r": 20, "t": 70, "b": 30},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "font": {"family": _FONT, "size": 13, "color": _INK},
        "hoverlabel": {
            "bgcolor": "#ffffff",
            "bordercolor": _SOFT,
            "font": {"family": _FONT, "size": 13, "color": _INK},
            "align": "left",
            "namelength": -1,
        },
        "template": "none",
        "meta": "sinorus",
    }


def _safe(markup: str) -> Any:
    from markupsafe import Markup

    return Markup(markup)  # noqa: S704 - rendered with autoescape on


def static_chart(chart: Chart) -> str:
    """Return the static form of a chart: an HTML table or an inline SVG picture, without script."""
    return chart.html
