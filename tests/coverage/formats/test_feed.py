"""Feeds: articles where they are given whole, entries of a list where only a teaser is."""

from __future__ import annotations

import time
import warnings
from pathlib import Path

import pytest

import sinorus_lib as sl
from sinorus_lib.coverage.formats import Reading
from sinorus_lib.coverage.formats.feed import (
    SHORTEST_CONTENT,
    SHORTEST_SUMMARY,
    article_text,
    is_feed,
    outlet_in,
    paragraphs_in,
    read_feed,
)
from sinorus_lib.errors import CoverageWarning

FIXTURES = Path(__file__).parents[1] / "fixtures" / "feed"
SENTENCES = {
    "fr": "Le port rouvrira en mai après sept mois de travaux, a déclaré la maire. ",
    "en": "The harbour will reopen in May after seven months of works, its mayor said. ",
}
RSS = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Post</title>'
    "<link>https://post.example/</link>{}</channel></rss>"
)


def read(path: Path) -> tuple[list[dict[str, str]], list[str]]:
    reading = Reading()
    return [dict(record.facts) for record in read_feed(path, reading)], reading.objections.messages


def item(text: str, number: int = 1) -> str:
    return (
        f"<item><title>A{number}</title><link>https://post.example/{number}</link>"
        f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>"
    )


def test_a_french_feed_with_an_article_and_a_teaser() -> None:
    (article, teaser), objections = read(FIXTURES / "rss_fr.rss")
    assert objections == []
    assert article["text"].split("\n\n")[1].startswith("Selon la mairie")
    assert len(article["text"].split("\n\n")) == 2  # neither the script nor the trailer
    assert {name: article[name] for name in article if name != "text"} == {
        "outlet": "Le Courrier de Vernay",
        "title": "Le port de Vernay rouvrira en mai",
        "author": "Lise Autran",
        "language": "fr-FR",
        "published": "2024-03-05T18:30:00",
        "url": "https://courrier-de-vernay.example/2024/03/05/port-de-vernay",
    }
    assert "text" not in teaser
    assert teaser["url"] == "https://courrier-de-vernay.example/2024/03/06/budget"
    assert teaser["published"] == "2024-03-06T07:00:00"


def test_an_english_feed_with_an_article_and_a_teaser() -> None:
    (article, teaser), objections = read(FIXTURES / "atom_en.atom")
    assert objections == []
    assert article["text"].split("\n\n")[1].startswith("According to the town hall")
    assert len(article["text"].split("\n\n")) == 2
    assert {name: article[name] for name in article if name != "text"} == {
        "outlet": "The Vernay Post",
        "title": "Vernay harbour to reopen in May",
        "author": "Ann Bell",
        "language": "en-GB",
        "published": "2024-03-05T17:45:00",
        "url": "https://the-vernay-post.example/harbour-reopens",
    }
    assert "text" not in teaser
    assert teaser["url"] == "https://the-vernay-post.example/budget"


def test_teasers_are_told_as_a_list_through_read_coverage() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", CoverageWarning)
        articles = sl.read_coverage(FIXTURES).articles
    assert sorted(articles["language"]) == ["en", "fr"]
    said = [str(warning.message) for warning in caught]
    assert sum("without their text" in message for message in said) == 2


@pytest.mark.parametrize("language", SENTENCES)
def test_how_long_a_text_is_tells_an_article_from_a_teaser(language: str) -> None:
    sentence = SENTENCES[language]
    whole = sentence * (SHORTEST_CONTENT // len(sentence) + 1)
    long = sentence * (SHORTEST_SUMMARY // len(sentence) + 1)
    assert article_text(f"<p>{whole}</p>", "") == whole.strip()
    assert article_text(f"<p>{sentence}</p>", "") == ""
    assert article_text("", f"<p>{whole}</p>") == ""
    assert article_text("", f"<p>{long}</p>") == long.strip()
    assert article_text(f"<p>{whole.strip()[:-1]}[…]</p>", "") == ""


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        ("Le Courrier - À la une", "Le Courrier"),
        ("À la une - Le Courrier", "Le Courrier"),
        ("Monde : Le Courrier", "Le Courrier"),
        ("Flux RSS de La Gazette", "La Gazette"),
        ("L’Écho du Ponant » Politique", "L’Écho du Ponant"),
        ("The Post | World news", "The Post"),
        ("World news | The Post", "The Post"),
        ("Latest headlines – The Vernay Post", "The Vernay Post"),
        ("The Post RSS", "The Post"),
        ("News", "News"),
        ("", ""),
    ],
)
def test_the_outlet_is_told_from_the_section_in_a_title(title: str, outlet: str) -> None:
    assert outlet_in(title) == outlet


