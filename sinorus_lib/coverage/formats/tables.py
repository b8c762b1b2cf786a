"""Tables of articles, CSV and Parquet: one article a row, its columns named or mapped."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from sinorus_lib.coverage.formats import Format, Reading
from sinorus_lib.coverage.objections import Objections
from sinorus_lib.coverage.records import COLUMN_NAMES, Record, decode, from_mapping


def read_table(path: Path, objections: Objections) -> pd.DataFrame | None:
    """Read a CSV file as text, whatever its separator; ``None`` if it is no table."""
    text = decode(path, objections)
    if text is None:
        return None
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", pd.errors.ParserWarning)
            table = pd.read_csv(
                io.StringIO(text), dtype=str, keep_default_na=False, sep=_separator(text), index_col=False
            )
        if any(issubclass(item.category, pd.errors.ParserWarning) for item in caught):
            objections.add(path.name, "has rows with more cells than its header; those were ignored. Quote such text")
        return table
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        objections.add(
            path.name, f"expected a table with a header, could not read it ({error}). Export it as CSV again"
        )
        return None


def _separator(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max(",;\t", key=header.count)


def read_csv(path: Path, reading: Reading) -> list[Record]:
    """Read a CSV file: one article a row, its text in a column of its own."""
    table = read_table(path, reading.objections)
    return [] if table is None else from_frame(table, path.name, path, reading)


def read_parquet(path: Path, reading: Reading) -> list[Record]:
    """Read a Parquet file: one article a row."""
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        reading.objections.add(path.name, f"expected a Parquet file, could not read it ({error}). Write it again")
        return []
    return from_frame(table, path.name, path, reading)


def from_frame(table: pd.DataFrame, name: str, path: Path | None, reading: Reading) -> list[Record]:
    """Return a record for each row of a table."""
    columns = [str(column).strip().lower() for column in table.columns]
    wanted = (reading.columns["text"].lower(),) if "text" in reading.columns else COLUMN_NAMES["text"]
    if not set(columns) & set(wanted):
        reading.objections.add(
            name,
            f"expected a column named {' or '.join(wanted[:3])}, found {', '.join(columns) or 'none'}. "
            "Name the column that holds the articles' text, e.g. --columns text=Body",
        )
        return []
    rows: Iterable[dict[Any, Any]] = table.to_dict("records")
    return [
        from_mapping(row, f"{name}, row {number}", path, reading.columns) for number, row in enumerate(rows, start=1)
    ]


_SUPPLIES = tuple(name for name in COLUMN_NAMES if name != "file")
_MAPPED = "`--columns outlet=Medium text=Body` tells what its columns are called"
CSV = Format("CSV table", (".csv", ".tsv"), _SUPPLIES, read_csv, export=f"any spreadsheet; {_MAPPED}")
PARQUET = Format("Parquet table", (".parquet",), _SUPPLIES, read_parquet, export=f"any script; {_MAPPED}")
