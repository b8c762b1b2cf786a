"""Saved web pages: their text, what they say of themselves, their encodings, and what hostile ones do."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

import sinorus_lib as sl
from sinorus_lib.coverage.formats import Reading
from sinorus_lib.coverage.formats.json_ld import article_said
from sinorus_lib.coverage.formats.mhtml import read_mhtml
from sinorus_lib.coverage.formats.web_page import MOST_ATTRIBUTES, PageError, article_on, decode_page, read_page
from tests.coverage.formats.archiving import mhtml_of

FIXTURES = Path(__file__).parents[1] / "fixtures" / "web_page"
SINGLE_FILES = Path(__file__).parents[1] / "fixtures" / "mhtml"
PARAGRAPHS = {
    "fr": "Le port rouvrira en mai après sept mois de travaux, a déclaré mardi la maire à l’assemblée des pêcheurs.",
    "en": "The harbour will reopen in May after seven months of works, its mayor told the fishermen on Tuesday.",
}
SECONDS = 20.0  # on a busy machine; each takes a few seconds at most


def page(head: str = "", language: str = "en", body: str = "", attributes: str = "") -> bytes:
    text = "".join(f"<p>{PARAGRAPHS[language]} ({number})</p>" for number in range(4))
    return (
        f"<html lang='{language}' {attributes}><head>{head}</head><body>{body}<article>{text}</article></body></html>"
    ).encode()


def facts(raw: bytes, **given: str) -> dict[str, str]:
    return dict(article_on(raw, **given).facts)


def json_ld(value: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(value)}</script>"


def test_a_french_page_with_references_in_its_json_ld() -> None:
    reading = Reading()
    (record,) = read_page(FIXTURES / "graph_fr.html", reading)
    text = record.facts["text"]
    assert reading.objections.messages == []
    assert {name: value for name, value in record.facts.items() if name != "text"} == {
        "outlet": "Le Courrier de Vernay",
        "title": "Le port de Vernay rouvrira en mai",
        "published": "2024-03-05T18:30:00",
        "author": "Lise Autran, Paul Lenoir",
        "language": "fr-FR",
        "url": "https://courrier-de-vernay.example/2024/03/05/port-de-vernay",
        "wire": "AFP",
        "original_language": "en",
    }
    assert text.startswith("Le port de Vernay rouvrira le 2 mai")
    assert len(text.split("\n\n")) == 3


def test_an_english_page_with_opengraph_alone() -> None:
    (record,) = read_page(FIXTURES / "opengraph_en.html", Reading())
    text = record.facts["text"]
    assert {name: value for name, value in record.facts.items() if name != "text"} == {
        "outlet": "The Vernay Post",
        "title": "Vernay harbour to reopen in May",
        "published": "2024-03-05T17:45:00",
        "author": "Ann Bell",
        "language": "en_GB",
        "url": "https://the-vernay-post.example/harbour-reopens",
    }
    assert text.startswith("The harbour of Vernay will reopen on 2 May")
    assert len(text.split("\n\n")) == 3


def test_both_languages_come_through_read_coverage() -> None:
    files = [FIXTURES / "graph_fr.html", FIXTURES / "opengraph_en.html"]
    articles = sl.read_coverage(files).articles.set_index("language")
    assert articles.loc["fr", "outlet"] == "Le Courrier de Vernay"
    assert articles.loc["en", "outlet"] == "The Vernay Post"
    assert articles.loc["fr", "text"].count("Le port de Vernay rouvrira en mai") == 1


@pytest.mark.parametrize("language", PARAGRAPHS)
@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (json_ld([{"@type": "NewsArticle", "headline": "A", "author": "Ann Bell"}]), "author", "Ann Bell"),
        (json_ld({"@type": "Article", "author": {"name": ["Ann Bell"]}}), "author", "Ann Bell"),
        (json_ld({"@type": "http://schema.org/NewsArticle", "publisher": "The Post"}), "outlet", "The Post"),
        (json_ld({"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "A tale"}}), "title", "A tale"),
        (json_ld({"@type": "Article", "headline": "L&#39;été &amp; <b>après</b>"}), "title", "L'été & après"),
        (json_ld({"@type": "Article", "url": 3, "mainEntityOfPage": "https://a.example/b"}), "url", "https://a.example/b"),
        (json_ld({"@type": "Article", "publisher": {"name": "p.example"}}) + "<meta property='og:site_name' content='The Post'>",
         "outlet", "The Post"),
        (json_ld({"@type": "Article", "datePublished": "soon"}) + "<meta name='parsely-pub-date' content='2024-03-05T10:00:00Z'>",
         "published", "2024-03-05T10:00:00"),
        ("<meta name='citation_author' content='Ann Bell'><meta name='citation_author' content='Paul Lenoir'>",
         "author", "Ann Bell, Paul Lenoir"),
        ("<meta name='DC.publisher' content='La Gazette'>", "outlet", "La Gazette"),
        ("<meta name='citation_publication_date' content='2024/03/05'>", "published", "2024-03-05"),
        ("<link rel='canonical' href='https://a.example/b'>", "url", "https://a.example/b"),
        ("<meta property='og:url' content='javascript:alert(1)'><link rel='canonical' href='https://a.example/b'>",
         "url", "https://a.example/b"),
        (json_ld({"@type": "Article", "isBasedOn": {"provider": {"name": "Reuters"}}}), "wire", "Reuters"),
        (json_ld({"@type": "Article", "isBasedOn": {"@type": "CreativeWork", "publisher": "AFP"}}), "wire", "AFP"),
    ],
)  # fmt: skip
def test_each_way_of_telling_is_read(language: str, head: str, name: str, expected: str) -> None:
    assert facts(page(head, language))[name] == expected


def test_the_outlet_itself_is_no_wire() -> None:
    head = json_ld({"@type": "Article", "publisher": {"name": "The Post"}, "copyrightHolder": {"name": "The Post"}})
    assert "wire" not in facts(page(head))


def test_of_several_articles_the_pages_own_is_told() -> None:
    head = "<link rel='canonical' href='https://a.example/own'>" + json_ld(
        [
            {"@type": "NewsArticle", "headline": "Other", "url": "https://a.example/other"},
            {"@type": "NewsArticle", "headline": "Own", "url": "https://a.example/own"},
        ]
    )
    assert facts(page(head))["title"] == "Own"


def test_the_address_of_an_amp_page_is_that_of_the_page_it_stands_for() -> None:
    head = (
        "<link rel='canonical' href='https://a.example/b'><meta property='og:url' content='https://a.example/amp/b'>"
    )
    assert facts(page(head, attributes="amp"))["url"] == "https://a.example/b"
    assert facts(page(head))["url"] == "https://a.example/amp/b"


def test_an_address_that_is_known_otherwise_wins() -> None:
    head = "<link rel='canonical' href='https://a.example/b'>"
    assert facts(page(head), address="https://a.example/c")["url"] == "https://a.example/c"


@pytest.mark.parametrize(
    "opening",
    [
        "<!-- saved from url=(0021)https://a.example/b -->",
        "<!--\n Page saved with SingleFile \n url: https://a.example/b \n-->",
    ],
)
def test_the_address_that_a_browser_wrote_is_the_last_resort(opening: str) -> None:
    assert facts(opening.encode() + page())["url"] == "https://a.example/b"


def test_the_text_told_to_machines_is_taken_where_the_page_shows_none() -> None:
    body = "\n".join([PARAGRAPHS["en"]] * 4)
    head = json_ld({"@type": "NewsArticle", "headline": "A", "articleBody": body})
    raw = f"<html><head>{head}</head><body><div id='root'></div></body></html>".encode()
    assert facts(raw)["text"].split("\n\n") == [PARAGRAPHS["en"]] * 4


@pytest.mark.parametrize(
    ("encoding", "declaration"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("cp1252", "<meta charset='iso-8859-1'>"),
        ("cp1252", "<meta http-equiv='Content-Type' content='text/html; charset=windows-1252'>"),
        ("iso-8859-15", "<meta charset=iso-8859-15>"),
        ("mac-roman", "<meta charset='macintosh'>"),
        ("utf-8", "<meta charset='iso-8859-1'>"),
    ],
)
def test_the_encoding_is_told_by_mark_by_soundness_or_by_declaration(encoding: str, declaration: str) -> None:
    text = f"<html><head>{declaration}</head><body>L’été à Vernay</body></html>"
    if encoding == "iso-8859-15":
        text = text.replace("’", "'")
    assert decode_page(text.encode(encoding)) == (text, False)


def test_the_servers_word_on_the_encoding_comes_before_the_pages() -> None:
    text = "<meta charset='iso-8859-1'>été Šumava"
    assert decode_page(text.encode("iso-8859-2"), "ISO-8859-2") == (text, False)


def test_an_encoding_that_was_guessed_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(language="fr").decode().encode("cp1252"))
    reading = Reading()
    (record,) = read_page(tmp_path / "a.html", reading)
    assert "l’assemblée" in record.facts["text"]
    assert "declares no encoding" in reading.objections.messages[0]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", "found none"),
        (b"<html><body></body></html>", "found none"),
        (b"<html><body><p>Please switch on JavaScript.</p></body></html>", "found none"),
        (b"\x00\x01\x02" * 500, "binary data"),
        (b"x" * (16 * 1024**2 + 1), "at most 16 MB"),
        (page(body="<div>" * 50_000), "nested deeper"),
        (page(body="<p " + " ".join(f"a{n}" for n in range(100_000)) + ">"), f"more than {MOST_ATTRIBUTES} attributes"),
        (page(body="<b>x</b>" * 30_000), "more than 20,000 elements"),
    ],
    ids=["nothing", "empty", "notice", "binary", "large", "deep", "attributes", "elements"],
)  # fmt: skip
def test_a_page_that_cannot_be_read_gets_one_objection(tmp_path: Path, raw: bytes, expected: str) -> None:
    (tmp_path / "a.html").write_bytes(raw)
    reading, start = Reading(), time.perf_counter()
    assert read_page(tmp_path / "a.html", reading) == []
    assert len(reading.objections.messages) == 1
    assert expected in reading.objections.messages[0]
    assert time.perf_counter() - start < SECONDS


@pytest.mark.parametrize(
    "hidden",
    ['z=x" A "', "z='\">' A", 'z=">" A', "/ A /", "z = x A"],
)
def test_many_attributes_are_counted_wherever_they_hide(hidden: str) -> None:
    many = " ".join(f"a{number}" for number in range(1_000))
    with pytest.raises(PageError, match="attributes"):
        article_on(page(body=f"<p {hidden.replace('A', many)}>x</p>"))


@pytest.mark.parametrize("language", PARAGRAPHS)
def test_long_values_that_are_no_attributes_are_borne(language: str) -> None:
    path = "M " + " ".join(str(number) for number in range(5_000))
    script = "for (i = 0; i<n; i++) { " + "a b " * 5_000 + "}"
    body = f"<svg><path d='{path}'/></svg><script>{script}</script><!-- <p {path} -->"
    assert facts(page(language=language, body=body))["text"].count(PARAGRAPHS[language]) == 4


@pytest.mark.parametrize(
    "hostile",
    [
        "<p>" + "word " * 200_000 + "</p>",
        "<" * 1_000_000,
        "<img src='data:image/png;base64," + "A" * 12_000_000 + "'>",
        "<meta name=title content='" + "<!--" * 250_000 + "'>",
        "<meta name=author content='A B'>" * 15_000,
        "<p>" + "<b>b</b> <i>x</i>" * 4_000 + "</p>",
        "<table><tr><td>x</td></tr></table>" * 2_500,
        "<div>x</div>" * 3_500,
    ],
    ids=["line", "openings", "picture", "comments", "authors", "inline", "tables", "blocks"],
)
def test_a_hostile_page_takes_bounded_time_and_keeps_its_article(hostile: str) -> None:
    start = time.perf_counter()
    found = facts(page("<meta property='og:type' content='article'>", body=hostile))
    assert found["text"]
    assert all(len(value) <= 2_000 for name, value in found.items() if name != "text")
    assert time.perf_counter() - start < SECONDS


@pytest.mark.parametrize(
    "block",
    [
        "",
        "{",
        "[" * 100_000,
        '{"a":' * 100_000,
        "3",
        "null",
        '"x"',
        "[[[[[]]]]]",
        '{"@type": "Article"}',
        '{"@type": ["Article", 3], "headline": [[[[["x"]]]], 4], "author": {"name": {"name": {"name": {"name": {"name": 7}}}}}}',
        '{"@type": "Article", "publisher": 12, "url": [1, {"@id": 2}], "datePublished": 20240101, "@id": [1]}',
        '{"@type": "Article", "isBasedOn": [[]], "translationOfWork": "x", "inLanguage": {"@type": "Language"}}',
        '{"@type": "Article", "@id": "a", "author": {"@id": "a"}}',
        '{"@type": {"@type": "Article"}, "@graph": {"@graph": [{"@graph": 1}]}}',
        '{"@type": "Article", "headline": "' + "1" * 3_000_000 + '"}',
        '{"@type": "Article", "wordCount": ' + "1" * 10_000 + "}",
    ],
)
def test_json_ld_of_wrong_types_is_passed_over(block: str) -> None:
    assert all(isinstance(text, str) for texts in article_said([block]).values() for text in texts)
    assert facts(page(f"<script type='application/ld+json'>{block}</script>"))["text"].count(PARAGRAPHS["en"]) == 4


def test_script_in_a_title_is_text_and_long_values_are_cut() -> None:
    head = json_ld({"@type": "Article", "headline": "&lt;script&gt;alert(1)&lt;/script&gt; " + "x" * 5_000})
    title = facts(page(head.replace("</script> ", "")))["title"]
    assert "<script" not in title
    assert len(title) <= 500


def mhtml(language: str) -> str:
    html = page(f"<title>A</title><meta charset='utf-8'><!-- {language} -->", language).decode()
    return (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/b\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--b"\r\n\r\n'
        "----b\r\nContent-Type: text/html\r\nContent-Location: https://ads.example/\r\n\r\n<p>Ad</p>\r\n"
        "----b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        f"Content-Location: https://a.example/b\r\n\r\n{html}\r\n----b--\r\n"
    )


@pytest.mark.parametrize("language", PARAGRAPHS)
def test_a_page_saved_as_a_single_file(tmp_path: Path, language: str) -> None:
    (tmp_path / "a.mhtml").write_text(mhtml(language), encoding="utf-8", newline="")
    (record,) = read_mhtml(tmp_path / "a.mhtml", Reading())
    assert record.facts["text"].count(PARAGRAPHS[language]) == 4
    assert record.facts["url"] == "https://a.example/b"


@pytest.mark.parametrize("name", ["graph_fr", "opengraph_en"])
def test_a_page_is_read_alike_from_a_single_file_of_chromium(name: str) -> None:
    language, raw = name[-2:], (FIXTURES / f"{name}.html").read_bytes()
    (whole,) = read_page(FIXTURES / f"{name}.html", Reading())
    path = SINGLE_FILES / f"page_{language}.mhtml"
    reading = Reading()
    (record,) = read_mhtml(path, reading)
    assert reading.objections.messages == []
    assert record.facts == whole.facts
    assert path.read_bytes() == mhtml_of(whole.facts["url"], whole.facts["title"], raw)


def test_single_files_in_both_languages_come_through_read_coverage() -> None:
    articles = sl.read_coverage(SINGLE_FILES).articles
    assert sorted(articles["language"]) == ["en", "fr"]
    assert not articles["text"].str.contains("Mattresses").any()


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff" * 1_000, b"Content-Type: multipart/related; boundary=a\n\n" * 3_000]
)
def test_a_single_file_without_a_page_gets_one_objection(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.mht").write_bytes(raw)
    reading = Reading()
    assert read_mhtml(tmp_path / "a.mht", reading) == []
    assert len(reading.objections.messages) == 1
