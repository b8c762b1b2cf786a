"""Numbers in digits and words, with their scale: "3 to 5 million", "une centaine", "half a dozen"."""

from __future__ import annotations

from dataclasses import replace

from sinorus_lib.alignment.quantities.dates import read_date
from sinorus_lib.alignment.quantities.reader import Reader, Reading
from sinorus_lib.alignment.quantities.units import count_up_to, is_free, is_free_left, read_scale, read_unit

_ROUND = 3  # significant digits that an approximate number may have


def read_numbers(reader: Reader, at: int, links: frozenset[str], *, money: bool) -> Reading | None:
    """Read a number, or two as a range; the scale of the second is the first's too: "3 to 5 million"."""
    first, second = read_two(reader, at, links, money=money)
    if first is None or second is None:
        return first
    choice = reader.among(first.end, "or_links") and second.low > 2 * first.high + 1
    if second.low <= first.high or choice:
        return first
    return replace(second, low=first.low, approximate=first.approximate or second.approximate, one=False)


def read_two(
    reader: Reader, at: int, links: frozenset[str] = frozenset(), *, money: bool
) -> tuple[Reading | None, Reading | None]:
    """Read a number, with the scale of the next one if it has none, and the next if a link stands between them."""
    first = _number(reader, at, money=money)
    if first is None:
        return None, None
    linked = first.end if links and reader.at(first.end).lower in links else _range_link(reader, first.end)
    if linked is None or read_date(reader, linked + 1) is not None:
        return first, None
    second = _number(reader, reader.phrase_exact("money_before", linked + 1)[1], money=money)
    if second is not None and first.scale == 1 and first.high < second.low / second.scale:
        first = first.times(second.scale)
    return first, second


def _range_link(reader: Reader, at: int) -> int | None:
    dash = reader.at(at).text in {"-", "–"}
    fits = reader.glued(at) == reader.glued(at + 1) if dash else True
    return at if fits and (reader.among(at, "range_links") or reader.among(at, "or_links")) else None


def _number(reader: Reader, at: int, *, money: bool = False) -> Reading | None:
    """Read one number with its scale and half."""
    reading = read_half_of(reader, at) or _vague(reader, at) or _collective(reader, at)
    return reading or read_plain(reader, at, money=money)


def read_plain(reader: Reader, at: int, *, money: bool) -> Reading | None:
    """Read digits or number words: "1,5 million", "a hundred", "three and a half"."""
    place = at + (reader.among(at, "articles") and _scale_alone(reader, at + 1))
    token = reader.at(place)
    if reader.among(at, "articles") and place == at:
        return Reading(1, 1, at + 1, one=True) if read_unit(reader, at + 1)[0] else None
    if not token.counts or token.value is None or (place == at and _scale_alone(reader, at)):
        return None
    if not (is_free(reader, place, money=money) if token.kind == "digits" else is_free_left(reader, place)):
        return None
    scale, end = read_scale(reader, place + 1, money=money)
    named = reader.tables.values["scales"].get(token.lower.split()[-1], 1)
    one, precise = reader.among(place, "ones"), significant_digits(token.value) > _ROUND
    number = Reading(token.value, token.value, end, one=one, precise=precise).times(scale)
    return _with_half(reader, replace(number, scale=max(scale, named)))


def _scale_alone(reader: Reader, at: int) -> bool:
    """Say whether a number starts with a scale that needs something before it: "million", "hundred"."""
    token = reader.at(at)
    first = token.lower.split()[0] if token.counts else ""
    counted = reader.at(at - 1).ordinal or reader.among(at - 1, "skippable")  # the first hundred days
    return first in reader.tables.values["scales"] and first not in reader.tables.words["free_scales"] and not counted


def _with_half(reader: Reader, number: Reading) -> Reading:
    """Add "and a half", of the scale just named if any; the scale may also follow: "one and a half billion"."""
    end = reader.after("and_half", number.end)
    if end == number.end:
        return number
    half = number.scale / 2
    number = replace(number, low=number.low + half, high=number.high + half, end=end, one=False)
    scale, end = read_scale(reader, end, money=False) if number.scale == 1 else (1, end)
    return replace(number.times(scale), end=end, scale=max(number.scale, scale))


def read_half_of(reader: Reader, at: int) -> Reading | None:
    """Read half of a scale or unit: "un demi-million", "half an hour", "half a dozen"."""
    start = at + (reader.among(at, "articles") or reader.among(at, "ones"))
    if not reader.among(start, "halves") or reader.at(at - 1).text == "-":
        return None
    place = start + 1 + (reader.at(start + 1).text == "-")
    place += reader.among(place, "articles")
    token, values = reader.at(place), reader.tables.values
    if token.lower in values["scales"]:
        half = values["scales"][token.lower] / 2
        return Reading(half, half, place + 1, scale=2 * half)
    if token.lower in values["collectives"]:
        half = values["collectives"][token.lower] / 2
        return Reading(half, half, place + 1, approximate=True)
    size = reader.phrase(reader.tables.phrases["units"], place)[0]
    return Reading(0.5, 0.5, place) if size in reader.tables.words["one_sizes"] else None


def _vague(reader: Reader, at: int) -> Reading | None:
    """Read an order of magnitude, from twice it to the next: "tens of thousands", "quelques centaines"."""
    start = reader.after("vague", at)
    size, end = _magnitude(reader, start)
    if not size or (start == at and not reader.at(start).lower.endswith("s")):
        return None
    more, after = _magnitude(reader, reader.after("of", end))
    if more:
        size, end = size * more, after
    return Reading(2 * size, 10 * size - 1, end, scale=size)


def _magnitude(reader: Reader, at: int) -> tuple[float, int]:
    """Return the size of a magnitude and the token after it; 0 if none. One token may hold "hundred thousand"."""
    token, known = reader.at(at), reader.tables.values["magnitudes"]
    words = token.lower.split()
    if token.ordinal or not words or not all(word in known for word in words):
        return 0, at
    return token.value if token.value and len(words) > 1 else known[words[0]], at + 1


def _collective(reader: Reader, at: int) -> Reading | None:
    """Read a number as a noun, about that many: "une centaine", "two dozen", "une dizaine de milliers"."""
    known = reader.among(at, "collective_definites")
    count = 1 if known or reader.among(at, "collective_articles") else count_up_to(reader, at, 99)
    place = at + 1 + reader.among(at + 1, "collective_adjectives")
    each = reader.tables.values["collectives"].get(reader.at(place).lower, 0)
    link = reader.after("of", place + 1)
    if not (count and each) or (known and link == place + 1) or reader.among(place + 1, "collective_not_before"):
        return None
    more, end = _magnitude(reader, link) if link > place + 1 else (0, link)
    number = count * each * (more or 1)
    return Reading(number, number, end if more else place + 1, scale=each, approximate=True)


def significant_digits(value: float) -> int:
    """Return how many significant digits a value is written with."""
    return max(1, len(f"{value:.14e}".split("e")[0].replace(".", "").replace("-", "").rstrip("0")))
