"""JSON: one article a line, or a list of articles, alone or within an object.

JSON after RFC 8259, JSON lines after jsonlines.org. Numbers are taken as they are written; ``NaN`` and ``Infinity``,
which are no JSON but what scripts write, count as absent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sinorus_lib.coverage.formats import Format, Reading
from sinorus_lib.coverage.formats.tables import has_articles, names_of, plain_columns, plain_name
from sinorus_lib.coverage.records import FACTS, Record, decode, from_mapping

LARGEST = 64 * 1024**2  # bytes; objects take up to thirty times as much memory as their text
_DEEPEST = 3  # objects within objects in which a list of articles is looked for
_REPEATED = None  # under which an object tells what it names twice; names in JSON are never this

Row = dict[str | None, Any]


def read_json(path: Path, reading: Reading) -> list[Record]:
    """Read JSON: one article a line, or one document with a list of articles."""
    objections = reading.objections
    if path.stat().st_size > LARGEST:
        size = f"{LARGEST // 1024**2} MB"
        objections.add(path.name, f"expected JSON of at most {size}; it was left out. Split it into several files")
        return []
    text = decode(path, objections)
    if text is None:
        return []
    if _is_lines(text, path) and not text.strip():
        objections.add(path.name, "expected an article a line, found nothing. Export it again")
        return []
    rows = list(_of_lines(text, path.name, reading) if _is_lines(text, path) else _of_document(text, path, reading))
    if not rows:
        return []
    names = dict.fromkeys(plain_name(name) for _, row in rows for name in row if name is not None)
    usable = has_articles(list(names), path.name, reading)
    return [record for origin, row in rows if usable and (record := _record(row, origin, path, reading))]


def parsed(text: str) -> Any:
    """Return what JSON says; ``None`` if it is broken or too deep to be read."""
    try:
        return json.loads(
            text, object_pairs_hook=_first_of_each, parse_int=str, parse_float=str, parse_constant=lambda _: None
        )
    except (ValueError, RecursionError):
        return None


def _first_of_each(pairs: list[tuple[str, Any]]) -> Row:
    row: Row = {}
    for name, value in pairs:
        if name in row:
            row[_REPEATED] = name
        else:
            row[name] = value
    return row


def _is_lines(text: str, path: Path) -> bool:
    """Tell whether each line is to be read by itself."""
    first, _, others = text.strip().partition("\n")
    if isinstance(parsed(first), dict):
        return bool(others)
    return path.suffix.lower() != ".json" and parsed(text) is None


def _of_lines(text: str, name: str, reading: Reading) -> Iterator[tuple[str, Row]]:
    for number, line in enumerate(text.split("\n"), start=1):
        row = parsed(line) if line.strip() else {}
        if not isinstance(row, dict):
            reading.objections.add(
                f"{name}, line {number}", "expected one JSON object, the line was left out. Mend its syntax"
            )
        elif row:
            yield f"{name}, line {number}", row


def _of_document(text: str, path: Path, reading: Reading) -> Iterator[tuple[str, Row]]:
    document = parsed(text)
    rows = _longest_list(document, reading)
    if rows is None and isinstance(document, dict):
        yield path.name, document
    elif rows is None:
        reading.objections.add(
            path.name, "expected JSON with a list of articles, found none; it was left out. Mend its syntax"
        )
    for number, row in enumerate(rows or [], start=1):
        origin = f"{path.name}, article {number}"
        if isinstance(row, dict):
            yield origin, row
        else:
            reading.objections.add(origin, "expected a JSON object, found another value; it was left out. Mend it")


def _longest_list(document: Any, reading: Reading) -> list[Any] | None:
    """Return the longest list of articles in a document; ``None`` if it is an article itself, or holds none."""
    columns = plain_columns(reading)
    texts, addresses = names_of("text", columns), names_of("url", columns)
    if _has_any(document, texts):
        return None
    level, lists = [document], []
    for _ in range(_DEEPEST):
        rows = (value for value in level if isinstance(value, list))
        lists += [value for value in rows if any(_has_any(row, texts | addresses) for row in value)]
        level = [value for holder in level if isinstance(holder, dict) for value in holder.values()]
    return max(lists, key=len, default=None)


def _has_any(row: Any, names: set[str]) -> bool:
    return isinstance(row, dict) and any(plain_name(name) in names for name in row if name is not None)


def _record(row: Row, origin: str, path: Path, reading: Reading) -> Record | None:
    repeated = row.pop(_REPEATED, None)
    if repeated is not None:
        reading.objections.add(origin, f"names {repeated[:40]!r} more than once; the first counts. Rename the others")
    try:
        return from_mapping(row, origin, path, plain_columns(reading))
    except RecursionError:
        reading.objections.add(origin, "holds lists within lists, too deep to read; it was left out. Write it flat")
        return None


FORMAT = Format(
    "JSON",
    (".jsonl", ".ndjson", ".json"),
    FACTS,
    read_json,
    export="any script; `--columns` tells what its names are",
)
