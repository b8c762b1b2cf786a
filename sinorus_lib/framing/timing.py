"""Time: how precisely a claim says when.

Time expressions are dated by themselves, or only by the day on which they are said or by another event (the absolute
and the relational ones of TimeML, Pustejovsky et al. 2003), or they leave the time open (vague, Channell 1994). News
tells the hour to claim that it was there (van Dijk 1988); the undated and the lasting make a state out of an event.

``value`` is that of the most precise expression, 0 if there is none.

Labels:
    * ``none`` 0.0: nothing says when.
    * ``vague`` 0.3: no definite time (*recently*, *bientôt*, *ces derniers mois*, *now*).
    * ``relative`` 0.6: definite for who knows the date (*yesterday*, *lundi*, *three weeks ago*, a bare *en mars*).
    * ``dated`` 1.0: a day and month, a year or decade, a month with its year, a century, a time of day.

How often and how long are no times; but *depuis deux ans* says since when. It cannot see tense, time that an event
tells (*after the war*), or a year that names something (*la crise de 2008* counts).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.expressions import Expressions
from sinorus_lib.framing.lexicon import Lexicon, Span
from sinorus_lib.framing.parsed import text_of, tokens_of
from sinorus_lib.framing.quantification import DIGIT, YEAR, quantities_in
from sinorus_lib.tables import language_table

if TYPE_CHECKING:
    from spacy.tokens import Doc

PRECISION = {"none": 0.0, "vague": 0.3, "relative": 0.6, "dated": 1.0}
UNITS = {"date": "dated", "clock": "dated", "year_number": "dated", "month": "dated", "weekday": "relative"}
LAST_MONTH = 12  # a month without its year is read as its number
CLASSES = ("dated", "relative", "vague")


@dataclass(frozen=True)
class _Tables:
    expressions: Expressions
    clues: Expressions
    auxiliaries: Mapping[str, frozenset[str]]


@cache
def _tables(language: str) -> _Tables:
    table = language_table("sinorus_lib.framing", "lexicons/timing.yaml", language, of="times")
    conditional = [name for name in table if name.partition("_")[0] in table["auxiliaries"]]
    return _Tables(
        expressions=Expressions({name: table[name] for name in (*CLASSES, *conditional, "not_time")}, table),
        clues=Expressions({"clue": table["clues"]}, {}),
        auxiliaries={name: frozenset(words) for name, words in table["auxiliaries"].items()},
    )


class TimeMeasure:
    """How precise the time of a claim is; see the module."""

    name = "time"

    def read(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading:
        """Return the precision and class of the most precise expression, and all, most precise first."""
        tables = _tables(lexicon.language)
        found = _merged([*_calendar(text_of(doc), lexicon.language, tables), *_expressions(doc, tables)])
        if not found:
            return Reading(PRECISION["none"], "none")
        label = found[0][1]
        return Reading(PRECISION[label], label, tuple(span for span, _ in found), tuple(name for _, name in found))


def _calendar(text: str, language: str, tables: _Tables) -> Iterator[tuple[Span, str]]:
    """Yield dates, years, times of day and weekdays."""
    if not DIGIT.search(text) and next(tables.clues.find(text), None) is None:
        return
    for item in quantities_in(text, language):
        bounded_year = item.unit == "" and item.counted == "" and YEAR.search(text[item.start : item.end])
        name = "dated" if bounded_year else UNITS.get(item.unit)
        if name:
            bare_month = item.unit == "month" and item.low <= LAST_MONTH
            yield (item.start, item.end), "relative" if bare_month else name


def _expressions(doc: Doc, tables: _Tables) -> Iterator[tuple[Span, str]]:
    """Yield the expressions of the table; some count only beside certain auxiliaries: "has ... for two years"."""
    for span, name in tables.expressions.find(text_of(doc)):
        condition, _, label = name.rpartition("_")
        if name in CLASSES:
            yield span, name
        elif label in CLASSES and _has_auxiliary(doc, span, tables.auxiliaries[condition]):
            yield span, label


def _has_auxiliary(doc: Doc, span: Span, auxiliaries: frozenset[str]) -> bool:
    """Say whether the verb that the words belong to has one of the auxiliaries."""
    token = next((item for item in tokens_of(doc) if item.idx >= span[0]), None)
    while token is not None and token.pos_ not in {"VERB", "AUX"} and token.head != token:
        token = token.head
    return token is not None and any(child.lower_ in auxiliaries for child in token.children)


def _merged(found: list[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Return the expressions, the most precise first, without those inside a more precise or longer one."""
    ordered = sorted(found, key=lambda item: (-PRECISION[item[1]], item[0][0] - item[0][1], item[0]))
    kept: list[tuple[Span, str]] = []
    for span, name in ordered:
        if not any(start < span[1] and span[0] < end for (start, end), _ in kept):
            kept.append((span, name))
    return sorted(kept, key=lambda item: (-PRECISION[item[1]], item[0]))
