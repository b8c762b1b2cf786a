"""Shared by all tests: the sample, one parser, one comparison made by the real encoder."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.parsing import Parser

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "coverage"

# The same passage in both languages, so that a test can run in each: two sentences, a quotation, a number.
PASSAGES = {
    "fr": (
        "Le port a rouvert mardi, selon la préfecture, après douze jours de grève. « Nous avons obtenu 1 200 euros de "
        "prime », a déclaré la déléguée syndicale Agnès Morel, qui parle d’une victoire pour les dockers."
    ),
    "en": (
        "The port reopened on Tuesday, according to the prefecture, after a twelve-day strike. “We obtained a bonus of "
        "1,200 euros,” said the union delegate Agnès Morel, who calls it a victory for the dockers."
    ),
}


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="session")
def coverage() -> sl.Coverage:
    return sl.read_coverage(SAMPLE)


@pytest.fixture(scope="session")
def comparison(coverage: sl.Coverage) -> sl.Comparison:
    """The sample, compared by the real encoder and parser."""
    return sl.compare(coverage, progress=False)


@pytest.fixture
def passages() -> dict[str, str]:
    return dict(PASSAGES)


def articles_frame(**columns: list[object]) -> pd.DataFrame:
    """Return a DataFrame of articles as a user would hand one over."""
    return pd.DataFrame(columns)
