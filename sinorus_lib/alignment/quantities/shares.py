"""Parts of a whole, ordinals."""

from __future__ import annotations

from dataclasses import replace

from sinorus_lib.alignment.quantities.measures import in_unit
from sinorus_lib.alignment.quantities.numbers import read_half_of
from sinorus_lib.alignment.quantities.reader import Reader, Reading
from sinorus_lib.alignment.quantities.units import count_up_to, is_free, read_unit

_RATIO_OF = frozenset({2, 3, 4, 5, 6, 8, 10, 20, 100, 1000})


def read_share(reader: Reader, at: int) -> Reading | None:
    """Read a part of a whole: "la moitié", "two-thirds", "un Français sur trois"."""
    return _half(reader, at) or _fraction(reader, at) or _ratio(reader, at)


def _half(reader: Reader, at: int) -> Reading | None:
    end = reader.after("half_all", at)
    if end == at or read_half_of(reader, at) is not None or reader.starts("half_not_before", end):
        return None
    hyphened = reader.at(end).text == "-" or reader.at(at - 1).text == "-"
    if hyphened or reader.among(at - 1, "half_not_after"):
        return None
    return Reading(50, 50, end, "percent")


def _fraction(reader: Reader, at: int) -> Reading | None:
    """Read "un tiers", "two-thirds", "a fifth of"; of a unit, it is that length: "un quart d'heure"."""
    numerator = 1 if reader.among(at, "fraction_articles") else count_up_to(reader, at, 20)
    place = at + 1 + (reader.at(at + 1).text == "-" or reader.among(at + 1, "collective_adjectives"))
    parts = _parts(reader, place, numerator, at) if numerator else 0
    if not parts or numerator > parts or reader.starts("fraction_not_before", place + 1):
        return None
    whole = Reading(numerator / parts, numerator / parts, place + 1)
    size, end = read_unit(reader, reader.after("article_of", place + 1))
    if size in reader.tables.words["one_sizes"] and size != "percent":
        return in_unit(reader, replace(whole, end=end), size)
    return replace(whole, low=whole.low * 100, high=whole.high * 100, unit="percent")


def _parts(reader: Reader, at: int, numerator: int, article: int) -> int:
    """Return how many parts a denominator names, 0 if it is none or rather an ordinal ("a third man")."""
    token = reader.at(at)
    if token.lower in reader.tables.values["fractions"]:
        return int(reader.tables.values["fractions"][token.lower])
    if not token.ordinal or (token.value or 0) < 3:
        return 0
    open_end = reader.at(at + 1).kind in {"sign", "end"} or reader.among(at + 1, "share_before")
    followed = open_end or reader.starts("of", at + 1)
    whole = token.lower.endswith("s") if numerator > 1 else followed and not reader.at(article).ordinal
    return int(token.value or 0) if whole else 0


def _ratio(reader: Reader, at: int) -> Reading | None:
    """Read "one in three", "9 sur 10", "trois Français sur quatre", "one year in five"."""
    numerator = count_up_to(reader, at, 99)
    for place in range(at + 1, at + 4) if numerator else ():
        end = reader.after("out_of", place)
        if end > place:
            return _ratio_of(reader, numerator, end, nouns=place - at - 1)
        if reader.at(place).kind != "word" or reader.among(place, "stop") or reader.at(place).value is not None:
            return None
    return None


def _ratio_of(reader: Reader, numerator: int, at: int, *, nouns: int) -> Reading | None:
    """Read the whole of a ratio: a round number, that counts nothing of its own."""
    whole = count_up_to(reader, at, 1000)
    if whole not in _RATIO_OF or numerator >= whole or not is_free(reader, at):
        return None
    if read_unit(reader, at + 1)[0] not in {"", "people"} or (nouns and reader.plural(at + 1)):
        return None
    return Reading(100 * numerator / whole, 100 * numerator / whole, at + 1, "percent")


def read_ordinal(reader: Reader, at: int) -> Reading | None:
    """Read "third", "XXIe"; "first", and "second" where it may be a time, only before a noun."""
    token = reader.at(at)
    rank = token.value if token.ordinal else reader.tables.values["ordinals"].get(token.lower)
    if rank is None or reader.starts("ordinal_not_before", at + 1) or reader.among(at - 1, "ordinal_not_after"):
        return None
    if (rank == 1 or not token.ordinal) and not reader.noun(at + 1):
        return None
    return Reading(rank, rank, at + 1, "ordinal")
