"""Dates, months and weekdays; each rule returns what stands at a token, or nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from sinorus_lib.alignment.quantities.reader import Reader, Reading
from sinorus_lib.alignment.quantities.units import is_free_left
from sinorus_lib.alignment.quantities.years import is_year


def read_numeric_date(reader: Reader, at: int) -> Reading | None:
    """Read 2022-03-14 (ISO 8601), 14/03/2022, 14.03.2022."""
    token = reader.at(at)
    if token.kind != "date" or not is_free_left(reader, at):
        return None
    first, second, third = (int(part) for part in re.split("[./-]", token.text))
    if first > 99:
        return _dated(first, second, third, third, at + 1)
    if second > 12:
        return _dated(third, first, second, second, at + 1)
    if first <= 12 and not reader.tables.day_first and first != second:
        return None
    return _dated(third, second, first, first, at + 1)


def _dated(year: int, month: int, low: int, high: int, end: int) -> Reading | None:
    if not (1 <= month <= 12 and 1 <= low <= high <= 31):
        return None
    base = year * 10000 + month * 100
    return Reading(base + low, base + high, end, "date")


def read_date(reader: Reader, at: int) -> Reading | None:
    """Read a day and month, with the weekday before and the year after, if any."""
    start = _after_weekday(reader, at)
    month_first = reader.tables.month_first and _month_day(reader, start)
    return month_first or _day_month(reader, start)


def _after_weekday(reader: Reader, at: int) -> int:
    if reader.at(at).lower not in reader.tables.values["weekdays"]:
        return at
    after = at + 1 + (reader.at(at + 1).text == ",")
    return after + reader.among(after, "date_articles")


def _day_month(reader: Reader, at: int) -> Reading | None:
    """Read "14 March", "14-15 mars", "du 14 au 15 mars" (from its first day on), "the 14th of March 2022"."""
    days = _days(reader, at)
    if days is None:
        return None
    month, end = _month_name(reader, days.end + reader.among(days.end, "date_of"))
    year, end = _year_after(reader, end) if month else (0, end)
    return _dated(year, month, int(days.low), int(days.high), end) if month else None


def _month_day(reader: Reader, at: int) -> Reading | None:
    """Read "March 14", "March 14-16, 2022"."""
    month, end = _month_name(reader, at)
    days = _days(reader, end + reader.among(end, "date_articles")) if month else None
    if days is None or reader.at(days.end - 1).text.isalpha():
        return None
    year, end = _year_after(reader, days.end, comma=True)
    return _dated(year, month, int(days.low), int(days.high), end)


def _days(reader: Reader, at: int) -> Reading | None:
    """Read the number of a day, or of the first and last of several."""
    first = _day(reader, at)
    if first is None:
        return None
    link = at + 1 + reader.among(at + 1, "date_links")
    last = _day(reader, link + reader.among(link, "date_articles")) if link > at + 1 else None
    if last is None or last.low <= first.low:
        return first
    return replace(last, low=first.low)


def _day(reader: Reader, at: int) -> Reading | None:
    token = reader.at(at)
    value = float(token.text) if re.fullmatch("0[1-9]", token.text) else token.value
    if value is None or value not in range(1, 32) or {",", "."} & set(token.text) or not is_free_left(reader, at):
        return None
    return Reading(value, value, at + 1)


def _month_name(reader: Reader, at: int) -> tuple[int, int]:
    """Return the number of the month named here and the token after it; 0 if none."""
    token, values = reader.at(at), reader.tables.values
    if reader.tables.month_case == "title" and not token.text[:1].isupper():
        return 0, at
    short = values["month_forms"].get(token.lower, 0)
    end = at + 1 + (short > 0 and reader.at(at + 1).text == ".")
    return int(short or values["months"].get(token.lower, 0)), end


def _year_after(reader: Reader, at: int, *, comma: bool = False) -> tuple[int, int]:
    """Return the year that follows a month, 0 if none, and the token after it."""
    place = at + ((comma and reader.at(at).text == ",") or reader.among(at, "date_of"))
    token = reader.at(place)
    return (int(token.value or 0), place + 1) if is_year(reader, place) else (0, at)


def read_month(reader: Reader, at: int) -> Reading | None:
    """Read a month with its year, or by itself where its spelling or the word before leaves no doubt."""
    month, end = _month_name(reader, at)
    if not month or reader.at(at).lower in reader.tables.values["month_forms"] or not is_free_left(reader, at):
        return None
    year, after = _year_after(reader, end)
    if year:
        return Reading(year * 100 + month, year * 100 + month, after, "month")
    case = str.istitle if reader.tables.month_case == "title" else str.islower
    sure = case(reader.at(at).text) and not reader.among(at, "unsure_months")
    before = at - 1 - (reader.at(at - 1).text == "-")
    return Reading(month, month, end, "month") if sure or reader.among(before, "month_before") else None


def read_weekday(reader: Reader, at: int) -> Reading | None:
    """Read a weekday by itself."""
    day = reader.tables.values["weekdays"].get(reader.at(at).lower)
    return None if day is None else Reading(day, day, at + 1, "weekday")
