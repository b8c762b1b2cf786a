"""Tables for spreadsheets: cells that none takes for a formula, and rows however a spreadsheet wrote them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import count
from typing import TextIO

ENCODING = "utf-8-sig"  # with a byte order mark, by which spreadsheets know it
_DELIMITERS = ",;\t"
# What a spreadsheet takes for the beginning of a formula, wide forms included, or may drop before one.
_RISKY = r"[=+\-@＝＋－＠\x00-\x1f\x7f]"
_FORMULA = re.compile(rf"'*{_RISKY}")
_NEUTRALISED = re.compile(rf"'+{_RISKY}")


def neutralise(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe goes before what could be one.

    Apostrophes that stand there already count as part of the value, so that :func:`restore` gives back exactly what
    was given here. After OWASP, CSV Injection.
    """
    return f"'{value}" if _FORMULA.match(value) else value


def restore(value: str) -> str:
    """Return what :func:`neutralise` was given."""
    return value[1:] if _NEUTRALISED.match(value) else value


def read_rows(stream: TextIO) -> Iterator[tuple[int, list[str] | None]]:
    """Yield the rows of a table, numbered from 1 as a spreadsheet does; nothing in place of one that is no CSV.

    Cells are set apart by whichever of comma, semicolon and tab is most frequent in the first line.
    """
    head = stream.readline()
    stream.seek(0)
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(stream, delimiter=delimiter)
    for number in count(1):
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, None
