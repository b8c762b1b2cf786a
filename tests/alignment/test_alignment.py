"""align(): pairs across and within languages."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.alignment import select_pairs
from sinorus_lib.alignment.candidates import article_pairs, nearest
from sinorus_lib.parsing import Parser

SHARED = {
    "fr": "La digue de Port-Valmer a cédé dans la nuit de mardi, et 300 habitants ont été évacués.",
    "en": "Some 300 residents of Port-Valmer were evacuated after the dyke gave way on Tuesday night.",
}
OTHER = {
    "fr": [
        "Le maire réclame des pompes depuis des années.",
        "L’école restera fermée jusqu’à lundi.",
        "Un concert est reporté.",
    ],
    "en": ["Insurers expect a flood of claims.", "The army sent two helicopters.", "Fishermen fear for the season."],
}

SENTENCES = sl.Settings(unit="sentence")  # what is compared here is whole sentences


def coverage_of(texts: dict[str, str], languages: dict[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {"outlet": list(texts), "text": list(texts.values()), "language": [languages[o] for o in texts]}
    )
    return sl.read_coverage(frame).articles


@pytest.fixture(scope="module")
def claims(parser: Parser) -> pd.DataFrame:
    texts = {language: " ".join([OTHER[language][0], SHARED[language], *OTHER[language][1:]]) for language in SHARED}
    return sl.split_claims(coverage_of(texts, {"fr": "fr", "en": "en"}), parser=parser, settings=SENTENCES)


def test_the_claim_that_both_report_is_the_best_pair(claims: pd.DataFrame) -> None:
    best = sl.align(claims, sl.embed(claims), settings=sl.Settings(min_probability=0.0)).iloc[0]
    text = claims.set_index("claim_id")["text"]
    assert (text[best["claim_a"]], text[best["claim_b"]]) == (SHARED["fr"], SHARED["en"])
    assert (best["language_a"], best["language_b"]) == ("fr", "en")
    assert best["probability"] > 0.5


def test_without_a_threshold_every_candidate_is_returned(claims: pd.DataFrame) -> None:
    pairs = sl.align(claims, sl.embed(claims), settings=sl.Settings(min_probability=0.0))
    assert len(pairs) == 16
    assert pairs["probability"].is_monotonic_decreasing
    assert pairs["probability"].between(0, 1).all()
    assert set(pairs["relation"].dropna()) <= {"equivalent", "related", "conflicting"}


def test_the_order_of_the_claims_does_not_matter(claims: pd.DataFrame) -> None:
    settings = sl.Settings(min_probability=0.0)
    shuffled = claims.sample(frac=1.0, random_state=1).reset_index(drop=True)
    one = sl.align(claims, sl.embed(claims), settings=settings)
    two = sl.align(shuffled, sl.embed(shuffled), settings=settings)
    key = ["claim_a", "claim_b"]
    pd.testing.assert_frame_equal(
        one.sort_values(key).reset_index(drop=True), two.sort_values(key).reset_index(drop=True), atol=1e-4
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pairs_within_a_language_are_found(parser: Parser, language: str) -> None:
    reworded = {
        "fr": "Trois cents personnes de Port-Valmer, où la digue a lâché mardi soir, ont dû quitter leur logement.",
        "en": "The dyke at Port-Valmer broke late on Tuesday and about 300 people had to leave their homes.",
    }[language]
    texts = {"A": " ".join([SHARED[language], *OTHER[language][:2]]), "B": f"{OTHER[language][2]} {reworded}"}
    with pytest.warns(sl.CoverageWarning, match="all 2 articles"):
        articles = coverage_of(texts, dict.fromkeys("AB", language))
    claims = sl.split_claims(articles, parser=parser, settings=SENTENCES)
    best = sl.align(claims, sl.embed(claims), settings=sl.Settings(min_probability=0.0)).iloc[0]
    text = claims.set_index("claim_id")["text"]
    assert {text[best["claim_a"]], text[best["claim_b"]]} == {SHARED[language], reworded}
    assert (best["outlet_a"], best["outlet_b"]) == ("A", "B")


def test_pairs_are_of_different_outlets_and_mutually_best(comparison: sl.Comparison) -> None:
    pairs = comparison.pairs
    assert (pairs["outlet_a"] != pairs["outlet_b"]).all()
    across = pairs[pairs["language_a"] != pairs["language_b"]]
    assert (across["language_a"] == "fr").all()
    assert not pairs.duplicated(["claim_a", "outlet_b"]).any()
    assert not pairs.duplicated(["claim_b", "outlet_a"]).any()


def test_subheadings_are_not_compared(comparison: sl.Comparison) -> None:
    subheadings = set(comparison.claims.loc[comparison.claims["kind"] == "subheading", "claim_id"])
    assert subheadings
    assert not subheadings & (set(comparison.candidates["claim_a"]) | set(comparison.candidates["claim_b"]))


def test_a_vector_too_few_is_refused(claims: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="expected one a claim"):
        sl.align(claims, sl.embed(claims)[:-1])


def test_one_outlet_alone_gives_no_pair_and_no_error(claims: pd.DataFrame) -> None:
    alone = claims[claims["outlet"] == "fr"].reset_index(drop=True)
    assert sl.align(alone, sl.embed(alone)).empty


def test_an_encoder_without_tokens_still_aligns(claims: pd.DataFrame) -> None:
    settings = sl.Settings(encoder="use-m3", min_probability=0.0)
    best = sl.align(claims, sl.embed(claims, settings=settings), settings=settings).iloc[0]
    assert claims.set_index("claim_id")["text"][best["claim_a"]] == SHARED["fr"]


def test_nearest_are_the_best_of_row_or_column() -> None:
    scores = np.array([[3.0, 2.0, 1.0], [9.0, 8.0, 7.0]])
    np.testing.assert_array_equal(nearest(scores, 1), [[True, False, False], [True, True, True]])
    assert nearest(scores, 5).all()


def test_pairs_of_articles_do_not_depend_on_order(claims: pd.DataFrame) -> None:
    ((a, b),) = article_pairs(claims)
    assert set(claims.loc[a, "language"]) == {"fr"}
    ((c, d),) = article_pairs(claims.iloc[::-1].reset_index(drop=True))
    assert (len(a), len(b)) == (len(c), len(d))


def test_a_higher_threshold_keeps_a_part(comparison: sl.Comparison) -> None:
    sizes = [
        len(select_pairs(comparison.candidates, sl.Settings(min_probability=p))) for p in (0.0, 0.1, 0.3, 0.5, 0.9)
    ]
    assert sizes == sorted(sizes, reverse=True)


CONTRADICTIONS = {
    "fr": "La digue de Port-Valmer n’a pas cédé mardi soir, et 900 habitants ont été évacués.",
    "en": "The dyke at Port-Valmer did not give way on Tuesday night, and 900 residents were evacuated.",
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_contradiction_is_scored_above_agreement_and_gives_its_reason(parser: Parser, language: str) -> None:
    other = {"fr": "en", "en": "fr"}[language]
    found = {}
    for name, claim in (("agrees", SHARED[language]), ("contradicts", CONTRADICTIONS[language])):
        texts = {
            language: " ".join([OTHER[language][0], claim, *OTHER[language][1:]]),
            other: " ".join([OTHER[other][0], SHARED[other], *OTHER[other][1:]]),
        }
        claims = sl.split_claims(coverage_of(texts, {"fr": "fr", "en": "en"}), parser=parser, settings=SENTENCES)
        pairs = sl.align(claims, sl.embed(claims), settings=sl.Settings(min_probability=0.0), parser=parser)
        text = claims.set_index("claim_id")["text"]
        found[name] = next(row for row in pairs.itertuples() if {text[row.claim_a], text[row.claim_b]} >= {claim})
    assert found["contradicts"].conflict_probability > 2 * found["agrees"].conflict_probability
    assert found["contradicts"].relation != "equivalent"
    assert "quantity: " in found["contradicts"].reason
