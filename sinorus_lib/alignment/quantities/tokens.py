"""Text cut into words, signs, digits and dates in digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

BLANK = " \u00a0\u202f\u2009'’"
_SPLIT = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])|[0-9]{1,2}(?P<bar>[./-])[0-9]{1,2}(?P=bar)[0-9]{4}(?![0-9]))"
    rf"|(?P<digits>[0-9]{{1,3}}(?:[{BLANK}][0-9]{{3}}){{1,5}}(?![0-9])(?:[.,][0-9]++)?"
    r"|[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9])(?:\.[0-9]++)?"
    r"|[0-9]{1,3}(?:\.[0-9]{3}){1,5}(?![0-9])(?:,[0-9]++)?"
    r"|[0-9]++(?:[.,][0-9]++)?)"
    r"|(?P<word>[^\W\d_]++)|(?P<sign>\S)"
)
MINUS = frozenset("-−")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, sign, string of digits or number phrase; ``lower`` has straight apostrophes."""

    text: str
    lower: str
    kind: str
    start: int
    end: int
    value: float | None = None
    ordinal: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is a cardinal number."""
        return self.value is not None and not self.ordinal


NOTHING = Token("", "", "end", -1, -1)


def split_text(text: str) -> Iterator[Token]:
    """Yield the tokens of a text; numbers in words are still separate words."""
    for match in _SPLIT.finditer(text):
        written = match.group()
        yield Token(written, written.lower().replace("’", "'"), str(match.lastgroup), *match.span())
