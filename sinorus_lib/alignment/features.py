"""The few named features that a pair's probability rests on, beside overlap and similarity."""

from __future__ import annotations

import re

FEATURES = ("overlap", "similarity_margin", "shared_number", "number_mismatch", "shorter_length")
_NUMBER = re.compile(r"\d+(?:[ .,\u202f]\d+)*")
_GROUPED = re.compile(r"^\d{1,3}(?:[ .,\u202f]\d{3})+$")


def numbers(text: str) -> frozenset[float]:
    """Return the numbers written in digits, by either convention (1,5 and 1.5; 3 000 and 3,000)."""
    return frozenset(_value(match.group()) for match in _NUMBER.finditer(text))


def _value(written: str) -> float:
    if _GROUPED.match(written):
        return float(re.sub(r"\D", "", written))
    whole, *decimals = re.split(r"\D", written)
    return float(f"{whole}.{''.join(decimals) or 0}")


def shares_number(a: frozenset[float], b: frozenset[float]) -> bool:
    """Tell whether two claims have a number in common."""
    return bool(a & b)


def numbers_differ(a: frozenset[float], b: frozenset[float]) -> bool:
    """Tell whether both claims have numbers and none in common."""
    return bool(a) and bool(b) and not a & b
