"""Years and decades; each rule returns what stands at a token, or nothing."""

from __future__ import annotations

import re

from sinorus_lib.alignment.quantities.reader import Reader, Reading
from sinorus_lib.alignment.quantities.units import is_free, read_unit


def is_year(reader: Reader, at: int) -> bool:
    """Say whether a token can be a year: four digits without a unit; a round number counts what follows it."""
    token = reader.at(at)
    if not (token.kind == "digits" and token.text.isdecimal() and len(token.text) == 4 and is_free(reader, at)):
        return False
    round_count = int(token.text) % 50 == 0 and reader.plural(at + 1) and not reader.among(at - 1, "year_before")
    scaled = reader.at(at + 1).lower in reader.tables.values["scales"]
    return 1500 <= int(token.text) <= 2100 and not (round_count or scaled or read_unit(reader, at + 1)[0])


def read_year(reader: Reader, at: int) -> Reading | None:
    """Read a year, or two as a span: 2014-2022, "between 2014 and 2022"."""
    if not is_year(reader, at):
        return None
    first = reader.at(at).value or 0
    if not (first >= 1900 or reader.among(at - 1, "year_before")):
        return None
    last, end = _last_year(reader, at, first)
    return Reading(first, max(first, last), end, "year_number")


def _last_year(reader: Reader, at: int, first: float) -> tuple[float, int]:
    between = reader.among(at - 1, "between") and reader.among(at + 1, "between_links")
    if not between and not reader.among(at + 1, "range_links"):
        return first, at + 1
    token = reader.at(at + 2)
    if len(token.text) == 2 and token.text.isdecimal() and reader.glued(at + 2):
        return first // 100 * 100 + int(token.text), at + 3
    if is_year(reader, at + 2) and (token.value or 0) > first:
        return token.value or first, at + 3
    return first, at + 1


def read_decade(reader: Reader, at: int) -> Reading | None:
    """Read "the 1990s", "les années 1990", "les années 90"."""
    place = at + reader.among(at, "decade_before")
    token, marked = reader.at(place), reader.after("decade_after", place + 1)
    if token.kind != "digits" or not re.fullmatch("(?:1[5-9]|20)?[0-9]0", token.text):
        return None
    if place == at and not (marked > place + 1 and reader.glued(place + 1) and len(token.text) == 4):
        return None
    first = int(token.text) + (1900 if len(token.text) == 2 else 0)
    return Reading(first, first + 9, marked, "year_number")
