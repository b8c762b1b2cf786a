"""Plain text with a table beside it, Markdown with front matter, JSON: in French and in English."""

from __future__ import annotations

import pandas as pd
import pytest

import sinorus_lib as sl
from tests.conftest import ROOT

FIXTURES = ROOT / "tests" / "coverage" / "fixtures"


def only(coverage: sl.Coverage, language: str) -> pd.DataFrame:
    return coverage.articles[coverage.articles["language"] == language].reset_index(drop=True)


@pytest.mark.parametrize(
    ("language", "outlet", "title", "day"),
    [
        ("fr", "La Gazette de Vauclair", "Le pont de Vauclair rouvre à la circulation", "2024-04-08"),
        ("en", "The Vauclair Herald", "Vauclair bridge reopens to traffic", "2024-04-09"),
    ],
)
def test_plain_text_takes_its_metadata_from_the_table_beside_it(
    language: str, outlet: str, title: str, day: str
) -> None:
    article = only(sl.read_coverage(FIXTURES / "plain_text", strict=True), language).iloc[0]
    assert (article["outlet"], article["title"], article["published"]) == (outlet, title, pd.Timestamp(day))
    assert article["text"].count("\n\n") == 2


@pytest.mark.parametrize(
    ("language", "outlet", "day", "author"),
    [("fr", "Le Quai", "2024-04-08", "Maud Lerne"), ("en", "The Jetty", "2024-04-09", "Tom Ashworth")],
)
def test_front_matter_is_read_as_people_write_it(language: str, outlet: str, day: str, author: str) -> None:
    article = only(sl.read_coverage(FIXTURES / "markdown", strict=True), language).iloc[0]
    assert (article["outlet"], article["author"]) == (outlet, author)
    assert article["published"] == pd.Timestamp(day)
    assert str(article["url"]).startswith("https://")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_lines_and_a_list_of_json_give_the_same_articles(language: str) -> None:
    lines, listed = (
        only(sl.read_coverage(FIXTURES / "json" / name), language).drop(columns="source_path")
        for name in (f"lines_{language}.jsonl", f"list_{language}.json")
    )
    pd.testing.assert_frame_equal(lines, listed)
    assert len(lines) == 2
    assert lines["author"].tolist() == ["A. Reporter"] * 2
