"""Which articles are near enough to be one event for their own sake, and what hangs together by such pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sinorus_lib.events.nearness import Array, EventModel, Evidence, Rows

_AT_A_TIME = 512  # articles whose vectors are multiplied with those of all within reach together
_EXACTLY = 32  # articles of these that are compared in full with all that any of them may be near
_ROUNDING = 1e-4  # more than single precision can miss a cosine by


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of articles, and how far these are from each other.

    Attributes:
        first: rows of articles.
        second: rows of the others, as many.
        distances: between the two of each pair.
    """

    first: Rows
    second: Rows
    distances: Array

    @classmethod
    def of(cls, pieces: Iterable[tuple[Rows, Rows, Array]]) -> Pairs:
        """Put pairs together."""
        return cls(*map(np.concatenate, zip(*pieces, strict=True)))


def components(evidence: Evidence, model: EventModel, window: float) -> npt.NDArray[np.integer]:
    """Return a number an article: those with the same hang together by pairs near enough to be one event."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    number = len(evidence.days)
    found: npt.NDArray[np.integer] = np.arange(number)
    for pairs in joinable(evidence, np.arange(number), model, window):
        edges = np.ones(len(pairs.first), dtype=bool), (found[pairs.first], found[pairs.second])
        _, merged = connected_components(coo_array(edges, shape=(number, number)), directed=False)
        found = merged[found]
    return found


def joinable(evidence: Evidence, rows: Rows, model: EventModel, window: float) -> Iterator[Pairs]:
    """Yield the pairs of some articles that are near enough for an event of two, in pieces; each pair at most twice.

    Articles are gone through by date, so that each is compared with those within its window alone; where a date is
    unknown, with all. Of these, a product in single precision finds the ones whose sentence vectors are near enough
    whatever they name (:meth:`EventModel.least_cosine`), and only for them the distance is worked out. Articles of
    one event that the analyst named, which no date keeps apart, are paired each with the next.
    """
    yield _named_alike(evidence, rows)
    rows = rows[np.argsort(evidence.days[rows], kind="stable")]
    coarse = evidence.vectors[rows].astype(np.float32)
    least = model.least_cosine(evidence.languages[rows]) - _ROUNDING
    for places, others in _within_reach(evidence.days[rows], window):
        near = (coarse[places] @ coarse[others].T >= least) & (others > places[:, None])
        yield Pairs.of(_confirmed(evidence, rows[places], rows[others], near, model, window))


def _named_alike(evidence: Evidence, rows: Rows) -> Pairs:
    """Return each article of a named event with the next of the same."""
    named = rows[evidence.named[rows] >= 0]
    named = named[np.argsort(evidence.named[named], kind="stable")]
    alike = np.flatnonzero(np.diff(evidence.named[named]) == 0)
    return Pairs(named[alike], named[alike + 1], np.zeros(len(alike)))


def _within_reach(days: Array, window: float) -> Iterator[tuple[Rows, Rows]]:
    """Yield places of some articles, and of all from the first of them on that the window lets them be near to.

    Args:
        days: dates in their order, those unknown at the end.
        window: days that may lie between two articles.
    """
    dated = len(days) - int(np.isnan(days).sum())
    for start in range(0, len(days), _AT_A_TIME):
        stop = min(start + _AT_A_TIME, len(days))
        last = days[min(stop, dated) - 1] if start < dated else -np.inf
        reached = max(int(np.searchsorted(days[:dated], last + window, side="right")), stop)
        yield np.arange(start, stop), np.r_[start:reached, max(reached, dated) : len(days)]


def _confirmed(
    evidence: Evidence, rows: Rows, others: Rows, near: npt.NDArray[np.bool_], model: EventModel, window: float
) -> Iterator[tuple[Rows, Rows, Array]]:
    """Yield the pairs, of those marked as perhaps near, that are near enough indeed."""
    for at in range(0, len(rows), _EXACTLY):
        some, perhaps = rows[at : at + _EXACTLY], near[at : at + _EXACTLY]
        columns = np.flatnonzero(perhaps.any(axis=0))
        far = evidence.distances(some, others[columns], model, window)
        first, second = np.nonzero((far <= 1 - model.threshold) & perhaps[:, columns])
        yield some[first], others[columns[second]], far[first, second]
