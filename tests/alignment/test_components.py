"""What each component adds: means that add up, and pairs that are lost and gained without it, counted by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.alignment import kept_candidates
from sinorus_lib.alignment.components import COMPONENT_COLUMNS, component_table
from sinorus_lib.alignment.features import CONFLICT_FEATURES, CONTENT_FEATURES
from sinorus_lib.alignment.probability import PairModel

SETTINGS = sl.Settings()


def scored(count: int, model: PairModel | None = None) -> pd.DataFrame:
    """Return candidates of random claims of two outlets, with random features."""
    random = np.random.default_rng(5)
    names = [*CONTENT_FEATURES, *CONFLICT_FEATURES]
    values = pd.DataFrame(random.random((count, len(names))), columns=names)
    claims = {f"claim_{side}": [f"c{side}{n}" for n in random.integers(0, count // 4 + 1, count)] for side in "ab"}
    table = values.assign(**claims, outlet_a="Le Nord", outlet_b="The South", reason="")
    return (model or PairModel.shipped()).scored(table.drop_duplicates(["claim_a", "claim_b"], ignore_index=True))


def test_there_is_one_row_a_feature_in_the_order_of_the_model() -> None:
    model = PairModel.shipped()
    table = component_table(scored(200), model, SETTINGS)
    assert tuple(table.columns) == COMPONENT_COLUMNS
    assert tuple(table["feature"]) == model.content.features
    assert tuple(table["weight"]) == model.content.weights


def test_the_mean_log_odds_add_up_to_the_mean_of_the_model() -> None:
    candidates, model = scored(200), PairModel.shipped()
    table = component_table(candidates, model, SETTINGS)
    pairs = kept_candidates(candidates, SETTINGS).index
    odds = np.log(candidates["content_probability"] / (1 - candidates["content_probability"]))
    assert 0 < len(pairs) < len(candidates)
    assert table["log_odds_pairs"].sum() + model.content.intercept == pytest.approx(odds[pairs].mean())
    assert table["log_odds_rejected"].sum() + model.content.intercept == pytest.approx(odds.drop(pairs).mean())


@pytest.mark.parametrize("feature", CONTENT_FEATURES)
def test_lost_and_gained_are_those_of_a_feature_that_is_its_mean_everywhere(feature: str) -> None:
    candidates, model = scored(200), PairModel.shipped()
    row = component_table(candidates, model, SETTINGS).set_index("feature").loc[feature]
    flat = model.scored(candidates.assign(**{feature: candidates[feature].mean()}))
    before, after = (set(kept_candidates(frame, SETTINGS).index) for frame in (candidates, flat))
    assert (row["pairs_lost"], row["pairs_gained"]) == (len(before - after), len(after - before))


def test_a_feature_without_weight_adds_and_changes_nothing() -> None:
    shipped = PairModel.shipped()
    content = replace(shipped.content, weights=(*shipped.content.weights[:-1], 0.0))
    model = replace(shipped, content=content)
    last = component_table(scored(200, model), model, SETTINGS).iloc[-1]
    assert last[["log_odds_pairs", "log_odds_rejected", "pairs_lost", "pairs_gained"]].tolist() == [0.0, 0.0, 0, 0]


def test_nothing_is_lost_where_every_candidate_is_kept() -> None:
    table = component_table(scored(200), PairModel.shipped(), SETTINGS.with_(min_probability=0.0))
    assert not table[["pairs_lost", "pairs_gained"]].to_numpy().any()
    assert table["log_odds_rejected"].isna().all()


def test_no_candidate_is_no_reason_to_fail() -> None:
    table = component_table(scored(200).head(0), PairModel.shipped(), SETTINGS)
    assert not table[["pairs_lost", "pairs_gained"]].to_numpy().any()
    assert table[["log_odds_pairs", "log_odds_rejected"]].isna().all(axis=None)


def test_the_sample_stands_on_its_word_overlap(comparison: sl.Comparison) -> None:
    table = comparison.components().set_index("feature")
    print(table.round(2).to_string())
    overlap = table.loc["overlap"]
    assert overlap["log_odds_pairs"] > overlap["log_odds_rejected"]
    assert overlap["pairs_lost"] == table["pairs_lost"].max() > 0
    assert (table["pairs_lost"] <= len(comparison.pairs)).all()


def test_the_comparison_is_not_changed(comparison: sl.Comparison) -> None:
    before = comparison.candidates.copy()
    comparison.components()
    pd.testing.assert_frame_equal(comparison.candidates, before)
