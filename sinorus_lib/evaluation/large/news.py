"""Articles on invented events, in French and English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from sinorus_lib.evaluation.large.events import COMMON, Event, World
from sinorus_lib.evaluation.large.patterns import Choice, Pattern, Voice, parse, parse_lines
from sinorus_lib.settings import LANGUAGES
from sinorus_lib.tables import read_yaml

Paragraphs = tuple[tuple[str, ...], ...]

SHORTEST, LONGEST = 12, 45
"""Sentences of an article; the mean is 25."""
_COMMONEST = 18
_REPORTED = 0.6
"""Share of an event's facts that an article reports."""
_LONGEST_PARAGRAPH = 3


@dataclass(frozen=True)
class _Topic:
    """What there is to say on a topic in a language: titles, the wordings of each fact, and what is no event's."""

    titles: Choice
    facts: tuple[Choice, ...]
    own: tuple[Pattern, ...]


@dataclass(frozen=True)
class Desk:
    """Writes articles in one language."""

    language: str
    lists: Mapping[str, Pattern]
    topics: Mapping[str, _Topic]
    spelling: tuple[tuple[re.Pattern[str], str], ...]

    def title(self, event: Event, random: Random) -> str:
        """Return a headline."""
        return self._sentence(self.topics[event.topic].titles, self._voice(event, random))

    def paragraphs(self, event: Event, random: Random) -> Paragraphs:
        """Return an article: some of the event's facts, the first of them in front, among sentences of its own."""
        topic, voice = self.topics[event.topic], self._voice(event, random)
        reported = [fact for fact in event.facts if random.random() < _REPORTED] or [event.facts[0]]
        first, *others = (topic.facts[fact] for fact in reported)
        count = round(random.triangular(SHORTEST, LONGEST, _COMMONEST))
        rest = [*others, *_several(topic.own, count - len(reported), random)]
        random.shuffle(rest)
        return tuple(_paragraphs([self._sentence(pattern, voice) for pattern in (first, *rest)], random))

    def _voice(self, event: Event, random: Random) -> Voice:
        return Voice(self.language, random, event.known[self.language], self.lists)

    def _sentence(self, pattern: Pattern, voice: Voice) -> str:
        text = pattern.fill(voice)
        for wrong, right in self.spelling:
            text = wrong.sub(right, text)
        first = next(place for place, letter in enumerate(text) if letter.isalnum())
        return text[:first] + text[first].upper() + text[first + 1 :]


def _several(patterns: Sequence[Pattern], count: int, random: Random) -> list[Pattern]:
    """Return as many patterns, none a second time before all have come."""
    rounds, more = divmod(count, len(patterns))
    return [*patterns] * rounds + random.sample(patterns, more)


def _paragraphs(sentences: list[str], random: Random) -> Iterator[tuple[str, ...]]:
    while sentences:
        size = random.randint(1, _LONGEST_PARAGRAPH)
        yield tuple(sentences[:size])
        sentences = sentences[size:]


@lru_cache(maxsize=1)
def the_world() -> World:
    """Return where events come from."""
    return World(read_yaml(str(__package__), "patterns.yaml"))


@lru_cache(maxsize=len(LANGUAGES))
def desk(language: str) -> Desk:
    """Return who writes in a language."""
    world = the_world()
    spelling = tuple((re.compile(wrong), right) for wrong, right in world.table["spelling"][language])
    topics = {name: _topic(world, name, language) for name in world.topics}
    return Desk(language, _lists(world, language), topics, spelling)


def _topic(world: World, name: str, language: str) -> _Topic:
    tables = [world.table_of(one) for one in (name, COMMON)]
    facts = [parse_lines(fact[language]) for table in tables for fact in table["facts"]]
    own = [parse(line) for table in tables for line in table["own"][language].splitlines()]
    return _Topic(parse_lines(tables[0]["titles"][language]), tuple(facts), tuple(own))


def _lists(world: World, language: str) -> dict[str, Pattern]:
    """Return a language's lists: of the table, of both languages, and of what is drawn without an event."""
    blocks = {**world.table["shared"], **world.table["lists"][language]}
    names = {name: "\n".join(world.table[f"{name}s"][language]) for name in ("weekday", "month")}
    countries: dict[str, list[str]] = {}
    for country in world.table["countries"]:
        for form, name in world.forms(country, language):
            countries.setdefault("capital" if form == ".capital" else f"country{form}", []).append(name)
    joined = {slot: "\n".join(forms) for slot, forms in countries.items()}
    return {name: parse_lines(block) for name, block in {**names, **joined, **blocks}.items()}
