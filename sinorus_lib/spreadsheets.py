"""Tables for spreadsheets: cells that none takes for a formula, and rows however a spreadsheet wrote them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import count
from typing import TextIO

ENCODING = "utf-8-sig"  # with a byte order mark, by which spreadsheets know it
_DELIMITERS = ",;\t"
# What a spreadsheet takes for the beginning of a formula, wide and small forms included.
_SIGN = r"[=+\-@＝＋－＠﹦﹢﹣﹫]"
_CONTROL = r"[\x00-\x1f\x7f]"  # some spreadsheets drop it, or end a cell there
# What may stand before the sign without being seen: spaces, quotation marks, characters without a shape.
_HIDING = (
    r"[ '\"`\x80-\xa0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    r"\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e01ef\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uff02\uff07\uffa0\ufff0-\ufffb]*"
)
_BEGINS = rf"(?={_HIDING}(?:{_SIGN}|{_CONTROL}))"
# A spreadsheet of another language ends the cell at a semicolon, or within quotation marks at the end of a line.
_GOES_ON = rf"(?={_HIDING}{_SIGN})"
_FORMULA = re.compile(rf"\A{_BEGINS}|(?<=[;\t\r\n]){_GOES_ON}")
_NEUTRALISED = re.compile(rf"\A'{_BEGINS}|(?<=[;\t\r\n])'{_GOES_ON}")


def neutralise(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe goes before what could be one.

    It also goes before what could be one after a semicolon, a tab or the end of a line, where a spreadsheet that
    expects another separator begins a new cell. Apostrophes that stand there already count as part of the value, so
    that :func:`restore` gives back exactly what was given here. After OWASP, CSV Injection.
    """
    return _FORMULA.sub("'", value)


def restore(value: str) -> str:
    """Return what :func:`neutralise` was given."""
    return _NEUTRALISED.sub("", value)


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
