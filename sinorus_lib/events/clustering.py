"""Articles -> events: average-linkage clustering of what articles say, whom they name and when they appeared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.encoders.protocol import Vectors
from sinorus_lib.errors import SchemaError
from sinorus_lib.events.entities import Names, entity_vectors, find_names
from sinorus_lib.events.naming import Naming
from sinorus_lib.events.nearness import Array, EventModel, Evidence, Rows, article_vectors, shipped_model
from sinorus_lib.parsing import Parser
from sinorus_lib.schemas import conform
from sinorus_lib.settings import Settings

if TYPE_CHECKING:
    from scipy.sparse import coo_array

COLUMNS = {"article_id": "str", "event": "str", "similarity": "float64", "entities": "str"}
_AT_A_TIME = 512  # articles whose distances to all others are looked at together
_NOTHING_NAMED = Names({}, {})


def find_events(
    articles: pd.DataFrame,
    claims: pd.DataFrame,
    vectors: Vectors,
    *,
    parser: Parser | None = None,
    settings: Settings | None = None,
    model: EventModel | None = None,
) -> pd.DataFrame:
    """Return the event that each article reports.

    Two articles are near if their sentence vectors are, and if they name the same, rare names counting most. Near
    ones come together by agglomerative clustering with average linkage (Sokal & Michener 1958): two clusters become
    one while their articles are near enough on average. What the analyst wrote in ``articles.event`` stands: those
    articles are in the event of that name and in no other, two named events are never one, and other articles may
    join either. The order of the rows does not matter. Events are not found across collections: what sets an event
    apart, and hence its name, depends on what else there is.

    Args:
        articles: the frame ``articles``.
        claims: the frame ``claims`` of the same articles.
        vectors: one sentence vector a claim, as :func:`sinorus_lib.embed` gives them.
        parser: what parsed the claims and knows them already; a new one if not given.
        settings: the encoder that the vectors are of, the language of the names, and ``event_days`` and
            ``event_similarity``. An event lasts longer than ``event_days`` where other articles lie between, but
            seldom three times that; an unknown date keeps nothing apart.
        model: what says how near two articles are; the one that comes with the library if not given.

    Returns:
        One row an article, in the order given: ``article_id``; ``event``, its name; ``similarity``, how near the
        article is to the others of its event on average, 0 to 1, and empty where it is alone; ``entities``, what it
        shares with them, the rarest first.

    Raises:
        SchemaError: if a frame lacks a column, two articles have one id, or a claim belongs to none of the articles.
        EncoderError: if the vectors are not of the encoder of the settings.
    """
    settings, model = settings or Settings(), model or shipped_model()
    articles, claims = conform(articles, "articles"), conform(claims, "claims")
    _check_ids(articles, claims)
    if articles.empty:
        return pd.DataFrame({column: pd.Series(dtype=dtype) for column, dtype in COLUMNS.items()})
    collection = Collection.of(articles, claims, vectors, parser=parser or Parser(), settings=settings)
    found = collection.events(model.with_threshold(settings.event_similarity), settings.event_days)
    return found.set_index("article_id").loc[articles["article_id"]].reset_index()


def _check_ids(articles: pd.DataFrame, claims: pd.DataFrame) -> None:
    twice = articles.loc[articles["article_id"].duplicated(), "article_id"]
    if len(twice):
        raise SchemaError(f"Two articles have the id {twice.iloc[0]!r}; expected one each. Give each its own.")
    astray = claims.loc[~claims["article_id"].isin(articles["article_id"]), "article_id"]
    if len(astray):
        raise SchemaError(
            f"A claim belongs to the article {astray.iloc[0]!r}, which is not among the articles. Give the articles "
            "that the claims were made of."
        )


@dataclass(frozen=True, eq=False)
class Collection:
    """Articles in the order of their ids, with the evidence that clustering rests on.

    Attributes:
        articles: the frame ``articles``.
        names: what each article names.
        evidence: what makes two of them near.
        language: the language of the names of events.
    """

    articles: pd.DataFrame
    names: list[Names]
    evidence: Evidence
    language: str

    @classmethod
    def of(
        cls, articles: pd.DataFrame, claims: pd.DataFrame, vectors: Vectors, *, parser: Parser, settings: Settings
    ) -> Collection:
        """Gather the evidence; see :func:`find_events`."""
        articles = articles.sort_values("article_id", ignore_index=True)
        articles["event"] = articles["event"].str.strip().replace("", None)
        found = find_names(claims, parser)
        names = [found.get(article, _NOTHING_NAMED) for article in articles["article_id"]]
        naming = Naming.of(articles, names, settings.interface)
        evidence = Evidence(
            vectors=article_vectors(articles, claims, vectors, settings),
            entities=entity_vectors(names, naming.weights),
            days=_days(articles["published"]),
            named=pd.factorize(articles["event"])[0].astype(np.int64),
            languages=articles["language"].to_numpy(dtype=object),
        )
        return cls(articles, names, evidence, settings.interface)

    def events(self, model: EventModel, event_days: float) -> pd.DataFrame:
        """Return what :func:`find_events` does, in the order of the articles' ids."""
        clusters = list(self.clusters(model, event_days))
        naming = Naming.of(self.articles, self.names, self.language)
        written = [self._written(rows) for rows in clusters]
        unnamed = [rows for rows, name in zip(clusters, written, strict=True) if name is None]
        fresh = iter(naming.event_names(unnamed, taken=[name for name in written if name is not None]))
        parts = [
            self._rows(rows, next(fresh) if name is None else name, naming, model)
            for rows, name in zip(clusters, written, strict=True)
        ]
        return pd.concat(parts, ignore_index=True).astype(COLUMNS)

    def clusters(self, model: EventModel, event_days: float) -> Iterator[Rows]:
        """Yield the rows of the articles of each event.

        A cluster lies within one connected component of the articles near enough to be joined, so that each
        component is clustered by itself; what comes out is the same.
        """
        from scipy.sparse.csgraph import connected_components

        _, components = connected_components(self._joinable(model, event_days), directed=False)
        for rows in _groups(components):
            distances = np.concatenate(
                [self.evidence.distances(block, rows, model, event_days) for block in _blocks(rows)]
            )
            for members in _groups(_average_linkage(distances, 1 - model.threshold)):
                yield rows[members]

    def _joinable(self, model: EventModel, event_days: float) -> coo_array:
        """Return which articles are near enough for a cluster of two, shape ``(articles, articles)``."""
        from scipy.sparse import coo_array

        everything = np.arange(len(self.articles))
        rows, others = [], []
        for block in _blocks(everything):
            near = self.evidence.distances(block, everything, model, event_days) <= 1 - model.threshold
            first, second = np.nonzero(near)
            rows.append(block[first])
            others.append(second)
        places = np.concatenate(rows), np.concatenate(others)
        return coo_array((np.ones(len(places[0]), dtype=bool), places), shape=(len(everything), len(everything)))

    def _written(self, rows: Rows) -> str | None:
        """Return the name that the analyst gave an event, if any."""
        names = self.articles["event"].iloc[rows].dropna()
        return None if names.empty else str(names.iloc[0])

    def _rows(self, rows: Rows, event: str, naming: Naming, model: EventModel) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "article_id": self.articles["article_id"].iloc[rows].to_numpy(),
                "event": event,
                "similarity": _mean_of_others(self.evidence.nearness(rows, rows, model)),
                "entities": [naming.shared(int(row), rows) for row in rows],
            }
        )


