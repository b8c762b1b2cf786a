"""Which pairs of claims are worth a closer look: nearest neighbours of the sentence vectors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.alignment.tokens import unit
from sinorus_lib.encoders import Vectors


def centre_by_language(vectors: Vectors, languages: npt.NDArray[np.object_]) -> Vectors:
    """Return unit vectors, each language's own mean subtracted; same shape and order as given."""
    centred = vectors.astype(np.float32).copy()
    for language in np.unique(languages):
        members = languages == language
        centred[members] -= centred[members].mean(axis=0)
    return unit(centred)


def article_pairs(
    claims: pd.DataFrame, events: Mapping[str, str] | None = None
) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Yield, for every two articles of different outlets, the index labels of the claims of each, as they stand.

    Side a is the French one across languages; within a language, the outlet and then the article whose
    name comes first. The order of the input does not matter.

    Args:
        claims: the frame ``claims``.
        events: article -> event; articles of two events make no pair, one of none is of every event.
    """
    of = events or {}
    grouped = claims.sort_values("position").groupby("article_id", sort=False)
    facts = grouped[["language", "outlet"]].first()
    rows = {str(name): np.asarray(index, dtype=np.int64) for name, index in grouped.groups.items()}
    keys = sorted((language != "fr", outlet, name) for name, language, outlet in facts.itertuples())
    for (_, outlet_a, a), (_, outlet_b, b) in combinations(keys, 2):
        if outlet_a != outlet_b and of.get(a, of.get(b)) == of.get(b, of.get(a)):
            yield rows[a], rows[b]


def nearest(similarity: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.bool_]:
    """Tell which entries are among the ``count`` best of their row or of their column; shape as given."""
    return _best_of_rows(similarity, count) | _best_of_rows(similarity.T, count).T


def _best_of_rows(scores: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.bool_]:
    if count >= scores.shape[1]:
        return np.ones(scores.shape, dtype=bool)
    chosen = np.zeros(scores.shape, dtype=bool)
    np.put_along_axis(chosen, np.argpartition(-scores, count, axis=1)[:, :count], True, axis=1)
    return chosen
