"""Articles -> events: average-linkage clustering of what articles say, whom they name and when they appeared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sinorus_lib.encoders.protocol import Vectors
from sinorus_lib.errors import SchemaError
from sinorus_lib.events.entities import entity_vectors
from sinorus_lib.events.evidence import ArticleEvidence
from sinorus_lib.events.linkage import average_linkage, groups
from sinorus_lib.events.naming import Naming
from sinorus_lib.events.nearness import Array, EventModel, Evidence, Labels, Rows, shipped_model
from sinorus_lib.events.neighbours import components
from sinorus_lib.parsing import Parser
from sinorus_lib.schemas import conform, refuse_twice
from sinorus_lib.settings import Settings

COLUMNS = {"article_id": "str", "event": "str", "similarity": "float64", "entities": "str"}
_AT_A_TIME = 256  # articles of an event whose nearness to all others of it is worked out together


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
    settings = settings or Settings()
    articles, claims = conform(articles, "articles"), conform(claims, "claims")
    _check_ids(articles, claims)
    if articles.empty:
        return _no_events()
    evidence = ArticleEvidence.of(articles, claims, vectors, parser=parser or Parser(), settings=settings)
    return events_of(articles, evidence, settings=settings, model=model)


def events_of(
    articles: pd.DataFrame,
    evidence: ArticleEvidence,
    *,
    settings: Settings | None = None,
    model: EventModel | None = None,
) -> pd.DataFrame:
    """Return the event that each article reports, of evidence that was gathered before; see :func:`find_events`.

    How the evidence was divided, and in what order it comes, does not matter. Time and room grow little faster than
    the collection while only so many articles fall within ``event_days``; within these, with the square of their
    number, though slowly (tens of thousands take seconds).

    Args:
        articles: the frame ``articles``.
        evidence: what is known of each of them; of others it may be there too. All of it is of one encoder.
        settings: see :func:`find_events`.
        model: see :func:`find_events`.

    Raises:
        SchemaError: if a frame lacks a column, two articles have one id, or there is no evidence on one.
    """
    settings, model = settings or Settings(), model or shipped_model()
    articles = conform(articles, "articles")
    refuse_twice(articles)
    if articles.empty:
        return _no_events()
    collection = Collection.gathered(articles, evidence, settings)
    found = collection.events(model.with_threshold(settings.event_similarity), settings.event_days)
    return found.set_index("article_id").loc[articles["article_id"]].reset_index()


def _no_events() -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype=dtype) for column, dtype in COLUMNS.items()})


def _check_ids(articles: pd.DataFrame, claims: pd.DataFrame) -> None:
    refuse_twice(articles)
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
        naming: what names events, and what each article names.
        evidence: what makes two of them near.
    """

    articles: pd.DataFrame
    naming: Naming
    evidence: Evidence

    @classmethod
    def of(
        cls, articles: pd.DataFrame, claims: pd.DataFrame, vectors: Vectors, *, parser: Parser, settings: Settings
    ) -> Collection:
        """Gather the evidence; see :func:`find_events`."""
        evidence = ArticleEvidence.of(articles, claims, vectors, parser=parser, settings=settings)
        return cls.gathered(articles, evidence, settings)

    @classmethod
    def gathered(cls, articles: pd.DataFrame, evidence: ArticleEvidence, settings: Settings) -> Collection:
        """Set what is known of each article beside what the collection says of it: how rare its names are."""
        articles = articles.sort_values("article_id", ignore_index=True)
        articles["event"] = articles["event"].str.strip().replace("", None)
        each = evidence.on(articles["article_id"])
        naming = Naming.of(articles, each.names, settings.interface)
        compared = Evidence(
            vectors=each.vectors,
            entities=entity_vectors(each.names, naming.weights),
            days=_days(articles["published"]),
            named=pd.factorize(articles["event"])[0].astype(np.int64),
            languages=articles["language"].to_numpy(dtype=object),
        )
        return cls(articles, naming, compared)

    def events(self, model: EventModel, event_days: float) -> pd.DataFrame:
        """Return what :func:`find_events` does, in the order of the articles' ids."""
        clusters = list(self.clusters(model, event_days))
        similarity, entities = np.full(len(self.articles), np.nan), np.full(len(self.articles), "", dtype=object)
        for rows in clusters:
            similarity[rows] = self._similarity(rows, model)
            entities[rows] = self.naming.shared(rows)
        found = {"event": self._names(clusters), "similarity": similarity, "entities": entities}
        return pd.DataFrame({"article_id": self.articles["article_id"], **found}).astype(COLUMNS)

    def clusters(self, model: EventModel, event_days: float) -> Iterator[Rows]:
        """Yield the rows of the articles of each event.

        A cluster lies within one connected component of the articles near enough to be joined, so that each
        component is clustered by itself; what comes out is the same.
        """
        for rows in groups(components(self.evidence, model, event_days)):
            for members in groups(average_linkage(self.evidence, rows, model, event_days)):
                yield rows[members]

    def _names(self, clusters: Sequence[Rows]) -> Labels:
        """Return what the event of each article is called, as the analyst does or by what sets it apart."""
        written = [None if pd.isna(name) else str(name) for name in self.articles["event"]]
        given = [next((written[row] for row in rows if written[row] is not None), None) for rows in clusters]
        unnamed = [rows for rows, name in zip(clusters, given, strict=True) if name is None]
        fresh = iter(self.naming.event_names(unnamed, taken=[name for name in given if name is not None]))
        names = np.empty(len(self.articles), dtype=object)
        for rows, name in zip(clusters, given, strict=True):
            names[rows] = next(fresh) if name is None else name
        return names

    def _similarity(self, rows: Rows, model: EventModel) -> Array:
        """Return how near each article is to the others on average; not a number where there is no other."""
        if len(rows) == 1:
            return np.array([np.nan])
        places = np.arange(len(rows))
        parts = [
            _mean_of_others(self.evidence.nearness(rows[some], rows, model), some)
            for some in np.split(places, range(_AT_A_TIME, len(rows), _AT_A_TIME))
        ]
        return np.concatenate(parts)


def _days(published: pd.Series) -> Array:
    """Return dates as days, the time of day left out; not a number where unknown."""
    return np.asarray((published.dt.normalize() - pd.Timestamp(0)) / pd.Timedelta(days=1), dtype=np.float64)


def _mean_of_others(nearness: Array, own: Rows) -> Array:
    """Return the mean of each row but for the place of the article itself."""
    return np.asarray((nearness.sum(axis=1) - nearness[np.arange(len(own)), own]) / (nearness.shape[1] - 1))
