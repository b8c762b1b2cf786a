"""What a user would otherwise do with a collection, and what that costs.

Encode every sentence with sentence-transformers in float32, mine parallel sentences by the ratio margin (the
parallel-sentence-mining example of sentence-transformers; Artetxe & Schwenk 2019), and parse with spaCy's full
pipelines at their defaults. A model of the architecture and size of LaBSE (Feng et al. 2022) with random weights
tells what that would take in time; of its quality it tells nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sinorus_lib.encoders import Vectors, load_encoder
from sinorus_lib.errors import require
from sinorus_lib.parsing import PIPELINES
from sinorus_lib.sentences import split_sentences

if TYPE_CHECKING:
    from transformers import BertModel

BATCH = 32  # sentences encoded at a time, the default of sentence-transformers
_NEIGHBOURS = 4  # of the margin
_LABSE: dict[str, Any] = {
    "vocab_size": 501_153, "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12,
    "intermediate_size": 3_072,
}  # fmt: skip
Sentences = Mapping[str, Sequence[str]]  # language -> sentences


def sentences_of(articles: pd.DataFrame) -> dict[str, list[str]]:
    """Return language -> the sentences of all articles."""
    found: dict[str, list[str]] = {}
    for text, language, title in articles[["text", "language", "title"]].itertuples(index=False):
        spans = split_sentences(text, language, title)
        found.setdefault(language, []).extend(text[span.start : span.end] for span in spans)
    return found


def encode_e5(sentences: Sentences) -> float:
    """Return the seconds that e5-small takes in float32."""
    model = load_encoder("e5-small")
    return _timed(lambda: [model.encode(list(texts), batch_size=BATCH) for texts in sentences.values()])


def encode_labse_size(sentences: Sentences, model: BertModel) -> float:
    """Return the seconds that a model of LaBSE's size takes in float32, with the same tokens."""
    import torch

    tokenizer = load_encoder("e5-small").tokenizer
    texts = sorted((text for listed in sentences.values() for text in listed), key=len)

    def encode() -> None:
        with torch.inference_mode():
            for first in range(0, len(texts), BATCH):
                batch = texts[first : first + BATCH]
                model(**tokenizer(batch, return_tensors="pt", padding=True, truncation=True))

    return _timed(encode)


def labse_size() -> BertModel:
    """Return a model of LaBSE's architecture and size with random weights."""
    from transformers import BertConfig, BertModel

    model: BertModel = BertModel(BertConfig(**_LABSE), add_pooling_layer=False).eval()
    return model


def parse_fully(sentences: Sentences) -> float:
    """Return the seconds that spaCy's full pipelines take at their defaults, loading left out."""
    pipelines = {name: require(PIPELINES[name], "parse").load() for name in sentences}
    return _timed(lambda: [list(pipelines[name].pipe(texts)) for name, texts in sentences.items()])


def mine(sentences: int, *, dimensions: int = 384) -> float:
    """Return the seconds that mining takes among so many sentences of two languages, half each, by exact search."""
    import torch
    from sentence_transformers.util import semantic_search

    random = np.random.default_rng(0)
    sides = [torch.from_numpy(_unit(random.standard_normal((sentences // 2, dimensions)))) for _ in "ab"]

    def search() -> None:
        for queries, corpus in (sides, sides[::-1]):
            semantic_search(queries, corpus, top_k=_NEIGHBOURS, query_chunk_size=1_000)

    return _timed(search)


def _unit(rows: np.ndarray) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def _timed(task: Callable[[], object]) -> float:
    begun = time.perf_counter()
    task()
    return time.perf_counter() - begun
