"""Charts: every form shows the same data, every mark leads to the right pairs, and text in them is inert."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from sinorus_lib.comparison import Comparison
from sinorus_lib.divergence import FEWEST_PAIRS
from sinorus_lib.views.charts import (
    PLOTLY_MIME,
    Chart,
    coverage_chart,
    divergence_chart,
    label,
    linked_figures,
    pair_map,
    timeline,
)
from sinorus_lib.views.charts import coverage as coverage_module
from sinorus_lib.views.charts.lanes import LANES, ROWS
from sinorus_lib.views.charts.layout import LOOKS, MARKS, plain_text
from sinorus_lib.views.links import Links
from sinorus_lib.views.strings import load_strings
from tests.views.conftest import ARTICLES, HOSTILE, LONG, Article, Pair, make_comparison

Make = Callable[..., Chart]
CHARTS = pytest.mark.parametrize("make", [coverage_chart, divergence_chart, pair_map, timeline])
MADE = pytest.mark.parametrize("name", ["comparison", "conflicting", "shared", "hostile", "empty_comparison"])
# The tags that plotly draws; everything else in a label must be escaped.
OURS = re.compile(r"</?b>|<br>|<extra></extra>")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


def _strings(item: Any) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    elif isinstance(item, (list, dict)):
        for inner in item.values() if isinstance(item, dict) else item:
            yield from _strings(inner)


def _figure(chart: Chart) -> dict[str, Any]:
    found: dict[str, Any] = chart._repr_mimebundle_()[PLOTLY_MIME]
    return found


def _marks(figure: dict[str, Any]) -> list[tuple[Any, Any, str, dict[str, Any] | None]]:
    """Return across, down, what is shown on pointing and the choice of every mark of a figure."""
    return [
        mark
        for trace in figure["data"]
        if trace.get("hoverinfo") != "skip"
        for mark in zip(trace["x"], trace["y"], trace["text"], trace["customdata"], strict=True)
    ]


@CHARTS
@MADE
def test_a_chart_has_a_plotly_a_static_a_picture_and_a_plain_form(
    make: Make, name: str, interface: str, request: pytest.FixtureRequest
) -> None:
    chart = make(request.getfixturevalue(name), interface=interface)
    bundle = chart._repr_mimebundle_()
    assert set(bundle) == {PLOTLY_MIME, "text/html", "image/png", "text/plain"}
    assert set(bundle[PLOTLY_MIME]) == {"data", "layout"}
    assert not BeautifulSoup(bundle["text/html"], "html.parser").select("script")
    assert bundle["text/plain"].startswith("Chart(")
    assert base64.b64decode(bundle["image/png"]) == chart.png
    assert len(json.dumps(bundle)) < 150_000


@CHARTS
@MADE
def test_pictures_are_small_and_whole(make: Make, name: str, request: pytest.FixtureRequest) -> None:
    chart = make(request.getfixturevalue(name))
    picture = Image.open(io.BytesIO(chart.png))
    picture.load()
    assert picture.width == 880
    assert 200 < picture.height < 1000
    assert len(chart.png) < 60_000


@pytest.mark.parametrize("make", [divergence_chart, pair_map, timeline])
def test_a_picture_has_a_sentence_that_stands_for_it(shared: Comparison, make: Make, interface: str) -> None:
    chart = make(shared, interface=interface)
    picture = BeautifulSoup(chart.html, "html.parser").select("figure.chart > img")
    assert [item["alt"] for item in picture] == [chart.alt]
    assert chart.alt.endswith((".", ".”", ")."))
    assert re.search(r"\d", chart.alt)
    assert BeautifulSoup(chart.html, "html.parser").select("figure.chart details tbody tr")


def test_the_matrix_itself_is_the_static_form_of_the_coverage(comparison: Comparison) -> None:
    soup = BeautifulSoup(coverage_chart(comparison).html, "html.parser")
    assert len(soup.select("table.matrix tbody tr")) == len(comparison.coverage_matrix())
    assert not soup.select("img")


@CHARTS
def test_no_label_holds_markup_of_an_article(hostile: Comparison, make: Make, interface: str) -> None:
    chart = make(hostile, interface=interface)
    texts = [*_strings(_figure(chart))]
    assert any("&lt;" in text for text in texts)
    assert not any("<" in OURS.sub("", text) for text in texts)
    assert not any(INVISIBLE.search(text) for text in texts)
    soup = BeautifulSoup(chart.html, "html.parser")
    assert not soup.select("script, [onerror], [onload], [onmouseover]")
    assert all(str(item["src"]).startswith("data:image/png;base64,") for item in soup.select("img"))


@CHARTS
def test_text_is_no_mathematics_and_needs_no_font(make: Make, recwarn: pytest.WarningsRecorder) -> None:
    articles: tuple[Article, ...] = tuple(
        (
            f"$\\frac{{1}}{{0}}$ {outlet} 中文 🙂 {LONG}",
            language,
            published,
            url,
            tuple(f"{one} $x_$" for one in texts),
        )
        for outlet, language, published, url, texts in ARTICLES
    )
    chart = make(make_comparison(articles))
    assert chart.png.startswith(b"\x89PNG")
    assert not [item for item in recwarn if "font" in str(item.message) or "Glyph" in str(item.message)]
    assert not any("$" in text for text in _strings(_figure(chart)))


def test_labels_are_short_wrapped_and_without_marks_that_hide() -> None:
    shown = label("\u202eevil\u202c <b>x</b>\u200b " + "mot " * 12_500)
    assert shown.startswith("evil &lt;b&gt;x&lt;/b&gt; mot")
    assert len(shown) < 400
    assert all(len(line) < 100 for line in shown.split("<br>"))
    assert plain_text(" a\u00adb\n\tc ") == "ab c"


@CHARTS
@MADE
def test_a_comparison_is_drawn_alike_each_time(make: Make, name: str, request: pytest.FixtureRequest) -> None:
    made = request.getfixturevalue(name)
    assert _figure(make(made)) == _figure(make(made))
    assert make(made).png == make(made).png


@MADE
def test_figures_are_plain_data_and_every_mark_has_a_choice_or_none(
    name: str, interface: str, request: pytest.FixtureRequest
) -> None:
    made: Comparison = request.getfixturevalue(name)
    figures = linked_figures(made, interface=interface)
    assert set(figures) == {"coverage", "divergence", "pairs", "timeline"}
    assert json.loads(json.dumps(figures, allow_nan=False)) == figures
    assert "bdata" not in json.dumps(figures)
    for item in figures.values():
        assert item["title"]
        assert item["alt"]
        for trace in item["figure"]["data"]:
            assert trace["type"] == "scatter"
            assert len(trace["customdata"]) == len(trace["x"]) == len(trace["y"])
            assert trace.get("hovertemplate", "%{text}<extra></extra>") == "%{text}<extra></extra>"
        assert all(choice is None or choice for *_, choice in _marks(item["figure"]))


def test_the_methods_of_a_comparison_make_the_charts(comparison: Comparison) -> None:
    made = [comparison.coverage_chart(), comparison.divergence_chart(), comparison.pair_map(), comparison.timeline()]
    functions = [coverage_chart, divergence_chart, pair_map, timeline]
    assert [chart.title for chart in made] == [make(comparison).title for make in functions]


def test_titles_speak_the_language_of_the_interface(comparison: Comparison, interface: str) -> None:
    strings = load_strings(interface)
    for name, make in (("coverage", coverage_chart), ("pair_map", pair_map), ("timeline", timeline)):
        assert make(comparison, interface=interface).title == strings(f"charts.{name}")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.symbol)
def test_colours_are_seen_on_light_and_on_dark_paper_and_no_symbol_is_used_twice(look: Any) -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for paper in ("#ffffff", "#14181e"):
        light, dark = sorted((luminance(look.colour), luminance(paper)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3
    assert len({one.symbol for one in LOOKS}) == len({one.marker for one in LOOKS}) == len(LOOKS) == LANES


# Coverage


def test_the_coverage_chart_counts_the_claims_and_leads_to_their_pairs(comparison: Comparison) -> None:
    matrix, links = comparison.coverage_matrix(), Links.of(comparison)
    figure = _figure(coverage_chart(comparison))
    filled = figure["data"][1]
    counted = dict(zip(zip(filled["x"], filled["y"], strict=True), filled["texttemplate"], strict=True))
    assert len(_marks(figure)) == matrix.size
    for x, y, hover, choice in _marks(figure):
        outlet, (group, _claim) = matrix.columns[x], matrix.index[y]
        count = int(matrix.iloc[y, x])
        assert counted.get((x, y), "0") == str(count)
        assert choice == links.group(group, outlet if count else None)
        assert hover.startswith(f"<b>{outlet}</b>")
        assert ("none found" in hover) == (count == 0)


def test_what_the_coverage_chart_leaves_out_is_said(
    shared: Comparison, interface: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverage_module, "ROWS", 5)
    figure = _figure(coverage_chart(shared, interface=interface))
    assert {y for _, y, *_ in _marks(figure)} == set(range(5))
    assert re.search(r"\b5\b.*\b12\b", figure["layout"]["title"]["subtitle"]["text"])


# Divergence


def test_with_enough_shared_claims_each_mark_is_a_finding_with_its_interval(shared: Comparison) -> None:
    figure, links = _figure(divergence_chart(shared)), Links.of(shared)
    tested = shared.outlets[shared.outlets["p"].notna()]
    measures = list(links.measures)
    lane = figure["data"][0]
    assert len(lane["x"]) == ROWS < len(tested)
    for x, hover, choice, above, below in zip(
        lane["x"], lane["text"], lane["customdata"], lane["error_x"]["array"], lane["error_x"]["arrayminus"],
        strict=True,
    ):  # fmt: skip
        assert choice["outlets"] == [0, 1]
        own = tested[tested["measure"] == measures[choice["measure"]]].iloc[0]
        assert x == pytest.approx(own["difference"], abs=1e-4)
        assert (x + above, x - below) == pytest.approx((own["high"], own["low"]), abs=1e-3)
        assert own["finding"].split(":")[0].split(";")[0][:30] in hover.replace("<br>", " ")


def test_what_stands_out_is_filled_and_comes_first(shared: Comparison, interface: str) -> None:
    figure = _figure(divergence_chart(shared, interface=interface))
    ranked = sorted(zip(figure["data"][0]["y"], figure["data"][0]["marker"]["symbol"], strict=True))
    hollow = ["open" in symbol for _, symbol in ranked]
    assert hollow == sorted(hollow)
    assert len(set(hollow)) == 2
    assert f"{ROWS} " in figure["layout"]["title"]["subtitle"]["text"]


def test_what_translation_makes_lies_behind_the_marks(shared: Comparison) -> None:
    bands = _figure(divergence_chart(shared))["layout"]["shapes"]
    wide = shared.outlets[shared.outlets["measure"] == "certainty"].iloc[0]
    assert (round(wide["null_low"], 4), round(wide["null_high"], 4)) in [(band["x0"], band["x1"]) for band in bands]
    assert {band["layer"] for band in bands} == {"below"}


@pytest.mark.parametrize("name", ["comparison", "conflicting", "hostile"])
def test_with_few_shared_claims_each_mark_is_a_pair_and_no_interval_is_given(
    name: str, interface: str, request: pytest.FixtureRequest
) -> None:
    made: Comparison = request.getfixturevalue(name)
    figure = _figure(divergence_chart(made, interface=interface))
    assert str(FEWEST_PAIRS) in figure["layout"]["title"]["subtitle"]["text"]
    marks = _marks(figure)
    assert marks
    for x, _y, _hover, choice in marks:
        assert choice is not None
        pair = made.pairs.iloc[choice["pair"]]
        own = made.divergence[
            (made.divergence["claim_a"] == pair["claim_a"]) & (made.divergence["claim_b"] == pair["claim_b"])
        ]
        assert any(abs(x - difference) < 1e-4 for difference in own["difference"])
    assert not any(trace.get("error_x", {}).get("array") for trace in figure["data"])


# Pairs


def test_the_pair_map_draws_or_counts_every_candidate(comparison: Comparison) -> None:
    marks = _marks(_figure(pair_map(comparison)))
    assert len(marks) == len(comparison.candidates)
    links = Links.of(comparison)
    chosen = sorted(choice["pair"] for *_, choice in marks if choice)
    assert chosen == sorted(links.pairs.values())


def test_a_mark_of_the_pair_map_shows_both_claims_of_its_pair(shared: Comparison) -> None:
    texts = shared.claims.set_index("claim_id")["text"]
    for _x, _y, hover, choice in _marks(_figure(pair_map(shared))):
        assert choice is not None
        pair = shared.pairs.iloc[choice["pair"]]
        flat = hover.replace("<br>", " ")
        assert all(label(texts[pair[side]]).replace("<br>", " ") in flat for side in ("claim_a", "claim_b"))


def test_candidates_can_be_given_a_place(comparison: Comparison) -> None:
    every = {(a, b): place for place, (a, b) in enumerate(comparison.candidates[["claim_a", "claim_b"]].to_numpy())}
    marks = _marks(_figure(pair_map(comparison, links=Links.of(comparison, pair_index=every))))
    assert sorted(choice["pair"] for *_, choice in marks if choice) == list(range(len(every)))


def test_a_contradiction_has_a_shape_of_its_own_and_says_why(conflicting: Comparison, interface: str) -> None:
    figure = _figure(pair_map(conflicting, interface=interface))
    cross = [trace for trace in figure["data"] if trace.get("legendgroup") == "conflicting" and "text" in trace]
    assert [trace["marker"]["symbol"] for trace in cross] == ["x"]
    assert "12 drones ≠ 14 drones" in cross[0]["text"][0]


def test_of_many_candidates_the_most_probable_are_drawn_and_the_rest_is_counted(interface: str) -> None:
    sentences = tuple(f"Moscou a demandé {n} drones à Pékin lundi." for n in range(60))
    articles: tuple[Article, ...] = tuple((name, "fr", None, None, sentences) for name in ("A", "B"))
    scored: tuple[Pair, ...] = tuple(
        ((0, i), (1, j), (60 * i + j + 1) / 3700, "related", None) for i in range(60) for j in range(60)
    )
    made = make_comparison(articles, scored)
    figure = _figure(pair_map(made, interface=interface))
    marks = _marks(figure)
    assert len(marks) <= MARKS
    drawn = {choice["pair"] for *_, choice in marks if choice}
    first = made.pairs["probability"].sort_values(ascending=False).index[: len(drawn)]
    assert drawn == set(first)
    counts = [
        int(re.sub(r"\D", "", hover))
        for trace in figure["data"]
        if trace["marker"]["symbol"] == "square"
        for hover in trace["text"]
    ]
    told = sum(len(trace["x"]) for trace in figure["data"] if "text" in trace and "legendgroup" in trace)
    assert sum(counts) + told == len(made.candidates)
    note = re.sub(r"[\s,]", "", figure["layout"]["title"]["subtitle"]["text"].replace("<br>", ""))
    assert str(sum(counts)) in note


# Time


def _dated(comparison: Comparison, dates: list[Any]) -> Comparison:
    published = pd.Series(dates, index=comparison.articles.index, dtype=object)
    return replace(comparison, articles=comparison.articles.assign(published=published))


@pytest.mark.parametrize(
    "dates",
    [
        [None, None, None],
        ["2022-03-14", None, None],
        ["2022-03-14", "2022-03-14", "2022-03-14"],
        ["2021-01-01", "2022-03-14", "2023-12-31"],
        [
            pd.Timestamp("2022-03-14 23:30", tz="America/New_York"),
            pd.Timestamp("2022-03-14 01:00", tz="Asia/Tokyo"),
            pd.Timestamp("2022-03-14"),
        ],
    ],
    ids=["none", "one", "same", "years", "zones"],
)
def test_every_article_is_one_mark_whatever_is_known_of_its_date(
    comparison: Comparison, dates: list[Any], interface: str
) -> None:
    chart = timeline(_dated(comparison, dates), interface=interface)
    figure = _figure(chart)
    marks = _marks(figure)
    assert sorted(choice["article"] for *_, choice in marks if choice) == [0, 1, 2]
    undated = [trace for trace in figure["data"] if trace.get("xaxis") == "x2"]
    assert sum(len(trace["x"]) for trace in undated) == dates.count(None)
    unknown = load_strings(interface)("unknown_date")
    assert all(unknown in hover for trace in undated for hover in trace["text"])
    assert len(chart.png) < 60_000


def test_articles_of_several_zones_are_put_in_the_order_of_time(comparison: Comparison) -> None:
    times = [
        pd.Timestamp("2022-03-14 23:30", tz="America/New_York"),
        pd.Timestamp("2022-03-15 06:00", tz="Asia/Tokyo"),
    ]
    marks = _marks(_figure(timeline(_dated(comparison, [*times, None]))))
    across = {choice["article"]: x for x, _y, _hover, choice in marks if choice}
    assert (across[0], across[1]) == ("2022-03-15 03:30", "2022-03-14 21:00")


def test_a_mark_of_the_timeline_counts_the_claims_of_its_article(comparison: Comparison) -> None:
    matched = {*comparison.pairs["claim_a"], *comparison.pairs["claim_b"]}
    for trace in _figure(timeline(comparison))["data"]:
        for colour, hover, choice in zip(trace["marker"]["color"], trace["text"], trace["customdata"], strict=True):
            article = comparison.articles.iloc[choice["article"]]["article_id"]
            own = comparison.claims[comparison.claims["article_id"] == article]["claim_id"]
            assert colour == pytest.approx(own.isin(matched).mean(), abs=1e-3)
            assert f"{len(own)} claim" in hover


def test_articles_of_one_day_do_not_hide_each_other(shared: Comparison) -> None:
    marks = _marks(_figure(timeline(shared)))
    assert len({(x, y) for x, y, *_ in marks}) == len(shared.articles)


# The whole


@CHARTS
def test_one_outlet_alone_can_be_drawn(empty_comparison: Comparison, make: Make) -> None:
    own = empty_comparison.articles.head(1)
    claims = empty_comparison.claims[empty_comparison.claims["article_id"].isin(own["article_id"])]
    framing = empty_comparison.framing[empty_comparison.framing["claim_id"].isin(claims["claim_id"])]
    chart = make(replace(empty_comparison, articles=own, claims=claims, framing=framing))
    assert chart.png
    assert chart.html


@pytest.mark.parametrize(
    ("make", "name"),
    [(coverage_chart, "no_groups"), (divergence_chart, "no_differences"), (pair_map, "no_candidates")],
)
def test_without_pairs_a_chart_says_so(empty_comparison: Comparison, make: Make, name: str, interface: str) -> None:
    chart = make(empty_comparison, interface=interface)
    said = load_strings(interface)(f"charts.{name}")
    assert said in BeautifulSoup(chart.html, "html.parser").get_text()
    assert said in chart.figure.layout.title.subtitle.text.replace("<br>", " ")


def test_hostile_text_is_in_the_fixture_at_all(hostile: Comparison) -> None:
    assert all(any(text[:8] in claim for claim in hostile.claims["text"]) for text in HOSTILE)
