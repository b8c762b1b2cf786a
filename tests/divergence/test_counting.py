"""What statistics count: each text once, no article against its translation."""

from __future__ import annotations

import pandas as pd
import pytest

from sinorus_lib.divergence.counting import counted_claims, counted_pairs
from sinorus_lib.settings import Settings

ARTICLES = pd.DataFrame(
    {
        "article_id": ["fr", "copy", "en", "other"],
        "duplicate_of": [None, "fr", None, None],
        "translation_of": [None, None, "fr", None],
    }
)
CLAIMS = pd.DataFrame({"claim_id": ["f1", "c1", "e1", "o1"], "article_id": ["fr", "copy", "en", "other"]})
PAIRS = pd.DataFrame(
    [("f1", "c1"), ("f1", "e1"), ("f1", "o1"), ("c1", "o1"), ("c1", "e1"), ("e1", "o1")],
    columns=["claim_a", "claim_b"],
)


def kept(settings: Settings) -> list[tuple[str, str]]:
    return list(counted_pairs(PAIRS, CLAIMS, ARTICLES, settings).itertuples(index=False, name=None))


def test_pairs_of_copies_and_translations_do_not_count() -> None:
    assert kept(Settings()) == [("f1", "o1"), ("e1", "o1")]


def test_a_translation_is_left_out_whichever_side_it_stands_on() -> None:
    turned = PAIRS.rename(columns={"claim_a": "claim_b", "claim_b": "claim_a"})
    counted = counted_pairs(turned, CLAIMS, ARTICLES, Settings())
    assert counted[["claim_b", "claim_a"]].to_numpy().tolist() == [["f1", "o1"], ["e1", "o1"]]


def test_all_count_where_every_article_is_to_count() -> None:
    assert len(kept(Settings(copies="each"))) == len(PAIRS)
    assert len(counted_claims(CLAIMS, ARTICLES, Settings(copies="each"))) == len(CLAIMS)


def test_claims_of_copies_do_not_count() -> None:
    assert counted_claims(CLAIMS, ARTICLES, Settings())["claim_id"].tolist() == ["f1", "e1", "o1"]


def test_another_choice_is_refused() -> None:
    with pytest.raises(Exception, match="copies is 'twice'; expected one of once, each"):
        Settings(copies="twice")
