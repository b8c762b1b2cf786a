"""A quantity, and how the quantities of two texts meet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Quantity:
    """A number, date or quantity in a text.

    Attributes:
        low: the least value that it may mean, in ``unit``.
        high: the greatest; equal to ``low`` when it is exact, infinite after "more than".
        unit: the same in every language. ``percent`` (also of shares), ``points``, codes of money (ISO 4217),
            ``day`` (all lengths of time), ``m``, ``m2``, ``m3``, ``km/h``, ``kg``, ``litre``, ``barrel``,
            ``degree``, ``W``, ``Wh``, ``people``, ``times``, ``ordinal``; ``date`` as yyyymmdd, or mmdd without
            a year; ``month`` as yyyymm, or mm; ``year_number``; ``weekday``, 0 is Monday; ``clock``, minutes of
            the day; empty for a bare count.
        counted: for a bare count the next noun or so, as written, in lower case; may be empty.
        start: where it starts in the text, in code points.
        end: where it ends.
    """

    low: float
    high: float
    unit: str
    counted: str
    start: int
    end: int


@dataclass(frozen=True)
class QuantityComparison:
    """How the quantities of two texts meet; pairs name the first text's quantity first.

    Attributes:
        shared: pairs that agree.
        differing: pairs that clash, of one unit, or a bare count and people: neither agrees with anything.
        only_a: what is left of the first text.
        only_b: what is left of the second.
    """

    shared: tuple[tuple[Quantity, Quantity], ...]
    differing: tuple[tuple[Quantity, Quantity], ...]
    only_a: tuple[Quantity, ...]
    only_b: tuple[Quantity, ...]
