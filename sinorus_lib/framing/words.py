"""The words of a text, cut once for all the tables that are looked up in it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

TEXTS = 64
DIGITS = "#"
WORD = re.compile(r"[^\W_]+")


class TextWords(NamedTuple):
    """The words of a text: letters and digits, cut at everything else.

    Attributes:
        spans: where each stands.
        words: each in lower case.
        keys: the same, with ``#`` for one that starts with a digit: what tables of expressions are keyed by.
        distinct: all keys, to tell at once that a table has nothing to find.
    """

    spans: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    keys: tuple[str, ...]
    distinct: frozenset[str]


@lru_cache(maxsize=TEXTS)
def words_in(text: str) -> TextWords:
    """Return the words of a text; kept for the next table that asks for the same text."""
    matches = list(WORD.finditer(text))
    words = tuple(match.group().lower() for match in matches)
    keys = tuple(DIGITS if word[0].isdigit() else word for word in words)
    return TextWords(tuple(match.span() for match in matches), words, keys, frozenset(keys))


def first_key(expression: str) -> str | None:
    """Return the key of an expression's first word; ``None`` if it starts with something else."""
    first = WORD.match(expression)
    if first is None:
        return None
    return DIGITS if first.group()[0].isdigit() else first.group().lower()
