"""Findings: what stands out first, what was only tested apart, one refusal for all that could not be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sinorus_lib.comparison import Comparison
from sinorus_lib.divergence import FEWEST_PAIRS
from sinorus_lib.views.findings import (
    WORDS,
    paired_findings,
    paired_rows,
    pooled_findings,
    stands_out,
    words_left_over,
)
from sinorus_lib.views.strings import load_strings
from sinorus_lib.views.summaries import comparison_html


def test_what_stands_out_is_hardly_chance_and_more_than_translation(shared: Comparison) -> None:
    rows = shared.outlets
    named = set(rows.loc[stands_out(rows, shared), "measure"])
    assert {"tone", "time", "frame_law"} <= named
    assert not named & {"attribution", "certainty", "labelling", "polarity"}


def test_sentences_that_stand_out_come_first_and_none_is_lost(shared: Comparison, interface: str) -> None:
    found = paired_findings(shared, load_strings(interface))
    assert found.refused == ""
    (two,) = found.compared
    assert {"en": "12 shared claims", "fr": "12 affirmations partagées"}[interface] in two.heading
    assert all({"en": "hardly chance", "fr": "guère un hasard"}[interface] in said for said in two.first)
    assert len(two.first) + two.tested == int(shared.outlets["p"].notna().sum())


def test_findings_speak_the_language_of_the_interface(shared: Comparison, interface: str) -> None:
    rows = paired_rows(shared, load_strings(interface))
    assert rows.drop(columns="finding").equals(shared.outlets.drop(columns="finding"))
    assert {"en": "shared claims", "fr": "affirmations partagées"}[interface] in rows["finding"][0]


def test_two_outlets_that_share_too_little_are_refused_once(comparison: Comparison, interface: str) -> None:
    found = paired_findings(comparison, load_strings(interface))
    assert found.compared == []
    assert found.refused.count("Le Nord") == 1
    assert str(FEWEST_PAIRS) in found.refused


def test_outlets_with_too_few_articles_are_not_pooled(comparison: Comparison, interface: str) -> None:
    found = pooled_findings(comparison, load_strings(interface))
    assert found.compared == []
    assert all(name in found.refused for name in ("Le Centre (1)", "Le Nord (1)", "The South (1)"))


def test_all_claims_are_pooled_apart(shared: Comparison) -> None:
    found = pooled_findings(shared, load_strings("en"))
    assert found.refused == ""
    assert all("Over all" in said for two in found.compared for said in two.rest)


def test_words_left_over_are_few_and_know_their_language(shared: Comparison) -> None:
    found = dict(words_left_over(shared))
    assert set(found) == {"Le Nord", "The South"}
    assert all(len(words) <= WORDS for words in found.values())
    assert {word.language for word in found["Le Nord"]} == {"fr"}
    assert max(word.claims for word in found["Le Nord"]) > 1


def test_a_comparison_without_pairs_has_none(empty_comparison: Comparison) -> None:
    assert paired_findings(empty_comparison, load_strings("en")).compared == []
    assert words_left_over(empty_comparison) == []


@pytest.mark.parametrize("known", [True, False])
def test_a_summary_tells_the_first_findings_if_there_are_any(shared: Comparison, known: bool) -> None:
    shown = shared if known else replace(shared, pairs=shared.pairs.head(3))
    assert ("Differences between outlets" in comparison_html(shown)) == known
