"""Claims of several outlets that are one claim, without chains (A~B, B~C, A≁C)."""

from __future__ import annotations

import hashlib

import pandas as pd

Pair = tuple[str, str]


def group_claims(pairs: pd.DataFrame, scored: dict[Pair, float], *, at_least: float) -> dict[str, str]:
    """Return claim id -> group id for every claim that has an equivalent.

    Groups grow by their most probable pair first. Two groups become one only if every claim of one was
    scored against every claim of the other as at least ``at_least`` probable (complete linkage), so that no
    claim joins a group through a single neighbour. The order of the rows does not matter.

    Args:
        pairs: equivalent pairs, with ``claim_a claim_b probability``.
        scored: (smaller id, larger id) -> probability, for every pair that was scored.
        at_least: the lowest probability that two members of a group may have.
    """
    members: dict[str, frozenset[str]] = {}
    for row in sorted(_rows(pairs)):
        a, b = (members.get(claim, frozenset({claim})) for claim in row[1:])
        if a != b and all(_probability(scored, x, y) >= at_least for x in a for y in b):
            members.update(dict.fromkeys(a | b, a | b))
    return {claim: group_id(group) for claim, group in members.items()}


def group_id(members: frozenset[str]) -> str:
    """Return the stable id of a group: of its members, nothing else."""
    return "g" + hashlib.sha256("\x1f".join(sorted(members)).encode()).hexdigest()[:12]


def key(a: str, b: str) -> Pair:
    """Return the two claim ids in the order in which ``scored`` has them."""
    return (a, b) if a < b else (b, a)


def _rows(pairs: pd.DataFrame) -> list[tuple[float, str, str]]:
    return [
        (-float(probability), *key(str(a), str(b)))
        for a, b, probability in pairs[["claim_a", "claim_b", "probability"]].itertuples(index=False)
    ]


def _probability(scored: dict[Pair, float], a: str, b: str) -> float:
    return scored.get(key(a, b), 0.0)
