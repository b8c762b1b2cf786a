"""Statistics against values worked out by hand, and against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from sinorus_lib.evaluation.statistics import (
    average_precision,
    bootstrap_interval,
    expected_calibration_error,
    f1,
    precision_at,
    precision_recall,
    rank_correlation,
    recall_at,
    reliability,
)


@pytest.mark.parametrize(
    ("relevant", "scores", "expected"),
    [
        ([True, True, False], [3.0, 2.0, 1.0], 1.0),
        ([False, True], [2.0, 1.0], 0.5),
        ([True, False, True, False], [4.0, 3.0, 2.0, 1.0], (1 + 2 / 3) / 2),
        ([True, False], [1.0, 1.0], 0.5),  # a tie: neither order is rewarded
        ([True, False, True], [1.0, -np.inf, -np.inf], (1 + 2 / 3) / 2),  # what was not scored comes last
        ([False, False], [2.0, 1.0], 0.0),
        ([], [], 0.0),
    ],
)
def test_average_precision_of_known_rankings(relevant: list[bool], scores: list[float], expected: float) -> None:
    assert average_precision(relevant, np.array(scores)) == pytest.approx(expected)


@pytest.mark.parametrize("decimals", [0, 1, 6])
def test_average_precision_is_that_of_scikit_learn(decimals: int) -> None:
    random = np.random.default_rng(decimals)
    scores = random.normal(size=500).round(decimals)
    relevant = random.random(500) < 1 / (1 + np.exp(2 - scores))
    assert average_precision(relevant, scores) == pytest.approx(average_precision_score(relevant, scores))


def test_average_precision_does_not_depend_on_order() -> None:
    random = np.random.default_rng(5)
    scores, relevant = random.integers(0, 5, 100).astype(float), random.random(100) < 0.2
    order = random.permutation(100)
    assert average_precision(relevant, scores) == pytest.approx(average_precision(relevant[order], scores[order]))


def test_calibration_error_worked_out_by_hand() -> None:
    probability = np.array([0.1, 0.3, 0.6, 0.8])
    relevant = [False, False, True, False]
    # two bins of two: |0.2 - 0| and |0.7 - 0.5|
    assert expected_calibration_error(probability, relevant, bins=2) == pytest.approx(0.2)
    assert expected_calibration_error(np.array([0.0, 1.0]), [False, True]) == 0.0
    assert expected_calibration_error(np.array([1.0, 1.0]), [False, False]) == 1.0


def test_reliability_worked_out_by_hand() -> None:
    curve = reliability(np.array([0.02, 0.08, 0.55, 1.0]), [False, True, True, True])
    assert curve["low"].tolist() == [0.0, 0.5, 0.9]
    assert curve["mean_probability"].tolist() == pytest.approx([0.05, 0.55, 1.0])
    assert curve["share_same"].tolist() == [0.5, 1.0, 1.0]
    assert curve["pairs"].tolist() == [2, 1, 1]


def test_an_edge_belongs_to_the_bin_that_begins_there() -> None:
    assert reliability(np.array([0.3]), [True])["low"].tolist() == pytest.approx([0.3])


def test_precision_and_recall_worked_out_by_hand() -> None:
    relevant, called = [True, True, False, True], [True, False, True, True]
    assert precision_at(relevant, called) == pytest.approx(2 / 3)
    assert recall_at([True, True, True, False], [True, False, False, True]) == pytest.approx(1 / 3)
    assert precision_at(relevant, [False] * 4) == 0.0
    assert recall_at([False] * 4, called) == 0.0
    assert f1(0.5, 1.0) == pytest.approx(2 / 3)
    assert f1(0.0, 0.0) == 0.0


def test_the_curve_of_precision_and_recall() -> None:
    curve = precision_recall([True, False, True], np.array([0.9, 0.5, 0.2]), (0.1, 0.5, 0.95))
    assert curve["called"].tolist() == [3, 2, 0]
    assert curve["precision"].tolist() == pytest.approx([2 / 3, 0.5, 0.0])
    assert curve["recall"].tolist() == pytest.approx([1.0, 0.5, 0.0])


def test_rank_correlation_looks_at_ranks_only() -> None:
    x = np.array([1.0, 2.0, 3.0, 4.0])
    assert rank_correlation(x, np.exp(x)) == pytest.approx(1.0)
    assert rank_correlation(x, -x) == pytest.approx(-1.0)


def test_the_interval_holds_the_mean_and_is_the_same_twice() -> None:
    values = np.random.default_rng(1).random(40)
    low, high = bootstrap_interval(values)
    assert low < values.mean() < high
    assert bootstrap_interval(values) == (low, high)
    assert bootstrap_interval(np.ones(5)) == (1.0, 1.0)
