"""An invented collection of articles, some of them copies, some only alike.

Of the articles, 30 % are copies. A third of the rest is made to be taken for copies: reports of several papers on one
event that share a long quotation, reports filled into one template, follow-ups that repeat two paragraphs, and
editorials that take two paragraphs over, without quotation marks even. The others have nothing to do with each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import pandas as pd

from sinorus_lib.evaluation.copies.alterations import KINDS, Paragraphs
from sinorus_lib.evaluation.copies.grammar import MEASURING, TEMPLATES, Cast, Grammar
from sinorus_lib.schemas import conform
from sinorus_lib.settings import LANGUAGES

ORIGINAL, UNRELATED = "original", "unrelated"
COPIES = 0.3
"""Share of the articles that are copies."""
HARD = 0.35
"""Share of the others that are made to be taken for copies."""
_OUTLETS, _AGENCIES = 9, {"fr": "AFP", "en": "Reuters"}
_DAY = pd.Timestamp("2022-03-14")


@dataclass(frozen=True)
class Planted:
    """An article as it was made.

    Attributes:
        cluster: what it belongs to: an original and its copies, or articles that are only alike.
        kind: ``original``, what was done to make a copy of it, or the kind of likeness.
        copied: whether the members of its cluster are copies of each other.
    """

    cluster: int
    kind: str
    copied: bool
    outlet: str
    language: str
    published: pd.Timestamp | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Collection:
    """A collection and what was planted in it.

    Attributes:
        articles: the frame ``articles``, in no order.
        planted: ``article_id cluster kind copied language``, one row an article.
    """

    articles: pd.DataFrame
    planted: pd.DataFrame


def invent(seed: int, *, articles: int = 2_000, half: int = MEASURING) -> Collection:
    """Return an invented collection, half French and half English, the same for the same seed.

    Args:
        seed: of all dice.
        articles: how many, 20 at least.
        half: which half of the words and patterns, ``TUNING`` or ``MEASURING``.
    """
    random = Random(seed)  # noqa: S311 - invented text is no secret
    made: list[Planted] = []
    for language in LANGUAGES:
        made += _language(_Press(Grammar(language, half), random), articles // len(LANGUAGES), len(made))
    random.shuffle(made)
    return Collection(_articles(made), _planted(made))


@dataclass(frozen=True)
class _Press:
    """Makes articles in one language."""

    grammar: Grammar
    random: Random

    @property
    def outlets(self) -> list[str]:
        return [f"{self.grammar.language} {number}" for number in range(1, _OUTLETS + 1)]

    def article(self, cast: Cast) -> Paragraphs:
        """Return the title and the paragraphs of an article, mostly of 250 to 450 words."""
        random = self.random
        count = random.choices((random.randint(4, 7), random.randint(14, 26), random.randint(50, 90)), (1, 12, 1))[0]
        sentences = [self.grammar.sentence(random, cast) for _ in range(count)]
        paragraphs = [self.grammar.line("titles", random, cast)]
        while sentences:
            size = random.randint(1, 3)
            paragraphs.append(" ".join(sentences[:size]))
            sentences = sentences[size:]
        return paragraphs

    def plant(self, kind: str, paragraphs: Paragraphs, *, outlet: str | None = None, copied: bool = False) -> Planted:
        """Return an article of any outlet, of any day of a month."""
        published = _DAY + pd.Timedelta(hours=self.random.randint(0, 720))
        outlet = outlet or self.random.choice(self.outlets)
        return Planted(0, kind, copied, outlet, self.grammar.language, published, tuple(paragraphs))


def _language(press: _Press, articles: int, first: int) -> list[Planted]:
    """Return as many articles of one language, in clusters numbered from ``first`` on."""
    copies = round(articles * COPIES)
    made = _copied(press, copies)
    hard = round((articles - copies) * HARD)
    alike: list[list[Planted]] = []
    makers = (_quoting, _templated, _following, _commenting)
    while sum(map(len, alike)) < hard:
        alike.append(makers[len(alike) % len(makers)](press))
    made += alike
    made += [[press.plant(UNRELATED, press.article(press.grammar.cast(press.random)))] for _ in range(articles)]
    numbered = [replace(one, cluster=first + number) for number, cluster in enumerate(made) for one in cluster]
    return numbered[:articles]


def _copied(press: _Press, copies: int) -> list[list[Planted]]:
    """Return clusters of an original and its copies, all kinds of copies equally often."""
    kinds = [KINDS[number % len(KINDS)] for number in range(copies)]
    press.random.shuffle(kinds)
    clusters = []
    while kinds:
        cast = press.grammar.cast(press.random)
        text = press.article(cast)
        agency = _AGENCIES[press.grammar.language] if press.random.random() < 0.3 else None
        original = press.plant(ORIGINAL, text, outlet=agency, copied=True)
        size = press.random.choices((1, 2, 3, 8), (6, 4, 2, 1))[0]
        cluster = [original]
        for alteration in kinds[:size]:
            altered = alteration(text, press.grammar, cast, press.random)
            copy = press.plant(alteration.__name__, altered, copied=True)
            cluster.append(replace(copy, published=_reprinted(original, press.random)))
        kinds = kinds[size:]
        clusters.append(cluster)
    return clusters


def _reprinted(original: Planted, random: Random) -> pd.Timestamp | None:
    """Return a date after the original's; now and then none, or a wrong one before it."""
    if random.random() < 0.08:
        return None
    hours = random.randint(0, 48) if random.random() < 0.95 else -random.randint(1, 24)
    return None if original.published is None else original.published + pd.Timedelta(hours=hours)


