"""What all charts have in common: how text is made inert, the layout of a figure, colours and symbols."""

from __future__ import annotations

import html
import math
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sinorus_lib.views.strings import Strings

# Marks that a chart draws one by one at most; what is left out is said in words.
MARKS = 2_000
LONGEST_TEXT = 280
_LINE, _NOTE_LINE = 70, 100
INK, SOFT, GRID = "#1d2530", "#5a6572", "#e4e8ed"
# Grey in which something is seen on light and on dark paper.
MIDDLE = "#7a8591"
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
# From little to much; the scripts of a page set the other one on dark paper.
SCALE = ((0.0, "#b9c4d0"), (0.15, "#86b9e8"), (0.5, "#2f77bd"), (1.0, "#0d2f57"))


@dataclass(frozen=True)
class Look:
    """How the marks of two outlets look: after Okabe and Ito (2008), darkened to be seen on white and on black.

    Attributes:
        colour: as ``#rrggbb``.
        symbol: its name in plotly; ``-open`` behind it is its hollow form.
        marker: the same in matplotlib.
    """

    colour: str
    symbol: str
    marker: str


LOOKS = (
    Look("#0072b2", "circle", "o"),
    Look("#d55e00", "square", "s"),
    Look("#00906a", "diamond", "D"),
    Look("#b45f97", "triangle-up", "^"),
    Look("#a67c00", "triangle-down", "v"),
    Look("#3a8fc4", "pentagon", "p"),
    Look("#7a8591", "star", "*"),
)


def plain_text(text: str, *, longest: int = LONGEST_TEXT) -> str:
    """Return article text on one line, shortened, without what reverses, embeds or hides text."""
    seen = "".join(one for one in text[: 4 * longest] if one.isspace() or unicodedata.category(one)[0] != "C")
    shown = " ".join(seen.split())
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


def label(text: str, *, longest: int = LONGEST_TEXT, line: int = _LINE) -> str:
    """Return article text as a plotly label may carry it: shortened, wrapped, its markup inert."""
    lines = textwrap.wrap(plain_text(text, longest=longest), line)
    return "<br>".join(html.escape(one, quote=False).replace("$", "&#36;") for one in lines)


def bold(text: str) -> str:
    """Return a label in bold type."""
    return f"<b>{label(text)}</b>"


def layout(title: str, note: str, strings: Strings, *, height: int) -> dict[str, Any]:
    """Return the layout of a figure; the scripts of a page know it by its ``meta`` and set its colours.

    Args:
        title: what it shows.
        note: what it does not show, and how it is read; not escaped.
        strings: the interface.
        height: in pixels, the note apart.
    """
    lines = label(note, longest=1_000, line=_NOTE_LINE)
    room = 18 * (lines.count("<br>") + 1) if lines else 0
    return {
        "title": {
            "text": title,
            "subtitle": {"text": lines, "font": {"size": 13}},
            "x": 0,
            "xref": "container",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 12, "l": 8},
            "font": {"size": 16},
        },
        "height": height + room,
        "margin": {"l": 60, "r": 20, "t": 52 + room, "b": 40},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "font": {"family": _FONT, "size": 13, "color": INK},
        "hoverlabel": {
            "bgcolor": "#ffffff",
            "bordercolor": SOFT,
            "font": {"family": _FONT, "size": 13, "color": INK},
            "align": "left",
            "namelength": -1,
        },
        "separators": strings.number(0.5)[1] + strings.whole(1_000)[1],
        "hovermode": "closest",
        "template": "none",
        "meta": "sinorus",
    }


def colour_axis(title: str, strings: Strings) -> dict[str, Any]:
    """Return the scale of a share from 0 to 1."""
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    bar = {
        "title": {"text": title, "side": "right", "font": {"size": 13}},
        "thickness": 10,
        "lenmode": "pixels",
        "len": 150,
        "outlinewidth": 0,
    }
    bar |= {"tickvals": ticks, "ticktext": [strings.percent(tick) for tick in ticks]}
    return {"colorscale": [list(step) for step in SCALE], "cmin": 0, "cmax": 1, "colorbar": bar}


def key_below() -> dict[str, Any]:
    """Return a legend at the bottom of the figure."""
    return {"orientation": "h", "y": 0, "yref": "container", "yanchor": "bottom", "x": 0}


def key_room(names: Sequence[str]) -> int:
    """Return about how much room a legend needs below the axis, in pixels."""
    return 60 + 29 * math.ceil(sum(56 + 7 * len(name) for name in names) / 640)


def axis(title: str = "", **more: Any) -> dict[str, Any]:
    """Return an axis with a quiet grid."""
    named = {"text": title, "font": {"size": 13}, "standoff": 12}
    return {"title": named, "gridcolor": GRID, "zerolinecolor": GRID, "automargin": True, **more}
