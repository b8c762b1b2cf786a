"""Pair cards: both sides, their marks and classes, escaped."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from sinorus_lib.comparison import Comparison
from sinorus_lib.views.pairs import CardMaker, cards_markup
from sinorus_lib.views.strings import load_strings
from tests.views.conftest import pair_cards


def _cards(markup: str) -> list[Tag]:
    return list(BeautifulSoup(markup, "html.parser").select("article.card"))


def test_one_card_a_pair_with_both_sides_and_its_probability(comparison: Comparison) -> None:
    cards = _cards(pair_cards(comparison, comparison.pairs))
    assert len(cards) == len(comparison.pairs)
    first = cards[0]
    assert [claim["lang"] for claim in first.select("blockquote")] == ["fr", "en"]
    assert "91%" in first.get_text()
    assert "date unknown" in first.get_text()
    assert "no headline" in first.get_text()


def test_claims_read_as_written_without_the_numbers(comparison: Comparison) -> None:
    card = _cards(pair_cards(comparison, comparison.pairs))[0]
    for number in card.select("sub"):
        number.decompose()
    texts = [claim.get_text() for claim in card.select("blockquote")]
    assert texts == ["Moscou aurait demandé des drones à Pékin.", "Moscow asked Beijing for drones."]


def test_counterparts_carry_the_same_number(comparison: Comparison) -> None:
    card = _cards(pair_cards(comparison, comparison.pairs))[0]
    sides = [{mark.get_text() for mark in claim.select("mark sub")} for claim in card.select("blockquote")]
    assert sides[0] == sides[1] != set()
    assert card.select("ins")


def test_labels_speak_the_language_of_the_interface(comparison: Comparison, interface: str) -> None:
    text = BeautifulSoup(pair_cards(comparison, comparison.pairs, interface=interface), "html.parser").get_text()
    assert ("same claim" in text) == (interface == "en")
    assert ("même affirmation" in text) == (interface == "fr")


@pytest.mark.parametrize(("url", "linked"), [("https://nord.example/a", True), ("javascript:alert(1)", False)])
def test_only_web_addresses_are_linked_to(comparison: Comparison, url: str, linked: bool) -> None:
    links = BeautifulSoup(pair_cards(comparison, comparison.pairs), "html.parser").select(f'a[href="{url}"]')
    assert bool(links) == linked
    assert all(link["rel"] == ["noopener", "noreferrer"] for link in links)


def test_a_pair_without_word_alignment_says_so(comparison: Comparison) -> None:
    rejected = comparison.with_probability(0.0).pairs.tail(1)
    markup = pair_cards(comparison, rejected)
    assert "Word alignment was not kept" in markup
    assert "only a candidate" in markup


def test_hostile_text_becomes_text(hostile: Comparison) -> None:
    soup = BeautifulSoup(pair_cards(hostile, hostile.pairs), "html.parser")
    assert not soup.select("script, img, b[onmouseover], [onerror], [onload]")
    assert all(str(link["href"]).startswith("http") for link in soup.select("a"))
    for number in soup.select("sub"):
        number.decompose()
    assert "<script>window.harmed=1</script>" in soup.select("blockquote")[0].get_text()


def test_the_comparison_is_not_changed(comparison: Comparison) -> None:
    before = comparison.pairs.copy(), comparison.words.copy()
    CardMaker(comparison, comparison.pairs, load_strings("en")).cards()
    assert before[0].equals(comparison.pairs)
    assert before[1].equals(comparison.words)


def test_a_contradiction_is_shown_with_what_differs(conflicting: Comparison, interface: str) -> None:
    cards = _cards(pair_cards(conflicting, conflicting.pairs, interface=interface))
    card = next(card for card in cards if card.select(".relation.conflicting"))
    assert len([other for other in cards if other.select(".reasons")]) == 1
    badge = {"en": "conflicting", "fr": "contradictoires"}[interface]
    assert [shown.get_text() for shown in card.select(".relation")] == [badge]
    told = card.select(".reasons")[0].get_text()
    assert {"en": "negated or denied ≠ asserted", "fr": "nié ou démenti ≠ affirmé"}[interface] in told
    assert "12 drones ≠ 14 drones" in told
    assert [float(meter["value"]) for meter in card.select("meter")] == [0.75, 0.2]


def test_a_contradiction_is_never_shown_in_brief(conflicting: Comparison) -> None:
    cards = CardMaker(conflicting, conflicting.pairs, load_strings("en")).cards(full=0)
    assert [card.brief for card in cards] == [relation != "conflicting" for relation in conflicting.pairs["relation"]]


def test_hostile_text_in_brief_becomes_text(hostile: Comparison) -> None:
    soup = BeautifulSoup(cards_markup(hostile, hostile.pairs, load_strings("en"), full=0), "html.parser")
    assert len(soup.select(".brief")) == 2
    assert not soup.select("script, img, b[onmouseover], [onerror], [onload]")
    assert "<script>window.harmed=1</script>" in soup.select(".brief q")[0].get_text()


def test_hostile_reasons_become_text(hostile: Comparison, interface: str) -> None:
    markup = pair_cards(hostile, hostile.pairs, interface=interface)
    told = BeautifulSoup(markup, "html.parser").select(".reasons")
    assert len(told) == 1
    assert "<script>window.harmed=1</script>" in told[0].get_text()
    assert not told[0].select("script, img, b[onmouseover], [onload]")
