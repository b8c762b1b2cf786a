"""Plain lists of sentences as claims: each list one article, each sentence one of its paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.schemas import SCHEMAS, conform
from sinorus_lib.sentences import SENTENCE


def list_claims(sentences: Sequence[str], language: str, bench: Bench, *, name: str = "") -> pd.DataFrame:
    """Return the claims of a list; a claim's ``paragraph`` is the row of its sentence.

    Args:
        sentences: one claim, or a few, each; with at least a letter or digit.
        language: ``fr`` or ``en``; also the outlet.
        bench: what splits them; its unit says what a claim is.
        name: tells this list from others.
    """
    text = "\n".join(" ".join(sentence.split()) for sentence in sentences)
    row = dict.fromkeys(SCHEMAS["articles"]) | {
        "article_id": f"{name}{language}", "outlet": language, "language": language, "text": text,
    }  # fmt: skip
    claims = bench.claims(conform(pd.DataFrame([row]), "articles"))
    return claims.assign(kind=SENTENCE)  # a line that ends in no full stop is no subheading here


def both_lists(french: Sequence[str], english: Sequence[str], bench: Bench, *, name: str = "") -> pd.DataFrame:
    """Return the claims of a French and an English list in one frame."""
    sides = [list_claims(french, "fr", bench, name=name), list_claims(english, "en", bench, name=name)]
    return pd.concat(sides, ignore_index=True)


def list_places(claims: pd.DataFrame) -> pd.Series:
    """Return the place of each claim: its article, and the row of its sentence."""
    return claims["article_id"].astype(str) + ":" + claims["paragraph"].astype(str)
