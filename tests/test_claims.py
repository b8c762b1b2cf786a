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
        ("fr", "Le port a rouvert mardi à midi, a déclaré la préfecture.", "Le port a rouvert mardi à midi"),
        ("en", "The port reopened on Tuesday at noon, said the prefecture.", "The port reopened on Tuesday at noon"),
    ],
)
def test_attribution_is_peeled_off_the_content(parser: Parser, language: str, text: str, content: str) -> None:
    other = {"fr": "en", "en": "fr"}[language]
    filler = {"fr": "Les dockers attendent une réponse.", "en": "The dockers are waiting for an answer."}[other]
    claim = claims_of({language: text, other: filler}, parser).query("language == @language").iloc[0]
    assert claim["text"][claim["content_start"] - claim["start"] : claim["content_end"] - claim["start"]] == content


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        (
            "fr",
            "La digue a cédé. Selon le préfet, le pont est fermé mardi et les écoles rouvriront jeudi.",
            [("le pont est fermé mardi", "le préfet"), ("les écoles rouvriront jeudi.", "le préfet")],
        ),
        (
            "en",
            "The dyke broke. According to the prefect, the bridge is closed on Tuesday and the schools reopen on Thursday.",
            [("the bridge is closed on Tuesday", "the prefect"), ("the schools reopen on Thursday.", "the prefect")],
        ),
    ],
)
def test_a_sentence_that_asserts_two_things_is_two_claims(
    parser: Parser, language: str, text: str, parts: list[tuple[str, str]]
) -> None:
    other = {"fr": "en", "en": "fr"}[language]
    filler = {"fr": "Les dockers attendent une réponse.", "en": "The dockers are waiting for an answer."}[other]
    claims = claims_of({language: text, other: filler}, parser).query("language == @language")
    assert claims["split"].tolist() == ["whole", "clause", "clause"]
    assert claims["sentence"].tolist() == [0, 1, 1]
    assert claims["position"].tolist() == [0, 1, 2]
    assert claims["paragraph"].nunique() == claims["kind"].nunique() == 1
    contents = [text[start:end] for start, end in claims[["content_start", "content_end"]].to_numpy()[1:]]
    assert list(zip(contents, claims["speaker"].tolist()[1:], strict=True)) == parts


def test_claims_tile_their_sentences(coverage: sl.Coverage, parser: Parser) -> None:
    claims = sl.split_claims(coverage, parser=parser)
    sentences = sl.split_claims(coverage, parser=parser, settings=sl.Settings(unit="sentence"))
    assert set(sentences["split"]) == {"whole"}
    place = ["article_id", "sentence"]
    assert len(sentences) == len(claims[place].drop_duplicates()) < len(claims)
    joined = claims.groupby(place, sort=False)["text"].agg(" ".join)
    pd.testing.assert_series_equal(joined, sentences.set_index(place)["text"])


def test_headlines_and_subheadings_stay_whole(comparison: sl.Comparison) -> None:
    headings = comparison.claims.query("kind != 'sentence'")
    assert set(headings["split"]) == {"whole"}
    assert not headings.duplicated(["article_id", "sentence"]).any()


def test_a_share_of_the_sample_is_split(comparison: sl.Comparison) -> None:
    sentences = comparison.claims.query("kind == 'sentence'").groupby(["article_id", "sentence"]).size()
    share = float((sentences > 1).mean())
    print(f"\nsentences of the sample that make several claims: {share:.0%}")
    assert 0.05 < share < 0.3


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
