"""Numbers with what they measure or count, and the bounds written about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import inf

from sinorus_lib.alignment.quantities.numbers import read_numbers, read_plain
from sinorus_lib.alignment.quantities.reader import LOW, Reader, Reading
from sinorus_lib.alignment.quantities.tokens import MINUS
from sinorus_lib.alignment.quantities.units import read_unit


def _at_most(reading: Reading) -> Reading:
    return replace(reading, low=0 if reading.high >= 0 else -inf, approximate=False)


def _nearly(reading: Reading) -> Reading:
    return replace(reading, low=reading.low * LOW / 100, approximate=False)


BOUNDS: Mapping[str, Callable[[Reading], Reading]] = {
    "at_least": lambda reading: replace(reading, high=inf, approximate=False),
    "at_most": _at_most,
    "nearly": _nearly,
    "around": lambda reading: replace(reading, approximate=True),
}


def read_measure(
    reader: Reader, at: int, links: frozenset[str] = frozenset(), *, bounded: bool = False
) -> Reading | None:
    """Read a number or two with a unit, or with what it counts."""
    money, start = reader.phrase_exact("money_before", at)
    number = read_numbers(reader, start, links, money=bool(money))
    if number is None:
        return None
    number = _bounded_after(reader, number)
    if money:
        return replace(number, unit=money)
    size, end = read_unit(reader, number.end)
    if size:
        return _measured(reader, at, replace(number, end=end), size, bounded=bounded)
    return None if number.one else _bare(reader, start, number, bounded=bounded)


def _measured(reader: Reader, at: int, number: Reading, size: str, *, bounded: bool) -> Reading | None:
    """Give a number its unit; an article counts only where the unit says so ("a week", not "a time")."""
    if number.one and (size not in reader.tables.words["one_sizes"] or _not_one(reader, at, number, bounded=bounded)):
        return None
    half = reader.after("and_half", number.end)
    if half > number.end:
        number = replace(number, low=number.low + 0.5, high=number.high + 0.5, end=half)
    return _bounded_after(reader, _with_rest(reader, in_unit(reader, number, size)))


def _with_rest(reader: Reader, reading: Reading) -> Reading:
    """Add the smaller part of a length of time: "une heure et cinq minutes"."""
    if reading.unit != "day" or not reader.among(reading.end, "between_links"):
        return reading
    rest = read_plain(reader, reading.end + 1, money=False)
    size, end = read_unit(reader, rest.end) if rest else ("", 0)
    unit, least, most = reader.tables.sizes.get(size, ("", 0, 0))
    if rest is None or unit != "day" or rest.high * most >= reading.low:
        return reading
    return replace(reading, low=reading.low + rest.low * least, high=reading.high + rest.high * most, end=end)


def read_below_zero(reader: Reader, at: int) -> Reading | None:
    """Read a negative temperature; "-5 %" is left positive, as "down 5%" is."""
    signed = reader.at(at).text in MINUS and reader.glued(at + 1)
    if not signed or (reader.glued(at) and reader.at(at - 1).kind in {"word", "digits"}):
        return None
    reading = read_measure(reader, at + 1)
    return reading.times(-1) if reading and reading.unit == "degree" else None


def _not_one(reader: Reader, at: int, number: Reading, *, bounded: bool) -> bool:
    """Say whether "a week" is a rate (3 % a week), "one day" an idiom, "une seconde" an ordinal."""
    if reader.at(number.end - 1).lower in reader.tables.values["ordinals"] and reader.noun(number.end):
        return True
    if bounded or reader.starts("not_one", at):
        return not bounded
    counted = any(reader.at(place).counts for place in range(at - 5, at)) and not reader.among(at - 1, "stop")
    rate = counted or reader.among(at - 1, "rate_before")
    return reader.among(at, "articles") and rate and not reader.starts("one_before", number.end)


def in_unit(reader: Reader, number: Reading, size: str) -> Reading:
    """Turn a number of a unit into the unit of quantities."""
    unit, least, most = reader.tables.sizes[size]
    idiom = reader.tables.idioms.get(size, {}).get(int(number.low)) if number.low == number.high else None
    if idiom and number.low == int(number.low):
        return replace(number, low=idiom[0], high=idiom[1], unit=unit)
    return replace(number.times(least, most), unit=unit)


def _bounded_after(reader: Reader, reading: Reading) -> Reading:
    """Apply a bound written after: "or more", "environ"."""
    kind, end = reader.phrase(reader.tables.phrases["after"], reading.end)
    return replace(BOUNDS[kind](reading), end=end) if kind else reading


def _bare(reader: Reader, at: int, number: Reading, *, bounded: bool) -> Reading | None:
    """Make a count of a number without a unit, unless it is part of a name ("Leopard 2", "le 14")."""
    token = reader.at(at)
    small = token.kind == "digits" and token.text.isdecimal() and len(token.text) < 4 and number.scale == 1
    if small and not bounded and (_after_name(reader, at) or _day_alone(reader, at, number)):
        return None
    if reader.among(at - 1 - (reader.at(at - 1).text in {".", "°"}), "designators"):
        return None
    if reader.among(at, "unsure_numbers") and not _followed_by_many(reader, number.end):
        return None
    return replace(number, counted=noun_counted(reader, number.end))


def _followed_by_many(reader: Reader, at: int) -> bool:
    """Say whether a noun in the plural, a name of people or a compound follows, as after a number."""
    token = reader.at(at)
    return token.kind == "word" and (token.lower.endswith(("s", "x")) or reader.at(at + 1).text == "-")


def _after_name(reader: Reader, at: int) -> bool:
    """Say whether a capital within a sentence stands before."""
    before, earlier = reader.at(at - 1), reader.at(at - 2)
    inside = earlier.kind in {"word", "digits"} or earlier.text in {",", "-", "'", "’"}
    calendar = before.lower in reader.tables.values["weekdays"] or before.lower in reader.tables.values["months"]
    return before.kind == "word" and before.text[:1].isupper() and before.value is None and inside and not calendar


def _day_alone(reader: Reader, at: int, number: Reading) -> bool:
    return reader.among(at - 1, "day_articles") and number.high <= 31 and not reader.noun(number.end)


def noun_counted(reader: Reader, at: int) -> str:
    """Return the noun after a number, past adjectives known as such and adjectives of origin."""
    at = reader.after("of", at) + (reader.at(at).text == "-")
    while reader.among(at, "skippable") or (reader.at(at).text.istitle() and reader.noun(at + 1)):
        at += 1
    people = reader.at(at).text.istitle() and reader.at(at).lower.endswith("s")
    return reader.at(at).lower if people or reader.noun(at) else ""
