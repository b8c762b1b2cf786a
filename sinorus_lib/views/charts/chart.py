"""A chart in all its forms, and its figure as plain data."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sinorus_lib.views.rendering import fragment, render

if TYPE_CHECKING:
    import plotly.graph_objects as go

PLOTLY_MIME = "application/vnd.plotly.v1+json"
_PLACES = 4  # of a number in a figure


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart in three forms; the static ones are drawn when they are asked for.

    Attributes:
        title: what it shows.
        alt: the same with its main numbers, in sentences.
        figure: the interactive form, a plotly figure to change or save as one likes.
    """

    title: str
    alt: str
    figure: go.Figure = field(repr=False)
    _language: str = field(repr=False)
    _picture: Callable[[], bytes] = field(repr=False)
    _static: Callable[[Chart], str] = field(repr=False)

    @cached_property
    def png(self) -> bytes:
        """The chart as a PNG picture."""
        return self._picture()

    @cached_property
    def html(self) -> str:
        """The static form, for pages where no script runs: a picture or table, and its numbers."""
        return fragment(self._static(self), self._language)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {
            PLOTLY_MIME: plain_figure(self.figure),
            "text/html": self.html,
            "image/png": base64.b64encode(self.png).decode("ascii"),
            "text/plain": repr(self),
        }


def picture_and_numbers(
    chart: Chart, headings: list[str], rows: list[list[str]], summary: str, *, note: str = ""
) -> str:
    """Return the picture of a chart with the sentence that stands for it, and its numbers as a table to open.

    Args:
        chart: whose picture.
        headings: of the table.
        rows: of the table; none is drawn without any.
        summary: what is read before the table is opened.
        note: how the picture is read, and what it leaves out.
    """
    picture = base64.b64encode(chart.png).decode("ascii")
    values = {"alt": chart.alt, "picture": picture, "headings": headings, "rows": rows, "summary": summary}
    return str(render("picture", note=note, **values))


def plain_figure(figure: go.Figure) -> dict[str, Any]:
    """Return a figure as plain data, ready for JSON: lists for typed arrays, numbers to the fourth decimal."""
    found = _plain(figure.to_plotly_json())
    return {"data": found["data"], "layout": found["layout"]}


def _plain(item: Any) -> Any:
    if isinstance(item, dict):
        return _unpacked(item) if "bdata" in item else {key: _plain(inner) for key, inner in item.items()}
    if isinstance(item, (list, tuple)):
        return [_plain(inner) for inner in item]
    if hasattr(item, "tolist"):
        return _plain(item.tolist())
    if isinstance(item, float):
        return round(item, _PLACES) if math.isfinite(item) else None
    return item


def _unpacked(packed: dict[str, Any]) -> Any:
    import numpy as np

    values = np.frombuffer(base64.b64decode(packed["bdata"]), dtype=packed["dtype"])
    shape = [int(size) for size in str(packed.get("shape", values.size)).split(",")]
    return _plain(values.reshape(shape).tolist())
