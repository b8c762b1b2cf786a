"""Invented events: where, when and between whom, and in what numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

import pandas as pd

from sinorus_lib.evaluation.large.patterns import Pattern, Range, Voice, parse_lines, rounded_down, written
from sinorus_lib.settings import LANGUAGES

FIRST_DAY = pd.Timestamp("2021-03-01")  # a Monday, as `weekdays` begins with
COMMON = "common"
"""What may be said of events of all topics."""
_FACTS = (5, 9)
_DAYS_AHEAD = (30, 150)
_PERSONS = {"p": "A", "q": "B", "r": "B"}
_OFFICIALS = ("p", "q")
_NAMES = {"town": "somewhere", "town2": "somewhere", "firm": "group", "firm2": "group"}

Slots = dict[str, str]


@dataclass(frozen=True)
class Event:
    """What articles report on.

    Attributes:
        topic: its name in the table of patterns.
        facts: the numbers of its facts, those of its topic before those of all topics.
        known: for each language, what stands in the slots that are the same in all articles.
    """

    topic: str
    facts: tuple[int, ...]
    known: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class World:
    """Where events come from: the whole table of patterns."""

    table: Mapping[str, Any]

    @cached_property
    def topics(self) -> list[str]:
        """What events are about."""
        return list(self.table["topics"])

    def event(self, day: int, random: Random) -> Event:
        """Return an event of a day, counted from ``FIRST_DAY``."""
        topic = random.choice(self.topics)
        count = sum(len(self.table_of(name)["facts"]) for name in (topic, COMMON))
        facts = sorted(random.sample(range(count), random.randint(*_FACTS)))
        known: dict[str, Slots] = {language: {} for language in LANGUAGES}
        for slots in self._draws(topic, day, random):
            for language in LANGUAGES:
                known[language] |= slots[language]
        return Event(topic, tuple(facts), known)

    def table_of(self, topic: str) -> Mapping[str, Any]:
        """Return what there is to say on a topic, or on all of them."""
        table: Mapping[str, Any] = self.table[COMMON] if topic == COMMON else self.table["topics"][topic]
        return table

    def _draws(self, topic: str, day: int, random: Random) -> Iterator[dict[str, Slots]]:
        """Yield slots by language, a few at a time."""
        yield self._dates(day, random)
        names = {slot: self._name(kind, random) for slot, kind in _NAMES.items()}
        yield dict.fromkeys(LANGUAGES, names)
        yield self._countries(random)
        for slot in _PERSONS:
            yield self._person(slot, random)
        yield self._choice("X", self.table["powers"], random)
        areas = self._choice("area", self.table["areas"], random)
        yield {language: {"area": slots["area"].format(**names)} for language, slots in areas.items()}
        scene = random.choice(self.table_of(topic)["scenes"])
        yield {language: {slot: words[n] for slot, words in scene.items()} for n, language in enumerate(LANGUAGES)}
        yield self._numbers(topic, random)

    def _dates(self, day: int, random: Random) -> dict[str, Slots]:
        months = (FIRST_DAY + pd.Timedelta(days=day + random.randint(*_DAYS_AHEAD))).month
        return {
            language: {
                "day": self.table["weekdays"][language][day % 7],
                "later": self.table["months"][language][months - 1],
            }
            for language in LANGUAGES
        }

    @cached_property
    def _shared(self) -> dict[str, Pattern]:
        return {name: parse_lines(lines) for name, lines in self.table["shared"].items()}

    def _name(self, kind: str, random: Random) -> str:
        return self._shared[kind].fill(Voice(LANGUAGES[0], random, {}, self._shared))

    def _countries(self, random: Random) -> dict[str, Slots]:
        rows = dict(zip("AB", random.sample(self.table["countries"], 2), strict=True))
        return {
            language: {slot + form: name for slot, row in rows.items() for form, name in self.forms(row, language)}
            for language in LANGUAGES
        }

    def forms(self, country: list[str], language: str) -> Iterator[tuple[str, str]]:
        """Yield the forms of a country's name in a language, each after the end of its slot's name."""
        forms: Mapping[str, list[str]] = self.table["country_forms"]
        begins = sum(len(forms[other]) for other in LANGUAGES[: LANGUAGES.index(language)])
        yield from zip(forms[language], country[begins:], strict=False)

    def _person(self, slot: str, random: Random) -> dict[str, Slots]:
        """Return a person's name, the name with Mr or Ms, and the office."""
        woman = random.random() < 0.5
        name = self._name("someone.woman" if woman else "someone.man", random)
        office = random.choice(self.table["offices"])
        last = name.split(" ", 1)[1]
        return {
            language: {
                slot: name,
                f"{slot}.title": f"{self.table['titles'][language][woman]} {last}",
                f"{slot}.office": office[2 * number + woman],
            }
            for number, language in enumerate(LANGUAGES)
        }

    def _choice(self, slot: str, rows: list[list[str]], random: Random) -> dict[str, Slots]:
        row = random.choice(rows)
        return {language: {slot: words} for language, words in zip(LANGUAGES, row, strict=True)}

    def _numbers(self, topic: str, random: Random) -> dict[str, Slots]:
        """Return numbers in figures; whole ones also rounded down, with a tilde after the slot's name."""
        drawn = {slot: bounds.draw(random) for slot, bounds in self._ranges[topic].items()}
        drawn |= {f"{slot}~": rounded_down(number) for slot, number in drawn.items() if isinstance(number, int)}
        return {
            language: {slot: written(number, language) for slot, number in drawn.items()} for language in LANGUAGES
        }

    @cached_property
    def _ranges(self) -> dict[str, dict[str, Range]]:
        """The ranges of the numbers of an event, by topic."""
        return {
            topic: {
                slot: Range.of(str(bounds))
                for name in (topic, COMMON)
                for slot, bounds in self.table_of(name)["numbers"].items()
            }
            for topic in self.topics
        }
