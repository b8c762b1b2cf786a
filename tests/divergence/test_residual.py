"""Residual words: ranked by what no pair of a claim answers."""

from __future__ import annotations

import pandas as pd

from sinorus_lib.divergence import residual_words

WORDS = [
    ("a0", "b0", "a", 0, 6, "Brutal", 4.0, 0.1, False),
    ("a0", "b0", "a", 7, 13, "attack", 2.0, 0.9, True),
    ("a0", "b0", "b", 0, 6, "attack", 2.0, 0.9, True),
    ("a0", "b0", "b", 7, 11, "dawn", 1.0, 0.2, False),
    ("a1", "b0", "b", 7, 11, "dawn", 1.0, 0.8, True),
    ("a1", "b0", "a", 0, 6, "brutal", 4.0, 0.5, False),
]
COLUMNS = ["claim_a", "claim_b", "side", "start", "end", "word", "weight", "similarity", "matched"]


def frames() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    pairs = pd.DataFrame([("a0", "b0"), ("a1", "b0")], columns=["claim_a", "claim_b"])
    claims = pd.DataFrame([("a0", "A", "en"), ("a1", "A", "en"), ("b0", "B", "en")],
                          columns=["claim_id", "outlet", "language"])  # fmt: skip
    return pairs, pd.DataFrame(WORDS, columns=COLUMNS), claims


def test_a_word_counts_once_a_claim_and_not_where_any_pair_matches_it() -> None:
    found = residual_words(*frames())
    assert found["word"].tolist() == ["brutal"]
    assert found[["outlet", "claims", "example"]].to_numpy().tolist() == [["A", 2, "a0"]]
    assert found.loc[0, "weight"] == 4.0 * 0.9 + 4.0 * 0.5


def test_nothing_left_over_is_an_empty_frame() -> None:
    pairs, words, claims = frames()
    assert residual_words(pairs.iloc[:0], words, claims).empty
    assert residual_words(pairs, words.assign(matched=True), claims).empty
