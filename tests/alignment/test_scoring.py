"""The features that rest on what stands around a claim."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.alignment import score_candidates, token_encoder
from sinorus_lib.alignment.features import CONFLICT_FEATURES, CONTENT_FEATURES
from sinorus_lib.alignment.scoring import LEAST_COMPARED, neighbour_overlap, passage_vectors
from sinorus_lib.evaluation.bench import RememberedTokens
from sinorus_lib.parsing import Parser

CONFLICT_COLUMNS = ["matched_share", *CONFLICT_FEATURES]


@dataclass(frozen=True)
class Scored:
    """The candidates of the sample: conflicts looked for where the content is probable, and everywhere."""

    usual: pd.DataFrame
    everywhere: pd.DataFrame

    def where(self, probable: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the rows of both whose content is probable, or is not."""
        rows = (self.usual["content_probability"] >= LEAST_COMPARED) == probable
        return self.usual[rows], self.everywhere[rows]


@pytest.fixture(scope="module")
def scored(coverage: sl.Coverage, parser: Parser) -> Scored:
    settings = sl.Settings()
    claims = sl.split_claims(coverage, parser=parser, settings=settings)
    vectors, tokens = sl.embed(claims, settings=settings), RememberedTokens(token_encoder(settings))
    score = partial(score_candidates, claims, vectors, settings=settings, tokens=tokens, parser=parser)
    return Scored(score().candidates, score(compared_from=0.0).candidates)


def test_what_is_probable_has_the_cues_that_all_candidates_would_have(scored: Scored) -> None:
    usual, everywhere = scored.where(True)
    assert 0 < len(usual) < len(scored.usual) / 10
    pd.testing.assert_frame_equal(usual, everywhere)


def test_what_is_improbable_has_its_content_and_no_cues_of_a_conflict(scored: Scored) -> None:
    usual, everywhere = scored.where(False)
    pd.testing.assert_frame_equal(
        usual[[*CONTENT_FEATURES, "content_probability"]], everywhere[[*CONTENT_FEATURES, "content_probability"]]
    )
    assert (usual[CONFLICT_COLUMNS] == 0).all(axis=None)
    assert usual["reason"].isna().all()
    assert (everywhere[CONFLICT_COLUMNS] > 0).any().all()


def test_neighbours_are_the_two_best_of_the_pairs_around() -> None:
    overlap = np.array([[9.0, 1.0, 0.0], [2.0, 7.0, 3.0], [0.0, 4.0, 5.0]])
    found = neighbour_overlap(overlap)
    assert found[1, 1] == (9.0 + 5.0) / 2
    assert found[0, 0] == (7.0 + 2.0) / 2
    np.testing.assert_allclose(neighbour_overlap(overlap.T), found.T)


def test_a_pair_with_no_or_one_neighbour() -> None:
    np.testing.assert_array_equal(neighbour_overlap(np.array([[3.0]])), [[0.0]])
    np.testing.assert_array_equal(neighbour_overlap(np.array([[3.0, 2.0]])), [[2.0, 3.0]])


def test_a_passage_ends_with_its_article() -> None:
    sentences = np.eye(4, dtype=np.float32)
    articles = np.array(["a", "a", "b", "b"], dtype=object)
    found = passage_vectors(sentences, articles)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1.0, rtol=1e-6)
    np.testing.assert_array_equal(found > 0, [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]])
