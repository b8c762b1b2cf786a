"""Rankings: the ratio margin by hand, claims gathered into the sentences that hold them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.figures import average_precisions, figures, relations_by_grade
from sinorus_lib.evaluation.labelled import Labelled, sentence_places
from sinorus_lib.evaluation.rankings import BASELINES, SINORUS, by_place, decide, rank, ratio_margin, score_pairs
from sinorus_lib.settings import UNITS

from ..conftest import ROOT


def test_the_ratio_margin_worked_out_by_hand() -> None:
    similarity = np.array([[0.8, 0.4], [0.2, 0.6]])
    expected = [[0.8 / 0.8, 0.4 / 0.7], [0.2 / 0.7, 0.6 / 0.6]]
    np.testing.assert_allclose(ratio_margin(similarity, 1), expected)


def places(**columns: list[object]) -> pd.DataFrame:
    count = len(columns["grade"])
    usual = {
        "across": [True] * count,
        "scored": [True] * count,
        "together": [False] * count,
        "relation": [None] * count,
    }
    return pd.DataFrame({**usual, **columns})


def test_figures_worked_out_by_hand() -> None:
    found = figures(
        places(
            grade=["same", "conflicting", "different", "same", "related"],
            score=[5.0, 4.0, 3.0, 2.0, 1.0],
            probability=[0.9, 0.8, 0.7, 0.6, 0.1],
            called=[True, True, False, False, True],
            together=[True, True, True, False, False],
        )
    )
    assert found.across == pytest.approx((1 + 2 / 4) / 2)
    assert (found.called, found.false_merges) == (3, 2)
    assert (found.precision, found.precision_near, found.recall) == pytest.approx((1 / 3, 1.0, 0.5))
    assert found.f1 == pytest.approx(0.4)


def test_relations_by_grade_count_everything() -> None:
    counts = relations_by_grade(places(grade=["same", "same", "different"], relation=["equivalent", None, None]))
    assert counts.loc["equivalent", "same"] == 1
    assert counts.loc["none"].tolist() == [1, 0, 0, 1]


def test_a_sentence_has_the_best_of_its_claims() -> None:
    pairs = pd.DataFrame(
        {
            "place_a": ["s", "s", "t"], "place_b": ["u", "u", "u"], "claim_a": ["1", "2", "3"],
            "claim_b": ["4", "4", "4"], "grade": "same", "across": True, "probability": [0.2, 0.7, np.nan],
            "content_probability": [0.2, 0.7, np.nan], "scored": [True, True, False], "called": [True, False, False],
            "together": False, "relation": ["equivalent", None, None],
        }
    )  # fmt: skip
    found = by_place(pairs).set_index("place_a")
    assert found.loc["s", ["probability", "score", "called", "relation"]].tolist() == [0.7, 0.7, True, "equivalent"]
    assert found.loc["t", "probability"] == 0
    assert found.loc["t", "score"] == -np.inf


@pytest.fixture(scope="module")
def gold(coverage: sl.Coverage, bench: Bench) -> dict[str, pd.DataFrame]:
    labels = ROOT / "data" / "gold" / "pairs.csv"
    benches = {unit: bench.in_unit(unit) for unit in UNITS}
    return {unit: Labelled.read(coverage.articles, labels, one).pairs(one) for unit, one in benches.items()}


def test_either_unit_is_graded_over_the_same_pairs_of_sentences(gold: dict[str, pd.DataFrame]) -> None:
    found = {unit: by_place(pairs) for unit, pairs in gold.items()}
    pd.testing.assert_frame_equal(
        found["claim"][["place_a", "place_b", "grade", "across"]],
        found["sentence"][["place_a", "place_b", "grade", "across"]],
    )
    assert found["claim"]["grade"].value_counts()[["same", "conflicting", "related"]].tolist() == [39, 14, 106]


@pytest.mark.parametrize("unit", UNITS)
def test_quality_on_labels_it_was_not_fitted_on(
    gold: dict[str, pd.DataFrame], unit: str, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the gold labels of the sample: better than every sentence vector, by the floors below what was measured."""
    measured = figures(rank(gold[unit], {}, bench.settings)[SINORUS])
    with capsys.disabled():
        print(f"\nalignment on data/gold, unit {unit}: {measured}")
    baselines = [average_precisions(by_place(gold[unit], column))[0] for column in BASELINES if column != "overlap"]
    assert measured.across > 2 * max(baselines)
    assert measured.across > 0.25
    assert measured.precision > 0.50


def test_no_result_depends_on_the_order_of_the_files(coverage: sl.Coverage, bench: Bench) -> None:
    results = []
    for seed in (None, 1, 2):
        articles = coverage.articles
        if seed is not None:
            articles = articles.sample(frac=1.0, random_state=seed).reset_index(drop=True)
        claims = bench.claims(articles)
        pairs = decide(score_pairs(claims, sentence_places(claims), bench), bench.settings)
        kept = pairs.sort_values(["claim_a", "claim_b"]).reset_index(drop=True)
        results.append(
            kept[["claim_a", "claim_b", "place_a", "place_b", "relation", "called", "together", "probability"]]
        )
    for other in results[1:]:
        pd.testing.assert_frame_equal(results[0], other, atol=1e-5)


def test_shuffled_articles_give_the_same_pairs_and_groups(coverage: sl.Coverage, comparison: sl.Comparison) -> None:
    shuffled = coverage.articles.sample(frac=1.0, random_state=3).reset_index(drop=True)
    other = sl.compare(shuffled, progress=False).pairs
    columns = ["claim_a", "claim_b", "outlet_a", "outlet_b", "relation", "group_id", "probability"]
    one, two = (
        found.sort_values(["claim_a", "claim_b"])[columns].reset_index(drop=True)
        for found in (comparison.pairs, other)
    )
    assert len(one)
    pd.testing.assert_frame_equal(one, two, atol=1e-4)
