"""A delivery of Nexis as plain text: saved so by LexisNexis, or converted from its RTF."""

from __future__ import annotations

from pathlib import Path

from sinorus_lib.coverage.formats import Format, Reading, head
from sinorus_lib.coverage.formats.nexis import SUPPLIES, is_delivery, paragraphs_of, read_delivery
from sinorus_lib.coverage.records import Record, decode


def read_nexis_text(path: Path, reading: Reading) -> list[Record]:
    """Read a delivery of Nexis that is plain text: one record an article."""
    text = decode(path, reading.objections)
    return [] if text is None else read_delivery(paragraphs_of(text), path, reading)


def recognises(path: Path) -> bool:
    """Tell whether a text is a delivery of Nexis, by the lines that begin it."""
    return is_delivery(head(path).splitlines())


FORMAT = Format(
    "Nexis as text",
    (".txt",),
    SUPPLIES,
    read_nexis_text,
    recognises,
    export="LexisNexis: *Download*, text; or its RTF converted to text",
)
