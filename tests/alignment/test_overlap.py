"""Token overlap: range, symmetry, background, word alignment."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sinorus_lib as sl
from sinorus_lib.alignment import overlap
from sinorus_lib.alignment.overlap import above_background, align_words, overlap_matrix
from sinorus_lib.alignment.tokens import TokenEncoder, TokenSpace, unit
from sinorus_lib.errors import SettingsError

ENCODED = {
    "fr": ["Le port de Valmer a rouvert mardi après la grève.", "La ministre a démissionné hier soir."],
    "en": ["Valmer’s port reopened on Tuesday after the strike.", "It will rain on the hills tomorrow morning."],
}


def random_side(random: np.random.Generator, claims: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    lengths = random.integers(1, 6, claims)
    vectors = [unit(random.normal(size=(length, 8))) for length in lengths]
    return vectors, [random.random(length).astype(np.float32) + 0.1 for length in lengths]


@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(1, 5))
@settings(max_examples=30)
def test_overlap_is_symmetric_and_in_range(seed: int, claims_a: int, claims_b: int) -> None:
    random = np.random.default_rng(seed)
    a, b = random_side(random, claims_a), random_side(random, claims_b)
    forward, backward = overlap_matrix(*a, *b), overlap_matrix(*b, *a)
    assert forward.shape == (claims_a, claims_b)
    np.testing.assert_allclose(forward, backward.T, atol=1e-5)
    assert (np.abs(forward) <= 1 + 1e-5).all()


def test_a_claim_overlaps_wholly_with_itself() -> None:
    vectors, weights = random_side(np.random.default_rng(1), 4)
    np.testing.assert_allclose(np.diag(overlap_matrix(vectors, weights, vectors, weights)), 1.0, atol=1e-5)


@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(1, 5))
@settings(max_examples=30)
def test_overlap_is_the_weighted_mean_of_every_tokens_best_match(seed: int, claims_a: int, claims_b: int) -> None:
    random = np.random.default_rng(seed)
    (vectors_a, weights_a), (vectors_b, weights_b) = random_side(random, claims_a), random_side(random, claims_b)
    found = overlap_matrix(vectors_a, weights_a, vectors_b, weights_b)
    for i, j in np.ndindex(found.shape):
        similarity = vectors_a[i] @ vectors_b[j].T
        of_a = np.average(similarity.max(axis=1), weights=weights_a[i])
        of_b = np.average(similarity.max(axis=0), weights=weights_b[j])
        np.testing.assert_allclose(found[i, j], (of_a + of_b) / 2, atol=1e-6)


@pytest.mark.parametrize("most", [1, 20, 200])
def test_long_articles_are_compared_part_by_part(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(3)
    a, b = random_side(random, 7), random_side(random, 4)
    whole = overlap_matrix(*a, *b)
    monkeypatch.setattr(overlap, "_MOST_SIMILARITIES", most)
    np.testing.assert_allclose(overlap_matrix(*a, *b), whole, atol=1e-6)


def test_a_token_without_weight_changes_nothing() -> None:
    random = np.random.default_rng(2)
    (vectors, weights), other = random_side(random, 1), random_side(random, 3)
    more = [np.concatenate([vectors[0], unit(random.normal(size=(1, 8)))])]
    without, with_it = (
        overlap_matrix(vectors, weights, *other),
        overlap_matrix(more, [np.append(weights[0], 0)], *other),
    )
    assert (with_it >= without - 1e-5).all()  # it can be found by others, never missed


def test_the_background_is_that_of_the_row_and_the_column() -> None:
    scores = np.array([[0.9, 0.8, 0.8], [0.1, 0.9, 0.1]])
    np.testing.assert_allclose(above_background(scores, 1)[1, 1], 0.0)
    assert above_background(scores, 2)[1, 1] > above_background(scores, 2)[0, 1]


@pytest.fixture(scope="module")
def encoder() -> TokenEncoder:
    return TokenEncoder(sl.load_encoder("e5-small"), sl.Settings().token_layer)


@pytest.mark.parametrize(("first", "second"), [("fr", "en"), ("en", "fr")])
def test_words_find_their_counterparts_across_languages(encoder: TokenEncoder, first: str, second: str) -> None:
    texts, languages = [*ENCODED["fr"], *ENCODED["en"]], ["fr"] * 2 + ["en"] * 2
    tokens = encoder.encode(texts)
    space = TokenSpace.fit(tokens, languages)
    index = {"fr": 0, "en": 2}
    a, b = index[first], index[second]
    words = align_words(texts[a], tokens[a], first, texts[b], tokens[b], second, space)
    found = {row.word: texts[b][row.match_start : row.match_end] for row in words[words["side"] == "a"].itertuples()}
    expected = {"grève": "strike", "mardi": "Tuesday", "port": "port", "Valmer": "Valmer"}
    expected = expected if first == "fr" else {value: key for key, value in expected.items()}
    assert expected.items() <= found.items()
    assert words["similarity"].between(-1.01, 1.01).all()


def test_a_space_weighs_what_every_claim_has_least(encoder: TokenEncoder) -> None:
    texts = ["Le port attend.", "Le port ferme.", "Le port rouvre demain."]
    tokens = encoder.encode(texts)
    space = TokenSpace.fit(tokens, ["fr"] * 3)
    weights = dict(
        zip([texts[0][a:b] for a, b in tokens[0].offsets], space.weights(tokens[0], texts[0], "fr"), strict=True)
    )
    assert weights["port"] == 0.0
    assert weights["."] == 0.0
    assert max(weights.values()) > 0.0


@pytest.mark.parametrize("language", ["fr", "en"])
def test_token_offsets_point_into_the_text(encoder: TokenEncoder, passages: dict[str, str], language: str) -> None:
    text = passages[language]
    (tokens,) = encoder.encode([text])
    covered = set()
    for start, end in tokens.offsets:
        assert 0 <= start < end <= len(text)
        assert not text[start].isspace()
        covered |= set(range(start, end))
    assert all(index in covered for index, character in enumerate(text) if not character.isspace())


def test_order_and_batches_do_not_matter(encoder: TokenEncoder) -> None:
    texts = [*ENCODED["fr"], *ENCODED["en"]]
    one, many = encoder.encode(texts, batch_size=1), encoder.encode(texts, batch_size=4)
    for a, b in zip(one, many, strict=True):
        np.testing.assert_array_equal(a.ids, b.ids)
        np.testing.assert_allclose(a.vectors, b.vectors, atol=1e-3)


def test_a_layer_that_there_is_not_is_refused() -> None:
    with pytest.raises(SettingsError, match="12 layers"):
        TokenEncoder(sl.load_encoder("e5-small"), 13)
