"""What an event is called, and what its articles share: the entities that set it apart from the collection."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from sinorus_lib.events.entities import Names, display_names, rarity
from sinorus_lib.words import content_words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SHARED = 6  # entities shown as evidence
_IN_A_NAME = 3
_WORDS_OF_A_TITLE = 4
_BLANKS = re.compile(r"[^\w]+|_+")


@dataclass(frozen=True)
class Naming:
    """What names the events of one collection.

    Attributes:
        articles: the frame ``articles``.
        names: what each article names, in the same order.
        weights: how rare each entity is in the collection.
        called: how each entity is called in the language of the interface.
    """

    articles: pd.DataFrame
    names: Sequence[Names]
    weights: Mapping[str, float]
    called: Mapping[str, str]

    @classmethod
    def of(cls, articles: pd.DataFrame, names: Sequence[Names], language: str) -> Naming:
        """Return what names events in the language of the interface."""
        return cls(articles, names, rarity(names), display_names(names, language))

    def event_names(self, members: Iterable[npt.NDArray[np.int64]], taken: Iterable[str]) -> list[str]:
        """Return a name for each event, given the rows of its articles; no two alike, and none that is taken.

        It is the first date of publication, where one is known, and the entities that most set the event apart; or
        words of its first headline, if it names none. A number tells apart what would be called the same; events are
        numbered by the ids of their articles, whatever their order.
        """
        used = Counter(taken)
        found: dict[int, str] = {}
        listed, ids = list(members), self.articles["article_id"].tolist()
        for number in sorted(range(len(listed)), key=lambda number: min(ids[row] for row in listed[number])):
            plain = self._plain_name(listed[number])
            name = plain
            while used[name]:
                used[plain] += 1
                name = f"{plain} {used[plain]}"
            used[name] += 1
            found[number] = name
        return [found[number] for number in range(len(listed))]

    def _plain_name(self, rows: npt.NDArray[np.int64]) -> str:
        first = self.articles["published"].array[rows].min()
        date = "" if pd.isna(first) else f"{first:%Y-%m-%d} "
        parts = [slug(self.called[entity]) for entity in self._ranked(rows)[:_IN_A_NAME]]
        return date + ("-".join(filter(None, parts)) or self._headline(rows))

    def _ranked(self, rows: npt.NDArray[np.int64]) -> list[str]:
        """Return the entities of an event: what most of its articles name and few others do comes first."""
        counted = self._counted(rows)
        return sorted(counted, key=lambda entity: (-counted[entity] * self.weights[entity], entity))

    def _counted(self, rows: npt.NDArray[np.int64]) -> Counter[str]:
        """Return how many articles of an event name each entity."""
        return Counter(entity for row in rows for entity in self.names[row].counts)

    def _headline(self, rows: npt.NDArray[np.int64]) -> str:
        first = self.articles.iloc[rows].sort_values(["published", "article_id"]).iloc[0]
        title = first["title"] if isinstance(first["title"], str) else str(first["text"])
        words = [word.text for word in content_words(title, str(first["language"]))][:_WORDS_OF_A_TITLE]
        return slug(" ".join(words)) or str(first["article_id"])

    def shared(self, rows: npt.NDArray[np.int64]) -> list[str]:
        """Return what each article of an event names and at least one other of it does, the rarest first."""
        counted = self._counted(rows)
        return [self._rarest(entity for entity in self.names[row].counts if counted[entity] > 1) for row in rows]

    def _rarest(self, entities: Iterable[str]) -> str:
        ranked = sorted(entities, key=lambda entity: (-self.weights[entity], entity))
        return ", ".join(self.called[entity] for entity in ranked[:SHARED])


def slug(text: str) -> str:
    """Return a text in lower case with a hyphen for every blank and mark."""
    return _BLANKS.sub("-", text.casefold()).strip("-")
