"""Dates as French and English outlets print them, read strictly: what is not surely a day is none.

A short list of shapes is looked for, rather than anything that could be a date: a general parser finds one in nearly
everything. The names of months and days are in ``dates.yaml``, by language; both languages are read whatever the
coverage is in. Shapes: ISO 8601 (2004), RFC 5322, C's ``asctime``, seconds since 1970, and what outlets print.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sinorus_lib.coverage.languages import language_code
from sinorus_lib.errors import SinorusError
from sinorus_lib.tables import read_yaml

EARLIEST = datetime.date(1800, 1, 1)
LATEST = datetime.date(2199, 12, 31)  # a fixed day, so that what is read today is read alike tomorrow
LONGEST = 200  # characters; what is longer is prose
_LAST_OF_THIS_CENTURY = 68  # 68 is 2068 and 69 is 1969, as in POSIX
_REMEMBERED = 4_096  # dates; the articles of one collection are of a few days
_SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("’‘", "'"))

Day = datetime.date


class AmbiguousDate(SinorusError, ValueError):  # noqa: N818 - nobody made an error: it is how the date is printed
    """A date in figures whose day and month cannot be told apart."""


def read_date(written: str, *, language: str = "", day_first: bool | None = None) -> datetime.datetime | Day | None:
    """Return the day that a date as printed means, with its time if that is printed too.

    The day counts as printed, whatever the zone, and the time is that of the zone printed. Of several dates the first
    counts that is not said to be of an update, and of a range its first day. A year of two digits comes last and is
    one of 1969 to 2068. Seconds and milliseconds since 1970 are read in UTC.

    Args:
        written: the date, with what stands around it: "Publié le lundi 14 mars 2022 à 18h30".
        language: of the coverage, as a code or a name; French writes the day first.
        day_first: whether dates in figures are day first, where that is known, as from :func:`day_first_of`.

    Returns:
        a ``datetime`` without zone, a ``date`` if no time is printed, or ``None`` if there is no whole date: no year,
        no day, no such day, before 1800 or after 2199, "yesterday", or over 200 characters.

    Raises:
        AmbiguousDate: of 03/04/2022, if nothing tells the day from the month: neither the arguments, nor a weekday
            beside it, nor another date in the same text.
    """
    text = _plain(written)
    moment = _since_1970(text)
    if moment is not None:
        return moment if _is_possible(moment.date()) else None
    printed = _printed_dates(text)
    if not printed:
        return None
    first = min(printed, key=lambda date: (date.is_update, date.start))
    order = _order(first, printed, language, day_first) if len(first.readings) > 1 else 0
    day = first.readings[order] if first.readings else None
    if day is None or not _is_possible(day):
        return None
    return day if first.time is None else datetime.datetime.combine(day, first.time)


def day_first_of(dates: Iterable[str]) -> bool | None:
    """Return whether dates in figures are day first, as those of a file tell: 13/02 is, 02/13 is not.

    ``None`` if all could be read either way, or if some are day first and others month first.
    """
    return _agreed(date for written in dates for date in _printed_dates(_plain(written)))


def date_words() -> frozenset[str]:
    """Return the words that dates are written with in either language, without accents and in lower case."""
    names = ("updates", "at", "ranges", "ordinals", "of", "hours")
    languages: dict[str, dict[str, Any]] = read_yaml(str(__package__), "dates.yaml")
    written = {word for name in names for phrase in _of_all(languages, name) for word in phrase.split()}
    return frozenset(written | set(_tables().months) | set(_tables().weekdays))


@dataclass(frozen=True)
class _Printed:
    """A date found in a text.

    Attributes:
        start: where it begins.
        readings: the days it may be, none if there is no such day; if there are two, the first is day first.
        tells_day_first: whether it is day first, if it is in figures and can be read only one way.
        weekday: printed beside it, from Monday as 0.
        time: printed beside it.
        is_update: whether it is said to be that of an update.
    """

    start: int
    readings: tuple[Day, ...]
    tells_day_first: bool | None
    weekday: int | None
    time: datetime.time | None
    is_update: bool


def _order(date: _Printed, printed: Sequence[_Printed], language: str, day_first: bool | None) -> int:
    """Return which reading of a date in figures is meant: 0 is day first, 1 month first.

    Raises:
        AmbiguousDate: if nothing tells.
    """
    on_weekday = [order for order, day in enumerate(date.readings) if day.weekday() == date.weekday]
    by_weekday = on_weekday == [0] if len(on_weekday) == 1 else None
    custom = _tables().day_first.get(language_code(language))
    told = next((told for told in (day_first, by_weekday, _agreed(printed), custom) if told is not None), None)
    if told is None:
        days = " or ".join(day.isoformat() for day in date.readings)
        raise AmbiguousDate(f"expected a date whose day and month can be told apart, found one that may be {days}")
    return 0 if told else 1


def _agreed(printed: Iterable[_Printed]) -> bool | None:
    """Return which order all dates tell that tell one; ``None`` if none does, or if they contradict each other."""
    told = {date.tells_day_first for date in printed} - {None}
    return told.pop() if len(told) == 1 else None


def _is_possible(day: Day) -> bool:
    return EARLIEST <= day <= LATEST


def _plain(written: str) -> str:
    """Return a short text in lower case, without accents, unusual spaces and dashes; of a long one nothing."""
    text = str(written).strip()
    if len(text) > LONGEST:
        return ""
    decomposed = unicodedata.normalize("NFKD", text).translate(_SIGNS).lower()
    visible = "".join(sign for sign in decomposed if unicodedata.category(sign) not in ("Mn", "Cf"))
    return " ".join(visible.split())


def _since_1970(text: str) -> datetime.datetime | None:
    """Return the moment, in UTC, that a whole text gives in seconds (9 or 10 figures) or milliseconds (13)."""
    found = re.fullmatch(r"([0-9]{9,10})(?:[0-9]{3})?(?:\.[0-9]+)?", text)
    if found is None or len(text.partition(".")[0]) == 12:  # 202203140830 is no number of milliseconds
        return None
    return datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=int(found[1]))


@lru_cache(_REMEMBERED)
def _printed_dates(text: str) -> tuple[_Printed, ...]:
    """Return the dates in a plain text, in their order."""
    found = [match for shape in _tables().shapes for match in shape.finditer(text)]
    printed, end = [], 0
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        if match.start() >= end:
            printed.append(_printed(match, text, text[end : match.start()]))
            end = match.end()
    return tuple(printed)


def _printed(match: re.Match[str], text: str, before: str) -> _Printed:
    """Return a date found in a text, with what stands beside it; ``before`` reaches back to the date before it."""
    tables, parts = _tables(), match.groupdict()
    after = text[match.end() :]
    readings = _readings(match[0], parts)
    # A day that both orders give tells nothing, and neither does one that no order gives.
    by_size = len(readings) == 1 and "first" in parts and int(parts["first"]) != int(parts["second"])
    weekday = tables.weekday_before.search(before) or tables.weekday_after.match(after)
    time = match if parts.get("hour") else tables.time_after.match(after) or tables.time_before.search(before)
    return _Printed(
        start=match.start(),
        readings=readings,
        tells_day_first=readings[0].day == int(parts["first"]) if by_size else None,
        weekday=tables.weekdays[weekday["weekday"]] if weekday else None,
        time=_time(time.groupdict()) if time else None,
        is_update=bool(tables.update.search(before)),
    )


def _readings(written: str, parts: Mapping[str, Any]) -> tuple[Day, ...]:
    """Return the days that a date may be: of one in figures two, unless only one of them is a day."""
    year = parts.get("year") or parts.get("short")
    if year and "first" in parts:
        days = [_day(year, parts["second"], parts["first"]), _day(year, parts["first"], parts["second"])]
    elif year:
        months = _tables().months
        turns = months.get(parts.get("until", ""), 12) < months.get(parts["month"], 0)  # from December to January
        days = [_day(year, months.get(parts["month"], parts["month"]), parts["day"], earlier=int(turns))]
    else:
        days = [_day_in_year(written)]
    return tuple(dict.fromkeys(day for day in days if day))


def _day(year: str, month: str | int, day: str, earlier: int = 0) -> Day | None:
    """Return a day, of a year of four digits or two, or of some years earlier; ``None`` if there is no such day."""
    century = 0 if len(year) > 2 else 2000 if int(year) <= _LAST_OF_THIS_CENTURY else 1900
    try:
        return Day(century + int(year) - earlier, int(month), int(day))
    except ValueError:
        return None


def _day_in_year(written: str) -> Day | None:
    """Return the day of an ISO date without month: by its week, 2022-W11-1, or counted from New Year, 2022-073."""
    shape = "%G-W%V-%u" if "w" in written else "%Y-%j"
    try:
        return datetime.datetime.strptime(written, shape).date()
    except ValueError:
        return None


def _time(parts: Mapping[str, str | None]) -> datetime.time | None:
    """Return a time of 24 hours, or of 12 with its half of the day; ``None`` if there is no such time."""
    hour, half = int(parts["hour"] or 0), parts.get("half") or parts.get("whole")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half == "p")
    fraction = int((parts.get("fraction") or "0").ljust(6, "0")[:6])
    try:
        return datetime.time(hour, int(parts["minute"] or 0), int(parts.get("second_of_time") or 0), fraction)
    except ValueError:
        return None


@dataclass(frozen=True)
class _Tables:
    """The words of both languages, and the shapes made of them.

    Attributes:
        months: name -> number from 1.
        weekdays: name -> number from 0, Monday.
        day_first: language -> whether its dates in figures are day first, or ``None`` if that differs.
        shapes: what dates look like, in groups ``year month day``, or ``year first second`` of those in figures only.
        weekday_before: a weekday just before a date.
        weekday_after: one just after it.
        time_before: a time just before a date.
        time_after: one just after it.
        update: words that say that a date is that of an update.
    """

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    day_first: Mapping[str, bool | None]
    shapes: tuple[re.Pattern[str], ...]
    weekday_before: re.Pattern[str]
    weekday_after: re.Pattern[str]
    time_before: re.Pattern[str]
    time_after: re.Pattern[str]
    update: re.Pattern[str]


@cache
def _tables() -> _Tables:
    languages: dict[str, dict[str, Any]] = read_yaml(str(__package__), "dates.yaml")
    months = _numbered(languages, "months", 1)
    weekdays = _numbered(languages, "weekdays", 0)
    words = {
        name: _any_of(_of_all(languages, name)) for name in ("updates", "at", "ranges", "ordinals", "of", "hours")
    }
    weekday = rf"{_any_of(weekdays)}\b\.?"
    link = rf"(?:[ ,;|·•(-]|\b(?:{words['at']})\b|\b{weekday})*"
    time = _time_shape(words["hours"])
    return _Tables(
        months=months,
        weekdays=weekdays,
        day_first={language: table["day_first"] for language, table in languages.items()},
        shapes=tuple(map(_compiled, _date_shapes(_any_of(months), weekday, words, time))),
        weekday_before=_compiled(rf"\b(?P<weekday>{_any_of(weekdays)})\.?,? ?(?:le )?$"),
        weekday_after=_compiled(rf"[ ,(]{{1,2}}(?P<weekday>{_any_of(weekdays)})\b"),
        time_before=_compiled(rf"(?<![0-9:.]){time} ?(?:\(?[a-z]{{2,4}}\)?)?{link}$"),
        time_after=_compiled(rf"(?:t|{link}){time}"),
        update=_compiled(rf"\b{words['updates']}(?:e?s?)\b"),
    )


def _compiled(shape: str) -> re.Pattern[str]:
    return re.compile(shape, re.ASCII)


def _of_all(languages: Mapping[str, Mapping[str, Any]], name: str) -> list[str]:
    return [word for table in languages.values() for word in table[name]]


def _numbered(languages: Mapping[str, Mapping[str, Any]], name: str, start: int) -> dict[str, int]:
    tables = [table[name] for table in languages.values()]
    return {word: number for table in tables for number, words in enumerate(table, start) for word in words}


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(set(words), key=len, reverse=True))})"


def _time_shape(hours: str) -> str:
    """Return what a time looks like: 18:30, 17.04, 18h30, 18 heures, 5 p.m."""
    half = r"(?P<half>[ap])\.?m\b\.?"
    precise = r"(?P<minute>[0-9]{2})(?:[:.](?P<second_of_time>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    rest = rf"(?: ?(?:[:.]|{hours}) ?{precise}(?: ?{half})?| ?{hours}\b| ?(?P<whole>[ap])\.?m\b\.?)"
    return rf"(?P<hour>[0-9]{{1,2}}){rest}(?![0-9])"


def _date_shapes(month: str, weekday: str, words: Mapping[str, str], time: str) -> list[str]:
    """Return what dates look like; a range of days gives its first."""
    until = rf"(?:[-/]| ?- ?{weekday} | {words['ranges']} (?:{weekday} )?)[0-9]{{1,2}}(?: ?{words['ordinals']}\b)?"
    day = rf"(?P<day>[0-9]{{1,2}})(?: ?{words['ordinals']}\b)?(?:{until})?"
    named = rf"(?<![a-z])(?P<month>{month})\b\.?"
    later = rf"(?: ?-| {words['ranges']}) ?(?:{weekday} )?"
    later_day, later_month = rf"[0-9]{{1,2}}(?:{words['ordinals']}\b)?", rf"(?P<until>{month})\b\.?"
    year = r"(?P<year>[0-9]{4})(?![0-9])"
    alone, zone = r"(?<![0-9])(?<![0-9][.:/-])", r"(?:[a-z]{1,5}|[+-][0-9]{4})"
    short = r"(?:(?<=-)|')(?P<short>[0-9]{2})(?![0-9:])"
    return [
        rf"{alone}{day}(?: {words['of']} |[ .,/-]*){named}[ .,/-]*(?:{year}|{short})",
        rf"{named} ?{day}[ ,/-]+(?:{year}|{short})",
        rf"{alone}{day} {named}{later}{later_day} {later_month}[ ,]+{year}",
        rf"{named} {day}{later}{later_month} {later_day}[ ,]+{year}",
        rf"{named} {day},? {time}(?: {zone})? {year}",
        rf"{alone}{year}[ ,-]+{named}[ -]{day}(?![0-9:])",
        rf"{alone}(?P<year>[0-9]{{4}})(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}})(?![0-9])",
        r"(?<![0-9])(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
        r"(?:[t ]?(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second_of_time>[0-9]{2})?)?(?![0-9])",
        rf"{alone}(?P<first>[0-9]{{1,2}}) ?(?P<mark>[./-]) ?(?P<second>[0-9]{{1,2}}) ?(?P=mark) ?"
        r"(?P<year>[0-9]{4}|[0-9]{2})(?![0-9:]|(?P=mark)[0-9])",
        r"^[0-9]{4}-(?:w[0-9]{2}-[1-7]|[0-9]{3})(?![0-9])",
    ]
