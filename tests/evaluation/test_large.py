"""Large invented collections are what they are said to be, and the same in whatever way they are asked for."""

from __future__ import annotations

from importlib.resources import files
from itertools import chain
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from sinorus_lib.coverage import read_coverage
from sinorus_lib.coverage.languages import detect_language
from sinorus_lib.errors import SinorusError
from sinorus_lib.evaluation.large import Collection, Shape, batches, invent, write
from sinorus_lib.evaluation.large.news import desk, the_world
from sinorus_lib.evaluation.large.patterns import Voice, parse, rounded_down, written
from sinorus_lib.sentences import split_sentences
from sinorus_lib.settings import LANGUAGES

SENTENCES = 20_000
MOST_BYTES = 60_000


@pytest.fixture(scope="module")
def collection() -> Collection:
    return invent(1, SENTENCES)


def bodies(articles: pd.DataFrame) -> pd.Series:
    """Return every sentence, titles left out, with the number of its article as index."""
    cut = [
        [text[one.start : one.end] for one in split_sentences(text, language, title) if one.kind == "sentence"]
        for text, language, title in zip(articles["text"], articles["language"], articles["title"], strict=True)
    ]
    return pd.Series(cut).explode()


def test_the_same_seed_gives_the_same_collection(collection: Collection) -> None:
    again, other = invent(1, SENTENCES), invent(2, 500)
    pd.testing.assert_frame_equal(collection.articles, again.articles)
    pd.testing.assert_frame_equal(collection.planted, again.planted)
    assert not set(other.articles["text"]) & set(collection.articles["text"])


def test_a_smaller_collection_begins_a_larger_one(collection: Collection) -> None:
    small = invent(1, 3_000)
    count = len(small.articles)
    assert 0 < count < len(collection.articles)
    pd.testing.assert_frame_equal(small.articles, collection.articles.head(count))
    pd.testing.assert_frame_equal(small.planted, collection.planted.head(count))
    assert collection.articles["published"].is_monotonic_increasing


def test_batches_are_the_same_articles() -> None:
    whole, parts = invent(3, 2_000), list(batches(3, 2_000, 17))
    assert {len(part.articles) for part in parts[:-1]} == {17}
    pd.testing.assert_frame_equal(whole.articles, pd.concat([part.articles for part in parts], ignore_index=True))
    pd.testing.assert_frame_equal(whole.planted, pd.concat([part.planted for part in parts], ignore_index=True))


def test_most_sentences_are_distinct(collection: Collection) -> None:
    originals = collection.articles[collection.planted["copy_of"].isna()]
    for language, articles in originals.groupby("language"):
        sentences = bodies(articles)
        print(f"\n{language}: {sentences.nunique() / len(sentences):.4f} of {len(sentences)} are distinct")
        assert sentences.nunique() >= 0.99 * len(sentences)


def test_sentences_and_articles_are_as_long_as_in_news(collection: Collection) -> None:
    for _, articles in collection.articles.groupby("language"):
        sentences = bodies(articles)
        words = sentences.str.split().str.len()
        assert 22 <= words.mean() <= 26
        assert words.between(12, 45).mean() > 0.97
        assert 130 <= sentences.str.len().mean() <= 160
        counts = sentences.groupby(level=0).size()
        assert 23 <= counts.mean() <= 27
        assert counts.quantile(0.01) >= 10
        assert counts.quantile(0.99) <= 46


def test_the_collection_has_its_shape(collection: Collection) -> None:
    articles, planted, shape = collection.articles, collection.planted, Shape()
    events = planted.groupby("event").size()
    days = articles["published"].nunique()
    assert articles["article_id"].is_unique
    assert articles["duplicate_of"].isna().all()
    assert articles["outlet"].nunique() == 12
    assert articles.groupby("language")["outlet"].nunique().tolist() == [6, 6]
    assert len(articles) / days == pytest.approx(shape.articles_per_day, rel=0.1)
    assert planted["copy_of"].notna().mean() == pytest.approx(shape.copies, abs=0.02)
    assert planted["event"].map(events).eq(1).mean() == pytest.approx(shape.singles, abs=0.04)
    assert shape.mean_size == pytest.approx(4.5, abs=0.15)
    assert events.max() <= 12
    assert articles["language"].eq("fr").mean() == pytest.approx(0.5, abs=0.03)


def test_an_event_has_articles_of_several_outlets_within_three_days(collection: Collection) -> None:
    events = collection.articles.assign(event=collection.planted["event"]).groupby("event")
    assert (events["outlet"].nunique() == events.size()).all()
    assert (events["published"].max() - events["published"].min()).max() <= pd.Timedelta(days=3)
    several = events.filter(lambda articles: len(articles) > 3).groupby("event")["language"].nunique()
    assert several.eq(2).mean() > 0.8


