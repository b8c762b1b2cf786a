"""Media Cloud: lists of stories in both shapes, as entries of a list or with a text."""

from __future__ import annotations

import csv
import io
import warnings
from pathlib import Path

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.coverage.formats import Reading
from sinorus_lib.coverage.formats.gdelt import FORMAT as GDELT
from sinorus_lib.coverage.formats.media_cloud import FORMAT, read_media_cloud
from sinorus_lib.coverage.records import Record

FIXTURES = Path(__file__).parents[1] / "fixtures" / "media_cloud"
TITLES = {
    "fr": ["Le port de Vernay rouvre après douze jours de grève", "Ardan à Ankara : « rien n’est signé »", "Budget du littoral, le vote est reporté"],
    "en": ["Vernay port reopens after twelve-day strike", "Ardan in Ankara: ‘nothing has been signed’", "Coastal budget, vote is put off"],
}  # fmt: skip
OUTLETS = {
    "fr": ["La Voix de Vernay", "Le Courrier des Alpages", "Le Matinal du Sud"],
    "en": ["The Harbour Gazette", "Upland Post", "The Southern Ledger"],
}
TEXTS = {
    "fr": "Le port de Vernay a rouvert lundi après douze jours de grève. Les dockers ont obtenu une prime.",
    "en": "The port of Vernay reopened on Monday after a twelve-day strike. The dockers obtained a bonus.",
}


def stories_in(path: Path, **columns: str) -> tuple[list[Record], list[str]]:
    assert FORMAT.recognises is not None
    assert FORMAT.recognises(path)
    reading = Reading(columns=columns)
    return read_media_cloud(path, reading), reading.objections.messages


def saved_anew(path: Path, to: Path, separator: str, **more: list[str]) -> Path:
    """Save a list anew as a spreadsheet would, with columns that an analyst adds."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False).assign(**more)
    table.replace({"True": "VRAI", "False": "FAUX"}).to_csv(to, sep=separator, index=False, encoding="utf-8-sig")
    return to


@pytest.mark.parametrize("language", TITLES)
def test_a_list_of_explorer_gives_an_entry_a_story(language: str) -> None:
    stories, objections = stories_in(FIXTURES / f"explorer_{language}.csv")
    assert objections == []
    assert [story.facts["title"] for story in stories] == TITLES[language]
    assert [story.facts["outlet"] for story in stories] == OUTLETS[language]
    assert {story.facts["language"] for story in stories} == {language}
    assert [story.facts.get("published", "")[:10] for story in stories] == ["2022-03-14", "2022-03-15", ""]
    assert [story.facts.get("wire") for story in stories] == [None, "AP", None]
    assert all(set(story.facts) <= set(FORMAT.supplies) for story in stories)
    assert stories[1].origin == f"explorer_{language}.csv, row 2"


@pytest.mark.parametrize("language", TITLES)
def test_a_list_of_the_present_search_gives_an_entry_a_story(language: str) -> None:
    stories, objections = stories_in(FIXTURES / f"search_{language}.csv")
    assert objections == []
    assert [story.facts["title"] for story in stories] == TITLES[language]
    assert [story.facts["published"] for story in stories] == ["2022-03-14", "2022-03-15", "2022-03-16"]
    assert stories[0].facts["outlet"] in ("lavoixdevernay.example", "harbourgazette.example")
    assert all(set(story.facts) == {"language", "outlet", "published", "title", "url"} for story in stories)


@pytest.mark.parametrize("language", TITLES)
def test_a_list_with_a_text_gives_articles(language: str) -> None:
    stories, objections = stories_in(FIXTURES / f"with_text_{language}.csv")
    assert objections == []
    assert [bool(story.facts.get("text")) for story in stories] == [True, False, True]
    assert [story.facts["outlet"] for story in stories] == OUTLETS[language]
    assert [story.facts.get("wire") for story in stories] == [None, "AP", None]
    assert stories[0].facts["text"].count("\n\n") == 1


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_spreadsheet_may_have_saved_it_with_a_text(tmp_path: Path, language: str, separator: str) -> None:
    path = saved_anew(
        FIXTURES / f"explorer_{language}.csv", tmp_path / "a.csv", separator, text=[TEXTS[language], "", ""]
    )
    stories, _ = stories_in(path)
    assert [story.facts.get("text") for story in stories] == [TEXTS[language], None, None]
    assert [story.facts.get("wire") for story in stories] == [None, "AP", None]


def test_a_column_map_counts_where_its_columns_are(tmp_path: Path) -> None:
    path = saved_anew(FIXTURES / "explorer_fr.csv", tmp_path / "a.csv", ",", Corps=["Un.", "Deux.", "Trois."])
    stories, objections = stories_in(path, text="corps", outlet="Medium")
    assert [story.facts["text"] for story in stories] == ["Un.", "Deux.", "Trois."]
    assert [story.facts["outlet"] for story in stories] == OUTLETS["fr"]
    assert objections == []


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff" * 50, b"text,outlet\n", b"title,url,media_name,publish_date\n", b'"' * 70_000, b"URL,MobileURL,Date,Title\n"],
)  # fmt: skip
def test_other_files_are_not_taken_for_one(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert FORMAT.recognises is not None
    assert not FORMAT.recognises(tmp_path / "a.csv")


def test_no_list_is_taken_for_one_of_gdelt() -> None:
    assert GDELT.recognises is not None
    assert not any(GDELT.recognises(path) for path in FIXTURES.glob("*.csv"))


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("shape", ["explorer", "search"])
def test_a_list_tells_of_pages_saved_beside_it(tmp_path: Path, language: str, shape: str) -> None:
    name = f"{shape}_{language}.csv"
    (tmp_path / name).write_bytes((FIXTURES / name).read_bytes())
    first = next(csv.DictReader(io.StringIO((FIXTURES / name).read_text(encoding="utf-8"))))
    page = f"---\nurl: {first['url'].replace('https', 'http')}?utm_source=feed\n---\n\n{TEXTS[language]}\n"
    (tmp_path / "page.md").write_text(page, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one outlet, one language
        coverage = sl.read_coverage(tmp_path)
    article = coverage.articles.iloc[0]
    assert len(coverage) == 1
    assert (article["outlet"], article["title"]) == (first["media_name"], TITLES[language][0])
    assert article["published"].date().isoformat() == "2022-03-14"
    assert any(f"{name}: lists 3 articles without their text; 2 of them" in text for text in coverage.warnings)