def _quoting(press: _Press) -> list[Planted]:
    """Return reports of two or three papers on one event: the same names, and one long quotation in all of them."""
    random, cast = press.random, press.grammar.cast(press.random)
    said = press.grammar.quotation(random, cast, random.randint(50, 140))
    reports = []
    for outlet in random.sample(press.outlets, random.choice((2, 3))):
        text = _full(press, cast)
        place = random.randint(1, len(text))
        reports.append(press.plant("quotation", [*text[:place], said, *text[place:]], outlet=outlet))
    return reports


def _templated(press: _Press) -> list[Planted]:
    """Return reports on the markets, the weather or an election that are the same but for names and numbers.

    In every other series the names are the same as well, as in the report of one market on one day after the other.
    """
    random, kind = press.random, press.random.choice(sorted(press.grammar.table[TEMPLATES]))
    same = press.grammar.cast(random) if random.random() < 0.5 else None
    return [press.plant("template", press.grammar.template(kind, random, same)) for _ in range(random.randint(4, 9))]


def _following(press: _Press) -> list[Planted]:
    """Return an article and one or two later ones that repeat its two paragraphs of background."""
    random, cast = press.random, press.grammar.cast(press.random)
    background = [" ".join(press.grammar.sentence(random, cast) for _ in range(2)) for _ in range(2)]
    outlet = random.choice(press.outlets)
    articles = [[*_full(press, cast), *background] for _ in range(random.choice((2, 3)))]
    return [press.plant("follow-up", article, outlet=outlet) for article in articles]


def _commenting(press: _Press) -> list[Planted]:
    """Return an article and an editorial that quotes a paragraph of it and a sentence."""
    random, cast = press.random, press.grammar.cast(press.random)
    report, comment = _full(press, cast), _full(press, cast)
    quoted = random.sample(report[1:], 2)
    place = random.randint(1, len(comment))
    return [press.plant("editorial", report), press.plant("editorial", [*comment[:place], *quoted, *comment[place:]])]


def _full(press: _Press, cast: Cast) -> Paragraphs:
    """Return an article that is not of the shortest."""
    while len(article := press.article(cast)) < 7:
        pass
    return article


def _articles(made: list[Planted]) -> pd.DataFrame:
    return conform(pd.DataFrame(_rows(made)), "articles")


def _rows(made: list[Planted]) -> Iterator[dict[str, object]]:
    for number, one in enumerate(made):
        yield {
            "article_id": _id(number), "outlet": one.outlet, "language": one.language, "title": one.paragraphs[0],
            "published": one.published, "url": None, "text": "\n\n".join(one.paragraphs), "source_path": None,
            "original_language": None, "duplicate_of": None,
        }  # fmt: skip


def _planted(made: list[Planted]) -> pd.DataFrame:
    columns = ("cluster", "kind", "copied", "language")
    rows = [(_id(number), *(getattr(one, name) for name in columns)) for number, one in enumerate(made)]
    return pd.DataFrame(rows, columns=["article_id", *columns])


def _id(number: int) -> str:
    return f"a{number:05}"
