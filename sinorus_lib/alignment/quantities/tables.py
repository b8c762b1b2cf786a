"""What ``quantities.yaml`` says of each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sinorus_lib.alignment.quantities.tokens import MINUS, split_text
from sinorus_lib.errors import SinorusError
from sinorus_lib.tables import read_yaml

Phrases = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
_Size = tuple[str, float, float]
_STARTING_PHRASES = ("comparators", "money_before", "named", "vague", "half_all", "between")
_STARTING_WORDS = (
    "articles",
    "halves",
    "collective_articles",
    "collective_definites",
    "fraction_articles",
    "decade_before",
    "unsure_months",
)
_STARTING_VALUES = ("months", "month_forms", "weekdays", "magnitudes", "ordinals")


@dataclass(frozen=True)
class Tables:
    """What ``quantities.yaml`` says of one language, with what is common to all.

    Attributes:
        language: as ``text_to_num`` names it.
        phrases: by name, what each phrase stands for.
        words: by name, a set of words.
        values: by name, what each word is worth.
        sizes: units as written, to the unit of quantities and what one is worth in it, from and to.
        named: words that are a quantity by themselves.
        idioms: for a unit, the numbers of it that mean a span of days.
        starts: the words and signs that a quantity can start with, beside numbers.
        group: the sign between groups of three digits.
        day_first: whether 03/04 is 3 April; otherwise such dates are read only where one field cannot be a month.
        month_first: whether "March 14" is written as well as "14 March".
        month_case: ``lower`` or ``title``: how a month without a day is spelt.
    """

    language: str
    phrases: Mapping[str, Phrases]
    words: Mapping[str, frozenset[str]]
    values: Mapping[str, Mapping[str, float]]
    sizes: Mapping[str, _Size]
    named: Mapping[str, _Size]
    idioms: Mapping[str, Mapping[int, tuple[float, float]]]
    starts: frozenset[str]
    group: str
    day_first: bool
    month_first: bool
    month_case: str


@cache
def tables_of(language: str) -> Tables:
    """Return the tables of a language, read once."""
    data = _data()
    if language == "common" or language not in data:
        known = ", ".join(sorted(set(data) - {"common"}))
        raise SinorusError(f"No table of quantities for the language {language!r}; expected one of {known}.")
    return _build(language, data["common"], data[language])


@cache
def things() -> frozenset[str]:
    """Return the nouns, of every language, that count no people."""
    return frozenset(noun for name, own in _data().items() if name != "common" for noun in own["things"])


@cache
def _data() -> Mapping[str, Any]:
    return read_yaml(str(__package__), "quantities.yaml")  # type: ignore[no-any-return]


def _build(language: str, common: Mapping[str, Any], own: Mapping[str, Any]) -> Tables:
    lists = {name: entries for name, entries in own.items() if isinstance(entries, list)}
    phrases = _all_phrases(common, own, lists)
    words = {name: frozenset(entries) for name, entries in lists.items()}
    values = _values(common, own)
    return Tables(
        language=language,
        phrases=phrases,
        words=words,
        values=values,
        sizes={name: (unit, float(least), float(most)) for name, (unit, least, most) in common["sizes"].items()},
        named={name: (unit, float(low), float(high)) for name, (unit, low, high) in own["named"].items()},
        idioms={size: {n: (low, high) for n, (low, high) in spans.items()} for size, spans in own["idioms"].items()},
        starts=_starts(phrases, words, values),
        **{name: own[name] for name in ("group", "day_first", "month_first", "month_case")},
    )


def _all_phrases(
    common: Mapping[str, Any], own: Mapping[str, Any], lists: Mapping[str, Sequence[str]]
) -> dict[str, Phrases]:
    return {
        **{name: _phrases({entry: entry for entry in entries}) for name, entries in lists.items()},
        **{name: _phrases(_inverted(own[name])) for name in ("units", "after")},
        **{name: _phrases(_inverted(common[name]), exact=True) for name in ("symbols", "money_before")},
        **{name: _phrases(own[name]) for name in ("named", "hours")},
        "meridiem": _phrases({phrase: str(minutes) for phrase, minutes in own["meridiem"].items()}),
        "comparators": _phrases({**_inverted(own["comparators"]), **common["signs"]}),
    }


def _starts(
    phrases: Mapping[str, Phrases],
    words: Mapping[str, frozenset[str]],
    values: Mapping[str, Mapping[str, float]],
) -> frozenset[str]:
    """Return the first words of all that a rule may begin with; it only saves trying the rules elsewhere."""
    firsts = {first.lower() for name in _STARTING_PHRASES for first in phrases[name]}
    single = {word for name in _STARTING_WORDS for word in words[name]}
    return MINUS | firsts | single | {word for name in _STARTING_VALUES for word in values[name]}


def _values(common: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Mapping[str, float]]:
    return {
        **{name: own[name] for name in ("scales", "collectives", "magnitudes", "fractions", "ordinals")},
        **{name: common[name] for name in ("marks", "money_marks")},
        "weekdays": {name: number for number, name in enumerate(own["weekdays"])},
        "months": {name: number for number, name in enumerate(own["months"], 1)},
        "month_forms": {form: number for number, forms in own["month_forms"].items() for form in forms},
    }


def _inverted(lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {phrase: name for name, phrases in lists.items() for phrase in phrases}


def _phrases(entries: Mapping[str, Any], *, exact: bool = False) -> Phrases:
    """Index phrases by their first word, the longest first; one without a value of its own stands for itself."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, value in entries.items():
        first, *rest = (token.text if exact else token.lower for token in split_text(phrase))
        named = value if isinstance(value, str) else phrase
        index.setdefault(first, []).append((tuple(rest), named))
    return {first: tuple(sorted(found, key=lambda entry: -len(entry[0]))) for first, found in index.items()}