def test_paragraphs_end_where_elements_do_and_scripts_are_dropped() -> None:
    written = "A <b>bold</b>\nword<p>Two &amp; three</p>x<script>alert(1)</script> y<ul><li>four</li></ul>five<br>six"
    assert paragraphs_in(written) == ["A bold word", "Two & three", "x y", "four", "five", "six"]


def test_an_rdf_feed_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Post</title><link>https://p.example</link>'
        "</channel><item><title>A</title><link>https://p.example/a</link><dc:date>2024-03-05</dc:date></item></rdf:RDF>"
    )
    assert is_feed(path)
    assert read(path)[0] == [
        {"outlet": "The Post", "title": "A", "url": "https://p.example/a", "published": "2024-03-05"}
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_a_feed_in_any_encoding_is_known_and_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(RSS.format(item(SENTENCES["fr"] * 5)).encode(encoding))
    assert is_feed(path)
    assert read(path)[0][0]["text"] == (SENTENCES["fr"] * 5).strip()


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff" * 500, b"<?xml version='1.0'?><TEI/>", b"<html><rss>", b"<!-- <rss> --><a/>"]
)
def test_what_is_no_feed_is_not_taken_for_one(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.xml").write_bytes(raw)
    assert not is_feed(tmp_path / "a.xml")


def test_a_feed_that_breaks_off_keeps_its_entries(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    whole = RSS.format(item(SENTENCES["en"] * 5, 1) + item(SENTENCES["en"] * 5, 2))
    path.write_text(whole[:-60])
    records, objections = read(path)
    assert [record["title"] for record in records] == ["A1", "A2"]
    assert len(objections) == 1
    assert "no sound XML" in objections[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused(tmp_path: Path, encoding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    (tmp_path / "a.xml").write_bytes((bomb + RSS.format(item("&b;"))).encode(encoding))
    records, objections = read(tmp_path / "a.xml")
    assert records == []
    assert len(objections) == 1
    assert "declares entities" in objections[0]


def test_a_doctype_that_declares_nothing_is_borne(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "https://n.example/rss-0.91.dtd">'
    (tmp_path / "a.xml").write_text(doctype + RSS.format(item(SENTENCES["en"] * 5)))
    assert len(read(tmp_path / "a.xml")[0]) == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", "found none"),
        ("<item><description>x</description></item>", "neither text nor address"),
        ("<a>" * 50_000, "found none"),
        ("<" * 500_000, "found none"),
        ("<p " + " ".join(f'a{n}="1"' for n in range(100_000)) + ">", "attributes"),
        ("<title><b " + " ".join(f'a{n}="1"' for n in range(1_000)) + "/></title>", "attributes"),
    ],
    ids=["empty", "nothing told", "deep", "openings", "attributes", "attributes in a title"],
)
def test_a_hostile_feed_gets_one_objection(tmp_path: Path, body: str, expected: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(RSS.replace("<link>https://post.example/</link>", "").format(body))
    start = time.perf_counter()
    records, objections = read(path)
    assert records == []
    assert len(objections) == 1
    assert expected in objections[0]
    assert time.perf_counter() - start < 20


def test_nothing_is_fetched_whatever_the_file_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **named: object) -> None:
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr("socket.socket.connect", refuse)
    (tmp_path / "a.rss").write_text("https://post.example/feed.xml")
    assert read(tmp_path / "a.rss")[0] == []
