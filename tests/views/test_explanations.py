"""Explanations: what matches, what is left over, what differs, and what it adds up to, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from sinorus_lib.alignment.explanation import Explanation
from sinorus_lib.comparison import Comparison
from sinorus_lib.views.explanations import cue_rows, explanation_html, explanation_text, waterfall_steps
from sinorus_lib.views.strings import load_strings


@pytest.fixture
def same(comparison: Comparison) -> Explanation:
    return comparison.explain("c00", "c10")


@pytest.fixture
def contrary(conflicting: Comparison) -> Explanation:
    return conflicting.explain("c01", "c11")


def _soup(explanation: Explanation, interface: str = "en") -> BeautifulSoup:
    return BeautifulSoup(explanation_html(explanation, interface=interface), "html.parser")


def test_it_joins_words_and_underlines_the_rest(same: Explanation) -> None:
    soup = _soup(same)
    numbers = [{mark.get_text() for mark in claim.select("mark sub")} for claim in soup.select("blockquote")]
    assert numbers[0] == numbers[1] != set()
    assert soup.select("blockquote ins")
    assert "Left over, Le Nord" in soup.get_text()
    assert len(soup.select("table.waterfall tbody tr")) == len(same.waterfall)


def test_matched_words_stand_in_pairs(same: Explanation, interface: str) -> None:
    shared = _soup(same, interface).select(".words dd")[0].get_text()
    assert "Moscou ↔ Moscow" in shared
    assert shared.count("↔") == len(same.shared)
    assert len(same.matched) == 2 * len(same.shared)


def test_relation_and_reasons_speak_the_language_of_the_interface(contrary: Explanation, interface: str) -> None:
    soup = _soup(contrary, interface)
    relation = {"en": "conflicting", "fr": "contradictoires"}[interface]
    assert [badge.get_text() for badge in soup.select(".relation.conflicting")] == [relation]
    differs = soup.select("table.apart")[0].get_text(" ", strip=True)
    assert {"en": "negated or denied ≠ asserted", "fr": "nié ou démenti ≠ affirmé"}[interface] in differs
    assert "12 drones ≠ 14 drones" in differs
    assert load_strings(interface).percent(0.75) in soup.get_text()


def test_words_of_a_claim_are_marked_as_its_language(contrary: Explanation) -> None:
    fact = next(fact for fact in _soup(contrary).select("table.apart .fact") if "drones" in fact.get_text())
    assert [word["lang"] for word in fact.select("bdi")] == ["fr", "en"]


def test_nothing_that_differs_is_said_to_be_nothing(same: Explanation, interface: str) -> None:
    soup = _soup(same, interface)
    assert not soup.select("table.apart")
    assert load_strings(interface)("conflict.nothing") in soup.get_text()


def test_only_cues_that_are_not_zero_are_listed(contrary: Explanation, interface: str) -> None:
    strings = load_strings(interface)
    named = [strings.named("features", cue) for cue in ("no cue", "polarity", "quantity")]
    assert [row.name for row in cue_rows(contrary, strings)] == named


def test_bars_of_a_waterfall_stay_on_the_scale(contrary: Explanation, interface: str) -> None:
    steps = waterfall_steps(contrary.waterfall, load_strings(interface))
    assert all(0 <= step.left <= 100 and 0 < step.width <= 100 for step in steps)
    assert [step.raises for step in steps] == [True, *(contrary.waterfall["log_odds"][1:] >= 0)]
    assert steps[-1].value == load_strings(interface).percent(0.75)


def test_the_plain_form_says_the_same(contrary: Explanation, interface: str) -> None:
    text = explanation_text(contrary, interface=interface)
    assert text.startswith({"en": "conflicting; probability", "fr": "contradictoires\u202f; probabilité"}[interface])
    assert "12 drones ≠ 14 drones" in text
    assert repr(contrary) == explanation_text(contrary, interface="en")


def test_it_shows_itself_in_the_language_of_the_settings(comparison: Comparison, interface: str) -> None:
    settings = comparison.settings.with_(interface=interface)
    shown = replace(comparison, settings=settings).explain("c00", "c10")
    assert shown._repr_html_() == explanation_html(shown, interface=interface)


def test_hostile_text_becomes_text(hostile: Comparison, interface: str) -> None:
    soup = _soup(hostile.explain("c01", "c11"), interface)
    assert not soup.select("script, img, [onerror], [onload], [onmouseover]")
    assert len(soup.select("style")) == 1
    assert "<script>window.harmed=1</script>" in soup.select("table.apart")[0].get_text()
