"""Average linkage of many articles is that of few."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sinorus_lib.evaluation.event_scale import Recipe, draw
from sinorus_lib.events import linkage
from sinorus_lib.events.clustering import Collection, events_of
from sinorus_lib.events.evidence import ArticleEvidence
from sinorus_lib.events.linkage import groups, linkage_of_few, linkage_of_many
from sinorus_lib.events.nearness import Evidence, shipped_model
from sinorus_lib.settings import Settings

WINDOW = 7.0
RECIPES = {
    "apart": Recipe(days=120),
    "near": Recipe(days=60, common=0.8, topic=0.3, event=0.5, noise=0.5, topics=20),
    "dense": Recipe(days=60, common=1.0, topic=1.0, event=0.5, noise=0.4, topics=6),
}


def collection(recipe: Recipe, articles: int = 600) -> Evidence:
    frame, evidence = draw(articles, recipe)
    frame.loc[frame.index[::40], "event"] = np.resize(["A", "B"], len(frame.index[::40]))
    frame.loc[frame.index[::13], "published"] = pd.NaT
    return Collection.gathered(frame, evidence, Settings()).evidence


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    """Say whether two numberings are of the same clusters."""
    return len(set(zip(one, other, strict=True))) == len(set(one)) == len(set(other))


@pytest.mark.parametrize("name", RECIPES)
def test_many_articles_are_clustered_as_few_are(name: str) -> None:
    evidence, rows = collection(RECIPES[name]), np.arange(600)
    few = linkage_of_few(evidence, rows, shipped_model(), WINDOW)
    many = linkage_of_many(evidence, rows, shipped_model(), WINDOW)
    print(f"{name}: {len(set(few))} clusters, the largest of {np.bincount(few).max()}")
    assert alike(few, many)


def test_some_of_the_articles_are_clustered_by_themselves() -> None:
    evidence, rows = collection(RECIPES["near"]), np.arange(5, 600, 3)
    assert alike(*(way(evidence, rows, shipped_model(), WINDOW) for way in (linkage_of_few, linkage_of_many)))


def test_copies_are_one_cluster() -> None:
    """All distances are equal, and every article has more neighbours than are kept."""
    frame, evidence = draw(1, Recipe())
    copies = pd.concat([frame.assign(article_id=f"a{number:03}") for number in range(300)], ignore_index=True)
    each = ArticleEvidence(copies["article_id"].tolist(), np.tile(evidence.vectors, (300, 1)), evidence.names * 300)
    compared = Collection.gathered(copies, each, Settings()).evidence
    assert len(set(linkage_of_many(compared, np.arange(300), shipped_model(), WINDOW))) == 1


def test_events_are_the_same_where_nothing_is_few(monkeypatch: pytest.MonkeyPatch) -> None:
    articles, evidence = draw(400, RECIPES["near"])
    expected = events_of(articles, evidence)
    monkeypatch.setattr(linkage, "LARGEST_AT_ONCE", 1)
    pd.testing.assert_frame_equal(events_of(articles, evidence), expected)


def test_groups_are_in_the_order_of_their_first_places() -> None:
    assert [places.tolist() for places in groups(np.array([7, 3, 7, 5]))] == [[0, 2], [1], [3]]
    assert list(groups(np.array([], dtype=np.int64))) == []
