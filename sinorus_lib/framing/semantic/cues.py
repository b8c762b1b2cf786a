"""Words that carry an axis or a frame, as evidence for a reader."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from sinorus_lib.framing.lexicon import Span
from sinorus_lib.framing.words import words_in
from sinorus_lib.tables import read_yaml


class Cues:
    """Finds cues in a text; of two that start together the longer wins."""

    def __init__(self, expressions: Iterable[str]) -> None:
        by_letter: dict[str, dict[int, str]] = {}
        for rank, expression in sorted(enumerate(expressions), key=lambda pair: -len(pair[1])):
            by_letter.setdefault(expression[0].lower(), {})[rank] = _pattern(expression)
        self._ranks = {letter: tuple(ranked) for letter, ranked in by_letter.items()}
        self._patterns = {letter: _any_of(ranked.values()) for letter, ranked in by_letter.items()}

    def find(self, text: str) -> tuple[Span, ...]:
        """Return the spans of all cues, the strongest first."""
        found: list[tuple[int, Span]] = []
        words, end = words_in(text), 0
        for (start, _), word in zip(words.spans, words.words, strict=True):
            pattern = self._patterns.get(word[0]) if start >= end else None
            match = None if pattern is None else pattern.match(text, start)
            if match is not None:
                end = match.end()
                found.append((self._ranks[word[0]][(match.lastindex or 1) - 1], match.span()))
        return tuple(span for _, span in sorted(found))


@cache
def load_cues(language: str, measure: str, pole: str | None = None) -> Cues:
    """Return the cues of a frame, or of a pole of an axis, compiled once."""
    table = _tables()[measure]
    return Cues((table if pole is None else table[pole])[language])


@cache
def _tables() -> Any:
    return read_yaml(str(__package__), "cues.yaml")


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(f'({pattern})' for pattern in patterns)})(?!\w)", re.IGNORECASE)


def _pattern(expression: str) -> str:
    words = [re.escape(word).replace(r"\*", r"\w*").replace("'", "['’]") for word in expression.split()]
    return r"\s+".join(words)
