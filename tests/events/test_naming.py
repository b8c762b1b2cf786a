"""What events are called."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sinorus_lib.events.entities import Names
from sinorus_lib.events.naming import Naming, slug
from tests.events.conftest import Sample

WHOLE = {"fire-charleroi": ("2015-04-14", "charleroi", "gommetal"), "fire-leeds": ("2015-04-15", "leeds", "oakhaven")}


@pytest.mark.parametrize("event", WHOLE)
def test_a_name_is_the_first_date_and_what_sets_the_event_apart(sample: Sample, event: str) -> None:
    name = sample.events(sample.of(*WHOLE))["event"][(sample.of(*WHOLE)["truth"] == event)].unique()
    assert len(name) == 1
    assert all(part in name[0] for part in WHOLE[event])


def test_the_same_members_have_the_same_name_in_a_larger_collection(sample: Sample) -> None:
    small, large = sample.events(sample.of(*WHOLE)), sample.events()
    both = small.merge(large, on="article_id")
    assert (both["event_x"] == both["event_y"]).all()


def test_shared_entities_are_evidence(sample: Sample) -> None:
    found = sample.events(sample.of("fire-leeds"))
    assert found["entities"].str.contains("Leeds").all()
    assert found["entities"].str.contains("Oakhaven").all()


def naming(titles: list[str], named: list[Names] | None = None) -> Naming:
    articles = pd.DataFrame(
        {
            "article_id": [f"a{n}" for n in range(len(titles))],
            "published": pd.NaT,
            "title": titles,
            "text": "",
            "language": "en",
        }
    )
    return Naming.of(articles, named or [Names({}, {})] * len(titles), "en")


def test_what_would_be_called_the_same_is_numbered() -> None:
    rows = [np.array([2]), np.array([0]), np.array([1])]
    names = naming(["Flood in spring"] * 3).event_names(rows, taken=["flood-spring 2"])
    assert names == ["flood-spring 4", "flood-spring", "flood-spring 3"]


def test_a_headline_names_what_names_nothing() -> None:
    assert naming(["The river rises again"]).event_names([np.array([0])], []) == ["river-rises"]
    assert naming(["…"]).event_names([np.array([0])], []) == ["a0"]


def test_a_name_is_written_as_most_articles_write_it() -> None:
    names = [Names({"name:putin": 2}, {"name:putin": "Poutine"}), Names({"name:putin": 3}, {"name:putin": "Putin"})]
    assert naming(["x", "y"], names).event_names([np.array([0, 1])], []) == ["putin"]


@pytest.mark.parametrize(
    ("text", "expected"), [("Côte d’Ivoire", "côte-d-ivoire"), ("=HYPER(1)", "hyper-1"), ("…", "")]
)
def test_a_slug_has_words_and_hyphens_alone(text: str, expected: str) -> None:
    assert slug(text) == expected
