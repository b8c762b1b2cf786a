"""Invented news: sentences from patterns, words and names from pieces, numbers from dice.

Content words are made up, some thousands a language, drawn by Zipf's law (a few common, most rare); those of one
event come back throughout its reports. Function words are the language's own. So how often two unrelated articles
share a run of words depends on the patterns alone, and can be compared with real ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import Any
from zlib import crc32

from sinorus_lib.tables import language_table

TUNING, MEASURING = 0, 1
"""Which half of the patterns, and which made-up words, are used."""
TEMPLATES = "templates"
_HALVED = ("patterns", "openers", "clauses", "speech")
_SLOT = re.compile(r"\{(\w+)\}")
_MADE_UP = {"thing": 3_000, "deed": 900, "trait": 900}
_TOPIC, _ON_TOPIC = 40, 0.4
_THOUSANDS, _DECIMAL = {"fr": " ", "en": ","}, {"fr": ",", "en": "."}
_UNITS = {"percent": {"fr": " %", "en": "%"}, "money": {"fr": " millions d’euros", "en": " million euros"}}
_QUOTES = {"fr": ("« ", " »"), "en": ("“", "”")}


@dataclass(frozen=True)
class Cast:
    """Whom, where and what an event is about."""

    persons: tuple[str, ...]
    places: tuple[str, ...]
    firms: tuple[str, ...]
    things: tuple[str, ...]


@dataclass(frozen=True)
class Grammar:
    """What invented articles in a language are made of."""

    language: str
    half: int

    @cached_property
    def table(self) -> dict[str, Any]:
        """The lists, those of patterns each only the half that is used."""
        whole: dict[str, Any] = language_table(
            str(__package__), "grammar.yaml", self.language, of="an invented grammar"
        )
        halves = {name: whole[name][self.half :: 2] for name in _HALVED}
        templates = {name: lines[self.half :: 2] for name, lines in whole[TEMPLATES].items()}
        return whole | halves | {TEMPLATES: templates}

    @cached_property
    def words(self) -> dict[str, list[str]]:
        """Made-up words by what they stand for, each list the most common first."""
        random = Random(f"{self.language} {self.half}")  # noqa: S311 - invented words are no secret
        return {name: self._made_up(name, count, random) for name, count in _MADE_UP.items()}

    def _made_up(self, name: str, count: int, random: Random) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < count:
            stem = "".join(random.choices(self.table["syllables"], k=random.choice((1, 2, 2, 3))))
            word = stem + str(random.choice(self.table[f"{name}s"]))
            if crc32(word.encode()) % 2 == self.half:
                found[word] = None
        return list(found)

    @cached_property
    def _weights(self) -> dict[str, list[float]]:
        """For each list of words, the weights by Zipf's law, summed up."""
        return {name: list(accumulate(1 / (rank + 3) for rank in range(count))) for name, count in _MADE_UP.items()}

    def _word(self, name: str, random: Random) -> str:
        return random.choices(self.words[name], cum_weights=self._weights[name])[0]

    def cast(self, random: Random) -> Cast:
        """Return new names, and words for an event."""
        persons = tuple(f"{random.choice(self.table['first_names'])} {self._name(random)}" for _ in range(4))
        places, firms = (tuple(self._name(random) for _ in range(count)) for count in (4, 3))
        return Cast(persons, places, firms, tuple(random.sample(self.words["thing"], _TOPIC)))

    def _name(self, random: Random) -> str:
        syllables = random.choices(self.table["syllables"], k=random.choice((1, 2)))
        return ("".join(syllables) + str(random.choice(self.table["places"]))).capitalize()

    def sentence(self, random: Random, cast: Cast) -> str:
        """Return a sentence on an event."""
        return self.line("patterns", random, cast)

    def line(self, kind: str, random: Random, cast: Cast) -> str:
        """Return a sentence, a title, a credit or a piece of furniture."""
        return self.fill(random.choice(self.table[kind]), random, cast)

    def fill(self, pattern: str, random: Random, cast: Cast) -> str:
        """Return a pattern with its slots filled, begun with a capital."""
        text = pattern
        while _SLOT.search(text):
            text = _SLOT.sub(lambda match: self._slot(match[1], random, cast), text)
        text = " ".join(text.split())
        first = next((place for place, letter in enumerate(text) if letter.isalnum()), 0)
        return text[:first] + text[first : first + 1].upper() + text[first + 1 :]

    def _slot(self, name: str, random: Random, cast: Cast) -> str:
        if name == "thing" and random.random() < _ON_TOPIC:
            return random.choice(cast.things)
        if name in _MADE_UP:
            return self._word(name, random)
        if name in ("person", "place", "firm"):
            return str(random.choice(getattr(cast, f"{name}s")))
        return str(random.choice(self.table[name])) if name in self.table else self._figure(name, random)

    def _figure(self, name: str, random: Random) -> str:
        point, comma = _DECIMAL[self.language], _THOUSANDS[self.language]
        if name in ("number", "figure"):
            small, large = random.randint(2, 99), random.randint(1_000, 99_999)
            return f"{small if name == 'number' and random.random() < 0.7 else large:,}".replace(",", comma)
        units = _UNITS.get(name, {}).get(self.language, "")
        return f"{random.randint(1, 99)}{point}{random.randint(1, 9)}{units}"

    def quotation(self, random: Random, cast: Cast, words: int) -> str:
        """Return what somebody said at length, in quotation marks."""
        said: list[str] = []
        while sum(len(line.split()) for line in said) < words:
            said.append(self.line("speech", random, cast) + ".")
        return " ".join(said).join(_QUOTES[self.language])

    def template(self, kind: str, random: Random, cast: Cast | None = None) -> list[str]:
        """Return the paragraphs of a report that always has the same sentences.

        The numbers are always new. So are the names, or each stands at its place in every report of a cast.
        """
        lines = list(enumerate(line for line in self.table[TEMPLATES][kind] for _ in range(3)))
        casts = [self._member(cast, place) if cast else self.cast(random) for place, _ in lines]
        return [self.fill(line, random, one) for (_, line), one in zip(lines, casts, strict=True)]

    def _member(self, cast: Cast, place: int) -> Cast:
        """Return a cast with one person, place and firm each: those of a place in the report."""
        one = (names[place % len(names)] for names in (cast.persons, cast.places, cast.firms))
        persons, places, firms = ((name,) for name in one)
        return Cast(persons, places, firms, cast.things)
