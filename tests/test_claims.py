"""Claims: offsets, ids, order, speaker and content."""

from __future__ import annotations

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.errors import SchemaError
from sinorus_lib.parsing import Parser


def claims_of(texts: dict[str, str], parser: Parser) -> pd.DataFrame:
    frame = pd.DataFrame({"text": list(texts.values()), "outlet": list(texts), "language": list(texts)})
    return sl.split_claims(sl.read_coverage(frame), parser=parser)


def test_offsets_point_at_the_words(comparison: sl.Comparison) -> None:
    texts = comparison.articles.set_index("article_id")["text"]
    for claim in comparison.claims.itertuples():
        article = texts[claim.article_id]
        assert article[claim.start : claim.end] == claim.text
        assert claim.start <= claim.content_start < claim.content_end <= claim.end


def test_claims_are_in_document_order_with_unique_ids(comparison: sl.Comparison) -> None:
    claims = comparison.claims
    assert claims["claim_id"].is_unique
    for _, article in claims.groupby("article_id"):
        assert article["start"].is_monotonic_increasing
        assert article["position"].tolist() == list(range(len(article)))
    assert list(dict.fromkeys(claims["article_id"])) == comparison.articles["article_id"].tolist()


def test_ids_do_not_depend_on_the_other_articles(
    coverage: sl.Coverage, comparison: sl.Comparison, parser: Parser
) -> None:
    reversed_articles = coverage.articles.iloc[::-1].reset_index(drop=True)
    again = sl.split_claims(reversed_articles, parser=parser)
    assert set(again["claim_id"]) == set(comparison.claims["claim_id"])


def test_each_article_has_one_headline_and_some_subheadings(comparison: sl.Comparison) -> None:
    kinds = pd.crosstab(comparison.claims["article_id"], comparison.claims["kind"])
    assert (kinds["headline"] == 1).all()
    assert (kinds["subheading"] >= 2).all()


def test_a_sentence_said_twice_gets_two_ids(parser: Parser) -> None:
    claims = claims_of(
        {"fr": "Rien ne change. Les dockers attendent. Rien ne change.", "en": "Nothing changes. They wait here."},
        parser,
    )
    assert claims["claim_id"].is_unique
    assert len(claims) == 5


@pytest.mark.parametrize(
    ("language", "speaker", "content"),
    [
        ("fr", "Agnès Morel", "Nous avons obtenu"),
        ("en", "Agnès Morel", "We obtained"),
    ],
)
def test_quotation_speaker_and_content_are_found(
    passages: dict[str, str], parser: Parser, language: str, speaker: str, content: str
) -> None:
    claim = claims_of(passages, parser).query("language == @language and quoted > 0").iloc[0]
    assert speaker in claim["speaker"]
    assert 0.0 < claim["quoted"] < 1.0
    start = claim["content_start"] - claim["start"]
    assert claim["text"][start:].startswith(content)


@pytest.mark.parametrize(
    ("language", "text", "content"),
    [
        ("fr", "Selon la préfecture, le port a rouvert mardi à midi.", "le port a rouvert mardi à midi."),
        (
            "en",
            "According to the prefecture, the port reopened on Tuesday at noon.",
            "the port reopened on Tuesday at noon.",
        ),
    ],
)
def test_attribution_is_peeled_off_the_content(parser: Parser, language: str, text: str, content: str) -> None:
    other = {"fr": "en", "en": "fr"}[language]
    filler = {"fr": "Les dockers attendent une réponse.", "en": "The dockers are waiting for an answer."}[other]
    claim = claims_of({language: text, other: filler}, parser).query("language == @language").iloc[0]
    assert claim["text"][claim["content_start"] - claim["start"] : claim["content_end"] - claim["start"]] == content


def test_two_articles_of_one_id_are_refused(coverage: sl.Coverage) -> None:
    with pytest.raises(SchemaError, match="Two articles have the id 'x'"):
        sl.split_claims(coverage.articles.assign(article_id="x"))


def test_a_frame_that_lacks_a_column_is_refused() -> None:
    with pytest.raises(SchemaError, match="lacks the column"):
        sl.split_claims(pd.DataFrame({"text": ["x"]}))


def test_splitting_does_not_change_the_articles(coverage: sl.Coverage, parser: Parser) -> None:
    before = coverage.articles.copy()
    sl.split_claims(coverage, parser=parser)
    pd.testing.assert_frame_equal(coverage.articles, before)
