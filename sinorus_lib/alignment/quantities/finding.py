"""Reading a text from left to right: the rules in the order in which they are tried."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from sinorus_lib.alignment.quantities.changes import read_change
from sinorus_lib.alignment.quantities.clocks import read_clock, read_named
from sinorus_lib.alignment.quantities.dates import read_date, read_month, read_numeric_date, read_weekday
from sinorus_lib.alignment.quantities.measures import BOUNDS, read_below_zero, read_measure
from sinorus_lib.alignment.quantities.model import Quantity
from sinorus_lib.alignment.quantities.numerals import valued_tokens
from sinorus_lib.alignment.quantities.reader import MARGIN, Reader, Reading
from sinorus_lib.alignment.quantities.shares import read_ordinal, read_share
from sinorus_lib.alignment.quantities.tables import tables_of
from sinorus_lib.alignment.quantities.years import read_decade, read_year

_TEXTS = 1 << 10  # whose quantities are kept for the stages that read the same claims


def find_quantities(text: str, language: str) -> list[Quantity]:
    """Return the quantities of a text, left to right, without overlap.

    Raises:
        SinorusError: if there are no tables for that language; never because of the text.
    """
    return list(_found(text, language))


@lru_cache(maxsize=_TEXTS)
def _found(text: str, language: str) -> tuple[Quantity, ...]:
    tables = tables_of(language)
    tokens = valued_tokens(text, tables)
    reader = Reader([*tokens, *MARGIN], tables)
    found, at = [], 0
    while at < len(tokens):
        reading = _read(reader, at)
        if reading is not None:
            found.append(_quantity(reader, at, reading))
        at = at + 1 if reading is None else reading.end
    return tuple(found)


def _quantity(reader: Reader, at: int, reading: Reading) -> Quantity:
    low, high = reading.bounds()
    start, end = reader.tokens[at].start, reader.tokens[reading.end - 1].end
    return Quantity(float(low), float(high), reading.unit, reading.counted, start, end)


def _read(reader: Reader, at: int) -> Reading | None:
    token = reader.tokens[at]
    if token.value is None and token.kind not in {"digits", "date"} and token.lower not in reader.tables.starts:
        return None
    return next((reading for rule in _RULES if (reading := rule(reader, at)) is not None), None)


def _between(reader: Reader, at: int) -> Reading | None:
    """Read "between 3 and 5 million", "entre 10 % et 15 %"."""
    start = reader.after("between", at)
    if start == at or any(rule(reader, start) is not None for rule in (read_date, read_clock, read_year)):
        return None
    first = read_measure(reader, start, reader.tables.words["between_links"])
    if first is None or not reader.among(first.end, "between_links"):
        return first if first and first.low < first.high else None
    second = read_measure(reader, first.end + 1)
    if second is None or second.unit != first.unit or second.low <= first.high:
        return None
    return replace(second, low=first.low)


def _compared(reader: Reader, at: int) -> Reading | None:
    """Read a share or a measure with what bounds it: "more than", "près de", "up to about"."""
    kinds, start = _comparators(reader, at)
    if not kinds:
        return None
    calendar = (read_date, read_clock, *((read_year,) if kinds[-1] == "around" else ()))
    if any(rule(reader, start) is not None for rule in calendar):
        return None
    reading = read_share(reader, start) or read_measure(reader, start, bounded=True)
    for kind in reversed(kinds):
        reading = reading and BOUNDS[kind](reading)
    return reading


def _comparators(reader: Reader, at: int) -> tuple[list[str], int]:
    """Return the bounds written here, three at most, and the token after them."""
    kinds: list[str] = []
    for _ in range(3):
        kind, after = reader.phrase(reader.tables.phrases["comparators"], at)
        if not kind:
            break
        kinds.append(kind)
        at = after
    return kinds, at


_RULES = (
    read_numeric_date, read_date, read_clock, read_year, read_month, read_named, read_decade, _between, _compared,
    read_change, read_share, read_measure, read_below_zero, read_ordinal, read_weekday,
)  # fmt: skip
