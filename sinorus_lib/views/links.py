"""What a mark of a chart refers to: the places of outlets, articles, groups, measures and pairs in a comparison."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

Choice = dict[str, Any]
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Links:
    """Where each thing that a mark can stand for is found; a choice names it by its place.

    Attributes:
        outlets: by name, in alphabetical order.
        articles: by ``article_id``, in the order of ``comparison.articles``.
        groups: by ``group_id``, in the order of ``comparison.coverage_matrix()``.
        measures: by name, in the order in which ``divergence``, then ``framing`` first has them.
        pairs: by ``(claim_a, claim_b)``, in the order of ``comparison.pairs``, then any further candidates.
    """

    outlets: Mapping[str, int]
    articles: Mapping[str, int]
    groups: Mapping[str, int]
    measures: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]

    @classmethod
    def of(cls, comparison: Comparison, *, pair_index: Mapping[tuple[str, str], int] | None = None) -> Links:
        """Return the places in a comparison.

        Args:
            comparison: whose frames the places are in.
            pair_index: places of pairs and candidates by ``(claim_a, claim_b)``; those of ``comparison.pairs``
                if not given.
        """
        kept = zip(comparison.pairs["claim_a"], comparison.pairs["claim_b"], strict=True)
        matrix = comparison.coverage_matrix()
        return cls(
            outlets=_places(sorted(map(str, comparison.articles["outlet"].unique()))),
            articles=_places(map(str, comparison.articles["article_id"])),
            groups=_places(str(group) for group, _ in matrix.index),
            measures=_places(map(str, [*comparison.divergence["measure"], *comparison.framing["measure"]])),
            pairs=_places((str(a), str(b)) for a, b in kept) if pair_index is None else dict(pair_index),
        )

    def pair(self, claim_a: str, claim_b: str) -> Choice | None:
        """Return the choice of a pair; none if it has no place."""
        place = self.pairs.get((claim_a, claim_b))
        return None if place is None else {"pair": place}

    def group(self, group_id: str, outlet: str | None = None) -> Choice:
        """Return the choice of the pairs of a group, or of those in which one outlet has a part."""
        own = {} if outlet is None else {"outlet": self.outlets[outlet]}
        return {**own, "group": self.groups[group_id]}

    def article(self, article_id: str) -> Choice:
        """Return the choice of the pairs of an article."""
        return {"article": self.articles[article_id]}

    def between(self, outlet_a: str, outlet_b: str, measure: str) -> Choice:
        """Return the choice of the pairs of two outlets that differ on a measure; of ``measure:class``, on it."""
        outlets = [self.outlets[outlet_a], self.outlets[outlet_b]]
        return {"outlets": outlets, "measure": self.measures[measure.partition(":")[0]]}


def _places(names: Iterable[Name]) -> dict[Name, int]:
    """Return the place of each name among the distinct ones, in the order in which they first appear."""
    return {name: place for place, name in enumerate(dict.fromkeys(names))}
