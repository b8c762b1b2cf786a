"""A saved web page: one article, found by trafilatura."""

from __future__ import annotations

from pathlib import Path

from sinorus_lib.coverage.formats import Format, Reading
from sinorus_lib.coverage.records import Record, as_text, decode

_NAMES = {"title": "title", "date": "published", "sitename": "outlet", "url": "url", "text": "text"}


def read_page(path: Path, reading: Reading) -> list[Record]:
    """Read a saved web page: one article, found by trafilatura; nothing is fetched."""
    import trafilatura

    text = decode(path, reading.objections)
    if text is None:
        return []
    page = trafilatura.bare_extraction(text, with_metadata=True, include_comments=False, include_tables=False)
    if page is None:
        reading.objections.add(
            path.name, "expected a web page with an article, found none. Save its text as .txt instead"
        )
        return []
    found = page if isinstance(page, dict) else page.as_dict()
    facts = {ours: as_text(found.get(theirs)) for theirs, ours in _NAMES.items()}
    return [Record(path.name, path, {name: value for name, value in facts.items() if value})]


FORMAT = Format(
    "Saved web page",
    (".html", ".htm"),
    ("outlet", "title", "published", "url", "text"),
    read_page,
    export="*Save page as* in any browser",
)
