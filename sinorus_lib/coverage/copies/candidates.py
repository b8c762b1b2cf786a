"""Which articles may be copies of each other: those that share several sentences, by MinHash and LSH.

One MinHash of a whole article misses a copy cut to a third, whose resemblance is a third at best. So each sentence
is indexed as well (the unit in which papers trim, move and add), and an article is a candidate if alike sentences
make up enough of the shorter of the two. MinHash: Broder, 1997; banding: Indyk and Motwani, 1998. The permutations
are those of the library ``datasketch``; all sentences of an article are permuted at once, and two rows of 32 bits
are one key of 64.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sinorus_lib.coverage.copies.comparing import KEPT
from sinorus_lib.coverage.copies.wording import Hashes, Wording

_SEED = 1
_BANDS, _ROWS = 16, 2  # sentences of a resemblance of .35 are found with a probability of .88, of .1 with .15
_ENOUGH = KEPT / 2  # of the shorter of the two; half, since edited sentences are missed now and then

Halves = NDArray[np.uint32]


class Index:
    """Originals by their sentences."""

    def __init__(self) -> None:
        self._first: list[dict[int, int]] = [{} for _ in range(_BANDS)]
        self._others: list[dict[int, list[int]]] = [{} for _ in range(_BANDS)]  # hardly any key has a second holder
        self._lengths: dict[int, int] = {}

    def add(self, number: int, wording: Wording, sketches: Hashes) -> None:
        """Add an original under its number."""
        self._lengths[number] = len(wording)
        for first, others, keys in zip(self._first, self._others, sketches.T.tolist(), strict=True):
            for key in keys:
                if first.setdefault(key, number) != number:
                    others.setdefault(key, []).append(number)

    def candidates(self, wording: Wording, sketches: Hashes) -> list[int]:
        """Return the numbers of the originals that share enough sentences with an article, in ascending order."""
        alike: Counter[int] = Counter()
        for (start, end), keys in zip(_spans(wording), sketches.tolist(), strict=True):
            for number in self._holders(keys):
                alike[number] += end - start
        length = len(wording)
        return sorted(
            number for number, words in alike.items() if words >= _ENOUGH * min(length, self._lengths[number])
        )

    def _holders(self, keys: list[int]) -> set[int]:
        """Return the numbers of the originals with a sentence that has one of the keys, one a band."""
        found = {number for number in map(dict.get, self._first, keys) if number is not None}
        if found:
            found.update(*(others.get(key, ()) for others, key in zip(self._others, keys, strict=True)))
        return found


def sketch_parts(wording: Wording) -> Hashes:
    """Return a MinHash of the whole article and one of each of its sentences, a row each, a column a band."""
    if not len(wording):
        return np.zeros((1, _BANDS), dtype=np.uint64)
    factors, terms = _permutations()
    sets = [_shingles_of(wording, start, end) for start, end in _spans(wording)]
    starts = np.cumsum([0, *map(len, sets[:-1])])
    permuted = np.multiply.outer(_mixed(np.concatenate(sets)), factors)
    permuted += terms
    return np.minimum.reduceat(permuted, starts).view(np.uint64)


@cache
def _permutations() -> tuple[Halves, Halves]:
    """Return the factor and the term of each permutation ``factor * hash + term`` of the numbers of 32 bits."""
    random = np.random.RandomState(_SEED)
    factors = random.randint(0, 2**31, _BANDS * _ROWS, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, random.randint(0, 2**32, _BANDS * _ROWS, dtype=np.uint32)


def _mixed(hashed: Halves) -> Halves:
    """Return hashes whose high and low bits depend on all bits (the finaliser of MurmurHash3)."""
    hashed = (hashed ^ (hashed >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashed = (hashed ^ (hashed >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return hashed ^ (hashed >> np.uint32(16))


def _spans(wording: Wording) -> list[tuple[int, int]]:
    return [(0, len(wording)), *wording.parts]


def _shingles_of(wording: Wording, start: int, end: int) -> Halves:
    """Return the upper half of the hash of each shingle that begins in a span; of its words if it begins none."""
    inside = wording.shingles[start:end]
    return ((inside if inside.size else wording.words[start:end]) >> np.uint64(32)).astype(np.uint32)
