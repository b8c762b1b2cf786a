"""How two outlets differ on the claims they share: with intervals, or pair by pair where these are too few."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sinorus_lib.views.charts.chart import Chart, picture_and_numbers
from sinorus_lib.views.charts.intervals import intervals
from sinorus_lib.views.charts.lanes import Differences, lanes_figure, lanes_picture
from sinorus_lib.views.charts.strips import strips
from sinorus_lib.views.links import Links
from sinorus_lib.views.strings import Strings, load_strings

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison


def divergence_chart(comparison: Comparison, *, interface: str | None = None, links: Links | None = None) -> Chart:
    """Return the differences between outlets by measure, those that are furthest out first.

    Where two outlets share enough claims for a test, a mark is their mean difference with its interval. Where no two
    do, a mark is one pair of claims, and the chart says that it is no finding.

    Args:
        comparison: whose outlets and pairs.
        interface: language of the labels; that of the comparison's settings if not given.
        links: where the marks refer to; the places in the comparison if not given.
    """
    strings = load_strings(interface or comparison.settings.interface)
    make = intervals if comparison.outlets["p"].notna().any() else strips
    shown = make(comparison, links or Links.of(comparison), strings)
    return Chart(
        shown.title,
        shown.alt,
        lanes_figure(shown, strings),
        strings.language,
        partial(lanes_picture, shown, strings),
        partial(_static, shown, strings),
    )


def _static(shown: Differences, strings: Strings, chart: Chart) -> str:
    rows = [list(row) for row in shown.numbers]
    return picture_and_numbers(chart, list(shown.headings), rows, strings("charts.numbers"), note=shown.note)
