"""Numbers, dates and quantities, in digits or in words, as French and English write them, and their comparison.

What is read: bare counts, shares, money, lengths of time, measures, dates, times of day, ordinals and weekdays; each
as the range of values that it may mean. What is not: articles, pronouns, and names with digits (G20, Airbus A320).
Conventions of digits, dates and hours: the style guides that ``quantities.yaml`` names.

Data flows one way: tokens, tables, numerals; then a reader of them, and its rules (units, years, dates, clocks,
numbers, measures, changes, shares), which ``finding`` tries in turn; ``comparing`` needs only what was found.
"""

from sinorus_lib.alignment.quantities.comparing import compare_quantities, count_shared
from sinorus_lib.alignment.quantities.finding import find_quantities
from sinorus_lib.alignment.quantities.model import Quantity, QuantityComparison

__all__ = ["Quantity", "QuantityComparison", "compare_quantities", "count_shared", "find_quantities"]
