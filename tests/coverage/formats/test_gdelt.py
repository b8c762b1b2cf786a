"""GDELT: lists of articles as JSON and CSV, what breaks its JSON, and facts that stand in for better ones."""

from __future__ import annotations

import json
import tempfile
import time
import warnings
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sinorus_lib as sl
from sinorus_lib.coverage.formats import Reading
from sinorus_lib.coverage.formats.gdelt import FORMAT, read_gdelt
from sinorus_lib.coverage.listings import fill_from_listings
from sinorus_lib.coverage.objections import Objections
from sinorus_lib.coverage.records import Record

FIXTURES = Path(__file__).parents[1] / "fixtures" / "gdelt"
MEDIA_CLOUD = FIXTURES.parent / "media_cloud"
TITLES = {
    "fr": ["Le port de Vernay rouvre après douze jours de grève", "Ardan à Ankara : « rien n’est signé »", "Budget du littoral, le vote est reporté"],
    "en": ["Vernay port reopens after twelve-day strike", "Ardan in Ankara: ‘nothing has been signed’", "Coastal budget, vote is put off"],
}  # fmt: skip
DOMAINS = {"fr": "lavoixdevernay.example", "en": "harbourgazette.example"}
NAMES = {"fr": "La Voix de Vernay", "en": "The Harbour Gazette"}
TEXTS = {
    "fr": "Le port de Vernay a rouvert lundi après douze jours de grève. Les dockers ont obtenu une prime.",
    "en": "The port of Vernay reopened on Monday after a twelve-day strike. The dockers obtained a bonus.",
}


def articles_in(path: Path) -> tuple[list[Record], list[str]]:
    reading = Reading()
    return read_gdelt(path, reading), reading.objections.messages


def is_recognised(path: Path) -> bool:
    assert FORMAT.recognises is not None
    return FORMAT.recognises(path)


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_a_list_gives_an_entry_an_article(language: str, suffix: str) -> None:
    path = FIXTURES / f"artlist_{language}.{suffix}"
    assert is_recognised(path)
    articles, objections = articles_in(path)
    assert objections == []
    assert [article.facts["title"] for article in articles] == TITLES[language]
    assert [article.facts["seen"] for article in articles] == [
        "2022-03-14T07:45:00" if language == "fr" else "2022-03-14T08:45:00",
        "2022-03-15T18:45:00" if language == "fr" else "2022-03-15T19:45:00",
        "2022-03-16T00:45:00",
    ]
    assert articles[0].facts["domain"] == DOMAINS[language]
    assert not any({"published", "outlet", "text"} & set(article.facts) for article in articles)


@pytest.mark.parametrize("language", TITLES)
def test_what_a_client_saves_as_a_table_is_read_alike(tmp_path: Path, language: str) -> None:
    listed = json.loads((FIXTURES / f"artlist_{language}.json").read_text(encoding="utf-8"))["articles"]
    pd.DataFrame(listed).to_csv(tmp_path / "a.csv")
    assert is_recognised(tmp_path / "a.csv")
    from_table, _ = articles_in(tmp_path / "a.csv")
    from_json, _ = articles_in(FIXTURES / f"artlist_{language}.json")
    assert [article.facts for article in from_table] == [article.facts for article in from_json]


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("broken", ["L\\'accord", "Tab\there", "Line\nbreak", "C:\\Vernay", "\\u12 half"])
def test_titles_that_break_the_json_lose_nothing(tmp_path: Path, language: str, broken: str) -> None:
    text = (FIXTURES / f"artlist_{language}.json").read_text(encoding="utf-8")
    path = tmp_path / "a.json"
    path.write_text(text.replace(TITLES[language][0], broken), encoding="utf-8")
    articles, objections = articles_in(path)
    assert len(articles) == 3
    assert objections == []


