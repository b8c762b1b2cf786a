"""A parser shared by all tests of framing, and claims built by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from sinorus_lib.parsing import Parser
from sinorus_lib.quotations import find_quotations, quoted_share

from ..conftest import ROOT

LABELS = ROOT / "data" / "labels" / "framing"
# The same short article in both languages, one claim a line.
ARTICLES = {
    "fr": [
        "Le port de Valmer a rouvert lundi.",
        "La tempête aurait endommagé trois grues, selon la capitainerie.",
        "« Nous reprendrons tout de suite », a déclaré Anne Kermadec, directrice du port.",
        "La ministre affirme que l’État paiera.",
        "Le trafic pourrait doubler d’ici l’été.",
        "Qui a fermé l’écluse ?",
        "« Personne ne m’a prévenu. »",
    ],
    "en": [
        "The port of Valmer reopened on Monday.",
        "The storm reportedly damaged three cranes, according to the harbour office.",
        "“We will start again at once,” said Anne Kermadec, who runs the port.",
        "The minister says that the state will pay.",
        "Traffic could double by the summer.",
        "Who closed the lock?",
        "“Nobody warned me.”",
    ],
}
OFFSET = 40


@pytest.fixture(scope="session")
def parser() -> Parser:
    """Parse every sentence once in the whole run."""
    return Parser()


@pytest.fixture(scope="session")
def make_claims() -> Callable[..., pd.DataFrame]:
    """Build claims from sentences as if they stood one after the other in an article."""
    return claims_of


def claims_of(texts: list[str], language: str, *, speaker: str | None = None, kind: str = "sentence") -> pd.DataFrame:
    """Return the columns of the frame ``claims`` that the measures read."""
    rows: list[dict[str, Any]] = []
    start = OFFSET
    for number, text in enumerate(texts):
        quoted = quoted_share(find_quotations(text), 0, len(text))
        rows.append(
            {
                "claim_id": f"{language}-{number}",
                "article_id": f"article-{language}",
                "sentence": number,
                "language": language,
                "start": start,
                "text": text,
                "quoted": quoted,
                "speaker": speaker,
                "kind": kind,
            }
        )
        start += len(text) + 1
    return pd.DataFrame(rows)


def article_of(texts: list[str]) -> str:
    """Return the text in which the claims of `claims_of` have their offsets."""
    return "." * OFFSET + " ".join(texts)