def _days(published: pd.Series) -> Array:
    """Return dates as days, the time of day left out; not a number where unknown."""
    return np.asarray((published.dt.normalize() - pd.Timestamp(0)) / pd.Timedelta(days=1), dtype=np.float64)


def _blocks(rows: Rows) -> list[Rows]:
    """Return the rows in pieces, so that no more than one piece needs room for all its evidence at once."""
    return np.split(rows, range(_AT_A_TIME, len(rows), _AT_A_TIME))


def _groups(labels: npt.NDArray[np.integer]) -> Iterator[Rows]:
    """Yield the places of each label, in the order of the first of them."""
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    yield from sorted(np.split(order, cuts), key=lambda places: int(places[0]))


def _average_linkage(distances: Array, threshold: float) -> npt.NDArray[np.integer]:
    """Return a cluster number a row: what average linkage joins at no more than the threshold."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(distances) == 1:
        return np.zeros(1, dtype=np.int64)
    condensed = squareform(distances, checks=False)
    return np.asarray(fcluster(linkage(condensed, method="average"), threshold, criterion="distance"))


def _mean_of_others(nearness: Array) -> Array:
    """Return the mean of each row but for the article itself; not a number where there is no other."""
    others = len(nearness) - 1
    if not others:
        return np.array([np.nan])
    return np.asarray((nearness.sum(axis=1) - np.diagonal(nearness)) / others)
