"""Numbers: how precisely a claim says how many or how much.

Numbers are a rhetoric of precision: they signal truthfulness and lend weight whatever they count (van Dijk 1988;
Koetsenruijter 2011). Vague quantifiers (*some*, *des dizaines*) and approximators (*around*, *plus de*) do other
work: they withhold, soften or inflate (Channell 1994). Round numbers are read as approximate (Dubois 1987; Krifka
2007).

``value`` is the mean over the quantities, 0 if there is none; the label is that of the least precise one.

Labels:
    * ``none`` 0.0: no quantity.
    * ``vague`` 0.25: a quantifier, or an order of magnitude (*several*, *dozens*, *la plupart*, *des milliers*).
    * ``approximate`` 0.6: a number that is bounded, blurred or a range (*around 100*, *une centaine*, *3 to 5*).
    * ``round`` 0.8: a large number with few significant digits (*3,000*, *2,5 millions*), a simple share (*half*).
    * ``exact`` 1.0: any other number, in digits or words (*104*, *trois*, *12 %*).

Dates, times, ordinals and lengths of time are no quantities here, nor is the article *un*, nor a number that the
article takes for granted (*les deux*: *both*). It cannot see whether an exact number is a known one, numbers spelt
within a name, or plurals that mean many by themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sinorus_lib.alignment.quantities import Quantity, find_quantities
from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.expressions import Expressions
from sinorus_lib.framing.lexicon import Lexicon, Span, plain
from sinorus_lib.framing.parsed import text_of, tokens_among
from sinorus_lib.tables import language_table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PRECISION = {"none": 0.0, "vague": 0.25, "approximate": 0.6, "round": 0.8, "exact": 1.0}
NOT_COUNTED = frozenset({"day", "date", "month", "year_number", "weekday", "clock", "ordinal"})
LEAST_ROUND = 100  # smaller numbers are exact however they end
ROUND_DIGITS = {1e6: 3, LEAST_ROUND: 2}  # how many significant digits a round number has, by its size
TEXTS = 8
DIGIT = re.compile(r"\d")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d$")
AGE = re.compile(r", [1-9]\d,| \([1-9]\d\)")
NOMINAL = frozenset({"nsubj", "nsubjpass", "nsubj:pass"})
SIMPLE_SHARE = frozenset({50.0, 100 / 3, 200 / 3, 25.0, 75.0})


@dataclass(frozen=True)
class _Tables:
    quantifiers: Expressions
    bare: frozenset[str]
    bare_roles: frozenset[str]
    bare_not_after: frozenset[str]
    bare_plural: frozenset[str]
    not_numbers: frozenset[str]
    lasting: re.Pattern[str]
    approximators: re.Pattern[str]
    presupposed: Expressions
    named_by: re.Pattern[str]
    number_words: Expressions


@cache
def _tables(language: str) -> _Tables:
    table = language_table("sinorus_lib.framing", "lexicons/quantification.yaml", language, of="quantifiers")
    return _Tables(
        quantifiers=Expressions({name: table[name] for name in ("not_vague", "vague")}, {}),
        presupposed=Expressions({"presupposed": table["presupposed"]}, {}),
        number_words=Expressions({"number": table["number_words"]}, {}),
        bare=frozenset(table["bare"]),
        bare_roles=frozenset(table["bare_roles"]),
        bare_not_after=frozenset(table["bare_not_after"]),
        bare_plural=frozenset(table["bare_plural"]),
        not_numbers=frozenset(table["not_numbers"]),
        lasting=re.compile(
            rf"(?:[\s-]*(?:{_any_of(table['between'])}))*[\s-]*(?:\d|(?:{_any_of(table['durations'])})(?!\w))",
            re.IGNORECASE,
        ),
        approximators=re.compile(rf"(?<!\w)(?:{_any_of(table['approximators'])})(?!\w)", re.IGNORECASE),
        named_by=re.compile(rf"(?<!\w)(?:{_any_of(table['named_by'])})\s+$", re.IGNORECASE),
    )


def _any_of(expressions: list[str]) -> str:
    ordered = sorted({str(item) for item in expressions}, key=len, reverse=True)
    return "|".join(re.escape(item).replace("'", "['’]").replace(r"\ ", r"\s+") for item in ordered)


@lru_cache(maxsize=TEXTS)
def quantities_in(text: str, language: str) -> tuple[Quantity, ...]:
    """Return the quantities of a text, which the numbers and the times of a claim are both read from."""
    return tuple(find_quantities(text, language))


class NumbersMeasure:
    """How precise the quantities of a claim are; see the module."""

    name = "numbers"

    def read(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading:
        """Return the mean precision, the class of the least precise quantity, and all, least precise first."""
        tables = _tables(lexicon.language)
        counted = _counted(text_of(doc), lexicon.language, tables)
        found = [*counted, *_quantifiers(doc, [span for span, _ in counted], tables)]
        if not found:
            return Reading(PRECISION["none"], "none")
        found.sort(key=lambda item: (PRECISION[item[1]], item[0]))
        value = sum(PRECISION[name] for _, name in found) / len(found)
        return Reading(value, found[0][1], tuple(span for span, _ in found), tuple(name for _, name in found))


def _counted(text: str, language: str, tables: _Tables) -> list[tuple[Span, str]]:
    """Return the numbers that count or measure something, with their class."""
    if not DIGIT.search(text) and next(tables.number_words.find(text), None) is None:
        return []
    presupposed = {end for (_, end), _ in tables.presupposed.find(text)}
    kept = (item for item in quantities_in(text, language) if _counts(item, text, tables))
    return [((item.start, item.end), _precision(item, text, tables)) for item in kept if item.end not in presupposed]


def _counts(item: Quantity, text: str, tables: _Tables) -> bool:
    """Say whether a number counts or measures something: it is no time, age, year or name."""
    if item.unit in NOT_COUNTED or tables.named_by.search(text, max(0, item.start - 16), item.start):
        return False
    if text[item.start : item.end].lower() in tables.not_numbers:
        return False
    bare = item.unit == "" and item.counted == ""
    return not (bare and (YEAR.search(text[item.start : item.end]) or _is_age(item, text)))


def _is_age(item: Quantity, text: str) -> bool:
    """Say whether a number stands beside a name as an age does: "Anna Lind, 41, said", "Anna Lind (41)"."""
    return AGE.match(text, max(0, item.start - 2)) is not None and text[max(0, item.start - 3)].isalpha()


def _within(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _precision(item: Quantity, text: str, tables: _Tables) -> str:
    written = text[item.start : item.end]
    if _is_magnitude(item, written):
        return "vague"
    if item.low != item.high or _is_approximated(item, text, tables):
        return "approximate"
    return "round" if _is_round(item, written) else "exact"


def _is_magnitude(item: Quantity, written: str) -> bool:
    """Say whether only an order of magnitude is named, which is read as twice to ten times it: "dozens"."""
    return item.low > 1 and item.high + 1 == 5 * item.low and not DIGIT.search(written)


def _is_approximated(item: Quantity, text: str, tables: _Tables) -> bool:
    """Say whether an approximator stands in the expression or right before it."""
    before = text[max(0, item.start - 24) : item.start].rstrip()
    last = [match.end() for match in tables.approximators.finditer(before)]
    inside = tables.approximators.search(text, item.start, item.end) is not None
    return inside or (bool(last) and last[-1] == len(before))


def _is_round(item: Quantity, written: str) -> bool:
    if item.unit == "percent":
        return not DIGIT.search(written) and any(abs(item.low - share) < 1e-6 for share in SIMPLE_SHARE)
    size = abs(item.low)
    digits = len(f"{size:.12g}".replace(".", "").strip("0").split("e")[0])
    return next((digits <= most for least, most in ROUND_DIGITS.items() if size >= least), False)


def _quantifiers(doc: Doc, taken: list[Span], tables: _Tables) -> list[tuple[Span, str]]:
    """Return the vague quantifiers that neither blur a number nor say how long."""
    named = list(tables.quantifiers.find(text_of(doc)))
    found = [span for span, name in named if name == "vague"]
    found += [span for span in _bare(doc, tables) if not _within(span, [other for other, _ in named])]
    free = (span for span in found if not _touches(span, taken))
    return [(span, "vague") for span in free if tables.lasting.match(text_of(doc), span[1]) is None]


def _touches(span: Span, taken: list[Span]) -> bool:
    """Say whether a number overlaps a quantifier, or follows it at once."""
    return any(start <= span[1] + 1 and span[0] < end for start, end in taken)


def _bare(doc: Doc, tables: _Tables) -> list[Span]:
    tokens = tokens_among(doc, tables.bare)
    return [(token.idx, token.idx + len(token)) for token in tokens if _is_quantifier(token, tables)]


def _is_quantifier(token: Token, tables: _Tables) -> bool:
    before = plain(token.nbor(-1).text) if token.i > 0 else ""
    if token.dep_ not in tables.bare_roles or before in tables.bare_not_after:
        return False
    plural = "Plur" in token.head.morph.get("Number", []) or token.dep_ in NOMINAL
    return plural or plain(token.text) not in tables.bare_plural
