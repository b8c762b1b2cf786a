"""Collections of invented news of any size: events, who reports them and when, and copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count, islice
from math import comb
from random import Random

import pandas as pd

from sinorus_lib.coverage.articles import article_id
from sinorus_lib.errors import SinorusError
from sinorus_lib.evaluation.large.events import FIRST_DAY, Event
from sinorus_lib.evaluation.large.news import Paragraphs, desk, the_world
from sinorus_lib.schemas import conform
from sinorus_lib.settings import LANGUAGES

SPREAD = 3
"""Days within which all articles on an event are published."""
_MEAN_DELAY = 0.7
_FEWEST, _MOST = 2, 12


@dataclass(frozen=True)
class Shape:
    """How a collection is made, whatever its size.

    Attributes:
        articles_per_day: how many are published; 1,500 sentences or so.
        singles: share of the articles that report what nobody else reports.
        decay: how much rarer an event with one more article is; events that several report have 2 to 12 articles by
            different outlets, 4.5 on average if it is .75.
        copies: share of the articles that are copies of an earlier one, in the same language, of another outlet:
            every word of it, or all but a paragraph.
    """

    articles_per_day: float = 60
    singles: float = 0.4
    decay: float = 0.75
    copies: float = 0.08

    def __post_init__(self) -> None:
        if not 0 <= self.copy_rate <= 1:
            raise SinorusError(
                f"Expected fewer copies, got {self.copies}: too few articles have one to be copied from."
            )

    @cached_property
    def sizes(self) -> dict[int, float]:
        """Share of the events of several articles that have as many."""
        weights = {size: self.decay ** (size - _FEWEST) for size in range(_FEWEST, _MOST + 1)}
        return {size: weight / sum(weights.values()) for size, weight in weights.items()}

    @cached_property
    def mean_size(self) -> float:
        """Articles of an event that several report."""
        return sum(size * share for size, share in self.sizes.items())

    @cached_property
    def copy_rate(self) -> float:
        """How likely an article is a copy if it is not the first on its event in its language."""
        later = sum(share * (size - _languages(size)) for size, share in self.sizes.items()) / self.mean_size
        return self.copies / ((1 - self.singles) * later)

    def events(self, random: Random) -> list[int]:
        """Return how many articles each event of a day has."""
        singles = _whole(self.articles_per_day * self.singles, random)
        several = _whole(self.articles_per_day * (1 - self.singles) / self.mean_size, random)
        return [1] * singles + random.choices(list(self.sizes), list(self.sizes.values()), k=several)


def _languages(size: int) -> float:
    """Return in how many languages as many articles are written on average, drawn from all outlets."""
    outlets = _outlets()
    each = [sum(language == one for _, language in outlets) for one in LANGUAGES]
    return sum(1 - comb(len(outlets) - number, size) / comb(len(outlets), size) for number in each)


def _outlets() -> list[tuple[str, str]]:
    """Return every outlet with its language."""
    names = the_world().table["outlets"]
    return [(name, language) for language in LANGUAGES for name in names[language]]


def _whole(number: float, random: Random) -> int:
    """Return a whole number that is the given one on average."""
    return int(number) + (random.random() < number % 1)


@dataclass(frozen=True)
class Article:
    """An article as it was made; ``when`` counts days from ``FIRST_DAY``."""

    outlet: str
    language: str
    when: float
    event: str
    title: str
    paragraphs: Paragraphs
    copy_of: str | None = None

    @cached_property
    def text(self) -> str:
        """Title and paragraphs."""
        return "\n\n".join((self.title, *map(" ".join, self.paragraphs)))

    @cached_property
    def article_id(self) -> str:
        """The id that it has when it is read from a file, too."""
        return article_id(self.outlet, self.text)

    @property
    def sentences(self) -> int:
        """How many it has, without its title."""
        return sum(map(len, self.paragraphs))


@dataclass(frozen=True)
class Collection:
    """A collection and what was planted in it.

    Attributes:
        articles: the frame ``articles``, by date.
        planted: ``article_id event copy_of``, one row an article; ``copy_of`` is empty where it is no copy.
    """

    articles: pd.DataFrame
    planted: pd.DataFrame


def invent(seed: int, sentences: int, *, shape: Shape | None = None) -> Collection:
    """Return an invented collection, half French and half English, the same for the same seed.

    Of the same seed and shape, a smaller collection is the beginning of a larger one. The last events of a collection
    lack the articles that would have been published after its end.

    Args:
        seed: of all dice.
        sentences: how many at least, without titles; the article that reaches them is the last.
        shape: how many articles a day, on events of how many outlets, and how many copies.
    """
    return _collection(list(_published(seed, sentences, shape or Shape())))


def batches(
    seed: int, sentences: int, articles_at_a_time: int = 1_000, *, shape: Shape | None = None
) -> Iterator[Collection]:
    """Yield the same articles as ``invent`` a few at a time, so that a collection need not fit into memory.

    Args:
        seed: of all dice.
        sentences: how many at least, without titles.
        articles_at_a_time: articles of each collection but the last.
        shape: as for ``invent``.
    """
    articles = _published(seed, sentences, shape or Shape())
    while batch := list(islice(articles, articles_at_a_time)):
        yield _collection(batch)


def _published(seed: int, sentences: int, shape: Shape) -> Iterator[Article]:
    """Yield articles by date until there are so many sentences."""
    written = 0
    articles = _endless(seed, shape)
    while written < sentences:
        article = next(articles)
        written += article.sentences
        yield article


def _endless(seed: int, shape: Shape) -> Iterator[Article]:
    """Yield articles by date: those of a day once all events are made that they may report."""
    waiting: defaultdict[int, list[Article]] = defaultdict(list)
    for day in count():
        random = Random(f"{seed} {day}")  # noqa: S311 - invented text is no secret
        for number, size in enumerate(shape.events(random)):
            for article in _reports(f"{day:05}-{number:03}", day, size, shape, random):
                waiting[int(article.when)].append(article)
        yield from sorted(waiting.pop(day, []), key=lambda article: article.when)


def _reports(name: str, day: int, size: int, shape: Shape, random: Random) -> list[Article]:
    """Return the articles on a new event of a day, by date."""
    event = the_world().event(day, random)
    begun = day + random.random()
    delays = sorted([0.0, *(random.expovariate(1 / _MEAN_DELAY) % SPREAD for _ in range(size - 1))])
    made: list[Article] = []
    for delay, (outlet, language) in zip(delays, random.sample(_outlets(), size), strict=True):
        earlier = [one for one in made if one.language == language and one.copy_of is None]
        copied = random.choice(earlier) if earlier and random.random() < shape.copy_rate else None
        made.append(_article(event, name, outlet, language, begun + delay, copied, random))
    return made


def _article(
    event: Event, name: str, outlet: str, language: str, when: float, copied: Article | None, random: Random
) -> Article:
    """Return an article of an outlet's own, or a copy of another one."""
    if copied:
        return Article(
            outlet, language, when, name, copied.title, _reprinted(copied.paragraphs, random), copied.article_id
        )
    writer = desk(language)
    return Article(outlet, language, when, name, writer.title(event, random), writer.paragraphs(event, random))


def _reprinted(paragraphs: Paragraphs, random: Random) -> Paragraphs:
    """Return all paragraphs, or one fewer."""
    if random.random() < 0.5:
        return paragraphs
    cut = random.randrange(1, len(paragraphs))
    return paragraphs[:cut] + paragraphs[cut + 1 :]


def _collection(made: list[Article]) -> Collection:
    articles = pd.DataFrame(
        {
            "article_id": [one.article_id for one in made],
            "outlet": [one.outlet for one in made],
            "language": [one.language for one in made],
            "title": [one.title for one in made],
            "published": FIRST_DAY + pd.to_timedelta([int(one.when) for one in made], unit="D"),
            "url": None,
            "text": [one.text for one in made],
            "source_path": None,
            "original_language": None,
            "duplicate_of": None,
        }
    )
    planted = pd.DataFrame(
        [(one.article_id, one.event, one.copy_of) for one in made], columns=["article_id", "event", "copy_of"]
    )
    return Collection(conform(articles, "articles"), planted.astype("str"))
