"""Pictures of charts, by matplotlib: without its state, and with all text taken literally."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sinorus_lib.views.charts.layout import GRID, INK, SCALE, SOFT, plain_text
from sinorus_lib.views.strings import Strings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

WIDTH, HEIGHT, RESOLUTION = 8.0, 4.5, 110  # inches, pixels an inch
_FAMILY, _MISSING = "DejaVu Sans", "\ufffd"
_LINE = 124  # characters of a legend side by side
_COLOURS = 64  # of the palette of a picture: enough for smooth text, and the file is a third


def canvas(*, height: float = HEIGHT) -> tuple[Figure, Axes]:
    """Return an empty picture and its axes; neither is known to pyplot."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    engine = ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.08)
    figure = Figure(figsize=(WIDTH, height), dpi=RESOLUTION, facecolor="white", layout=engine)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor="white")
    for side, spine in axes.spines.items():
        spine.set(visible=side in ("left", "bottom"), color=SOFT, linewidth=0.8)
    axes.grid(visible=True, color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    return figure, axes


def png(figure: Figure) -> bytes:
    """Return a picture as PNG, its colours reduced to a palette."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    drawn = FigureCanvasAgg(figure)
    drawn.draw()  # type: ignore[no-untyped-call]  # matplotlib types this backend in part
    pixels = bytes(drawn.buffer_rgba())  # type: ignore[no-untyped-call]  # the same
    whole = Image.frombuffer("RGBA", drawn.get_width_height(), pixels, "raw", "RGBA", 0, 1)
    reduced = whole.convert("RGB").quantize(_COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    written = io.BytesIO()
    reduced.save(written, format="png", optimize=True)
    return written.getvalue()


def literal(text: str, *, longest: int = 60) -> str:
    """Return article text as a picture may carry it; what the font cannot draw is marked as missing."""
    known = _drawable()
    return "".join(one if ord(one) in known else _MISSING for one in plain_text(text, longest=longest))


@cache
def _drawable() -> frozenset[int]:
    from matplotlib.font_manager import findfont, get_font

    return frozenset(get_font(findfont(_FAMILY)).get_charmap())


def words(**more: Any) -> dict[str, Any]:
    """Return how text is set: in the font that comes with matplotlib, no mathematics in it."""
    return {"family": _FAMILY, "parse_math": False, "usetex": False, "color": INK, "fontsize": 9.0, **more}


def ticks(axes: Axes, which: str, values: Sequence[float], texts: Sequence[str], **more: Any) -> None:
    """Set the ticks of the axis ``x`` or ``y`` and their texts."""
    own = getattr(axes, f"{which}axis")
    own.set_ticks(list(values), list(texts), **words(fontsize=8.5, **more))
    axes.tick_params(axis="both", color=SOFT, length=3)


def number_ticks(axes: Axes, which: str, strings: Strings) -> None:
    """Write the numbers of the axis ``x`` or ``y`` as the language does."""
    from matplotlib.ticker import MaxNLocator

    low, high = sorted(axes.get_xlim() if which == "x" else axes.get_ylim())
    values = [float(value) for value in MaxNLocator(7).tick_values(low, high) if low <= value <= high]
    step = values[1] - values[0] if len(values) > 1 else 0.1
    places = next((places for places in (1, 2) if abs(round(step, places) - step) < 1e-9), 3)
    ticks(axes, which, values, [strings.number(value + 0.0, places=places) for value in values])


def caption(axes: Axes, title: str, *, x: str = "", y: str = "") -> None:
    """Set the title and the names of the axes."""
    axes.figure.suptitle(title, x=0.012, ha="left", **words(fontsize=11.5))
    axes.set_xlabel(x, **words(color=SOFT))
    axes.set_ylabel(y, **words(color=SOFT))


def legend(axes: Axes) -> None:
    """Set the legend below the axes, in as many columns as there is room for."""
    from matplotlib.font_manager import FontProperties

    handles, texts = axes.get_legend_handles_labels()
    if not handles:
        return
    columns = max(1, min(3, _LINE // (max(map(len, map(str, texts))) + 8)))
    font = FontProperties(family=_FAMILY, size=8.5)
    found = axes.figure.legend(handles, texts, loc="outside lower left", ncols=columns, frameon=False, prop=font)
    for text in found.get_texts():
        text.set(parse_math=False, usetex=False, color=INK)


def shares() -> Colormap:
    """Return the colours of a share from 0 to 1."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("sinorus", list(SCALE))


def share_scale(figure: Figure, axes: Axes, title: str, texts: Sequence[str]) -> None:
    """Draw the scale of a share beside the axes; its texts are those of equal steps from 0 to 1."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    bar = figure.colorbar(ScalarMappable(Normalize(0, 1), shares()), ax=axes, shrink=0.7, aspect=26, pad=0.02)
    steps = [place / (len(texts) - 1) for place in range(len(texts))]
    bar.ax.yaxis.set_ticks(steps, list(texts), **words(fontsize=8.0))
    bar.set_label(title, **words(fontsize=8.5, color=SOFT))
    bar.outline.set_visible(False)


def no_marks(axes: Axes, text: str) -> None:
    """Say in the middle of the axes why there is nothing in them."""
    axes.grid(visible=False)
    axes.set(xticks=[], yticks=[])
    axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", **words(fontsize=11, color=SOFT))
