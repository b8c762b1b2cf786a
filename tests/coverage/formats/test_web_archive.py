"""Web archives: the articles on their pages, however those were sent, and what is wrong with broken ones."""

from __future__ import annotations

import gzip
import io
import time
import zlib
from collections.abc import Iterable
from pathlib import Path

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import sinorus_lib as sl
from sinorus_lib.coverage.formats import Reading
from sinorus_lib.coverage.formats.web_archive import read_archive
from sinorus_lib.coverage.formats.web_page import article_on
from tests.coverage.formats.archiving import warc_of

PAGES = Path(__file__).parents[1] / "fixtures" / "web_page"
ARCHIVES = Path(__file__).parents[1] / "fixtures" / "web_archive"
CRAWLED = {
    "pages_fr.warc.gz": {
        "https://courrier-de-vernay.example/2024/03/05/port-de-vernay": "graph_fr.html",
        "https://gazette-de-vernay.example/lac.htm": "layout_fr.html",
    },
    "pages_en.warc": {
        "https://the-vernay-post.example/harbour-reopens": "opengraph_en.html",
        "https://vernay-observer.example/lake.htm": "layout_en.html",
    },
}
FR, EN = ((PAGES / name).read_bytes() for name in ("graph_fr.html", "opengraph_en.html"))
HTML = ("Content-Type", "text/html; charset=utf-8")
Sent = tuple[str, bytes, str, list[tuple[str, str]]]


def sent(raw: bytes, address: str = "https://a.example/1", status: str = "200 OK", *headers: tuple[str, str]) -> Sent:
    return address, raw, status, list(headers or [HTML])


def archive(pages: Iterable[Sent], *, packed: bool = False) -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for address, raw, status, headers in pages:
        http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(address, "response", payload=io.BytesIO(raw), http_headers=http)
        )
    return stream.getvalue()


def read(tmp_path: Path, raw: bytes, name: str = "a.warc") -> tuple[list[dict[str, str]], list[str]]:
    (tmp_path / name).write_bytes(raw)
    reading = Reading()
    return [dict(record.facts) for record in read_archive(tmp_path / name, reading)], reading.objections.messages


def chunked(raw: bytes) -> bytes:
    parts = [raw[start : start + 700] for start in range(0, len(raw), 700)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


BOTH = [sent(FR, "https://courrier-de-vernay.example/1"), sent(EN, "https://the-vernay-post.example/2")]


@pytest.mark.parametrize("form", ["plain", "record by record", "as a whole"])
def test_an_archive_gives_its_articles_however_it_is_packed(tmp_path: Path, form: str) -> None:
    raw = archive(BOTH, packed=form == "record by record")
    records, objections = read(tmp_path, gzip.compress(raw) if form == "as a whole" else raw)
    assert objections == []
    assert [record["outlet"] for record in records] == ["Le Courrier de Vernay", "The Vernay Post"]
    assert [record["url"] for record in records] == [
        "https://courrier-de-vernay.example/1",
        "https://the-vernay-post.example/2",
    ]
    assert [record["published"] for record in records] == ["2024-03-05T18:30:00", "2024-03-05T17:45:00"]


@pytest.mark.parametrize("name", CRAWLED)
def test_a_crawl_gives_what_its_pages_give(name: str) -> None:
    reading = Reading()
    records = read_archive(ARCHIVES / name, reading)
    pages = {address: (PAGES / page).read_bytes() for address, page in CRAWLED[name].items()}
    assert reading.objections.messages == []
    assert [record.facts for record in records] == [
        article_on(raw, address=address).facts for address, raw in pages.items()
    ]
    raw = (ARCHIVES / name).read_bytes()
    assert (gzip.decompress(raw) if name.endswith(".gz") else raw) == warc_of(pages)


def test_crawls_in_both_languages_come_through_read_coverage() -> None:
    coverage = sl.read_coverage(ARCHIVES)
    assert sorted(coverage.articles["language"]) == ["en", "en", "fr", "fr"]
    assert coverage.warnings == ()


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_both_languages_come_through_read_coverage(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(archive(BOTH, packed=name.endswith(".gz")))
    assert sorted(sl.read_coverage(tmp_path / name).articles["language"]) == ["en", "fr"]


def test_the_day_of_fetching_is_not_the_day_of_publication(tmp_path: Path) -> None:
    text = b"".join(
        b"<p>The harbour will reopen in May after months of works, its mayor said on day %d.</p>" % day
        for day in range(5)
    )
    records, _ = read(tmp_path, archive([sent(b"<html><body><article>%s</article></body></html>" % text)]))
    assert "published" not in records[0]


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda raw: zlib.compress(raw)[2:-4]),
        ("br", brotli.compress),
        ("gzip", lambda raw: raw),
    ],
    ids=["gzip", "deflate", "bare deflate", "brotli", "packed in name only"],
)
@pytest.mark.parametrize("in_chunks", [False, True])
@pytest.mark.parametrize("html", [FR, EN], ids=["fr", "en"])
def test_content_is_unpacked(tmp_path: Path, encoding: str, pack: object, in_chunks: bool, html: bytes) -> None:
    raw = pack(html)  # type: ignore[operator]
    headers = [HTML, ("Content-Encoding", encoding), *([("Transfer-Encoding", "chunked")] if in_chunks else [])]
    whole, _ = read(tmp_path, archive([sent(html)]))
    records, objections = read(
        tmp_path, archive([sent(chunked(raw) if in_chunks else raw, "https://a.example/1", "200 OK", *headers)])
    )
    assert objections == []
    assert records == whole


