"""Copies: articles that print the wording of another one, as papers do with what agencies send them.

Only articles are compared that share enough words. They are gone through from the likeliest original on: each is
compared with the originals so far and becomes a copy of the one that it resembles most, or an original itself. So
every copy was verified against its own original: that A is like B, and B like C, never makes C a copy of A.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from sinorus_lib.coverage.agencies import agency_named
from sinorus_lib.coverage.copies.comparing import Resemblance, copy_resemblance, resemblance
from sinorus_lib.coverage.copies.declared import declared_copies
from sinorus_lib.coverage.copies.sharing import sharing
from sinorus_lib.coverage.copies.wording import Wording, read_wording
from sinorus_lib.errors import CoverageError
from sinorus_lib.schemas import conform

__all__ = ["COLUMNS", "find_copies"]

COLUMNS = {"article_id": "str", "duplicate_of": "str", "shared": "float64", "similarity": "float64"}


class _Article(NamedTuple):
    article_id: str
    language: str
    wording: Wording


def find_copies(articles: pd.DataFrame, wordings: Mapping[str, Wording] | None = None) -> pd.DataFrame:
    """Return which articles are copies of which, within an outlet and across outlets, never across languages.

    The original of several alike is an agency's own article, else the one published first (a date unknown comes
    last), else the longest, else the first by id. A copy may be retitled, cut to about a third, lengthened, lightly
    edited, put into another order or typeset otherwise; two articles with a quotation or a template in common are
    none. Copies declared in ``duplicate_of`` are kept, and point at the root of what was declared or found.

    Args:
        articles: the frame ``articles``.
        wordings: id of an article -> its wording, where that was read already.

    Returns:
        One row a copy, by id: ``article_id duplicate_of shared similarity``. ``shared`` is the share of the copy's
        words that stand in the original in runs of four or more, ``similarity`` the Jaccard resemblance of the two
        sets of such runs; both from 0 to 1, counted on the texts.

    Raises:
        SchemaError: if a column is missing.
        CoverageError: if two articles have one id.

    Warns:
        CoverageWarning: of each declaration that cannot be followed.
    """
    articles = conform(articles, "articles")
    _refuse_repeated_ids(articles)
    ranked = _ranked(articles, wordings or {})
    by_id = {article.article_id: article for article in ranked}
    declared = declared_copies(articles, {article.article_id: place for place, article in enumerate(ranked)})
    free = [article for article in ranked if article.article_id not in declared]
    no_copies = frozenset(articles.loc[articles["duplicate_of"] == articles["article_id"], "article_id"])
    found = {
        copy: (original, likeness)
        for language in sorted(set(articles["language"]))
        for copy, original, likeness in _found(
            [article for article in free if article.language == language], no_copies
        )
    }
    for copy, root in declared.items():
        original = found[root][0] if root in found else root
        found[copy] = original, resemblance(by_id[copy].wording, by_id[original].wording)
    rows = [(copy, found[copy][0], found[copy][1].shared_a, found[copy][1].similarity) for copy in sorted(found)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _refuse_repeated_ids(articles: pd.DataFrame) -> None:
    repeated = articles["article_id"][articles["article_id"].duplicated()]
    if len(repeated):
        raise CoverageError(
            f"The frame 'articles' has the id {repeated.iloc[0]!r} more than once; expected each once. "
            "Give each article an id of its own, or none to have it computed."
        )


def _ranked(articles: pd.DataFrame, wordings: Mapping[str, Wording]) -> list[_Article]:
    """Return the articles, the likeliest original first."""
    outlets = {outlet: agency_named(outlet) is None for outlet in set(articles["outlet"])}
    order = pd.DataFrame({
        "no_agency": articles["outlet"].map(outlets).astype(bool),
        "published": articles["published"],
        "shortness": -articles["text"].str.len().astype("int64"),
        "article_id": articles["article_id"],
    }).sort_values(["no_agency", "published", "shortness", "article_id"], na_position="last").index  # fmt: skip
    rows = articles.loc[order, ["article_id", "language", "text"]].itertuples(index=False)
    return [
        _Article(name, language, wordings[name] if name in wordings else read_wording(text, language))
        for name, language, text in rows
    ]


def _found(ranked: list[_Article], no_copies: frozenset[str]) -> Iterator[tuple[str, str, Resemblance]]:
    """Yield each copy's id, its original's, and how alike they are, among articles in one language."""
    originals: dict[int, Wording] = {}
    for number, earlier in enumerate(sharing([article.wording for article in ranked])):
        article = ranked[number]
        alike = () if article.article_id in no_copies else earlier
        original = _original_of(article.wording, {place: originals[place] for place in alike if place in originals})
        if original is None:
            originals[number] = article.wording
        else:
            yield article.article_id, ranked[original[0]].article_id, original[1]


def _original_of(wording: Wording, candidates: Mapping[int, Wording]) -> tuple[int, Resemblance] | None:
    """Return the original that an article is a copy of, and how alike they are: the one most like it, then the first.

    Args:
        wording: the article's.
        candidates: number of an original -> its wording, in ascending order.
    """
    alike = {number: copy_resemblance(wording, original) for number, original in candidates.items()}
    copies = [(number, likeness) for number, likeness in alike.items() if likeness is not None]
    return max(copies, key=lambda copy: copy[1].similarity, default=None)
