"""Lists of articles: what they tell of pages by address, and what is told of them."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sinorus_lib as sl
from sinorus_lib.coverage.listings import fill_from_listings, plain_address
from sinorus_lib.coverage.objections import Objections
from sinorus_lib.coverage.records import Record

URL = "https://www.lavoixdevernay.example/a/le-port?id=7"


def entry(row: int, name: str = "list.csv", **facts: str) -> Record:
    return Record(f"{name}, row {row}", None, {"url": URL, **facts})


def page(**facts: str) -> Record:
    return Record("page.html", None, {"url": URL, "text": "One.", **facts})


def test_an_entry_fills_only_what_the_page_does_not_say() -> None:
    objections = Objections()
    filled = fill_from_listings([entry(1, title="Listed", outlet="Post"), page(title="Printed")], objections)
    assert [dict(record.facts) for record in filled] == [
        {"url": URL, "text": "One.", "title": "Printed", "outlet": "Post"}
    ]
    assert objections.messages == []


def test_of_two_entries_the_first_to_say_something_is_believed() -> None:
    filled = fill_from_listings([entry(1, outlet="A"), entry(2, outlet="B", author="C"), page()], Objections())
    assert (filled[0].facts["outlet"], filled[0].facts["author"]) == ("A", "C")


def test_entries_without_a_page_are_counted_once_a_list() -> None:
    objections = Objections()
    entries = [Record(f"a, b/list.csv, row {n}", None, {"url": f"https://post.example/{n}"}) for n in range(5)]
    found = Record("page.html", None, {"url": "http://post.example/3/", "text": "One."})
    assert fill_from_listings([*entries, found], objections) == [found]
    assert len(objections.messages) == 1
    assert objections.messages[0].startswith("a, b/list.csv: lists 5 articles without their text; 4 of them")


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["03/04/2022", "14/04/2022"], "2022-04-03"),
        (["03/04/2022", "04/14/2022"], "2022-03-04"),
        (["03/04/2022", "05/06/2022"], "03/04/2022"),
        (["Publié le 3 avril 2022 à 18h30", ""], "2022-04-03T18:30:00"),
        (["last Tuesday", ""], "last Tuesday"),
    ],
)
def test_the_other_dates_of_a_list_tell_how_to_read_one(dates: list[str], expected: str) -> None:
    entries = [entry(1, published=dates[0])]
    entries += [Record("list.csv, row 2", None, {"url": "https://post.example/2", "published": dates[1]})]
    assert fill_from_listings([*entries, page()], Objections())[0].facts["published"] == expected


def test_a_page_without_address_takes_nothing_from_a_list() -> None:
    bare = Record("page.txt", None, {"text": "One."})
    assert fill_from_listings([entry(1, outlet="Post"), bare], Objections()) == [bare]


@pytest.mark.parametrize(
    "same",
    [
        "http://www.lavoixdevernay.example/a/le-port?id=7",
        "https://lavoixdevernay.example/a/le-port?id=7",
        "https://lavoixdevernay.example/a/le-port/?id=7#comments",
        "HTTPS://WWW.LaVoixDeVernay.example/a/le-port?id=7",
        " https://www.lavoixdevernay.example/a/le-port?id=7&utm_source=feed&utm_medium=rss ",
        "https://m.lavoixdevernay.example/a/le-port?id=7",
        "https://www.lavoixdevernay.example:443/a/le-port?id=7",
    ],
)
def test_one_article_has_one_address_however_it_is_written(same: str) -> None:
    assert plain_address(same) == plain_address(URL)


@pytest.mark.parametrize(
    "other",
    [
        "https://www.lavoixdevernay.example/a/le-port?id=8",
        "https://www.lavoixdevernay.example/a/le-port",
        "https://www.lavoixdevernay.example/A/le-port?id=7",
        "https://sport.lavoixdevernay.example/a/le-port?id=7",
        "https://www.lavoixdevernay.example/b/le-port?id=7",
    ],
)
def test_other_articles_have_other_addresses(other: str) -> None:
    assert plain_address(other) != plain_address(URL)


@given(st.text(max_size=200) | st.text("htps:/[]@%?#&=.w\ud83d\x00é", max_size=60))
def test_any_text_has_a_plain_address(address: str) -> None:
    assert isinstance(plain_address(address), str)
    assert isinstance(plain_address(f"https://{address}"), str)


@pytest.mark.parametrize("unit", ["https://", "?a=b&", "/", "%", "[", "@", "."])
def test_a_long_address_takes_no_time(unit: str) -> None:
    plain_address("https://post.example")
    start = time.perf_counter()
    for length in (3_900, 1_000_000):
        plain_address("https://post.example/" + unit * (length // len(unit)))
    assert time.perf_counter() - start < 1


def test_a_long_list_is_matched_in_time_that_grows_with_it() -> None:
    def seconds(count: int) -> float:
        entries = [Record(f"l.csv, row {n}", None, {"url": f"https://post.example/{n}"}) for n in range(count)]
        pages = [Record(f"{n}.html", None, {**one.facts, "text": "One."}) for n, one in enumerate(entries)]
        start = time.perf_counter()
        assert len(fill_from_listings(entries + pages, Objections())) == count
        return time.perf_counter() - start

    seconds(100)
    few, many = (min(seconds(count) for _ in range(5)) for count in (1_000, 10_000))  # least disturbed by others
    assert many < 40 * few


PAGES = {
    "fr": ("La digue de Vernay tiendra", "La digue de Vernay tiendra jusqu’au printemps, assure la maire aux riverains de la Sorle."),
    "en": ("The Vernay dyke will hold", "The Vernay dyke will hold until spring, the mayor has assured those who live by the Sorle."),
}  # fmt: skip


@pytest.mark.parametrize("language", PAGES)
def test_two_lists_and_the_pages_of_one_folder_are_put_together(tmp_path: Path, language: str) -> None:
    """The page names itself; Media Cloud knows outlet and day; GDELT stands in where that list is silent."""
    title, sentence = PAGES[language]
    addresses = [f"https://www.vernay-{number}.example/a/{language}" for number in (1, 2)]
    for number, address in enumerate(addresses):
        text = "".join(f"<p>{sentence} ({number}{part})</p>" for part in range(4))
        html = f"<html><head><title>{title}</title><link rel='canonical' href='{address}?utm_source=x'></head>"
        page_file = tmp_path / "pages" / f"{number}.html"
        page_file.parent.mkdir(exist_ok=True)
        page_file.write_text(f"{html}<body><main><h1>{title}</h1>{text}</main></body></html>", encoding="utf-8")
    with (tmp_path / "mediacloud.csv").open("w", encoding="utf-8", newline="") as stream:
        names = ["id", "indexed_date", "language", "media_name", "media_url", "publish_date", "title", "url"]
        row = ["1", "2024-12-30", language, "Vernay Post", "vernay-1.example", "2024-03-05", "Listed", addresses[0]]
        csv.writer(stream).writerows([names, row])
    seen = [
        {"url": address, "title": "Seen", "seendate": "20240306T104500Z", "domain": address.split("/")[2][4:],
         "language": {"fr": "French", "en": "English"}[language], "sourcecountry": "Vernay"}
        for address in addresses
    ]  # fmt: skip
    (tmp_path / "gdelt.json").write_text(json.dumps({"articles": seen}), encoding="utf-8")
    with pytest.warns(sl.errors.CoverageWarning, match="claims are compared within"):
        articles = sl.read_coverage(tmp_path).articles.sort_values("source_path")
    assert list(articles["outlet"]) == ["Vernay Post", "vernay-2.example"]
    assert [str(day)[:10] for day in articles["published"]] == ["2024-03-05", "2024-03-06"]
    assert set(articles["title"]) == {title}
    assert set(articles["language"]) == {language}
