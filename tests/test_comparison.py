"""compare() on the sample, with the real encoder and parser."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.comparison import _representatives
from sinorus_lib.errors import SettingsError, SinorusError
from sinorus_lib.framing import measure_names
from sinorus_lib.schemas import SCHEMAS


def test_it_names_what_was_compared(comparison: sl.Comparison) -> None:
    assert repr(comparison).startswith("Comparison(5 articles, 5 outlets, ")
    assert "equivalent" in repr(comparison)


def test_every_framing_cue_points_at_its_words(comparison: sl.Comparison) -> None:
    articles = comparison.claims.merge(
        comparison.articles[["article_id", "text"]], on="article_id", suffixes=("", "_article")
    )
    texts = articles.set_index("claim_id")["text_article"]
    for row in comparison.framing.itertuples():
        assert texts[row.claim_id][row.start : row.end] == row.cue


def test_every_word_of_a_pair_points_at_its_claim(comparison: sl.Comparison) -> None:
    text = comparison.claims.set_index("claim_id")["text"]
    assert set(zip(comparison.words["claim_a"], comparison.words["claim_b"], strict=True)) == set(
        zip(comparison.pairs["claim_a"], comparison.pairs["claim_b"], strict=True)
    )
    for row in comparison.words.itertuples():
        own, other = (row.claim_a, row.claim_b) if row.side == "a" else (row.claim_b, row.claim_a)
        assert text[own][row.start : row.end] == row.word
        assert text[other][row.match_start : row.match_end]


def test_the_coverage_matrix_counts_claims_by_group_and_outlet(comparison: sl.Comparison) -> None:
    matrix = comparison.coverage_matrix()
    assert list(matrix.columns) == sorted(comparison.articles["outlet"])
    assert list(matrix.index.names) == ["group_id", "claim"]
    assert ((matrix > 0).sum(axis=1) >= 2).all()
    assert matrix.to_numpy().sum() == len(comparison.group_members())


def test_one_claim_stands_for_a_group_in_each_outlet(comparison: sl.Comparison) -> None:
    members, groups = comparison.group_members(), comparison.groups()
    chosen = members[members["representative"]]
    assert not chosen.duplicated(["group_id", "outlet"]).any()
    assert len(chosen) == len(members.drop_duplicates(["group_id", "outlet"])) == len(groups)
    assert list(groups.columns) == ["group_id", "outlet", "claim_id", "text"]
    names = groups.drop_duplicates("group_id").set_index("group_id")["text"]
    for group, claim in comparison.coverage_matrix().index:
        assert names[group] == claim


def test_the_claim_nearest_to_its_group_stands_for_it_whatever_the_order_of_rows() -> None:
    claims = pd.DataFrame({"claim_id": list("abcd"), "outlet": ["A", "A", "B", "B"], "text": ["x", "xy", "y", "yy"]})
    members = claims.assign(group_id="g")
    candidates = pd.DataFrame(
        {"claim_a": list("aabb"), "claim_b": list("cdcd"), "probability": [0.9, 0.7, 0.6, 0.8]}
    )  # a: .8, b: .7; c and d: .75, and d is longer
    for seed in range(5):
        shuffled = (frame.sample(frac=1, random_state=seed) for frame in (members, candidates))
        assert _representatives(*shuffled) == {"a", "d"}


def test_matched_and_unmatched_claims_are_all_claims_that_were_compared(comparison: sl.Comparison) -> None:
    matched = set(comparison.pairs["claim_a"]) | set(comparison.pairs["claim_b"])
    compared = comparison.claims.query("kind != 'subheading'")
    assert matched | set(comparison.unmatched()["claim_id"]) == set(compared["claim_id"])
    for outlet in comparison.articles["outlet"]:
        assert set(comparison.unmatched(outlet=outlet)["outlet"]) == {outlet}


def test_an_unknown_outlet_is_refused_with_the_known_ones(comparison: sl.Comparison) -> None:
    with pytest.raises(SinorusError, match="POLITICO"):
        comparison.unmatched(outlet="Nobody")


def test_nearest_shows_the_best_rejected_candidates(comparison: sl.Comparison) -> None:
    claim = comparison.unmatched().iloc[0]
    found = comparison.nearest(claim["claim_id"], count=3)
    assert len(found) == 3
    assert found["probability"].is_monotonic_decreasing
    assert claim["outlet"] not in set(found["outlet"])
    assert not found["kept"].any()


def test_nearest_tells_what_was_kept(comparison: sl.Comparison) -> None:
    pair = comparison.pairs.iloc[0]
    for claim, other in ((pair["claim_a"], pair["claim_b"]), (pair["claim_b"], pair["claim_a"])):
        found = comparison.nearest(claim).set_index("claim_id")
        assert found.loc[other, "kept"]
        assert found.loc[other, "probability"] == pair["probability"]


def test_an_explanation_adds_up(comparison: sl.Comparison) -> None:
    pair = comparison.pairs.iloc[0]
    explanation = comparison.explain(pair["claim_a"], pair["claim_b"])
    assert explanation.probability == pair["probability"]
    assert explanation.waterfall["probability_after"].iloc[-1] == pytest.approx(pair["probability"], abs=1e-6)
    assert len(explanation.matched) + len(explanation.left_over) == len(explanation.words)
    assert explanation.relation == pair["relation"]
    assert "Words that match" in repr(explanation)


def test_an_explanation_does_not_depend_on_the_order_of_the_two(comparison: sl.Comparison) -> None:
    pair = comparison.pairs.iloc[0]
    one, two = (comparison.explain(*sides) for sides in (pair[["claim_a", "claim_b"]], pair[["claim_b", "claim_a"]]))
    assert one.claim_a["claim_id"] == two.claim_a["claim_id"] == pair["claim_a"]
    pd.testing.assert_frame_equal(one.words, two.words)


def test_a_rejected_candidate_is_explained_by_the_same_words(comparison: sl.Comparison) -> None:
    pair = comparison.pairs.iloc[0]
    without = comparison.with_probability(0.3)
    object.__setattr__(without, "words", comparison.words.iloc[:0])  # as if the pair had not been kept
    stored, computed = (c.explain(pair["claim_a"], pair["claim_b"]).words for c in (comparison, without))
    columns = ["side", "start", "end", "matched", "match_start", "match_end"]
    pd.testing.assert_frame_equal(stored[columns], computed[columns])


def test_claims_that_were_not_compared_cannot_be_explained(comparison: sl.Comparison) -> None:
    one, two = comparison.claims.query("article_id == @comparison.articles.article_id[0]")["claim_id"].head(2)
    with pytest.raises(SinorusError, match="not scored against each other"):
        comparison.explain(one, two)
    with pytest.raises(SinorusError, match="No claim 'c0'"):
        comparison.explain(one, "c0")


def test_another_threshold_is_another_comparison(comparison: sl.Comparison) -> None:
    more = comparison.with_probability(0.05)
    assert len(more.pairs) > len(comparison.pairs)
    assert more.settings.min_probability == 0.05
    assert comparison.settings.min_probability == 0.3
    with pytest.raises(SettingsError, match="min_probability"):
        comparison.with_probability(2.0)


def test_divergence_is_a_minus_b_and_set_against_translations(comparison: sl.Comparison) -> None:
    divergence = comparison.divergence
    assert set(divergence[["claim_a", "claim_b"]].itertuples(index=False, name=None)) == set(
        comparison.pairs[["claim_a", "claim_b"]].itertuples(index=False, name=None)
    )
    assert {*measure_names(), "residual"} >= set(divergence["measure"]) > {"certainty", "residual"}
    pd.testing.assert_series_equal(
        divergence["difference"], divergence["value_a"] - divergence["value_b"], check_names=False
    )
    languages = comparison.pairs.set_index(["claim_a", "claim_b"])
    across = (languages["language_a"] == "fr") & (languages["language_b"] == "en")
    known = divergence.join(across.rename("across"), on=["claim_a", "claim_b"])
    assert (known["null_percentile"].notna() == known["across"]).all()
    assert known["null_percentile"].dropna().between(0, 1).all()


def test_a_saved_comparison_is_read_back_whole(comparison: sl.Comparison, tmp_path: Path) -> None:
    loaded = sl.load(comparison.save(tmp_path / "run"))
    for name in SCHEMAS:
        pd.testing.assert_frame_equal(getattr(loaded, name), getattr(comparison, name))
    assert loaded.settings == comparison.settings
    claim = comparison.unmatched()["claim_id"].iloc[0]
    pd.testing.assert_frame_equal(loaded.nearest(claim), comparison.nearest(claim))
    rejected = comparison.nearest(claim)["claim_id"].iloc[0]
    assert not loaded.explain(claim, rejected).words.empty


def test_comparing_twice_gives_the_same(coverage: sl.Coverage, comparison: sl.Comparison) -> None:
    again = sl.compare(coverage.articles.iloc[::-1].reset_index(drop=True), progress=False)
    pd.testing.assert_frame_equal(again.pairs, comparison.pairs, atol=1e-3)


def test_articles_too_short_to_compare_are_told() -> None:
    frame = pd.DataFrame({"text": ["Le président a démissionné lundi.", "The president resigned on Monday."]})
    with pytest.warns(sl.SinorusWarning, match="2 articles have fewer than 3 sentences"):
        assert sl.compare(sl.read_coverage(frame), progress=False).pairs.empty


def test_articles_without_sentences_are_one_clear_error(coverage: sl.Coverage) -> None:
    with pytest.raises(SinorusError, match="no sentence to compare"):
        sl.compare(coverage.articles.assign(text="…"), progress=False)
