"""Differences between claims and between outlets: known answers, and silence where the sample is small."""

from __future__ import annotations

import pandas as pd
import pytest

from sinorus_lib.divergence import FEWEST_PAIRS, outlet_divergence, pair_divergence


def frames(values_a: list[float], values_b: list[float]) -> tuple[pd.DataFrame, pd.DataFrame]:
    count = len(values_a)
    pairs = pd.DataFrame(
        {
            "claim_a": [f"a{i}" for i in range(count)],
            "claim_b": [f"b{i}" for i in range(count)],
            "outlet_a": "A",
            "outlet_b": "B",
            "relation": "equivalent",
        }
    ).astype("str")
    rows = [(f"a{i}", v) for i, v in enumerate(values_a)] + [(f"b{i}", v) for i, v in enumerate(values_b)]
    framing = pd.DataFrame([(c, "certainty", v, "x", 0, 1, "y") for c, v in [*rows, rows[0]]],
                           columns=["claim_id", "measure", "value", "label", "start", "end", "cue"])  # fmt: skip
    return pairs, framing


def test_a_clear_difference_is_found() -> None:
    pairs, framing = frames([1.0] * 12, [0.0, 0.2] * 6)
    (row,) = outlet_divergence(pairs, pair_divergence(pairs, framing)).to_dict("records")
    assert row["difference"] == pytest.approx(0.9)
    assert row["pairs"] == 12
    assert 0.8 < row["low"] <= row["difference"] <= row["high"] <= 1.0
    assert row["p"] == row["q"] < 0.01


def test_no_difference_is_not_found() -> None:
    pairs, framing = frames([0.0, 1.0] * 6, [1.0, 0.0] * 6)
    (row,) = outlet_divergence(pairs, pair_divergence(pairs, framing)).to_dict("records")
    assert row["difference"] == 0.0
    assert row["low"] < 0 < row["high"]
    assert row["p"] > 0.5


def test_a_small_sample_says_nothing() -> None:
    pairs, framing = frames([1.0] * (FEWEST_PAIRS - 1), [0.0] * (FEWEST_PAIRS - 1))
    (row,) = outlet_divergence(pairs, pair_divergence(pairs, framing)).to_dict("records")
    assert row["difference"] == 1.0
    assert pd.isna([row["low"], row["high"], row["p"], row["q"]]).all()


def test_only_equivalent_pairs_count_between_outlets() -> None:
    pairs, framing = frames([1.0] * 8, [0.0] * 8)
    related = pairs.assign(relation="related")
    assert outlet_divergence(related, pair_divergence(related, framing)).empty
    assert len(pair_divergence(related, framing)) == 8


def test_no_pairs_give_empty_frames() -> None:
    pairs, framing = frames([], [0.5])
    assert pair_divergence(pairs, framing).empty
    assert outlet_divergence(pairs, pair_divergence(pairs, framing)).empty


def test_more_tests_raise_q_above_p() -> None:
    pairs, framing = frames([0.6] * 6 + [0.4], [0.5] * 7)
    more = framing.assign(measure="speech", value=1.0)
    result = outlet_divergence(pairs, pair_divergence(pairs, pd.concat([framing, more])))
    assert (result["q"] >= result["p"]).all()
