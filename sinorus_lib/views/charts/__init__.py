"""Charts of a comparison: a plotly figure for where scripts run, and a static form of the same for where they do not.

``coverage``, ``divergence``, ``pair_map`` and ``timeline`` each prepare the marks of one chart once and draw them in
both forms; every mark says which pairs it stands for (:class:`sinorus_lib.views.links.Links`).
"""

from sinorus_lib.views.charts.chart import PLOTLY_MIME, Chart
from sinorus_lib.views.charts.coverage import coverage_chart
from sinorus_lib.views.charts.divergence import divergence_chart
from sinorus_lib.views.charts.layout import label
from sinorus_lib.views.charts.linked import linked_figures
from sinorus_lib.views.charts.pair_map import pair_map
from sinorus_lib.views.charts.timeline import timeline

__all__ = [
    "PLOTLY_MIME",
    "Chart",
    "coverage_chart",
    "divergence_chart",
    "label",
    "linked_figures",
    "pair_map",
    "timeline",
]
