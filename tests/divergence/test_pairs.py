"""Differences of pairs: known answers, and the null only across languages."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sinorus_lib.divergence import beyond_translation, pair_divergence
from sinorus_lib.schemas import SCHEMAS
from sinorus_lib.settings import Settings

from .conftest import frames, null_of

RARE = null_of([0.0] * 99 + [0.4])


def test_one_row_a_pair_and_measure_with_both_classes() -> None:
    made = frames([1.0, 0.6], [0.6, 0.6], labels_a=["asserted", "reported"], labels_b=["reported", "reported"])
    found = pair_divergence(made.pairs, made.framing, null=RARE)
    assert list(found.columns) == list(SCHEMAS["divergence"])
    assert found["difference"].tolist() == pytest.approx([0.4, 0.0])
    assert found[["label_a", "label_b"]].to_numpy().tolist() == [["asserted", "reported"], ["reported", "reported"]]


def test_the_null_holds_for_french_against_english_only() -> None:
    across = frames([1.0, 0.5], [0.0, 0.5], languages=("fr", "en"))
    found = pair_divergence(across.pairs, across.framing, null=RARE)
    assert found["null_percentile"].tolist() == pytest.approx([100 / 101, 0.5])
    assert beyond_translation(found).tolist() == [True, False]
    within = frames([1.0, 0.5], [0.0, 0.5])
    assert pair_divergence(within.pairs, within.framing, null=RARE)["null_percentile"].isna().all()


def test_a_measure_without_a_null_has_no_percentile() -> None:
    made = frames([1.0], [0.0], measure="new", languages=("fr", "en"))
    found = pair_divergence(made.pairs, made.framing, null=RARE)
    assert found["null_percentile"].isna().all()
    assert not beyond_translation(found).any()


def test_the_null_of_another_encoder_is_not_used_for_vectors() -> None:
    made = frames([1.0], [0.0], measure="axis_threat", languages=("fr", "en"))
    null = null_of([0.0] * 100, measure="axis_threat")
    assert pair_divergence(made.pairs, made.framing, null=null)["null_percentile"].notna().all()
    other = pair_divergence(made.pairs, made.framing, null=null, settings=Settings(encoder="use-m3"))
    assert other["null_percentile"].isna().all()


def test_a_measure_that_one_claim_lacks_has_no_row() -> None:
    made = frames([1.0, 0.5], [0.0, 0.5])
    found = pair_divergence(made.pairs, made.framing[made.framing["claim_id"] != "b0"], null=RARE)
    assert found["claim_a"].tolist() == ["a1"]


def test_naming_is_compared_on_the_actors_that_both_name() -> None:
    made = frames([0.0, 0.0], [0.5, 0.0], measure="naming")
    notes = {"a0": "russia=country", "b0": "russia=metonym", "a1": "russia=country", "b1": "china=country"}
    named = made.framing.drop_duplicates("claim_id").assign(note=lambda frame: frame["claim_id"].map(notes))
    extra = named[named["claim_id"] == "b0"].assign(note="putin=person")
    found = pair_divergence(made.pairs, pd.concat([named, extra]), null=RARE)
    assert found["claim_a"].tolist() == ["a0"]
    assert found[["value_a", "value_b"]].to_numpy().tolist() == [[0.0, 0.4]]
    assert found[["label_a", "label_b"]].to_numpy().tolist() == [["country", "metonym"]]


def test_naming_across_languages_has_a_percentile() -> None:
    made = frames([0.0], [0.4], measure="naming", languages=("fr", "en"))
    named = made.framing.drop_duplicates("claim_id").assign(note=["ru=country", "ru=metonym"])
    found = pair_divergence(made.pairs, named, null=null_of([0.0] * 100, measure="naming"))
    assert found["null_percentile"].tolist() == pytest.approx([1 / 101])


def test_the_share_of_words_left_over() -> None:
    made = frames([1.0], [1.0])
    words = pd.DataFrame(
        [("a", 3.0, True), ("a", 1.0, False), ("b", 2.0, True)], columns=["side", "weight", "matched"]
    ).assign(claim_a="a0", claim_b="b0")
    found = pair_divergence(made.pairs, made.framing, words=words, null=RARE)
    left = found.loc[found["measure"] == "residual", ["value_a", "value_b", "difference"]]
    assert left.to_numpy() == pytest.approx(np.asarray([[0.25, 0.0, 0.25]]))


def test_no_pairs_give_an_empty_frame() -> None:
    made = frames([], [])
    assert pair_divergence(made.pairs, made.framing, null=RARE).empty
