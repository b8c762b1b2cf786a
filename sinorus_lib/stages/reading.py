"""Articles -> everything that is known of each by itself: claims, framing, vectors, statements, what it names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from sinorus_lib.alignment.facts import read_statements
from sinorus_lib.alignment.tokens import TokenVectors
from sinorus_lib.claims import split_claims
from sinorus_lib.encoders import Vectors
from sinorus_lib.events.evidence import ArticleEvidence
from sinorus_lib.framing import measure_framing
from sinorus_lib.parsing import Parser
from sinorus_lib.schemas import empty
from sinorus_lib.settings import Settings
from sinorus_lib.stages.encoding import claim_encoder
from sinorus_lib.stages.keys import reading_keys
from sinorus_lib.stages.packing import pack
from sinorus_lib.stages.store import Partition, Store, groups_of

CLAIMS, FRAMING, ENCODED, EVIDENCE = "claims", "framing", "encoded", "evidence"
READ = (CLAIMS, FRAMING, ENCODED, EVIDENCE)
PART = 60_000  # characters of text that are read together: some twenty articles of a newspaper
_TOGETHER = 16  # claims of one article that are encoded together


@dataclass(frozen=True)
class Reader:
    """Reads some articles and keeps what that gave.

    Attributes:
        store: where it is kept.
        settings: what says how to read.
    """

    store: Store
    settings: Settings

    def __call__(self, articles: pd.DataFrame) -> Partition:
        """Read the articles, write the partition, and return it.

        Raises:
            SinorusError: if an encoder or a parser is missing, or the partition cannot be written.
        """
        parser = Parser()
        claims = split_claims(articles, parser=parser, settings=self.settings)
        vectors, tokens = encode_claims(claims, self.settings)
        framing = measure_articles(claims, vectors, parser, self.settings)
        evidence = ArticleEvidence.of(articles, claims, vectors, parser=parser, settings=self.settings).to_frame()
        of_claims = claims["article_id"]
        of_framing = framing["claim_id"].map(dict(zip(claims["claim_id"], of_claims, strict=True)))
        tables = {
            CLAIMS: (pa.Table.from_pandas(claims), of_claims),
            FRAMING: (pa.Table.from_pandas(framing), of_framing),
            ENCODED: (pack(vectors, tokens, read_statements(claims, parser)), of_claims),
            EVIDENCE: (pa.Table.from_pandas(evidence), evidence["article_id"]),
        }
        ids = articles["article_id"].tolist()
        groups = {name: groups_of(table, owners, ids) for name, (table, owners) in tables.items()}
        return self.store.write(reading_keys(articles, self.settings), groups)


def parts_of(articles: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the articles in parts to be read together, by date, so that those of an event are in few of them."""
    ordered = articles.sort_values(["published", "article_id"], na_position="last", kind="stable")
    part = (ordered["text"].str.len().cumsum() - 1) // PART
    return [rows for _, rows in ordered.groupby(part.to_numpy(), sort=True)]


def measure_articles(claims: pd.DataFrame, vectors: Vectors, parser: Parser, settings: Settings) -> pd.DataFrame:
    """Return the frame ``framing``; each article is measured by itself, as it is encoded."""
    parts = [
        measure_framing(claims.iloc[rows], vectors[rows], parser=parser, settings=settings)
        for rows in claims.groupby("article_id", sort=False).indices.values()
    ]
    return pd.concat(parts, ignore_index=True) if parts else empty("framing")


def encode_claims(claims: pd.DataFrame, settings: Settings) -> tuple[Vectors, list[TokenVectors]]:
    """Return sentence vectors and token vectors, one a claim.

    Each article is encoded by itself: what numbers come out must not depend on what else is read with it.
    """
    encoder, texts = claim_encoder(settings), claims["text"].tolist()
    vectors: list[Vectors] = []
    tokens: list[TokenVectors] = []
    for rows in claims.groupby("article_id", sort=False).indices.values():
        of_tokens, of_claims = encoder.encode_both([texts[row] for row in rows], batch_size=_TOGETHER)
        vectors.append(of_claims)
        tokens += of_tokens
    if not vectors:  # the vectors of no claim have dimensions all the same
        return encoder.encode_both([""], batch_size=1)[1][:0], []
    return np.concatenate(vectors), tokens
