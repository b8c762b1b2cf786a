"""How much of two articles is the same wording, and whether that makes one a copy of the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sinorus_lib.coverage.copies.wording import SHINGLE, Flags, Hashes, Wording

SHORTEST = 25
"""Words; a shorter text is a copy only if it is the same to the word."""
CONTAINED = 0.45
"""Share of one of the two, with its quotations and without, that must stand in the other."""
KEPT = 0.2
"""Share that must stand in the first of the other one: less is a quotation, or one item of a digest."""
AGREEMENT = 0.6
"""Share of the names, and of the numbers, in the common wording that must agree: less is a template filled twice."""
_LONGEST_SLOT = 12


@dataclass(frozen=True)
class Resemblance:
    """How alike two wordings are; all from 0 to 1.

    Attributes:
        shared_a: share of the words of the first that stand, in runs of ``SHINGLE`` or more, in the second.
        shared_b: share of the words of the second that stand in the first.
        similarity: resemblance (Jaccard) of the two sets of shingles.
        contained: the share of the one of which more stands in the other, or of its words outside quotation marks
            if that is less.
    """

    shared_a: float
    shared_b: float
    similarity: float
    contained: float

    @property
    def is_enough(self) -> bool:
        """Whether one may be a copy of the other, if names and numbers agree."""
        return self.contained >= CONTAINED and min(self.shared_a, self.shared_b) >= KEPT


NOTHING, SAME = Resemblance(0.0, 0.0, 0.0, 0.0), Resemblance(1.0, 1.0, 1.0, 1.0)


def copy_resemblance(a: Wording, b: Wording) -> Resemblance | None:
    """Return how alike two wordings are if one is a copy of the other, else ``None``."""
    shorter, longer = sorted((len(a), len(b)))
    if shorter == 0 or shorter < KEPT * longer:
        return None
    if shorter < SHORTEST:
        return SAME if _same(a, b) else None
    found = resemblance(a, b)
    return found if found.is_enough and agreement(a, b) >= AGREEMENT else None


def resemblance(a: Wording, b: Wording) -> Resemblance:
    """Return how alike two wordings are, counted on the wordings themselves."""
    if _same(a, b):
        return SAME if len(a) else NOTHING
    common = _common(a.distinct, b.distinct)
    if not common.size:
        return NOTHING
    covered_a, covered_b = (_covered(_contains(common, one.shingles), len(one)) for one in (a, b))
    shared_a, shared_b = float(covered_a.mean()), float(covered_b.mean())
    return Resemblance(
        shared_a,
        shared_b,
        similarity=common.size / (a.distinct.size + b.distinct.size - common.size),
        contained=max(min(shared_a, _unquoted(covered_a, a)), min(shared_b, _unquoted(covered_b, b))),
    )


def agreement(a: Wording, b: Wording) -> float:
    """Return the share of the names, or of the numbers if that is less, that agree, from 0 to 1.

    Counted are those in the common wording, and those in the gaps of it that each text fills in its own way; one that
    agrees is added, so that a single difference does not decide.
    """
    common = _common(a.distinct, b.distinct)
    slots = list(_slots(a, b, common))
    one = b if b.cased and not a.cased else a
    seen = _covered(_contains(common, one.shingles), len(one))
    shares = []
    for which_a, which_b, which in ((a.names, b.names, one.names), (a.numbers, b.numbers, one.numbers)):
        same = int((which & seen).sum())
        other = sum(_others(a.words[in_a][which_a[in_a]], b.words[in_b][which_b[in_b]]) for in_a, in_b in slots)
        shares.append((same + 1) / (same + other + 1))
    return min(shares)


def _same(a: Wording, b: Wording) -> bool:
    return len(a) == len(b) and bool((a.words == b.words).all())


def _common(a: Hashes, b: Hashes) -> Hashes:
    """Return what two sorted sets have in common; the time depends on the smaller one."""
    smaller, larger = (a, b) if a.size <= b.size else (b, a)
    return smaller[_contains(larger, smaller)]


def _contains(sorted_set: Hashes, values: Hashes) -> Flags:
    if not sorted_set.size:
        return np.zeros(values.size, dtype=bool)
    places = np.searchsorted(sorted_set, values)
    places[places == sorted_set.size] = 0
    return np.asarray(sorted_set[places] == values)


def _covered(shingles: Flags, words: int) -> Flags:
    """Return which words stand in one of the shingles."""
    covered = np.zeros(words, dtype=bool)
    for place in range(SHINGLE):
        covered[place : place + shingles.size] |= shingles
    return covered


def _unquoted(covered: Flags, wording: Wording) -> float:
    """Return the share of the words outside quotation marks that are covered; 1 if there are hardly any."""
    outside = covered[~wording.quoted]
    return float(outside.mean()) if outside.size >= SHORTEST else 1.0


def _slots(a: Wording, b: Wording, common: Hashes) -> Iterator[tuple[slice, slice]]:
    """Yield each short gap in the common wording that both texts fill, as words of the first and of the second."""
    starts = np.flatnonzero(_contains(common, a.shingles))
    there = b.first_places[np.searchsorted(b.distinct, a.shingles[starts])]
    gaps_a, gaps_b = np.diff(starts) - SHINGLE, np.diff(there) - SHINGLE
    is_slot = (gaps_a > 0) & (gaps_a <= _LONGEST_SLOT) & (gaps_b > 0) & (gaps_b <= _LONGEST_SLOT)
    for place in np.flatnonzero(is_slot):
        first_a, first_b = int(starts[place]) + SHINGLE, int(there[place]) + SHINGLE
        yield slice(first_a, first_a + int(gaps_a[place])), slice(first_b, first_b + int(gaps_b[place]))


def _others(a: Hashes, b: Hashes) -> int:
    """Return how many of the words in a gap of the first text are replaced by others in the second."""
    there = set(b.tolist())
    return min(sum(word not in there for word in a.tolist()), len(there))
