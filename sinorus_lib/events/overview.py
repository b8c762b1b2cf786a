"""Events of a collection, one row each."""

from __future__ import annotations

import pandas as pd

COLUMNS = ("event", "articles", "outlets", "first", "last", "entities")


def event_table(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the events that articles report, by their first day; those of no event stand together at the end.

    Args:
        articles: the frame ``articles``.

    Returns:
        ``event articles outlets first last entities``: how many articles of how many outlets, from when to when, and
        what most of them name.
    """
    rows = [
        {
            "event": event,
            "articles": len(part),
            "outlets": part["outlet"].nunique(),
            "first": part["published"].min(),
            "last": part["published"].max(),
            "entities": _named_most(part["event_entities"]),
        }
        for event, part in articles.groupby("event", dropna=False, sort=True)
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.sort_values(["first", "event"], na_position="last", ignore_index=True)


def _named_most(entities: pd.Series, count: int = 5) -> str:
    named = entities.dropna().str.split(", ").explode()
    return ", ".join(named[named != ""].value_counts(sort=True).index[:count])
