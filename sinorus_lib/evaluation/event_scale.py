"""How the search for events grows: ``python -m sinorus_lib.evaluation.event_scale [NUMBER ...] [--days N]``.

Collections of any size are drawn: an event is a direction in the space of vectors and a few names of its own, and its
articles lie about it; names that many events share follow Zipf's law (Zipf 1949).
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.evaluation.tables import Cell, markdown
from sinorus_lib.events.clustering import Collection, events_of
from sinorus_lib.events.entities import NAME, Names
from sinorus_lib.events.evidence import ArticleEvidence
from sinorus_lib.events.nearness import shipped_model, unit
from sinorus_lib.events.neighbours import joinable
from sinorus_lib.schemas import conform
from sinorus_lib.settings import LANGUAGES, Settings

SIZES = (1_000, 2_000, 4_000, 8_000, 16_000)
_FIRST = 100  # articles of the first collection, which is not measured
_MOST = 60  # articles of an event
_OWN, _SHARED = 4, 12  # names of an event alone, and those an article draws from what all draw from
_KEPT, _ZIPF, _VOCABULARY = 0.8, 1.3, 50_000
_HEADS = ("articles", "days", "events", "largest", "CPU seconds", "exponent", "peak GB")

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Recipe:
    """How a collection is drawn.

    Attributes:
        days: how long a time the events are spread over.
        common: how much of an article's vector all articles have in common.
        topic: how much it has from one of a few subjects.
        event: how much it has from its event.
        noise: how much is its own.
        topics: how many subjects there are.
        size: exponent of the law by which the sizes of events fall; lower means larger events.
        dimensions: of the vectors.
    """

    days: int = 365
    common: float = 0.55
    topic: float = 0.35
    event: float = 0.6
    noise: float = 0.6
    topics: int = 100
    size: float = 1.7
    dimensions: int = 384


def draw(articles: int, recipe: Recipe | None = None, *, seed: int = 1) -> tuple[pd.DataFrame, ArticleEvidence]:
    """Return a collection of so many articles and the evidence on it; the column ``truth`` holds the events."""
    recipe, random = recipe or Recipe(), np.random.default_rng(seed)
    sizes = np.minimum(random.zipf(recipe.size, articles), _MOST)
    truth = np.repeat(np.arange(articles), sizes)[:articles]
    ids = [f"a{number:07}" for number in random.permutation(articles)]
    days = random.integers(0, recipe.days, articles)[truth] + random.integers(0, 4, articles)
    frame = pd.DataFrame(
        {
            "article_id": ids,
            "outlet": random.choice(["North", "South", "East"], articles),
            "language": random.choice(LANGUAGES, articles),
            "title": [f"Headline {number}" for number in truth],
            "published": (pd.Timestamp("2022-01-01") + pd.to_timedelta(days, unit="D")).astype("datetime64[ns]"),
            "text": "",
            **dict.fromkeys(("url", "source_path", "original_language", "duplicate_of")),
        }
    )
    evidence = ArticleEvidence(ids, _vectors(truth, recipe, random), _names(truth, random))
    return conform(frame, "articles").assign(truth=truth), evidence


def _vectors(truth: npt.NDArray[np.int64], recipe: Recipe, random: np.random.Generator) -> Array:
    """Draw an article's vector from directions that all, those of its subject and those of its event share."""

    def directions(number: int) -> Array:
        return unit(random.normal(size=(number, recipe.dimensions)))

    topic = random.integers(0, recipe.topics, truth.max() + 1)[truth]
    return unit(
        recipe.common * directions(1)
        + recipe.topic * directions(recipe.topics)[topic]
        + recipe.event * directions(truth.max() + 1)[truth]
        + recipe.noise * directions(len(truth))
    )


def _names(truth: npt.NDArray[np.int64], random: np.random.Generator) -> list[Names]:
    """Draw what each article names: most of what its event alone names, and some of what all do."""
    own = random.random((len(truth), _OWN)) < _KEPT
    shared = np.minimum(random.zipf(_ZIPF, (len(truth), _SHARED)), _VOCABULARY)
    return [
        _named([f"event{event}n{number}" for number in np.flatnonzero(kept)] + [f"word{rank}" for rank in ranks])
        for event, kept, ranks in zip(truth, own, shared, strict=True)
    ]


def _named(forms: list[str]) -> Names:
    return Names(Counter(NAME + form for form in forms), {NAME + form: form.title() for form in forms})


@dataclass(frozen=True)
class Search:
    """What it took to find the events of a drawn collection.

    Attributes:
        articles: how many there were.
        events: how many events were found.
        largest: the articles of the largest.
        seconds: of processor time.
        gigabytes: the most memory that the process had held by then.
    """

    articles: int
    events: int
    largest: int
    seconds: float
    gigabytes: float


def searches(sizes: Iterable[int], recipe: Recipe) -> list[Search]:
    """Return what each number of articles takes; what is imported at first use is not counted."""
    _searched(_FIRST, recipe)
    return [_searched(size, recipe) for size in sizes]


def _searched(articles: int, recipe: Recipe) -> Search:
    frame, evidence = draw(articles, recipe)
    begun = time.process_time()
    sizes = events_of(frame, evidence)["event"].value_counts()
    return Search(articles, len(sizes), int(sizes.max()), time.process_time() - begun, _peak())


def recall(articles: int, recipe: Recipe) -> float:
    """Return the share of the pairs near enough for one event, all compared with all, that the search looks at."""
    settings, model, rows = Settings(), shipped_model(), np.arange(articles)
    evidence = Collection.gathered(*draw(articles, recipe), settings).evidence
    far = evidence.distances(rows, rows, model, settings.event_days)
    near = np.triu(far <= 1 - model.threshold, 1)
    seen = np.zeros_like(near)
    for pairs in joinable(evidence, rows, model, settings.event_days):
        seen[np.minimum(pairs.first, pairs.second), np.maximum(pairs.first, pairs.second)] = True
    return float((near & seen).sum() / near.sum())


def scale_table(found: Sequence[Search], recipe: Recipe) -> str:
    """Return, as Markdown, what each size took; the exponent is that from the size before to this one."""
    rows: list[list[Cell]] = [
        [each.articles, recipe.days, each.events, each.largest, each.seconds, exponent, each.gigabytes]
        for each, exponent in zip(found, [None, *map(_exponent, found, found[1:])], strict=True)
    ]
    return markdown(_HEADS, rows)


def _exponent(before: Search, after: Search) -> float:
    return float(np.log(after.seconds / before.seconds) / np.log(after.articles / before.articles))


def _peak() -> float:
    """Return the most memory that the process has held, in gigabytes; not on Windows."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="How the search for events grows with the collection.")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="numbers of articles")
    parser.add_argument("--days", type=int, default=Recipe.days, help="how long a time the events are spread over")
    options = parser.parse_args()
    recipe = Recipe(days=options.days)
    print(scale_table(searches(options.sizes, recipe), recipe))


if __name__ == "__main__":
    main()
