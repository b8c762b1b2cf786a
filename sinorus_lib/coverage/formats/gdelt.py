"""Lists of articles from GDELT: JSON or CSV of the DOC 2.0 API, mode *ArtList*.

The shapes are those of GDELT's own description of the API (blog.gdeltproject.org, "GDELT DOC 2.0 API Debuts") and of
what its clients save, such as ``gdeltdoc``. GDELT does not know when an article was published, only when it was seen,
nor what an outlet is called, only its domain: both are used where neither the page nor another list says better. Its
JSON may hold backslashes and control characters that JSON does not allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sinorus_lib.coverage.dates import read_date
from sinorus_lib.coverage.formats import Format, Reading, head
from sinorus_lib.coverage.formats.json_documents import LARGEST, parsed
from sinorus_lib.coverage.formats.tables import header_of, plain_columns, plain_name, table_of
from sinorus_lib.coverage.listings import STAND_INS
from sinorus_lib.coverage.records import Record, as_text, decode, from_mapping

_CSV_OF_API = {"url", "mobileurl", "date", "title"}
_CSV_OF_CLIENTS = {"url", "title", "seendate"}
_SEEN = ("seendate", "date")
_BAD_BACKSLASH = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_CONTROL = re.compile("[\x00-\x1f]")
_ONE_ARTICLE = re.compile(r'\{\s{0,20}"url"[^{}]{0,10000}\}')
_SPACED = re.compile(r" ([,.])(?=\s|$)")  # GDELT sets spaces around the signs of titles

Row = Mapping[Any, Any]


def read_gdelt(path: Path, reading: Reading) -> list[Record]:
    """Read a list of articles of GDELT, each an entry of a listing, by address."""
    rows = _rows_of_json(path, reading) if path.suffix.lower() == ".json" else _rows_of_table(path, reading)
    return [_record(row, origin, path, reading) for origin, row in rows]


def _rows_of_table(path: Path, reading: Reading) -> Iterator[tuple[str, Row]]:
    table = table_of(path, reading.objections)
    for number, cells in table.rows if table else ():
        yield f"{path.name}, row {number}", dict(zip(table.names if table else (), cells, strict=True))


def _rows_of_json(path: Path, reading: Reading) -> Iterator[tuple[str, Row]]:
    if path.stat().st_size > LARGEST:
        size = f"{LARGEST // 1024**2} MB"
        reading.objections.add(
            path.name, f"expected a list of at most {size}; it was left out. Ask for less at a time"
        )
        return
    articles = _articles((decode(path, reading.objections) or "").strip())
    broken = sum(not isinstance(article, dict) for article in articles)
    if broken or not articles:
        reading.objections.add(
            path.name,
            f"expected a list of articles, {broken or 'all'} of {len(articles)} could not be read. Ask GDELT for it "
            "again",
        )
    for number, article in enumerate(articles, start=1):
        if isinstance(article, dict):
            yield f"{path.name}, article {number}", article


def _articles(text: str) -> list[Any]:
    """Return the articles of a list, mending what GDELT does not escape; if all else fails, those that are whole."""
    mended = _BAD_BACKSLASH.sub(r"\\\\", _CONTROL.sub(" ", text))
    document = parsed(mended)
    found = document.get("articles") if isinstance(document, dict) else None
    return found if isinstance(found, list) else [parsed(one[0]) for one in _ONE_ARTICLE.finditer(mended)]


def _record(row: Row, origin: str, path: Path, reading: Reading) -> Record:
    named = {plain_name(name): value for name, value in row.items() if isinstance(name, str)}
    seen = next((as_text(named.pop(name)) for name in _SEEN if name in named), "")
    columns = {ours: theirs for ours, theirs in plain_columns(reading).items() if theirs in named}
    record = from_mapping(named, origin, path, columns)
    day = read_date(seen, day_first=False)
    given = {
        **record.facts,
        "title": _SPACED.sub(r"\1", record.facts.get("title", "")),
        STAND_INS["outlet"]: as_text(named.get("domain")) or _host(record.facts.get("url", "")),
        STAND_INS["published"]: "" if day is None else day.isoformat(),
    }
    return replace(record, facts={name: value for name, value in given.items() if value})


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _is_gdelt(path: Path) -> bool:
    beginning = head(path)
    if path.suffix.lower() == ".json":
        return re.match(r'\s*\{\s*"articles"\s*:\s*\[', beginning) is not None and '"seendate"' in beginning
    names = set(header_of(beginning))
    return names == _CSV_OF_API or names >= _CSV_OF_CLIENTS


FORMAT = Format(
    "GDELT article list (JSON, CSV)",
    (".json", ".csv", ".tsv"),
    ("outlet", "language", "title", "published", "url"),
    read_gdelt,
    _is_gdelt,
    export="the DOC 2.0 API with `mode=artlist&format=json` or `format=csv`; save the pages beside it",
)
