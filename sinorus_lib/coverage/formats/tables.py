"""Tables of articles, CSV and Parquet: one article a row, its columns named or mapped.

A row with an address and no text is an entry of a list: it tells of a page in another file. CSV is read after
RFC 4180 and what spreadsheets make of it: semicolons, tabs and bars, a line ``sep=;``, UTF-16, Windows-1252 and Mac
Roman, apostrophes before what could be a formula.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from sinorus_lib.coverage.formats import Format, Reading
from sinorus_lib.coverage.objections import Objections
from sinorus_lib.coverage.records import COLUMN_NAMES, FACTS, Record, decode, from_mapping
from sinorus_lib.spreadsheets import restore

MOST_CELLS = 10_000_000  # of a table; so that memory stays bounded at about a gigabyte
LARGEST_TABLE = 512 * 1024**2  # bytes of the columns read from a Parquet file, once they are unpacked
_SEPARATORS = ",;\t|"
_SAMPLE, _SAMPLED_ROWS = 200_000, 50  # characters and rows by which the separator is judged
_BATCH = 256  # rows of a Parquet file that are unpacked at a time
_DECLARED = re.compile(r'"?sep=([,;\t|])"?(?:\r\n|\r|\n)', re.IGNORECASE)
_LONGEST_NAME, _MOST_NAMES = 60, 20  # of columns, in a message

Numbered = tuple[int, Sequence[Any]]


@dataclass(frozen=True)
class Table:
    """A table as it stands in a file.

    Attributes:
        names: of its columns, as :func:`plain_name` gives them; every name once.
        rows: the number of each row from 1, the header not counted, and its cells, one a column.
    """

    names: list[str]
    rows: list[Numbered]


def read_table(path: Path, objections: Objections) -> pd.DataFrame | None:
    """Read a CSV file as text, whatever its separator; ``None`` if it is no table."""
    table = table_of(path, objections)
    if table is None:
        return None
    return pd.DataFrame([cells for _, cells in table.rows], columns=table.names, dtype=object)


def read_csv(path: Path, reading: Reading) -> list[Record]:
    """Read a CSV file: one article a row, its text in a column of its own."""
    table = table_of(path, reading.objections)
    return [] if table is None else records_of(table, path.name, path, reading)


def read_parquet(path: Path, reading: Reading) -> list[Record]:
    """Read a Parquet file: one article a row. Only columns with a known or mapped name are unpacked."""
    import pyarrow

    try:
        names, table = _unpacked(path, reading)
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        reason = str(error).split("\n", 1)[0][:200]
        reading.objections.add(path.name, f"expected a Parquet file, could not read it ({reason}). Write it again")
        return []
    return _records(table, path.name, path, reading) if has_articles(names, path.name, reading) else []


def from_frame(table: pd.DataFrame, name: str, path: Path | None, reading: Reading) -> list[Record]:
    """Return a record for each row of a table."""
    rows = enumerate(table.itertuples(index=False, name=None), start=1)
    return records_of(_named(list(map(str, table.columns)), rows, name, reading.objections), name, path, reading)


def records_of(table: Table, name: str, path: Path | None, reading: Reading) -> list[Record]:
    """Return a record for each row of a table; none if it has neither a column of texts nor one of addresses."""
    return _records(table, name, path, reading) if has_articles(table.names, name, reading) else []


def _records(table: Table, name: str, path: Path | None, reading: Reading) -> list[Record]:
    columns = plain_columns(reading)
    records = [
        from_mapping(dict(zip(table.names, cells, strict=True)), f"{name}, row {number}", path, columns)
        for number, cells in table.rows
    ]
    if not records:
        reading.objections.add(name, "expected a row an article, found none below the header. Export it again")
    return records


def has_articles(names: list[str], name: str, reading: Reading) -> bool:
    """Tell whether a table has a column of texts or of addresses, objecting if not, and to what else is not there."""
    absent, columns = object_to_absent(names, name, reading), plain_columns(reading)
    usable = any(names_of(ours, columns) & set(names) for ours in ("text", "url"))
    if not usable and "text" not in absent:
        _object_to_header(names, name, reading.objections)
    return usable


def plain_columns(reading: Reading) -> dict[str, str]:
    """Return what a table calls our columns, as far as the analyst said so, as :func:`plain_name` gives it."""
    return {ours: plain_name(theirs) for ours, theirs in reading.columns.items()}


def plain_name(name: str) -> str:
    """Return the name of a column as it is compared: without case, quotation marks and spaces around it."""
    return unicodedata.normalize("NFC", name).strip(" \t\r\n\u00a0\u202f\ufeff\"'").lower()


def object_to_absent(names: Iterable[str], name: str, reading: Reading) -> list[str]:
    """Object, once, to mapped columns that are not there, and return what they are mapped to."""
    there = set(names)
    absent = [ours for ours, theirs in reading.columns.items() if plain_name(theirs) not in there]
    if absent:
        expected = ", ".join(f"{reading.columns[ours]!r} for {ours}" for ours in absent)
        reading.objections.add(name, f"expected the columns {expected}, found {_shown(names)}. Mend the column map")
    return absent


def names_of(ours: str, columns: Mapping[str, str]) -> set[str]:
    """Return the names that one of our columns may have in a table: the mapped one, or all that are usual."""
    return {columns[ours]} if ours in columns else set(COLUMN_NAMES[ours])


def _object_to_header(names: list[str], name: str, objections: Objections) -> None:
    usual = " or ".join(COLUMN_NAMES["text"][:3])
    if any(len(found) > _LONGEST_NAME or found.startswith("http") or found.isdigit() for found in names):
        mend = "Its first line seems to be an article: put a line with the names of the columns before it"
    else:
        mend = "Name the column that holds the articles' text, e.g. --columns text=Body"
    objections.add(name, f"expected a column named {usual}, or url in a list of pages, found {_shown(names)}. {mend}")


def _shown(names: Iterable[str]) -> str:
    shortened = [f"{found[:_LONGEST_NAME]}…" if len(found) > _LONGEST_NAME else found for found in names if found]
    more = f" and {len(shortened) - _MOST_NAMES} more" if len(shortened) > _MOST_NAMES else ""
    return ", ".join(shortened[:_MOST_NAMES]) + more or "none"


def _named(names: list[str], rows: Iterable[Numbered], origin: str, objections: Objections) -> Table:
    """Return a table in which every name stands once; of several columns of one name the first counts."""
    plain = list(map(plain_name, names))
    repeated = [name for name, count in Counter(plain).items() if name and count > 1]
    if repeated:
        objections.add(
            origin, f"has more than one column named {_shown(repeated)}; the first counts. Rename the others"
        )
    first = {name: place for place, name in reversed(list(enumerate(plain)))}
    places = sorted(first.values())
    if len(places) == len(plain):
        return Table(plain, list(rows))
    return Table([plain[place] for place in places], [(number, [cells[i] for i in places]) for number, cells in rows])


def table_of(path: Path, objections: Objections) -> Table | None:
    """Read a CSV file, whatever its separator and encoding; ``None``, with an objection, if it is no table.

    Empty rows are passed over. Rows with more cells than the header are left out, unless the others are empty.
    """
    text = decode(path, objections)
    if text is None:
        return None
    separator, text = _separator(text)
    if text.count(separator) + text.count("\n") + text.count("\r") > MOST_CELLS:
        objections.add(
            path.name, f"expected at most {MOST_CELLS:,} cells; it was left out. Split it into several tables"
        )
        return None
    with _cells_of_any_length():
        rows = [
            row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(map(str.strip, row))
        ]
    if not rows:
        objections.add(path.name, "expected a table with a header, found nothing. Export it as CSV again")
        return None
    if text.count('"') % 2 and any("\n" in cell for cell in rows[-1]):
        objections.add(path.name, "has a quotation mark that is never closed; rows after it became one. Close it")
    body = list(_fitted(rows[1:], len(rows[0]), separator, path.name, objections))
    return _named(rows[0], body, path.name, objections)


def _fitted(
    rows: list[list[str]], width: int, separator: str, name: str, objections: Objections
) -> Iterator[Numbered]:
    """Yield the rows with as many cells as the header, numbered, apostrophes before formulas undone."""
    if any(len(row) > width and not any(row[width:]) for row in rows):
        objections.add(
            name, "has rows with more cells than its header; those are empty and were ignored. Export it again"
        )
    mark = {"\t": "a tab"}.get(separator, repr(separator))
    for number, row in enumerate(rows, start=1):
        if any(row[width:]):
            objections.add(
                f"{name}, row {number}",
                f"has {len(row)} cells where the header has {width}; it was left out. Put quotation marks around "
                f"text that holds {mark}",
            )
        else:
            yield number, [*map(restore, row[:width]), *[""] * (width - len(row))]


def header_of(head: str) -> list[str]:
    """Return the names of a CSV file's columns, of how the file begins; anything at all for what is no CSV."""
    separator, text = _separator(head.replace("\x00", "").lstrip("\ufeff"))
    with _cells_of_any_length():
        return list(map(plain_name, next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])))


