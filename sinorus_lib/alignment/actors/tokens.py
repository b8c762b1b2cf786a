"""Words with what stands before them, and a tree of words that finds the longest of many names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from unicodedata import normalize

_WORD = re.compile(r"\w[\w\u0300-\u036f]*")
_GAPS = (
    (" ", re.compile(r"\s+")),
    ("-", re.compile(r"[-\u2010\u2011]")),
    ("'", re.compile(r"['’\u02bc]")),
    (".", re.compile(r"\.")),
    (". ", re.compile(r"\.\s+")),
    (",", re.compile(r"\s*,\s*")),
)
_LONGEST_GAP = 8
TEXTS = 64  # whose words are kept: those of an article


@dataclass(frozen=True)
class Token:
    """A word, where it stands, and the kind of gap before it (``|`` for any that no name contains)."""

    text: str
    start: int
    end: int
    gap: str

    @property
    def key(self) -> str:
        """Return the word with the gap that joins it to the one before; a hyphen joins as a space does."""
        return (" " if self.gap == "-" else self.gap) + self.text


@lru_cache(maxsize=TEXTS)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the words of a text, composed (NFC), with offsets into the text as it is; kept for the next to ask."""
    found: list[Token] = []
    before = 0
    for match in _WORD.finditer(text):
        gap = _gap(text[before : match.start()]) if found else "|"
        found.append(Token(normalize("NFC", match.group()), match.start(), match.end(), gap))
        before = match.end()
    return tuple(found)


def _gap(between: str) -> str:
    return "|" if len(between) > _LONGEST_GAP else _kind_of_gap(between)


@lru_cache(maxsize=1 << 10)  # nearly always a blank
def _kind_of_gap(between: str) -> str:
    return next((name for name, pattern in _GAPS if pattern.fullmatch(between)), "|")


@dataclass(frozen=True)
class Reading:
    """What a name stands for; a ``tail`` is a mark that closes it: a point that may follow, a hyphen that must."""

    actor: str
    kind: str
    tail: str = ""


@dataclass
class Node:
    """A place in the tree: the words that may follow, and what the words so far stand for."""

    children: dict[str, Node] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True)
class Match:
    """A name found: its first and last word by number, its offsets, and its readings."""

    first: int
    last: int
    start: int
    end: int
    readings: tuple[Reading, ...]


def add_name(root: Node, name: str, readings: tuple[Reading, ...]) -> None:
    """Put a name into the tree; the readings it had there are replaced."""
    node = root
    for position, token in enumerate(tokens_of(name)):
        node = node.children.setdefault(token.key if position else token.text, Node())
    node.readings = readings


def longest_match(root: Node, text: str, tokens: Sequence[Token], first: int) -> Match | None:
    """Return the longest name that begins at a word."""
    node, found = root.children.get(tokens[first].text), None
    position = first
    while node is not None:
        found = _closed(node, text, tokens, first, position) or found
        position += 1
        node = node.children.get(tokens[position].key) if position < len(tokens) else None
    return found


def _closed(node: Node, text: str, tokens: Sequence[Token], first: int, last: int) -> Match | None:
    end = tokens[last].end
    mark = text[end : end + 1].replace("\u2010", "-").replace("\u2011", "-")
    readings = tuple(reading for reading in node.readings if reading.tail != "-" or mark == "-")
    if not readings:
        return None
    pointed = mark == "." and any(reading.tail == "." for reading in readings)
    return Match(first, last, tokens[first].start, end + pointed, readings)


def find_names(roots: Sequence[Node], text: str, tokens: Sequence[Token]) -> list[Match]:
    """Return the names found from left to right without overlap, the longest first; an earlier tree wins a tie."""
    found: list[Match] = []
    position = 0
    while position < len(tokens):
        matches = [match for root in roots if (match := longest_match(root, text, tokens, position))]
        if matches:
            found.append(max(matches, key=lambda match: match.last))
        position = found[-1].last + 1 if matches else position + 1
    return found