@pytest.mark.parametrize("language", TITLES)
def test_one_article_that_cannot_be_read_never_loses_the_others(tmp_path: Path, language: str) -> None:
    text = (FIXTURES / f"artlist_{language}.json").read_text(encoding="utf-8")
    path = tmp_path / "a.json"
    path.write_text(text.replace(TITLES[language][0], 'an "open" mark'), encoding="utf-8")
    articles, objections = articles_in(path)
    assert [article.facts["title"] for article in articles] == TITLES[language][1:]
    assert objections == ["a.json: expected a list of articles, 1 of 3 could not be read. Ask GDELT for it again."]
    path.write_text(text[: len(text) * 2 // 3], encoding="utf-8")
    assert 1 <= len(articles_in(path)[0]) < 3


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_domain_and_time_seen_count_where_nothing_says_better(language: str, suffix: str) -> None:
    entries, _ = articles_in(FIXTURES / f"artlist_{language}.{suffix}")
    url = entries[0].facts["url"]
    bare = Record("bare.html", None, {"url": url, "text": TEXTS[language]})
    named = Record("named.html", None, {**bare.facts, "outlet": "X", "published": "2022-03-13"})
    for order in ([*entries, bare, named], [bare, named, *entries]):
        filled = fill_from_listings(order, Objections())
        assert [(one.facts["outlet"], one.facts["published"][:10]) for one in filled] == [
            (DOMAINS[language], "2022-03-14"),
            ("X", "2022-03-13"),
        ]


@pytest.mark.parametrize("language", TITLES)
def test_another_list_says_better_whichever_comes_first(language: str) -> None:
    from sinorus_lib.coverage.formats.media_cloud import read_media_cloud

    entries, _ = articles_in(FIXTURES / f"artlist_{language}.json")
    stories = read_media_cloud(MEDIA_CLOUD / f"explorer_{language}.csv", Reading())
    page = Record("page.html", None, {"url": entries[0].facts["url"], "text": TEXTS[language]})
    for lists in ([*entries, *stories], [*stories, *entries]):
        facts = fill_from_listings([*lists, page], Objections())[0].facts
        assert (facts["outlet"], facts["published"][:16]) == (
            NAMES[language],
            {"fr": "2022-03-14T07:42", "en": "2022-03-14T08:10"}[language],
        )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b"{}"),
        ("a.json", b"Please limit requests to one every 5 seconds"),
        ("a.json", b'{"articles": [{"url": "x", "title": "y"}]}'),
        ("a.json", b'{"timeline": [{"series": "Volume", "data": []}]}'),
        ("a.json", b"\x00\xff" * 99),
        ("a.csv", b"\x00\xff" * 99),
        ("a.csv", b""),
        ("a.csv", b"url,title,date\n"),
        ("a.csv", b"id,indexed_date,language,media_name,media_url,publish_date,title,url\n"),
    ],
)
def test_other_files_are_not_taken_for_one(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert not is_recognised(tmp_path / name)


@given(st.text('{}[]":,\\url articles seendate 20220314TZ\n\x00', max_size=200))
@settings(deadline=None)
def test_any_text_is_read_or_objected_to(content: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("a.json", "a.csv"):
            path = Path(folder) / name
            path.write_text(content, encoding="utf-8")
            is_recognised(path)
            articles, objections = articles_in(path)
            assert isinstance(articles, list)
            assert all(isinstance(text, str) for text in objections)


@pytest.mark.parametrize("unit", ['{"url"', '{"url" ', "\\", '{"url":"', "{ ", '"}', "[{"])
def test_hostile_text_takes_no_time(tmp_path: Path, unit: str) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"articles": [' + unit * (1_000_000 // len(unit)), encoding="utf-8")
    start = time.perf_counter()
    articles_in(path)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_a_list_tells_of_pages_saved_beside_it(tmp_path: Path, language: str, suffix: str) -> None:
    name = f"artlist_{language}.{suffix}"
    (tmp_path / name).write_bytes((FIXTURES / name).read_bytes())
    url = articles_in(FIXTURES / name)[0][0].facts["url"]
    (tmp_path / "page.md").write_text(f"---\nurl: {url}\n---\n\n{TEXTS[language]}\n", encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one outlet, one language
        coverage = sl.read_coverage(tmp_path)
    article = coverage.articles.iloc[0]
    assert len(coverage) == 1
    assert (article["outlet"], article["title"]) == (DOMAINS[language], TITLES[language][0])
    assert article["published"].date().isoformat() == "2022-03-14"
    assert any(f"{name}: lists 3 articles without their text; 2 of them" in text for text in coverage.warnings)
