"""How the quantities of two texts meet."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from math import isfinite

from sinorus_lib.alignment.quantities.model import Quantity, QuantityComparison
from sinorus_lib.alignment.quantities.numbers import significant_digits
from sinorus_lib.alignment.quantities.tables import things

_TOLERANCE = 0.05  # how much rounding may change a value, as a share of it
_LOOSE = 2  # how many times its bound "at least" and "at most" reach
_EXACT_BELOW = 100  # whole counts under this are not rounded
_CALENDAR = frozenset({"date", "month", "year_number"})
_UNROUNDED = _CALENDAR | {"clock", "ordinal", "weekday"}
_OFTEN_UNRELATED = frozenset({"day", "ordinal", "weekday"})  # ages and lengths of time, ranks of different things
_COUNTED = frozenset({"", "people", "times", "day"})


def compare_quantities(
    a: Sequence[Quantity], b: Sequence[Quantity], *, same_language: bool = False
) -> QuantityComparison:
    """Pair the quantities of two texts, one to one, the closest first; then pair those that clash.

    Two agree when their units match and their ranges overlap, or are equal once the finer is rounded to the
    significant digits of the coarser; "at least" reaches up to twice its bound, "at most" down to half. Two that
    agree with nothing clash if they have one unit. Lengths of time, ranks and weekdays, and a count against people,
    clash only if each is the one left of its kind. Swapping the texts swaps the result. Time is the product of
    the lengths.

    Args:
        a: the first text's quantities.
        b: the second's.
        same_language: whether nouns can be compared: then counts of different nouns clash only if each is the one
            left, and neither noun is known to be no people.
    """
    agreeing = _agreeing(a, b)
    shared = _matched(a, b, agreeing)
    left_a = _left(a, {i for i, _ in agreeing})
    left_b = _left(b, {j for _, j in agreeing})
    clashing = {
        (i, j)
        for kind in left_a.keys() & left_b.keys()
        for i in left_a[kind]
        for j in left_b[kind]
        if _may_clash(a[i], b[j], same_language=same_language, alone=len(left_a[kind]) == len(left_b[kind]) == 1)
    }
    differing = _matched(a, b, clashing)
    taken_a, taken_b = {i for i, _ in shared + differing}, {j for _, j in shared + differing}
    return QuantityComparison(
        shared=tuple((a[i], b[j]) for i, j in shared),
        differing=tuple((a[i], b[j]) for i, j in differing),
        only_a=tuple(x for i, x in enumerate(a) if i not in taken_a),
        only_b=tuple(y for j, y in enumerate(b) if j not in taken_b),
    )


def count_shared(a: Sequence[Quantity], b: Sequence[Quantity]) -> int:
    """Return how many quantities :func:`compare_quantities` finds shared."""
    return len(_matched(a, b, _agreeing(a, b)))


def _agreeing(a: Sequence[Quantity], b: Sequence[Quantity]) -> set[tuple[int, int]]:
    return {(i, j) for i, x in enumerate(a) for j, y in enumerate(b) if _agree(x, y)}


def _left(quantities: Sequence[Quantity], content: Container[int]) -> dict[str, list[int]]:
    """Return the places of those that agree with nothing, by kind: their unit, people being counts."""
    places: dict[str, list[int]] = {}
    for place, quantity in enumerate(quantities):
        if place not in content:
            places.setdefault("" if quantity.unit == "people" else quantity.unit, []).append(place)
    return places


def _matched(a: Sequence[Quantity], b: Sequence[Quantity], pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Choose pairs one to one, the closest in value first, then in place; ties never share a member."""
    chosen: dict[int, int] = {}
    order = sorted(pairs, key=lambda pair: (_distance(a[pair[0]], b[pair[1]]), abs(pair[0] - pair[1]), sum(pair)))
    used: set[int] = set()
    for i, j in order:
        if i not in chosen and j not in used:
            chosen[i] = j
            used.add(j)
    return sorted(chosen.items())


def _agree(x: Quantity, y: Quantity) -> bool:
    if x.unit in _CALENDAR and y.unit in _CALENDAR:
        return _calendar_agree(x, y)
    if x.unit != y.unit and {x.unit, y.unit} != {"", "people"}:
        return False
    (low_x, high_x), (low_y, high_y) = _meant(x), _meant(y)
    if low_x <= high_y and low_y <= high_x:
        return True
    if x.unit in _UNROUNDED:
        return False
    near = (x.high, y.low) if x.high < y.low else (y.high, x.low)
    return _round_alike(*near, counted=x.unit in _COUNTED)


def _meant(x: Quantity) -> tuple[float, float]:
    """Return a range without end as one of a sensible length: "at least 7" is not said of 19."""
    if not isfinite(x.high) and x.low > 0:
        return x.low, _LOOSE * x.low
    if x.low == 0 and isfinite(x.high) and x.unit not in _UNROUNDED:
        return x.high / _LOOSE, x.high
    return x.low, x.high


def _calendar_agree(x: Quantity, y: Quantity) -> bool:
    """Say whether two dates can be one: they share a field, and overlap in all that they share."""
    (low_x, high_x), (low_y, high_y) = _fields(x), _fields(y)
    common = [name for name in "ymd" if name in low_x and name in low_y]
    ends = [[field[name] for name in common] for field in (low_x, high_x, low_y, high_y)]
    return bool(common) and ends[0] <= ends[3] and ends[2] <= ends[1]


def _fields(date: Quantity) -> tuple[dict[str, int], dict[str, int]]:
    return _split_date(int(date.low), date.unit), _split_date(int(date.high), date.unit)


def _split_date(value: int, unit: str) -> dict[str, int]:
    """Return year, month and day, as far as they are known."""
    if unit == "year_number":
        return {"y": value}
    month, day = divmod(value, 100) if unit == "date" else (value, 0)
    year, month = divmod(month, 100)
    fields = {"y": year, "m": month, "d": day}
    return {name: field for name, field in fields.items() if field}


def _round_alike(x: float, y: float, *, counted: bool) -> bool:
    """Say whether two values are equal to the significant digits of the coarser; small counts must be equal."""
    if not (isfinite(x) and isfinite(y)) or abs(x - y) >= _TOLERANCE * max(abs(x), abs(y)):
        return False
    if counted and x.is_integer() and y.is_integer() and max(abs(x), abs(y)) < _EXACT_BELOW:
        return False
    digits = min(significant_digits(x), significant_digits(y))
    return f"{x:.{digits - 1}e}" == f"{y:.{digits - 1}e}"


def _may_clash(x: Quantity, y: Quantity, *, same_language: bool, alone: bool) -> bool:
    """Say whether two that agree with nothing may be of one thing; alone: each is the only one left of its kind."""
    if x.unit != y.unit or x.unit in _OFTEN_UNRELATED:
        return alone and (x.unit == y.unit or not {x.counted, y.counted} & things())
    nouns = {x.counted, y.counted} - {""}
    unlike = same_language and x.unit == "" and len(nouns) > 1
    return not unlike or (alone and not nouns & things())


def _distance(x: Quantity, y: Quantity) -> float:
    """Return how far two ranges lie apart: 0 to 2, and 1 more for different units."""
    return _gap(x.low, y.low) + _gap(x.high, y.high) + (x.unit != y.unit)


def _gap(x: float, y: float) -> float:
    if x == y:
        return 0
    return min(1, abs(x - y) / max(abs(x), abs(y))) if isfinite(x) and isfinite(y) else 1
