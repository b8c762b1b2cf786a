"""What concerns one article alone, its vector and what it names: gathered, stored and put together piece by piece."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sinorus_lib.encoders.protocol import Vectors
from sinorus_lib.errors import SchemaError
from sinorus_lib.events.entities import Names, find_names
from sinorus_lib.events.nearness import Array, article_vectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinorus_lib.parsing import Parser
    from sinorus_lib.settings import Settings

COLUMNS = ("article_id", "vector", "counts", "written")
_NOTHING_NAMED = Names({}, {})


@dataclass(frozen=True, eq=False)
class ArticleEvidence:
    """What is known of each of some articles, whatever else there is in their collection.

    Attributes:
        article_ids: the articles, in any order.
        vectors: their vectors, shape ``(articles, d)``; see :func:`sinorus_lib.events.nearness.article_vectors`.
        names: what each of them names.
    """

    article_ids: Sequence[str]
    vectors: Array
    names: Sequence[Names]

    @classmethod
    def of(
        cls, articles: pd.DataFrame, claims: pd.DataFrame, vectors: Vectors, *, parser: Parser, settings: Settings
    ) -> ArticleEvidence:
        """Gather it from articles with all their claims; a few articles at a time give what all together do.

        Args:
            articles: the frame ``articles``.
            claims: the frame ``claims`` of the same articles.
            vectors: one sentence vector a claim.
            parser: what parses the claims, or has parsed them already.
            settings: the encoder that the vectors are of.

        Raises:
            EncoderError: if the vectors are not of the encoder of the settings.
            SinorusError: if there is no table or no pipeline for a language.
        """
        ids = articles["article_id"].tolist()
        found = find_names(claims, parser)
        return cls(
            ids, article_vectors(articles, claims, vectors, settings), [found.get(i, _NOTHING_NAMED) for i in ids]
        )

    @classmethod
    def together(cls, parts: Iterable[ArticleEvidence]) -> ArticleEvidence:
        """Put the evidence on different articles together; at least one part is needed."""
        listed = list(parts)
        return cls(
            [article for part in listed for article in part.article_ids],
            np.concatenate([part.vectors for part in listed]),
            [names for part in listed for names in part.names],
        )

    def on(self, article_ids: Iterable[str]) -> ArticleEvidence:
        """Return the evidence on these articles, in their order.

        Raises:
            SchemaError: if there is none on one of them, or twice on any.
        """
        known = pd.Index(self.article_ids)
        if known.has_duplicates:
            raise SchemaError(f"There is evidence on {known[known.duplicated()][0]!r} twice; expected it once each.")
        wanted = list(article_ids)
        rows = known.get_indexer(pd.Index(wanted))
        if (rows < 0).any():
            raise SchemaError(
                f"There is no evidence on the article {wanted[int(np.argmin(rows))]!r}. Gather it with "
                "ArticleEvidence.of from the article and its claims."
            )
        return ArticleEvidence(wanted, self.vectors[rows], [self.names[row] for row in rows.tolist()])

    def to_frame(self) -> pd.DataFrame:
        """Return a row an article that Parquet holds: ``article_id vector counts written``, the last two as JSON."""
        return pd.DataFrame(
            {
                "article_id": pd.Series(list(self.article_ids), dtype="str"),
                "vector": pd.Series(list(self.vectors), dtype=object),
                "counts": pd.Series([_plain(item.counts) for item in self.names], dtype="str"),
                "written": pd.Series([_plain(item.written) for item in self.names], dtype="str"),
            }
        )

    @classmethod
    def from_frame(cls, frame: pd.DataFrame) -> ArticleEvidence:
        """Return what :meth:`to_frame` was made of, to the last bit.

        Raises:
            SchemaError: if a column is missing.
        """
        missing = [column for column in COLUMNS if column not in frame]
        if missing:
            raise SchemaError(f"The evidence lacks the column {missing[0]!r}; expected {', '.join(COLUMNS)}.")
        return cls(
            frame["article_id"].tolist(),
            np.array(frame["vector"].tolist(), dtype=np.float64).reshape(len(frame), -1 if len(frame) else 0),
            [Names(json.loads(a), json.loads(b)) for a, b in zip(frame["counts"], frame["written"], strict=True)],
        )


def _plain(values: object) -> str:
    return json.dumps(values, ensure_ascii=False)
