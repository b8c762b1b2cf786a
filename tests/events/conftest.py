"""Articles of the tuning half, with their claims and vectors by the real parser and encoder, made once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.encoders import Vectors
from sinorus_lib.evaluation.events import labelled_articles
from sinorus_lib.events import find_events
from sinorus_lib.parsing import Parser
from tests.conftest import ROOT


@dataclass(frozen=True, eq=False)
class Sample:
    """Articles whose event is known, in the column ``truth``."""

    articles: pd.DataFrame
    claims: pd.DataFrame
    vectors: Vectors
    parser: Parser

    def events(self, articles: pd.DataFrame | None = None, **options: Any) -> pd.DataFrame:
        """Find the events of some of the articles, or of all."""
        chosen = self.articles if articles is None else articles
        kept = self.claims["article_id"].isin(chosen["article_id"]).to_numpy()
        claims = self.claims[kept].reset_index(drop=True)
        settings = sl.Settings().with_(**options)
        return find_events(chosen, claims, self.vectors[kept], parser=self.parser, settings=settings)

    def of(self, *events: str) -> pd.DataFrame:
        """Return the articles of these events, as their order in the sample is."""
        return self.articles[self.articles["truth"].isin(events)].reset_index(drop=True)


@pytest.fixture(scope="session")
def sample(parser: Parser) -> Sample:
    articles = labelled_articles(ROOT / "data", "tuning")["cases"]
    claims = sl.split_claims(articles, parser=parser)
    return Sample(articles, claims, sl.embed(claims), parser)


@pytest.fixture
def together() -> Callable[[pd.DataFrame], set[frozenset[str]]]:
    """Return the articles of each event as a set, whatever the events are called."""
    return lambda events: {frozenset(members) for _, members in events.groupby("event")["article_id"]}
