"""Expressions of several words, some of them open (``in <number> <unit>``), found in one pass over a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from sinorus_lib.framing.lexicon import Span
from sinorus_lib.framing.words import DIGITS, TextWords, first_key, words_in

_PIECE = re.compile(r"(<\w+\+?>|#)")
_Entry = tuple[str, str]
_Patterns = tuple[tuple[str, re.Pattern[str]], ...]


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
        self._entries = {word: tuple(found) for word, found in by_word.items()}
        self._compiled: dict[str, _Patterns] = {}  # by first word: those that a text began with
        self._shared = cache(self._compile)

    def find(self, text: str) -> Iterator[tuple[Span, str]]:
        """Yield the spans of the expressions found and their class, left to right."""
        words = words_in(text)
        return iter(()) if self._entries.keys().isdisjoint(words.distinct) else self._found(text, words)

    def _found(self, text: str, words: TextWords) -> Iterator[tuple[Span, str]]:
        end = 0
        for (start, _), key in zip(words.spans, words.keys, strict=True):
            found = self._longest(text, start, key) if start >= end and key in self._entries else None
            if found is not None:
                end = found[0][1]
                yield found

    def _longest(self, text: str, start: int, key: str) -> tuple[Span, str] | None:
        patterns = self._compiled.get(key) or self._of_word(key)
        found = [(match.end(), name) for name, pattern in patterns if (match := pattern.match(text, start))]
        if not found:
            return None
        end, name = max(found, key=lambda item: item[0])
        return (start, end), name

    def _of_word(self, key: str) -> _Patterns:
        """Compile what starts with a word when it is met: of a large table a text needs little."""
        patterns = self._compiled[key] = self._shared(self._entries[key])
        return patterns

    def _compile(self, entries: tuple[_Entry, ...]) -> _Patterns:
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
        if piece == DIGITS:
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
        return {first_key(entry) or DIGITS}
