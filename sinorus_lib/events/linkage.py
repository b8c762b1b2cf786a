"""Average linkage (Sokal & Michener 1958) of articles that hang together, whether they are few or very many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt

from sinorus_lib.events.nearness import Array, EventModel, Evidence, Rows
from sinorus_lib.events.neighbours import Pairs, joinable

LARGEST_AT_ONCE = 5_000  # articles whose distances, each to each, are held at once
NEIGHBOURS = 128  # nearest articles after an article, by date, that many are clustered by
_AT_A_TIME = 512  # articles whose distances to all others are worked out together
_FEW = 64  # the same, where the others may be very many


def average_linkage(evidence: Evidence, rows: Rows, model: EventModel, window: float) -> npt.NDArray[np.integer]:
    """Return a cluster number an article: what average linkage joins while it is near enough.

    Up to :data:`LARGEST_AT_ONCE` articles all distances are held; more go by :func:`linkage_of_many`.
    """
    if len(rows) == 1:
        return np.zeros(1, dtype=np.int64)
    if len(rows) > LARGEST_AT_ONCE:
        return linkage_of_many(evidence, rows, model, window)
    return linkage_of_few(evidence, rows, model, window)


def linkage_of_few(evidence: Evidence, rows: Rows, model: EventModel, window: float) -> npt.NDArray[np.integer]:
    """Return what :func:`average_linkage` does, by all distances; the room needed grows with their square."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    blocks = np.split(rows, range(_AT_A_TIME, len(rows), _AT_A_TIME))
    distances = np.concatenate([evidence.distances(block, rows, model, window) for block in blocks])
    condensed = squareform(distances, checks=False)
    return np.asarray(fcluster(linkage(condensed, method="average"), 1 - model.threshold, criterion="distance"))


def linkage_of_many(evidence: Evidence, rows: Rows, model: EventModel, window: float) -> npt.NDArray[np.integer]:
    """Return what :func:`average_linkage` does, in room that grows with the number of articles alone.

    Two clusters can only be near enough on average if two articles of them are. So distances are kept for those pairs
    of clusters alone that such a pair of articles connects. Each is the mean over all their articles, those that are
    not near included (beyond :data:`~sinorus_lib.events.nearness.SPAN` windows at the largest distance). Clusters
    that are each other's nearest are joined, all at once, until none are near enough: with average linkage this comes
    to the same as joining the nearest two over and over (Murtagh 1983; Sumengen et al. 2021). The result is that of
    :func:`linkage_of_few` but for the order of equal distances, unless more than :data:`NEIGHBOURS` articles that
    come after one, by date, are near enough to it: then only the nearest of these connect.
    """
    clusters = _Clusters.of(evidence, rows, model, window)
    while len(joined := clusters.nearest_to_each_other()):
        clusters = clusters.after(joined)
    return clusters.labels


