"""Large collections: what is drawn is found, and the work grows little faster than the collection."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import adjusted_rand_score

from sinorus_lib.evaluation.event_scale import Recipe, draw, recall, scale_table, searches
from sinorus_lib.events import events_of


def test_the_events_that_were_drawn_are_found() -> None:
    articles, evidence = draw(1_000)
    score = adjusted_rand_score(articles["truth"], events_of(articles, evidence)["event"])
    print(f"adjusted Rand index {score:.3f}")
    assert score > 0.95


def test_the_same_seed_draws_the_same() -> None:
    (one, evidence), (other, again) = draw(50), draw(50)
    assert one.equals(other)
    assert np.array_equal(evidence.vectors, again.vectors)
    assert list(evidence.names) == list(again.names)


def test_the_work_grows_little_faster_than_the_collection() -> None:
    small, large = searches([2_000, 8_000], Recipe())
    exponent = np.log(large.seconds / small.seconds) / np.log(large.articles / small.articles)
    print(f"exponent {exponent:.2f}")
    assert exponent < 1.6


def test_the_search_looks_at_every_pair_that_is_near_enough() -> None:
    assert recall(600, Recipe(days=60)) == 1


def test_the_table_has_a_row_a_size() -> None:
    table = scale_table(searches([60, 120], Recipe(days=9)), Recipe(days=9)).splitlines()
    assert len(table) == 4
    assert "exponent" in table[0]
