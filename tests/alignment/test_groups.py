"""Groups: no chains, no dependence on order."""

from __future__ import annotations

from itertools import permutations

import pandas as pd

from sinorus_lib.alignment.groups import group_claims, key


def frame(pairs: dict[tuple[str, str], float]) -> pd.DataFrame:
    return pd.DataFrame([(a, b, p) for (a, b), p in pairs.items()], columns=["claim_a", "claim_b", "probability"])


def grouped(pairs: dict[tuple[str, str], float], scored: dict[tuple[str, str], float]) -> list[set[str]]:
    groups = group_claims(frame(pairs), {key(*pair): p for pair, p in {**scored, **pairs}.items()}, at_least=0.3)
    return sorted(
        ({claim for claim, name in groups.items() if name == group} for group in set(groups.values())), key=min
    )


def test_claims_that_all_match_are_one_group() -> None:
    assert grouped({("a", "b"): 0.9, ("b", "c"): 0.8, ("a", "c"): 0.7}, {}) == [{"a", "b", "c"}]


def test_a_chain_is_not_a_group() -> None:
    assert grouped({("a", "b"): 0.9, ("b", "c"): 0.8}, {("a", "c"): 0.05}) == [{"a", "b"}]
    assert grouped({("a", "b"): 0.9, ("b", "c"): 0.8}, {}) == [{"a", "b"}]


def test_a_weaker_link_inside_a_group_is_enough() -> None:
    assert grouped({("a", "b"): 0.9, ("b", "c"): 0.8}, {("a", "c"): 0.4}) == [{"a", "b", "c"}]


def test_groups_do_not_depend_on_order() -> None:
    pairs = {("a", "b"): 0.9, ("c", "d"): 0.9, ("b", "c"): 0.6, ("a", "c"): 0.5, ("a", "d"): 0.5, ("b", "d"): 0.2}
    results = set()
    for order in permutations(pairs.items()):
        flipped = {(b, a) if index % 2 else (a, b): p for index, ((a, b), p) in enumerate(order)}
        results.add(
            tuple(sorted(group_claims(frame(flipped), {key(*k): v for k, v in pairs.items()}, at_least=0.3).items()))
        )
    assert len(results) == 1
