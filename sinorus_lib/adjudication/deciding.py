"""What several coders say of a pair together, and of which pairs of a comparison they say it."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sinorus_lib.adjudication.records import (
    CONFLICTING,
    DIFFERENT,
    RELATED,
    SAME,
    SPLIT,
    UNSURE,
    pair_keys,
    settled,
)
from sinorus_lib.alignment import select_pairs
from sinorus_lib.alignment.groups import Pair, group_claims
from sinorus_lib.errors import SinorusWarning
from sinorus_lib.schemas import SCHEMAS, conform
from sinorus_lib.settings import Settings

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

# What a pair is called after a decision; one that is not listed leaves it as it is.
RELATIONS = {SAME: "equivalent", RELATED: RELATED, CONFLICTING: CONFLICTING, SPLIT: RELATED}
DECISION = "decision"  # the column that pairs gain
_NAMED = 3  # pairs that a warning names


def with_decisions(comparison: Comparison, decisions: pd.DataFrame, coder: str | None) -> Comparison:
    """Return the comparison in which decisions win; see :meth:`sinorus_lib.Comparison.with_decisions`."""
    known = known_decisions(decisions, set(comparison.claims["claim_id"]), stacklevel=4)
    decided = outcomes(known, coder)
    warn_of_unscored(decided, comparison.candidates, stacklevel=4)
    warn_of_absent(coder, known, stacklevel=4)
    pairs = decided_pairs(comparison.candidates, comparison.settings, decided)
    return replace(comparison, pairs=pairs, decisions=known, coder=coder)


def selected_again(comparison: Comparison) -> Comparison:
    """Return the comparison with its pairs selected anew from its candidates, by its settings and decisions."""
    candidates, settings = comparison.candidates, comparison.settings
    if DECISION not in comparison.pairs:
        return replace(comparison, pairs=select_pairs(candidates, settings))
    decided = outcomes(comparison.decisions, comparison.coder)
    return replace(comparison, pairs=decided_pairs(candidates, settings, decided))


def outcomes(decisions: pd.DataFrame, coder: str | None = None) -> dict[Pair, str]:
    """Return what holds of each pair: what most coders say.

    ``unsure`` is an abstention. Where two answers have as many votes, that of ``coder`` counts, if it is one
    of them; else the pair is ``unsure``.

    Args:
        decisions: the frame ``decisions``.
        coder: whose decision counts where coders are tied.
    """
    known = settled(decisions)
    held = known[known["holds"]]
    votes: dict[Pair, dict[str, str]] = {}
    for pair, name, decision in zip(pair_keys(held), held["coder"], held["decision"], strict=True):
        votes.setdefault(pair, {})[name] = decision
    return {pair: _outcome(given, coder) for pair, given in votes.items()}


def _outcome(votes: Mapping[str, str], coder: str | None) -> str:
    counted = Counter(decision for decision in votes.values() if decision != UNSURE)
    most = [decision for decision, count in counted.items() if count == max(counted.values())]
    if len(most) == 1:
        return most[0]
    own = votes.get(coder, UNSURE) if coder is not None else UNSURE
    return own if own in most else UNSURE


def decided_pairs(candidates: pd.DataFrame, settings: Settings, decided: Mapping[Pair, str]) -> pd.DataFrame:
    """Return the frame ``pairs`` in which decisions win, with a column ``decision``, most probable first.

    ``same`` makes a pair equivalent, ``related`` and ``split`` related, ``conflicting`` conflicting, whatever its
    probability, which stays the model's; ``different`` leaves it out; ``unsure`` changes nothing. Two claims
    decided to be anything but the same never share a group; two decided the same may, however improbable.

    Args:
        candidates: every scored pair.
        settings: which of them the model keeps.
        decided: what holds of each pair.
    """
    model = select_pairs(candidates, settings)
    own = dict(zip(pair_keys(model), model["relation"], strict=True))
    relations = {pair: RELATIONS.get(decided.get(pair, ""), own.get(pair)) for pair in own | dict(decided)}
    keys = pair_keys(candidates)
    kept = keys.map(lambda pair: pair in relations and _stays(decided.get(pair), pair in own)).astype(bool)
    pairs, keys = candidates[kept], keys[kept]
    pairs = pairs.assign(
        relation=_column(keys.map(relations), pairs), decision=_column(keys.map(dict(decided)), pairs)
    )
    pairs["reason"] = pairs["reason"].where(pairs["relation"] == CONFLICTING)
    return _grouped(pairs, candidates, settings, decided)


def _stays(decision: str | None, kept: bool) -> bool:
    return decision in RELATIONS or (kept and decision != DIFFERENT)


def _column(values: pd.Series, pairs: pd.DataFrame) -> pd.Series:
    return pd.Series(list(values), index=pairs.index, dtype="str")


def _grouped(
    pairs: pd.DataFrame, candidates: pd.DataFrame, settings: Settings, decided: Mapping[Pair, str]
) -> pd.DataFrame:
    own = candidates["probability"].to_numpy(dtype=float)
    scored = {pair: _linkage(decided.get(pair), p) for pair, p in zip(pair_keys(candidates), own, strict=True)}
    alike = pairs[pairs["relation"] == RELATIONS[SAME]]
    alike = alike.assign(probability=[scored[pair] for pair in pair_keys(alike)])
    groups = group_claims(alike, scored, at_least=settings.related_probability)
    first, second = (pairs[side].map(groups) for side in ("claim_a", "claim_b"))
    together = _column(first.where(first == second), pairs)
    ordered = pairs.assign(group_id=together).sort_values(
        ["probability", "claim_a", "claim_b"], ascending=[False, True, True]
    )
    return conform(ordered[[*SCHEMAS["pairs"], DECISION]], "pairs")


def _linkage(decision: str | None, probability: float) -> float:
    """Return how probable a pair is to whoever groups claims: certain or impossible where it is decided."""
    if decision is None or decision == UNSURE:
        return probability
    return 1.0 if decision == SAME else -1.0


def known_decisions(decisions: pd.DataFrame, claims: Container[str], *, stacklevel: int = 3) -> pd.DataFrame:
    """Return the decisions on claims of a comparison, settled; the others are counted in one warning."""
    found = settled(decisions)
    sides = found[["claim_a", "claim_b"]].itertuples(index=False)
    ours = np.array([a in claims and b in claims for a, b in sides], dtype=np.bool_)
    if foreign := int((~ours).sum()):
        warnings.warn(
            f"{foreign} of {len(found)} decisions are on claims that are not in this comparison and are passed over: "
            "a claim's id changes with its text, its outlet and Settings.unit.",
            SinorusWarning,
            stacklevel=stacklevel,
        )
    return found[ours].reset_index(drop=True)


def warn_of_unscored(decided: Mapping[Pair, str], candidates: pd.DataFrame, *, stacklevel: int = 3) -> None:
    """Warn of pairs that are to be shown but were never scored, and so cannot be."""
    scored = set(pair_keys(candidates))
    missing = sorted(pair for pair, decision in decided.items() if decision in RELATIONS and pair not in scored)
    if missing:
        named = ", ".join(" and ".join(pair) for pair in missing[:_NAMED]) + (", …" if len(missing) > _NAMED else "")
        warnings.warn(
            f"Some decided pairs ({len(missing)}) were never scored, so they cannot become pairs here: {named}. "
            "They are of one outlet, or neither is among the other's nearest: raise Settings.candidates.",
            SinorusWarning,
            stacklevel=stacklevel,
        )


def warn_of_absent(coder: str | None, decisions: pd.DataFrame, *, stacklevel: int = 3) -> None:
    """Warn if whoever is to decide ties has decided nothing."""
    names = sorted(decisions["coder"].unique())
    if coder is not None and names and coder not in names:
        warnings.warn(
            f"Coder {coder!r} has decided nothing here, so ties stay unsure; coders are {', '.join(names)}.",
            SinorusWarning,
            stacklevel=stacklevel,
        )
