"""Patterns: ``(a|b)`` is either, ``()`` nothing, ``{name}`` a slot, ``{7-90}`` or ``{1.1-9.9}`` a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Protocol

_PIECE = re.compile(r"\{[^}]+\}|[()|]|[^{}()|]+")
_RANGE = re.compile(r"[\d.]+-[\d.]+")
_MARKS = {"fr": str.maketrans(",.", " ,"), "en": str.maketrans("", "")}
_SMALL, _TENS = 100, 10


class Pattern(Protocol):
    """A part of a sentence, or a whole one."""

    def fill(self, voice: Voice) -> str:
        """Return it in words."""
        ...


@dataclass(frozen=True)
class Voice:
    """Who fills a pattern: a language, dice, what is known of the event, and lists for everything else."""

    language: str
    random: Random
    known: Mapping[str, str]
    lists: Mapping[str, Pattern]


@dataclass(frozen=True)
class _Words:
    text: str

    def fill(self, voice: Voice) -> str:
        return self.text


@dataclass(frozen=True)
class _Slot:
    name: str

    def fill(self, voice: Voice) -> str:
        known = voice.known.get(self.name)
        return voice.lists[self.name].fill(voice) if known is None else known


@dataclass(frozen=True)
class Range:
    """Numbers from ``low`` to ``high``; with a decimal where the bounds have one."""

    low: float
    high: float

    @classmethod
    def of(cls, text: str) -> Range:
        """Read ``7-90`` or ``1.1-9.9``."""
        low, high = (float(bound) if "." in bound else int(bound) for bound in text.split("-"))
        return cls(low, high)

    def draw(self, random: Random) -> float:
        """Return one of them."""
        if isinstance(self.low, int) and isinstance(self.high, int):
            return random.randint(self.low, self.high)
        return round(random.uniform(self.low, self.high), 1)

    def fill(self, voice: Voice) -> str:
        """Return one of them as the language writes it."""
        return written(self.draw(voice.random), voice.language)


@dataclass(frozen=True)
class _Sequence:
    parts: tuple[Pattern, ...]

    def fill(self, voice: Voice) -> str:
        return "".join([part.fill(voice) for part in self.parts])


@dataclass(frozen=True)
class Choice:
    """Any one of several patterns."""

    options: tuple[Pattern, ...]

    def fill(self, voice: Voice) -> str:
        """Return one of them in words."""
        return voice.random.choice(self.options).fill(voice)


def written(number: float, language: str) -> str:
    """Return a number in figures as a language writes it: 1 250 and 3,4 or 1,250 and 3.4."""
    return f"{number:,}".translate(_MARKS[language])


def rounded_down(number: int) -> int:
    """Return the round number below: 1,200 of 1,234, 140 of 147, 40 of 45."""
    step = 10 ** (len(str(number)) - 2) if number >= _SMALL else _TENS
    return (number - 1) // step * step


def parse(text: str) -> Pattern:
    """Return the pattern that a line says."""
    return _choice(iter(_PIECE.findall(text)))


def parse_lines(block: str) -> Choice:
    """Return the patterns of a block, one a line, each as likely."""
    return Choice(tuple(map(parse, block.splitlines())))


def _choice(pieces: Iterator[str]) -> Pattern:
    """Return what pieces of a line say up to the end or the closing parenthesis."""
    options: list[Pattern] = []
    parts: list[Pattern] = []
    for piece in pieces:
        if piece == ")":
            break
        if piece == "|":
            options.append(_Sequence(tuple(parts)))
            parts = []
        else:
            parts.append(_choice(pieces) if piece == "(" else _part(piece))
    options.append(_Sequence(tuple(parts)) if len(parts) != 1 else parts[0])
    return Choice(tuple(options)) if len(options) > 1 else options[0]


def _part(piece: str) -> Pattern:
    if not piece.startswith("{"):
        return _Words(piece)
    name = piece[1:-1]
    return Range.of(name) if _RANGE.fullmatch(name) else _Slot(name)
