"""Summaries: static, complete in their numbers, escaped, readable without their style."""

from __future__ import annotations

from bs4 import BeautifulSoup

from sinorus_lib.comparison import Comparison
from sinorus_lib.coverage import Coverage
from sinorus_lib.views.summaries import comparison_html, coverage_html


def _soup(markup: str) -> BeautifulSoup:
    return BeautifulSoup(markup, "html.parser")


def test_no_summary_holds_a_script(comparison: Comparison) -> None:
    coverage = Coverage(comparison.articles, comparison.removed, ("a.txt: mend it",), ("README.md",))
    for markup in (comparison_html(comparison), coverage_html(coverage)):
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
    assert soup.select("th[scope=row]")[0]["lang"] == "fr"


def test_a_comparison_without_pairs_says_so(empty_comparison: Comparison, interface: str) -> None:
    text = _soup(comparison_html(empty_comparison, interface=interface)).get_text()
    assert {"en": "No pair reached", "fr": "Aucune paire n’atteint"}[interface] in text


def test_hostile_text_becomes_text(hostile: Comparison) -> None:
    coverage = Coverage(hostile.articles, hostile.removed, ("<script>1</script>",))
    for markup in (comparison_html(hostile), coverage_html(coverage)):
        soup = _soup(markup)
        assert not soup.select("script, img, [onerror], [onload], [onmouseover]")
        assert len(soup.select("style")) == 1


def test_contradictions_stand_apart_with_their_reasons(conflicting: Comparison, interface: str) -> None:
    soup = _soup(comparison_html(conflicting, interface=interface))
    assert [badge["class"][1] for badge in soup.select(".card .relation")] == ["equivalent", "related", "conflicting"]
    assert {"en": "may contradict", "fr": "se contredisent"}[interface] in soup.get_text()
    assert "12 drones ≠ 14 drones" in soup.select(".reasons")[0].get_text()
    assert len(soup.select("p.legend")) == 1


def test_without_a_contradiction_none_is_announced(comparison: Comparison) -> None:
    assert "contradict" not in _soup(comparison_html(comparison)).get_text()
