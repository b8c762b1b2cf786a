"""What touches a number: its unit, its scale, and whether it stands by itself or in a name, a version or a score."""

from __future__ import annotations

from collections.abc import Iterator

from sinorus_lib.alignment.quantities.reader import Reader

_OPENING = frozenset("([{«‹“‘„\"'’—–-~≈<>≤≥+−…=")  # what a number may touch on its left


def count_up_to(reader: Reader, at: int, most: int) -> int:
    """Return the whole number that stands here, from 1 to a greatest; 0 if none."""
    token = reader.at(at)
    ok = token.counts and token.value in range(1, most + 1) and is_free_left(reader, at)
    return int(token.value or 0) if ok else 0


def read_unit(reader: Reader, at: int) -> tuple[str, int]:
    """Return the unit written here and the token after it; an empty name if none."""
    for start in _unit_starts(reader, at):
        size, end = reader.phrase(reader.tables.phrases["units"], start)
        if size:
            return size, end
    size, end = reader.phrase_exact("symbols", at)
    elided = reader.at(end).text in {"'", "’"} and reader.glued(end)
    return (size, end) if size and not elided and _symbol_fits(reader, at) else ("", at)


def _unit_starts(reader: Reader, at: int) -> Iterator[int]:
    """Yield where a unit may start: here, after a hyphen, "of", or an adjective."""
    yield at
    if reader.at(at).text == "-" and reader.glued(at) and reader.glued(at + 1):
        yield at + 1
    if reader.starts("of", at):
        yield reader.after("of", at)
    if reader.among(at, "skippable"):
        yield at + 1


def _symbol_fits(reader: Reader, at: int) -> bool:
    """Say whether a symbol may stand here: after a number or its scale, small letters only after digits."""
    token, before, values = reader.at(at), reader.at(at - 1), reader.tables.values
    if token.text.islower() and token.text.isalpha():
        return before.kind == "digits"
    return before.value is not None or before.text in values["marks"] or before.text in values["money_marks"]


def read_scale(reader: Reader, at: int, *, money: bool) -> tuple[float, int]:
    """Return the scale after a number and the token after it; 1 if none."""
    place = at + (reader.at(at).text == "-" and reader.glued(at))
    token, values = reader.at(place), reader.tables.values
    if token.lower in values["scales"]:
        return values["scales"][token.lower], place + 1
    if token.text in values["marks"]:
        return values["marks"][token.text], place + 1
    scale, end = _money_scale(reader, place, money=money)
    return (scale, end) if scale > 1 else (1, at)


def _money_scale(reader: Reader, at: int, *, money: bool) -> tuple[float, int]:
    """Return the scale of a mark that also means a unit: £5m, 5 M€; 5m people where the language writes so."""
    token = reader.at(at)
    currency = reader.phrase_exact("symbols", at + 1)[0]
    money = (money and reader.glued(at)) or (len(currency) == 3 and currency.isupper())
    counts = reader.plural(at + 1) or read_unit(reader, at + 1)[0] != ""
    loose = counts and reader.among(at, "loose_marks") and reader.glued(at)
    if token.text in reader.tables.values["money_marks"] and (money or loose):
        return reader.tables.values["money_marks"][token.text], at + 1
    return 1, at


def is_free(reader: Reader, at: int, *, money: bool = False) -> bool:
    """Say whether a number in digits stands by itself, and is no part of a name, a version or a score."""
    return is_free_left(reader, at, money=money) and _free_right(reader, at, money=money)


def is_free_left(reader: Reader, at: int, *, money: bool = False) -> bool:
    """Say whether nothing that would make it a name or a score touches a number on its left."""
    if not reader.glued(at) or money:
        return True
    before = reader.at(at - 1)
    if before.text in {"-", "–"} and reader.glued(at - 1):
        numbers = reader.at(at - 2).kind == "digits" and not _score(reader, at - 2)
        return numbers or (reader.at(at).kind == "digits" and reader.among(at - 2, "year_before"))
    return before.text in _OPENING or reader.phrase_exact("money_before", at - 1)[0] != ""


def _free_right(reader: Reader, at: int, *, money: bool) -> bool:
    after = reader.at(at + 1)
    if not reader.glued(at + 1):
        return True
    if after.kind == "word":
        return read_scale(reader, at + 1, money=money)[0] != 1 or read_unit(reader, at + 1)[0] != ""
    if after.kind in {"digits", "date"}:
        return False
    joined = after.text in {".", ",", ":", "/", "@", "_", "×", "*", "^"} and reader.glued(at + 2)
    return not (joined and reader.at(at + 2).kind in {"word", "digits", "other"}) and not _score(reader, at)


def _score(reader: Reader, at: int) -> bool:
    """Say whether this is the first of two numbers with a hyphen that do not rise: 2-1."""
    if reader.at(at + 1).text not in {"-", "–"} or not (reader.glued(at + 1) and reader.glued(at + 2)):
        return False
    first, second = reader.at(at).value, reader.at(at + 2)
    return first is not None and second.kind == "digits" and (second.value is None or second.value <= first)