def test_copies_repeat_an_earlier_article_of_their_language(collection: Collection) -> None:
    articles = collection.articles.assign(place=range(len(collection.articles))).set_index("article_id")
    for copy, original in collection.planted.dropna()[["article_id", "copy_of"]].itertuples(index=False):
        one, other = articles.loc[copy], articles.loc[original]
        assert one["language"] == other["language"]
        assert one["outlet"] != other["outlet"]
        assert one["place"] > other["place"]
        paragraphs, whole = one["text"].split("\n\n"), other["text"].split("\n\n")
        assert set(paragraphs) <= set(whole)
        assert len(whole) - len(paragraphs) in (0, 1)


def test_both_sides_report_facts_of_an_event(collection: Collection) -> None:
    """Numbers that only an event has come back in the other language, written in its way."""
    articles = collection.articles.assign(event=collection.planted["event"])
    amounts = (
        articles["text"]
        .str.findall(r"(?<!\d)\d{1,3}[ ,]\d{3}(?!\d)")
        .map(lambda found: {one.replace(",", " ") for one in found})
    )
    sides = {key: set(chain(*found)) for key, found in amounts.groupby([articles["event"], articles["language"]])}
    both = [event for event in set(articles["event"]) if all((event, language) in sides for language in LANGUAGES)]
    shared = [bool(sides[event, "fr"] & sides[event, "en"]) for event in both]
    assert sum(shared) / len(shared) > 0.5


def test_languages_are_recognised(collection: Collection) -> None:
    sample = collection.articles.sample(60, random_state=1)
    found = [detect_language(text) for text in sample["text"]]
    assert [one.language for one in found if one and one.sure] == sample["language"].tolist()


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    planted, expected = write(tmp_path / "news", 5, 500), invent(5, 500)
    coverage = read_coverage(tmp_path / "news")
    columns = ["article_id", "outlet", "language", "title", "published", "text"]
    pd.testing.assert_frame_equal(coverage.articles[columns], expected.articles[columns])
    pd.testing.assert_frame_equal(planted, expected.planted)
    assert not coverage.warnings
    assert coverage.removed.empty


def test_there_are_as_many_patterns_in_both_languages() -> None:
    world = the_world()
    tables = [world.table_of(name) for name in (*world.topics, "common")]
    assert len(world.topics) >= 6
    facts = [fact for table in tables for fact in table["facts"]]
    assert all(len(fact[language].splitlines()) >= 2 for fact in facts for language in LANGUAGES)
    counts = {
        len(facts) + sum(len(table["own"][language].splitlines()) for table in tables) for language in LANGUAGES
    }
    assert min(counts) >= 60
    assert len(counts) == 1
    table = files("sinorus_lib.evaluation.large").joinpath("patterns.yaml")
    assert len(table.read_bytes()) < MOST_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_event_has_is_in_no_list(language: str) -> None:
    """A slot would mean the one in some articles and the other in others."""
    world = the_world()
    for seed in range(50):
        event = world.event(seed, Random(seed))  # noqa: S311 - invented text is no secret
        assert not set(event.known[language]) & set(desk(language).lists)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_pattern_is_left(collection: Collection, language: str) -> None:
    text = "\n".join(collection.articles.loc[collection.articles["language"] == language, "text"])
    assert not set("{}()|~_") & set(text)
    for wrong in ("  ", " ,", ",,", ",.", "..", " de le ", " à le ", " de A", " a Austr", " que I"):
        assert wrong not in text


def test_patterns_choose_and_count() -> None:
    random = Random(1)  # noqa: S311 - invented text is no secret
    voice = Voice("fr", random, {"dead": "12"}, {"where": parse("à (Oslo|Rome)")})
    said = {parse("(environ |){dead} morts {where}, {1500-1500} blessés, {2.5-2.5} %").fill(voice) for _ in range(50)}
    assert said == {
        f"{about}12 morts à {where}, 1 500 blessés, 2,5 %" for about in ("", "environ ") for where in ("Oslo", "Rome")
    }
    assert written(1_234.5, "en") == "1,234.5"
    assert [rounded_down(number) for number in (1_234, 147, 45, 40)] == [1_200, 140, 40, 30]


def test_more_copies_than_can_be_made_are_refused() -> None:
    with pytest.raises(SinorusError, match="fewer copies"):
        Shape(copies=0.5)
