"""What statistics count: each text once, and no article against its own translation."""

from __future__ import annotations

import pandas as pd

from sinorus_lib.settings import ONCE, Settings


def counted_claims(claims: pd.DataFrame, articles: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the claims that count: those of copies do not, since the article they copy has them too."""
    if settings.copies != ONCE:
        return claims
    copies = articles.loc[articles["duplicate_of"].notna(), "article_id"]
    return claims[~claims["article_id"].isin(copies)]


def counted_pairs(
    pairs: pd.DataFrame, claims: pd.DataFrame, articles: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Return the pairs that count: of no copy, and not between an article and its translation.

    A copy's pairs are those of the article it copies again; pairs between the two, and between an article and its own
    translation, say nothing of how outlets frame what they share.
    """
    if settings.copies != ONCE or pairs.empty:
        return pairs
    counted = counted_claims(claims, articles, settings)
    article_of = counted.set_index("claim_id")["article_id"]
    sides = [pairs[f"claim_{side}"].map(article_of) for side in "ab"]
    original_of = articles.dropna(subset="translation_of").set_index("article_id")["translation_of"]
    translated = (sides[0].map(original_of) == sides[1]) | (sides[1].map(original_of) == sides[0])
    return pairs[sides[0].notna() & sides[1].notna() & ~translated]
