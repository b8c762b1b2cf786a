"""Which articles share so many words that one may be a copy of another, counted for all of them at once.

Every run of ``SHINGLE`` words in common covers so many words; of two that follow each other, which make a run of one
word more, the second covers but one word more. Both kinds of runs are counted by products of sparse matrices, article
by run. What an article has several times is taken to be covered as often.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sinorus_lib.coverage.copies.comparing import CONTAINED, KEPT
from sinorus_lib.coverage.copies.wording import SHINGLE, Flags, Hashes, Wording, runs

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Counts = NDArray[np.int32]
_TOGETHER = 256  # articles whose counts are in memory at a time


def sharing(wordings: Sequence[Wording]) -> list[list[int]]:
    """Return for each article the numbers of the earlier ones that share enough words with it, in ascending order.

    No pair is missed that :func:`sinorus_lib.coverage.copies.comparing.copy_resemblance` finds to be one of a copy.
    """
    if not wordings:
        return []
    shingles = [_shingles(one) for one in wordings]
    distinct = [np.unique(one) for one in shingles]
    lengths = np.array([max(len(one), 1) for one in wordings])
    repeated = SHINGLE * np.array([all_.size - once.size for all_, once in zip(shingles, distinct, strict=True)])
    short, long = _occurrences(distinct), _occurrences([np.unique(runs(one.words, SHINGLE + 1)) for one in wordings])
    found: list[list[int]] = []
    for start in range(0, len(wordings), _TOGETHER):
        own, others = slice(start, start + _TOGETHER), slice(0, start + _TOGETHER)
        common = _common(short, own, others)
        covered = SHINGLE * common - (SHINGLE - 1) * _common(long, own, others)
        shares = (covered + repeated[own, None]) / lengths[own, None], (covered + repeated[others]) / lengths[others]
        enough = np.tril((common > 0) & _are_enough(*shares), start - 1)
        found += [np.flatnonzero(row).tolist() for row in enough]
    return found


def _are_enough(one: NDArray[np.float64], other: NDArray[np.float64]) -> Flags:
    enough: Flags = (np.maximum(one, other) >= CONTAINED) & (np.minimum(one, other) >= KEPT)
    return enough


def _shingles(wording: Wording) -> Hashes:
    """Return the hashes of the shingles, of a text too short to have any that of all its words."""
    return wording.shingles if len(wording) >= SHINGLE else runs(wording.words, max(len(wording), 1))


def _occurrences(distinct: Sequence[Hashes]) -> csr_array:
    """Return which article (row) has which run (column), 1 where it has it; only runs that several articles have."""
    from scipy.sparse import csr_array

    articles = np.repeat(np.arange(len(distinct)), [one.size for one in distinct])
    _, which, counts = np.unique(np.concatenate(distinct), return_inverse=True, return_counts=True)
    of_several = counts > 1
    kept, columns = of_several[which], np.cumsum(of_several) - 1
    cells = np.ones(int(kept.sum()), dtype=np.int32), (articles[kept], columns[which[kept]])
    return csr_array(cells, shape=(len(distinct), int(of_several.sum())))


def _common(occurrences: csr_array, some: slice, others: slice) -> Counts:
    """Return how many runs each of some articles has in common with each of others."""
    counts: Counts = (occurrences[some] @ occurrences[others].T).toarray()
    return counts
