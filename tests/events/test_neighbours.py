"""Which articles may be one event: all of them are found, whatever is left out of the comparison."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sinorus_lib.evaluation.event_scale import Recipe, draw
from sinorus_lib.events.clustering import Collection
from sinorus_lib.events.nearness import Evidence, shipped_model
from sinorus_lib.events.neighbours import components, joinable
from sinorus_lib.settings import Settings

WINDOW = 7.0
NUMBER = 1_100  # more than two pieces of the comparison


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """Articles of which one in nine has no date, and one in twenty is in an event that the analyst named."""
    articles, evidence = draw(NUMBER, Recipe(days=60, event=0.5, noise=0.55, common=0.7))
    articles.loc[articles.index[::9], "published"] = pd.NaT
    articles.loc[articles.index[::20], "event"] = np.resize(["A", "B", "C"], len(articles.index[::20]))
    return Collection.gathered(articles, evidence, Settings()).evidence


@pytest.mark.parametrize("threshold", [0.1, 0.3, 0.44, 0.7])
def test_no_pair_that_is_near_enough_is_missed(evidence: Evidence, threshold: float) -> None:
    """Of those that the analyst did not put into one event anyway."""
    model, everything = shipped_model().with_threshold(threshold), np.arange(NUMBER)
    same = (evidence.named[:, None] >= 0) & (evidence.named[:, None] == evidence.named) | np.eye(NUMBER, dtype=bool)
    near = (evidence.distances(everything, everything, model, WINDOW) <= 1 - threshold) & ~same
    pairs = list(joinable(evidence, everything, model, WINDOW))
    found = np.zeros_like(near)
    for part in pairs:
        found[part.first, part.second] = found[part.second, part.first] = True
    print(f"threshold {threshold}: {near.sum() // 2} pairs, recall {found[near].mean():.3f}")
    assert np.array_equal(found & ~same, near)
    assert sum(int((~same[part.first, part.second]).sum()) for part in pairs) == near.sum() // 2


def test_pairs_come_with_their_distances(evidence: Evidence) -> None:
    for part in joinable(evidence, np.arange(NUMBER), shipped_model(), WINDOW):
        for first, second, distance in zip(part.first[:5], part.second[:5], part.distances[:5], strict=True):
            expected = evidence.distances(np.array([first]), np.array([second]), shipped_model(), WINDOW)
            assert distance == pytest.approx(expected.item())


def test_articles_of_a_named_event_hang_together(evidence: Evidence) -> None:
    found = components(evidence, shipped_model(), WINDOW)
    assert all(len(set(found[evidence.named == number])) == 1 for number in range(3))


def test_components_are_those_of_all_pairs(evidence: Evidence) -> None:
    from scipy.sparse.csgraph import connected_components

    model, everything = shipped_model(), np.arange(NUMBER)
    near = evidence.distances(everything, everything, model, WINDOW) <= 1 - model.threshold
    _, expected = connected_components(near, directed=False)
    found = components(evidence, model, WINDOW)
    assert len(set(zip(expected, found, strict=True))) == len(set(expected)) == len(set(found))


def test_where_names_alone_suffice_no_cosine_is_too_low(evidence: Evidence) -> None:
    model = shipped_model()
    assert model.with_threshold(1 - model.embedding).least_cosine(evidence.languages) == -np.inf
    assert min(model.unrelated.values()) < model.least_cosine(evidence.languages) < 1
