"""Claims and their vectors -> pairs: candidates, overlap, probability, groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.alignment.candidates import article_pairs, centre_by_language, nearest
from sinorus_lib.alignment.features import FEATURES, numbers, numbers_differ, shares_number
from sinorus_lib.alignment.groups import group_claims, key
from sinorus_lib.alignment.overlap import above_background, align_words, overlap_matrix
from sinorus_lib.alignment.probability import ProbabilityModel
from sinorus_lib.alignment.tokens import TokenEncoder, TokenSpace, TokenVectors
from sinorus_lib.encoders import Vectors, load_encoder
from sinorus_lib.schemas import SCHEMAS, conform, empty
from sinorus_lib.sentences import SUBHEADING
from sinorus_lib.settings import Settings

__all__ = ["Alignment", "align", "score_candidates", "select_pairs", "token_encoder"]

EQUIVALENT, RELATED = "equivalent", "related"
# Encoders without token vectors propose; this one decides.
_TOKEN_ENCODER = "e5-small"  # noqa: S105 - the name of a model, not a secret
Progress = Callable[[int], object]


@dataclass(frozen=True, eq=False)
class Alignment:
    """Everything that was scored.

    Attributes:
        candidates: one row a scored pair: the columns of ``pairs`` up to ``outlet_b``, the features, and
            ``probability``.
        tokens: token vectors, one a claim, in the order of the claims.
        space: what makes the token vectors comparable.
        model: what gave each candidate its probability.
    """

    candidates: pd.DataFrame
    tokens: list[TokenVectors]
    space: TokenSpace
    model: ProbabilityModel


def align(
    claims: pd.DataFrame,
    vectors: Vectors,
    *,
    settings: Settings | None = None,
    tokens: TokenEncoder | None = None,
) -> pd.DataFrame:
    """Return the pairs of claims of different outlets that match: the frame ``pairs``.

    Args:
        claims: the frame ``claims``.
        vectors: one sentence vector a claim, row i for claim i, shape ``(claims, dimensions)``.
        settings: thresholds; ``min_probability=0.0`` returns every pair that was scored.
        tokens: where token vectors come from; the encoder of the settings if not given.

    Raises:
        SchemaError: if the claims lack a column.
        ValueError: if there is not one vector a claim.
    """
    settings = settings or Settings()
    alignment = score_candidates(claims, vectors, settings=settings, tokens=tokens)
    return select_pairs(alignment.candidates, settings)


def token_encoder(settings: Settings) -> TokenEncoder:
    """Return the token encoder of the settings: their encoder, or the bundled one if it has no token vectors."""
    model = load_encoder(settings.encoder, cache_dir=settings.cache_dir)
    if not TokenEncoder.fits(model):
        model = load_encoder(_TOKEN_ENCODER, cache_dir=settings.cache_dir)
    return TokenEncoder(model, settings.token_layer)


def score_candidates(
    claims: pd.DataFrame,
    vectors: Vectors,
    *,
    settings: Settings,
    tokens: TokenEncoder | None = None,
    progress: Progress | None = None,
) -> Alignment:
    """Score every candidate pair of claims of different outlets.

    Raises:
        SchemaError: if the claims lack a column.
        ValueError: if there is not one vector a claim.
    """
    claims = conform(claims, "claims")
    if len(vectors) != len(claims):
        raise ValueError(f"There are {len(vectors)} vectors for {len(claims)} claims; expected one a claim.")
    found = (tokens or token_encoder(settings)).encode(
        claims["text"].tolist(), batch_size=settings.batch_size, progress=progress
    )
    scorer = _Scorer(claims, vectors, found, settings)
    comparable = claims[claims["kind"] != SUBHEADING]  # a few words that assert nothing match by chance
    blocks = [scorer.score(rows_a, rows_b) for rows_a, rows_b in article_pairs(comparable)]
    scored = pd.concat(blocks, ignore_index=True) if blocks else _no_candidates()
    model = ProbabilityModel.shipped()
    return Alignment(scored.assign(probability=model.probability(scored)), found, scorer.space, model)


def _no_candidates() -> pd.DataFrame:
    sides = [name for name in SCHEMAS["pairs"] if name.endswith(("_a", "_b"))]
    return empty("pairs")[sides].assign(similarity=0.0, **dict.fromkeys(FEATURES, 0.0))


class _Scorer:
    """Scores the claims of one article against those of another."""

    def __init__(
        self, claims: pd.DataFrame, vectors: Vectors, tokens: list[TokenVectors], settings: Settings
    ) -> None:
        languages = claims["language"].to_numpy(dtype=object)
        texts = claims["text"].tolist()
        self.claims, self.settings = claims, settings
        self.space = TokenSpace.fit(tokens, languages.tolist()) if len(claims) else TokenSpace({}, {}, {})
        self.sentences = centre_by_language(vectors, languages)
        described = list(zip(tokens, texts, languages, strict=True))
        self.vectors = [self.space.centred(item, language) for item, _, language in described]
        self.weights = [
            self.space.weights(item, text, language, within=span)
            for (item, text, language), span in zip(described, _content_spans(claims), strict=True)
        ]
        self.lengths = np.log([max(1, len(item.ids)) for item in tokens])
        self.numbers = [numbers(text) for text in texts]

    def score(self, rows_a: npt.NDArray[np.int64], rows_b: npt.NDArray[np.int64]) -> pd.DataFrame:
        """Return the candidates of one pair of articles with their features."""
        similarity = np.asarray(self.sentences[rows_a] @ self.sentences[rows_b].T, dtype=np.float64)
        overlap = overlap_matrix(
            [self.vectors[i] for i in rows_a], [self.weights[i] for i in rows_a],
            [self.vectors[i] for i in rows_b], [self.weights[i] for i in rows_b],
        )  # fmt: skip
        neighbours = self.settings.neighbourhood
        at = np.nonzero(nearest(similarity, self.settings.candidates))
        a, b = rows_a[at[0]], rows_b[at[1]]
        return self._sides(a, b).assign(
            similarity=similarity[at],
            overlap=above_background(overlap, neighbours)[at],
            similarity_margin=above_background(similarity, neighbours)[at],
            shared_number=self._compare_numbers(shares_number, a, b),
            number_mismatch=self._compare_numbers(numbers_differ, a, b),
            shorter_length=np.minimum(self.lengths[a], self.lengths[b]),
        )

    def _sides(self, a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> pd.DataFrame:
        columns = {"claim": "claim_id", "language": "language", "outlet": "outlet"}
        return pd.DataFrame(
            {
                f"{name}_{side}": self.claims[column].to_numpy()[rows]
                for name, column in columns.items()
                for side, rows in (("a", a), ("b", b))
            }
        )

    def _compare_numbers(
        self,
        test: Callable[[frozenset[float], frozenset[float]], bool],
        a: npt.NDArray[np.int64],
        b: npt.NDArray[np.int64],
    ) -> npt.NDArray[np.float64]:
        return np.array([test(self.numbers[i], self.numbers[j]) for i, j in zip(a, b, strict=True)], dtype=float)


def _content_spans(claims: pd.DataFrame) -> list[tuple[int, int]]:
    """Return where in each claim's own text its content begins and ends, attribution peeled off."""
    starts = claims["content_start"] - claims["start"]
    ends = claims["content_end"] - claims["start"]
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def select_pairs(candidates: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the candidates that the settings keep: the frame ``pairs``, most probable first."""
    kept = candidates[candidates["probability"] >= settings.min_probability]
    if settings.mutual_best and settings.min_probability > 0.0:
        kept = kept[_is_mutual_best(kept)]
    relation = pd.Series(None, index=kept.index, dtype="str")
    relation[kept["probability"] >= settings.related_probability] = RELATED
    relation[kept["probability"] >= settings.equivalent_probability] = EQUIVALENT
    kept = kept.assign(relation=relation)
    groups = _groups(kept, candidates, settings)
    together = kept["claim_a"].map(groups).where(kept["claim_a"].map(groups) == kept["claim_b"].map(groups))
    ordered = kept.assign(group_id=together.astype("str")).sort_values(
        ["probability", "claim_a", "claim_b"], ascending=[False, True, True]
    )
    return conform(ordered, "pairs")


def _is_mutual_best(pairs: pd.DataFrame) -> pd.Series:
    """Tell which pairs are the best of both their claims, for that claim and the other's outlet."""
    best_of_a = pairs.groupby(["claim_a", "outlet_b"])["probability"].transform("max")
    best_of_b = pairs.groupby(["claim_b", "outlet_a"])["probability"].transform("max")
    return (pairs["probability"] >= best_of_a) & (pairs["probability"] >= best_of_b)


def _groups(kept: pd.DataFrame, candidates: pd.DataFrame, settings: Settings) -> dict[str, str]:
    scored = {
        key(a, b): float(probability)
        for a, b, probability in candidates[["claim_a", "claim_b", "probability"]].itertuples(index=False)
    }
    return group_claims(kept[kept["relation"] == EQUIVALENT], scored, at_least=settings.related_probability)


def word_table(
    pairs: pd.DataFrame, claims: pd.DataFrame, tokens: list[TokenVectors], space: TokenSpace
) -> pd.DataFrame:
    """Return the word alignment of every pair: ``claim_a claim_b`` and the columns of ``align_words``."""
    rows = {claim: index for index, claim in enumerate(claims["claim_id"])}
    texts, languages = claims["text"].tolist(), claims["language"].tolist()
    tables = []
    for a, b in pairs[["claim_a", "claim_b"]].itertuples(index=False):
        i, j = rows[a], rows[b]
        table = align_words(texts[i], tokens[i], languages[i], texts[j], tokens[j], languages[j], space)
        tables.append(table.assign(claim_a=a, claim_b=b))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
