"""What marks refer to: every place is that of a row in the comparison."""

from __future__ import annotations

import pytest

from sinorus_lib.comparison import Comparison
from sinorus_lib.views.links import Links

ALL = pytest.mark.parametrize("name", ["comparison", "shared", "hostile", "empty_comparison"])


@ALL
def test_places_are_those_of_the_frames(name: str, request: pytest.FixtureRequest) -> None:
    made: Comparison = request.getfixturevalue(name)
    links = Links.of(made)
    assert list(links.outlets) == sorted(made.articles["outlet"].unique())
    assert list(links.articles) == made.articles["article_id"].tolist()
    assert list(links.groups) == [group for group, _ in made.coverage_matrix().index]
    assert list(links.pairs) == [*zip(made.pairs["claim_a"], made.pairs["claim_b"], strict=True)]
    assert set(links.measures) == {*made.divergence["measure"], *made.framing["measure"]}
    for places in (links.outlets, links.articles, links.groups, links.measures, links.pairs):
        assert list(places.values()) == list(range(len(places)))


def test_measures_stand_in_the_order_in_which_divergence_first_has_them(shared: Comparison) -> None:
    first = list(dict.fromkeys(shared.divergence["measure"]))
    assert list(Links.of(shared).measures)[: len(first)] == first


def test_only_what_has_a_place_can_be_chosen(comparison: Comparison) -> None:
    links = Links.of(comparison)
    assert links.pair("c00", "c10") == {"pair": 0}
    assert links.pair("c02", "c12") is None
    assert Links.of(comparison, pair_index={("c02", "c12"): 7}).pair("c02", "c12") == {"pair": 7}


def test_a_class_of_a_measure_leads_to_the_measure(shared: Comparison) -> None:
    links = Links.of(shared)
    whole = links.between("Le Nord", "The South", "attribution")
    assert links.between("Le Nord", "The South", "attribution:anonymous") == whole
    assert whole == {"outlets": [0, 1], "measure": links.measures["attribution"]}
