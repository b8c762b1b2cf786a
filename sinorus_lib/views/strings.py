"""The words of the interface, in English and French, and how numbers and dates are written in each."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from sinorus_lib.errors import SinorusError
from sinorus_lib.tables import read_yaml

_DECIMAL = {"en": ".", "fr": ","}
_THOUSANDS = {"en": ",", "fr": "\u202f"}
_PERCENT = {"en": "%", "fr": "\u202f%"}
# Counts that take the first form of a word.
_SINGULAR = {"en": (1,), "fr": (0, 1)}


@dataclass(frozen=True)
class Strings:
    """The interface in one language.

    Attributes:
        language: ``en`` or ``fr``.
        table: the words, nested by view.
    """

    language: str
    table: Mapping[str, Any]

    def __call__(self, name: str, **values: object) -> str:
        """Return the wording of a dotted name, with values filled in.

        Raises:
            KeyError: if there is no such wording.
        """
        found: Any = self.table
        for part in name.split("."):
            found = found[part]
        return str(found).format(**values) if values else str(found)

    def named(self, table: str, name: str) -> str:
        """Return the wording of a measure, relation or feature; one that is not listed speaks for itself."""
        found = self.table[table].get(name)
        return str(name).replace("_", " ") if found is None else str(found)

    def label(self, measure: str, label: str) -> str:
        """Return the wording of a class of a measure; one that is not listed speaks for itself."""
        tables = self.table["labels"]
        own = tables.get(measure) or tables.get(measure.partition("_")[0]) or {}
        return str(own.get(label, label.replace("_", " ")))

    def form(self, name: str, count: int) -> str:
        """Return the form of a word that goes with a count."""
        forms = self.table[name.split(".")[0]][name.split(".")[1]]
        return str(forms["one" if count in _SINGULAR[self.language] else "other"])

    def counted(self, name: str, count: int) -> str:
        """Return a count and its noun, e.g. ``2 pairs``."""
        return f"{self.whole(count)} {self.form(f'counts.{name}', count)}"

    def whole(self, count: int) -> str:
        """Return a whole number with its thousands set apart."""
        return f"{count:,}".replace(",", _THOUSANDS[self.language])

    def number(self, value: float, *, signed: bool = False, places: int = 2) -> str:
        """Return a number as this language writes it; empty if there is none."""
        if value is None or math.isnan(value):
            return ""
        written = f"{value:{'+' if signed else ''}.{places}f}"
        return written.replace("-", "\u2212").replace(".", _DECIMAL[self.language])

    def percent(self, value: float) -> str:
        """Return a share as a percentage; never 100 for what is not certain, nor 0 for what is not excluded."""
        shown = round(100 * value)
        if shown >= 100 and value < 1:
            return f">\u202f99{_PERCENT[self.language]}"
        if shown <= 0 and value > 0:
            return f"<\u202f1{_PERCENT[self.language]}"
        return f"{shown}{_PERCENT[self.language]}"

    def date(self, value: object) -> str:
        """Return a date as year-month-day, or that it is unknown."""
        stamp = pd.to_datetime(str(value), errors="coerce")
        return self("unknown_date") if pd.isna(stamp) else f"{stamp:%Y-%m-%d}"


@cache
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = read_yaml("sinorus_lib.views", "strings.yaml")
    return tables


def load_strings(language: str) -> Strings:
    """Return the interface in a language.

    Raises:
        SinorusError: if it is not translated.
    """
    tables = _tables()
    if language not in tables:
        raise SinorusError(f"No interface in {language!r}; expected one of {', '.join(sorted(tables))}.")
    return Strings(language, tables[language])
