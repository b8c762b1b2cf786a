"""How near two articles are, by what they say and whom they name, and what their dates allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.encoders.protocol import Vectors
from sinorus_lib.errors import SettingsError
from sinorus_lib.framing.semantic.instrument import load_instrument
from sinorus_lib.settings import Settings
from sinorus_lib.tables import read_yaml

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
Labels = npt.NDArray[np.object_]

LEAD_WEIGHT = 2.0  # of a claim of the headline or of the sentence after it, beside the others' 1
SPAN = 3  # windows after which two articles count as certainly apart
CLOSEST = 1e-6  # what two articles are apart at least, so that those of one named event come together first
DISTINCT = 1.0
FORBIDDEN = 1e12  # an average over any number of articles stays above every threshold
_LAST_LEAD_SENTENCE = 1
_MARGIN = 1e-6


@dataclass(frozen=True)
class EventModel:
    """What turns two cosines into how near two articles are; fitted in :mod:`sinorus_lib.evaluation.events`.

    One event needs both: other matters of the same people in the same week share their names, and fires in two cities
    share what is said. So names count up to ``enough`` and no further, and cannot stand in for the rest.

    Attributes:
        embedding: the share of the articles' sentence vectors, 0 to 1; the entities have the rest.
        enough: the cosine of entities from which articles name the same.
        threshold: how near the articles of two clusters must be, on average, for these to be one event.
        unrelated: the mean cosine of the sentence vectors of articles on different events, by the languages of the
            two (``fr-fr``, ``en-fr``): the vectors of two languages lie further apart than those of one, and what is
            nothing in common is taken for nothing in each.
    """

    embedding: float
    enough: float
    threshold: float
    unrelated: Mapping[str, float]

    def nearness(self, embedding: Array, entities: Array, unrelated: Array) -> Array:
        """Return how near articles are, 0 to 1.

        Args:
            embedding: cosines of the articles' sentence vectors.
            entities: cosines of their entities; shape as ``embedding``.
            unrelated: the cosine that counts as nothing in common; shape as ``embedding``.
        """
        said = np.maximum((embedding - unrelated) / (1 - unrelated), 0)
        return np.asarray(self.embedding * said + (1 - self.embedding) * np.minimum(entities / self.enough, 1))

    def unrelated_by(self, languages: Labels, others: Labels) -> Array:
        """Return the cosine that counts as nothing in common, shape ``(languages, others)``; 0 for a pair unknown."""
        (kinds, rows), (other_kinds, columns) = (np.unique(each, return_inverse=True) for each in (languages, others))
        known = [[self.unrelated.get(language_pair(a, b), 0.0) for b in other_kinds] for a in kinds]
        return np.array(known, dtype=np.float64)[np.ix_(rows, columns)]

    def least_cosine(self, languages: Labels) -> float:
        """Return the cosine of sentence vectors below which no two articles are near enough, whatever they name.

        It is minus infinity where the names alone can bring two articles together.

        Args:
            languages: of the articles, in any order.
        """
        if self.threshold <= 1 - self.embedding:
            return -np.inf
        said = (self.threshold - (1 - self.embedding)) / self.embedding
        unrelated = float(self.unrelated_by(languages, np.unique(languages)).min(initial=1.0))
        return unrelated + said * (1 - unrelated)

    def with_threshold(self, threshold: float) -> EventModel:
        """Return the same model with another threshold.

        Raises:
            SettingsError: if it is not between 0 and 1.
        """
        if not 0 < threshold < 1:
            raise SettingsError(f"event_similarity: expected a number between 0 and 1, found {threshold!r}.")
        return replace(self, threshold=threshold)


def language_pair(one: str, other: str) -> str:
    """Return the name of two languages, whichever comes first."""
    return "-".join(sorted((one, other)))


@cache
def shipped_model() -> EventModel:
    """Return the model that comes with the library, read once."""
    return EventModel(**read_yaml(str(__package__), "model.yaml"))


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known of articles, one row each.

    Attributes:
        vectors: the articles' vectors, of unit length or zero.
        entities: the articles' entities, of unit length or zero.
        days: date of publication in days; not a number where unknown.
        named: the event that the analyst named, numbered from 0; -1 where there is none.
        languages: ``fr`` or ``en``.
    """

    vectors: Array
    entities: csr_array
    days: Array
    named: Rows
    languages: Labels

    def nearness(self, rows: Rows, others: Rows, model: EventModel) -> Array:
        """Return how near articles are by what they say and name, shape ``(rows, others)``."""
        entities = (self.entities[rows] @ self.entities[others].T).toarray()
        unrelated = model.unrelated_by(self.languages[rows], self.languages[others])
        return model.nearness(self.vectors[rows] @ self.vectors[others].T, entities, unrelated)

    def distances(self, rows: Rows, others: Rows, model: EventModel, window: float) -> Array:
        """Return how far articles are from each other for the clustering, shape ``(rows, others)``.

        It is one minus the nearness, but no less than just too far where more than ``window`` days lie between two
        articles, so that only others between them can bring them together; and 1 where more than :data:`SPAN`
        windows do, so that an event cannot drift on for ever. Of an event that the analyst named, the dates are the
        analyst's affair: articles of it are never kept apart for more than a window. Articles of one named event are
        at no distance, those of two infinitely far for any average.
        """
        far = 1 - self.nearness(rows, others, model)
        gaps = np.abs(self.days[rows, None] - self.days[None, others])
        free = (self.named[rows, None] < 0) & (self.named[None, others] < 0)
        just_too_far = 1 - model.threshold + _MARGIN
        far = np.where(gaps > window, np.maximum(far, just_too_far), np.maximum(far, CLOSEST))
        far = np.where((gaps > SPAN * window) & free, DISTINCT, far)
        both = (self.named[rows, None] >= 0) & (self.named[None, others] >= 0)
        same = self.named[rows, None] == self.named[None, others]
        return np.where(both, np.where(same, 0.0, FORBIDDEN), far)


def article_vectors(articles: pd.DataFrame, claims: pd.DataFrame, vectors: Vectors, settings: Settings) -> Array:
    """Return one vector an article: the mean of its claims', headline and lead weighing more; zeros without claims.

    Vectors are centred on the means of sentences on many subjects that come with the library, not on those of the
    collection: if all articles are about one event, their mean is what they share.

    Raises:
        EncoderError: if the vectors are not of the encoder of the settings.
    """
    centred = load_instrument(settings).centred(vectors, claims["language"])
    lead = ((claims["kind"] == "headline") | (claims["sentence"] <= _LAST_LEAD_SENTENCE)).to_numpy()
    weighed = unit(centred) * np.where(lead, LEAD_WEIGHT, 1.0)[:, None]
    rows = pd.Index(articles["article_id"]).get_indexer(pd.Index(claims["article_id"]))
    sums = np.zeros((len(articles), centred.shape[1]))
    np.add.at(sums, rows, weighed)
    return unit(sums)


def unit(rows: Array) -> Array:
    """Return the rows at unit length; a row of zeros stays one."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))
