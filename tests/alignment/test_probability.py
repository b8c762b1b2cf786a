"""The probability of a pair: a logistic model that recovers what it was made from, and is calibrated."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sinorus_lib.alignment.features import FEATURES, numbers, numbers_differ, shares_number
from sinorus_lib.alignment.probability import ProbabilityModel, fit
from sinorus_lib.errors import SinorusError


def synthetic(count: int) -> tuple[pd.DataFrame, np.ndarray]:
    random = np.random.default_rng(3)
    pairs = pd.DataFrame({"overlap": random.normal(0.1, 0.2, count), "similarity_margin": random.normal(0, 1, count)})
    odds = -2.0 + 12.0 * (pairs["overlap"] - 0.1) + 1.0 * pairs["similarity_margin"]
    return pairs, (random.random(count) < 1 / (1 + np.exp(-odds))).to_numpy()


def test_fitting_recovers_known_weights_and_is_calibrated() -> None:
    pairs, same = synthetic(20_000)
    model = fit(pairs, same, ("overlap", "similarity_margin"), {})
    assert np.array(model.weights) / np.array(model.scales) == pytest.approx([12.0, 1.0], rel=0.08)
    probability = model.probability(pairs)
    for low in (0.1, 0.3, 0.5, 0.7):
        chosen = (probability >= low) & (probability < low + 0.2)
        assert same[chosen].mean() == pytest.approx(probability[chosen].mean(), abs=0.05)


def test_contributions_add_up_to_the_probability() -> None:
    pairs, same = synthetic(500)
    model = fit(pairs, same, ("overlap", "similarity_margin"), {})
    odds = model.contributions(pairs).sum(axis=1) + model.intercept
    np.testing.assert_allclose(model.probability(pairs), 1 / (1 + np.exp(-odds)))


def test_the_shipped_model_names_its_features_and_its_data() -> None:
    model = ProbabilityModel.shipped()
    assert model.features == FEATURES
    assert len(model.provenance["events"]) == 10
    assert model.provenance["token_layer"] > 0
    weights = dict(zip(model.features, model.weights, strict=True))
    assert weights["overlap"] > 0
    assert weights["shared_number"] > 0 > weights["number_mismatch"]


def test_a_model_survives_a_round_trip(tmp_path: Path) -> None:
    model = ProbabilityModel.shipped()
    model.to_json(tmp_path / "model.json")
    assert ProbabilityModel.from_json((tmp_path / "model.json").read_text(encoding="utf-8")) == model


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"features": 3}'])
def test_a_damaged_model_is_one_clear_error(text: str) -> None:
    with pytest.raises(SinorusError, match="fit it again"):
        ProbabilityModel.from_json(text)


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("1,5 %", "1.5%"),
        ("3 000 euros", "3,000 euros"),
        ("1 200 000", "1.200.000"),
        ("en 2022", "in 2022"),
        ("177 milliards", "177 billion"),
    ],
)
def test_numbers_of_both_conventions_are_the_same(french: str, english: str) -> None:
    assert numbers(french) == numbers(english)
    assert shares_number(numbers(french), numbers(english))


def test_numbers_differ_only_where_both_have_some() -> None:
    assert numbers_differ(numbers("12 morts"), numbers("14 dead"))
    assert not numbers_differ(numbers("12 morts le 3 mai"), numbers("14 dead on 3 May"))
    assert not numbers_differ(numbers("des morts"), numbers("14 dead"))