@contextmanager
def _cells_of_any_length() -> Iterator[None]:
    """Let cells be longer than the 131,072 characters that the module ``csv`` takes unless told otherwise."""
    before = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _separator(text: str) -> tuple[str, str]:
    """Return what separates the cells, and the text without a line that says so.

    It is the one that splits the header, splits most of the first rows as the header, and splits it most.
    """
    declared = _DECLARED.match(text)
    if declared:
        return declared[1], text[declared.end() :]
    with _cells_of_any_length():
        return max(_SEPARATORS, key=lambda separator: _fit(text[:_SAMPLE], separator)), text


def _fit(sample: str, separator: str) -> tuple[bool, float, int]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    header, *widths = [len(row) for row in islice(reader, _SAMPLED_ROWS) if row] or [0]
    if len(sample) == _SAMPLE:
        widths = widths[:-1]  # it may end within a row
    alike = sum(width == header for width in widths) / len(widths) if widths else 1.0
    return header > 1, alike, header


def _unpacked(path: Path, reading: Reading) -> tuple[list[str], Table]:
    """Return the names of all columns of a Parquet file, and those of its columns that have a known or mapped name.

    It is read batch by batch. Only plain values are made of it: what it says of pandas, or of types of its own, is
    not followed.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        names, columns = list(map(str, file.schema_arrow.names)), plain_columns(reading)
        known = set().union(*(names_of(ours, columns) for ours in COLUMN_NAMES))
        wanted = [name for name in dict.fromkeys(names) if plain_name(name) in known]
        flat = {file.metadata.schema.column(number).path for number in range(file.metadata.num_columns)}
        fits = _declared_size_fits(file.metadata, wanted)
    found, rows = _unpacked_rows(path, wanted, flat) if fits and wanted else (wanted, [])
    if not fits or rows is None:
        most = f"{LARGEST_TABLE // 1024**2} MB of text or {MOST_CELLS:,} cells"
        reading.objections.add(path.name, f"expected at most {most}; it was left out. Split it into several tables")
    named = _named(found, enumerate(rows or [], start=1), path.name, reading.objections)
    return list(map(plain_name, names)), named


def _unpacked_rows(path: Path, wanted: list[str], flat: set[str]) -> tuple[list[str], list[Sequence[Any]] | None]:
    """Return the columns of a Parquet file in their order, and its rows; ``None`` in place of them if too large.

    Strings that repeat stay packed until it is known how long they are when written out.
    """
    import pyarrow.parquet as pq

    rows: list[Sequence[Any]] = []
    names, size = wanted, 0
    with pq.ParquetFile(path, read_dictionary=[name for name in wanted if name in flat]) as file:
        for batch in file.iter_batches(_BATCH, columns=wanted, use_threads=False):
            names, size = batch.schema.names, size + sum(map(_size, batch.columns))
            if size > LARGEST_TABLE:
                return names, None
            rows += zip(*map(_values, batch.columns), strict=True)
    return names, rows


def _declared_size_fits(metadata: Any, wanted: list[str]) -> bool:
    """Tell whether the columns wanted are small enough to be unpacked, as the file itself says."""
    groups = map(metadata.row_group, range(metadata.num_row_groups))
    chunks = [group.column(number) for group in groups for number in range(group.num_columns)]
    chosen = [chunk for chunk in chunks if any(f"{chunk.path_in_schema}.".startswith(f"{name}.") for name in wanted)]
    cells = max(metadata.num_rows * len(wanted), sum(chunk.num_values for chunk in chosen))
    return bool(cells <= MOST_CELLS and sum(chunk.total_uncompressed_size for chunk in chosen) <= LARGEST_TABLE)


def _size(column: Any) -> int:
    """Return how many bytes a column takes once repeated strings are written out."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not isinstance(column, pa.DictionaryArray) or not _is_text(column.dictionary.type):
        return int(column.nbytes)
    return int(pc.sum(pc.take(pc.binary_length(column.dictionary), column.indices)).as_py() or 0)


def _values(column: Any) -> list[Any]:
    """Return a column's values; what Python cannot hold, such as a day in the year 200000, is absent."""
    import pyarrow as pa

    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    if isinstance(column, pa.DictionaryArray):
        column = column.dictionary_decode()
    if _is_text(column.type):
        cells = column.cast(pa.large_binary()).to_pylist()
        return [None if cell is None else cell.decode("utf-8", errors="replace") for cell in cells]
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError):
        return [_value(scalar) for scalar in column]


def _is_text(kind: Any) -> bool:
    import pyarrow.types as types

    tests = (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary)
    return any(test(kind) for test in tests)


def _value(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except (ValueError, OverflowError):
        return None


_MAPPED = "`--columns outlet=Medium text=Body` tells what its columns are called"
CSV = Format("CSV table", (".csv", ".tsv"), FACTS, read_csv, export=f"any spreadsheet; {_MAPPED}")
PARQUET = Format("Parquet table", (".parquet",), FACTS, read_parquet, export=f"any script; {_MAPPED}")
