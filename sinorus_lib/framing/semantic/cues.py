"""Words that carry an axis or a frame, as evidence for a reader."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from sinorus_lib.framing.lexicon import Span
from sinorus_lib.tables import read_yaml


class Cues:
    """Finds cues in a text; of two that start together the longer wins."""

    def __init__(self, expressions: Iterable[str]) -> None:
        ranked = sorted(enumerate(expressions), key=lambda pair: -len(pair[1]))
        self._ranks = [rank for rank, _ in ranked]
        body = "|".join(f"({_pattern(expression)})" for _, expression in ranked)
        self._regex = re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)

    def find(self, text: str) -> tuple[Span, ...]:
        """Return the spans of all cues, the strongest first."""
        found = [(self._ranks[(match.lastindex or 1) - 1], match.span()) for match in self._regex.finditer(text)]
        return tuple(span for _, span in sorted(found))


@cache
def load_cues(language: str, measure: str, pole: str | None = None) -> Cues:
    """Return the cues of a frame, or of a pole of an axis, compiled once."""
    table = _tables()[measure]
    return Cues((table if pole is None else table[pole])[language])


@cache
def _tables() -> Any:
    return read_yaml(str(__package__), "cues.yaml")


def _pattern(expression: str) -> str:
    words = [re.escape(word).replace(r"\*", r"\w*").replace("'", "['’]") for word in expression.split()]
    return r"\s+".join(words)
