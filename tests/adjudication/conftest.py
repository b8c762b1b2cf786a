"""Decisions made by hand, and scored pairs whose truth is known."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sinorus_lib.adjudication.records import Decision, decisions_frame
from sinorus_lib.alignment import select_pairs
from sinorus_lib.comparison import Comparison
from sinorus_lib.settings import Settings
from tests.views.conftest import ARTICLES, CONFLICTING, PAIRS, make_comparison

START = datetime(2026, 11, 23, tzinfo=UTC)


def decided(*rows: tuple[str, str, str, str], **more: Any) -> pd.DataFrame:
    """Return decisions, each a minute after the other: coder, claims, decision."""
    return decisions_frame(
        Decision(
            coder=coder, claim_a=a, claim_b=b, decision=decision, when=START + timedelta(minutes=n), **more
        )
        for n, (coder, a, b, decision) in enumerate(rows)
    )  # fmt: skip


@pytest.fixture(scope="session")
def small() -> Comparison:
    """Two pairs called equivalent, one related, one candidate that the model rejects."""
    made = make_comparison(ARTICLES, PAIRS)
    return replace(made, pairs=select_pairs(made.candidates, made.settings))


@pytest.fixture(scope="session")
def conflicting() -> Comparison:
    made = make_comparison(ARTICLES, CONFLICTING)
    return replace(made, pairs=select_pairs(made.candidates, made.settings))


@pytest.fixture(scope="session")
def population() -> Callable[..., tuple[Comparison, pd.Series]]:
    """Return a maker of comparisons with many scored pairs, and whether each is the same claim."""

    def make(seed: int, *, slope: float = 1.0, shift: float = 0.0, side: int = 32) -> tuple[Comparison, pd.Series]:
        """Return pairs whose log odds of being the same are those of the model, stretched and shifted."""
        random = np.random.default_rng(seed)
        sentences = (
            tuple(f"Phrase numéro {n}." for n in range(side)),
            tuple(f"Sentence number {n}." for n in range(side)),
        )
        articles = (("Le Nord", "fr", None, None, sentences[0]), ("The South", "en", None, None, sentences[1]))
        odds = random.normal(-2.5, 2.0, side * side)
        scored = tuple(
            ((0, a), (1, b), float(p), None, None)
            for (a, b), p in zip(itertools.product(range(side), range(side)), 1 / (1 + np.exp(-odds)), strict=True)
        )
        made = make_comparison(articles, scored, min_probability=1.0)
        made = replace(made, settings=Settings(mutual_best=False))
        candidates = made.candidates.assign(content_probability=made.candidates["probability"])
        truth = random.random(len(odds)) < 1 / (1 + np.exp(-(slope * odds + shift)))
        made = replace(made, candidates=candidates, pairs=select_pairs(candidates, made.settings))
        return made, pd.Series(truth, index=candidates.index)

    return make


def judge(
    comparison: Comparison, truth: pd.Series, rows: Any, *, coder: str = "ana", blind: bool = True
) -> pd.DataFrame:
    """Return right decisions on some of the candidates."""
    chosen = comparison.candidates.loc[rows]
    return decided(
        *(
            (coder, a, b, "same" if same else "different")
            for a, b, same in zip(chosen["claim_a"], chosen["claim_b"], truth.loc[rows], strict=True)
        ),
        blind=blind,
    )
