"""The probability of a pair: a logistic model that recovers what it was made from, and is calibrated."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sinorus_lib.alignment.features import CONFLICT_FEATURES, CONTENT_FEATURES
from sinorus_lib.alignment.probability import CONFLICT_PROBABILITY, PairModel, fit
from sinorus_lib.errors import SinorusError


def synthetic(count: int) -> tuple[pd.DataFrame, np.ndarray]:
    random = np.random.default_rng(3)
    pairs = pd.DataFrame(
        {"overlap": random.normal(0.1, 0.2, count), "passage_similarity": random.normal(0, 1, count)}
    )
    odds = -2.0 + 12.0 * (pairs["overlap"] - 0.1) + 1.0 * pairs["passage_similarity"]
    return pairs, (random.random(count) < 1 / (1 + np.exp(-odds))).to_numpy()


def test_fitting_recovers_known_weights_and_is_calibrated() -> None:
    pairs, same = synthetic(20_000)
    model = fit(pairs, same, ("overlap", "passage_similarity"))
    assert np.array(model.weights) / np.array(model.scales) == pytest.approx([12.0, 1.0], rel=0.08)
    probability = model.probability(pairs)
    for low in (0.1, 0.3, 0.5, 0.7):
        chosen = (probability >= low) & (probability < low + 0.2)
        assert same[chosen].mean() == pytest.approx(probability[chosen].mean(), abs=0.05)


def test_contributions_add_up_to_the_probability() -> None:
    pairs, same = synthetic(500)
    model = fit(pairs, same, ("overlap", "passage_similarity"))
    odds = model.contributions(pairs).sum(axis=1) + model.intercept
    np.testing.assert_allclose(model.probability(pairs), 1 / (1 + np.exp(-odds)))


def test_the_shipped_model_names_its_features_and_its_data() -> None:
    model = PairModel.shipped()
    assert model.content.features == CONTENT_FEATURES
    assert model.conflict.features == CONFLICT_FEATURES
    assert model.provenance
    assert dict(zip(CONTENT_FEATURES, model.content.weights, strict=True))["overlap"] > 0


def test_no_cue_of_a_contradiction_speaks_against_one() -> None:
    model = PairModel.shipped().conflict
    weights = dict(zip(model.features, model.weights, strict=True))
    assert all(weights[cue] > 0 for cue in CONFLICT_FEATURES if cue != "matched_share")


def test_a_contradiction_counts_where_it_is_more_likely_than_not() -> None:
    random = np.random.default_rng(0)
    names = list(dict.fromkeys([*CONTENT_FEATURES, *CONFLICT_FEATURES]))
    pairs = pd.DataFrame(random.random((200, len(names))) * random.random((200, 1)) ** 3, columns=names)
    model = PairModel.shipped()
    scored = model.scored(pairs)
    taken = scored["conflict_probability"] >= CONFLICT_PROBABILITY
    assert 0 < taken.sum() < len(taken)
    expected = scored["content_probability"] * np.where(taken, 1 - model.contradicting, 1)
    np.testing.assert_allclose(scored["probability"], expected)
    for name in ("content_probability", "conflict_probability", "probability"):
        assert scored[name].between(0, 1).all()
    assert list(pairs.columns) == names


def test_a_model_survives_a_round_trip(tmp_path: Path) -> None:
    model = PairModel.shipped()
    model.to_json(tmp_path / "model.json")
    assert PairModel.from_json((tmp_path / "model.json").read_text(encoding="utf-8")) == model


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"content": 3}'])
def test_a_damaged_model_is_one_clear_error(text: str) -> None:
    with pytest.raises(SinorusError, match="fit it again"):
        PairModel.from_json(text)
