"""Events as a table that a spreadsheet opens, and the analyst's corrections back."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from sinorus_lib.errors import SinorusError
from sinorus_lib.schemas import conform
from sinorus_lib.spreadsheets import ENCODING, neutralise, read_rows, restore

COLUMNS = ("article_id", "event", "outlet", "published", "title", "language", "similarity", "entities", "url")
_REQUIRED = ("article_id", "event")


def write_events(events: pd.DataFrame, articles: pd.DataFrame, path: str | Path) -> Path:
    """Write events as CSV that spreadsheets and pandas both read; return its path.

    Articles of one event stand together. To correct them, change the names in the column ``event``: the same name
    joins articles, another one parts them, an empty cell leaves it open which event an article is of. Rows may be
    left out and sorted, and all columns but ``article_id`` and ``event`` removed. UTF-8 with a byte order mark; a
    cell that a spreadsheet would take for a formula begins with an apostrophe, which :func:`read_events` takes off
    again.

    Args:
        events: what :func:`find_events` returned.
        articles: the frame ``articles``.
        path: where it goes.

    Raises:
        SinorusError: if an event is of an article that is not given, or it cannot be written there.
        SchemaError: if the articles lack a column.
    """
    facts = conform(articles, "articles").drop(columns="event").set_index("article_id")
    _check_known(events["article_id"], articles, "The events")
    table = events.join(facts, on="article_id").sort_values(["event", "published", "article_id"])
    try:
        with Path(path).open("w", encoding=ENCODING, newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(COLUMNS)
            writer.writerows([neutralise(_cell(value)) for value in row] for row in table[list(COLUMNS)].to_numpy())
    except OSError as error:
        raise SinorusError(f"{path}: could not be written; {error}. Name a file in a folder that exists.") from error
    return Path(path)


def _cell(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def read_events(path: str | Path) -> pd.Series:
    """Read which event each article is in: what :func:`write_events` wrote, corrected, or a table of one's own.

    Cells are set apart by commas, semicolons or tabs.

    Args:
        path: a file with the columns ``article_id`` and ``event``; others are passed over.

    Returns:
        The name of the event, or nothing, by ``article_id``.

    Raises:
        SinorusError: if it cannot be read, lacks a column, or names an article twice or a row has no article.
    """
    try:
        with Path(path).open(encoding=ENCODING, newline="") as stream:
            found = list(_corrections(stream, path))
    except (OSError, UnicodeDecodeError) as error:
        raise SinorusError(f"{path}: expected a CSV file in UTF-8; {error}.") from error
    ids, events = [article for article, _ in found], [event for _, event in found]
    return pd.Series(events, index=pd.Index(ids, name="article_id", dtype="str"), name="event", dtype="str")


def _corrections(stream: TextIO, path: str | Path) -> Iterator[tuple[str, str | None]]:
    rows = read_rows(stream)
    heads = [head.strip() for head in next(rows, (1, []))[1] or []]
    missing = [name for name in _REQUIRED if name not in heads]
    if missing:
        raise SinorusError(
            f"{path}: lacks the column {missing[0]!r}; expected {' and '.join(_REQUIRED)}, found "
            f"{', '.join(heads) or 'none'}. Name the columns in the first line."
        )
    seen: dict[str, int] = {}
    for number, cells in rows:
        if cells is None:
            raise SinorusError(f"{path}, row {number}: expected cells of CSV. Save the table as CSV again.")
        if not any(cells):
            continue
        row = dict(zip(heads, cells, strict=False))
        article, event = (restore(row.get(name, "")).strip() for name in _REQUIRED)
        if not article:
            raise SinorusError(f"{path}, row {number}: expected the id of an article, found none. Remove the row.")
        if article in seen:
            raise SinorusError(
                f"{path}, row {number}: the article {article!r} stands in row {seen[article]} already; expected one "
                "row an article. Remove one of them."
            )
        seen[article] = number
        yield article, event or None


def with_events(articles: pd.DataFrame, corrections: pd.Series) -> pd.DataFrame:
    """Return the articles with the analyst's events; what was given is not changed.

    Articles without a correction keep the event they have; those corrected to nothing have none any more.
    :func:`find_events` then finds events for these and leaves the others where they are.

    Args:
        articles: the frame ``articles``.
        corrections: the name of the event by ``article_id``, as :func:`read_events` returns it.

    Raises:
        SinorusError: if an article is unknown, or corrected twice.
        SchemaError: if the articles lack a column.
    """
    found = conform(articles, "articles")
    ids = pd.Series(corrections.index.astype("str"))
    _check_known(ids, found, "The corrections")
    if ids.duplicated().any():
        twice = ids[ids.duplicated()].iloc[0]
        raise SinorusError(f"The corrections name the article {twice!r} twice; expected one event an article.")
    given = corrections.set_axis(ids).astype("str")
    corrected = found["article_id"].map(given).str.strip().replace("", None)
    kept = found["event"].where(~found["article_id"].isin(ids))
    return conform(found.assign(event=corrected.fillna(kept)), "articles")


def _check_known(ids: pd.Series, articles: pd.DataFrame, what: str) -> None:
    unknown = ids[~ids.isin(articles["article_id"])]
    if len(unknown):
        raise SinorusError(
            f"{what} name the article {unknown.iloc[0]!r}, which is not among the {len(articles)} articles. Correct "
            "its id, remove its row, or give the articles that the table was made of."
        )
