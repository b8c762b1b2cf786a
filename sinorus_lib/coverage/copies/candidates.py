"""Which articles may be copies of each other: those that share several sentences, by MinHash and LSH.

One MinHash of a whole article misses a copy cut to a third, whose resemblance is a third at best. So each sentence
is indexed as well (the unit in which papers trim, move and add), and an article is a candidate if alike sentences
make up enough of the shorter of the two. MinHash: Broder, 1997; banding: Indyk and Motwani, 1998; both by the library
``datasketch``.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from sinorus_lib.coverage.copies.comparing import KEPT
from sinorus_lib.coverage.copies.wording import Hashes, Wording

if TYPE_CHECKING:
    from datasketch import MinHash

_SEED = 1
_BANDS, _ROWS = 16, 2  # sentences of a resemblance of .35 are found with a probability of .88, of .1 with .15
_ENOUGH = KEPT / 2  # of the shorter of the two; half, since edited sentences are missed now and then


class Index:
    """Originals by their sentences."""

    def __init__(self) -> None:
        from datasketch import MinHashLSH

        self._lsh = MinHashLSH(num_perm=_BANDS * _ROWS, params=(_BANDS, _ROWS))
        self._lengths: dict[int, int] = {}

    def add(self, number: int, wording: Wording, sketches: list[MinHash]) -> None:
        """Add an original under its number."""
        self._lengths[number] = len(wording)
        for sketch in sketches:
            self._lsh.insert(number, sketch, check_duplication=False)

    def candidates(self, wording: Wording, sketches: list[MinHash]) -> list[int]:
        """Return the numbers of the originals that share enough sentences with an article, in ascending order."""
        alike: Counter[int] = Counter()
        for (start, end), sketch in zip(_spans(wording), sketches, strict=True):
            for number in self._lsh.query(sketch):
                alike[number] += end - start
        length = len(wording)
        return sorted(
            number for number, words in alike.items() if words >= _ENOUGH * min(length, self._lengths[number])
        )


def sketch_parts(wording: Wording) -> list[MinHash]:
    """Return a MinHash of the whole article and one of each of its sentences."""
    from datasketch import MinHash

    sets = (_shingles_of(wording, start, end) for start, end in _spans(wording))
    return list(MinHash.generator(sets, num_perm=_BANDS * _ROWS, seed=_SEED, hashfunc=int))


def _spans(wording: Wording) -> list[tuple[int, int]]:
    return [(0, len(wording)), *wording.parts]


def _shingles_of(wording: Wording, start: int, end: int) -> Hashes:
    """Return the upper half of the hash of each shingle that begins in a span; of its words if it begins none."""
    inside = wording.shingles[start:end]
    return np.asarray((inside if inside.size else wording.words[start:end]) >> np.uint64(32))
