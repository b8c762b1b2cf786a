"""Summaries: static, complete in their numbers, escaped, readable without their style."""

from __future__ import annotations

import numpy as np
import pandas as pd
from bs4 import BeautifulSoup

from sinorus_lib.alignment.explanation import Explanation
from sinorus_lib.comparison import Comparison
from sinorus_lib.coverage import Coverage
from sinorus_lib.views.strings import load_strings
from sinorus_lib.views.summaries import comparison_html, coverage_html, explanation_html, waterfall_steps


def _soup(markup: str) -> BeautifulSoup:
    return BeautifulSoup(markup, "html.parser")


def _explanation(comparison: Comparison) -> Explanation:
    claims = [row for _, row in comparison.claims.iterrows()]
    words = comparison.words[(comparison.words["claim_a"] == "c00") & (comparison.words["claim_b"] == "c10")]
    waterfall = pd.DataFrame(
        {
            "feature": ["an average pair", "overlap", "number_mismatch"],
            "value": [np.nan, 0.3, 1.0],
            "log_odds": [-6.0, 9.0, -1.0],
            "probability_after": [0.002, 0.95, 0.88],
        }
    )
    return Explanation(claims[0], claims[3], words, waterfall, 0.88)


def test_no_summary_holds_a_script(comparison: Comparison) -> None:
    coverage = Coverage(comparison.articles, comparison.removed, ("a.txt: mend it",), ("README.md",))
    for markup in (comparison_html(comparison), coverage_html(coverage), explanation_html(_explanation(comparison))):
        assert not _soup(markup).select("script, link, img, iframe")
        assert len(markup) < 60_000


def test_coverage_names_what_is_unknown_removed_and_objected_to(comparison: Comparison, interface: str) -> None:
    articles = comparison.articles.assign(outlet=["unknown (a.txt)", *comparison.articles["outlet"][1:]])
    coverage = Coverage(articles, comparison.removed, ("a.txt: expected a date",), ("README.md",))
    text = _soup(coverage_html(coverage, interface=interface)).get_text()
    unknown = {"en": "unknown", "fr": "inconnu"}[interface]
    assert f"{unknown} (a.txt)" in text
    assert all(word in text for word in ("read also", "Lire aussi", "a.txt: expected a date", "README.md"))
    assert len(_soup(coverage_html(coverage)).select("td.unknown")) >= 3


def test_comparison_counts_what_there_is(comparison: Comparison) -> None:
    facts = [fact.get_text(" ", strip=True) for fact in _soup(comparison_html(comparison)).select(".facts li")]
    assert facts == [
        "3 articles", "3 outlets", "7 claims", "3 pairs", "2 same claim", "1 related", "2 claims without a pair",
    ]  # fmt: skip


def test_comparison_shows_the_matrix_and_the_best_pairs(comparison: Comparison) -> None:
    soup = _soup(comparison_html(comparison))
    assert len(soup.select("table.matrix tbody tr")) == 2
    assert len(soup.select("article.card")) == 3
    assert soup.select("th.claimcell")[0]["lang"] == "fr"


def test_a_comparison_without_pairs_says_so(empty_comparison: Comparison, interface: str) -> None:
    text = _soup(comparison_html(empty_comparison, interface=interface)).get_text()
    assert {"en": "No pair reached", "fr": "Aucune paire n’atteint"}[interface] in text


def test_hostile_text_becomes_text(hostile: Comparison) -> None:
    coverage = Coverage(hostile.articles, hostile.removed, ("<script>1</script>",))
    for markup in (comparison_html(hostile), coverage_html(coverage), explanation_html(_explanation(hostile))):
        soup = _soup(markup)
        assert not soup.select("script, img, [onerror], [onload], [onmouseover]")
        assert len(soup.select("style")) == 1


def test_explanation_joins_words_and_underlines_the_rest(comparison: Comparison) -> None:
    soup = _soup(explanation_html(_explanation(comparison)))
    numbers = [{mark["data-n"] for mark in claim.select("mark")} for claim in soup.select("blockquote")]
    assert numbers[0] == numbers[1] != set()
    assert soup.select("blockquote ins")
    assert "Left over, Le Nord" in soup.get_text()
    assert len(soup.select("table.waterfall tbody tr")) == 3


def test_bars_of_a_waterfall_stay_on_the_scale(comparison: Comparison, interface: str) -> None:
    steps = waterfall_steps(_explanation(comparison).waterfall, load_strings(interface))
    assert all(0 <= step.left <= 100 and 0 < step.width <= 100 for step in steps)
    assert [step.raises for step in steps[1:]] == [True, False]
