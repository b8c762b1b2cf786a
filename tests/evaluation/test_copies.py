"""How well copies are found in invented collections, and that the collections are what they are said to be."""

from __future__ import annotations

import pandas as pd
import pytest

from sinorus_lib.coverage.copies.comparing import CONTAINED
from sinorus_lib.evaluation.copies import (
    GOAL,
    SEEDS,
    TUNING_SEEDS,
    copy_tables,
    invent,
    measure,
    originals,
    resemblances,
)
from sinorus_lib.evaluation.copies.alterations import KINDS
from sinorus_lib.evaluation.copies.collection import Collection
from sinorus_lib.evaluation.copies.grammar import MEASURING, TUNING, Grammar

HARD = {"quotation", "template", "follow-up", "editorial"}
SECONDS = 25


@pytest.fixture(scope="module")
def collection() -> Collection:
    return invent(SEEDS[0])


def test_copies_are_found_in_two_thousand_articles(collection: Collection) -> None:
    measured = measure(collection)
    right, found = measured.precision_by_language(), measured.by("language")
    print(f"\nprecision {measured.precision:.4f}, recall {measured.recall:.4f}, {measured.seconds:.1f} s")
    print(pd.DataFrame({"precision": right, "recall": found}).to_string())
    print(measured.by("kind").to_string())
    assert measured.precision >= GOAL
    assert measured.recall >= GOAL
    assert (right >= GOAL).all()
    assert (found >= GOAL).all()
    assert set(found.index) == {"fr", "en"}
    assert measured.seconds < SECONDS


def test_the_collection_is_what_it_is_said_to_be(collection: Collection) -> None:
    planted, articles = collection.planted, collection.articles
    assert len(articles) == len(planted) == 2_000
    assert articles["article_id"].is_unique
    assert articles["language"].value_counts().tolist() == [1_000, 1_000]
    assert articles["outlet"].nunique() > 10
    assert len(originals(collection)) == 600
    kinds = planted[planted["copied"]].groupby("language")["kind"].value_counts()
    for language in ("fr", "en"):
        assert {kind.__name__ for kind in KINDS} | {"original"} == set(kinds[language].index)
    assert set(planted.loc[~planted["copied"], "kind"]) == HARD | {"unrelated"}


def test_the_collection_is_not_trivial(collection: Collection) -> None:
    """Copies and what looks like them overlap in what they share and how alike they are, so that neither decides."""
    pairs = resemblances(collection)
    copies, others = pairs[pairs["copied"]], pairs[~pairs["copied"]]
    templates, quotations = (others[others["kind"] == kind] for kind in ("template", "quotation"))
    assert templates["contained"].quantile(0.9) > copies["contained"].quantile(0.05)
    assert templates["similarity"].quantile(0.95) > copies["similarity"].quantile(0.05)
    assert quotations[["shared_a", "shared_b"]].max(axis=1).max() > 0.3
    unrelated = others[others["kind"] == "unrelated"]
    assert unrelated["contained"].quantile(0.99) < 0.1
    assert unrelated["contained"].max() < CONTAINED


def test_the_same_seed_invents_the_same_and_another_one_not() -> None:
    one, same, other = (invent(seed, articles=40) for seed in (5, 5, 6))
    pd.testing.assert_frame_equal(one.articles, same.articles)
    pd.testing.assert_frame_equal(one.planted, same.planted)
    assert not set(one.articles["text"]) & set(other.articles["text"])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_that_was_tuned_on_is_measured_on(language: str) -> None:
    tuning, measuring = (Grammar(language, half) for half in (TUNING, MEASURING))
    assert not set(SEEDS) & set(TUNING_SEEDS)
    for name, words in tuning.words.items():
        assert not set(words) & set(measuring.words[name])
    for kind, lines in tuning.table["templates"].items():
        assert not set(lines) & set(measuring.table["templates"][kind])


def test_the_tables_for_the_benchmarks() -> None:
    note, quality, kinds, alike = copy_tables(seeds=(7,), articles=200)
    assert "Goal: precision and recall of 0.98" in note
    assert quality.count("\n") == 1 + 3
    assert kinds.count("\n") == 1 + len(KINDS)
    assert all(kind in alike for kind in HARD)
