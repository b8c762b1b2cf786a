"""News agencies that an article credits with its text, as French and English papers print such credits.

A credit says that the text, or part of it, comes from an agency: a signature, the head of a dispatch, a line of its
own, a copyright. An agency that is merely quoted as a source is none, and neither is the credit of a picture. What
tells them apart is where the name stands in its paragraph and what stands around it; the patterns are data, in
``agencies.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from sinorus_lib.errors import SinorusError
from sinorus_lib.settings import LANGUAGES
from sinorus_lib.tables import read_yaml

__all__ = ["UNNAMED", "Credit", "agency_named", "credited_agencies", "wire_of"]

UNNAMED = "agencies"
"""What is credited where a paper names no agency: « avec agences »."""
_ARTICLE = r"(?:(?i:the|la|le|les|l’agence|l'agence|agence|l’|l')\s?)?"
_BETWEEN = r"\s?(?:,|/|;|&|\+|(?i:et|and|avec|with))\s?(?:(?i:et|and)\s)?"
_NAMES = r"(?:[A-ZÀ-Þ][\w’'.-]*(?:,?\s|\s(?:et|and|de|du|of|in|à)\s)){1,8}"
_SHORT_FORM = 5
_EDGE = 400
# Letters that patterns take for others in any case, and `lower` does not.
_IN_ANY_CASE = {"ı": "i", "İ": "i", "ſ": "s", "\u212a": "k"}
_LEADING = " \t.!?…»”\"'"


@dataclass(frozen=True)
class Credit:
    """A credit: the agency, where it is given (``text[start:end] == evidence``), and how it is written there."""

    agency: str
    start: int
    end: int
    evidence: str


@dataclass(frozen=True)
class _Pattern:
    """A pattern of one line, what the line must be and must not be, and the agency if the pattern implies one."""

    credit: re.Pattern[str]
    only: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    agency: str | None

    def find(self, line: str) -> re.Match[str] | None:
        """Return the credit in a line."""
        if (self.only and not self.only.search(line)) or (self.unless and self.unless.search(line)):
            return None
        return self.credit.search(line)


class _Needle(NamedTuple):
    """How an agency is written, and whether it is so in a text as it is, or in a folded one."""

    written: str
    as_it_is: bool


def credited_agencies(text: str, language: str) -> list[Credit]:
    """Return the agencies that a text credits, in the order of the text, each at its first credit.

    Args:
        text: an article, a paragraph a line.
        language: ``fr`` or ``en``.

    Raises:
        SinorusError: for another language.
    """
    first: dict[str, Credit] = {}
    for credit in _credits(text, _patterns(language)):
        first.setdefault(credit.agency, credit)
    return list(first.values())


def wire_of(text: str, language: str) -> str | None:
    """Return what belongs into the column ``wire``: the agencies credited, by name, or ``None``.

    Raises:
        SinorusError: for a language other than ``fr`` and ``en``.
    """
    return ", ".join(sorted(credit.agency for credit in credited_agencies(text, language))) or None


def agency_named(outlet: str) -> str | None:
    """Return the agency that an outlet is, by any of the ways it is written, or ``None`` if it is a paper."""
    found = re.fullmatch(rf"{_ARTICLE}(?P<name>{_written()})", outlet.strip())
    agency = _agency(found["name"]) if found else None
    return None if agency == UNNAMED else agency


def _credits(text: str, patterns: tuple[_Pattern, ...]) -> Iterator[Credit]:
    start = 0
    names = _names_in(text, _needles())
    without_name = tuple(pattern for pattern in patterns if pattern.agency)
    for line in text.split("\n"):
        for offset, edge in _edges(line):
            yield from _credits_of_line(edge, start + offset, patterns if _names_in(edge, names) else without_name)
        start += len(line) + 1


def _edges(line: str) -> list[tuple[int, str]]:
    """Return the beginning and the end of a long line, a short one whole, with offsets: no credit is elsewhere."""
    if len(line) <= 2 * _EDGE:
        return [(0, line)]
    # What stands at the edge of a cut is no edge of the line: a letter there keeps patterns from taking it for one.
    return [(0, line[:_EDGE] + "x"), (len(line) - _EDGE - 1, "x" + line[-_EDGE:])]


def _credits_of_line(line: str, offset: int, patterns: tuple[_Pattern, ...]) -> Iterator[Credit]:
    for pattern in patterns:
        if found := pattern.find(line):
            start = found.start() + len(found[0]) - len(found[0].lstrip(_LEADING))
            end = found.start() + len(found[0].rstrip())
            named = [pattern.agency] if pattern.agency else _agencies_in(found["agencies"])
            for agency in named:
                yield Credit(agency, offset + start, offset + end, line[start:end])


def _names_in(text: str, names: Sequence[_Needle]) -> list[_Needle]:
    """Return which names stand in a text, be it within a word: only there is it worth trying the patterns."""
    folded = _folded(text) if names else ""
    return [name for name in names if name.written in (text if name.as_it_is else folded)]


def _agencies_in(names: str) -> list[str]:
    return [_agency(found[0]) for found in re.finditer(_written(), names)]


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Return agency -> how it is written."""
    table = read_yaml(str(__package__), "agencies.yaml")["agencies"]
    return {str(agency): tuple(map(str, written)) for agency, written in table.items()}


@cache
def _agency_of() -> dict[str, str]:
    return {name.casefold(): agency for agency, written in _names().items() for name in written}


def _agency(written: str) -> str:
    return _agency_of()[written.casefold()]


@cache
def _written() -> str:
    """Return a pattern for the name of any agency."""
    names = sorted((name for written in _names().values() for name in written), key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(map(_as_written, names))})(?!\w)"


@cache
def _needles() -> tuple[_Needle, ...]:
    """Return how the agencies are written, for looking them up in a text as it is, or folded."""
    names = [name for written in _names().values() for name in written]
    return tuple(_Needle(name, True) if _is_short(name) else _Needle(_folded(name), False) for name in names)


def _folded(text: str) -> str:
    """Return a text in which letters are the same that a pattern takes for the same in any case."""
    for letter, plain in _IN_ANY_CASE.items():
        text = text.replace(letter, plain)
    return text.lower()


def _as_written(name: str) -> str:
    """Return a pattern for a name: a short form as it is, a longer one in any case."""
    return re.escape(name) if _is_short(name) else f"(?i:{re.escape(name)})"


def _is_short(name: str) -> bool:
    return len(name) <= _SHORT_FORM and name.isalpha()


@cache
def _patterns(language: str) -> tuple[_Pattern, ...]:
    if language not in LANGUAGES:
        raise SinorusError(
            f"No credits are known in the language {language!r}; expected one of {', '.join(LANGUAGES)}."
        )
    table = read_yaml(str(__package__), "agencies.yaml")["credits"]
    return tuple(
        _Pattern(
            _compiled(entry["pattern"]),
            _compiled(entry["only"]) if "only" in entry else None,
            _compiled(entry["unless"]) if "unless" in entry else None,
            entry.get("agency"),
        )
        for entry in (*table["any"], *table[language])
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    agency = _ARTICLE + _written()
    several = rf"(?P<agencies>{agency}(?:{_BETWEEN}{agency})*)(?!\s?[/|]\s?\w)"
    named = pattern.replace("{agencies}", several).replace("{agency}", agency)
    return re.compile(named.replace("{names}", _NAMES))
