"""What is known of each article, gathered in pieces, stored and put together again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.errors import SchemaError
from sinorus_lib.events import ArticleEvidence, events_of
from tests.events.conftest import Sample


def gathered(sample: Sample, rows: slice) -> ArticleEvidence:
    articles = sample.articles.iloc[rows]
    kept = sample.claims["article_id"].isin(articles["article_id"]).to_numpy()
    claims = sample.claims[kept].reset_index(drop=True)
    return ArticleEvidence.of(articles, claims, sample.vectors[kept], parser=sample.parser, settings=sl.Settings())


def same(one: ArticleEvidence, other: ArticleEvidence) -> bool:
    """Say whether two are alike to the last bit, the order in which things are named included."""
    return (
        list(one.article_ids) == list(other.article_ids)
        and np.array_equal(one.vectors, other.vectors)
        and [list(names.counts.items()) for names in one.names]
        == [list(names.counts.items()) for names in other.names]
        and [dict(names.written) for names in one.names] == [dict(names.written) for names in other.names]
    )


@pytest.fixture(scope="module")
def whole(sample: Sample) -> ArticleEvidence:
    return gathered(sample, slice(None))


@pytest.mark.parametrize("at_a_time", [1, 7])
def test_a_few_articles_at_a_time_give_what_all_do(sample: Sample, whole: ArticleEvidence, at_a_time: int) -> None:
    starts = range(0, len(sample.articles), at_a_time)
    parts = [gathered(sample, slice(start, start + at_a_time)) for start in starts]
    assert same(ArticleEvidence.together(parts), whole)


def test_it_goes_through_parquet_unchanged(whole: ArticleEvidence, tmp_path: Path) -> None:
    whole.to_frame().to_parquet(tmp_path / "evidence.parquet")
    assert same(ArticleEvidence.from_frame(pd.read_parquet(tmp_path / "evidence.parquet")), whole)


def test_nothing_goes_through_a_frame(whole: ArticleEvidence) -> None:
    assert list(ArticleEvidence.from_frame(whole.on([]).to_frame()).article_ids) == []


def test_events_are_those_of_the_articles_however_the_evidence_comes(sample: Sample, whole: ArticleEvidence) -> None:
    backwards = whole.on(list(whole.article_ids)[::-1])
    for evidence in (whole, backwards):
        found = events_of(sample.articles, evidence)
        pd.testing.assert_frame_equal(found, sample.events(), check_exact=True)


def test_evidence_on_other_articles_is_passed_over(sample: Sample, whole: ArticleEvidence) -> None:
    chosen = sample.of("fire-leeds")
    pd.testing.assert_frame_equal(events_of(chosen, whole), sample.events(chosen), check_exact=True)
    assert events_of(chosen.iloc[:0], whole).empty


def test_what_does_not_fit_is_refused(sample: Sample, whole: ArticleEvidence) -> None:
    first = str(sample.articles["article_id"].iloc[0])
    with pytest.raises(SchemaError, match=f"no evidence on the article {first!r}"):
        events_of(sample.articles, whole.on(list(whole.article_ids)[1:]))
    with pytest.raises(SchemaError, match="twice"):
        events_of(sample.articles, ArticleEvidence.together([whole, whole]))
    with pytest.raises(SchemaError, match="'vector'"):
        ArticleEvidence.from_frame(whole.to_frame().drop(columns="vector"))
    with pytest.raises(SchemaError, match="Two articles have the id"):
        events_of(pd.concat([sample.articles, sample.articles]), whole)
