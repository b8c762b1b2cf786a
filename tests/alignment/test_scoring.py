"""The features that rest on what stands around a claim."""

from __future__ import annotations

import numpy as np

from sinorus_lib.alignment.scoring import neighbour_overlap, passage_vectors


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
