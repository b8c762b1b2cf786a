"""How much of a claim is found in another, token by token; and which words those are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.alignment.tokens import TokenSpace, TokenVectors
from sinorus_lib.encoders import Vectors
from sinorus_lib.words import Word, content_words

Matrix = npt.NDArray[np.float64]
# Two words match if each is the other's best and their centred cosine is at least this. On the calibration
# coverage that holds for a third of the content words of claims labelled the same, and for 6 % by chance.
MATCHED = 0.4
_MOST_SIMILARITIES = 1 << 23  # of tokens at once, 32 MiB of them: long articles are compared part by part
WORD_COLUMNS = ("side", "start", "end", "word", "weight", "similarity", "matched", "match_start", "match_end")


def overlap_matrix(
    vectors_a: Sequence[Vectors],
    weights_a: Sequence[Vectors],
    vectors_b: Sequence[Vectors],
    weights_b: Sequence[Vectors],
) -> Matrix:
    """Return the overlap of every claim of one article with every claim of another, shape ``(a, b)``.

    Every token is matched with the most similar token of the other claim; the similarities are averaged
    by weight in each direction, and the two directions are averaged (after BERTScore, Zhang et al. 2020,
    with token weights of the collection instead of precision and recall on raw vectors).

    Args:
        vectors_a: for each claim of the first article, unit token vectors.
        weights_a: for each claim of the first article, token weights.
        vectors_b: the same for the second article.
        weights_b: the same for the second article.
    """
    tokens_b, starts_b = np.concatenate(list(vectors_b)), _starts(vectors_b)
    rows = []
    for members in _blocks(vectors_a, len(tokens_b)):
        similarity = np.concatenate(list(vectors_a[members])) @ tokens_b.T
        starts_a = _starts(vectors_a[members])
        best_of_a = np.maximum.reduceat(similarity, starts_b, axis=1)
        best_of_b = np.maximum.reduceat(similarity, starts_a, axis=0)
        of_a = _weighted_mean(best_of_a, np.concatenate(list(weights_a[members])), starts_a)
        of_b = _weighted_mean(best_of_b.T, np.concatenate(list(weights_b)), starts_b).T
        rows.append((of_a + of_b) / 2)
    return np.concatenate(rows).astype(np.float64)


def _blocks(vectors: Sequence[Vectors], width: int) -> Iterator[slice]:
    """Yield runs of claims whose tokens have no more than ``_MOST_SIMILARITIES`` with the others, if any has."""
    first, tokens = 0, 0
    for place, item in enumerate(vectors):
        if place > first and (tokens + len(item)) * width > _MOST_SIMILARITIES:
            yield slice(first, place)
            first, tokens = place, 0
        tokens += len(item)
    yield slice(first, len(vectors))


def above_background(scores: Matrix, neighbours: int) -> Matrix:
    """Return scores minus the mean of each row's and each column's best ones, shape as given.

    The neighbourhood is that of one pair of articles: over a whole collection it would punish the very
    claims that several outlets repeat (cross-domain similarity local scaling, Conneau et al. 2018).
    """
    rows = _mean_of_best(scores, neighbours)
    columns = _mean_of_best(scores.T, neighbours)
    return np.asarray(scores - (rows[:, None] + columns[None, :]) / 2)


def align_words(
    text_a: str,
    tokens_a: TokenVectors,
    language_a: str,
    text_b: str,
    tokens_b: TokenVectors,
    language_b: str,
    space: TokenSpace,
) -> pd.DataFrame:
    """Return, for every content word of two claims, its best match on the other side.

    Returns:
        One row a word: ``side`` (a or b), ``start end word`` in its own claim, ``weight``, ``similarity``
        of the best match, ``matched`` (whether each is the other's best, and similar enough), ``match_start
        match_end`` of the best match in the other claim.
    """
    rows = word_rows(content_of(text_a, tokens_a, language_a, space), content_of(text_b, tokens_b, language_b, space))
    return pd.DataFrame(rows, columns=list(WORD_COLUMNS))


@dataclass(frozen=True, eq=False)
class ClaimWords:
    """The content words of a claim, to be compared with those of others: see :func:`word_vectors`."""

    words: list[Word]
    vectors: Vectors
    weights: Vectors


def content_of(text: str, tokens: TokenVectors, language: str, space: TokenSpace) -> ClaimWords:
    """Return the content words of a claim with a vector and a weight each."""
    words = content_words(text, language)
    return ClaimWords(words, *word_vectors(words, text, tokens, language, space))


def word_rows(a: ClaimWords, b: ClaimWords) -> list[tuple[object, ...]]:
    """Return the rows of :func:`align_words`; none if either claim has no content word."""
    if not a.words or not b.words:
        return []
    similarity = a.vectors @ b.vectors.T
    return [*_best_matches("a", a, similarity, b.words), *_best_matches("b", b, similarity.T, a.words)]


def _starts(vectors: Sequence[Vectors]) -> npt.NDArray[np.int64]:
    return np.cumsum([0, *(len(item) for item in vectors[:-1])])


def _weighted_mean(best: Vectors, weights: Vectors, starts: npt.NDArray[np.int64]) -> Vectors:
    total = np.add.reduceat(weights, starts)
    summed = np.add.reduceat(best * weights[:, None], starts, axis=0)
    return np.asarray(summed / np.maximum(total, 1e-9)[:, None], dtype=np.float32)


def _mean_of_best(scores: Matrix, count: int) -> Matrix:
    count = min(count, scores.shape[1])
    return np.asarray(np.partition(scores, -count, axis=1)[:, -count:].mean(axis=1))


def word_vectors(
    words: list[Word], text: str, tokens: TokenVectors, language: str, space: TokenSpace
) -> tuple[Vectors, Vectors]:
    """Return a unit vector a word (the mean of its tokens') and its weight (that of its rarest token)."""
    vectors, weights = space.centred(tokens, language), space.weights(tokens, text, language)
    spans = np.array([(word.start, word.end) for word in words], dtype=np.int64).reshape(-1, 2)
    starts, ends = tokens.offsets.T
    inside = (starts < spans[:, 1:]) & (ends > spans[:, :1])
    summed = inside.astype(np.float32) @ vectors
    heaviest = np.where(inside, weights[None, :], 0.0).max(axis=1, initial=0.0)
    length = np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-12)
    return (summed / length).astype(np.float32), heaviest.astype(np.float32)


def _best_matches(
    side: str, claim: ClaimWords, similarity: Vectors, others: list[Word]
) -> Iterator[tuple[object, ...]]:
    best, places = similarity.argmax(axis=1), np.arange(len(claim.words))
    mutual, nearest = similarity.argmax(axis=0)[best] == places, similarity[places, best]
    matched = mutual & (nearest >= MATCHED)
    columns = (best.tolist(), claim.weights.tolist(), nearest.tolist(), matched.tolist())
    for word, place, weight, cosine, is_match in zip(claim.words, *columns, strict=True):
        other = others[place]
        yield side, word.start, word.end, word.text, weight, cosine, is_match, other.start, other.end
