"""The features of candidate pairs: those of content for all, those of conflict where the content may be the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.alignment.candidates import centre_by_language, nearest
from sinorus_lib.alignment.facts import ClaimFacts, cue_table, shared_quantities
from sinorus_lib.alignment.overlap import Matrix, above_background, overlap_matrix
from sinorus_lib.alignment.probability import PairModel
from sinorus_lib.alignment.tokens import TokenSpace, TokenVectors, unit
from sinorus_lib.claims import content_spans
from sinorus_lib.encoders import Vectors
from sinorus_lib.settings import Settings

Rows = npt.NDArray[np.int64]
# From which content probability on two claims are asked whether they contradict each other. What is less probable
# is neither pair nor conflict by any sensible setting, and is nearly every candidate.
LEAST_COMPARED = 0.05


@dataclass(frozen=True)
class Components:
    """The parts of the alignment that can be switched off, to see what each adds.

    Attributes:
        content: attribution is peeled off before tokens are compared.
        centring: each language's mean is subtracted from its vectors.
        rarity: tokens weigh by their inverse document frequency in the collection.
        background: the usual overlap within the pair of articles is subtracted.
        actors: the same actor is known under different names.
    """

    content: bool = True
    centring: bool = True
    rarity: bool = True
    background: bool = True
    actors: bool = True


class Scorer:
    """Scores the claims of one article against those of another.

    Args:
        claims: the frame ``claims``.
        vectors: one sentence vector a claim.
        tokens: token vectors, one a claim.
        facts: what each claim says of actors, quantities, polarity and time.
        space: what makes the token vectors comparable.
        settings: how many candidates, and how large the neighbourhood is.
        components: what is switched on.
    """

    def __init__(
        self,
        claims: pd.DataFrame,
        vectors: Vectors,
        tokens: list[TokenVectors],
        facts: list[ClaimFacts],
        space: TokenSpace,
        settings: Settings,
        components: Components | None = None,
    ) -> None:
        self.claims, self.settings, self.facts, self.space = claims, settings, facts, space
        self.components = components or Components()
        languages = claims["language"].to_numpy(dtype=object)
        self.sentences = centre_by_language(vectors, languages) if self.components.centring else unit(vectors)
        self.passages = _passages(self.sentences, claims)
        self.tokens = [self._token_vectors(item, str(one)) for item, one in zip(tokens, languages, strict=True)]
        self.weights = self._token_weights(tokens)
        self.lengths = np.log([max(1, len(item.ids)) for item in tokens])

    def candidates(
        self, articles: Iterable[tuple[Rows, Rows]], model: PairModel, *, compared_from: float = LEAST_COMPARED
    ) -> pd.DataFrame:
        """Return the candidates of pairs of articles with their features and probabilities.

        Cues of a conflict are looked for where the content probability is at least ``compared_from``; elsewhere they
        are 0 and ``reason`` is empty.

        Args:
            articles: the rows of the claims of either article, for every two articles; at least one pair of them.
            model: what gives each candidate its probability.
            compared_from: the least content probability; 0 looks everywhere, as fitting a model needs.
        """
        blocks = [self.score(rows_a, rows_b) for rows_a, rows_b in articles]
        joined = {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
        a, b = joined.pop("a"), joined.pop("b")
        pairs = self._sides(a, b).assign(**joined, shared_quantities=shared_quantities(self.facts, a, b))
        compared = model.content.probability(pairs) >= compared_from
        cues = cue_table(self.facts, a, b, actors=self.components.actors, where=compared)
        return model.scored(pairs.join(cues.drop(columns="shared_quantities")))

    def score(self, rows_a: Rows, rows_b: Rows) -> dict[str, npt.NDArray[Any]]:
        """Return the candidates of one pair of articles: their rows ``a`` and ``b``, and what tells their content."""
        similarity = np.asarray(self.sentences[rows_a] @ self.sentences[rows_b].T, dtype=np.float64)
        passages = np.asarray(self.passages[rows_a] @ self.passages[rows_b].T, dtype=np.float64)
        overlap = self._above_background(self._overlap(rows_a, rows_b))
        at = np.nonzero(nearest(similarity, self.settings.candidates))
        a, b = rows_a[at[0]], rows_b[at[1]]
        return {
            "a": a,
            "b": b,
            "similarity": similarity[at],
            "overlap": overlap[at],
            "neighbour_overlap": neighbour_overlap(overlap)[at],
            "passage_similarity": self._above_background(passages)[at],
            "shorter_length": np.minimum(self.lengths[a], self.lengths[b]),
        }

    def _token_vectors(self, tokens: TokenVectors, language: str) -> Vectors:
        return self.space.centred(tokens, language) if self.components.centring else unit(tokens.vectors)

    def _token_weights(self, tokens: list[TokenVectors]) -> list[Vectors]:
        spans = content_spans(self.claims) if self.components.content else [None] * len(tokens)
        described = zip(tokens, self.claims["text"], self.claims["language"], spans, strict=True)
        weights = [self.space.weights(item, text, language, within=span) for item, text, language, span in described]
        return weights if self.components.rarity else [(item > 0).astype(np.float32) for item in weights]

    def _overlap(self, rows_a: Rows, rows_b: Rows) -> Matrix:
        return overlap_matrix(
            [self.tokens[i] for i in rows_a], [self.weights[i] for i in rows_a],
            [self.tokens[i] for i in rows_b], [self.weights[i] for i in rows_b],
        )  # fmt: skip

    def _above_background(self, scores: Matrix) -> Matrix:
        return above_background(scores, self.settings.neighbourhood) if self.components.background else scores

    def _sides(self, a: Rows, b: Rows) -> pd.DataFrame:
        columns = {"claim": "claim_id", "language": "language", "outlet": "outlet"}
        return pd.DataFrame(
            {
                f"{name}_{side}": self.claims[column].array.take(rows)
                for name, column in columns.items()
                for side, rows in (("a", a), ("b", b))
            }
        )


def _passages(sentences: Vectors, claims: pd.DataFrame) -> Vectors:
    order = claims.sort_values(["article_id", "position"], ignore_index=False).index.to_numpy()
    passages = np.empty_like(sentences)
    passages[order] = passage_vectors(sentences[order], claims["article_id"].to_numpy(dtype=object)[order])
    return passages


def passage_vectors(sentences: Vectors, articles: npt.NDArray[np.object_]) -> Vectors:
    """Return, for each claim, the unit mean of its vector and those just before and after it in its article.

    A sentence that leans on its neighbours ("the latter is due to meet him") is found by its passage.
    """
    summed = sentences.astype(np.float32).copy()
    together = (articles[1:] == articles[:-1])[:, None]
    summed[1:] += sentences[:-1] * together
    summed[:-1] += sentences[1:] * together
    return unit(summed)


def neighbour_overlap(overlap: Matrix) -> Matrix:
    """Return the mean of the two highest overlaps among the pairs next to each pair; shape as given.

    Claims that both sides report tend to stand beside others that both report (as in aligning parallel
    texts, Gale & Church 1993, but without their order being the same).
    """
    rows, columns = overlap.shape
    padded = np.pad(overlap, 1, constant_values=-np.inf)
    steps = [(i, j) for i in (0, 1, 2) for j in (0, 1, 2) if (i, j) != (1, 1)]
    around = np.sort(np.stack([padded[i : i + rows, j : j + columns] for i, j in steps]), axis=0)[-2:]
    counted = np.isfinite(around).sum(axis=0)
    return np.asarray(np.where(np.isfinite(around), around, 0.0).sum(axis=0) / np.maximum(counted, 1))