@dataclass(frozen=True, eq=False)
class _Clusters:
    """Clusters of articles, numbered by one of their members, and the pairs of them that may be joined.

    Attributes:
        evidence: what is known of the articles.
        model: what turns it into how near they are.
        window: see :meth:`Evidence.distances`.
        labels: the cluster of each article.
        members: rows of the articles of each cluster; none where it has become part of another.
        sizes: how many these are.
        pairs: clusters that two near articles connect, the lower number first, in order; their distances are summed
            over all their articles.
    """

    evidence: Evidence
    model: EventModel
    window: float
    labels: Rows
    members: list[Rows]
    sizes: Rows
    pairs: Pairs

    @classmethod
    def of(cls, evidence: Evidence, rows: Rows, model: EventModel, window: float) -> _Clusters:
        """Begin with a cluster an article."""
        near = Pairs.of(
            (found.first, found.second, found.distances)
            for found in map(_nearest, joinable(evidence, rows, model, window))
        )
        places = np.empty(len(evidence.days), dtype=np.int64)
        places[rows] = np.arange(len(rows))
        keys, first = np.unique(_keys(places[near.first], places[near.second], len(rows)), return_index=True)
        pairs = Pairs(keys // len(rows), keys % len(rows), near.distances[first])
        return cls(evidence, model, window, np.arange(len(rows)), list(rows[:, None]), np.ones_like(rows), pairs)

    def nearest_to_each_other(self) -> Rows:
        """Return which pairs are to be joined: near enough, and each the other's nearest; no cluster is in two."""
        pairs = self.pairs
        means = pairs.distances / (self.sizes[pairs.first] * self.sizes[pairs.second])
        least = np.full(len(self.sizes), 1 - self.model.threshold)
        np.minimum.at(least, pairs.first, means)
        np.minimum.at(least, pairs.second, means)
        nearest = np.flatnonzero((means <= least[pairs.first]) & (means <= least[pairs.second]))
        return nearest[_apart(pairs.first[nearest], pairs.second[nearest])]

    def after(self, joined: Rows) -> _Clusters:
        """Return the clusters after these pairs have been joined."""
        kept, lost = self.pairs.first[joined], self.pairs.second[joined]
        into, part = np.arange(len(self.sizes)), np.full(len(self.sizes), -1)
        into[lost], part[kept] = kept, lost
        members, sizes = list(self.members), self.sizes.copy()
        for one, other in zip(kept, lost, strict=True):
            members[one], members[other] = np.concatenate([members[one], members[other]]), members[other][:0]
        sizes[kept] += sizes[lost]
        sizes[lost] = 0
        pairs = self._pairs_after(into, part)
        return replace(self, labels=into[self.labels], members=members, sizes=sizes, pairs=pairs)

    def _pairs_after(self, into: Rows, part: Rows) -> Pairs:
        """Return the pairs that remain, with the distances between all articles of the two.

        Args:
            into: the cluster that each has become part of; itself for most.
            part: the cluster that each has taken in; -1 for most.
        """
        number = len(into)
        first, second = into[self.pairs.first], into[self.pairs.second]
        apart = first != second
        keys, which = np.unique(_keys(first[apart], second[apart], number), return_inverse=True)
        sums = np.zeros(len(keys))
        np.add.at(sums, which, self.pairs.distances[apart])
        one, other, whose = self._unknown(keys // number, keys % number, part)
        np.add.at(sums, whose, self._sums(one, other))
        return Pairs(keys // number, keys % number, sums)

    def _unknown(self, first: Rows, second: Rows, part: Rows) -> tuple[Rows, Rows, Rows]:
        """Return which old clusters, in which pairs of new ones, are not known to be how far apart."""
        known = _keys(self.pairs.first, self.pairs.second, len(part))
        found = []
        for one, other in product((first, part[first]), (second, part[second])):
            both = np.flatnonzero((one >= 0) & (other >= 0))
            missing = both[~_among(_keys(one[both], other[both], len(part)), known)]
            found.append((one[missing], other[missing], missing))
        one, other, whose = map(np.concatenate, zip(*found, strict=True))
        return one, other, whose

    def _sums(self, one: Rows, other: Rows) -> Array:
        """Return the distances between the articles of clusters, summed over each two."""
        sums = np.zeros(len(one))
        for places in groups(one):
            columns = [self.members[cluster] for cluster in other[places]]
            far = self._summed(self.members[one[places[0]]], np.concatenate(columns))
            sums[places] = np.add.reduceat(far, np.cumsum([0, *map(len, columns[:-1])]))
        return sums

    def _summed(self, rows: Rows, columns: Rows) -> Array:
        """Return the distances of articles from others, summed over the former."""
        blocks = np.split(rows, range(_FEW, len(rows), _FEW))
        far = [self.evidence.distances(block, columns, self.model, self.window).sum(axis=0) for block in blocks]
        return np.asarray(np.sum(far, axis=0))


def _keys(one: Rows, other: Rows, number: int) -> Rows:
    """Return a number for each pair, whichever comes first."""
    return np.minimum(one, other) * number + np.maximum(one, other)


def _among(values: Rows, known: Rows) -> npt.NDArray[np.bool_]:
    """Say which values are among others that are in order."""
    places = np.minimum(np.searchsorted(known, values), len(known) - 1)
    return np.asarray(known[places] == values)


def _nearest(pairs: Pairs) -> Pairs:
    """Return the pairs of each first article with those nearest to it."""
    order = np.lexsort((pairs.distances, pairs.first))
    ordered = pairs.first[order]
    rank = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    kept = order[rank < NEIGHBOURS]
    return Pairs(pairs.first[kept], pairs.second[kept], pairs.distances[kept])


def _apart(first: Rows, second: Rows) -> list[int]:
    """Return the places of pairs that have nothing in common with one before; all, unless distances are equal."""
    taken: set[int] = set()
    chosen = []
    for place, (one, other) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
        if one not in taken and other not in taken:
            chosen.append(place)
            taken |= {one, other}
    return chosen


def groups(labels: npt.NDArray[np.integer]) -> Iterator[Rows]:
    """Yield the places of each label, in the order of the first of them."""
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    yield from sorted(np.split(order, cuts) if len(order) else [], key=lambda places: int(places[0]))
