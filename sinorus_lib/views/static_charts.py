"""Charts drawn by us as inline SVG, small enough to stand in every page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sinorus_lib.views.rendering import render
from sinorus_lib.views.strings import Strings

_WIDTH, _HEIGHT, _MARGIN = 700, 380, 48
_BINS = (56, 30)


@dataclass(frozen=True)
class Mark:
    """One point or bin of a picture, in its own coordinates."""

    x: float
    y: float
    kind: str
    note: str = ""
    weight: float = 1.0


def scatter_svg(points: pd.DataFrame, strings: Strings) -> str:
    """Return candidates by similarity and overlap: pairs as points, the others as shaded cells.

    Args:
        points: ``similarity overlap probability relation outlet_a outlet_b``; relation ``candidate``
            for what is no pair.
        strings: the interface.
    """
    if points.empty:
        return str(render("note", text=strings("charts.no_candidates")))
    box = _box(points)
    paired = points["relation"] != "candidate"
    relations = [str(key) for key in points.loc[paired, "relation"].unique()]
    return str(
        render(
            "scatter",
            t=strings,
            bins=_bins(points[~paired], box),
            marks=_marks(points[paired], box, strings),
            cell=((_WIDTH - _MARGIN) / _BINS[0], (_HEIGHT - _MARGIN) / _BINS[1]),
            size=(_WIDTH, _HEIGHT, _MARGIN),
            ticks=_ticks(box, strings),
            relations=[(key, strings.named("relations", key)) for key in relations],
            counts=(strings.whole(int(paired.sum())), strings.whole(int((~paired).sum()))),
        )
    )


Box = tuple[float, float, float, float]


def _box(points: pd.DataFrame) -> Box:
    x, y = points["similarity"], points["overlap"]
    return float(x.min()), max(float(x.max()), float(x.min()) + 1e-9), float(y.min()), max(
        float(y.max()), float(y.min()) + 1e-9
    )  # fmt: skip


def _place(x: float, y: float, box: Box) -> tuple[float, float]:
    across, up = (x - box[0]) / (box[1] - box[0]), (y - box[2]) / (box[3] - box[2])
    return _MARGIN + across * (_WIDTH - _MARGIN - 10), (1 - up) * (_HEIGHT - _MARGIN - 10) + 8


def _marks(points: pd.DataFrame, box: Box, strings: Strings) -> list[Mark]:
    return [
        Mark(
            *_place(row["similarity"], row["overlap"], box),
            str(row["relation"]),
            f"{row['outlet_a']} – {row['outlet_b']}: {strings.percent(row['probability'])}",
        )
        for row in points.to_dict("records")
    ]


def _bins(points: pd.DataFrame, box: Box) -> list[Mark]:
    counts, x_edges, y_edges = np.histogram2d(
        points["similarity"], points["overlap"], bins=_BINS, range=[box[:2], box[2:]]
    )
    most = max(counts.max(initial=0), 1)
    return [
        Mark(
            *_place(float(x_edges[i]), float(y_edges[j + 1]), box),
            "bin",
            weight=round(0.08 + 0.5 * float(np.sqrt(counts[i, j] / most)), 2),
        )
        for i, j in zip(*np.nonzero(counts), strict=True)
    ]


def _ticks(box: Box, strings: Strings) -> dict[str, list[tuple[float, str]]]:
    across = _round_values(box[0], box[1])
    up = _round_values(box[2], box[3])
    return {
        "x": [(_place(value, box[2], box)[0], strings.number(value, places=1)) for value in across],
        "y": [(_place(box[0], value, box)[1], strings.number(value, places=1)) for value in up],
    }


def _round_values(low: float, high: float) -> list[float]:
    step = 0.2 if high - low > 0.6 else 0.1
    first = np.ceil(low / step) * step
    return [round(float(value), 2) + 0.0 for value in np.arange(first, high + 1e-9, step)]
