"""Differences between outlets: known answers, silence where the sample is small, and all of it in words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sinorus_lib.divergence import (
    FEWEST_PAIRS,
    TranslationNull,
    outlet_divergence,
    pair_divergence,
    pooled_divergence,
)
from sinorus_lib.schemas import SCHEMAS
from sinorus_lib.settings import Settings

from .conftest import Frames, frames, null_of

NONE = TranslationNull({}, {})


def outlets(made: Frames, null: TranslationNull = NONE, interface: str = "en") -> pd.DataFrame:
    divergence = pair_divergence(made.pairs, made.framing, null=null)
    settings = Settings(interface=interface)
    return outlet_divergence(made.pairs, divergence, made.claims, null=null, settings=settings)


def test_a_clear_difference_is_found() -> None:
    found = outlets(frames([1.0] * 12, [0.0, 0.2] * 6, articles=4))
    assert list(found.columns) == list(SCHEMAS["outlets"])
    (row,) = found.to_dict("records")
    assert row["difference"] == pytest.approx(0.9)
    assert (row["pairs"], row["articles_a"], row["articles_b"]) == (12, 4, 4)
    assert 0.8 <= row["low"] <= row["difference"] <= row["high"] <= 1.0
    assert row["p"] == row["q"] < 0.01
    assert row["finding"] == (
        "On 12 shared claims, A sounds more certain than B: 1.00 against 0.10 on average; hardly chance (q = 0.000)."
        if row["q"] < 0.0005
        else row["finding"]
    )


def test_no_difference_is_not_found() -> None:
    (row,) = outlets(frames([0.0, 1.0] * 6, [1.0, 0.0] * 6, articles=3)).to_dict("records")
    assert row["difference"] == 0.0
    assert row["low"] <= 0 <= row["high"]
    assert row["p"] > 0.5
    assert "do not differ in how certain claims sound" in row["finding"]


def test_what_translation_makes_is_no_finding() -> None:
    made = frames([0.5] * 12, [0.3] * 12, languages=("fr", "en"), articles=3)
    shifted = null_of([0.2] * 90 + [0.0] * 10)
    (row,) = outlets(made, shifted).to_dict("records")
    assert [row["null_low"], row["null_high"]] == pytest.approx([0.2, 0.2], abs=0.12)
    assert "no more than translation alone can make" in row["finding"]
    (row,) = outlets(made, null_of([0.0] * 95 + [0.1] * 5)).to_dict("records")
    assert "more than translation explains" in row["finding"]
    assert row["p"] < 0.01


def test_no_difference_is_none_though_translations_differ_a_little() -> None:
    made = frames([0.5] * 12, [0.5] * 12, languages=("fr", "en"), articles=3)
    (row,) = outlets(made, null_of([0.0] * 95 + [0.2] * 5)).to_dict("records")
    assert row["p"] > 0.5


def test_a_measure_that_says_nothing_says_so() -> None:
    made = frames([0.5] * 12, [0.3] * 12, languages=("fr", "en"))
    (row,) = outlets(made, null_of([0.0] * 100, told=0.02)).to_dict("records")
    assert "across languages this measure says nothing" in row["finding"]


@pytest.mark.parametrize(
    ("interface", "wanted"),
    [
        ("en", "too few to compare how certain claims sound"),
        ("fr", "c’est trop peu pour comparer le degré de certitude"),
    ],
)
def test_a_small_sample_is_refused_in_words(interface: str, wanted: str) -> None:
    count = FEWEST_PAIRS - 1
    (row,) = outlets(frames([1.0] * count, [0.0] * count, articles=5), interface=interface).to_dict("records")
    assert row["difference"] == 1.0
    assert pd.isna([row["low"], row["high"], row["p"], row["q"]]).all()
    assert wanted in row["finding"]


def test_one_article_a_side_gives_no_interval_and_says_so() -> None:
    (row,) = outlets(frames([1.0] * 12, [0.0] * 12)).to_dict("records")
    assert pd.isna([row["low"], row["high"]]).all()
    assert row["p"] < 0.01
    assert "this holds of these articles, not of the outlets" in row["finding"]


def test_classes_are_counted_and_named() -> None:
    made = frames(
        [1.0] * 14, [1.0] * 14, measure="attribution", articles=7,
        labels_a=["anonymous"] * 2 + ["office"] * 12, labels_b=["anonymous"] * 9 + ["office"] * 5,
    )  # fmt: skip
    found = outlets(made).set_index("measure")
    assert set(found.index) == {"attribution", "attribution:anonymous", "attribution:office"}
    assert found.loc["attribution:anonymous", "difference"] == pytest.approx(-0.5)
    assert str(found.loc["attribution:anonymous", "finding"]).startswith(
        "On 14 shared claims, B attributes to unnamed officials or sources more often than A: 9 against 2 of 14; "
    )


def test_only_equivalent_pairs_count() -> None:
    made = frames([1.0] * 8, [0.0] * 8)
    related = Frames(made.pairs.assign(relation="related"), made.framing, made.claims)
    assert outlets(related).empty


def test_more_tests_raise_q_above_p() -> None:
    made = frames([0.6] * 6 + [0.4], [0.5] * 7)
    more = pd.concat([made.framing, made.framing.assign(measure="tone", value=1.0)])
    found = outlets(Frames(made.pairs, more, made.claims))
    assert len(found) == 2
    assert (found["q"] >= found["p"]).all()


def test_under_the_null_hypothesis_few_are_found() -> None:
    random = np.random.default_rng(3)
    p = [
        outlets(frames(*random.random((2, 12)).tolist(), articles=12))["p"].iloc[0]
        for _ in range(60)
    ]  # fmt: skip
    assert np.mean(np.asarray(p) < 0.05) <= 0.13  # 60 tests: 5 % expected, 13 % with probability under .01


def pooled(made: Frames) -> pd.DataFrame:
    return pooled_divergence(made.claims, made.framing, null=NONE)


def test_pooled_claims_are_tested_by_article() -> None:
    (row,) = pooled(frames([0.9] * 24, [0.1] * 24, articles=8)).to_dict("records")
    assert (row["claims_a"], row["articles_b"]) == (24, 8)
    assert row["difference"] == pytest.approx(0.8)
    assert row["low"] == pytest.approx(0.8)
    assert row["p"] < 0.01
    assert row["finding"].startswith("Over all 24 and 24 claims, not the same ones, A sounds more certain than B")


def test_few_articles_are_not_pooled() -> None:
    (row,) = pooled(frames([0.9] * 24, [0.1] * 24, articles=2)).to_dict("records")
    assert pd.isna([row["low"], row["p"]]).all()
    assert "2 and 2 articles, too few to pool" in row["finding"]


def test_no_pairs_give_empty_frames() -> None:
    made = frames([], [])
    assert outlets(made).empty
    assert pooled(made).empty