def test_the_encoding_that_the_server_declared_counts(tmp_path: Path) -> None:
    raw = FR.decode().replace('<meta charset="utf-8">', "").encode("cp1252")
    header = ("Content-Type", "text/html; charset=ISO-8859-1")
    records, objections = read(tmp_path, archive([sent(raw, "https://a.example/1", "200 OK", header)]))
    assert objections == []
    assert "« Les pêcheurs ont assez attendu »" in records[0]["text"]


def test_what_is_no_page_is_passed_over_without_a_word(tmp_path: Path) -> None:
    others = [
        sent(EN, "https://a.example/moved", "301 Moved"),
        sent(EN, "https://a.example/gone", "404 Not Found"),
        sent(b"\x89PNG", "https://a.example/p.png", "200 OK", ("Content-Type", "image/png")),
        sent(b"{}", "https://a.example/api", "200 OK", ("Content-Type", "application/json")),
    ]
    records, objections = read(tmp_path, archive([*others, *BOTH]))
    assert (len(records), objections) == (2, [])


def test_an_archive_without_an_article_says_so(tmp_path: Path) -> None:
    records, objections = read(
        tmp_path, archive([sent(b"<p>Hello</p>"), sent(EN, "https://a.example/x", "404 Not Found")])
    )
    assert records == []
    assert len(objections) == 1
    assert "found none on its 1 pages" in objections[0]


def test_pages_without_an_article_are_told_once(tmp_path: Path) -> None:
    frames = [sent(b"<p>Advertisement</p>", f"https://ads.example/{number}") for number in range(5)]
    records, objections = read(tmp_path, archive([*frames, *BOTH]))
    assert len(records) == 2
    assert len(objections) == 1
    assert "5 of its pages hold no article" in objections[0]


def test_the_same_page_twice_counts_once(tmp_path: Path) -> None:
    again = [sent(EN, "https://the-vernay-post.example/2?utm_source=x"), sent(EN, "https://elsewhere.example/2")]
    records, _ = read(tmp_path, archive([*BOTH, *BOTH, *again]))
    assert len(records) == 3


def test_a_file_in_a_resource_record_is_read(tmp_path: Path) -> None:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=False)
    record = writer.create_warc_record(
        "https://a.example/1", "resource", payload=io.BytesIO(EN), warc_content_type="text/html"
    )
    writer.write_record(record)
    assert read(tmp_path, stream.getvalue())[0][0]["outlet"] == "The Vernay Post"


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_that_breaks_off_keeps_what_came_before(tmp_path: Path, packed: bool) -> None:
    records, objections = read(tmp_path, archive(BOTH, packed=packed)[:-400])
    assert [record["outlet"] for record in records] == ["Le Courrier de Vernay"] or len(records) == 2
    assert "breaks off" in objections[0]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no archive",
        b"\x00\xff" * 1_000,
        b"\x1f\x8b" + b"\x00" * 100,
        b"WARC/1.0\r\n",
        b"WARC/1.0\r\nContent-Length: -5\r\nWARC-Type: response\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        b"WARC/1.0\r\n" + b"a" * 5_000_000,
        b"WARC/1.0\r\n" + b"a: b\r\n" * 500_000,
        gzip.compress(b"WARC/1.0\r\nx: " + b"a" * 300_000_000, 9),
    ],
    ids=["empty", "text", "binary", "gzip", "header", "negative", "endless", "line", "lines", "bomb"],
)
def test_what_is_no_archive_is_told_soon(tmp_path: Path, raw: bytes) -> None:
    start = time.perf_counter()
    records, objections = read(tmp_path, raw)
    assert records == []
    assert 1 <= len(objections) <= 2
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", lambda raw: gzip.compress(raw, 9)), ("br", lambda raw: brotli.compress(raw, quality=5))],
)
@pytest.mark.parametrize("in_chunks", [False, True])
def test_a_page_that_unpacks_without_end_is_cut(tmp_path: Path, encoding: str, pack: object, in_chunks: bool) -> None:
    bomb = pack(b"<p>" + b"a" * 200_000_000)  # type: ignore[operator]
    headers = [HTML, ("Content-Encoding", encoding), *([("Transfer-Encoding", "chunked")] if in_chunks else [])]
    page = sent(chunked(bomb) if in_chunks else bomb, "https://a.example/1", "200 OK", *headers)
    start = time.perf_counter()
    records, objections = read(tmp_path, archive([page, *BOTH]))
    assert len(records) == 2
    assert "1 of its pages" in objections[0]
    assert time.perf_counter() - start < 20
