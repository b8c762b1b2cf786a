"""What every rule of reading looks at, and what it returns.

The width of "around" and of "une centaine", 15 % either side, is a choice of this project: Krifka ("Approximate
interpretation of number words", 2007) shows that round numbers are read loosely, and names no width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sinorus_lib.alignment.quantities.tables import Phrases, Tables
from sinorus_lib.alignment.quantities.tokens import NOTHING, Token

LOW, HIGH = 85, 115  # per cent: what "around" covers
MARGIN = (NOTHING,) * 16  # after the last token; places before the first count from the end, and meet it too


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: values, the token after it, and how it was written."""

    low: float
    high: float
    end: int
    unit: str = ""
    counted: str = ""
    scale: float = 1
    approximate: bool = False
    precise: bool = False
    one: bool = False

    def bounds(self) -> tuple[float, float]:
        """Return the range, widened when it is approximate and not written to the last digit ("some 71,905")."""
        if not self.approximate or self.precise:
            return self.low, self.high
        return self.low * LOW / 100, self.high * HIGH / 100

    def times(self, least: float, most: float = 0) -> Reading:
        """Return it with its values multiplied."""
        low, high = sorted((self.low * least, self.high * (most or least)))
        return replace(self, low=low, high=high)


@dataclass(frozen=True, slots=True)
class Reader:
    """The tokens of a text, with a margin that every look ahead or back stays within, and the tables."""

    tokens: Sequence[Token]
    tables: Tables

    def at(self, index: int) -> Token:
        """Return a token; an empty one outside the text."""
        return self.tokens[index]

    def glued(self, index: int) -> bool:
        """Say whether a token touches the one before."""
        return self.tokens[index].start == self.tokens[index - 1].end != -1

    def phrase(self, table: Phrases, index: int, *, exact: bool = False) -> tuple[str, int]:
        """Return what the longest phrase here stands for and the token after it; nothing and this token if none."""
        first = self.at(index)
        for rest, value in table.get(first.text if exact else first.lower, ()):
            end = index + 1 + len(rest)
            words = self.tokens[index + 1 : end]
            if len(words) == len(rest) and all(
                (word.text if exact else word.lower) == wanted for word, wanted in zip(words, rest, strict=True)
            ):
                return value, end
        return "", index

    def phrase_exact(self, name: str, index: int) -> tuple[str, int]:
        """Return the same for a table in which the case counts."""
        return self.phrase(self.tables.phrases[name], index, exact=True)

    def after(self, name: str, index: int) -> int:
        """Return the token after a phrase of the named table, if one stands here."""
        return self.phrase(self.tables.phrases[name], index)[1]

    def starts(self, name: str, index: int) -> bool:
        """Say whether a phrase of the named table stands here."""
        return self.after(name, index) > index

    def among(self, index: int, name: str) -> bool:
        """Say whether a token is a word of the named set."""
        return self.tokens[index].lower in self.tables.words[name]

    def begins(self, index: int, name: str) -> bool:
        """Say whether a token begins as a word of the named set does."""
        word = self.tokens[index].lower
        return any(word.startswith(stem) for stem in self.tables.words[name])

    def noun(self, index: int) -> bool:
        """Say whether a token looks like a common noun or adjective."""
        token = self.at(index)
        return (
            token.kind == "word"
            and token.value is None
            and token.text[0].islower()
            and len(token.text) > 1
            and token.lower not in self.tables.words["stop"]
        )

    def plural(self, index: int) -> bool:
        """Say whether a token looks like a common noun in the plural."""
        people = self.phrase(self.tables.phrases["units"], index)[0] == "people"
        return people or (self.noun(index) and self.at(index).lower.endswith(("s", "x")))
