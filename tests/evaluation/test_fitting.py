"""Fitting and ablation on invented pairs, whose grades are known to rest on one feature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd
import pytest

from sinorus_lib.evaluation import ablation, calibration
from sinorus_lib.evaluation.fitting import Features, fit_model, training_rows, with_model
from sinorus_lib.evaluation.rankings import by_place

Make = Callable[..., pd.DataFrame]


@pytest.fixture
def sets(invented: Make) -> ablation.Sets:
    return ablation.Sets(invented(0), {f"event{seed}": invented(seed) for seed in (1, 2, 3)}, pd.DataFrame())


def test_a_model_tells_the_same_from_a_contradiction(sets: ablation.Sets) -> None:
    rows = pd.concat([training_rows(pairs) for pairs in sets.events.values()])
    found = with_model(sets.gold, fit_model(rows, sets.contradictions))
    means = found.groupby("grade")[["content_probability", "probability"]].mean()
    assert means.loc["same", "probability"] > 0.5
    assert means.loc["conflicting", "content_probability"] > 0.4 > 0.1 > means.loc["conflicting", "probability"]
    assert means.loc["different", "probability"] < 0.2


def test_how_common_a_contradiction_is_comes_from_coverage(sets: ablation.Sets) -> None:
    """Ten times as many invented contradictions change no probability by much."""
    rows = pd.concat([training_rows(pairs) for pairs in sets.events.values()], ignore_index=True)
    invented = rows[rows["grade"] == "conflicting"].assign(source="scenes")
    models = [fit_model(rows, pd.concat([invented] * times)) for times in (1, 10)]
    one, two = (with_model(sets.gold, model)["conflict_probability"] for model in models)
    assert (one - two).abs().mean() < 0.05


def test_what_was_not_scored_gets_no_probability(sets: ablation.Sets) -> None:
    rows = training_rows(sets.gold)
    some = sets.gold.assign(scored=[number % 2 == 0 for number in range(len(sets.gold))])
    assert (
        with_model(some, fit_model(rows, sets.contradictions))["probability"].notna().tolist()
        == some["scored"].tolist()
    )


def test_an_event_is_measured_by_a_model_that_has_not_seen_it(sets: ablation.Sets) -> None:
    """Labels of one event turned round leave its own probabilities as they are, and change the others'."""
    name, *others = sets.events
    turned = sets.events[name].assign(
        grade=sets.events[name]["grade"].map({"different": "same", "same": "different", "conflicting": "different"})
    )
    before = calibration.held_out(sets.events, sets.contradictions)
    after = calibration.held_out({**sets.events, name: turned}, sets.contradictions)
    pd.testing.assert_series_equal(before[name]["probability"], after[name]["probability"])
    assert (before[others[0]]["probability"] - after[others[0]]["probability"]).abs().max() > 0.05


def test_leaving_out_the_feature_that_matters_costs_most(sets: ablation.Sets) -> None:
    found = ablation.without_each_feature(sets, Features())
    assert list(found) == [ablation.EVERYTHING, *Features().names]
    gold = {name: row[0] for name, row in found.items()}
    assert min(gold, key=lambda name: gold[name]) in ("overlap", "polarity")
    assert gold["overlap"] < gold[ablation.EVERYTHING] - 0.3
    assert ablation.section(found, "feature").count("\n| ") == len(found) + 2


def test_a_feature_is_left_out_of_both_models() -> None:
    features = Features(("overlap", "quantity"), ("quantity", "polarity"))
    assert features.without("quantity") == Features(("overlap",), ("polarity",))
    assert features.names == ("overlap", "quantity", "polarity")


@dataclass(frozen=True)
class Switches:
    """Two parts that can be switched off, and one that is."""

    overlap: bool = True
    polarity: bool = True
    already_off: bool = False


def test_each_component_is_switched_off_in_turn(sets: ablation.Sets) -> None:
    seen = []

    def score(switches: Switches) -> ablation.Sets:
        seen.append(switches)
        kept = {name: 1.0 * getattr(switches, name) for name in ("overlap", "polarity")}
        scaled = {
            name: pairs.assign(**{f: pairs[f] * k for f, k in kept.items()}) for name, pairs in sets.events.items()
        }
        gold = sets.gold.assign(**{f: sets.gold[f] * k for f, k in kept.items()})
        return ablation.Sets(gold, scaled, sets.contradictions)

    found = ablation.without_each_component(Switches(), score, Features())
    assert seen == [Switches(), Switches(overlap=False), Switches(polarity=False)]
    assert list(found) == [ablation.EVERYTHING, "overlap", "polarity"]
    assert found["overlap"][0] < found[ablation.EVERYTHING][0] - 0.3


def test_the_switches_of_the_scoring_are_all_on() -> None:
    switches = ablation.components()
    assert switches is not None
    assert switches == replace(switches)
    assert all(vars(switches).values())


def test_the_tables_of_the_calibration(sets: ablation.Sets) -> None:
    held_out = calibration.pooled(calibration.held_out(sets.events, sets.contradictions))
    text = calibration.section({"gold": by_place(sets.gold), "held-out events": held_out})
    assert "Reliability, held-out events; calibration error 0.0" in text
    assert text.count("| 0.9 |") == 1
