"""All stages over a collection: articles are read in parts, put into events, and aligned event by event."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd

from sinorus_lib.alignment.tokens import TokenSpace
from sinorus_lib.encoders.precision import chosen_precision
from sinorus_lib.encoders.store import cache_folder
from sinorus_lib.errors import SinorusError
from sinorus_lib.schemas import conform, refuse_twice
from sinorus_lib.settings import Settings
from sinorus_lib.stages.aligning import SPACE, TRANSLATIONS, Aligner, Block, blocks_of, pieces_of
from sinorus_lib.stages.keys import reading_keys
from sinorus_lib.stages.reading import EVIDENCE, READ, Reader, parts_of
from sinorus_lib.stages.store import DamagedPartition, Partition, Place, Store, read_places
from sinorus_lib.stages.workers import Steady, workers_for

if TYPE_CHECKING:
    from distributed import Client

Item = TypeVar("Item")
Result = TypeVar("Result")
Advance = Callable[[int], object]
Bar = Callable[[str, int], AbstractContextManager[Advance]]  # name of a stage, number of articles -> what is told
READINGS, ALIGNMENTS = "readings", "alignments"  # folders of the two stages
_ATTEMPTS = 3  # at making a partition that turns out to be damaged


@dataclass(frozen=True, eq=False)
class Finished:
    """What all stages made of a collection, still on the disk.

    Attributes:
        articles: the frame ``articles``, with events and translations.
        readings: article -> where it was read.
        alignments: event -> where its articles were aligned; events of one outlet have no place. Where not every
            article has an event, all were aligned together, and stand under the empty name.
    """

    articles: pd.DataFrame
    readings: Mapping[str, Place]
    alignments: Mapping[str, Place]

    def read(self, table: str) -> pd.DataFrame:
        """Return a table that reading or aligning wrote, whole; empty and without columns if nothing was written.

        Raises:
            DamagedPartition: if a file of it is missing or is not as it was written.
        """
        return _read(self.places(table), table)

    def places(self, table: str) -> list[Place]:
        """Return where the parts of a table stand."""
        return list((self.readings if table in READ else self.alignments).values())

    def space(self, languages: Iterable[str]) -> TokenSpace:
        """Return what makes token vectors comparable, pooled over all events."""
        written = self.read(SPACE)
        texts = written["space"].tolist() if len(written) else []
        return TokenSpace.pooled((TokenSpace.from_mapping(json.loads(text)) for text in texts), languages)

    def of_event(self, event: str) -> Finished:
        """Return what was made of the articles of one event alone."""
        articles = self.articles[self.articles["event"] == event].reset_index(drop=True)
        readings = {name: self.readings[name] for name in articles["article_id"]}
        return Finished(articles, readings, {name: place for name, place in self.alignments.items() if name == event})


@dataclass(frozen=True)
class Collection:
    """How a collection is worked on.

    Attributes:
        settings: every threshold and choice.
        folder: where what is made is kept and found again; every worker must see it.
        client: a client of the Dask cluster that does the work; this machine does it if there is none.
    """

    settings: Settings
    folder: Path
    client: Client | None = None

    @classmethod
    def in_cache(cls, settings: Settings, client: Client | None = None) -> Collection:
        """Return one that keeps what it makes in the cache of the settings."""
        return cls(settings, cache_folder(settings.cache_dir).absolute() / "stages", client)

    def finish(self, articles: pd.DataFrame, bar: Bar, use: Callable[[Finished], Result]) -> Result:
        """Do all that is not done yet, and return what is made of it.

        Args:
            articles: the frame ``articles``.
            bar: shows how far a stage has come.
            use: reads what it needs; if something turns out to be damaged, that is made again first.

        Raises:
            SchemaError: if two articles have one id.
            SinorusError: if a stage cannot do its work.
        """
        refuse_twice(articles)
        damages = Counter[Path]()
        while max(damages.values(), default=0) < _ATTEMPTS:
            try:
                return use(self._finish(articles, bar))
            except DamagedPartition as damaged:
                damaged.partition.remove()
                damages[damaged.partition.folder] += 1
        raise SinorusError(
            f"{self.folder}: what is written there is damaged again and again. Look at the disk, or choose another "
            "place: Settings.cache_dir."
        )

    def _finish(self, articles: pd.DataFrame, bar: Bar) -> Finished:
        readings = self._read(articles, bar)
        articles = self._with_events(articles, readings)
        alignments = self._align(list(blocks_of(articles, readings)), bar)
        articles = _with_translations(articles, _read(list(alignments.values()), TRANSLATIONS))
        return Finished(articles, readings, alignments)

    def _read(self, articles: pd.DataFrame, bar: Bar) -> dict[str, Place]:
        """Return article -> where it was read, and under what key; those not read yet are read."""
        store = Store(self.folder / READINGS)
        keys = reading_keys(articles, self.settings)
        known = store.find()
        new = articles[np.array([key not in known for key in keys], dtype=bool)]
        with bar("read", len(new)) as advance:
            for partition in self._work("read", Reader(store, self._exact), parts_of(new)):
                known.update(dict.fromkeys(partition.keys, partition))
                advance(len(partition.keys))
        return _placed(articles["article_id"], keys, known)

    def _with_events(self, articles: pd.DataFrame, readings: Mapping[str, Place]) -> pd.DataFrame:
        """Return the articles of a larger collection with the events that they report; those given stand."""
        from sinorus_lib.events.clustering import events_of
        from sinorus_lib.events.evidence import ArticleEvidence

        if len(articles) < self.settings.event_articles:
            return articles
        evidence = ArticleEvidence.from_frame(_read(list(readings.values()), EVIDENCE))
        found = events_of(articles, evidence, settings=self.settings)
        columns = {"event": "event", "similarity": "event_similarity", "entities": "event_entities"}
        by_id = found.set_index("article_id").rename(columns=columns)
        return conform(articles.drop(columns=list(by_id.columns)).join(by_id, on="article_id"), "articles")

    def _align(self, blocks: list[Block], bar: Bar) -> dict[str, Place]:
        """Return event -> where it was aligned; those not aligned yet are aligned."""
        store = Store(self.folder / ALIGNMENTS)
        keys = [block.key(self.settings) for block in blocks]
        known, sizes = store.find(), {key: len(block.articles) for key, block in zip(keys, blocks, strict=True)}
        pieces = pieces_of(block for key, block in zip(keys, blocks, strict=True) if key not in known)
        with bar("align", sum(len(block.articles) for piece in pieces for block in piece)) as advance:
            for partition in self._work("align", Aligner(store, self._exact), pieces):
                known.update(dict.fromkeys(partition.keys, partition))
                advance(sum(sizes[key] for key in partition.keys))
        return _placed((block.name for block in blocks), keys, known)

    def _work(self, stage: str, task: Callable[[Item], Partition], items: Sequence[Item]) -> Iterator[Partition]:
        workers = workers_for(len(items), self.settings.processes, folder=self.folder, client=self.client)
        return workers.run(stage, Steady(task), items)

    @property
    def _exact(self) -> Settings:
        """The settings for all workers, whose processors might choose another precision than this one."""
        return self.settings.with_(precision=chosen_precision(self.settings.precision))


def _placed(names: Iterable[str], keys: Sequence[str], known: Mapping[str, Partition]) -> dict[str, Place]:
    """Return name -> where it was worked on.

    Raises:
        SinorusError: if somebody made it under another key.
    """
    if not known.keys() >= set(keys):
        raise SinorusError(
            "What was made is not what was asked for: the code, an encoder or a package changed meanwhile, or "
            "workers have other versions of them. Install the same ones everywhere, and compare again."
        )
    return {name: (known[key], key) for name, key in zip(names, keys, strict=True)}


def _read(places: Sequence[Place], table: str) -> pd.DataFrame:
    """Return a table of these places, in their order; empty and without columns if there are none."""
    if not places:
        return pd.DataFrame()
    found: pd.DataFrame = read_places(places, table).to_pandas()
    return found


def _with_translations(articles: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the articles with those of which they are translations; what was given stands."""
    if found.empty:
        return articles
    original = articles["article_id"].map(found.set_index("article_id")["translation_of"]).astype("str")
    given = articles["translation_of"]
    return conform(articles.assign(translation_of=given.where(given.notna(), original)), "articles")
