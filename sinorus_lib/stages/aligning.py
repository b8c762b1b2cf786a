"""Events -> pairs: the articles of one event are aligned with each other as if there were no others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from sinorus_lib.alignment import score_read, select_pairs, word_table
from sinorus_lib.alignment.translations import find_translations
from sinorus_lib.schemas import conform
from sinorus_lib.settings import Settings
from sinorus_lib.stages.keys import aligning_key
from sinorus_lib.stages.packing import unpack
from sinorus_lib.stages.reading import CLAIMS, ENCODED
from sinorus_lib.stages.store import Partition, Place, Store, read_places

CANDIDATES, PAIRS, WORDS, TRANSLATIONS, SPACE = "candidates", "pairs", "words", "translations", "space"
TOGETHER = 40  # articles whose events are aligned in one piece of work
_FACTS = ["article_id", "language", "original_language", "published"]


@dataclass(frozen=True, eq=False)
class Block:
    """Articles to be aligned with each other: those of one event.

    Attributes:
        name: of the event; empty where articles of different events are together.
        articles: rows of the frame ``articles``.
        readings: where each of them was read, in the order of the articles.
        events: article -> event, where articles of different events are together; empty for one event.
    """

    name: str
    articles: pd.DataFrame
    readings: Sequence[Place]
    events: Mapping[str, str]

    def key(self, settings: Settings) -> str:
        """Return the key for what aligning them gives."""
        facts = sorted(zip(*(map(str, self.articles[name].tolist()) for name in _FACTS), strict=True))
        read = [key for _, key in self.readings]
        return aligning_key([*read, json.dumps([facts, sorted(self.events.items())])], settings)

    def read(self, table: str) -> pa.Table:
        """Return the rows of a table of their readings, article by article."""
        return read_places(self.readings, table)


@dataclass(frozen=True)
class Aligner:
    """Aligns some events and keeps what that gave.

    Attributes:
        store: where it is kept.
        settings: what says how to align.
    """

    store: Store
    settings: Settings

    def __call__(self, blocks: Sequence[Block]) -> Partition:
        """Align each block, write the partition, and return it.

        Raises:
            DamagedPartition: if what was read cannot be read again.
            SinorusError: if the partition cannot be written.
        """
        found = [self._aligned(block) for block in blocks]
        tables = {name: [each[name] for each in found] for name in found[0]}
        return self.store.write([block.key(self.settings) for block in blocks], tables)

    def _aligned(self, block: Block) -> dict[str, pa.Table]:
        claims = conform(block.read(CLAIMS).to_pandas(), "claims")
        vectors, tokens, statements = unpack(block.read(ENCODED))
        alignment = score_read(claims, vectors, tokens, statements, settings=self.settings, events=block.events)
        pairs = select_pairs(alignment.candidates, self.settings)
        words = word_table(pairs, claims, tokens, alignment.space)
        at_least = self.settings.translation_probability
        translations = find_translations(block.articles, claims, alignment.candidates, at_least=at_least)
        return {
            CANDIDATES: pa.Table.from_pandas(alignment.candidates, preserve_index=False),
            PAIRS: pa.Table.from_pandas(pairs, preserve_index=False),
            WORDS: pa.Table.from_pandas(words, preserve_index=False),
            TRANSLATIONS: pa.Table.from_pandas(translations, preserve_index=False),
            SPACE: pa.table({"space": [json.dumps(alignment.space.to_mapping())]}),
        }


def blocks_of(articles: pd.DataFrame, readings: Mapping[str, Place]) -> Iterator[Block]:
    """Yield what is to be aligned: every event that two outlets report; everything if not every article has an event.

    Args:
        articles: the frame ``articles``, with events.
        readings: article -> where it was read.
    """
    ordered = articles.sort_values("article_id", kind="stable")
    if articles["event"].isna().any():
        yield Block("", ordered, [readings[name] for name in ordered["article_id"]], _events(ordered))
        return
    outlets = ordered.groupby("event")["outlet"].nunique()
    shared = ordered[ordered["event"].isin(outlets.index[outlets > 1])]
    for event, rows in shared.groupby("event", sort=False):
        yield Block(str(event), rows, [readings[name] for name in rows["article_id"]], {})


def _events(articles: pd.DataFrame) -> dict[str, str]:
    named = articles.dropna(subset="event")
    return dict(zip(named["article_id"], named["event"], strict=True))


def pieces_of(blocks: Iterable[Block]) -> list[list[Block]]:
    """Return blocks put together to pieces of work of about the same size, by date."""
    pieces: list[list[Block]] = []
    size = TOGETHER
    for block in sorted(blocks, key=lambda block: str(block.articles["published"].min())):
        if size >= TOGETHER:
            pieces.append([])
            size = 0
        pieces[-1].append(block)
        size += len(block.articles)
    return pieces
