"""The copies that an analyst has declared in ``articles.duplicate_of``: they win over those that are found."""

from __future__ import annotations

import warnings
from collections.abc import Mapping

import pandas as pd

from sinorus_lib.errors import CoverageWarning


def declared_copies(articles: pd.DataFrame, rank: Mapping[str, int]) -> dict[str, str]:
    """Return the id of each declared copy -> the id of the article at the root of what was declared.

    Where declarations go round in a circle, the article of the first rank is the root.

    Args:
        articles: the frame ``articles``.
        rank: id of each article -> its place among those that may be an original, the first 0.

    Warns:
        CoverageWarning: of each declaration of an unknown article, or of one in another language.
    """
    stated = _sound(articles)
    roots = {article: _root(article, stated, rank) for article in stated}
    return {article: root for article, root in roots.items() if article != root}


def _sound(articles: pd.DataFrame) -> dict[str, str]:
    languages = dict(zip(articles["article_id"], articles["language"], strict=True))
    stated = articles.dropna(subset=["duplicate_of"])
    sound = {}
    for article, original in zip(stated["article_id"], stated["duplicate_of"], strict=True):
        problem = _problem(article, original, languages)
        if original == article:
            continue  # it is declared to be no copy
        if problem:
            warnings.warn(f"{article}: duplicate_of {problem}; it was passed over.", CoverageWarning, stacklevel=4)
        else:
            sound[article] = original
    return sound


def _problem(article: str, original: str, languages: Mapping[str, str]) -> str | None:
    if original not in languages:
        return f"names {original!r}, which is no article here. Give the id of an article that was read"
    if languages[original] != languages[article]:
        return f"names {original!r}, which is in another language. Give it as translation_of"
    return None


def _root(article: str, stated: Mapping[str, str], rank: Mapping[str, int]) -> str:
    path = [article]
    while (following := stated.get(path[-1])) is not None:
        if following in path:
            return min(path[path.index(following) :], key=rank.__getitem__)
        path.append(following)
    return path[-1]
