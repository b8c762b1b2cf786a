"""What differs between two claims, in the words of the interface."""

from __future__ import annotations

from dataclasses import dataclass

from sinorus_lib.alignment.explanation import Difference, read_reason
from sinorus_lib.views.strings import Strings

# What these cues tell of the two sides are names of ours, not words of the claims.
_NAMED = frozenset({"polarity", "time"})
# The words that these cues join are counterparts, not opposites.
_JOINED = {"reversed_words": "↔"}


@dataclass(frozen=True)
class Apart:
    """One thing in which two claims differ, ready to be shown.

    Attributes:
        cue: name of the cue.
        name: what differs, as the interface says it.
        sign: what stands between the two sides.
        pairs: what either side has; none where the name says it all.
        quoted: whether these are words of the claims.
    """

    cue: str
    name: str
    sign: str
    pairs: tuple[tuple[str, str], ...]
    quoted: bool


def apart(reason: str, strings: Strings) -> list[Apart]:
    """Return what a reason says, in the words of the interface."""
    return [_apart(item, strings) for item in read_reason(reason)]


def _apart(item: Difference, strings: Strings) -> Apart:
    named = item.cue in _NAMED
    pairs = tuple((_word(x, strings), _word(y, strings)) for x, y in item.pairs) if named else item.pairs
    return Apart(item.cue, strings.named("features", item.cue), _JOINED.get(item.cue, "≠"), pairs, not named)


def _word(name: str, strings: Strings) -> str:
    return strings.named("conflict_values", name)


def reason_text(reason: str, strings: Strings) -> str:
    """Return what a reason says as one line of plain text; not escaped."""
    return strings("semicolon").join(_line(item, strings) for item in apart(reason, strings))


def _line(item: Apart, strings: Strings) -> str:
    pairs = ", ".join(f"{x} {item.sign} {y}" for x, y in item.pairs)
    return item.name + (strings("colon") + pairs if pairs else "")
