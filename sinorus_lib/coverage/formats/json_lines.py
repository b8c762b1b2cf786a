"""JSON lines: one article a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sinorus_lib.coverage.formats import Format, Reading
from sinorus_lib.coverage.records import COLUMN_NAMES, Record, decode, from_mapping


def read_json_lines(path: Path, reading: Reading) -> list[Record]:
    """Read JSON lines: one article a line."""
    text = decode(path, reading.objections)
    records = []
    for number, line in enumerate((text or "").split("\n"), start=1):
        if not line.strip():
            continue
        row, origin = _json_object(line), f"{path.name}, line {number}"
        if row is None:
            reading.objections.add(origin, "expected one JSON object, the line was left out. Mend its syntax")
        else:
            records.append(from_mapping(row, origin, path, reading.columns))
    return records


def _json_object(line: str) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


FORMAT = Format(
    "JSON lines",
    (".jsonl",),
    tuple(name for name in COLUMN_NAMES if name != "file"),
    read_json_lines,
    export="any script; `--columns` tells what its names are",
)
