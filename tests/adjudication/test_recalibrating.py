"""Probabilities fitted again to decisions: better where the truth is known, and hardly moved by a few."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from sinorus_lib.adjudication.recalibrating import RECALIBRATED, Scaling, scaling_of
from sinorus_lib.comparison import Comparison
from sinorus_lib.errors import SinorusError
from tests.adjudication.conftest import decided, judge
from tests.adjudication.test_quality import chosen

Maker = Callable[..., tuple[Comparison, pd.Series]]


def log_loss(comparison: Comparison, truth: pd.Series, rows: pd.Index) -> float:
    p = comparison.candidates.loc[rows, "probability"].clip(1e-6, 1 - 1e-6)
    return float(-np.where(truth[rows], np.log(p), np.log1p(-p)).mean())


def test_what_was_held_out_is_better_calibrated(population: Maker) -> None:
    gains, errors = [], []
    for seed in range(12):
        comparison, truth = population(seed, slope=0.6, shift=-1.0)
        rows = chosen(comparison, seed, 200)
        fitted = comparison.recalibrated(judge(comparison, truth, rows))
        other = truth.index.difference(rows)
        gains.append(log_loss(comparison, truth, other) - log_loss(fitted, truth, other))
        known = Scaling(0.6, -1.0).apply(comparison.candidates["probability"].to_numpy())
        errors.append(
            [np.abs(found.candidates["probability"] - known)[other].mean() for found in (comparison, fitted)]
        )
    before, after = np.mean(errors, axis=0)
    print(
        f"\nheld out, mean distance to the true probability {before:.3f} -> {after:.3f}; log loss -{np.mean(gains):.3f}"
    )
    assert min(gains) > 0
    assert after < before / 2


def test_a_model_that_is_right_is_left_alone_and_few_decisions_change_little(population: Maker) -> None:
    for seed in range(5):
        comparison, truth = population(seed)
        found = scaling_of(comparison.recalibrated(judge(comparison, truth, chosen(comparison, seed, 600))).model)
        assert abs(found.slope - 1) < 0.25
        assert abs(found.shift) < 0.4
        wrong, other = population(seed, slope=0.3, shift=-2.0)
        few, many = (
            scaling_of(wrong.recalibrated(judge(wrong, other, chosen(wrong, seed, count))).model)
            for count in (25, 800)
        )
        assert abs(few.slope - 1) < 0.45
        assert abs(many.slope - 0.3) < abs(few.slope - 0.3)


def test_the_order_stays_and_the_model_says_what_the_candidates_say(population: Maker) -> None:
    comparison, truth = population(3, slope=0.5, shift=-1.0)
    fitted = comparison.recalibrated(judge(comparison, truth, chosen(comparison, 3, 200)))
    before, after = comparison.candidates["probability"], fitted.candidates["probability"]
    assert before.rank().equals(after.rank())
    assert after.between(0, 1).all()
    told = fitted.model.provenance[RECALIBRATED]
    assert told["pairs"] == 200
    assert set(fitted.pairs["relation"].dropna()) <= {"equivalent", "related", "conflicting"}
    equivalent = fitted.pairs[fitted.pairs["relation"] == "equivalent"]
    assert (equivalent["probability"] >= fitted.settings.equivalent_probability).all()
    assert "fitted to decisions" in fitted.estimate_quality(judge(comparison, truth, chosen(comparison, 4, 200))).note


def test_fitting_twice_is_fitting_once(population: Maker) -> None:
    comparison, truth = population(4, slope=0.5, shift=-1.0)
    decisions = judge(comparison, truth, chosen(comparison, 4, 200))
    once = comparison.recalibrated(decisions)
    twice = once.recalibrated(decisions)
    pd.testing.assert_frame_equal(once.candidates, twice.candidates, atol=1e-3)
    assert once.model.content.intercept == pytest.approx(twice.model.content.intercept, abs=1e-2)
    assert comparison.model.provenance.get(RECALIBRATED) is None


def test_decisions_of_the_comparison_are_used_and_stay_in_force(population: Maker) -> None:
    comparison, truth = population(5, shift=-1.0)
    decisions = judge(comparison, truth, chosen(comparison, 5, 100))
    found = comparison.with_decisions(decisions).recalibrated()
    said = found.pairs.dropna(subset="decision")
    assert len(said) == (decisions["decision"] == "same").sum()
    assert (said["relation"] == "equivalent").all()


def test_too_few_decisions_are_refused_in_plain_words(population: Maker) -> None:
    comparison, truth = population(6)
    same, other = truth.index[truth], truth.index[~truth]
    for rows in ([], same[:19], same[:25], other[:25]):
        with pytest.raises(SinorusError, match="are too few to fit probabilities to; expected at least 20, some"):
            comparison.recalibrated(judge(comparison, truth, rows))
    unsure = decided(
        *(
            ("ana", a, b, "unsure")
            for a, b in zip(comparison.candidates["claim_a"], comparison.candidates["claim_b"], strict=True)
        )
    )
    with pytest.raises(SinorusError, match="0 decided pairs"):
        comparison.recalibrated(unsure)


def test_the_explanation_of_a_real_pair_agrees_with_its_new_probability(comparison: Comparison) -> None:
    rows = comparison.candidates.sort_values("probability", ascending=False).index[:60:2]
    truth = pd.Series(np.arange(len(comparison.candidates)) % 3 == 0, index=comparison.candidates.index)
    fitted = comparison.recalibrated(judge(comparison, truth, rows))
    again = fitted.model.scored(fitted.candidates)
    pd.testing.assert_frame_equal(again, fitted.candidates, rtol=1e-6)
    pair = fitted.candidates.loc[rows[0]]
    waterfall = fitted.explain(pair["claim_a"], pair["claim_b"]).waterfall
    assert waterfall["probability_after"].iloc[-1] == pytest.approx(pair["probability"])
    conflict = waterfall.loc[waterfall["feature"] == "conflict", "log_odds"].iloc[0]
    assert abs(conflict) < 1e-6 or pair["conflict_probability"] >= 0.5
