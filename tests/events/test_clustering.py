"""Events of invented articles, found by the real parser and encoder."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.errors import EncoderError, SchemaError, SettingsError
from sinorus_lib.events import find_events
from sinorus_lib.events.clustering import COLUMNS
from sinorus_lib.events.nearness import shipped_model
from sinorus_lib.parsing import Parser
from sinorus_lib.schemas import empty
from sinorus_lib.settings import Settings
from tests.events.conftest import Sample

Together = Callable[[pd.DataFrame], set[frozenset[str]]]
ONE_DAY = pd.Timedelta(days=1)


def ids(articles: pd.DataFrame, event: str) -> set[str]:
    return set(articles.loc[articles["truth"] == event, "article_id"])


@pytest.mark.parametrize("languages", [("fr",), ("en",), ("fr", "en")])
def test_different_events_are_told_apart_and_one_is_found_whole(
    sample: Sample, together: Together, languages: tuple[str, ...]
) -> None:
    """Fires of the same week in two cities, and two affairs of the same people a month apart."""
    chosen = sample.of("fire-charleroi", "fire-leeds", "vilnius-gas", "suwalki-trucks")
    chosen = chosen[chosen["language"].isin(languages)].reset_index(drop=True)
    expected = {frozenset(ids(chosen, event)) for event in set(chosen["truth"])}
    assert together(sample.events(chosen)) == expected


def test_the_sample_is_one_event_though_four_dates_are_unknown(coverage: sl.Coverage, parser: Parser) -> None:
    claims = sl.split_claims(coverage, parser=parser)
    found = find_events(coverage.articles, claims, sl.embed(claims), parser=parser)
    assert [name[:11] for name in found["event"].unique()] == ["2022-03-14 "]
    assert found["similarity"].between(0, 1).all()
    assert found["entities"].str.contains("Sullivan").any()


def test_the_result_has_a_row_an_article_in_the_order_given(sample: Sample) -> None:
    found = sample.events()
    assert found["article_id"].tolist() == sample.articles["article_id"].tolist()
    assert {column: str(dtype) for column, dtype in found.dtypes.items()} == COLUMNS
    alone = found["event"].map(found["event"].value_counts()) == 1
    assert found["similarity"].isna().tolist() == alone.tolist()
    assert (found.loc[alone, "entities"] == "").all()


def test_the_order_of_the_rows_does_not_matter(sample: Sample) -> None:
    shuffled = sample.articles.sample(frac=1, random_state=3).reset_index(drop=True)
    order = np.random.default_rng(4).permutation(len(sample.claims))
    claims = sample.claims.iloc[order].reset_index(drop=True)
    found = find_events(shuffled, claims, sample.vectors[order], parser=sample.parser)
    again = found.set_index("article_id").loc[sample.articles["article_id"]].reset_index()
    pd.testing.assert_frame_equal(again, sample.events())


def test_what_is_given_is_not_changed(sample: Sample) -> None:
    before = sample.articles.copy(), sample.claims.copy(), sample.vectors.copy()
    sample.events()
    pd.testing.assert_frame_equal(sample.articles, before[0])
    pd.testing.assert_frame_equal(sample.claims, before[1])
    assert np.array_equal(sample.vectors, before[2])


def test_no_articles_have_no_events(sample: Sample) -> None:
    found = find_events(empty("articles"), empty("claims"), sample.vectors[:0], parser=sample.parser)
    assert found.empty
    assert list(found.columns) == list(COLUMNS)


def test_one_article_is_one_event(sample: Sample) -> None:
    found = sample.events(sample.articles.iloc[[0]])
    assert len(found) == 1
    assert found["event"].iloc[0]
    assert found["similarity"].isna().all()


def test_an_article_without_claims_is_an_event_of_its_own(sample: Sample) -> None:
    facts = {"article_id": "mute", "language": "fr", "title": "Un titre sans suite", "published": pd.NaT}
    mute = sample.articles.iloc[[0]].assign(**facts)
    chosen = pd.concat([sample.of("fire-leeds"), mute], ignore_index=True)
    found = sample.events(chosen).set_index("article_id")
    assert found.loc["mute", "event"] == "titre-suite"
    assert found["event"].nunique() == 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_window_parts_what_is_alike(sample: Sample, language: str) -> None:
    """One text printed twice: the same event a day later, another one a month later, and with no date the same."""
    one = sample.articles[sample.articles["language"] == language].iloc[[0]]

    def events(days: float | None) -> int:
        date = pd.NaT if days is None else one["published"] + days * ONE_DAY
        copy = one.assign(article_id="copy", outlet="Another", published=date)
        articles = pd.concat([one, copy], ignore_index=True)
        claims = sl.split_claims(articles, parser=sample.parser)
        return int(find_events(articles, claims, sl.embed(claims), parser=sample.parser)["event"].nunique())

    assert (events(1), events(7), events(8), events(30), events(None)) == (1, 1, 2, 2, 1)


def test_an_event_lasts_longer_by_those_between_but_not_for_ever(sample: Sample) -> None:
    """Copies of one text every five days for sixty: more than a window long, less than four."""
    one = sample.articles.iloc[[0]]
    copies = [
        one.assign(article_id=f"copy{n:02}", outlet=f"Outlet {n}", published=one["published"] + 5 * n * ONE_DAY)
        for n in range(13)
    ]
    articles = pd.concat(copies, ignore_index=True)
    claims = sl.split_claims(articles, parser=sample.parser)
    found = find_events(articles, claims, sl.embed(claims), parser=sample.parser)
    days = articles.merge(found.drop(columns="entities"), on="article_id").groupby("event_y")["published"]
    spans = (days.max() - days.min()).dt.days
    assert 7 < spans.max() < 28
    assert found["event"].nunique() > 2


def test_a_wider_window_and_a_lower_threshold_make_fewer_events(sample: Sample) -> None:
    counts = [sample.events(event_similarity=level)["event"].nunique() for level in (0.2, 0.6, 0.95)]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
    same_people = sample.of("vilnius-gas", "suwalki-trucks")
    options = {"event_similarity": 0.3}
    found = [sample.events(same_people, event_days=days, **options) for days in (7, 365)]
    assert [len(events["event"].unique()) for events in found] == [2, 1]


def test_the_analyst_wins(sample: Sample, together: Together) -> None:
    """One fire is called by a name and gets an article of the other; whoever is named stays, and others join."""
    chosen = sample.of("fire-charleroi", "fire-leeds")
    charleroi, leeds = (sorted(ids(chosen, name)) for name in ("fire-charleroi", "fire-leeds"))
    named = {charleroi[0]: "The fires", leeds[0]: "The fires"}
    found = sample.events(chosen.assign(event=chosen["article_id"].map(named)))
    events = found.set_index("article_id")["event"]
    assert events[charleroi[0]] == events[leeds[0]] == "The fires"
    assert sample.events(chosen)["event"].nunique() == 2


def test_others_join_a_named_event(sample: Sample) -> None:
    chosen = sample.of("fire-charleroi", "norway-fund")
    fire = sorted(ids(chosen, "fire-charleroi"))
    found = sample.events(chosen.assign(event=chosen["article_id"].map({fire[0]: "Gommetal"})))
    assert set(found.loc[found["event"] == "Gommetal", "article_id"]) == set(fire)


def test_two_named_events_are_never_one(sample: Sample) -> None:
    """Not even where the articles of both, and a third that is as near to either, are one event."""
    chosen = sample.of("fire-charleroi")
    first, second, third = chosen["article_id"]
    found = sample.events(chosen.assign(event=chosen["article_id"].map({first: "A", second: "B"})))
    events = found.set_index("article_id")["event"]
    assert (events[first], events[second]) == ("A", "B")
    assert events[third] in ("A", "B")


def test_a_named_event_may_last_as_long_as_the_analyst_says(sample: Sample) -> None:
    chosen = sample.of("fire-charleroi")
    later = chosen["published"].where(chosen.index != 1, chosen["published"] + 200 * ONE_DAY)
    chosen = chosen.assign(published=later, event=["Gommetal", "Gommetal", None])
    assert sample.events(chosen)["event"].tolist() == ["Gommetal"] * 3


def test_a_blank_name_is_none(sample: Sample) -> None:
    chosen = sample.of("fire-charleroi")
    pd.testing.assert_frame_equal(sample.events(chosen.assign(event=["", " ", None])), sample.events(chosen))


def test_frames_that_do_not_belong_together_are_refused(sample: Sample) -> None:
    one = sample.articles.iloc[[0]]
    with pytest.raises(SchemaError, match="Two articles have the id"):
        sample.events(pd.concat([one, one]))
    with pytest.raises(SchemaError, match="not among the articles"):
        find_events(one, sample.claims, sample.vectors, parser=sample.parser)
    with pytest.raises(EncoderError, match="encoder of the settings"):
        find_events(sample.articles, sample.claims, sample.vectors[:, :9], parser=sample.parser)
    for level in (0.0, 1.0, float("nan")):
        with pytest.raises(SettingsError, match="event_similarity"):
            sample.events(event_similarity=level)


def test_the_interface_names_the_events(sample: Sample) -> None:
    chosen = sample.of("gas-price")
    for interface, country in (("fr", "chine"), ("en", "china")):
        assert country in sample.events(chosen, interface=interface)["event"].iloc[0]


def test_the_default_setting_is_what_the_model_was_fitted_with() -> None:
    assert Settings().event_similarity == shipped_model().threshold
