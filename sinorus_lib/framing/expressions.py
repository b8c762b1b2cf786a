"""Expressions of several words, some of them open (``in <number> <unit>``), found in one pass over a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from sinorus_lib.framing.lexicon import Span

_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"(<\w+\+?>|#)")
_DIGITS = "#"
_Entry = tuple[str, str]


class Expressions:
    """Finds expressions by class; of those that start at one word the longest wins, and none overlap.

    An entry is written as it is read, in any case and with either apostrophe. ``<name>`` stands for any entry of the
    part of that name, ``<name+>`` for one or more of them, ``#`` for digits.
    """

    def __init__(self, entries: Mapping[str, Iterable[str]], parts: Mapping[str, Iterable[str]]) -> None:
        self._parts = {name: [str(item) for item in items] for name, items in parts.items()}
        by_word: dict[str, list[_Entry]] = defaultdict(list)
        for name, items in entries.items():
            for item in dict.fromkeys(map(str, items)):
                for word in self._first_words(item):
                    by_word[word].append((name, item))
        compiled = cache(self._compiled)
        self._patterns = {word: compiled(tuple(found)) for word, found in by_word.items()}

    def find(self, text: str) -> Iterator[tuple[Span, str]]:
        """Yield the spans of the expressions found and their class, left to right."""
        end = 0
        for word in _WORD.finditer(text):
            if word.start() < end:
                continue
            found = self._longest(text, word.start(), word.group())
            if found is not None:
                end = found[0][1]
                yield found

    def _longest(self, text: str, start: int, word: str) -> tuple[Span, str] | None:
        patterns = self._patterns.get(_DIGITS if word[0].isdigit() else word.lower(), ())
        found = [(match.end(), name) for name, pattern in patterns if (match := pattern.match(text, start))]
        if not found:
            return None
        end, name = max(found, key=lambda item: item[0])
        return (start, end), name

    def _compiled(self, entries: tuple[_Entry, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
        names = dict.fromkeys(name for name, _ in entries)
        return tuple(
            (name, re.compile(self._any_of(item for other, item in entries if other == name), re.IGNORECASE))
            for name in names
        )

    def _any_of(self, entries: Iterable[str]) -> str:
        return f"(?:{'|'.join(map(self._pattern, sorted(entries, key=len, reverse=True)))})"

    def _pattern(self, entry: str) -> str:
        return "".join(map(self._piece, _PIECE.split(entry))) + ("" if entry.endswith("'") else r"(?!\w)")

    def _piece(self, piece: str) -> str:
        if piece == _DIGITS:
            return r"\d+(?:[.,]\d+)*"
        if piece.startswith("<"):
            name = piece.strip("<>").rstrip("+")
            pattern = self._any_of(self._parts[name])
            return rf"(?:{pattern}[\s-]*)+?" if "+" in piece else pattern
        spaced = re.sub(r"(?:\\ )+", r"\\s+", re.escape(piece))
        return re.sub(r"\\?['’]", "['’]", spaced)

    def _first_words(self, entry: str) -> set[str]:
        part = re.match(r"<(\w+)\+?>", entry)
        if part:
            return {word for item in self._parts[part[1]] for word in self._first_words(item)}
        first = _WORD.match(entry)
        return {first.group().lower() if first else _DIGITS}
