"""Times of day, and words that are a quantity by themselves."""

from __future__ import annotations

import re

from sinorus_lib.alignment.quantities.reader import Reader, Reading
from sinorus_lib.alignment.quantities.tokens import Token
from sinorus_lib.alignment.quantities.units import is_free_left, read_unit


def read_clock(reader: Reader, at: int) -> Reading | None:
    """Read a time of day: 23:40, 23 h 40, 11.40pm, "6 heures du matin", "à 20 heures"."""
    hour, minutes = _hour(reader.at(at))
    if hour < 0 or not is_free_left(reader, at):
        return None
    minutes, end, sure = _minutes(reader, at, minutes)
    add, after = reader.phrase(reader.tables.phrases["meridiem"], end)
    if not (add or sure or (end > at + 1 and _hour_expected(reader, at, end))):
        return None
    if add:
        hour, end = hour % 12 + int(add) // 60, after
    return Reading(hour * 60 + minutes, hour * 60 + minutes, end, "clock") if hour <= 24 else None


def _hour(token: Token) -> tuple[int, int]:
    """Return hour and minutes of a number such as 23 or 11.40; -1 if it can be none."""
    if token.kind == "word":
        value = token.value if token.counts else None
        return (int(value), 0) if value is not None and value in range(25) else (-1, 0)
    match = re.fullmatch("([01]?[0-9]|2[0-4])(?:[.]([0-5][0-9]))?", token.text)
    return (int(match[1]), int(match[2] or 0)) if match else (-1, 0)


def _minutes(reader: Reader, at: int, minutes: int) -> tuple[int, int, bool]:
    """Return the minutes, the token after them, and whether that makes it a time of day."""
    colon = reader.at(at + 1).text == ":" and reader.glued(at + 1) and reader.glued(at + 2)
    mark, end = (" ", at + 2) if colon else reader.phrase(reader.tables.phrases["hours"], at + 1)
    token = reader.at(end)
    if mark and re.fullmatch("[0-5][0-9]", token.text) and not read_unit(reader, end + 1)[0]:
        return int(token.text), end + 1, True
    if colon:
        return minutes, at + 1, False
    glued = reader.glued(at + 1) and end > at + 1 and reader.at(at).text != "24"
    return minutes, end, mark == "sure" or glued


def _hour_expected(reader: Reader, at: int, end: int) -> bool:
    """Say whether the words around tell a time of day from a length of time."""
    return reader.among(at - 1, "hour_before") and not reader.starts("hour_not_before", end)


def read_named(reader: Reader, at: int) -> Reading | None:
    """Read a word that is a quantity by itself: midi, noon, twice."""
    name, end = reader.phrase(reader.tables.phrases["named"], at)
    if not name or reader.at(at - 1).text == "-":
        return None
    unit, low, high = reader.tables.named[name]
    return Reading(low, high, end, unit)
