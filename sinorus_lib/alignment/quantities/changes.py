"""What a value was before a change: the first number of "rose from 3 to 5 %", which is no range."""

from __future__ import annotations

from dataclasses import replace

from sinorus_lib.alignment.quantities.measures import in_unit, noun_counted
from sinorus_lib.alignment.quantities.numbers import read_two
from sinorus_lib.alignment.quantities.reader import Reader, Reading
from sinorus_lib.alignment.quantities.units import read_unit
from sinorus_lib.alignment.quantities.years import is_year

_REACH = 12  # tokens between a verb of change and its first number; less than the margin of the reader


def read_change(reader: Reader, at: int) -> Reading | None:
    """Read the value before the change, in the unit of the value after: "passera de 800 à 880 euros"."""
    money, start = reader.phrase_exact("money_before", at)
    if not _follows_change(reader, at):
        return None
    first, second = read_two(reader, start, money=bool(money))
    if first is None or second is None or not reader.at(first.end).text.isalpha() or first.one:
        return None
    size, after = read_unit(reader, second.end)
    if size == "hour" or is_year(reader, first.end + 1):  # these may be a time of day, a year
        return None
    money = money or reader.phrase_exact("money_before", first.end + 1)[0]
    if money:
        return replace(first, unit=money)
    return in_unit(reader, first, size) if size else replace(first, counted=noun_counted(reader, after))


def _follows_change(reader: Reader, at: int) -> bool:
    """Say whether "from" stands before, and a verb or noun of change before that, in the same sentence."""
    place = at - 1 - (reader.at(at - 1).text in {"'", "’"})
    if not reader.among(place, "change_from") or reader.among(place - 1, "change_by"):
        return False
    for earlier in range(place - 1, place - _REACH, -1):
        if reader.at(earlier).text in {".", ";", ":", "!", "?"}:
            return False
        if reader.among(earlier, "change_words") or reader.begins(earlier, "change_stems"):
            return True
    return False
