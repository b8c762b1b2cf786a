"""Contrasts: what differs and is worth reading comes first, what translation may explain is folded, nothing is lost."""

from __future__ import annotations

from dataclasses import replace

from bs4 import BeautifulSoup, Tag

from sinorus_lib.comparison import Comparison
from sinorus_lib.views.contrasts import Contrasts, contrasts_by_pair
from sinorus_lib.views.strings import load_strings
from tests.views.conftest import FRAMED, pair_cards


def _first(comparison: Comparison, *, language_b: str = "en") -> Contrasts:
    pairs = comparison.pairs.head(1).assign(language_b=language_b)
    return next(iter(contrasts_by_pair(comparison, pairs, load_strings("en")).values()))


def _card(comparison: Comparison, interface: str = "en") -> Tag:
    markup = pair_cards(comparison, comparison.pairs.head(1), interface=interface)
    return BeautifulSoup(markup, "html.parser").select("article.card")[0]


def test_across_languages_only_what_translation_does_not_make_is_shown(shared: Comparison) -> None:
    found = _first(shared)
    assert [item.measure for item in found.shown] == ["tone", "intensity", "time", "frame_law", "emphasis"]
    assert [item.beyond for item in found.shown] == [True, True, True, True, False]


def test_the_rest_is_folded_by_why(shared: Comparison) -> None:
    folded = {why: [item.measure for item in items] for why, items in _first(shared).folded}
    assert folded == {"translation": ["certainty"], "silent": ["attribution"], "unset": ["labelling"]}
    assert _first(shared).folds == 3


def test_within_a_language_classes_that_differ_are_shown_without_a_verdict(shared: Comparison) -> None:
    found = _first(shared, language_b="fr")
    names = ["attribution", "certainty", "labelling", "tone", "time", "emphasis"]
    assert [item.measure for item in found.shown] == names
    assert found.folded == ()


def test_an_axis_or_frame_that_abstains_on_both_sides_is_no_contrast(shared: Comparison) -> None:
    shown = {item.measure for item in _first(shared).shown}
    assert "axis_threat" not in shown
    assert "frame_law" not in {item.measure for item in _first(shared, language_b="fr").shown}


def test_values_stand_beside_the_classes_where_they_say_more(shared: Comparison) -> None:
    sides = {item.measure: (item.a, item.b) for item in _first(shared).shown}
    assert sides["tone"] == ("negative 0.20", "neutral 0.50")
    assert sides["intensity"] == ("plain 0.10", "plain 0.30")
    assert sides["time"] == ("no time", "dated")


def test_only_what_is_informative_is_said_to_agree(shared: Comparison) -> None:
    assert _first(shared).agreeing == (("affirmed or denied", "denied"),)


def test_the_place_comes_last_and_has_no_cue(shared: Comparison) -> None:
    rows = _card(shared).select(".contrasts tr")
    assert [row.get("class") for row in rows] == [None, None, None, None, ["place"]]
    assert not rows[-1].select(".contrasts b")


def test_only_measures_that_are_shown_have_cues_and_letters_follow_the_table(shared: Comparison) -> None:
    card = _card(shared)
    assert [letter.get_text() for letter in card.select(".contrasts b")] == list("ABCD")
    assert {cue["data-tag"] for cue in card.select("blockquote .cue[data-tag]")} == {"ABCD"}


def test_a_card_reads_in_both_languages(shared: Comparison, interface: str) -> None:
    card = _card(shared, interface)
    caption = {"en": "More than translation", "fr": "Plus que ne fait la traduction"}[interface]
    assert caption in card.select(".contrasts caption")[0].get_text()
    folded = card.select("details.folded")[0].get_text()
    assert {"en": "Translation makes", "fr": "La traduction en fait"}[interface] in folded
    assert {"en": "anonymous source ≠ own voice", "fr": "source anonyme ≠ le média lui-même"}[interface] in folded


def test_nothing_that_differs_is_said_in_words(shared: Comparison, interface: str) -> None:
    same = shared.framing.assign(label="asserted", value=1.0, measure="certainty").drop_duplicates("claim_id")
    text = _card(replace(shared, framing=same), interface).get_text()
    assert {"en": "Nothing in the framing", "fr": "Rien dans le cadrage"}[interface] in text


def test_a_pair_that_the_comparison_does_not_keep_is_compared_too(shared: Comparison) -> None:
    without = replace(shared, pairs=shared.pairs.iloc[1:].reset_index(drop=True))
    found = contrasts_by_pair(without, shared.pairs.head(1), load_strings("en"))
    assert [item.measure for item in next(iter(found.values())).shown] == [
        item.measure for item in _first(shared).shown
    ]


def test_every_measure_of_the_fixture_ends_somewhere(shared: Comparison) -> None:
    found = _first(shared)
    ended = {item.measure for item in found.shown} | {item.measure for _, items in found.folded for item in items}
    assert set(FRAMED["fr"]) - ended == {"polarity", "axis_threat"}
