"""Charts: both forms show the same data, and text in them is inert."""

from __future__ import annotations

import json
import re

import pytest
from bs4 import BeautifulSoup

from sinorus_lib.comparison import Comparison
from sinorus_lib.views.charts import PLOTLY_MIME, Chart, coverage_chart, label, pair_map, static_chart

CHARTS = pytest.mark.parametrize("make", [coverage_chart, pair_map])
# The tags that plotly draws; everything else in a label must be escaped.
OURS = re.compile(r"</?b>|<br>|<extra></extra>")


@CHARTS
def test_a_chart_has_a_plotly_a_static_and_a_plain_form(comparison: Comparison, make: object) -> None:
    chart = make(comparison)  # type: ignore[operator]  # parametrised
    bundle = chart._repr_mimebundle_()
    assert set(bundle) == {PLOTLY_MIME, "text/html", "text/plain"}
    assert set(bundle[PLOTLY_MIME]) >= {"data", "layout"}
    assert not BeautifulSoup(bundle["text/html"], "html.parser").select("script")
    assert static_chart(chart) == bundle["text/html"]
    assert bundle["text/plain"].startswith("Chart(")


@CHARTS
def test_no_label_holds_markup_of_an_article(hostile: Comparison, make: object) -> None:
    chart: Chart = make(hostile)  # type: ignore[operator]  # parametrised
    strings: list[str] = []

    def collect(item: object) -> None:
        if isinstance(item, str):
            strings.append(item)
        elif isinstance(item, (list, dict)):
            for inner in item.values() if isinstance(item, dict) else item:
                collect(inner)

    collect(json.loads(str(chart.figure.to_json())))
    assert any("&lt;script&gt;" in text for text in strings)
    assert not any("<" in OURS.sub("", text) for text in strings)
    assert not BeautifulSoup(chart.html, "html.parser").select("script, img, [onerror], [onload]")


def test_the_coverage_chart_counts_the_claims(comparison: Comparison) -> None:
    figure = coverage_chart(comparison).figure
    assert figure.data[0].z.tolist() == comparison.coverage_matrix().to_numpy().tolist()
    hover = figure.data[0].customdata[0]
    assert any("Moscou aurait" in cell for cell in hover)
    assert any("none found" in cell for cell in hover)


def test_the_pair_map_draws_every_candidate(comparison: Comparison) -> None:
    figure = pair_map(comparison).figure
    drawn = sum(len(trace.x) for trace in figure.data if len(trace.x) and trace.x[0] is not None)
    assert drawn == len(comparison.candidates)
    assert len(BeautifulSoup(pair_map(comparison).html, "html.parser").select("svg[role=img] > circle")) == 3


def test_a_contradiction_has_a_shape_of_its_own_and_says_why(conflicting: Comparison, interface: str) -> None:
    chart = pair_map(conflicting, interface=interface)
    cross = [trace for trace in chart.figure.data if trace.legendgroup == "conflicting" and trace.text]
    assert [trace.marker.symbol for trace in cross] == ["x"]
    assert "12 drones ≠ 14 drones" in cross[0].text[0]
    assert len(BeautifulSoup(chart.html, "html.parser").select("svg[role=img] > path.conflicting")) == 1


def test_labels_speak_the_language_of_the_interface(comparison: Comparison, interface: str) -> None:
    assert ("affirmations" in coverage_chart(comparison, interface=interface).title.lower()) == (interface == "fr")


@CHARTS
def test_a_comparison_without_pairs_still_draws(empty_comparison: Comparison, make: object) -> None:
    chart: Chart = make(empty_comparison)  # type: ignore[operator]  # parametrised
    assert "No c" in chart.html
    assert chart.figure.to_json()


def test_labels_are_short_wrapped_and_without_direction_marks() -> None:
    shown = label("\u202eevil\u202c <b>x</b> " + "mot " * 12_500)
    assert shown.startswith("evil &lt;b&gt;x&lt;/b&gt;")
    assert len(shown) < 400
    assert all(len(line) < 100 for line in shown.split("<br>"))
