"""Estimates from decisions: right where everything is decided, honest where little is, unbiased by what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

import sinorus_lib as sl
from sinorus_lib.adjudication.estimates import EDGES, UNREACHED, Estimate, Judged, Sample, bins, strata, wilson
from sinorus_lib.adjudication.quality import estimate_quality
from sinorus_lib.comparison import Comparison
from sinorus_lib.errors import SinorusWarning
from tests.adjudication.conftest import decided, judge

Maker = Callable[..., tuple[Comparison, pd.Series]]


def called(comparison: Comparison) -> pd.Series:
    return comparison.candidates["probability"] >= comparison.settings.equivalent_probability


def chosen(comparison: Comparison, seed: int, count: int) -> pd.Index:
    """Return candidates as an analyst chooses them: probable ones most often, some of all."""
    weights = 0.02 + comparison.candidates["probability"]
    random = np.random.default_rng(seed)
    return pd.Index(random.choice(weights.index, count, replace=False, p=weights / weights.sum()))


def test_where_all_is_decided_the_estimates_are_what_they_are_by_definition(population: Maker) -> None:
    comparison, truth = population(0, side=20)
    quality = comparison.estimate_quality(judge(comparison, truth, truth.index))
    probability, same = comparison.candidates["probability"], called(comparison)
    assert quality.precision.value == pytest.approx(truth[same].mean())
    assert quality.recall.value == pytest.approx(same[truth].mean())
    assert quality.brier.value == pytest.approx(((probability - truth) ** 2).mean())
    gaps = pd.DataFrame({"gap": probability - truth, "bin": bins(probability.to_numpy())}).groupby("bin")["gap"].sum()
    assert quality.calibration_error.value == pytest.approx(gaps.abs().sum() / len(truth))
    assert (quality.decided, quality.same, quality.candidates) == (400, truth.sum(), 400)
    assert quality.calibration["pairs"].tolist() == quality.calibration["candidates"].tolist()
    assert quality.notes == ()


def test_the_truth_lies_in_most_intervals_though_probable_pairs_were_chosen(population: Maker) -> None:
    names = ("precision", "recall", "brier")
    inside, width, naive, weighted = dict.fromkeys(names, 0), [], [], []
    runs = 30
    for seed in range(runs):
        comparison, truth = population(seed, slope=0.8, shift=-0.5)
        rows = chosen(comparison, seed, 250)
        quality = comparison.estimate_quality(judge(comparison, truth, rows))
        probability, same = comparison.candidates["probability"], called(comparison)
        whole = truth[same].mean(), same[truth].mean(), ((probability - truth) ** 2).mean()
        for name, known in zip(names, whole, strict=True):
            found: Estimate = getattr(quality, name)
            inside[name] += found.low <= known <= found.high
        width.append(quality.recall.high - quality.recall.low)
        naive.append(same[rows][truth[rows]].mean() - whole[1])
        weighted.append(quality.recall.value - whole[1])
    print(
        f"\n95 % intervals hold the truth in {runs} runs: {inside}; mean width for recall {np.mean(width):.2f}; "
        f"recall is off by {np.mean(weighted):+.3f} on average, by {np.mean(naive):+.3f} without weights"
    )
    assert all(count >= 0.9 * runs for count in inside.values())
    assert abs(np.mean(weighted)) < abs(np.mean(naive)) / 3
    assert np.mean(width) < 0.5


def test_few_decisions_say_so_and_have_wide_intervals(population: Maker) -> None:
    comparison, truth = population(1)
    few = comparison.estimate_quality(judge(comparison, truth, chosen(comparison, 1, 10)))
    many = comparison.estimate_quality(judge(comparison, truth, chosen(comparison, 1, 600)))
    assert "below 30 it is a rough guess" in few.note
    assert many.precision.high - many.precision.low < few.precision.high - few.precision.low
    assert many.notes == ()


def test_three_right_of_three_is_not_certainty(small: Comparison) -> None:
    found = small.estimate_quality(decided(("ana", "c00", "c10", "same"), ("ana", "c01", "c11", "same")))
    assert (found.precision.value, found.precision.high, found.precision.pairs) == (1.0, 1.0, 2)
    assert found.precision.low < 0.6
    assert "judged alike" in found.note


def test_recall_is_not_estimated_where_nobody_looked_at_what_the_model_rejects(small: Comparison) -> None:
    found = small.estimate_quality(decided(("ana", "c00", "c10", "same"), ("ana", "c01", "c11", "different")))
    assert np.isnan(found.recall.value)
    assert found.precision.value == 0.5
    assert "Recall cannot be estimated" in found.note
    assert "2 scored pairs" in found.note
    lowest = small.estimate_quality(decided(("ana", "c00", "c10", "same"), ("ana", "c02", "c12", "different")))
    assert lowest.recall.value == 1.0
    assert lowest.recall.low < 1.0


def test_precision_is_not_estimated_where_no_pair_that_is_called_was_decided(small: Comparison) -> None:
    found = small.estimate_quality(decided(("ana", "c02", "c12", "same")))
    assert np.isnan([found.precision.value, found.recall.value]).all()
    assert np.isfinite(found.brier.value)
    assert "neither precision nor recall" in found.note


@pytest.mark.parametrize("rows", [[], [("ana", "c00", "c10", "unsure")], [("ana", "c00", "c10", "none")]])
def test_without_decisions_nothing_is_said_in_words(small: Comparison, rows: list[tuple[str, str, str, str]]) -> None:
    found = small.estimate_quality(decided(*rows))
    assert found.decided == 0
    assert np.isnan(
        [found.precision.value, found.recall.value, found.brier.value, found.calibration_error.value]
    ).all()
    assert found.notes[0].startswith("No pair of this comparison has been decided yet")
    assert "–" in repr(found)


def test_an_empty_comparison_has_no_quality(small: Comparison) -> None:
    nothing = replace(small, candidates=small.candidates.iloc[:0], pairs=small.pairs.iloc[:0])
    assert nothing.estimate_quality().candidates == 0
    assert nothing.with_decisions(decided()).pairs.empty


def test_it_is_the_model_that_is_judged_not_what_was_made_of_it(small: Comparison) -> None:
    decisions = decided(
        ("ana", "c00", "c10", "different"), ("ana", "c01", "c11", "same"), ("ana", "c02", "c12", "same")
    )
    with_them = small.with_decisions(decisions)
    assert with_them.estimate_quality().precision.value == 0.5
    assert repr(with_them.estimate_quality()) == repr(small.estimate_quality(decisions))


def test_decisions_made_with_the_scores_in_sight_are_told(population: Maker) -> None:
    comparison, truth = population(2)
    seen = judge(comparison, truth, chosen(comparison, 2, 300), blind=False)
    assert "scores in sight: 300 decisions" in comparison.estimate_quality(seen).note


def test_several_coders_count_as_one_voice(small: Comparison) -> None:
    three = [(name, "c00", "c10", said) for name, said in (("a", "same"), ("b", "same"), ("c", "different"))]
    found = small.estimate_quality(decided(*three, ("a", "c01", "c11", "same"), ("b", "c01", "c11", "related")))
    assert (found.decided, found.same) == (1, 1)


def test_decisions_on_other_claims_are_told(small: Comparison) -> None:
    with pytest.warns(SinorusWarning, match="1 of 1 decisions are on claims") as told:
        small.estimate_quality(decided(("ana", "c99", "c10", "same")))
    assert told[0].filename == __file__


@pytest.mark.parametrize(("interface", "said"), [("en", "precision of pairs"), ("fr", "précision des paires")])
def test_it_shows_itself_in_the_language_of_the_interface(small: Comparison, interface: str, said: str) -> None:
    here = replace(small, settings=small.settings.with_(interface=interface))
    found = here.estimate_quality(decided(("ana", "c00", "c10", "same"), ("ana", "c02", "c12", "different")))
    html = found._repr_html_()
    assert said in repr(found)
    assert said in html
    assert f'lang="{interface}"' in html
    assert "<script" not in html
    assert ("0,50" in repr(found)) == ("1,00" in repr(found)) or interface == "fr"
    assert found.note in " ".join(repr(found).split("\n\n")[2:])


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.booleans()), min_size=1, max_size=60),
    st.floats(0, 1),
)
def test_every_pair_has_a_stratum_of_its_kind_and_every_stratum_a_decision(
    items: list[tuple[float, bool, bool]], threshold: float
) -> None:
    probability = np.array([p for p, *_ in items])
    decided_, same = (np.array([item[n] for item in items]) for n in (1, 2))
    judged = Judged(probability, probability >= threshold, decided_, same)
    found = strata(judged)
    for number in np.unique(found[found != UNREACHED]):
        inside = found == number
        assert (inside & decided_).any()
        assert len(set(judged.called[inside])) == 1
    missed = found == UNREACHED
    assert not (missed & decided_).any()
    for kind in (True, False):
        of_kind = judged.called == kind
        if kind and (of_kind & decided_).any():
            assert not (of_kind & missed).any()
        elif (of_kind & missed).any() and (of_kind & ~missed).any():
            assert bins(probability[of_kind & missed]).max() < bins(probability[of_kind & ~missed]).min()
    weights = Sample.of(judged).weights()
    assert weights.sum() == pytest.approx((~missed).sum() if weights.size else 0)


def test_bins_hold_their_lower_edge_and_the_last_one_both() -> None:
    assert bins(EDGES).tolist() == [*range(len(EDGES) - 1), len(EDGES) - 2]


@settings(deadline=None)
@given(st.integers(1, 500), st.data())
def test_the_interval_of_a_share_is_wilsons(count: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, count))
    expected = binomtest(hits, count).proportion_ci(method="wilson")
    assert wilson(hits / count, count) == pytest.approx((expected.low, expected.high), abs=1e-6)


def test_no_interval_without_items() -> None:
    assert np.isnan(wilson(0.5, 0.0)).all()


def test_its_name_is_public(small: Comparison) -> None:
    assert isinstance(estimate_quality(small), sl.Quality)
