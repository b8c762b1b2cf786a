"""What each step of a comparison costs, in processor time of one core: where the time goes."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pandas as pd
import torch
from threadpoolctl import threadpool_limits

from sinorus_lib.alignment import score_read, select_pairs, word_table
from sinorus_lib.alignment.facts import read_statements
from sinorus_lib.alignment.translations import find_translations
from sinorus_lib.claims import split_claims
from sinorus_lib.evaluation import large
from sinorus_lib.evaluation.tables import Cell, markdown
from sinorus_lib.events.evidence import ArticleEvidence
from sinorus_lib.parsing import Parser
from sinorus_lib.schemas import conform
from sinorus_lib.settings import Settings
from sinorus_lib.stages.aligning import blocks_of
from sinorus_lib.stages.packing import unpack
from sinorus_lib.stages.reading import CLAIMS, ENCODED, Reader, encode_claims, measure_articles, parts_of
from sinorus_lib.stages.store import Place, Store

SENTENCES = 2_500
_SEED = 3
_PARSED = "of that, parse"
Result = TypeVar("Result")


class _Watch:
    """Adds up the processor time of steps by name."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def __call__(self, name: str, step: Callable[..., Result], *given: Any, **options: Any) -> Result:
        begun = time.process_time()
        found = step(*given, **options)
        self.seconds[name] += time.process_time() - begun
        return found


def section() -> str:
    """Return the table of steps: processor time of one core for a sentence, and the share of each."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with threadpool_limits(limits=1, user_api="blas"), TemporaryDirectory() as folder:
            watch, sentences = _measured(Path(folder))
    finally:
        torch.set_num_threads(threads)
    total = sum(seconds for name, seconds in watch.seconds.items() if name != _PARSED)
    rows: list[list[Cell]] = [
        [name, 1_000 * seconds / sentences, f"{seconds / total:.0%}"] for name, seconds in watch.seconds.items()
    ]
    return (
        f"{sentences} invented sentences, loading left out; processor time of one core. In all "
        f"{1_000 * total / sentences:.1f} ms a sentence.\n\n"
        f"{markdown(('step', 'ms a sentence', 'share'), rows, decimals=2)}"
    )


def _measured(folder: Path) -> tuple[_Watch, int]:
    watch, settings = _Watch(), Settings()
    collection = large.invent(_SEED, SENTENCES)
    events = collection.planted.set_index("article_id")["event"].astype("str")
    articles = conform(collection.articles.assign(event=collection.articles["article_id"].map(events)), "articles")
    first, *parts = parts_of(articles)
    reader, readings, sentences = Reader(Store(folder), settings), dict[str, Place](), 0
    reader(first)  # models and tables are loaded
    for part in parts:
        sentences += _read(part, watch, settings)
        partition = reader(part)
        readings |= dict(zip(part["article_id"], ((partition, key) for key in partition.keys), strict=True))
    _align(pd.concat(parts), readings, watch, settings)
    return watch, sentences


def _read(part: pd.DataFrame, watch: _Watch, settings: Settings) -> int:
    """Read a part as :class:`Reader` does, step by step; return the number of its sentences."""
    parser = Parser()
    claims = watch("cut into claims", split_claims, part, parser=parser, settings=settings)
    fresh = Parser()
    for language, texts in claims["text"].groupby(claims["language"]):
        watch(_PARSED, fresh.parse, texts.tolist(), str(language))
    vectors, _ = watch("encode", encode_claims, claims, settings)
    watch("measure framing", measure_articles, claims, vectors, parser, settings)
    watch("evidence of events", ArticleEvidence.of, part, claims, vectors, parser=parser, settings=settings)
    watch("what claims state", read_statements, claims, parser)
    return len(claims.drop_duplicates(["article_id", "sentence"]))


def _align(articles: pd.DataFrame, readings: dict[str, Place], watch: _Watch, settings: Settings) -> None:
    """Align every event as :class:`Aligner` does, step by step."""
    for block in blocks_of(articles, readings):
        claims = watch("read back", lambda block=block: conform(block.read(CLAIMS).to_pandas(), "claims"))
        found = watch("read back", lambda block=block: unpack(block.read(ENCODED)))
        alignment = watch("score candidates", score_read, claims, *found, settings=settings, events=block.events)
        pairs = watch("select pairs", select_pairs, alignment.candidates, settings)
        watch("align words", word_table, pairs, claims, found[1], alignment.space)
        watch("find translations", find_translations, block.articles, claims, alignment.candidates)
