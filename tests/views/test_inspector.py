"""The inspector: its controls choose pairs, and it has a form for pages without a kernel."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from sinorus_lib.comparison import Comparison
from sinorus_lib.views.inspector import choose, fold, inspector


def test_choosing_by_outlets_ignores_their_order(comparison: Comparison) -> None:
    texts = {str(key): fold(str(text)) for key, text in comparison.claims[["claim_id", "text"]].to_numpy()}
    for outlets in (("Le Nord", "The South"), ("The South", "Le Nord")):
        assert len(choose(comparison.pairs, texts, outlets=outlets, relation="", search="")) == 2
    assert choose(comparison.pairs, texts, outlets=("Le Nord", "Le Nord"), relation="", search="").empty
    assert len(choose(comparison.pairs, texts, outlets=("", "Le Centre"), relation="related", search="")) == 1


@pytest.mark.parametrize("search", ["dement", "DÉMENT", "denies"])
def test_searching_ignores_case_and_accents(comparison: Comparison, search: str) -> None:
    texts = {str(key): fold(str(text)) for key, text in comparison.claims[["claim_id", "text"]].to_numpy()}
    assert len(choose(comparison.pairs, texts, outlets=("", ""), relation="", search=search)) == 1


def test_controls_change_the_pair_that_is_shown(comparison: Comparison) -> None:
    widget = inspector(comparison)
    assert "Moscou" in widget.view.value
    widget.search.value = "kremlin"
    assert len(widget.chosen) == 1
    assert "dément" in widget.view.value
    assert widget.count.value == "1 of 3 pairs"
    widget.search.value = ""
    widget.next.click()
    assert widget.list.index == 1
    widget.previous.click()
    widget.previous.click()
    assert widget.list.index == 2
    widget.relation.value = "conflicting"
    assert "No pair fits" in widget.view.value


def test_the_probability_is_asked_of_the_comparison_again(comparison: Comparison) -> None:
    widget = inspector(comparison)
    widget.probability.value = 0.8
    assert len(widget.chosen) == 1
    widget.probability.value = 0.05
    assert len(widget.chosen) == len(comparison.with_probability(0.05).pairs)
    assert len(comparison.pairs) == 3


def test_a_contradiction_is_chosen_by_its_relation_and_shown_with_its_reason(
    conflicting: Comparison, interface: str
) -> None:
    widget = inspector(conflicting, interface=interface)
    widget.relation.value = "conflicting"
    assert list(widget.chosen["relation"]) == ["conflicting"]
    assert widget.list.options[0][0].startswith("✕ ")
    soup = BeautifulSoup(widget.view.value, "html.parser")
    assert "12 drones ≠ 14 drones" in soup.select(".reasons")[0].get_text()
    assert soup.select("table.apart")
    widget.relation.value = "equivalent"
    assert list(widget.chosen["relation"]) == ["equivalent"]


def test_the_bundle_holds_a_static_form(comparison: Comparison, interface: str) -> None:
    bundle = inspector(comparison, interface=interface)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    soup = BeautifulSoup(bundle["text/html"], "html.parser")
    assert len(soup.select("article.card")) == 3
    assert not soup.select("script")
    assert {"en": "The first 3 of 3 pairs", "fr": "Les 3 premières"}[interface] in soup.get_text()


def test_a_comparison_without_pairs_can_be_inspected(empty_comparison: Comparison) -> None:
    widget = inspector(empty_comparison)
    assert "No pair fits" in widget.view.value
    assert "text/html" in widget._repr_mimebundle_()


def test_hostile_text_becomes_text(hostile: Comparison) -> None:
    widget = inspector(hostile)
    for markup in (widget.view.value, widget._repr_mimebundle_()["text/html"]):
        assert not BeautifulSoup(markup, "html.parser").select("script, img, [onerror], [onload], [onmouseover]")
