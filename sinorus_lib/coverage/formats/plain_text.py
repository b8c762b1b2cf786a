"""Plain text: one article a file, its metadata in a ``coverage.csv`` beside it."""

from __future__ import annotations

from pathlib import Path

from sinorus_lib.coverage.formats import Format, Reading
from sinorus_lib.coverage.records import Record, decode


def read_text(path: Path, reading: Reading) -> list[Record]:
    """Read a plain text file: one article."""
    text = decode(path, reading.objections)
    return [] if text is None else [Record(path.name, path, {"text": text})]


FORMAT = Format("Plain text", (".txt",), ("text",), read_text, export="any editor; metadata in `coverage.csv`")
