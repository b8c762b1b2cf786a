"""The charts as the inspector takes them: plain data whose every mark says which pairs it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sinorus_lib.views.charts.chart import plain_figure
from sinorus_lib.views.charts.coverage import coverage_chart
from sinorus_lib.views.charts.divergence import divergence_chart
from sinorus_lib.views.charts.pair_map import pair_map
from sinorus_lib.views.charts.timeline import timeline
from sinorus_lib.views.links import Links

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

_MAKERS = {"coverage": coverage_chart, "divergence": divergence_chart, "pairs": pair_map, "timeline": timeline}


def linked_figures(
    comparison: Comparison, links: Links | None = None, interface: str | None = None
) -> dict[str, dict[str, Any]]:
    """Return the four charts as plain JSON.

    Args:
        comparison: what is drawn.
        links: where marks refer to; the places in the comparison if not given.
        interface: language of the labels; that of the comparison's settings if not given.

    Returns:
        By name (``coverage divergence pairs timeline``): ``title``, ``alt`` (what the chart shows, in a sentence) and
        ``figure`` (``data`` and ``layout``); ``customdata`` of a trace holds a choice or null for each mark.
    """
    links = links or Links.of(comparison)
    charts = {name: make(comparison, interface=interface, links=links) for name, make in _MAKERS.items()}
    return {
        name: {"title": chart.title, "alt": chart.alt, "figure": plain_figure(chart.figure)}
        for name, chart in charts.items()
    }
